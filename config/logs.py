"""What a log may hold: never words of participants, nor the minute in which somebody failed to send some."""

import logging
import re

# PostgreSQL tells the row that it refuses, with everything in it; to the end, as texts have line ends of their own.
ROW = re.compile(
    r"DETAIL: .*?(?=(?:\n|\\n)+(?:HINT|CONTEXT): |\n\n(?:The above|During) |\nTraceback |\Z)", re.DOTALL
)


class WithoutRows(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return ROW.sub("DETAIL: (left out)", super().format(record))
