"""What a report is made of, whatever it is written in: chapters of paragraphs, tables and pictures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bereik.experiments.wording import Language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_PERCENT = re.compile(r"(?<=\d) %")
_WORD = re.compile(r"[^\s._/-]+[._/-]?")
_LINE = 100.0  # characters that stand beside one another in a table


def unbroken(text: str) -> str:
    """Return a text in which a number and its percent sign stay on one line."""
    return _PERCENT.sub("\N{NO-BREAK SPACE}%", text)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences.

    Attributes
    ----------
    role : ``finding`` stands out, ``small`` is a note, ``command`` is what one types
    """

    text: str
    role: Literal["plain", "finding", "small", "command"] = "plain"


@dataclass(frozen=True, slots=True)
class Points:
    """A list of sentences that stand beside one another."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table; one with a single cell is a heading over those below it."""

    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a line says what the line is about.

    Attributes
    ----------
    caption : what it shows
    head : a word per column
    words : columns from the left that hold words; the rest holds numbers
    english : columns that are in English in any language
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    words: int = 1
    english: tuple[int, ...] = ()

    @property
    def widths(self) -> list[float]:
        """Return the share of the width of each column: its longest word, and of the rest what it can use."""
        least: list[float] = []
        wanted: list[float] = []
        for k, head in enumerate(self.head):
            cells = [row.cells[k] for row in self.rows if len(row.cells) > 1]
            words = [len(word) for text in (head, *cells) for word in _WORD.findall(text)]
            least.append(1.0 + max(1, *words))
            wanted.append(1.0 + max(len(head) / 2.0, *(len(cell) for cell in ("", *cells))))
        room = max(0.0, _LINE - sum(least))
        more = [min(max(0.0, w - own), _LINE / 2) for w, own in zip(wanted, least, strict=True)]
        share = min(1.0, room / sum(more)) if sum(more) else 0.0
        told = [own + share * extra for own, extra in zip(least, more, strict=True)]
        return [round(width / sum(told), 4) for width in told]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its words are taken out of it and stand beside it.

    Attributes
    ----------
    name : of the file it would have, the same in every report
    draw : returns it
    """

    name: str
    draw: Callable[[], Figure]


Block = Paragraph | Points | Table | Picture


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: a heading and what stands below it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that a report says.

    Attributes
    ----------
    title, subtitle : what it is about, and for whom
    description : in a sentence
    chapters : in order
    notice : what stands below every page
    lang : nl or en
    short : whether it is to fit on two pages
    """

    title: str
    subtitle: str
    description: str
    chapters: tuple[Chapter, ...]
    notice: str
    lang: Language
    short: bool
