"""What the page of a report may do in a browser: show itself in its own style, and nothing else."""

import base64
import hashlib
import re

STYLE = re.compile(rb"<style[^>]*>(.*?)</style>", re.DOTALL)


def of(page: bytes) -> str:
    """The Content-Security-Policy for this very page.

    Its style is known by its hash, read from the page itself: a page that was made by an earlier version of the
    product keeps its looks. Nothing that somebody said can pose as a style, for in texts "<" is written "&lt;".
    """
    styles = [base64.b64encode(hashlib.sha256(style).digest()).decode() for style in STYLE.findall(page)]
    allowed = " ".join(f"'sha256-{style}'" for style in styles) or "'none'"
    return "; ".join(
        [
            "default-src 'none'",
            f"style-src {allowed}",
            "font-src data:",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ]
    )
