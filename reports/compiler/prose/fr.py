from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from consultations.dates import NO_BREAK, written
from consultations.disclosure import Shown
from consultations.models import AttributionRule, EventKind
from reports.compiler.prose import grammar_fr as grammar
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
    Who.CIVIL_SOCIETY: "membres de la société civile",
    Who.GOVERNMENT: "représentantes et représentants du gouvernement",
    Who.GOVERNMENT_AND_PARLIAMENT: "représentantes et représentants du gouvernement",
    Who.PARLIAMENT: "personnes du milieu parlementaire",
    Who.INTERNATIONAL_EXPERT: "expertes et experts internationaux",
    Who.ACADEMIA: "personnes du milieu universitaire",
    Who.PRIVATE_SECTOR: "personnes du secteur privé",
    Who.PUBLIC: "membres du public",
}
CHANNELS = {
    EventKind.CONFERENCE: "une conférence",
    EventKind.MEETING: "une assemblée publique",
    EventKind.WEBINAR: "un webinaire",
    EventKind.SURVEY: "un sondage en ligne",
    EventKind.SOCIAL: "une conversation sur les médias sociaux",
    EventKind.OPEN_CALL: "un appel de contributions",
}
PLACES = {
    EventKind.CONFERENCE: ("à la conférence", "aux conférences"),
    EventKind.MEETING: ("à l’assemblée publique", "aux assemblées publiques"),
    EventKind.WEBINAR: ("pendant le webinaire", "pendant les webinaires"),
    EventKind.SURVEY: ("dans le sondage", "dans les sondages"),
    EventKind.SOCIAL: ("sur les médias sociaux", "sur les médias sociaux"),
    EventKind.OPEN_CALL: ("dans l’appel de contributions", "dans les appels de contributions"),
}
GATHERINGS = {
    EventKind.CONFERENCE: ("la conférence", "les conférences"),
    EventKind.MEETING: ("l’assemblée publique", "les assemblées publiques"),
}
STRENGTHS = {
    Strength.MOST: "la plupart des contributions",
    Strength.MANY: "beaucoup de contributions",
    Strength.SEVERAL: "plusieurs contributions",
    Strength.SOME: "certaines contributions",
    Strength.RAISED: "des contributions",
}


