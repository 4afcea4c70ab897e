"""Which tests stay in one worker when several run them: those of a file, and those of files that need each other."""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling

# The last needs every page that the others have looked at, and opens what was not: in one worker no page is opened twice.
LOOKED_AT = "every page that is looked at"
TOGETHER = {
    f"tests/e2e/{name}.py": LOOKED_AT
    for name in ("test_accessibility", "test_accessibility_staff", "test_every_route")
}


def unit(test: str) -> str:
    """The name of what stays together, for the id of a test ("tests/api/test_limits.py::test_x[y]")."""
    file = test.partition("::")[0]
    return TOGETHER.get(file, file)


class Units(LoadFileScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)
