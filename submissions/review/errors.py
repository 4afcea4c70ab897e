"""Why a reviewer's step was not taken, in a sentence for the person who took it."""


class Refusal(Exception):
    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(Refusal):
    """The step does not fit the contribution as it stands."""


class Stale(Refusal):
    """Somebody else was faster; nothing was changed by the slower one."""
