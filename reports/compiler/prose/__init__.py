"""Drafted sentences, written as English and as French rather than translated word by word."""

from reports.compiler.prose.base import Prose
from reports.compiler.prose.en import English
from reports.compiler.prose.fr import French

PROSE: dict[str, Prose] = {"en": English(), "fr": French()}

__all__ = ["PROSE", "Prose"]
