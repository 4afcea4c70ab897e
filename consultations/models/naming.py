"""What a traceback, a log or an error report calls a row of what people said, or of the people themselves."""

from django.db import models


def kind_alone(row: models.Model) -> str:
    """Not even its number: beside the second of a log line that would be a time of what has none."""
    return f"<{type(row).__name__}>"