class French:
    language = "fr"

    def count(self, shown: Shown) -> str:
        digits = f"{shown.value:,}".replace(",", NO_BREAK)
        return f"plus de {digits}" if shown.is_more else digits

    def listed(self, items: Sequence[str]) -> str:
        return grammar.listed(items)

    def quoted(self, words: str) -> str:
        return grammar.quoted(words)

    def day(self, day: date) -> str:
        return written(day, "fr")

    def strength(self, strength: Strength, reach: Reach) -> str:
        through = {
            Reach.EVERY_CHANNEL: ", par tous les modes de participation",
            Reach.SEVERAL_CHANNELS: ", par plusieurs modes de participation",
            Reach.UNSAID: "",
        }[reach]
        return f"Idée présente dans {STRENGTHS[strength]} sur ce sujet{through}"

    def key(self) -> tuple[tuple[str, str], ...]:
        return (
            ("La plupart des contributions", "Plus de la moitié des contributions sur le sujet"),
            ("Beaucoup de contributions", "Plus du tiers et jusqu’à la moitié"),
            ("Plusieurs contributions", "Plus du sixième et jusqu’au tiers"),
            ("Certaines contributions", "Jusqu’au sixième; une idée rare n’a pas moins de valeur"),
            (
                "Des contributions",
                "Aucune proportion n’est donnée, car peu a été dit sur le sujet ou elle révélerait un petit nombre",
            ),
        )

    # À propos de cette consultation

    def chairs_line(self, chairs: Sequence[str]) -> str:
        return f"Sous la coprésidence {self._of_all(chairs)}" if chairs else ""

    def chairs(self, chairs: Sequence[str]) -> str:
        return f"La consultation s’est déroulée sous la coprésidence {self._of_all(chairs)}."

    def period(self, opens_on: date, closes_on: date) -> str:
        return f"La consultation a eu lieu {grammar.from_to(opens_on, closes_on)}."

    def meeting(self, meeting: Meeting) -> str:
        length = f" de {grammar.number(meeting.days)} jours" if meeting.days > 1 else ""
        where = f" à {meeting.place}" if meeting.place else ""
        when = grammar.on_days(meeting.first, meeting.last)
        return f"{CHANNELS[meeting.kind].capitalize()}{length} s’est tenue{where} {when}."

    def talks(self, talks: Sequence[Talk]) -> str:
        length = " d’une heure" if {talk.minutes for talk in talks} == {60} else ""
        when = grammar.days(sorted({talk.day for talk in talks}))
        if len(talks) == 1:
            return f"Un webinaire{length}, tenu {when}, a porté sur {talks[0].subject}."
        many = grammar.number(len(talks)).capitalize()
        subjects = [f"sur {talk.subject}" for talk in talks]
        together = f"{', '.join(subjects[:-1])} et {subjects[-1]}"
        return f"{many} webinaires{length}, tenus {when}, ont porté successivement {together}."

    def channels(self, channels: Sequence[Channel], span: tuple[date, date] | None, *, also: bool) -> str:
        items = [
            f"{CHANNELS[each.kind]} ({each.title})" if each.title else CHANNELS[each.kind]
            for each in channels
        ]
        verb = "comprenait aussi" if also else "a consisté en"
        when = f", {grammar.from_to(*span)}" if span else ""
        return f"La consultation {verb} {grammar.listed(items)}{when}."

    def turnout(self, turnout: Sequence[Turnout], gatherings: Sequence[EventKind]) -> str:
        people = [
            self._people(each)
            + (
                f", dont {grammar.listed([grammar.some(group) for group in each.groups])}"
                if each.groups
                else ""
            )
            for each in turnout
        ]
        together = " et ".join(people) if len(people) == 2 else grammar.listed(people)
        named = [
            words[gatherings.count(kind) > 1] for kind, words in GATHERINGS.items() if kind in gatherings
        ]
        verb = "ont réuni" if len(gatherings) > 1 else "a réuni"
        return f"{grammar.listed(named).capitalize()} {verb} {together}."

    def _people(self, each: Turnout) -> str:
        return f"{self.count(each.count) if each.count else 'des'} {WHO[each.who]}"

    def departments(self, departments: Sequence[Body]) -> str:
        named = [self._with_branches(each) for each in departments]
        return f"Du côté du gouvernement ont participé des membres du personnel {grammar.listed(named)}."

    def presenters(self, departments: Sequence[Body], title: str) -> str:
        names = [grammar.le(each.name) for each in departments]
        # Names have an « et » of their own: a comma before the last one keeps them apart.
        named = f"{', '.join(names[:-1])}, et {names[-1]}" if len(names) > 2 else grammar.listed(names)
        verb = "ont" if len(names) > 1 else "a"
        under = f" sous le titre {self.quoted(title)}" if title else ""
        return f"{named[:1].upper()}{named[1:]} {verb} aussi fait une présentation{under}."

    def experts(self, experts: Sequence[Expert]) -> str:
        people = [
            f"{each.name} ({self._full(each.organization)})" if each.organization else each.name
            for each in experts
        ]
        verb = "Ont également participé" if len(experts) > 1 else "A également participé"
        return f"{verb}{NO_BREAK}: {', '.join(people[:-1]) + ' et ' if people[1:] else ''}{people[-1]}."

    # Comment lire ce rapport

    def attribution(self, promise: Promise) -> tuple[str, ...]:
        texts = []
        if promise.never:
            texts.append(
                f"Ce qui a été dit {self._places(promise.never)} l’a été selon la règle de Chatham House et n’est "
                "donc attribué à personne : on peut s’en servir, mais ni l’identité ni l’appartenance des personnes "
                "qui ont parlé, ni celles des autres participantes et participants, ne sont révélées.".replace(
                    " :", f"{NO_BREAK}:"
                )
            )
        texts += self._exceptions(promise)
        if promise.by_consent:
            texts.append(
                f"Les personnes qui ont contribué {self._places(promise.by_consent)} ont choisi de voir paraître "
                "leur nom, seulement leur organisation, ou ni l’un ni l’autre à côté de leurs propos. À défaut de "
                "choix, ni l’un ni l’autre n’est imprimé."
            )
        if promise.on_record:
            texts.append(
                f"Ce qui a été dit {self._places(promise.on_record)} est public et peut paraître avec le nom et "
                "l’organisation de la personne qui a parlé."
            )
        return tuple(texts)

    def _exceptions(self, promise: Promise) -> list[str]:
        loose = [each for each in promise.exempt if each.rule != AttributionRule.CHATHAM_HOUSE]
        strict = [each for each in promise.exempt if each.rule == AttributionRule.CHATHAM_HOUSE]
        texts = []
        if loose:
            what = grammar.listed([self._exempt(each) for each in loose])
            verb = "Font exception" if promise.never else "Relèvent d’une règle particulière"
            questions = " (à l’exclusion des questions et réponses)" if promise.questions_excluded else ""
            text = f"{verb} {what}{questions}."
            if promise.departments_excluded:
                text += " Les présentations des ministères ne font pas exception et ne sont pas attribuées."
            texts.append(text)
        if strict:
            what = grammar.listed([self._exempt(each) for each in strict])
            texts.append(f"La règle de Chatham House valait aussi pour {what}.")
        return texts

    def _exempt(self, exempt: Exempt) -> str:
        if exempt.part is Part.EXPERT_PRESENTATIONS:
            return f"les présentations officielles d’expertes et d’experts internationaux {self._place(exempt.place)}"
        if exempt.part is Part.PRESENTATIONS:
            return f"l’information présentée {self._place(exempt.place)}"
        titles = grammar.listed([self.quoted(title) for title in exempt.titles])
        return f"{titles} {self._place(exempt.place)}"

    def small_groups(self, promise: Promise) -> str:
        return (
            "À côté de propos protégés, un secteur n’est nommé que si au moins "
            f"{promise.k} personnes de ce secteur ont pris part au même événement; sinon, le rapport dit "
            f"{self.quoted('une personne participante')}. Les nombres inférieurs à {promise.printed_from} ne sont "
            "pas imprimés, et les autres sont arrondis au multiple de cinq inférieur "
            f"({self.quoted('plus de 35')}). D’autres chiffres sont omis lorsqu’ils permettraient d’en déduire un "
            "petit nombre."
        )

    def quotations(self, has_social: bool) -> tuple[str, ...]:
        social = (
            " Les messages publiés sur les médias sociaux sont reformulés, à moins que leur auteur ait accepté "
            "d’être nommé."
            if has_social
            else ""
        )
        return (
            "Les citations reprennent les contributions telles qu’elles ont été reçues, dans la langue où elles "
            "l’ont été; si peu de personnes la parlaient, en d’autres mots dans la langue de la majorité, ou pas du "
            "tout. Les mots qui permettaient de reconnaître une personne ont été remplacés par des termes "
            "plus généraux." + social,
            "Une citation illustre un constat; elle n’est pas choisie en fonction de son auteur. Les constats se "
            "suivent selon la fréquence à laquelle ils ont été exprimés, et l’ordre des citations ne signifie rien.",
        )

    def limitations(self) -> str:
        return (
            "Les personnes qui ont pris part à la consultation l’ont fait de leur plein gré ou sur invitation. Le "
            "rapport rend compte de ce qu’elles ont dit; il ne mesure pas l’opinion du public et n’engage ni l’une "
            "ni l’autre des coprésidences."
        )

    # Annexes

    def advice(self) -> str:
        return (
            "Les conseils sont présentés par organisation destinataire, puis par sujet. On n’y dit pas qui les a "
            "donnés. Les organisations y figurent, qu’elles aient été présentes ou non."
        )

    def method(self) -> tuple[str, ...]:
        return (
            "Chaque contribution a été lue par une réviseure ou un réviseur, qui l’a acceptée, l’a fusionnée avec "
            "une autre de même teneur ou l’a écartée en donnant un motif. Les constats ont été rédigés à partir des "
            "contributions acceptées. Rien n’a été écarté parce que peu de personnes l’avaient dit.",
        )

    def campaigns(self, shown: Shown | None) -> str:
        if shown is None:
            return (
                "Peu de contributions, ou aucune, reprenaient le texte d’une campagne; elles ne comptent pas dans "
                "les constats."
            )
        return (
            "Les contributions qui reprennent le texte d’une campagne sont comptées à part"
            f"{NO_BREAK}: {self.count(shown)}. Elles figurent parmi celles qui ont été écartées et n’ajoutent rien "
            "à la fréquence d’une idée."
        )

    def left_out(self) -> str:
        return (
            f"–{NO_BREAK}: nombre trop petit pour être imprimé, ou omis pour qu’un petit nombre ne puisse en être "
            "déduit."
        )

    def finding(self, choices: Sequence[str], kind: str) -> str:
        named = grammar.listed([self.quoted(choice) for choice in choices])
        if kind == "ranking":
            return f"Au premier rang le plus souvent{NO_BREAK}: {named}"
        if len(choices) == 1:
            return f"{named} a été la réponse la plus fréquente"
        return f"{named} ont été les réponses les plus fréquentes"

    def scale(self, lowest: int, lowest_label: str, highest: int, highest_label: str) -> str:
        ends = [f"{value} ({label})" if label else f"{value}" for value, label in (
            (lowest, lowest_label), (highest, highest_label)
        )]  # fmt: skip
        return f"Sur une échelle de {ends[0]} à {ends[1]}."

    def asked_after(self, ways: Sequence[tuple[str, Sequence[str]]]) -> str:
        given = [
            f"{grammar.either([self.quoted(answer) for answer in answers])} à {self.quoted(question)}"
            for question, answers in ways
        ]
        return f"Posée seulement aux personnes qui ont répondu {grammar.either(given)}."

    def chart(self, bars: Sequence[tuple[str, str]]) -> str:
        return (
            "Diagramme à barres. "
            + "; ".join(f"{label}{NO_BREAK}: {shown or 'nombre non imprimé'}" for label, shown in bars)
            + "."
        )

    # Parties de phrases

    def _full(self, body: Body) -> str:
        return f"{body.name}, {body.acronym}" if body.acronym else body.name

    def _of_all(self, names: Sequence[str]) -> str:
        return grammar.listed([grammar.de(name) for name in names])

    def _with_branches(self, body: Body) -> str:
        named = f"{grammar.de(body.name)} ({body.acronym})" if body.acronym else grammar.de(body.name)
        if not body.branches:
            return named
        own = [
            f"{grammar.le(each.name)} ({each.acronym})" if each.acronym else grammar.le(each.name)
            for each in body.branches
        ]
        together = f"{', '.join(own[:-1])} et {own[-1]}" if own[1:] else own[0]
        return f"{named}, à savoir {together}"

    def _place(self, place: Place) -> str:
        return (
            f"à l’événement {self.quoted(place.title)}"
            if place.title
            else PLACES[place.kind][place.count > 1]
        )

    def _places(self, places: Sequence[Place]) -> str:
        return grammar.listed([self._place(place) for place in places])
