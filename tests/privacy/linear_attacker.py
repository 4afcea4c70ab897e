"""An attacker with a pencil, who reads everything a finished report prints and works out what it left out.

``solvable_cells(files, k)`` takes finished files by name (``*.json`` and ``*.html``; others are passed over) and
returns the counts that were left out, or that nobody printed, and that the printed ones pin to a range narrower
than ``k``. Nothing of the product is imported: the words below are those that a reader sees.

What the attacker knows: "over 35" is 36 to 39 and "35" is 35; a percentage is right to the half of its last
place; counts are whole and not negative; rows and columns add up; every answer but those to a multiple choice is
given once by whoever answers; the words of strength mean what the report's key says; each accepted contribution
that no finding rests on is printed once, with its channel where the report says it; and, with ``own``, that
they themselves are one of those counted.

``solvable_differences(older, newer, k)`` reads two versions: what changed between them is a table as well.

Each count is minimized and maximized with ``scipy.optimize.linprog`` under all of this at once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from tests.privacy.linear_system import System, whole
from tests.privacy.reading_reports import Item, read

HIDDEN = "–"
NUMBER = r"\d[\d,\u00a0\u202f]*"
COUNT = re.compile(rf"^(over |plus de )?({NUMBER})$")
PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)[\s\u00a0\u202f]?%")
CAMPAIGNS = re.compile(rf"(?:counted apart:|comptées à part\s?:)\s?((?:over |plus de )?{NUMBER})")
TOGETHER = re.compile(rf"(over |plus de )?({NUMBER}) (\D+?)(?=,| and | et |\.|$)")
RECEIVED, ALL = ("Received", "Reçues"), ("All channels", "Ensemble")
ACCEPTED, SET_ASIDE = ("Accepted", "Acceptées"), ("Set aside", "Écartées")
OUTCOMES, EVENTS, SUBMISSIONS = ("Outcome", "Sort réservé"), ("Event", "Événement"), ("Submissions", "Envois")
CHANNELS = ("Channel", "Mode de participation")
LINES = ("Line", "Énoncé")
STRENGTHS = {
    ("in most contributions", "dans la plupart des contributions"): (1 / 2, 1.0),
    ("in many contributions", "dans beaucoup de contributions"): (1 / 3, 1 / 2),
    ("in several contributions", "dans plusieurs contributions"): (1 / 6, 1 / 3),
    ("in some contributions", "dans certaines contributions"): (0.0, 1 / 6),
}
SECTORS = {
    "civil": ("civil society", "société civile"),
    "government": ("government", "gouvernement"),
    "parliament": ("parliament", "parlement"),
    "expert": ("experts",),
    "academia": ("academi", "universitaire"),
    "private": ("private sector", "secteur privé"),
    "public": ("of the public", "du public"),
}
SOURCES = {
    "conference": ("Conference", "Conférence"),
    "conférence": ("Conference", "Conférence"),
    "public meeting": ("Public meetings", "Assemblées publiques"),
    "assemblée publique": ("Public meetings", "Assemblées publiques"),
    "webinar": ("Webinars", "Webinaires"),
    "webinaire": ("Webinars", "Webinaires"),
    "survey": ("Survey", "Sondage"),
    "sondage": ("Survey", "Sondage"),
    "social media": ("Social media", "Médias sociaux"),
    "médias sociaux": ("Social media", "Médias sociaux"),
    "open call": ("Open call", "Appel de contributions"),
    "appel de contributions": ("Open call", "Appel de contributions"),
}


Asked = Mapping[str, Sequence[str]]
NOBODY_SAID: Asked = MappingProxyType({})


@dataclass(frozen=True)
class Solved:
    """A count that can be worked out: in which file, which, and between what it must lie."""

    file: str
    cell: str
    lowest: int
    highest: int


def solvable_cells(
    files: Mapping[str, bytes],
    k: int,
    *,
    own: bool = False,
    multiple: Collection[str] = (),
    asked: Asked = NOBODY_SAID,
) -> list[Solved]:
    """Counts that the files of one version give away. Empty is what every report must be.

    ``own``: the attacker is one of those counted in whichever cell they look at. ``multiple``: the questions, as
    printed above their tables, to which several answers could be given; others are taken for such when their
    answers are too many to add up. ``asked``: for each question the counts that together are all who were asked it;
    with one survey that is known without being told.
    """
    found = []
    for name, data in sorted(files.items()):
        if name.endswith((".json", ".html")):
            found += solved(name, system_of(read(name, data), k, multiple, asked), k, own=own)
    return found


def solvable_differences(
    older: Mapping[str, bytes],
    newer: Mapping[str, bytes],
    k: int,
    *,
    multiple: Collection[str] = (),
    asked: Asked = NOBODY_SAID,
) -> list[Solved]:
    """What a reader of two versions of one report learns of fewer than ``k``: files pair by their name."""
    found = []
    for name in sorted(older.keys() & newer.keys()):
        if name.endswith((".json", ".html")):
            before, after = (
                system_of(read(name, files[name]), k, multiple, asked) for files in (older, newer)
            )
            found += differences(name, before, after, k)
    return found


def solved(file: str, system: System, k: int, *, own: bool) -> list[Solved]:
    found = []
    for name in (*system.hidden, *sorted(system.derived)):
        ends = whole(system.range_of(name))
        if ends is None:
            continue
        low, high = ends
        width = system.hidden.get(name, k)
        if own and high >= 1 and width >= k:
            low = max(low, 1)
        if high - low < width and (name in system.hidden or (low < k and high > 0)):
            found.append(Solved(file, name, int(low), int(high)))
    return found


def differences(file: str, before: System, after: System, k: int) -> Iterator[Solved]:
    """Each count that must have moved, and by fewer than ``k``: printed, left out, or worked out from others."""
    for system in (before, after):
        system.rests()
    names = sorted(before.names.keys() & after.names.keys())
    then, now = before.ranges(names), after.ranges(names)
    for name in names:
        old, new = whole(then[name]), whole(now[name])
        if old is None or new is None:
            continue
        least, most = new[0] - old[1], new[1] - old[0]
        if -k < least and most < k and not least <= 0 <= most:
            yield Solved(file, f"moved: {name}", int(least), int(most))


def interval(shown: str) -> tuple[float, float] | None:
    """Between what a printed count lies; None when it is none."""
    match = COUNT.match(shown.strip())
    if not match:
        return None
    value = number(match[2])
    return (value + 1, value + 4) if match[1] else (value, value)


def number(digits: str) -> int:
    return int(re.sub(r"\D", "", digits))


def system_of(
    items: list[Item], k: int, multiple: Collection[str] = (), asked: Asked = NOBODY_SAID
) -> System:
    system = System(k)
    tables = [item for item in items if item.kind == "table"]
    for table in tables:
        if table.columns[0] in CHANNELS:
            read_ledger(system, table)
        elif table.columns[0] in OUTCOMES:
            read_outcomes(system, table)
        elif table.columns[0] in EVENTS:
            read_participation(system, table)
    read_campaigns(system, items)
    read_turnout(system, items, -(-k // 5) * 5 - 1)
    read_surveys(system, items, multiple, asked)
    read_words(system, items)
    return system


def put(system: System, name: str, shown: str, of: str = "") -> None:
    """A cell as printed: a count, a dash, or a share of ``of``."""
    ends = interval(shown.split("(")[0])
    system.cell(name, *(ends or ()))
    if ends is None:
        system.hidden[name] = system.k
    percent = PERCENT.search(shown)
    if percent and of:
        value = float(percent[1].replace(",", "."))
        half = 0.5 * 10.0 ** -len(percent[1].partition(".")[2].partition(",")[2])
        system.at_most({name: 1.0, of: -(value + half) / 100})
        system.at_most({name: -1.0, of: (value - half) / 100})


def read_ledger(system: System, table: Item) -> None:
    columns = [title for title in table.columns[1:] if title not in RECEIVED]
    channels = [row[0] for row in table.rows if row[0] not in ALL]
    for row in table.rows:
        for title, shown in zip(table.columns[1:], row[1:], strict=True):
            put(system, ledger_cell(row[0], title), shown, of=ledger_cell(row[0], RECEIVED[0]))
    for row in table.rows:
        system.total(ledger_cell(row[0], RECEIVED[0]), [ledger_cell(row[0], title) for title in columns])
    for title in (RECEIVED[0], *columns) if channels else ():
        system.total(ledger_cell(ALL[0], title), [ledger_cell(channel, title) for channel in channels])


def ledger_cell(channel: str, title: str) -> str:
    whole = "all" if channel in ALL else channel
    return f"{whole} / {'received' if title in RECEIVED else 'accepted' if title in ACCEPTED else title}"


def read_outcomes(system: System, table: Item) -> None:
    for row in table.rows:
        put(system, ledger_cell(ALL[0], row[0]), row[1])
    system.total("all / received", [ledger_cell(ALL[0], row[0]) for row in table.rows])


def read_campaigns(system: System, items: list[Item]) -> None:
    """What is set aside is campaigns and a rest that is nowhere printed."""
    for item in items:
        match = CAMPAIGNS.search(item.text)
        if match:
            aside = [
                name for name in system.names if name in {ledger_cell(ALL[0], each) for each in SET_ASIDE}
            ]
            system.cell("campaigns", *(interval(match[1]) or ()))
            if aside:
                system.total(aside[0], ["campaigns", "set aside for another reason"])
                system.derived.add("set aside for another reason")


def read_participation(system: System, table: Item) -> None:
    for event, counted, shown in table.rows:
        if counted in SUBMISSIONS:
            put(system, f"{event} / submissions", shown)
            continue
        put(system, f"{event} / {sector_of(counted)}", shown)


def sector_of(words: str) -> str:
    """By what a reader recognises in it; two sectors counted together are the first of them."""
    folded = words.casefold()
    return next((key for key, signs in SECTORS.items() if any(sign in folded for sign in signs)), folded)


def read_turnout(system: System, items: list[Item], largest_small: int) -> None:
    """Everybody at all gatherings together came to at least one of them; what no row tells is small."""
    told = {
        name.rpartition(" / ")[0] for name in system.names if name.endswith(tuple(f"/ {s}" for s in SECTORS))
    }
    for item in items:
        if item.kind != "paragraph" or not re.search(r"brought together|a réuni|ont réuni", item.text):
            continue
        for more, digits, words in TOGETHER.findall(item.text):
            sector = sector_of(words)
            ends = interval(f"{more}{digits}")
            if sector not in SECTORS or ends is None:
                continue
            everybody = system.cell(f"all gatherings / {sector}", *ends)
            at = [f"{event} / {sector}" for event in sorted(told)]
            for name in at:
                if name not in system.names:
                    system.cell(name, high=largest_small)
                    system.hidden[name] = largest_small
            system.at_most({everybody: 1.0, **dict.fromkeys(at, -1.0)})


def read_surveys(system: System, items: list[Item], multiple: Collection[str], asked: Asked) -> None:
    """A chart and the table behind it, or a table of several lines with the same answers."""
    senders = [name for name in system.names if name.endswith(" / submissions")]
    bars: tuple[tuple[str, float, str], ...] = ()
    for item in items:
        if item.kind == "chart":
            bars = item.bars
        elif item.kind == "table" and (bars or item.columns[0] in LINES):
            everybody = those_asked(system, item, asked.get(item.text, senders if len(senders) == 1 else ()))
            lines = lines_of(item)
            for name, cells in lines.items():
                read_question(system, name, cells, everybody, adds_up=item.text not in multiple)
            if bars:
                read_bars(system, [f"{item.text} / {row[0]}" for row in item.rows], bars)
            bars = ()


def lines_of(table: Item) -> dict[str, dict[str, str]]:
    """Each line with the figure of each answer."""
    if table.columns[0] not in LINES:
        return {table.text: {row[0]: row[1] for row in table.rows}}
    return {
        f"{table.text} / {row[0]}": dict(zip(table.columns[1:], row[1:], strict=True)) for row in table.rows
    }


def those_asked(system: System, table: Item, parts: Sequence[str]) -> str:
    """One count for them; empty when nobody knows how many they are."""
    if not parts or not all(part in system.names for part in parts):
        return ""
    if len(parts) == 1:
        return parts[0]
    system.total(f"{table.text} / asked", parts)
    return f"{table.text} / asked"


def read_question(
    system: System, line: str, shown: Mapping[str, str], everybody: str, *, adds_up: bool
) -> None:
    cells = [f"{line} / {answer}" for answer in shown]
    for name, figure in zip(cells, shown.values(), strict=True):
        put(system, name, figure, of=everybody)
    if not everybody:
        return
    with_silent = [*cells, f"{line} / did not answer"]
    if adds_up and could_add_up(system, with_silent, everybody):
        system.total(everybody, with_silent)
        return
    for name in cells:  # a multiple choice: those who did not choose it are counted as well
        system.total(everybody, [name, f"not: {name}"])
        system.derived.add(f"not: {name}")


def read_bars(system: System, cells: list[str], bars: tuple[tuple[str, float, str], ...]) -> None:
    """A bar for a count that is left out must have no length; one that has a length tells the count."""
    longest = max(cells, key=lambda name: system.low[system.names[name]])
    for name, (_label, share, _shown) in zip(cells, bars, strict=True):
        if name in system.hidden and share > 0:
            top = system.names[longest]
            system.cell(name, max(0, share * system.low[top] - 5), share * system.high[top] + 5)


def could_add_up(system: System, cells: list[str], everybody: str) -> bool:
    least = sum(system.low[system.names[name]] for name in cells if name in system.names)
    return least <= system.high[system.names[everybody]]


@dataclass
class Words:
    """Where in the report a reader stands, and how many words stood there."""

    topic: str = ""
    theme: str = ""
    before: str = ""  # the finding above
    alone: dict[str, int] = field(default_factory=dict)  # by topic: no finding rests on them
    quoted: dict[str, int] = field(default_factory=dict)  # by finding
    told: dict[str, int] = field(default_factory=dict)  # by channel

    def turn_to(self, item: Item, place: int) -> None:
        if item.kind == "part":
            is_section = re.match(r"(Section|Partie) \d", item.text)
            self.topic, self.theme = (f"topic {place}" if is_section else ""), ""
        elif item.kind == "heading" and self.topic:
            self.topic, self.theme = (f"topic {place}" if item.level == 2 else self.topic), ""

    def stand(self, system: System, item: Item) -> None:
        """Findings stand in the order of how often they were raised; through several channels is at least twice."""
        if self.before.startswith(f"{self.topic} / "):
            system.at_most({self.theme: 1.0, self.before: -1.0})
        self.before = self.theme
        if re.search("through every|through several|par tous les|par plusieurs", item.text):
            system.cell(self.theme, low=2)

    def count(self, item: Item) -> None:
        counts, key = (self.alone, self.topic) if item.kind == "entry" else (self.quoted, self.theme)
        counts[key] = counts.get(key, 0) + 1
        channel = channel_of(item.source)
        self.told[channel] = self.told.get(channel, 0) + 1


def read_words(system: System, items: list[Item]) -> None:
    """Printed words can be counted, and every accepted contribution is printed or stands behind a finding."""
    accepted = "all / accepted" if "all / accepted" in system.names else ""
    words = Words()
    for place, item in enumerate(items):
        words.turn_to(item, place)
        if words.topic and (share := share_of(item)):
            words.theme = f"{words.topic} / {items[place - 1].text}"
            read_strength(system, words.topic, words.theme, share)
            words.stand(system, item)
        elif words.topic and item.kind in ("quotation", "entry"):
            words.count(item)
    for theme, count in words.quoted.items():
        system.cell(theme, low=count)
    printed_alone(system, words.alone, accepted)
    for channel, count in words.told.items():
        for name in (f"{label} / accepted" for label in SOURCES.get(channel, ())):
            if name in system.names:
                system.cell(name, low=count)


def share_of(item: Item) -> tuple[float, float] | None:
    if item.kind != "paragraph" or not re.match(r"Raised in|Idée présente", item.text):
        return None
    shares = (value for signs, value in STRENGTHS.items() if any(sign in item.text for sign in signs))
    return next(shares, (0.0, 1.0))


def read_strength(system: System, topic: str, theme: str, share: tuple[float, float]) -> None:
    whole = system.cell(f"said on {topic}")
    system.cell(theme, low=1)
    system.derived.add(theme)
    system.at_most({theme: 1.0, whole: -share[1]})
    system.at_most({theme: -1.0, whole: share[0]}, -1e-3 if share[0] else 0)


def channel_of(source: str) -> str:
    """The last thing a source says outside brackets, when it is a channel."""
    last = re.sub(r"\s*\([^)]*\)$", "", source).rpartition(", ")[2].casefold()
    return last if last in SOURCES else ""


def printed_alone(system: System, alone: dict[str, int], accepted: str) -> None:
    topics = [name for name in system.names if name.startswith("said on ")]
    if accepted and topics:  # everything accepted belongs to a topic
        others = sum(count for topic, count in alone.items() if f"said on {topic}" not in topics)
        system.at_most({accepted: 1.0, **dict.fromkeys(topics, -1.0)}, others)
    for name in topics:
        system.cell(name, low=alone.get(name.removeprefix("said on "), 0))
        if accepted:
            others = sum(count for topic, count in alone.items() if f"said on {topic}" != name)
            system.at_most({name: 1.0, accepted: -1.0}, -others)
    for theme in system.derived:
        whole = next((name for name in topics if theme.startswith(name.removeprefix("said on ") + " / ")), "")
        if whole:
            system.at_most({theme: 1.0, whole: -1.0}, -alone.get(whole.removeprefix("said on "), 0))
