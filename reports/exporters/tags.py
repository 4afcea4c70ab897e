"""Elements of a page as nested calls. A plain string is text and gets escaped; only ``tag`` makes markup."""

from __future__ import annotations

from html import escape


class Markup(str):
    """Finished markup, never to be made of anybody's words."""

    __slots__ = ()


VOID = frozenset({"br", "meta", "rect", "hr"})


def tag(name: str, *inside: str, **attributes: str) -> Markup:
    """``class_`` and ``for_`` end in an underscore, ``aria_label`` stands for ``aria-label``; an attribute
    that is empty is left out.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value
    )
    if name in VOID:
        return Markup(f"<{name}{written}>" if name not in ("rect",) else f"<{name}{written}/>")
    return Markup(f"<{name}{written}>{joined(*inside)}</{name}>")


def joined(*inside: str) -> Markup:
    return Markup("".join(each if isinstance(each, Markup) else escape(each, quote=False) for each in inside))
