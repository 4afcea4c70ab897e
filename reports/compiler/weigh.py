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
    # Too little was said on the topic for shares to mean anything, or for them to hide a small count.
    RAISED = None


class Reach(Enum):
    """Through how many channels an idea came; never which, as few may have used one."""

    EVERY_CHANNEL = "every"
    SEVERAL_CHANNELS = "several"
    UNSAID = ""


def strength(supports: int, contributions: int, k: int) -> Strength:
    """The word for ``supports`` of the ``contributions`` on a topic."""
    if contributions < printable_from(k):
        return Strength.RAISED
    share = Fraction(supports, contributions)
    return next(
        each for each in Strength if each.value is not None and (share > each.value or each is Strength.SOME)
    )


def reach(channels: set[str], all_channels: set[str]) -> Reach:
    if len(channels) < 2:
        return Reach.UNSAID
    return Reach.EVERY_CHANNEL if channels == all_channels else Reach.SEVERAL_CHANNELS


@dataclass(frozen=True, slots=True)
class Weighed:
    theme: ThemeFacts
    strength: Strength
    reach: Reach


@dataclass(frozen=True, slots=True)
class Scale:
    """Weighs and orders what stands in one release. ``release`` is the hash of its manifest."""

    snapshot: Snapshot
    release: str

    def secret(self, *names: str) -> str:
        """A name for a thing that is random to a reader, and new with each release."""
        message = "\x1f".join((self.release, *names)).encode()
        return hmac.new(self.snapshot.ordering_key.encode(), message, hashlib.sha256).hexdigest()

    def anchor(self, kind: str, name: str) -> str:
        return f"{kind}-{self.secret(kind, name)[:10]}"

    def shuffled(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(ids, key=lambda each: self.secret("contribution", each)))

    def themes(self, topic: TopicFacts) -> tuple[Weighed, ...]:
        """The themes of ``topic``, the weightiest first."""
        themes = self.snapshot.themes_of(topic)
        spoken = {each.id for each in self.snapshot.of_topic(topic)}
        spoken = spoken.union(*(theme.supports for theme in themes)) if themes else spoken
        ordered = sorted(themes, key=lambda each: (-len(each.supports), self.secret("theme", each.key)))
        return tuple(
            Weighed(
                theme,
                strength(len(theme.supports), len(spoken), self.snapshot.k),
                reach(self.channels(theme.supports), self.channels(self.snapshot.contributions)),
            )
            for theme in ordered
        )

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
