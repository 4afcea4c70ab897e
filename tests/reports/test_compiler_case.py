"""The model case: the report says by itself what is known of the consultation, in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from config.demo.loading import load
from reports.compiler import Compilation, compile_report
from reports.document import Chart, Document
from tests.reports.compiling import part, quotations, table, texts

pytestmark = pytest.mark.django_db
CASE = Path("config/demo/cnap")

ABOUT = {
    "en": [
        "The consultation was co-chaired by the Government of Canada and the Women, Peace and Security Network – "
        "Canada (WPSN-C).",
        "A two-day conference was held in Ottawa on 20 and 21 April 2017.",
        "Three one-hour webinars, on 10, 12 and 18 April 2017, addressed in turn women, peace and security in "
        "Canada’s defence policy; Canadian policies on refugees; and feminist foreign policy and international "
        "assistance.",
        "a conversation on social media (Conversation on Twitter) and an online survey",
        "The conference brought together 50 members of civil society and over 35 government representatives, "
        "including C-NAP government partners, potential partners, parliamentarians and political staff.",
        "Government representatives included staff of Global Affairs Canada (GAC), namely its Peace and "
        "Stabilization Operations Program (PSOPs), International Humanitarian Assistance (IHA), Geographic branches "
        "and Multilateral branch; National Defence and the Canadian Armed Forces (DND/CAF); the Royal Canadian "
        "Mounted Police (RCMP); Public Safety Canada; Immigration, Refugees and Citizenship Canada (IRCC); and "
        "Status of Women Canada (SWC).",
        "GAC, DND/CAF and the RCMP also gave presentations",
        "Also taking part were Hannah Bond of Gender Action for Peace and Security – United Kingdom (GAPS-UK); "
        "Mavic Cabrera-Balleza of the Global Network of Women Peacebuilders (GNWP); and Jacqueline O’Neill of "
        "Inclusive Security.",
    ],
    "fr": [
        "La consultation s’est déroulée sous la coprésidence du gouvernement du Canada et du Réseau femmes, paix et "
        "sécurité – Canada (WPSN-C).",
        "Une conférence de deux jours s’est tenue à Ottawa les 20 et 21 avril 2017.",
        "Trois webinaires d’une heure, tenus les 10, 12 et 18 avril 2017, ont porté successivement sur les femmes, la "
        "paix et la sécurité dans la politique de défense du Canada, sur les politiques canadiennes à l’égard des "
        "réfugiés et sur la politique étrangère féministe et l’aide internationale.",
        "un sondage en ligne",
        "La conférence a réuni 50 membres de la société civile et plus de 35 représentantes et représentants du "
        "gouvernement, dont des partenaires gouvernementaux du PAN, des partenaires éventuels, des parlementaires et "
        "du personnel politique.",
        "des membres du personnel d’Affaires mondiales Canada (AMC), à savoir le Programme pour la stabilisation et "
        "les opérations de paix (PSOP), l’Assistance humanitaire internationale (AHI), les secteurs géographiques et "
        "le secteur multilatéral; de la Défense nationale et des Forces armées canadiennes (MDN/FAC); de la "
        "Gendarmerie royale du Canada (GRC); de Sécurité publique Canada; d’Immigration, Réfugiés et Citoyenneté "
        "Canada (IRCC); et de Condition féminine Canada (CFC).",
        "ont aussi fait une présentation",
        "Ont également participé : Hannah Bond (Gender Action for Peace and Security – Royaume-Uni, GAPS-UK), Mavic "
        "Cabrera-Balleza (Global Network of Women Peacebuilders, GNWP) et Jacqueline O’Neill (Inclusive Security).",
    ],
}
HOW_TO_READ = {
    "en": [
        "The report is divided into three sections.",
        "Considerations for building an effective NAP; Canada’s comparative advantage",
        "What was said at the conference and in the webinars was said under the Chatham House Rule and is therefore "
        "not for attribution",
        "Exceptions are the formal presentations by international experts at the conference and the information "
        "presented in the webinars (questions and answers excluded).",
        "Presentations by departments are not among the exceptions and are not attributed.",
        "Annex A presents advice by the organization to which it was addressed.",
    ],
    "fr": [
        "Le rapport comprend trois parties.",
        "Ce qui fait un PAN efficace; L’avantage comparatif du Canada",
        "Ce qui a été dit à la conférence et pendant les webinaires l’a été selon la règle de Chatham House",
        "Font exception les présentations officielles d’expertes et d’experts internationaux à la conférence et "
        "l’information présentée pendant les webinaires (à l’exclusion des questions et réponses).",
        "Les présentations des ministères ne font pas exception et ne sont pas attribuées.",
        "L’annexe A présente les conseils par organisation destinataire.",
    ],
}


@pytest.fixture(scope="module")
def case(django_db_setup: None, django_db_blocker: Any) -> Compilation:
    """Loaded and compiled once, and taken out again."""
    with django_db_blocker.unblock(), transaction.atomic():
        compilation = compile_report(load(CASE, lambda text: None).pk)
        transaction.set_rollback(True)
    return compilation


def printed(document: Document, anchor: str) -> str:
    return "\n".join(texts(document, anchor)).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_introduction_says_what_is_known(case: Compilation, language: str) -> None:
    about = printed(case.documents[language], "about")
    assert [fact for fact in ABOUT[language] if fact not in about] == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_report_explains_how_to_read_it(case: Compilation, language: str) -> None:
    text = printed(case.documents[language], "how-to-read")
    assert [fact for fact in HOW_TO_READ[language] if fact not in text] == []


def test_nothing_stops_it_from_being_published(case: Compilation) -> None:
    assert case.findings == ()


def test_every_topic_and_theme_has_its_heading_in_both_languages(case: Compilation) -> None:
    english, french = (case.documents[language].headings() for language in ("en", "fr"))
    assert [level for level, _text in english] == [level for level, _text in french]
    for number in (1, 2, 3):
        levels = [
            b.level for b in part(case.documents["en"], f"section-{number}").blocks if hasattr(b, "level")
        ]
        assert levels.count(2) >= 5
        assert levels.count(3) >= 10


def test_each_department_has_its_place_in_the_annex(case: Compilation) -> None:
    headings = [b.text for b in part(case.documents["en"], "annex-a").blocks if getattr(b, "level", 0) == 2]
    assert headings == [
        "Global Affairs Canada (GAC)",
        "GAC, Peace and Stabilization Operations Program (PSOPs)",
        "GAC, International Humanitarian Assistance (IHA)",
        "GAC, Geographic branches",
        "GAC, Multilateral branch",
        "National Defence and the Canadian Armed Forces (DND/CAF)",
        "Royal Canadian Mounted Police (RCMP)",
        "Public Safety Canada",
        "Immigration, Refugees and Citizenship Canada (IRCC)",
        "Status of Women Canada (SWC)",
    ]


def test_only_consent_or_the_record_puts_a_name_under_a_quotation(case: Compilation) -> None:
    unnamed = ("A ", "An ", "Presentation")
    named = {q.source for q in quotations(case.documents["en"]) if not q.source.startswith(unnamed)}
    assert named
    assert not any(
        "conference" in source
        for source in named
        if not any(e in source for e in ("Bond", "Cabrera", "O’Neill"))
    )
    assert not any("webinar" in source for source in named)


def test_no_small_number_stands_in_a_public_table(case: Compilation) -> None:
    for document in case.documents.values():
        for _part, block in document.blocks():
            if hasattr(block, "numeric"):
                cells = [
                    row[place] for row in block.rows for place, numeric in enumerate(block.numeric) if numeric
                ]
                numbers = ["".join(filter(str.isdigit, cell)) for cell in cells]
                assert all(int(number) >= 10 and int(number) % 5 == 0 for number in numbers if number)


def test_the_survey_has_a_chart_for_each_closed_question(case: Compilation) -> None:
    charts = [b for _part, b in case.documents["fr"].blocks() if isinstance(b, Chart)]
    assert len(charts) == 4


def test_the_internal_ledger_balances_to_the_last_contribution(case: Compilation) -> None:
    rows = table(case.internal["en"], "Contributions by channel and outcome").rows
    for _name, received, *outcomes in rows:
        assert int(received) == sum(map(int, outcomes))
    assert int(rows[-1][1]) >= 240
