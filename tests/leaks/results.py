"""What a run found, as data and as a table for people."""

from __future__ import annotations

import json
import math
import subprocess
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.leaks.generator import plan
from tests.leaks.journal import write as write_whole
from tests.leaks.tally import Tally, total

FILE = "results.json"
# A rank correlation this many standard deviations from nothing does not come by chance.
TOO_FAR = 4.5
# Of so many second versions it is not chance that each has to wait because too little of it changed.
MANY_SECOND_VERSIONS = 3


def of(title: dict[str, Any], entries: list[dict[str, Any]]) -> dict[str, Any]:
    """Of what is done: ``number`` consultations were planned, ``attempted`` are those whose batches came to an end."""
    tally = total(Tally.of(entry["tally"]) for entry in entries if "tally" in entry)
    indices = [index for entry in entries for index in entry["asked"].get("indices", ())]
    found = {
        **title,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(sum(entry["seconds"] for entry in entries)),
        "ranges": ranges(indices),
        "attempted": len(indices),
        "planned": planned(indices, title["seed"]),
        **figures(tally),
        **steps(entries),
        **broken(entries),
    }
    return {**found, "passed": passed(found)}


def planned(indices: Iterable[int], seed: int) -> dict[str, int]:
    """How often the search has to do what is so rare that few consultations may hold none of it, by its figure."""
    plans = [plan(index, seed) for index in indices]
    return {
        "names_taken_back": sum(sending.takes_name_back for each in plans for sending in each.sendings),
        "held_back": sum(each.twice for each in plans),
    }


def ranges(numbers: Iterable[int]) -> list[list[int]]:
    """First and last number of each row of consultations without a gap."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def figures(tally: Tally) -> dict[str, Any]:
    return {
        "consultations": tally.consultations,
        "contributions": tally.sendings,
        "artefacts": tally.artefacts.total(),
        "artefacts_by_kind": dict(sorted(tally.artefacts.items())),
        "bytes": tally.bytes,
        "canaries_planted": tally.planted,
        "found_where_forbidden": tally.forbidden,
        "found_where_permitted": tally.found,
        "expected_where_permitted": tally.expected,
        "drafts": tally.checks["drafts saved"],
        "drafts_sent": tally.checks["drafts sent"],
        "with_room_code": tally.checks["forms sent with the code of the room"],
        "letters": tally.artefacts["mail"],
        "names_taken_back": tally.checks["names taken back"],
        "opened_by_every_role": tally.checks["pages opened by every role"],
        "opened_by_one_role": tally.checks["pages opened by one role"],
        "held_back": tally.checks["versions that differ by one, held back"],
        "versions_compared": tally.checks["pairs of versions compared"],
        "solvable_cells": tally.checks["solvable cells"] + tally.checks["solvable differences"],
        "reports_stopped_by_the_gate": tally.stops,
        "order": dict(sorted(tally.order.items())),
        "checks": dict(sorted(tally.checks.items())),
        "findings": tally.findings,
        "missing": tally.absent,
        "errors": tally.errors,
        "files_with_words_found": dict(sorted(tally.proven.items())),
    }


def steps(entries: list[dict[str, Any]]) -> dict[str, Any]:
    walks = [entry["ratchet"] for entry in entries if "ratchet" in entry]
    return {
        "ratchet_steps": sum(walk["steps"] for walk in walks),
        "ratchet_breaches": sum(len(walk["found"]) for walk in walks),
        "ratchet_findings": [one for walk in walks for one in walk["found"]][:20],
    }


def broken(entries: list[dict[str, Any]]) -> dict[str, Any]:
    """What became of each deliberate breakage; the unbroken product (without a name) must be silent."""
    tried = {entry["mutant"]: entry["caught_by"] for entry in entries if "mutant" in entry}
    errors = {
        entry["mutant"]: entry["errors"] for entry in entries if entry.get("mutant") and entry["errors"]
    }
    control = tried.pop("", None)
    return {
        "mutants": len(tried),
        "mutants_caught": sum(bool(by) for by in tried.values()),
        "mutants_survived": sorted(name for name, by in tried.items() if not by),
        "mutants_caught_by": dict(sorted(tried.items())),
        "mutants_that_broke_down": errors,
        "unbroken": control,
    }


def deviation(pair: list[float]) -> float:
    """How many standard deviations the order of arrival shows in an order that should know nothing of it."""
    score, variance = pair
    return score / math.sqrt(variance) if variance else 0.0


def in_no_order(found: dict[str, Any]) -> bool:
    return all(abs(deviation(pair)) < TOO_FAR for pair in found["order"].values())


WAYS = ("drafts", "drafts_sent", "with_room_code", "letters", "opened_by_every_role")


def passed(found: dict[str, Any]) -> bool:
    return (
        found["consultations"] == found["attempted"] > 0
        and found["found_where_forbidden"] == 0
        and found["found_where_permitted"] == found["expected_where_permitted"] > 0
        and not found["errors"]
        and all(found[way] > 0 for way in WAYS)
        and all(found[way] == times for way, times in found["planned"].items())
        and (found["versions_compared"] > 0 or found["planned"]["held_back"] < MANY_SECOND_VERSIONS)
        and found["ratchet_steps"] > 0 == found["ratchet_breaches"]
        and found["mutants"] >= 15
        and not found["mutants_survived"]
        and not found["mutants_that_broke_down"]
        and found["unbroken"] == []
        and in_no_order(found)
    )


def write(folder: Path, found: dict[str, Any]) -> None:
    write_whole(folder / FILE, json.dumps(found, indent=1, ensure_ascii=False) + "\n")


def commit(root: Path) -> str:
    """The product's version; where files were changed since, "+" and what tells these changes from others."""

    def git(*words: str) -> str:
        return subprocess.run(
            ["git", *words], cwd=root, capture_output=True, text=True, check=False
        ).stdout.strip()

    changes = git("status", "--porcelain") and git("status", "--porcelain") + git("diff", "HEAD")
    return git("rev-parse", "--short", "HEAD") + (
        f"+{sha256(changes.encode()).hexdigest()[:7]}" if changes else ""
    )


