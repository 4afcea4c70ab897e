"""Drafted sentences read as English and as French, for names and numbers that nobody planned for."""

from __future__ import annotations

from datetime import date

import pytest

from consultations.disclosure import Shown
from consultations.models import AttributionRule, EventKind
from reports.compiler.prose import PROSE, grammar_en, grammar_fr
from reports.compiler.prose.facts import (
    Body,
    Channel,
    Exempt,
    Expert,
    Meeting,
    Part,
    Place,
    Promise,
    Talk,
    Turnout,
    Who,
)
from reports.compiler.weigh import Reach, Strength

EN, FR = PROSE["en"], PROSE["fr"]


def plain(text: str) -> str:
    """With ordinary spaces, so that expected sentences can be read."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Government of Canada", "the Government of Canada"),
        ("Royal Canadian Mounted Police", "the Royal Canadian Mounted Police"),
        ("Women, Peace and Security Network – Canada", "the Women, Peace and Security Network – Canada"),
        ("Vancouver School Board", "the Vancouver School Board"),
        ("University of Ottawa", "the University of Ottawa"),
        ("York University", "York University"),
        ("Global Affairs Canada", "Global Affairs Canada"),
        ("Status of Women Canada", "Status of Women Canada"),
        ("Immigration, Refugees and Citizenship Canada", "Immigration, Refugees and Citizenship Canada"),
        ("The Painters’ Guild", "the Painters’ Guild"),
        ("", ""),
    ],
)
def test_an_english_name_takes_its_article(name: str, inside: str) -> None:
    assert grammar_en.the(name) == inside


@pytest.mark.parametrize(
    ("name", "le", "de"),
    [
        ("Gouvernement du Canada", "le gouvernement du Canada", "du gouvernement du Canada"),
        (
            "Gendarmerie royale du Canada",
            "la Gendarmerie royale du Canada",
            "de la Gendarmerie royale du Canada",
        ),
        ("Agence spatiale", "l’Agence spatiale", "de l’Agence spatiale"),
        ("Le Foyer", "le Foyer", "du Foyer"),
        ("Les Amis du parc", "les Amis du parc", "des Amis du parc"),
        ("L’Escale", "l’Escale", "de l’Escale"),
        ("Affaires mondiales Canada", "Affaires mondiales Canada", "d’Affaires mondiales Canada"),
        ("Condition féminine Canada", "Condition féminine Canada", "de Condition féminine Canada"),
        ("Secteurs géographiques", "les secteurs géographiques", "des secteurs géographiques"),
        (
            "Défense nationale et Forces armées canadiennes",
            "la Défense nationale et les Forces armées canadiennes",
            "de la Défense nationale et des Forces armées canadiennes",
        ),
        (
            "Immigration, Réfugiés et Citoyenneté Canada",
            "Immigration, Réfugiés et Citoyenneté Canada",
            "d’Immigration, Réfugiés et Citoyenneté Canada",
        ),
        (
            "Conseil scolaire de Vancouver",
            "le Conseil scolaire de Vancouver",
            "du Conseil scolaire de Vancouver",
        ),
    ],
)
def test_a_french_name_takes_its_article_and_contraction(name: str, le: str, de: str) -> None:
    assert (grammar_fr.le(name), grammar_fr.de(name)) == (le, de)


@pytest.mark.parametrize(
    ("items", "english", "french"),
    [
        (["a"], "a", "a"),
        (["a", "b"], "a and b", "a et b"),
        (["a", "b", "c"], "a, b and c", "a, b et c"),
        (["a, x", "b", "c"], "a, x; b; and c", "a, x; b; et c"),
        ([], "", ""),
    ],
)
def test_lists(items: list[str], english: str, french: str) -> None:
    assert (EN.listed(items), FR.listed(items)) == (english, french)


@pytest.mark.parametrize(
    ("first", "last", "english", "french"),
    [
        (date(2017, 4, 20), date(2017, 4, 20), "on 20 April 2017", "le 20 avril 2017"),
        (date(2017, 4, 20), date(2017, 4, 21), "on 20 and 21 April 2017", "les 20 et 21 avril 2017"),
        (date(2017, 4, 30), date(2017, 5, 1), "on 30 April and 1 May 2017", "les 30 avril et 1er mai 2017"),
        (date(2017, 4, 3), date(2017, 4, 21), "from 3 to 21 April 2017", "du 3 au 21 avril 2017"),
        (
            date(2016, 12, 30), date(2017, 1, 2),
            "from 30 December 2016 to 2 January 2017", "du 30 décembre 2016 au 2 janvier 2017",
        ),
    ],
)  # fmt: skip
def test_days_leave_out_what_their_end_repeats(first: date, last: date, english: str, french: str) -> None:
    assert plain(grammar_en.on_days(first, last)) == english
    assert plain(grammar_fr.on_days(first, last)) == french


@pytest.mark.parametrize(
    ("shown", "english", "french"),
    [
        (Shown(50), "50", "50"),
        (Shown(35, is_more=True), "over 35", "plus de 35"),
        (Shown(1210, is_more=True), "over 1,210", "plus de 1 210"),
    ],
)
def test_counts(shown: Shown, english: str, french: str) -> None:
    assert (plain(EN.count(shown)), plain(FR.count(shown))) == (english, french)


def test_a_number_in_french_does_not_break() -> None:
    assert FR.count(Shown(1210)) == "1\N{NO-BREAK SPACE}210"
    assert FR.quoted("mot") == "«\N{NO-BREAK SPACE}mot\N{NO-BREAK SPACE}»"


def test_co_chairs() -> None:
    assert EN.chairs(["City Council", "Walkers United"]) == (
        "The consultation was co-chaired by the City Council and Walkers United."
    )
    assert FR.chairs(["Conseil municipal", "Alliance piétonne"]) == (
        "La consultation s’est déroulée sous la coprésidence du Conseil municipal et de l’Alliance piétonne."
    )
    assert EN.chairs_line([]) == FR.chairs_line([]) == ""


def test_a_conference_of_one_day_without_a_town() -> None:
    meeting = Meeting(date(2030, 5, 1), date(2030, 5, 1))
    assert plain(EN.meeting(meeting)) == "A conference was held on 1 May 2030."
    assert plain(FR.meeting(meeting)) == "Une conférence s’est tenue le 1er mai 2030."


def test_a_public_meeting_in_a_town() -> None:
    meeting = Meeting(date(2030, 5, 1), date(2030, 5, 1), "Rimouski", EventKind.MEETING)
    assert plain(EN.meeting(meeting)) == "A public meeting was held in Rimouski on 1 May 2030."
    assert plain(FR.meeting(meeting)) == "Une assemblée publique s’est tenue à Rimouski le 1er mai 2030."
    longer = Meeting(date(2030, 5, 1), date(2030, 5, 2), kind=EventKind.MEETING)
    assert plain(EN.meeting(longer)) == "A two-day public meeting was held on 1 and 2 May 2030."
    assert plain(FR.meeting(longer)) == (
        "Une assemblée publique de deux jours s’est tenue les 1er et 2 mai 2030."
    )


@pytest.mark.parametrize(
    ("kinds", "english", "french"),
    [
        (["meeting"], "The public meeting brought", "L’assemblée publique a réuni"),
        (["meeting", "meeting"], "The public meetings brought", "Les assemblées publiques ont réuni"),
        (
            ["meeting", "conference"],
            "The conference and the public meeting brought",
            "La conférence et l’assemblée publique ont réuni",
        ),
    ],
)
def test_who_came_to_which_kind_of_gathering(kinds: list[str], english: str, french: str) -> None:
    gatherings = [EventKind(kind) for kind in kinds]
    people = [Turnout(Who.PUBLIC, Shown(15))]
    assert EN.turnout(people, gatherings) == f"{english} together 15 members of the public."
    assert FR.turnout(people, gatherings) == f"{french} 15 membres du public."


def test_a_single_webinar_of_another_length() -> None:
    talk = Talk(date(2030, 5, 2), "“Paint”", 90)
    assert plain(EN.talks([talk])) == "A webinar on 2 May 2030 addressed “Paint”."
    assert plain(FR.talks([Talk(date(2030, 5, 2), "la peinture", 60)])) == (
        "Un webinaire d’une heure, tenu le 2 mai 2030, a porté sur la peinture."
    )


def test_other_channels_keep_a_title_that_says_more() -> None:
    channels = [Channel(EventKind.SOCIAL, "Conversation on paint"), Channel(EventKind.SURVEY)]
    span = date(2030, 4, 3), date(2030, 4, 21)
    assert plain(EN.channels(channels, span, also=True)) == (
        "The consultation also included a conversation on social media (Conversation on paint) and an online "
        "survey, from 3 to 21 April 2030."
    )
    assert plain(FR.channels(channels[1:], span, also=True)) == (
        "La consultation comprenait aussi un sondage en ligne, du 3 au 21 avril 2030."
    )


def test_channels_of_a_consultation_that_had_nothing_else() -> None:
    channels = [Channel(EventKind.OPEN_CALL)]
    assert EN.channels(channels, None, also=False) == "The consultation consisted of an open call."
    assert (
        FR.channels(channels, None, also=False) == "La consultation a consisté en un appel de contributions."
    )


def test_who_took_part() -> None:
    turnout = [
        Turnout(Who.CIVIL_SOCIETY, Shown(50)),
        Turnout(
            Who.GOVERNMENT_AND_PARLIAMENT, Shown(35, is_more=True), ("parlementaires", "personnel politique")
        ),
    ]
    assert FR.turnout(turnout, [EventKind.CONFERENCE]) == (
        "La conférence a réuni 50 membres de la société civile et plus de 35 représentantes et représentants du "
        "gouvernement, dont des parlementaires et du personnel politique."
    )
    three = [*turnout[:1], Turnout(Who.ACADEMIA, Shown(10)), Turnout(Who.PUBLIC, Shown(15))]
    assert EN.turnout(three, [EventKind.CONFERENCE] * 2) == (
        "The conferences brought together 50 members of civil society, 10 academics and 15 members of the public."
    )


def test_a_department_with_a_single_branch() -> None:
    body = Body("City Works", "CW", (Body("Paint"),))
    assert (
        EN.departments([body])
        == "Government representatives included staff of City Works (CW), namely its Paint."
    )
    assert FR.departments([Body("Ville de Québec")]) == (
        "Du côté du gouvernement ont participé des membres du personnel de la ville de Québec."
    )


def test_departments_that_presented() -> None:
    bodies = [Body("Royal Canadian Mounted Police", "RCMP"), Body("Parks")]
    assert EN.presenters(bodies, "") == "The RCMP and Parks also gave presentations."
    assert plain(FR.presenters([Body("Gendarmerie royale du Canada", "GRC")], "Projets")) == (
        "La Gendarmerie royale du Canada a aussi fait une présentation sous le titre « Projets »."
    )


def test_a_single_expert_without_an_organization() -> None:
    assert EN.experts([Expert("Grace Path", None)]) == "Also taking part was Grace Path."
    assert plain(FR.experts([Expert("Grace Path", None)])) == "A également participé : Grace Path."


@pytest.mark.parametrize("strength", list(Strength))
def test_every_strength_uses_the_words_of_the_key(strength: Strength) -> None:
    for prose in (EN, FR):
        words = prose.strength(strength, Reach.UNSAID).lower()
        place = list(Strength).index(strength)
        assert prose.key()[place][0].lower() in words
        assert not any(character.isdigit() for character in words)


def test_reach_is_told_without_naming_a_channel() -> None:
    assert EN.strength(Strength.MOST, Reach.EVERY_CHANNEL).endswith(", through every channel")
    assert FR.strength(Strength.MOST, Reach.SEVERAL_CHANNELS).endswith(
        ", par plusieurs modes de participation"
    )


def promise(**fields: object) -> Promise:
    values: dict[str, object] = {
        "never": (), "by_consent": (), "on_record": (), "exempt": (), "questions_excluded": False,
        "departments_excluded": False, "has_social": False, "k": 10, "printed_from": 10,
    }  # fmt: skip
    return Promise(**{**values, **fields})  # type: ignore[arg-type]


def test_an_exception_names_its_sessions_when_no_common_word_does() -> None:
    exempt = Exempt(
        Place(EventKind.CONFERENCE), Part.SESSIONS, AttributionRule.ATTRIBUTABLE, ("Opening", "Closing")
    )
    told = promise(never=(Place(EventKind.CONFERENCE),), exempt=(exempt,))
    assert EN.attribution(told)[1] == "Exceptions are “Opening” and “Closing” at the conference."
    assert plain(FR.attribution(told)[1]) == "Font exception « Opening » et « Closing » à la conférence."


def test_a_session_that_is_stricter_than_its_event() -> None:
    exempt = Exempt(Place(EventKind.WEBINAR, 2), Part.SESSIONS, AttributionRule.CHATHAM_HOUSE, ("Questions",))
    told = promise(on_record=(Place(EventKind.WEBINAR, 2),), exempt=(exempt,))
    assert EN.attribution(told)[0] == "The Chatham House Rule also applied to “Questions” in the webinars."
    assert "in the webinars is on the record" in EN.attribution(told)[1]
    assert len(FR.attribution(told)) == 2


def test_one_of_several_events_is_named_by_its_title() -> None:
    told = promise(by_consent=(Place(EventKind.SURVEY, 1, "The long one"),))
    assert EN.attribution(told)[0].startswith("Those who contributed at “The long one” chose")
    assert plain(FR.attribution(told)[0]).startswith(
        "Les personnes qui ont contribué à l’événement « The long one »"
    )


def test_the_smallest_group_is_told_as_it_is() -> None:
    told = promise(k=12, printed_from=15)
    assert "at least 12 people" in EN.small_groups(told)
    assert "Counts below 15" in EN.small_groups(told)
    assert "au moins 12 personnes" in FR.small_groups(told)


def test_a_scale_says_what_its_ends_mean_if_they_mean_something() -> None:
    assert EN.scale(1, "Never", 5, "") == "On a scale from 1 (Never) to 5."
    assert FR.scale(1, "Jamais", 5, "Toujours") == "Sur une échelle de 1 (Jamais) à 5 (Toujours)."


def test_no_french_sentence_puts_an_ordinary_space_before_a_colon_or_inside_guillemets() -> None:
    told = promise(
        never=(Place(EventKind.CONFERENCE),), by_consent=(Place(EventKind.SURVEY),), departments_excluded=True
    )
    sentences = [
        *FR.attribution(told), FR.small_groups(told), *FR.quotations(True), FR.limitations(), FR.advice(),
        *FR.method(), FR.campaigns(None), FR.campaigns(Shown(20)), FR.left_out(), FR.finding(["a"], "ranking"),
        FR.chart([("a", "1")]), FR.asked_after([("Q", ["a", "b"])]), FR.experts([Expert("Grace Path", None)]),
    ]  # fmt: skip
    assert [text for text in sentences if " :" in text or "« " in text or " »" in text or "'" in text] == []
