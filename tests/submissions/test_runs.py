from hypothesis import given
from hypothesis import strategies as st

from submissions.review.runs import RUN, index, repeated, runs_of

WORDS = st.lists(st.sampled_from(["paint", "École", "L’eau", "été", "road", "naïve"]), max_size=30)
SAID = "We paint the crossings at the school each spring and autumn."


def test_seven_words_are_no_run_and_eight_are_one() -> None:
    assert runs_of("one two three four five six seven") == frozenset()
    assert runs_of("one two three four five six seven eight") == {
        ("one", "two", "three", "four", "five", "six", "seven", "eight")
    }


def test_case_accents_marks_and_line_breaks_make_no_difference() -> None:
    said = "À l’école, l’été dernier, nous étions peu."
    assert runs_of(said) == runs_of("a L'ECOLE —\nL'ETE dernier: nous etions PEU") != frozenset()


def test_a_text_that_repeats_eight_words_is_told_with_whose_they_are() -> None:
    said = index([("first", SAID), ("second", "Nothing else was ever said about this road here.")])
    found = repeated("People agree: the crossings at the school each spring and autumn!", said)
    assert found == {"first": "crossings at the school each spring and autumn"}


def test_seven_words_in_a_row_may_be_repeated() -> None:
    assert repeated("They said: the crossings at the school each spring.", index([("first", SAID)])) == {}


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
    assert repeated(" ".join([*before, said, *after]), index([("it", said)])).keys() == {"it"}
