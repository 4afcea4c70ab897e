"""Whether participants can read what the product says to them, in English and in French: the catalogue is measured.

No sentence is longer than it may be. A file that says much is measured as a whole: English by the grade of Flesch and
Kincaid, French by the ease of Kandel and Moles. Labels and headings are no sentences and are left alone. What the
figures mean is in docs/plain-words.md.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import polib

from config.demo.options import ROOT
from config.quality.messages import CATALOGUE

# In words. The same thought takes more of them in French.
LONGEST_SENTENCE = {"en": 25, "fr": 30}
# Fewer words than this have no level: one long word would decide.
ENOUGH_WORDS = 60
HIGHEST_GRADE = 8.0
LOWEST_EASE = 70.0
# What only staff and programs read. Anything new is measured until it is named here.
OF_STAFF = (
    "config/", "consultations/admin/", "consultations/invitees.py", "consultations/models/", "consultations/rest",
    "reports/admin.py", "reports/forms.py", "reports/models.py", "reports/publication.py", "reports/services.py",
    "reports/views/workspace.py", "submissions/admin/", "submissions/building/", "submissions/intake/payload",
    "submissions/models/", "submissions/review/", "templates/admin/", "templates/reports/_failure.html",
    "templates/reports/_ledger.html", "templates/reports/_ready.html", "templates/reports/_sign_offs.html",
    "templates/reports/_take_down.html", "templates/reports/_versions.html", "templates/reports/version.html",
    "templates/reports/workspace.html",
)  # fmt: skip
# Among the fields of staff stands one text that people in need read.
READ_BY_ALL = ("consultations/models/consultation.py",)

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}|%[sd]")
MARKUP = re.compile(r"<[^>]+>")
SENTENCE = re.compile(r"\n+|(?<=[.!?…])[»”)]?\s+(?=[\W\d]*[A-ZÀ-Ý])")
WORD = re.compile(r"\S*\w\S*")
VOWELS = "aeiouyàâäéèêëîïôöùûüœæ"
# Not the last one of "little", but that of "rule".
SILENT_IN_ENGLISH = re.compile(
    r"(?<=[^\Waeiouyl])e$|(?<=[aeiouy]l)es?$|(?<=[^\Waeiouylcgsxzh])es$|(?<=[^\Waeiouytd])ed$"
)
SILENT_IN_FRENCH = re.compile(r"(?<=\w)es?$")


@dataclass(frozen=True)
class Text:
    """All sentences of one file in one language."""

    file: str
    language: str
    sentences: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        return [word for sentence in self.sentences for word in words_of(sentence)]


def main() -> int:
    faults = [fault for text in texts(polib.pofile(str(ROOT / CATALOGUE))) for fault in faults_of(text)]
    print("\n".join(faults))
    return 1 if faults else 0


def texts(catalogue: Iterable[polib.POEntry]) -> Iterator[Text]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in catalogue:
        for file in files_of_participants(entry):
            found[file, "en"] += sentences(entry.msgid_plural or entry.msgid)
            found[file, "fr"] += sentences(entry.msgstr_plural.get(1) or entry.msgstr)
    return (Text(file, language, tuple(found[file, language])) for file, language in sorted(found))


def files_of_participants(entry: polib.POEntry) -> Iterator[str]:
    for file, _line in [] if entry.obsolete else entry.occurrences:
        if not file.startswith(OF_STAFF) or file in READ_BY_ALL:
            yield file


def sentences(message: str) -> list[str]:
    plain = MARKUP.sub("", PLACEHOLDER.sub(lambda found: found[1] or found[2] or "it", message))
    return [
        part.strip() for part in SENTENCE.split(plain) if part.rstrip(" »”)").endswith((".", "!", "?", "…"))
    ]


def words_of(sentence: str) -> list[str]:
    return WORD.findall(sentence)


def faults_of(text: Text) -> Iterator[str]:
    for sentence in text.sentences:
        if (length := len(words_of(sentence))) > LONGEST_SENTENCE[text.language]:
            yield f"{text.file} ({text.language}): {length} words in one sentence: {sentence}"
    if len(text.words) >= ENOUGH_WORDS and (level := TOO_HARD[text.language](text)):
        yield f"{text.file} ({text.language}): {level}; its hardest sentence: {hardest(text)}"


def grade(text: Text) -> float:
    """School years that a reader of English needs: Flesch and Kincaid, 1975."""
    return 0.39 * words_in_a_sentence(text) + 11.8 * syllables_in_a_word(text) - 15.59


def ease(text: Text) -> float:
    """How easy French is to read, from 0 to 100: Kandel and Moles, 1958."""
    return 207 - 1.015 * words_in_a_sentence(text) - 73.6 * syllables_in_a_word(text)


def beyond_the_grade(text: Text) -> str:
    return f"grade {grade(text):.1f} is above {HIGHEST_GRADE}" if grade(text) > HIGHEST_GRADE else ""


def below_the_ease(text: Text) -> str:
    return f"ease {ease(text):.0f} is below {LOWEST_EASE:.0f}" if ease(text) < LOWEST_EASE else ""


TOO_HARD: Mapping[str, Callable[[Text], str]] = {"en": beyond_the_grade, "fr": below_the_ease}


def hardest(text: Text) -> str:
    alone = [Text(text.file, text.language, (sentence,)) for sentence in text.sentences]
    return max(alone, key=grade if text.language == "en" else lambda one: -ease(one)).sentences[0]


def words_in_a_sentence(text: Text) -> float:
    return len(text.words) / len(text.sentences)


def syllables_in_a_word(text: Text) -> float:
    return sum(syllables(word, text.language) for word in text.words) / len(text.words)


def syllables(word: str, language: str) -> int:
    """Groups of vowels, but for the endings that are not spoken; elided words are part of the next one."""
    letters = "".join(re.findall(r"\w", word.lower()))
    spoken = (SILENT_IN_FRENCH if language == "fr" else SILENT_IN_ENGLISH).sub("", letters)
    return max(1, len(re.findall(f"[{VOWELS}]+", spoken)))


if __name__ == "__main__":
    sys.exit(main())
