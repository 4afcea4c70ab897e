"""Draws consultations. The same seed and index give the same plan, on any machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from random import Random

from tests.leaks import canaries
from tests.leaks.canaries import Canary
from tests.leaks.plan import (
    ATTRIBUTABLE,
    BY_CONSENT,
    CHATHAM_HOUSE,
    Body,
    Person,
    Place,
    Plan,
    Point,
    Sending,
    Standing,
)

RULES = (CHATHAM_HOUSE, BY_CONSENT, ATTRIBUTABLE)
SECTORS = ("civil_society", "government", "academia", "public")
TOPICS = 2
BRIEF = 0.5  # of all consultations
# Words that mean nothing much, so that only the canaries in them can tell anybody apart.
SAID = {
    "en": ("Paint the crossings near {m} again.", "Light the paths along {m} before winter.", "Mend the kerbs of {m}.",
           "Ask the children about {m} first.", "Clear the snow of {m} within a day."),
    "fr": ("Repeindre les passages de {m}.", "Éclairer les sentiers de {m} avant l’hiver.", "Réparer les trottoirs de {m}.",
           "Consulter d’abord les enfants de {m}.", "Déneiger {m} en une journée."),
}  # fmt: skip
NAMING = {
    "en": ("{} told us so.", "This was {}’s idea.", "Write to {} about it.", "As {} knows, it has been asked before."),
    "fr": ("{} nous l’a dit.", "C’est l’idée de {}.", "Écrivez à {} à ce sujet.", "Comme le sait {}, on l’a déjà demandé."),
}  # fmt: skip


@dataclass
class Drawing:
    """The dice of one consultation, and the numbers of canaries that are taken."""

    index: int
    random: Random
    is_brief: bool = False  # with few people, and one thing said at each place
    serials: Iterator[int] = field(default_factory=count)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def language(self) -> str:
        return "fr" if self.chance(0.4) else "en"

    def person(self, standing: Standing, body: Body | None = None, **more: bool) -> Person:
        serial, language = next(self.serials), self.language()
        return Person(
            canaries.person(self.index, serial, self.random, language),
            canaries.email(self.index, serial, self.random),
            standing,
            self.random.choice(SECTORS),
            language,
            body,
            **more,
        )

    def body(self, code: str, *, public: bool, **more: bool | str) -> Body:
        found = canaries.body(self.index, next(self.serials), self.random)
        name, acronym = ({language: pair[place] for language, pair in found.items()} for place in (0, 1))
        return Body(code, name, acronym, public, **more)  # type: ignore[arg-type]


def plan(index: int, seed: int, *, rich: bool = False) -> Plan:
    """The consultation number ``index`` of a run, half of them brief. A ``rich`` one has every way to speak and every
    standing.
    """
    is_brief = not rich and Random(f"{seed}:{index}:brief").random() < BRIEF
    drawing = Drawing(index, Random(f"{seed}:{index}"), is_brief)
    bodies = draw_bodies(drawing)
    rule = CHATHAM_HOUSE if rich else drawing.random.choice(RULES)
    people = draw_people(drawing, bodies, rich=rich)
    events = draw_events(drawing, rule, people, rich=rich)
    sendings = draw_sendings(drawing, events, people, rich=rich)
    found = Plan(
        index=index,
        seed=seed,
        slug=f"c{index}",
        k=3 if rich else drawing.random.choice((3, 3, 5, 10)),
        rule=rule,
        people=people,
        bodies=bodies,
        events=events,
        sendings=tuple(sendings),
        careless=not rich and drawing.chance(0.15),
        by_admin=rich or drawing.chance(0.25),
        twice=rich or drawing.chance(0.1),
        invited=tuple(draw_invited(drawing, many=2 if rich else drawing.random.choice((0, 1, 2)))),
        drafts=tuple(draw_drafts(drawing, events, people, many=2 if rich else drawing.random.choice((0, 1)))),
    )
    return with_crowd(with_questions(found, drawing.serials, rich=rich), rich=rich)


def with_questions(plan: Plan, serials: Iterator[int], *, rich: bool) -> Plan:
    """The audience of some webinars asks. With dice of their own: nothing else of a plan depends on them."""
    drawing = Drawing(plan.index, Random(f"{plan.seed}:{plan.index}:questions"), serials=serials)
    if not (rich or drawing.chance(0.5)):
        return plan
    events = tuple(replace(each, takes_questions=each.kind == "webinar") for each in plan.events)
    asked = [
        draw_sending(drawing, ASKED + number, protected, None, plan.people, via="question")
        for each in events
        if each.takes_questions
        for protected in [replace(each, in_force=CHATHAM_HOUSE)]
        for number in range(drawing.random.choice((2, 3, 4)))
    ]
    return replace(plan, events=events, sendings=(*plan.sendings, *asked))


def with_crowd(plan: Plan, *, rich: bool) -> Plan:
    """Some surveys are answered by so many that their tables are printed; with dice of its own, too."""
    drawing = Drawing(plan.index, Random(f"{plan.seed}:{plan.index}:crowd"))
    survey = next((each for each in plan.events if each.code == "survey"), None)
    if survey is None or not (rich or drawing.chance(0.4)):
        return plan
    many = min(plan.k + drawing.random.randrange(6), LATER - CROWD)
    # They come last and are filed under the topic of their question, which is the first.
    points = [replace(plain_point(drawing, CROWD + number), topic=0) for number in range(many)]
    crowd = [Sending("api", survey.code, "", survey.in_force, point, sector="public") for point in points]
    return replace(plan, sendings=(*plan.sendings, *crowd))


def draw_bodies(drawing: Drawing) -> tuple[Body, ...]:
    return (
        drawing.body("department", public=True, takes_advice=True, kind="department"),
        drawing.body("open", public=True),
        drawing.body("quiet", public=False),
        drawing.body("spoken", public=False),
    )


def draw_people(drawing: Drawing, bodies: tuple[Body, ...], *, rich: bool) -> tuple[Person, ...]:
    department, open_, quiet, spoken = bodies
    most = 6 if rich else drawing.random.choice((0, 2) if drawing.is_brief else (0, 2, 6, 12))
    return (
        *(
            drawing.person(Standing.QUIET, drawing.random.choice((quiet, department, None)))
            for _ in range(most)
        ),
        drawing.person(Standing.SPEAKS, quiet, registers=rich or drawing.chance(0.3)),
        drawing.person(Standing.SPEAKS, quiet),
        drawing.person(Standing.MENTIONED, spoken),
        drawing.person(Standing.MENTIONED, None),
        drawing.person(Standing.LISTED, open_),
        drawing.person(Standing.EXPERT, None),
    )


def draw_events(drawing: Drawing, rule: str, people: tuple[Person, ...], *, rich: bool) -> tuple[Place, ...]:
    """Always a conference with a protected table and a talk on the record; of the others, some."""
    own = None if drawing.chance(0.4) else drawing.random.choice(RULES)
    over = own or rule
    table = None if over == CHATHAM_HOUSE and drawing.chance(0.5) else CHATHAM_HOUSE
    third = drawing.random.choice((None, *RULES))
    expert = next(person for person in people if person.standing == Standing.EXPERT)
    sessions = (
        Place("table", "breakout", table, table or over),
        Place("talk", "formal_presentation", ATTRIBUTABLE, ATTRIBUTABLE, presenter=expert),
        Place("questions", "questions", third, third or over),
    )
    others = [written(drawing, "call", "open_call", rule, BY_CONSENT if rich else None)]
    for code, kind in (("survey", "survey"), ("webinar", "webinar"), ("social", "social")):
        if rich or drawing.chance(0.2 if drawing.is_brief else 0.4):
            others.append(written(drawing, code, kind, rule))
    return (Place("day", "conference", own, over, sessions), *others)


def written(drawing: Drawing, code: str, kind: str, rule: str, fixed: str | None = None) -> Place:
    own = fixed or drawing.random.choice((None, *RULES))
    needs_code = code in WRITTEN and drawing.chance(0.4)
    return Place(code, kind, own, own or rule, needs_code=needs_code)


def draw_sendings(
    drawing: Drawing, events: tuple[Place, ...], people: tuple[Person, ...], *, rich: bool
) -> list[Sending]:
    many = (1,) if drawing.is_brief else (1, 1, 2)
    places = [(event, session) for event in events for session in (event.sessions or (None,))]
    wanted = [place for place in places for _ in range(2 if rich else drawing.random.choice(many))]
    drawing.random.shuffle(wanted)
    return [
        draw_sending(drawing, number, event, session, people)
        for number, (event, session) in enumerate(wanted)
    ]


WRITTEN = ("call", "survey")
WAYS = {
    "conference": ("rapporteur", "csv", "api"),
    "webinar": ("rapporteur", "csv", "api"),
    "survey": ("web", "api"),
    "open_call": ("web", "web", "api", "csv"),
    "social": ("csv",),
}


def draw_sending(
    drawing: Drawing,
    number: int,
    event: Place,
    session: Place | None,
    people: tuple[Person, ...],
    via: str = "",
) -> Sending:
    in_force = (session or event).in_force
    via = via or drawing.random.choice(WAYS[event.kind])
    attribution = drawing.random.choice(("not_attributed", "organization", "named"))
    speaker = None if via == "rapporteur" else draw_speaker(drawing, in_force, attribution, people)
    may_be_named = via == "web" and in_force == BY_CONSENT and attribution == "not_attributed"
    drawn = Sending(
        via=via,
        event=event.code,
        session=session.code if session else "",
        in_force=in_force,
        point=draw_point(drawing, number, people),
        speaker=speaker,
        attribution=attribution,
        sector=drawing.random.choice(("", *SECTORS)),
        saved=via == "web" and drawing.chance(0.5),
        asks_mail=via == "web" and drawing.chance(0.5),
    )
    # With dice of its own: nothing else of a plan depends on them.
    return replace(
        drawn, takes_name_back=may_be_named and not drawn.saved and Random(drawn.point.mark).random() < 0.7
    )


def draw_drafts(
    drawing: Drawing, events: tuple[Place, ...], people: tuple[Person, ...], *, many: int
) -> Iterator[Sending]:
    for number in range(LEFT, LEFT + many):
        event = drawing.random.choice([each for each in events if each.code in WRITTEN])
        drawn = draw_sending(drawing, number, event, None, people, via="web")
        yield replace(drawn, saved=True, asks_mail=drawing.chance(0.5))


def draw_invited(drawing: Drawing, *, many: int) -> Iterator[Person]:
    """The first of them comes."""
    for number in range(many):
        yield drawing.person(Standing.QUIET, registers=number == 0)


def draw_speaker(drawing: Drawing, in_force: str, attribution: str, people: tuple[Person, ...]) -> Person:
    """Under the Rule somebody who is on the list of participants; elsewhere somebody who writes of their own accord."""
    if in_force == CHATHAM_HOUSE:
        return drawing.random.choice([person for person in people if person.standing == Standing.SPEAKS])
    standing = Standing.NAMED if in_force == ATTRIBUTABLE else STANDING_OF[attribution]
    return drawing.person(standing, drawing.body("typed", public=standing != Standing.SPEAKS))


STANDING_OF = {
    "named": Standing.NAMED,
    "organization": Standing.BODY_NAMED,
    "not_attributed": Standing.SPEAKS,
}


def draw_point(drawing: Drawing, number: int, people: tuple[Person, ...]) -> Point:
    language, random = drawing.language(), drawing.random
    mark = draw_mark(drawing, number)
    text, mentions = random.choice(SAID[language]).format(m=mark), []
    if drawing.chance(0.4):
        written, mentioned = draw_mention(drawing, people)
        text += " " + random.choice(NAMING[language]).format(written)
        mentions.append(mentioned)
    return Point(mark, text, language, random.randrange(TOPICS), tuple(mentions), advises=drawing.chance(0.2))


def draw_mention(drawing: Drawing, people: tuple[Person, ...]) -> tuple[str, Canary]:
    """As people write it: in full, in capitals, without accents, after a title, an address, a number."""
    random = drawing.random
    person = random.choice([each for each in people if each.standing == Standing.MENTIONED])
    first, family = person.name.written.split(maxsplit=1)
    choices: list[tuple[str, Canary]] = [
        (person.name.written, person.name),
        (person.name.written.upper(), person.name),
        (canaries.without_accents(person.name.written), person.name),
        (f"{family}, {first}", person.name),
        (f"Dr. {family}", person.name),
        (f"{first[0]}. {family}", person.name),
        (person.email.written, person.email),
    ]
    phone = canaries.phone(drawing.index, next(drawing.serials), random)
    handle = canaries.handle(drawing.index, next(drawing.serials))
    choices += [(phone.written, phone), (handle.written, handle)]
    if person.body:
        language = drawing.language()
        choices += [
            (each.written, each) for each in (person.body.name[language], person.body.acronym[language])
        ]
    return random.choice(choices)


def later(plan: Plan) -> tuple[Sending, ...]:
    """What comes after the first version: enough of it that a second one may be published."""
    drawing = Drawing(
        plan.index,
        Random(f"{plan.seed}:{plan.index}:later"),
        serials=count(canaries.PER_CONSULTATION - 1),
    )
    call = next(event for event in plan.events if event.code == "call")
    many = max(plan.k, 10) + drawing.random.randrange(3)
    return tuple(
        Sending("api", call.code, "", call.in_force, plain_point(drawing, LATER + number), sector="public")
        for number in range(many)
    )


# The first numbers of a survey's crowd, of what comes later, of what an audience asks, and of drafts that are left.
CROWD, LATER, ASKED, LEFT = 16, 32, 48, 56


def plain_point(drawing: Drawing, number: int) -> Point:
    language, mark = drawing.language(), draw_mark(drawing, number)
    return Point(
        mark, drawing.random.choice(SAID[language]).format(m=mark), language, drawing.random.randrange(TOPICS)
    )


def draw_mark(drawing: Drawing, number: int) -> str:
    place = drawing.random.choice(("Lake", "Mont", "Cap"))
    return place + canaries.syllables(drawing.index * 64 + number, canaries.PARTS, 4)
