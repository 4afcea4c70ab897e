class CaseError(Exception):
    """A case cannot be read; the message says what to mend, and where."""
