"""Texts that are too hard to read are found, in both languages, with the file and the sentence."""

import polib
import pytest

from config.demo.options import ROOT
from config.quality import reading
from config.quality.reading import Text, ease, faults_of, grade, sentences, syllables, texts

PLAIN = ("We keep your words. We do not keep your name.",) * 8
EASY = ("Nous gardons vos mots. Nous ne gardons pas votre nom.",) * 8
HEAVY = (
    "Organizational accountability necessitates comprehensive documentation of consultative procedures.",
) * 8
LOURD = ("La responsabilité organisationnelle nécessite une documentation exhaustive des procédures.",) * 8


def entry(english: str, french: str, *files: str) -> polib.POEntry:
    return polib.POEntry(msgid=english, msgstr=french, occurrences=[(file, "") for file in files])


def read(*entries: polib.POEntry) -> dict[tuple[str, str], tuple[str, ...]]:
    return {(text.file, text.language): text.sentences for text in texts(entries)}


def test_what_participants_read_now_is_plain() -> None:
    catalogue = polib.pofile(str(ROOT / reading.CATALOGUE))
    assert [fault for text in texts(catalogue) for fault in faults_of(text)] == []


def test_each_language_has_its_own_longest_sentence() -> None:
    sentence = " ".join(["word"] * 26) + "."
    assert list(faults_of(Text("a.html", "fr", (sentence,)))) == []
    assert list(faults_of(Text("a.html", "en", (sentence,)))) == [
        f"a.html (en): 26 words in one sentence: {sentence}"
    ]


@pytest.mark.parametrize(("language", "plain", "heavy"), [("en", PLAIN, HEAVY), ("fr", EASY, LOURD)])
def test_a_heavy_text_is_found_and_a_plain_one_is_not(
    language: str, plain: tuple[str, ...], heavy: tuple[str, ...]
) -> None:
    assert list(faults_of(Text("a.html", language, plain))) == []
    (fault,) = faults_of(Text("a.html", language, heavy))
    assert fault.startswith(f"a.html ({language}): ")
    assert fault.endswith(heavy[0])


def test_a_short_text_has_no_level() -> None:
    assert list(faults_of(Text("a.html", "en", HEAVY[:1]))) == []


def test_the_formulas_are_those_that_were_published() -> None:
    one = Text("a.html", "en", ("The cat sat on the mat.",))  # six words of one syllable
    assert grade(one) == pytest.approx(0.39 * 6 + 11.8 - 15.59)
    assert ease(one) == pytest.approx(207 - 1.015 * 6 - 73.6)


@pytest.mark.parametrize(
    ("word", "language", "spoken"),
    [("named", "en", 1), ("little", "en", 2), ("places", "en", 2), ("consultation", "en", 4), ("rules", "en", 1),
     ("l’activité", "fr", 4), ("personne", "fr", 2), ("règles", "fr", 1), ("été", "fr", 2)],
)  # fmt: skip
def test_syllables_are_those_that_are_spoken(word: str, language: str, spoken: int) -> None:
    assert syllables(word, language) == spoken


def test_sentences_are_taken_without_markup_and_labels() -> None:
    assert sentences("Your words") == []
    assert sentences("<p>Write to %(name)s. It helps!</p>") == ["Write to name.", "It helps!"]
    assert sentences("Dear {person},\nIt opens at 9:00. Come early.") == ["It opens at 9:00.", "Come early."]


def test_what_only_staff_read_is_left_alone_and_a_new_file_is_not() -> None:
    found = read(entry("Hello.", "Bonjour.", "consultations/admin/event.py", "templates/new/page.html"))
    assert found == {
        ("templates/new/page.html", "en"): ("Hello.",),
        ("templates/new/page.html", "fr"): ("Bonjour.",),
    }


def test_words_that_are_no_longer_used_are_not_measured() -> None:
    gone = entry("Gone.", "Parti.", "templates/page.html")
    gone.obsolete = True
    assert read(gone) == {}
