"""A report as one HTML file: pictures and style are inside it, and it asks nothing of anybody."""

from __future__ import annotations

import re
from typing import Any, Final

from bereik.present.figures import Worded, worded
from bereik.present.report.parts import Paragraph, Picture, Points, Report, Table, unbroken

_PROLOGUE: Final = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_DROPPED: Final = re.compile(
    r"<metadata>.*?</metadata>|<defs>\s*<style[^>]*>.*?</style>\s*</defs>", re.DOTALL
)
_HEAD: Final = re.compile(r"<svg[^>]*>")
_VIEW: Final = re.compile(r'viewBox="([^"]*)"')


def written(report: Report) -> str:
    """Return the file."""
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
    from markupsafe import Markup

    pages = Environment(
        loader=PackageLoader("bereik.present.report"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    count = iter(range(1, 10_000))

    def drawn(picture: Picture) -> dict[str, Any]:
        told, name = worded(picture.draw, picture.name), f"p{next(count)}"
        return {**told._asdict(), "svg": Markup(inline(told, name)), "name": name}

    page = pages.get_template("report.html").render(
        report=report, kind=_kind, drawn=drawn, soft=_soft, style=Markup(_style())
    )
    return unbroken(page)


def _kind(block: Any) -> str:
    return {Paragraph: "paragraph", Points: "points", Table: "table", Picture: "picture"}[type(block)]


def _soft(cell: str) -> Any:
    """Return a name that may be cut after a full stop or a line, where it is too long."""
    from markupsafe import Markup, escape

    return Markup(re.sub(r"([._/-])\b", r"\1<wbr>", str(escape(cell))))


def _style() -> str:
    from importlib.resources import files

    return (files("bereik.present.report") / "templates" / "report.css").read_text(encoding="utf-8")


def inline(told: Worded, name: str) -> str:
    """Return a picture to stand in a page: named for who cannot see it, its ids no other picture's."""
    from html import escape

    text = _DROPPED.sub("", _PROLOGUE.sub("", told.svg, count=1))
    text = re.sub(r'\bid="([^"]*)"', rf'id="{name}-\1"', text)
    text = re.sub(r"url\(#([^)]*)\)", rf"url(#{name}-\1)", text)
    text = re.sub(r'(xlink:)?href="#([^"]*)"', rf'href="#{name}-\2"', text)
    view = _VIEW.search(text)
    box = view.group(1) if view else ""
    head = (
        f'<svg viewBox="{box}" role="img" aria-labelledby="{name}-title {name}-what">'
        f'<title id="{name}-title">{escape(told.title)}</title>'
        f'<desc id="{name}-what">{escape(told.what)}</desc>'
    )
    return _HEAD.sub(lambda _: head, text, count=1).strip()
