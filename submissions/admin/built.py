"""What the page of a survey shows of each question: both languages side by side, and the steps that can be taken."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from consultations.models import LANGUAGES, Bilingual
from submissions.models import SCALE_KINDS, Question, Questionnaire

LABELS = {
    "up": _("Move up"),
    "down": _("Move down"),
    "copy": _("Copy"),
    "retire": _("Retire"),
    "ask": _("Ask again"),
}


@dataclass(frozen=True)
class Texts:
    """Of one question in one language."""

    language: str
    text: str
    help: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Built:
    question: Question

    @property
    def languages(self) -> list[Texts]:
        return [self.texts(language) for language in LANGUAGES]

    def texts(self, language: str) -> Texts:
        question = self.question
        return Texts(
            language,
            question.text.in_(language),
            question.help.in_(language),
            tuple(part.in_(language) for part in self.parts),
        )

    @property
    def parts(self) -> list[Bilingual]:
        """Lines, choices and the ends of a scale, as far as its kind has them; without what is retired."""
        question = self.question
        parts = [row.text for row in question.rows.all() if not row.is_retired]
        parts += [choice.text for choice in question.choices.all() if not choice.is_retired]
        if question.kind in SCALE_KINDS:
            ends = (question.lowest, question.lowest_label), (question.highest, question.highest_label)
            parts += [
                Bilingual(f"{value} – {text.en}", f"{value} – {text.fr}") for value, text in ends if text
            ]
        return parts

    @property
    def steps(self) -> list[tuple[str, object]]:
        """What a button sends, and what it says."""
        other = "retire" if self.question.is_retired else "ask"
        return [(f"{name}-{self.question.pk}", label) for name, label in LABELS.items() if name != other]


@dataclass(frozen=True)
class BuiltPage:
    number: int
    title: Bilingual | None
    questions: tuple[Built, ...]


def pages_of(questionnaire: Questionnaire, questions: list[Question]) -> list[BuiltPage]:
    titles = {page.number: page.title for page in questionnaire.pages.all()}
    return [
        BuiltPage(number, titles.get(number), tuple(map(Built, group)))
        for number, group in groupby(questions, key=lambda question: question.page)
    ]


def previews(questionnaire: Questionnaire) -> dict[str, str]:
    """By language: where the survey can be looked at as participants will see it."""
    event = questionnaire.event
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = reverse("submissions:preview", args=[event.consultation.slug, event.slug])
    return found
