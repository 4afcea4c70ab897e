"""French articles, contractions, lists, numbers and days, for names that nobody here has seen before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from consultations.dates import NO_BREAK, written

NUMBERS = {
    1: "un", 2: "deux", 3: "trois", 4: "quatre", 5: "cinq", 6: "six", 7: "sept", 8: "huit", 9: "neuf", 10: "dix"
}  # fmt: skip


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The article of a name by its first word.
LE = words_of(
    """
    bureau centre cercle collectif comité conseil département fonds forum gouvernement groupe institut ministère
    mouvement musée office organisme parlement programme projet réseau secrétariat secteur sénat service syndicat
    tribunal
    """
)
LA = words_of(
    """
    agence alliance assemblée assistance association banque chambre clinique coalition commission commune
    confédération défense direction division école église fédération fondation gendarmerie initiative ligue mairie
    mission municipalité organisation police province société table union université ville
    """
)
LES = words_of("amis amies bureaux directions femmes forces nations secteurs services")
# Common nouns that are written small inside a sentence when they begin the name of a State's body.
SMALL = frozenset({"gouvernement", "ministère", "ville", "province", "secteur", "secteurs"})
OWN_ARTICLES = (("Le ", "du "), ("Les ", "des "), ("La ", "de la "), ("L’", "de l’"))
VOWELS = "aeiouyàâäéèêëîïôöùûüœæ"


def number(count: int) -> str:
    return NUMBERS.get(count, str(count))


def begins_with_vowel(word: str) -> bool:
    return word[:1].casefold() in VOWELS or word[:3].casefold() in ("hom", "hon", "hôp", "his", "hum")


def inside(name: str) -> str:
    """``name`` as it stands inside a sentence: « gouvernement du Canada », « Affaires mondiales Canada »."""
    has_article = any(name.startswith(own) for own, _contracted in OWN_ARTICLES)
    return name[:1].lower() + name[1:] if has_article or first_word(name) in SMALL else name


def first_word(name: str) -> str:
    return name.split()[0].strip(",").casefold() if name.split() else ""


def article(name: str) -> str:
    """The article that ``name`` takes: none when it has one."""
    first = first_word(name)
    if first in LES:
        return "les "
    if first in LE | LA and begins_with_vowel(first):
        return "l’"
    if first in LE:
        return "le "
    return "la " if first in LA else ""


def two_parts(name: str) -> list[str]:
    """A name that joins two bodies, each with an article of its own: la Défense nationale et les Forces armées."""
    first, _et, second = name.partition(" et ")
    joined = second[:1].isupper() and article(first) and article(second)
    return [first, second] if joined else [name]


def le(name: str) -> str:
    """With its article, if it takes one: « le gouvernement du Canada », « Condition féminine Canada »."""
    return " et ".join(f"{article(part)}{inside(part)}" for part in two_parts(name))


def de(name: str) -> str:
    """After « de »: « du gouvernement », « de la Gendarmerie », « d’Affaires mondiales Canada »."""
    return " et ".join(_de(part) for part in two_parts(name))


def _de(name: str) -> str:
    for own, contracted in OWN_ARTICLES:
        if name.startswith(own):
            return contracted + name.removeprefix(own)
    with_article = article(name)
    if with_article == "le ":
        return f"du {inside(name)}"
    if with_article == "les ":
        return f"des {inside(name)}"
    if with_article:
        return f"de {with_article}{inside(name)}"
    return f"d’{name}" if begins_with_vowel(name) else f"de {name}"


def some(group: str) -> str:
    """A group with its partitive article: « des parlementaires », « du personnel politique »."""
    first = first_word(group)
    if first.endswith(("s", "x")):
        return f"des {group}"
    if first == "personnel":
        return f"du {group}"
    return group


def listed(items: Sequence[str]) -> str:
    """« a, b et c »; with semicolons when an item has a comma or an « et » of its own."""
    *first, last = items or [""]
    if not first:
        return last
    if any("," in item or " et " in item for item in items) and len(items) > 2:
        return f"{'; '.join(first)}; et {last}"
    return f"{', '.join(first)} et {last}"


def quoted(words: str) -> str:
    return f"«{NO_BREAK}{words}{NO_BREAK}»"


def either(items: Sequence[str]) -> str:
    """« a, b ou c »."""
    *first, last = items or [""]
    return f"{', '.join(first)} ou {last}" if first else last


def days(moments: Sequence[date]) -> str:
    """Single days: « les 10, 12 et 18 avril 2017 »."""
    last = moments[-1]
    if len(moments) == 1:
        return f"le {written(last, 'fr')}"
    parts = [
        written(
            day,
            "fr",
            with_month=(day.year, day.month) != (last.year, last.month),
            with_year=day.year != last.year,
        )
        for day in moments[:-1]
    ]
    return f"les {listed([*parts, written(last, 'fr')])}"


def on_days(first: date, last: date) -> str:
    """« les 20 et 21 avril 2017 », « du 3 au 21 avril 2017 »."""
    if first == last:
        return f"le {written(first, 'fr')}"
    if (last - first).days == 1:
        return days((first, last))
    return from_to(first, last)


def from_to(first: date, last: date) -> str:
    if first == last:
        return f"le {written(first, 'fr')}"
    same_year = first.year == last.year
    same_month = same_year and first.month == last.month
    start = written(first, "fr", with_month=not same_month, with_year=not same_year)
    return f"du {start} au {written(last, 'fr')}"
