"""What is broken on purpose, by name; ``mutants.py`` does it. Known without the product, which needs settings."""

RATCHET = "the trigger that keeps rules is dropped"
# Those of one kind stand together: a worker prepares once what they need.
IN_CODE = (
    "a name in a heading",
    "an id of a row in an address",
    "a count that is not rounded",
    "no cell left out beside a small one",
    "an author in the Word file",
    "an author in the PDF",
    "a comment in the page",
    "an attribute in base64",
    "a key in the JSON",
    "a name in a file's name",
    "UTF-16 that the check does not read",
    "a table of the spreadsheet in capitals",
    "a label that few share",
    "a header that tells",
    "words sorted by the time they came",
    "the check is off and nobody covers names",
    "the same ids in the next version",
    "a name in a log line",
    "a name in a Redis key",
    "a name in a message to a worker",
    "a name in the audit trail",
    "a name in the admin's history",
    "a time finer than a day",
    "a draft that is not sealed",
    "the code of a draft in a log line",
    "a name in a letter",
    "words in a letter",
    "a name in a cookie",
    "the reviewer's page tells the speaker",
    "the API tells a participant",
)
NAMES = (*IN_CODE, RATCHET)
