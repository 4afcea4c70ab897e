"""Where an error came from, without what it says: messages of libraries quote the text they stumbled over."""

import traceback
from collections.abc import Iterator


def path(error: BaseException) -> str:
    """The error's type and the way to it, innermost call last; causes first. No message, no values."""
    return " | then ".join(_one(cause) for cause in reversed(list(_causes(error))))


def _one(error: BaseException) -> str:
    calls = traceback.extract_tb(error.__traceback__)
    way = " > ".join(f"{call.filename}:{call.lineno} {call.name}" for call in calls)
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"{kind}{_constraint(error)} at {way or 'an unknown place'}"


def _constraint(error: BaseException) -> str:
    """The name of the rule by which the database refused: ours, and no value."""
    name = getattr(getattr(error, "diag", None), "constraint_name", None)
    return f" ({name})" if name else ""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