ROWS = (
    ("number", "Consultations planned", "Consultations prévues"),
    ("consultations", "Consultations", "Consultations"),
    ("contributions", "Contributions", "Contributions"),
    ("drafts", "Drafts saved and opened again by their code in another browser",
     "Brouillons enregistrés et rouverts par leur code dans un autre navigateur"),
    ("drafts_sent", "Of these, sent; the others were left", "Parmi eux, envoyés; les autres ont été laissés"),
    ("with_room_code", "Forms filled in with the code of a room", "Formulaires remplis avec le code d’une salle"),
    ("letters", "Letters sent: invitations, reminders, places, receipts, resume codes, publications",
     "Lettres envoyées\u00a0: invitations, rappels, places, reçus, codes de reprise, publications"),
    ("names_taken_back", "Names that their owners took back with their receipt",
     "Noms retirés après coup par les personnes elles-mêmes, avec leur reçu"),
    ("opened_by_every_role", "Consultations of which every role opened all pages and answers of the API",
     "Consultations dont toutes les pages et l’API ont été consultées dans chaque rôle"),
    ("opened_by_one_role", "Further ones of which one role did, each role in its turn",
     "Autres consultations, parcourues dans un seul rôle, à tour de rôle"),
    ("held_back", "Versions that differ by one contribution, held back",
     "Versions retenues, car une seule contribution les distinguait"),
    ("versions_compared", "Pairs of published versions compared", "Paires de versions publiées et comparées"),
    ("artefacts", "Files, pages, answers, mails, logs, dumps and columns searched",
     "Fichiers, pages, réponses, courriels, journaux, copies et colonnes fouillés"),
    ("bytes", "Bytes searched", "Octets fouillés"),
    ("canaries_planted", "Names, addresses, numbers, organizations and acronyms planted",
     "Noms, adresses, numéros, organisations et sigles semés"),
    ("found_where_forbidden", "Found where forbidden", "Trouvés là où c’est interdit"),
    ("found_where_permitted", "Found where they must be printed", "Trouvés là où ils doivent être imprimés"),
    ("expected_where_permitted", "Looked for where they must be printed", "Cherchés là où ils doivent être imprimés"),
    ("solvable_cells", "Counts that can be worked out", "Nombres que l’on peut déduire"),
    ("ratchet_steps", "Random steps to loosen a rule", "Pas au hasard pour assouplir une règle"),
    ("ratchet_breaches", "Rules that were loosened", "Règles assouplies"),
    ("mutants", "Deliberate breakages", "Défauts introduits exprès"),
    ("mutants_caught", "Deliberate breakages noticed", "Défauts introduits exprès et remarqués"),
    ("reports_stopped_by_the_gate", "Reports stopped by the product’s own check until words were covered",
     "Rapports arrêtés par la vérification du produit jusqu’à ce que des mots soient masqués"),
    ("commit", "Version of the product", "Version du produit"),
)  # fmt: skip
HEADS = {"en": "| What | Figure |", "fr": "| Quoi | Nombre |"}
PLACES = {"en": 1, "fr": 2}
SITTING = {
    "en": "| Version of the product | On | Numbers of the consultations | Consultations | Found where forbidden "
    "| Breakages noticed |",
    "fr": "| Version du produit | Le | Numéros des consultations | Consultations | Trouvés là où c’est interdit "
    "| Défauts remarqués |",
}


def table(found: dict[str, Any], language: str = "en") -> str:
    """Of one run, in Markdown."""
    return "\n".join(
        [*lines(found, language), f"| {('Seed', 'Graine')[PLACES[language] - 1]} | {found['seed']} |"]
    )


