"""The usual ways to be told of the outcome: in none of them does anybody leave an address."""

from __future__ import annotations

from consultations.models import Bilingual
from submissions.models import Choice, Question

WAYS = {
    "not-at-all": Bilingual("I do not need to be told", "Je n’ai pas besoin de l’apprendre"),
    "receipt": Bilingual(
        "I will look it up here with my receipt code", "Je regarderai ici avec mon code de reçu"
    ),
    "notice": Bilingual("By a notice posted in a public place", "Par un avis affiché dans un lieu public"),
    "organization": Bilingual(
        "Through an organization that I am in touch with", "Par un organisme avec lequel je suis en contact"
    ),
    "telephone": Bilingual(
        "I will call the number that is announced", "J’appellerai au numéro qui sera annoncé"
    ),
}


def fill_in_usual_ways(question: Question) -> None:
    Choice.objects.bulk_create(
        Choice(question=question, code=code, position=position, text=text)
        for position, (code, text) in enumerate(WAYS.items())
    )
