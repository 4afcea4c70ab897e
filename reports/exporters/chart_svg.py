"""A bar chart as SVG. Lengths are in percent, sizes in CSS, so it reads the same at 320 pixels and on paper."""

from __future__ import annotations

import textwrap
from itertools import accumulate

from reports.document import Bar, Chart
from reports.exporters.tags import Markup, tag
from reports.exporters.text import one_line

LINE = 22
BAR = 20
GAP = 14
LABEL_LETTERS = 34
# Percent of the width that a letter of a figure takes on the narrowest screen.
LETTER = 3.4


def drawing(chart: Chart) -> Markup:
    labels = [textwrap.wrap(one_line(bar.label), LABEL_LETTERS) or [""] for bar in chart.bars]
    tops = [0, *accumulate(len(label) * LINE + BAR + GAP for label in labels)]
    # The figure behind the longest bar has to fit as well.
    widest = max(40.0, 96 - LETTER * max((len(one_line(bar.shown)) for bar in chart.bars), default=0))
    bars = (_bar(bar, label, top, widest) for bar, label, top in zip(chart.bars, labels, tops, strict=False))
    title, description = f"{chart.anchor}-finding", f"{chart.anchor}-description"
    return tag(
        "svg",
        tag("title", one_line(chart.finding), id=title),
        tag("desc", one_line(chart.description), id=description),
        *bars,
        role="img",
        width="100%",
        height=str(tops[-1]),
        aria_labelledby=f"{title} {description}",
        id=chart.anchor,
    )


def _bar(bar: Bar, label: list[str], top: int, widest: float) -> Markup:
    width = widest * min(max(bar.share, 0.0), 1.0)
    written = [tag("text", line, x="0", y=str(top + LINE * number + 15)) for number, line in enumerate(label)]
    bar_top = top + LINE * len(label)
    shape = tag("rect", x="0", y=str(bar_top), width=f"{width:.2f}%", height=str(BAR))
    figure = tag(
        "text",
        one_line(bar.shown),
        x=f"{width:.2f}%",
        y=str(bar_top + 15),
        dx="8" if width else "",
        class_="figure",
    )
    return tag("g", *written, shape, figure)
