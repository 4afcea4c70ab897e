from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from consultations.dates import written
from consultations.disclosure import Shown
from consultations.models import AttributionRule, EventKind
from reports.compiler.prose import grammar_en as grammar
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

WHO = {
    Who.CIVIL_SOCIETY: "members of civil society",
    Who.GOVERNMENT: "government representatives",
    Who.GOVERNMENT_AND_PARLIAMENT: "government representatives",
    Who.PARLIAMENT: "representatives of Parliament",
    Who.INTERNATIONAL_EXPERT: "international experts",
    Who.ACADEMIA: "academics",
    Who.PRIVATE_SECTOR: "representatives of the private sector",
    Who.PUBLIC: "members of the public",
}
CHANNELS = {
    EventKind.CONFERENCE: "a conference",
    EventKind.MEETING: "a public meeting",
    EventKind.WEBINAR: "a webinar",
    EventKind.SURVEY: "an online survey",
    EventKind.SOCIAL: "a conversation on social media",
    EventKind.OPEN_CALL: "an open call",
}
PLACES = {
    EventKind.CONFERENCE: ("at the conference", "at the conferences"),
    EventKind.MEETING: ("at the public meeting", "at the public meetings"),
    EventKind.WEBINAR: ("in the webinar", "in the webinars"),
    EventKind.SURVEY: ("in the survey", "in the surveys"),
    EventKind.SOCIAL: ("on social media", "on social media"),
    EventKind.OPEN_CALL: ("in the open call", "in the open calls"),
}
GATHERINGS = {
    EventKind.CONFERENCE: ("conference", "conferences"),
    EventKind.MEETING: ("public meeting", "public meetings"),
}
STRENGTHS = {
    Strength.MOST: "most contributions",
    Strength.MANY: "many contributions",
    Strength.SEVERAL: "several contributions",
    Strength.SOME: "some contributions",
    Strength.RAISED: "contributions",
}


