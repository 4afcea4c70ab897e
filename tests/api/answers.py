from typing import Any


def read_through(response: Any) -> Any:
    """Reads a file to its end, which closes it as a server would."""
    if response.streaming:
        response.body = response.getvalue()
    return response
