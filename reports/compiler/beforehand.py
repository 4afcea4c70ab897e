"""What in a text of staff would stop the next report, told while somebody can still mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reports.compiler.compilation import listed_names
from reports.compiler.protected import protected_terms
from reports.compiler.reading import read
from reports.compiler.repeats import find_repeated, prepared
from reports.leaks import find_in_texts


def would_stop(consultation_id: int, texts: Iterable[str]) -> tuple[str, ...]:
    """Words of ``texts`` that the check of finished files finds, by the terms and the search of the check itself: whom
    the report must not name, where somebody can be reached, and protected words that are repeated.

    Reads the whole consultation as a compile does.
    """
    texts = [text for text in texts if text]
    snapshot = prepared(read(consultation_id))
    named = find_in_texts(
        [("text", text) for text in texts], protected_terms(snapshot, listed_names(snapshot))
    )
    alone = {(str(number), ""): text for number, text in enumerate(texts)}
    repeated = find_repeated(replace(snapshot, narratives=alone, themes=(), commitments=()))
    return tuple(sorted({leak.term for leak in named} | {finding.words for finding in repeated}))
