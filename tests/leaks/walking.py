"""Each role looks at everything: every address of the product, and whatever the pages link to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from urllib.parse import unquote, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import translation

from consultations import invitations
from consultations.models import InvitationPurpose, StaffRole
from tests.leaks import addresses
from tests.leaks.evidence import Piece, Reader, of_response
from tests.leaks.world import World

LINK = re.compile(rb"""(?:href|src|action|formaction|hx-get)\s*=\s*["']([^"'#]+)""")
MOST_FOLLOWED = 150
READERS = {
    StaffRole.COORDINATOR.value: Reader.COORDINATOR,
    StaffRole.REVIEWER.value: Reader.REVIEWER,
    StaffRole.RAPPORTEUR.value: Reader.STAFF,
    StaffRole.SIGNATORY_GOVERNMENT.value: Reader.STAFF,
    StaffRole.SIGNATORY_CIVIL_SOCIETY.value: Reader.STAFF,
    "superuser": Reader.COORDINATOR,
    "outsider": Reader.EVERYBODY,
    "": Reader.EVERYBODY,
}
# What a field of a form asks for while somebody types.
SUGGESTIONS = (
    "/admin/autocomplete/?app_label=consultations&model_name=registration&field_name=participant&term=",
    "/admin/autocomplete/?app_label=consultations&model_name=presentation&field_name=participant&term=",
    "/admin/autocomplete/?app_label=consultations&model_name=participant&field_name=organization&term=",
)
# Who leaves by following a link sees nothing afterwards.
ENDS = ("/logout/", "/static/")
# Questions to a list that would tell who spoke, if it answered them.
PRYING = (
    "q={}", "submission__participant__name__icontains={}", "submission__name__icontains={}", "name__icontains={}",
    "participant__name__icontains={}", "submission__organization_name__icontains={}", "email__icontains={}", "o=-1",
)  # fmt: skip


FEW = (StaffRole.REVIEWER.value, "")


def pieces(world: World, roles: Collection[str] = tuple(READERS)) -> Iterator[Piece]:
    for role in roles:
        reader = READERS[role]
        client = world.staff.client(role) if role else Client()
        yield from Walk(world, role, reader, client).pieces()


class Walk:
    def __init__(self, world: World, role: str, reader: Reader, client: Client) -> None:
        self.world, self.role, self.reader, self.client = world, role or "anonymous", reader, client
        self.seen: set[str] = set()
        self.links: list[str] = []
        self.uncovered: list[str] = []

    def pieces(self) -> Iterator[Piece]:
        _invitation, secret = invitations.issue(self.world.events["day"], InvitationPurpose.REGISTER)
        languages = addresses.LANGUAGES if self.role == "anonymous" else ("en",)
        for address in (*addresses.walk(self.world, secret, languages, self.uncovered), *SUGGESTIONS):
            yield from self.look(address)
        for address in self.following():
            yield from self.look(address)
        if self.uncovered:
            raise addresses.Uncovered("; ".join(self.uncovered))

    def following(self) -> Iterator[str]:
        """Links not yet seen, until there are no more or enough have been followed."""
        for _ in range(MOST_FOLLOWED):
            if not self.links:
                return
            yield self.links.pop(0)

    def look(self, address: str) -> Iterator[Piece]:
        if address in self.seen or any(end in address for end in ENDS):
            return
        self.seen.add(address)
        with translation.override("en"):
            response = self.client.get(address)
        piece = of_response(f"{address} as {self.role}", self.reader, response, kind_of(address))
        if response.get("Content-Type", "").startswith("text/html"):
            self.links += [link for link in links_of(address, response, piece.data) if link not in self.seen]
        yield piece


def kind_of(address: str) -> str:
    """The admin's pages by their model; files by what they are; all others are pages."""
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return "page"
    if match.namespace == "admin":
        return f"admin {(match.url_name or '').partition('_')[2] or match.url_name}"
    return "API" if match.namespace == "api" else f"page {match.url_name}"


def links_of(address: str, response: HttpResponse, data: bytes) -> list[str]:
    found = []
    for raw in LINK.findall(data):
        link = unquote(raw.decode("utf-8", "replace")).replace("&amp;", "&")
        if link.startswith("?"):
            link = urlsplit(address).path + link
        if link.startswith("/") and not link.startswith("//"):
            found.append(link)
    return list(dict.fromkeys(found))


def prying(world: World) -> Iterator[tuple[str, str]]:
    """Lists of the admin that give another answer to a name that somebody has than to one that nobody has."""
    reviewer = world.staff.client(StaffRole.REVIEWER)
    speakers = [sending.speaker for sending in world.plan.sendings if sending.speaker]
    if not speakers:
        return
    name = speakers[0].name.written.split()[-1]
    for route in addresses.routes():
        if not (route.name.startswith("admin:") and route.name.endswith("_changelist")):
            continue
        for question in PRYING:
            true, false = (
                rows(reviewer, world, route.name, question.format(word)) for word in (name, "Nobodyatall")
            )
            if true != false:
                yield route.name, question


def rows(client: Client, world: World, name: str, question: str) -> list[str]:
    """Of a list, the rows that are shown; of a refusal, its status."""
    address = addresses.reverse(name)
    response = client.get(f"{address}?consultation={world.consultation.pk}&state=all&{question}")
    if response.status_code != 200:
        return [str(response.status_code)]
    return re.findall(r"<th class=\"field-[^>]*>(.*?)</th>", response.content.decode())
