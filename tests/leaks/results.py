"""What a run found, as data and as a table for people."""

from __future__ import annotations

import json
import math
import subprocess
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.leaks.journal import write as write_whole
from tests.leaks.tally import Tally, total

FILE = "results.json"
# A rank correlation this many standard deviations from nothing does not come by chance.
TOO_FAR = 4.5


def of(title: dict[str, Any], entries: list[dict[str, Any]]) -> dict[str, Any]:
    """Of what is done: ``number`` consultations were planned, ``attempted`` are those whose batches came to an end."""
    tally = total(Tally.of(entry["tally"]) for entry in entries if "tally" in entry)
    found = {
        **title,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(sum(entry["seconds"] for entry in entries)),
        "attempted": sum(len(entry["asked"].get("indices", ())) for entry in entries),
        **figures(tally),
        **steps(entries),
        **broken(entries),
    }
    return {**found, "passed": passed(found)}


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
        "solvable_cells": tally.checks["solvable cells"] + tally.checks["solvable differences"],
        "reports_stopped_by_the_gate": tally.stops,
        "order": {kind: round(deviation(pair), 2) for kind, pair in sorted(tally.order.items())},
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


def passed(found: dict[str, Any]) -> bool:
    return (
        found["consultations"] == found["attempted"] > 0
        and found["found_where_forbidden"] == 0
        and found["found_where_permitted"] == found["expected_where_permitted"] > 0
        and not found["errors"]
        and all(found[way] > 0 for way in ("drafts", "drafts_sent", "with_room_code", "letters"))
        and found["ratchet_steps"] > 0 == found["ratchet_breaches"]
        and found["mutants"] >= 15
        and not found["mutants_survived"]
        and not found["mutants_that_broke_down"]
        and found["unbroken"] == []
        and all(abs(value) < TOO_FAR for value in found["order"].values())
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


def table(found: dict[str, Any], language: str = "en") -> str:
    """In Markdown."""
    place = 1 if language == "en" else 2
    lines = [HEADS[language], "|---|---:|"]
    lines += [f"| {row[place]} | {shown(found[row[0]], language)} |" for row in ROWS]
    lines.append(f"| {('Seed', 'Graine')[place - 1]} | {found['seed']} |")
    return "\n".join(lines)


def shown(value: Any, language: str) -> str:
    if not isinstance(value, int):
        return str(value)
    return f"{value:,}" if language == "en" else f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")


START, END = "<!-- figures of make leaks -->", "<!-- end of figures -->"
DOCUMENTS = {"en": "attribution.md", "fr": "attribution.fr.md"}
COMMITTED = "leaks-results.json"


def publish(folder: Path, docs: Path) -> None:
    """Puts the figures of the last run into the documents, between the two comments."""
    found = json.loads((folder / FILE).read_text())
    write_whole(docs / COMMITTED, json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    for language, name in DOCUMENTS.items():
        before, _start, rest = (docs / name).read_text().partition(START)
        _old, _end, after = rest.partition(END)
        write_whole(docs / name, f"{before}{START}\n{table(found, language)}\n{END}{after}")
