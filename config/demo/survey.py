"""``survey.yaml``: the questions, and closed answers drawn from stated weights with a stated seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from config.demo.folder import fields, read_yaml
from consultations.models import Bilingual, Consultation, Event, Topic
from submissions.intake.submit import Reply
from submissions.models import Choice, Question, QuestionKind, Questionnaire


@dataclass
class Survey:
    """A questionnaire with the weights by which the demonstration's respondents answer it."""

    event: Event
    questions: dict[str, Question]
    rows: dict[str, dict[str, Any]]
    answers: dict[str, Any]
    random: Random
    choices: dict[str, list[Choice]] = field(default_factory=dict)

    def replies(self) -> tuple[Reply, ...]:
        """What one further respondent answers."""
        return tuple(reply for code in self.rows for reply in self.reply(code))

    def reply(self, code: str) -> Iterator[Reply]:
        row, question = self.rows[code], self.questions[code]
        choices = dict(
            zip(
                row.get("choices", []) and [c["code"] for c in row["choices"]],
                self.choices[code],
                strict=True,
            )
        )
        if question.kind == QuestionKind.SCALE:
            yield Reply(question, value=self.drawn(row["weights"]))
        elif question.kind == QuestionKind.SINGLE_CHOICE:
            yield Reply(
                question, choice=choices[self.drawn({c["code"]: c["weight"] for c in row["choices"]})]
            )
        elif question.kind == QuestionKind.MULTIPLE_CHOICE:
            for choice in row["choices"]:
                if self.random.random() < choice["chance"]:
                    yield Reply(question, choice=choices[choice["code"]])
        elif question.kind == QuestionKind.RANKING:
            left = {choice["code"]: choice["weight"] for choice in row["choices"]}
            for rank in range(1, len(left) + 1):
                code = self.drawn(left)
                del left[code]
                yield Reply(question, choice=choices[code], value=rank)

    def drawn(self, weights: dict[Any, float]) -> Any:
        return self.random.choices(list(weights), list(weights.values()))[0]


def load_questionnaire(consultation: Consultation, path: Path) -> Survey | None:
    """The survey of the case, or None when it has no ``survey.yaml``."""
    if not path.is_file():
        return None
    data = read_yaml(path)
    event = consultation.events.get(slug=data["event"])
    questionnaire = Questionnaire.objects.create(
        event=event, introduction=Bilingual.of(data["introduction"]), thanks=Bilingual.of(data["thanks"])
    )
    topics = {topic.code: topic for topic in Topic.objects.filter(section__consultation=consultation)}
    survey = Survey(event, {}, {}, data["answers"], Random(data["answers"]["seed"]))
    names = ("code", "kind", "text", "help", "lowest_label", "highest_label", "max_characters")
    for position, row in enumerate(data["questions"]):
        question = Question.objects.create(
            questionnaire=questionnaire, topic=topics[row["topic"]], position=position, **fields(row, *names)
        )
        survey.questions[row["code"]] = question
        survey.rows[row["code"]] = row
        survey.choices[row["code"]] = Choice.objects.bulk_create(
            Choice(question=question, position=place, code=choice["code"], text=Bilingual.of(choice["text"]))
            for place, choice in enumerate(row.get("choices", []))
        )
    return survey
