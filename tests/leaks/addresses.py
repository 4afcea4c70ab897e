"""Every address that the product answers at, read from its URLconf and filled with what is in the database.

A route with a parameter that nobody here knows how to fill is an error of the run: what is new has to be covered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.contrib import admin
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from reports.models import Report
from tests.leaks.world import World

LANGUAGES = ("en", "fr")
# The admin's own pages stand under their own names; "url" catches what nothing else does, "rest" is refused to all.
NOT_WALKED = frozenset(["url", "rest", "content_type_id"])


class Uncovered(Exception):
    """A route that no address is known for."""


@dataclass(frozen=True)
class Route:
    name: str
    parameters: frozenset[str]
    template: str


def routes() -> Iterator[Route]:
    yield from below(get_resolver(), "", "")


def below(resolver: URLResolver, namespace: str, path: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        place = path + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from (inherits(route, entry) for route in below(entry, inner, place))
        elif isinstance(entry, URLPattern):
            parameters = frozenset(entry.pattern.regex.groupindex)
            yield Route(f"{namespace}{entry.name}" if entry.name else "", parameters, place)


def inherits(route: Route, resolver: URLResolver) -> Route:
    """Parameters of the prefix are parameters of what stands under it."""
    return Route(route.name, route.parameters | set(resolver.pattern.regex.groupindex), route.template)


class Pool:
    """What can stand for each parameter, in one consultation."""

    def __init__(self, world: World, secret: str, *, most_rows: int = 1) -> None:
        self.world, self.most_rows = world, most_rows
        self.reports = list(Report.objects.filter(consultation=world.consultation))
        self.values: dict[str, list[str]] = {
            "slug": [world.plan.slug],
            "event_slug": list(world.events),
            "report_id": [str(report.pk) for report in self.reports],
            "language": list(LANGUAGES),
            "file_name": [self.named(file) for report in self.reports for file in report.files.all()],
            "token": [secret],
            "part": ["live", "worker"],
            "id": [str(world.staff.users["reviewer"].pk)],
            "app_label": ["consultations", "submissions", "reports"],
        }

    def named(self, file: Any) -> str:
        file.report.consultation = self.world.consultation
        return str(file.file_name)

    def fill(self, route: Route) -> Iterator[dict[str, str]]:
        names = sorted(route.parameters)
        lists = [self.of(route, name) for name in names]
        for chosen in product(*lists):
            yield dict(zip(names, chosen, strict=True))

    def of(self, route: Route, name: str) -> list[str]:
        if name == "object_id":
            return self.rows(route)
        if name not in self.values:
            raise Uncovered(f"{route.template}: nothing is known that could stand for “{name}”")
        return self.values[name]

    def rows(self, route: Route) -> list[str]:
        """Ids of rows of the consultation, for a page of the admin that is named app_model_action."""
        for model, model_admin in admin.site._registry.items():
            prefix = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
            if route.name.startswith(prefix):
                path = getattr(model_admin, "path", "")
                mine = {path: self.world.consultation.pk} if path else {}
                found = model._default_manager.filter(**mine).order_by("pk")
                return [str(pk) for pk in found.values_list("pk", flat=True)[: self.most_rows]]
        raise Uncovered(f"{route.template}: no rows are known")


def walk(world: World, secret: str, languages: tuple[str, ...], uncovered: list[str]) -> Iterator[str]:
    """Addresses, in each of ``languages`` where they have a language."""
    pool = Pool(world, secret)
    for route in routes():
        if route.parameters & NOT_WALKED or not route.name:
            continue
        try:
            for values in pool.fill(route):
                yield from dict.fromkeys(in_languages(route, values, languages))
        except Uncovered as error:
            uncovered.append(str(error))


def in_languages(route: Route, values: dict[str, str], languages: tuple[str, ...]) -> Iterator[str]:
    for language in languages:
        with translation.override(language):
            try:
                yield reverse(route.name, kwargs=values)
            except NoReverseMatch as error:
                raise Uncovered(f"{route.template}: {error}") from error
