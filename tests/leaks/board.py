"""A moderator at work: what the audience asks is put into a group, and marked as for the panel or answered."""

from __future__ import annotations

from itertools import cycle

from django.urls import reverse

from consultations.models import StaffRole
from submissions.board import questions_of
from submissions.models import BoardState
from tests.leaks.evidence import Keep, Reader, expect, of_response
from tests.leaks.world import World


def moderate(world: World, keep: Keep) -> None:
    """Questions that nobody has moved yet."""
    moderator, states = world.staff.client(StaffRole.REVIEWER), cycle(BoardState.values)
    for event in world.events.values():
        address = reverse("submissions:board", args=[world.plan.slug, event.slug])
        waiting = list(questions_of(event).filter(board_place=None).values_list("pk", flat=True))
        if not waiting:
            continue
        expect(moderator.post(address, {"do": "make", "label": "On timing"}), 302, address)
        group = event.question_groups.get().pk
        for question, state in zip(waiting, states, strict=False):
            for step in ({"do": "move", "group": group}, {"do": f"mark-{state}"}):
                expect(moderator.post(address, {**step, "question": question}), 302, address)
            world.did["questions moved on the board"] += 1
        for each in (address, reverse("submissions:board_news", args=[world.plan.slug, event.slug])):
            keep(of_response(each, Reader.REVIEWER, moderator.get(each)))
