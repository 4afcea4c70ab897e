"""How much an idea weighs, and the order that follows: by weight, then by a keyed hash that tells nothing."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from consultations.disclosure import printable_from
from reports.compiler.snapshot import Snapshot, ThemeFacts, TopicFacts


class Strength(Enum):
    """Words for how often an idea was raised, with the share of a topic's contributions that is above them."""

    MOST = Fraction(1, 2)
    MANY = Fraction(1, 3)
    SEVERAL = Fraction(1, 6)
    SOME = Fraction(0)
    # No share is told: too little was said on the topic, or the share would pin a small count.
    RAISED = None


SHARES = (Fraction(1), *(word.value for word in Strength if word.value is not None))


class Reach(Enum):
    """Through how many channels an idea came; never which, as few may have used one."""

    EVERY_CHANNEL = "every"
    SEVERAL_CHANNELS = "several"
    UNSAID = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said on a topic. ``alone``: contributions that no finding rests on, which are printed one by one."""

    contributions: int
    alone: int = 0


def strength(supports: int, said: Said, k: int, seen: int = 0) -> Strength:
    """The word for ``supports`` of what was said, of which a reader can count ``seen``."""
    share = Fraction(supports, said.contributions)
    words = sayable(said, printable_from(k), seen)
    return next((word for word in words if share > word.value), Strength.RAISED)


def sayable(said: Said, floor: int, seen: int) -> tuple[Strength, ...]:
    """The words, from the strongest on, of which none pins a small count, nor does having none of them.

    They depend on what was said on the topic, not on how much of it stands behind the finding.
    """
    words = tuple(word for word in Strength if word.value is not None)
    for count in range(len(words), 0, -1):
        used = [*zip(SHARES[1 : count + 1], SHARES, strict=False), (Fraction(0), SHARES[count])]
        if all(is_wide(said, above, upto, floor, seen) for above, upto in used if above < upto):
            return words[:count]
    return ()


def is_wide(said: Said, above: Fraction, upto: Fraction, floor: int, seen: int) -> bool:
    """Whether a share in (``above``, ``upto``] stands for counts that are not small, or for many different ones:
    to a reader who knows all that was said on the topic, and to one who only counts what is printed of it.
    """
    last = int(upto * said.contributions)
    least = above * said.contributions, above * said.alone / (1 - above)
    lowest = (max(seen, 1, int(each) + 1) for each in least)
    return all(first >= floor or last - first >= floor for first in lowest)


def reach(channels: set[str], common: set[str], all_channels: set[str]) -> Reach:
    """``common``: channels through which so much came that one finding's way through them tells nothing."""
    if len(channels & common) < 2:
        return Reach.UNSAID
    return Reach.EVERY_CHANNEL if channels & common == all_channels else Reach.SEVERAL_CHANNELS


@dataclass(frozen=True, slots=True)
class Weighed:
    theme: ThemeFacts
    strength: Strength
    reach: Reach


def secret_name(ordering_key: str, release: str, *names: str) -> str:
    message = "\x1f".join((release, *names)).encode()
    return hmac.new(ordering_key.encode(), message, hashlib.sha256).hexdigest()


def anchor_of(ordering_key: str, release: str, kind: str, name: str) -> str:
    """Where in a release a thing stands, for whoever knows the consultation's key."""
    return f"{kind}-{secret_name(ordering_key, release, kind, name)[:10]}"


@dataclass(frozen=True, slots=True)
class Scale:
    """Weighs and orders what stands in one release. ``release`` is the hash of its manifest."""

    snapshot: Snapshot
    release: str

    def secret(self, *names: str) -> str:
        """A name for a thing that is random to a reader, and new with each release."""
        return secret_name(self.snapshot.ordering_key, self.release, *names)

    def anchor(self, kind: str, name: str) -> str:
        return anchor_of(self.snapshot.ordering_key, self.release, kind, name)

    def shuffled(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(ids, key=lambda each: self.secret("contribution", each)))

    def themes(self, topic: TopicFacts) -> tuple[Weighed, ...]:
        """The themes of ``topic``, the weightiest first."""
        themes = self.snapshot.themes_of(topic)
        ordered = sorted(themes, key=lambda each: (-len(each.supports), self.secret("theme", each.key)))
        said, found, seen = self.said_on(topic), [], 0
        for theme in reversed(ordered):
            through = reach(
                self.channels(theme.supports), self.common, self.channels(self.snapshot.contributions)
            )
            # What stands above is no less than what stands below it.
            seen = max(seen, len(self.quoted(theme)), self.at_least(through))
            word = strength(len(theme.supports), said, self.snapshot.k, seen)
            found.append(Weighed(theme, word, through))
        return tuple(reversed(found))

    def said_on(self, topic: TopicFacts) -> Said:
        own = {each.id for each in self.snapshot.of_topic(topic)}
        backing = {each for theme in self.snapshot.themes_of(topic) for each in theme.supports}
        return Said(len(own | backing), len(own - self.backing))

    @property
    def backing(self) -> frozenset[str]:
        """Contributions that some finding rests on; the others are printed one by one."""
        return frozenset(each for theme in self.snapshot.themes for each in theme.supports)

    @property
    def common(self) -> set[str]:
        """Channels through which contributions came that are not few."""
        rows = self.snapshot.ledger.rows
        return {row.channel for row in rows if row.accepted >= printable_from(self.snapshot.k)}

    def at_least(self, through: Reach) -> int:
        """How many contributions must stand behind what came through so many channels."""
        return {Reach.EVERY_CHANNEL: len(self.common), Reach.SEVERAL_CHANNELS: 2, Reach.UNSAID: 1}[through]

    def quoted(self, theme: ThemeFacts) -> tuple[str, ...]:
        """Contributions quoted under ``theme``: each stands once in a report, where there are fewest others."""
        homes: dict[str, ThemeFacts] = {}
        for each in sorted(
            self.snapshot.themes, key=lambda one: (len(one.quoted), self.secret("theme", one.key))
        ):
            for contribution in each.quoted:
                homes.setdefault(contribution, each)
        return self.shuffled(each for each in theme.quoted if homes[each] == theme)

    def channels(self, ids: Iterable[str]) -> set[str]:
        kinds = {event.slug: event.kind.value for event in self.snapshot.events}
        return {kinds[self.snapshot.contributions[each].event] for each in ids}
