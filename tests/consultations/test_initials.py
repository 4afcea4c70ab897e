"""Initials are found whatever a name begins with; a text without any is not searched for them."""

import pytest

from consultations.folding import Folds
from consultations.names import Names, places


@pytest.mark.parametrize(
    ("name", "text"),
    [("Jane Doe", "as J. D. said"), ("Élise Roy", "as É.-R. said"), ("3M Doe", "as 3. D. said")],
)
def test_initials_of_any_name_are_found(name: str, text: str) -> None:
    assert [place.term for place in places(text, Names([name], ()), Folds())] == [name]
