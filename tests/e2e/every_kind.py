"""A survey with every kind of question, two pages and conditions, in words of both languages."""

from __future__ import annotations

from consultations.models import AttributionRule, Bilingual, Consultation, EventKind
from submissions.models import (
    Choice,
    Condition,
    MatrixRow,
    Question,
    QuestionKind,
    Questionnaire,
    QuestionPage,
)
from tests.factories import make_event

Text = tuple[str, str]
LIGHT: Text = ("How do you get about after dark?", "Comment vous déplacez-vous après la tombée de la nuit?")
QUESTIONS: list[tuple[QuestionKind, Text, list[Text]]] = [
    (
        QuestionKind.SINGLE_CHOICE,
        LIGHT,
        [("On foot", "À pied"), ("By bus", "En autobus"), ("Otherwise, please say", "Autrement, précisez")],
    ),
    (
        QuestionKind.SHORT_TEXT,
        ("Which corner is the darkest on foot?", "À pied, quel coin est le plus sombre?"),
        [],
    ),
    (QuestionKind.SCALE_MATRIX, ("How well are these lit?", "Ces lieux sont-ils bien éclairés?"), []),
    (
        QuestionKind.CHOICE_MATRIX,
        ("How often are you at these places?", "À quelle fréquence y êtes-vous?"),
        [("Never", "Jamais"), ("Sometimes", "Parfois"), ("Every day", "Chaque jour")],
    ),
    (
        QuestionKind.DATE,
        ("When did the lights last fail?", "De quand date la dernière panne d’éclairage?"),
        [],
    ),
    (
        QuestionKind.MULTIPLE_CHOICE,
        ("What would help?", "Qu’est-ce qui aiderait?"),
        [
            ("Lamps", "Des lampadaires"),
            ("Patrols", "Des patrouilles"),
            ("Later buses", "Des autobus plus tard"),
        ],
    ),
    (
        QuestionKind.RANKING,
        ("In which order?", "Dans quel ordre?"),
        [("School", "École"), ("Station", "Gare"), ("Park", "Parc")],
    ),
    (QuestionKind.SCALE, ("How safe is your street?", "Votre rue est-elle sûre?"), []),
    (QuestionKind.LONG_TEXT, ("What else?", "Autre chose?"), []),
    (
        QuestionKind.CONTACT,
        ("How will you learn the outcome?", "Comment apprendrez-vous le résultat?"),
        [("With my receipt code", "Avec mon code de reçu"), ("By a posted notice", "Par un avis affiché")],
    ),
]
LINES: list[Text] = [("The crossing at the school", "Le passage près de l’école"), ("The station", "La gare")]
FIRST_OF_PAGE_TWO = 5


def survey_of_every_kind(consultation: Consultation, slug: str = "everything") -> Questionnaire:
    event = make_event(
        consultation, EventKind.SURVEY, slug=slug, title=Bilingual("Streets after dark", "Les rues la nuit"),
        attribution_rule=AttributionRule.BY_CONSENT,
    )  # fmt: skip
    questionnaire = Questionnaire.objects.create(
        event=event,
        introduction=Bilingual("Answer what speaks to you.", "Répondez à ce qui vous parle."),
        thanks=Bilingual("Thank you.", "Merci."),
    )
    for number, title in enumerate((("Where you are", "Où vous êtes"), ("What to do", "Que faire")), 1):
        QuestionPage.objects.create(questionnaire=questionnaire, number=number, title=Bilingual(*title))
    made = [asked(questionnaire, place) for place in range(len(QUESTIONS))]
    on_foot, _bus, otherwise = made[0].choices.order_by("position")
    Choice.objects.filter(pk=otherwise.pk).update(is_other=True)
    Condition.objects.create(question=made[1], choice=on_foot)
    return questionnaire


def asked(questionnaire: Questionnaire, place: int) -> Question:
    kind, text, choices = QUESTIONS[place]
    topic = questionnaire.event.consultation.sections.get(number=1).topics.first()
    question = Question.objects.create(
        questionnaire=questionnaire, code=f"q{place}", kind=kind, text=Bilingual(*text), position=place,
        page=1 if place < FIRST_OF_PAGE_TWO else 2, topic=topic, is_required=kind == QuestionKind.SCALE_MATRIX,
        help=Bilingual("Think of last winter.", "Pensez à l’hiver dernier."), max_characters=200,
        lowest_label=Bilingual("Badly", "Mal"), highest_label=Bilingual("Very well", "Très bien"),
    )  # fmt: skip
    for position, choice in enumerate(choices):
        Choice.objects.create(
            question=question, code=f"c{position}", position=position, text=Bilingual(*choice)
        )
    for position, line in enumerate(LINES if "matrix" in kind else []):
        MatrixRow.objects.create(
            question=question, code=f"r{position}", position=position, text=Bilingual(*line)
        )
    return question