class English:
    language = "en"

    def count(self, shown: Shown) -> str:
        return f"over {shown.value:,}" if shown.is_more else f"{shown.value:,}"

    def listed(self, items: Sequence[str]) -> str:
        return grammar.listed(items)

    def quoted(self, words: str) -> str:
        return f"“{words}”"

    def day(self, day: date) -> str:
        return written(day, "en")

    def strength(self, strength: Strength, reach: Reach) -> str:
        through = {
            Reach.EVERY_CHANNEL: ", through every channel",
            Reach.SEVERAL_CHANNELS: ", through several channels",
            Reach.UNSAID: "",
        }[reach]
        return f"Raised in {STRENGTHS[strength]} on this topic{through}"

    def key(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Most contributions", "More than half of the contributions on the topic"),
            ("Many contributions", "More than a third, up to half"),
            ("Several contributions", "More than a sixth, up to a third"),
            ("Some contributions", "Up to a sixth; an idea is not less valuable for being rare"),
            (
                "Contributions",
                "No share is given, as little was said on the topic or a share could tell a small count",
            ),
        )

    # About this consultation

    def chairs_line(self, chairs: Sequence[str]) -> str:
        return f"Co-chaired by {grammar.listed([grammar.the(chair) for chair in chairs])}" if chairs else ""

    def chairs(self, chairs: Sequence[str]) -> str:
        return f"The consultation was co-chaired by {grammar.listed([grammar.the(each) for each in chairs])}."

    def period(self, opens_on: date, closes_on: date) -> str:
        return f"The consultation ran {grammar.from_to(opens_on, closes_on)}."

    def meeting(self, meeting: Meeting) -> str:
        kind = GATHERINGS[meeting.kind][0]
        what = f"A {kind}" if meeting.days == 1 else f"A {grammar.number(meeting.days)}-day {kind}"
        where = f" in {meeting.place}" if meeting.place else ""
        return f"{what} was held{where} {grammar.on_days(meeting.first, meeting.last)}."

    def talks(self, talks: Sequence[Talk]) -> str:
        minutes = {talk.minutes for talk in talks}
        length = "one-hour " if minutes == {60} else ""
        if len(talks) == 1:
            one = "A one-hour" if length else "A"
            return f"{one} webinar on {grammar.days([talks[0].day])} addressed {talks[0].subject}."
        when = grammar.days(sorted({talk.day for talk in talks}))
        many = grammar.number(len(talks)).capitalize()
        subjects = grammar.listed([talk.subject for talk in talks])
        return f"{many} {length}webinars, on {when}, addressed in turn {subjects}."

    def channels(self, channels: Sequence[Channel], span: tuple[date, date] | None, *, also: bool) -> str:
        items = [
            f"{CHANNELS[each.kind]} ({each.title})" if each.title else CHANNELS[each.kind]
            for each in channels
        ]
        verb = "also included" if also else "consisted of"
        when = f", {grammar.from_to(*span)}" if span else ""
        return f"The consultation {verb} {grammar.listed(items)}{when}."

    def turnout(self, turnout: Sequence[Turnout], gatherings: Sequence[EventKind]) -> str:
        people = [
            self._people(each) + (f", including {grammar.listed(each.groups)}" if each.groups else "")
            for each in turnout
        ]
        # Groups bring commas of their own; the last item may carry them, an earlier one may not.
        together = " and ".join(people) if len(people) == 2 else grammar.listed(people)
        named = [
            f"the {words[gatherings.count(kind) > 1]}"
            for kind, words in GATHERINGS.items()
            if kind in gatherings
        ]
        return f"{grammar.listed(named).capitalize()} brought together {together}."

    def _people(self, each: Turnout) -> str:
        return f"{self.count(each.count)} {WHO[each.who]}" if each.count else WHO[each.who]

    def departments(self, departments: Sequence[Body]) -> str:
        named = [self._with_branches(each) for each in departments]
        return f"Government representatives included staff of {grammar.listed(named)}."

    def presenters(self, departments: Sequence[Body], title: str) -> str:
        named = grammar.listed([self._short(each) for each in departments])
        under = f" under the title {self.quoted(title)}" if title else ""
        return f"{named[:1].upper()}{named[1:]} also gave presentations{under}."

    def experts(self, experts: Sequence[Expert]) -> str:
        people = [
            f"{each.name} of {self._the(each.organization)}" if each.organization else each.name
            for each in experts
        ]
        verb = "were" if len(experts) > 1 else "was"
        return f"Also taking part {verb} {grammar.listed(people)}."

    # How to read this report

    def attribution(self, promise: Promise) -> tuple[str, ...]:
        texts = []
        if promise.never:
            texts.append(
                f"What was said {self._places(promise.never)} was said under the Chatham House Rule and is "
                "therefore not for attribution: it may be used, but neither the identity nor the affiliation of "
                "those who spoke, nor that of any other participant, is revealed."
            )
        texts += self._exceptions(promise)
        if promise.by_consent:
            texts.append(
                f"Those who contributed {self._places(promise.by_consent)} chose whether their name, their organization "
                "alone or neither appears beside their words. Where they did not choose, neither is printed."
            )
        if promise.on_record:
            texts.append(
                f"What was said {self._places(promise.on_record)} is on the record and may be printed with the "
                "speaker’s name and organization."
            )
        return tuple(texts)

    def _exceptions(self, promise: Promise) -> list[str]:
        loose = [each for each in promise.exempt if each.rule != AttributionRule.CHATHAM_HOUSE]
        strict = [each for each in promise.exempt if each.rule == AttributionRule.CHATHAM_HOUSE]
        texts = []
        if loose:
            what = grammar.listed([self._exempt(each) for each in loose])
            verb = "Exceptions are" if promise.never else "Rules of their own apply to"
            questions = " (questions and answers excluded)" if promise.questions_excluded else ""
            text = f"{verb} {what}{questions}."
            if promise.departments_excluded:
                text += " Presentations by departments are not among the exceptions and are not attributed."
            texts.append(text)
        if strict:
            what = grammar.listed([self._exempt(each) for each in strict])
            texts.append(f"The Chatham House Rule also applied to {what}.")
        return texts

    def _exempt(self, exempt: Exempt) -> str:
        if exempt.part is Part.EXPERT_PRESENTATIONS:
            return f"the formal presentations by international experts {self._place(exempt.place)}"
        if exempt.part is Part.PRESENTATIONS:
            return f"the information presented {self._place(exempt.place)}"
        titles = grammar.listed([self.quoted(title) for title in exempt.titles])
        return f"{titles} {self._place(exempt.place)}"

    def small_groups(self, promise: Promise) -> str:
        return (
            "Beside protected words, a sector is named only if at least "
            f"{promise.k} people from it took part in the same event; otherwise the report says “a participant”. "
            f"Counts below {promise.printed_from} are not printed and other counts are rounded down to a multiple "
            "of five (“over 35”). Further figures are left out where a small one could be worked out from them."
        )

    def quotations(self, has_social: bool) -> tuple[str, ...]:
        social = (
            " Posts on social media are put into other words unless their author agreed to be named."
            if has_social
            else ""
        )
        return (
            "Quotations are contributions as they were received, in the language in which they were received; where few "
            "spoke it, in other words in the language of most, or not at all. "
            "Where words could identify a person, reviewers replaced them with more general ones." + social,
            "A quotation illustrates a finding; it is not chosen for who said it. The order of findings follows "
            "how often they were raised, and the order of quotations says nothing.",
        )

    def limitations(self) -> str:
        return (
            "Those who took part chose to do so or were invited. What they said is reported as an account of the "
            "consultation; it does not measure the opinion of the public, and it commits neither co-chair."
        )

    # Annexes

    def advice(self) -> str:
        return (
            "Advice is listed under the organization to which it was addressed, by topic. Who gave it is not "
            "said here. Organizations are listed whether they were present or not."
        )

    def method(self) -> tuple[str, ...]:
        return (
            "Every contribution was read by a reviewer, who accepted it, merged it with another that says the "
            "same, or set it aside with a reason. Findings were written from accepted contributions. Nothing was "
            "dropped for being said by few.",
        )

    def campaigns(self, shown: Shown | None) -> str:
        if shown is None:
            return (
                "Few contributions or none repeated the text of a campaign; they are not counted in findings."
            )
        return (
            f"Contributions that repeat the text of a campaign are counted apart: {self.count(shown)}. They are "
            "among those set aside and do not add to how often an idea was raised."
        )

    def left_out(self) -> str:
        return "–: too small to be printed, or left out so that a small count cannot be worked out."

    def finding(self, choices: Sequence[str], kind: str) -> str:
        named = grammar.listed([self.quoted(choice) for choice in choices])
        one = len(choices) == 1
        if kind == "ranking":
            return f"{named} {'was' if one else 'were'} ranked first most often"
        return f"{named} {'was the most frequent answer' if one else 'were the most frequent answers'}"

    def scale(self, lowest: int, lowest_label: str, highest: int, highest_label: str) -> str:
        ends = [f"{value} ({label})" if label else f"{value}" for value, label in (
            (lowest, lowest_label), (highest, highest_label)
        )]  # fmt: skip
        return f"On a scale from {ends[0]} to {ends[1]}."

    def asked_after(self, ways: Sequence[tuple[str, Sequence[str]]]) -> str:
        given = [
            f"{grammar.either([self.quoted(answer) for answer in answers])} to {self.quoted(question)}"
            for question, answers in ways
        ]
        return f"Asked only of those who answered {grammar.either(given)}."

    def chart(self, bars: Sequence[tuple[str, str]]) -> str:
        return "Bar chart. " + "; ".join(f"{label}: {shown or 'not printed'}" for label, shown in bars) + "."

    # Parts of sentences

    def _the(self, body: Body) -> str:
        return f"{grammar.the(body.name)} ({body.acronym})" if body.acronym else grammar.the(body.name)

    def _short(self, body: Body) -> str:
        """By its acronym alone once the full name has stood above it: "the RCMP"."""
        name = grammar.the(body.name)
        if not body.acronym:
            return name
        return f"the {body.acronym}" if name.startswith("the ") else body.acronym

    def _with_branches(self, body: Body) -> str:
        if not body.branches:
            return self._the(body)
        own = [f"{each.name} ({each.acronym})" if each.acronym else each.name for each in body.branches]
        listed = ", ".join(own[:-1]) + f" and {own[-1]}" if len(own) > 1 else own[0]
        return f"{self._the(body)}, namely its {listed}"

    def _place(self, place: Place) -> str:
        return f"at {self.quoted(place.title)}" if place.title else PLACES[place.kind][place.count > 1]

    def _places(self, places: Sequence[Place]) -> str:
        return grammar.listed([self._place(place) for place in places])