def lines(found: dict[str, Any], language: str) -> list[str]:
    """Heading and rows, of the figures that there are."""
    rows = [
        f"| {row[PLACES[language]]} | {shown(found[row[0]], language)} |" for row in ROWS if row[0] in found
    ]
    return [HEADS[language], "|---|---:|", *rows]


def shown(value: Any, language: str) -> str:
    if not isinstance(value, int):
        return str(value)
    return f"{value:,}" if language == "en" else f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")


def tables(sittings: list[dict[str, Any]], language: str) -> str:
    """Of several sittings what they found together, then which of it comes from which version."""
    each = [
        f"| {one['commit']} | {one['made_at'][:10]} | {numbers(one, language)} | {shown(one['consultations'], language)} "
        f"| {one['found_where_forbidden']} | {one['mutants_caught']} / {one['mutants']} |"
        for one in sittings
    ]
    return "\n".join(
        [*lines(together(sittings), language), "", SITTING[language], "|---|---|---|---:|---:|---:|", *each]
    )


def numbers(sitting: dict[str, Any], language: str) -> str:
    return ", ".join(f"{shown(first, language)}–{shown(last, language)}" for first, last in sitting["ranges"])


ADDED = (
    "consultations", "contributions", "artefacts", "bytes", "canaries_planted", "found_where_forbidden",
    "found_where_permitted", "expected_where_permitted", "drafts", "drafts_sent", "with_room_code", "letters",
    "solvable_cells", "reports_stopped_by_the_gate", "ratchet_steps", "ratchet_breaches", "seconds",
    "names_taken_back", "opened_by_every_role", "opened_by_one_role", "held_back",
    "versions_compared",
)  # fmt: skip
OF_A_SITTING = ("commit", "made_at", "seed", "ranges", *ADDED, "order", "mutants", "mutants_caught", "passed")


def together(sittings: list[dict[str, Any]]) -> dict[str, Any]:
    """The sum of sittings, each figure of those that counted it. Of all breakages that any sitting tried, those are missed
    that one has missed.
    """
    order = Tally()
    for one in sittings:
        for kind, pair in one["order"].items():
            order.rank(kind, pair)
    found = {
        **{
            name: sum(one.get(name, 0) for one in sittings)
            for name in ADDED
            if any(name in one for one in sittings)
        },
        "mutants": max(one["mutants"] for one in sittings),
        "mutants_caught": max(one["mutants"] for one in sittings)
        - max(one["mutants"] - one["mutants_caught"] for one in sittings),
        "order": {kind: round(deviation(pair), 2) for kind, pair in sorted(order.order.items())},
    }
    is_fine = all(one["passed"] for one in sittings) and all(
        abs(far) < TOO_FAR for far in found["order"].values()
    )
    return {**found, "passed": is_fine and not overlapping(sittings)}


def overlapping(sittings: list[dict[str, Any]]) -> list[int]:
    """Numbers of consultations that would be counted twice."""
    counted = Counter(
        number for one in sittings for first, last in one["ranges"] for number in range(first, last + 1)
    )
    return [number for number, times in counted.items() if times > 1]


START, END = "<!-- figures of make leaks -->", "<!-- end of figures -->"
DOCUMENTS = {"en": "attribution.md", "fr": "attribution.fr.md"}
COMMITTED = "leaks-results.json"


def publish(folder: Path, docs: Path) -> None:
    """Adds the last run to the committed sittings, in place of those with consultations of the same numbers, and puts
    the figures of all into the documents, between the two comments.
    """
    found = json.loads((folder / FILE).read_text())
    fresh = {name: found[name] for name in OF_A_SITTING if name in found}
    kept = [one for one in committed(docs)["sittings"] if not overlapping([one, fresh])]
    sittings = sorted([*kept, fresh], key=lambda one: one["ranges"])
    caught = {name: by[0] for name, by in found["mutants_caught_by"].items() if by}
    write_whole(docs / COMMITTED, as_text(sittings, caught))
    for language, name in DOCUMENTS.items():
        before, _start, rest = (docs / name).read_text().partition(START)
        _old, _end, after = rest.partition(END)
        write_whole(docs / name, f"{before}{START}\n{tables(sittings, language)}\n{END}{after}")


def committed(docs: Path) -> dict[str, Any]:
    known: dict[str, Any] = json.loads((docs / COMMITTED).read_text())
    return known


def as_text(sittings: list[dict[str, Any]], caught: dict[str, str]) -> str:
    """A line for each sitting, so that what is added shows; of the breakages where the last sitting noticed each."""
    each = ",\n".join(json.dumps(one, ensure_ascii=False) for one in sittings)
    rest = json.dumps({"sum": together(sittings), "breakages": caught}, indent=1, ensure_ascii=False)
    return rest.removesuffix("\n}") + f',\n "sittings": [\n{each}\n ]\n}}\n'
