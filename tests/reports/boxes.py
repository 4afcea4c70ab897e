"""The boxes of a form as a browser has them, and what is typed into each until the form is taken."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import count, product
from typing import Any
from uuid import uuid4

from bs4 import BeautifulSoup, Tag
from django.test import Client

from consultations.cleaning import clean_text
from tests.hostile import LONGEST, TYPED, bundles, naughty

# Boxes in which something else than words is written.
WORDS = "textarea, input[type=text]:not([inputmode]), input[type=search], input:not([type])"
NOT_WORDS = {
    "homepage": "a trap for programs: it stays empty",
    "code": "a short name of letters and digits",
    "room_code": "the code of the room",
}
# Boxes of one line that take more or less than others do; no ``maxlength`` reaches the browser.
LIMITS = {"name": 150, "organization_name": 200}
LONGEST_LINE = 140
# A number for each box, in the order in which they are met.
ends: defaultdict[Any, int] = defaultdict(count(100).__next__)
LONGEST_END = 10
LONGEST_OF_EACH_CHOICE = 1000


@dataclass
class Page:
    """A form: its address, who opens it, what else is sent along, which of its boxes no reader sees as they are, and
    through which the Big List of Naughty Strings does not go.
    """

    address: str
    client: Callable[[], Client] = Client
    form: str = "main form.question"
    also: Callable[[int], dict[str, Any]] = lambda number: {}
    unprinted: dict[str, str] = field(default_factory=dict)
    choices: tuple[int, ...] = (1,)
    without_list: dict[str, str] = field(default_factory=dict)


def form_on(body: bytes, page: Page) -> Tag:
    form = BeautifulSoup(body, "html.parser").select_one(page.form)
    assert form is not None, page.address
    return form


def words_of(form: Tag) -> list[Tag]:
    """Its boxes for words."""
    return [box for box in form.select(WORDS) if str(box["name"]) not in NOT_WORDS]


def is_asked(box: Tag, which: int) -> bool:
    """After the first real choice (1; before it one may rather not say) all but what is said beside the last (-1)."""
    name = str(box["name"])
    if name.endswith("_other"):
        return which == -1
    return which == 1 or name == "name"  # which is required


def chosen(form: Tag, which: int) -> dict[str, Any]:
    """What a browser sends of the rest, when this one of all choices is made."""
    sent: dict[str, Any] = {
        str(box["name"]): box.get("value", "") for box in form.select("input[type=hidden]")
    }
    sent |= {str(box["name"]): box.get("value") or "0" for box in form.select("input[type=number]")}
    radios: dict[str, list[str]] = {}
    for box in form.select("input[type=radio]"):
        radios.setdefault(str(box["name"]), []).append(str(box["value"]))
    sent |= {name: values[min(which, len(values) - 1)] for name, values in radios.items()}
    for one in form.select("select[name]"):
        values = [str(option["value"]) for option in one.select("option") if option.get("value")]
        if values and not one.find_parent(class_=["date-parts", "rank"]):
            sent[str(one["name"])] = values[0]
    return sent


def limit_of(box: Tag) -> int:
    said = box.get("data-limit") or box.get("maxlength")
    return int(
        str(said or LIMITS.get(str(box["name"])) or (LONGEST_LINE if box.name == "input" else LONGEST))
    )


@cache
def bundled(limit: int) -> tuple[str, ...]:
    """Each text of the list that a box of this size takes whole, as many in one as fit; of those that run from the right
    each alone where it has no line of its own.
    """
    room = limit - LONGEST_END
    texts = [text for text in naughty() if len(text) < room]
    alone = [text for text in texts if limit < LONGEST and any(map(runs_from_right, text))]
    return (*bundles([text for text in texts if text not in alone], room), *alone)


def runs_from_right(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in ("R", "AL", "AN")


@cache
def pieces(limit: int) -> tuple[str, ...]:
    """Each text that a box of this size takes whole, as many in one as fit; one without a limit (0) takes them all."""
    if not limit:
        return "\n".join(TYPED), "\n".join(naughty())
    room = limit - LONGEST_END
    return tuple(bundles([text for text in TYPED if len(text) <= room], room))


def in_box(box: Tag, text: str) -> str:
    """What a browser lets stand in it: in one line no line end."""
    return text if box.name == "textarea" else re.sub("[\r\n]+", " ", text)


def fitting(box: Tag, text: str, end: str) -> str:
    """As much of ``text`` as the box takes, with an end that no other box has."""
    if len(text) + len(end) > limit_of(box):
        text = text[: limit_of(box) - len(end)].strip()
    return f"{text}{end}"


def as_kept(box: Tag, text: str, end: str) -> str:
    sent = fitting(box, text, end)
    kept = f"{TYPED[text]}{end}" if text in TYPED and sent == f"{text}{end}" else clean_text(sent)
    return " ".join(kept.split()) if box.name == "input" else kept


class Walks:
    """Through the pages of one form until it is taken, again and again with other texts."""

    def __init__(self, page: Page) -> None:
        self.page, self.client = page, page.client()
        self.first = form_on(self.client.get(page.address).content, page)
        self.kept: defaultdict[str, list[str]] = defaultdict(list)
        self.limits: dict[str, int] = {}
        self.taken = 0

    def with_every_text(self) -> None:
        for text, which in product(TYPED, self.page.choices):
            if which == self.page.choices[0] or len(text) < LONGEST_OF_EACH_CHOICE:
                self.through(lambda box, text=text: text, which)
        limits = [limit for name, limit in self.limits.items() if name not in self.page.without_list]
        for number, which in product(range(max(len(bundled(limit)) for limit in limits)), self.page.choices):
            self.through(partial(self.of_the_list, number), which)

    def of_the_list(self, number: int, box: Tag) -> str:
        """The next of its bundles, as long as there are any."""
        if str(box["name"]) in self.page.without_list:
            return ""
        return "".join(bundled(limit_of(box))[number : number + 1])

    def through(self, text: Callable[[Tag], str], which: int) -> None:
        form = self.first
        for _step in range(5):
            data = {**chosen(form, which), **self.page.also(self.taken)}
            data |= {"key": str(uuid4())} if "key" in data and form is self.first else {}
            data |= dict(self.written(form, text, which))
            buttons = [str(button["value"]) for button in form.select("button[name=do]")]
            data |= {"do": next(each for each in ("next", "send") if each in buttons)} if buttons else {}
            answer = self.client.post(self.page.address, data)
            if answer.status_code == 302:
                self.taken += 1
                return
            wrong = BeautifulSoup(answer.content, "html.parser").select(".error, .errorlist, .errornote")
            assert (answer.status_code, [each.text for each in wrong]) == (200, []), (self.page.address, data)
            form = form_on(answer.content, self.page)
        raise AssertionError(f"{self.page.address} takes no end")

    def written(self, form: Tag, text: Callable[[Tag], str], which: int) -> Iterator[tuple[str, str]]:
        """What is typed into each box that is asked; what is to be kept of it is remembered."""
        for box in words_of(form):
            name = str(box["name"])
            self.limits[name] = limit_of(box)
            kept = self.kept[name]
            if is_asked(box, which):
                end = f" {ends[self.page.address, name]}"
                yield name, fitting(box, text(box), end)
                kept.append(as_kept(box, text(box), end))
