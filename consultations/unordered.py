"""Ids that do not tell what came before what.

Rows that come with what a participant does stand beside rows of staff, which have a time. Counted ids would place
one between two of the other, to the minute.
"""

import secrets


def unordered_id() -> int:
    """For a ``BigAutoField``. Far above what its own counter reaches, and too many to come twice."""
    return (1 << 62) | secrets.randbits(62)
