import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from submissions.review.runs import RUN, Run, index, repeated, runs_of, words_of

WORDS = st.lists(st.sampled_from(["paint", "École", "L’eau", "été", "road", "naïve"]), max_size=30)
SAID = "We paint the crossings at the school each spring and autumn."


def indexed(texts: list[tuple[str, str]]) -> dict[Run, str]:
    return index(texts, frozenset(run for _name, text in texts for run in runs_of(text)))


def test_seven_words_are_no_run_and_eight_are_one() -> None:
    assert runs_of("one two three four five six seven") == frozenset()
    assert runs_of("one two three four five six seven eight") == {
        ("one", "two", "three", "four", "five", "six", "seven", "eight")
    }


def test_case_accents_marks_and_line_breaks_make_no_difference() -> None:
    said = "À l’école, l’été dernier, nous étions peu."
    assert runs_of(said) == runs_of("a L'ECOLE —\nL'ETE dernier: nous etions PEU") != frozenset()


def test_a_text_that_repeats_eight_words_is_told_with_whose_they_are() -> None:
    said = indexed([("first", SAID), ("second", "Nothing else was ever said about this road here.")])
    found = repeated("People agree: the crossings at the school each spring and autumn!", said)
    assert found == {"first": "crossings at the school each spring and autumn"}


def test_seven_words_in_a_row_may_be_repeated() -> None:
    assert repeated("They said: the crossings at the school each spring.", indexed([("first", SAID)])) == {}


@given(WORDS)
def test_there_are_as_many_runs_as_places_where_one_can_begin(words: list[str]) -> None:
    places = max(0, len(words) + words.count("L’eau") - RUN + 1)
    assert len(runs_of(" ".join(words))) <= places
    assert bool(runs_of(" ".join(words))) == bool(places)


@given(WORDS, WORDS, WORDS)
def test_whatever_stands_around_a_run_it_is_found(
    before: list[str], run: list[str], after: list[str]
) -> None:
    said = " ".join([*run, "one two three four five six seven eight"])
    assert repeated(" ".join([*before, said, *after]), indexed([("it", said)])).keys() == {"it"}


ZH = "我们每年春天和秋天都会在学校门口重新粉刷人行横道"
JA = "私たちは毎年春と秋に学校の前の横断歩道を塗り直しています"
TH = "เราทาสีทางม้าลายหน้าโรงเรียนทุกฤดูใบไม้ผลิและทุกฤดูใบไม้ร่วง"
LO = "ພວກເຮົາທາສີທາງຂ້າມຢູ່ໜ້າໂຮງຮຽນທຸກໆລະດູໃບໄມ້ປົ່ງແລະລະດູໃບໄມ້ຫຼົ່ນ"
KM = "យើងលាបថ្នាំផ្លូវឆ្លងកាត់នៅមុខសាលារៀនរៀងរាល់និទាឃរដូវនិងរដូវស្លឹកឈើជ្រុះ"
MY = "ကျွန်ုပ်တို့သည်နွေဦးနှင့်ဆောင်းဦးတိုင်းကျောင်းရှေ့ရှိလူကူးမျဉ်းကြားများကိုဆေးသုတ်သည်"


@pytest.mark.parametrize("said", [ZH, JA, TH, LO, KM, MY])
def test_in_a_script_without_spaces_a_sentence_that_is_repeated_is_found(said: str) -> None:
    assert repeated(f"2024: “{said}” OK", indexed([("it", said)])).keys() == {"it"}
    assert repeated(said[: len(said) // 4], indexed([("it", said)])) == {}


HALF_WIDTH = (
    "ワタシハマイトシハルトアキニガッコウノマエノオウダンホドウヲヌリマス",
    "ﾜﾀｼﾊﾏｲﾄｼﾊﾙﾄｱｷﾆｶﾞｯｺｳﾉﾏｴﾉｵｳﾀﾞﾝﾎﾄﾞｳｦﾇﾘﾏｽ",
)


@pytest.mark.parametrize("said", HALF_WIDTH)
@pytest.mark.parametrize("printed", HALF_WIDTH)
def test_syllables_of_half_the_width_are_the_same_syllables(said: str, printed: str) -> None:
    assert repeated(f"2024: {printed[:30]}", indexed([("it", said)])).keys() == {"it"}


def test_twelve_chinese_characters_are_a_run_and_eleven_are_none() -> None:
    assert runs_of(ZH[:11]) == frozenset()
    assert runs_of(ZH[:12]) == {tuple(ZH[:12])}
    assert repeated(ZH[:12], indexed([("it", ZH)])) == {"it": ZH[:12]}


def test_words_between_characters_count_as_words() -> None:
    assert runs_of("one two three four five six seven 我") == frozenset()
    assert len(runs_of("one two three four five six seven 我们")) == 1


def test_marks_end_no_word() -> None:
    said = "हम हर साल वसंत और पतझड़ में स्कूल के सामने सड़क रंगते हैं"
    assert len(words_of(said)) == len(said.split())
    written_apart = unicodedata.normalize("NFD", "À l’école, l’été dernier, nous étions déjà peu.")
    assert runs_of(written_apart) == runs_of(unicodedata.normalize("NFC", written_apart)) != frozenset()


# Adlam, Chakma and Takri, whose letters and marks stand beyond the first plane.
BEYOND = ["\U0001e906\U0001e935\U0001e944\U0001e924", "\U0001110c\U0001110b\U00011134\U0001111f\U00011133\U00011126",
          "\U00011694\U000116ad\U0001168a\U000116a4\U000116af"]  # fmt: skip


@pytest.mark.parametrize("word", BEYOND)
def test_marks_beyond_the_first_plane_end_no_word_either(word: str) -> None:
    assert len(words_of(f"{word} {word}")) == 2
    assert runs_of(" ".join([word] * (RUN - 1))) == frozenset()


def test_of_the_runs_that_are_looked_for_each_is_told_with_the_first_that_holds_it() -> None:
    wanted = runs_of("crossings at the school each spring and autumn") | runs_of("a b c d e f g h")
    assert list(index([("first", SAID), ("second", SAID)], wanted).values()) == ["first"]
    assert index([("first", SAID)], frozenset()) == {}
