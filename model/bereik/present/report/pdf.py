"""A report as PDF, set by typst: it needs no browser, and tags what a screen reader needs.

Letters come from the typefaces that matplotlib brings, so that every machine makes the same file.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from bereik.errors import BereikError
from bereik.experiments.wording import Language
from bereik.present.figures import worded
from bereik.present.report.parts import Block, Paragraph, Picture, Points, Report, Table, unbroken
from bereik.present.report.words import WORDS

_TEMPLATE: Final = "report.typ"
_MISSING: Final[dict[Language, str]] = {
    "nl": (
        "een PDF heeft typst nodig. Maak hem met: uv run --extra report bereik report … --pdf (of installeer"
        " het: pip install"
        ' "bereik[report]"), of druk het HTML-bestand af vanuit de browser.'
    ),
    "en": (
        "a PDF needs typst. Make it with: uv run --extra report bereik report … --pdf (or install it: pip"
        " install"
        ' "bereik[report]"), or print the HTML file from the browser.'
    ),
}


def check_it_is_there(lang: Language) -> None:
    """Raise BereikError where typst is not installed."""
    if find_spec("typst") is None:
        raise BereikError(_MISSING[lang])


def written(report: Report) -> bytes:
    """Return the file."""
    import matplotlib as mpl
    import typst

    template = (files("bereik.present.report") / "templates" / _TEMPLATE).read_text(encoding="utf-8")
    with TemporaryDirectory(prefix="bereik-") as name:
        folder = Path(name)
        chapters = [
            {"title": chapter.title, "blocks": [_told(block, folder) for block in chapter.blocks]}
            for chapter in report.chapters
        ]
        told = {**asdict(report), "chapters": chapters, "page": WORDS[report.lang]["page"]}
        (folder / "report.json").write_text(unbroken(json.dumps(told)), encoding="utf-8")
        (folder / _TEMPLATE).write_text(template, encoding="utf-8")
        made = typst.compile(
            str(folder / _TEMPLATE),
            font_paths=[str(Path(mpl.get_data_path()) / "fonts" / "ttf")],
            ignore_system_fonts=True,
            timestamp=0,
        )
    assert isinstance(made, bytes)
    return made


def _told(block: Block, folder: Path) -> dict[str, Any]:
    """Return a block as plain values; a picture becomes a file."""
    match block:
        case Picture():
            told = worded(block.draw, block.name, as_paths=True)
            name = f"picture-{len(list(folder.iterdir()))}.svg"
            (folder / name).write_text(told.svg, encoding="utf-8")
            return {"kind": "picture", "file": name, **told._replace(svg="")._asdict()}
        case Table():
            return {"kind": "table", "widths": block.widths, **asdict(block)}
        case Points():
            return {"kind": "points", **asdict(block)}
        case Paragraph():
            return {"kind": "paragraph", **asdict(block)}

