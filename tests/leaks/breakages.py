"""What is broken on purpose, by name; ``mutants.py`` does it. Known without the product, which needs settings."""

RATCHET = "the trigger that keeps rules is dropped"
IN_CODE = (
    "a name in a heading",
    "an id of a row in an address",
    "words sorted by the time they came",
    "a count that is not rounded",
    "no cell left out beside a small one",
    "an author in the Word file",
    "an author in the PDF",
    "a name in a log line",
    "a name in a Redis key",
    "a name in a message to a worker",
    "a name in the audit trail",
    "a name in the admin's history",
    "a comment in the page",
    "an attribute in base64",
    "a key in the JSON",
    "a name in a file's name",
    "a name in a cookie",
    "a time finer than a day",
    "the check is off and nobody covers names",
    "UTF-16 that the check does not read",
    "a table of the spreadsheet in capitals",
    "a label that few share",
    "the same ids in the next version",
    "a header that tells",
    "the reviewer's page tells the speaker",
    "the API tells a participant",
)
NAMES = (*IN_CODE, RATCHET)
