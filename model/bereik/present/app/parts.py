"""Parts of a page: words in a tag, a slider with its number, a picture with its figures, a question asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from html import escape
from typing import Any

from nicegui import background_tasks, ui

from bereik.errors import BereikError
from bereik.experiments.job import Job
from bereik.experiments.wording import Language, number
from bereik.present.app.estimates import Crew, Estimate
from bereik.present.app.numbers import SliderWithBox
from bereik.present.app.words import WORDS


def text(tag: str, words: str, classes: str = "") -> ui.label:
    """Write words in a tag: h1, h2, p, li, ..."""
    label = ui.label(words)
    label.tag = tag
    return label.classes(classes)


@contextmanager
def block(tag: str, classes: str = "", **attributes: str) -> Iterator[ui.element]:
    """Open a tag around what follows."""
    element = ui.element(tag).classes(classes)
    for name, value in attributes.items():
        element.props[name.replace("_", "-")] = value
    with element:
        yield element


def lever(
    label: str,
    value: float,
    low: float,
    high: float,
    step: float,
    unit: str,
    lang: Language,
    on_change: Callable[[float], None],
    help: str = "",
) -> None:
    """Show a slider with the number it stands at, which can be typed too."""
    with block("div", "lever"):
        text("div", label, "lever-label")
        if help:
            text("div", help, "lever-help")
        with block("div", "lever-row"):
            both = SliderWithBox(
                f"{label} ({unit})" if unit else label, f"{label}: {WORDS[lang]['number']}",
                value, low, high, step, lang, on_change, most=high, whole=step >= 1, unit=unit,
            )  # fmt: skip
            both.field.props("dense").classes("lever-number")


def choice(
    label: str, options: dict[str, str], value: str | None, on_change: Callable[[str], None]
) -> ui.radio:
    """Ask to choose one of a few."""
    with block("fieldset", "choice"):
        text("legend", label)
        radio = ui.radio(options, value=value, on_change=lambda e: on_change(e.value))
        radio.props["aria-label"] = label
    return radio


class Picture:
    """A picture that is drawn anew when its numbers change, with its figures as a table beneath."""

    def __init__(self, lang: Language, classes: str = "picture") -> None:
        self._lang: Language = lang
        self._chart = ui.echart({}, renderer="svg").classes(classes)
        self._chart.props["role"] = "img"
        self._chart.props["aria-label"] = WORDS[lang]["no_picture"]
        with block("details", "figures"):
            text("summary", WORDS[lang]["as_table"])
            self._table = ui.element("div").classes("scrolls")
            self._table.props["tabindex"] = "0"
            self._table.props["role"] = "region"
            self._table.props["aria-label"] = WORDS[lang]["as_table"]

    def draw(
        self, options: dict[str, Any], title: str, head: Sequence[str], rows: Iterable[Sequence[str]]
    ) -> None:
        """Draw options of ECharts; the title is what a screen reader says."""
        self._chart.options.clear()
        self._chart.options.update(options)
        self._chart.props["aria-label"] = title
        self._chart.update()
        self._table.clear()
        with self._table:
            table(head, rows, title)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "") -> None:
    """Show a table; the first cell of a row is its head. A row of one cell is a heading of rows.

    It goes to the browser as one text: a thousand cells as elements would hold up every other page.
    """
    named = f'<caption class="unseen">{escape(caption)}</caption>' if caption else ""
    heads = "".join(_cell("th", cell, 'scope="col"') for cell in head)
    body = "".join(_row(row, len(head)) for row in rows)
    ui.html(
        f'<table class="plain">{named}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>',
        sanitize=False,  # every text in it is escaped
    )


def _row(row: Sequence[str], width: int) -> str:
    if len(row) == 1:
        name = _cell("th", row[0], f'scope="row" colspan="{width}"')
        return f'<tr class="section">{name}</tr>'
    cells = "".join(_cell("td", cell) for cell in row[1:])
    name = _cell("th", row[0], 'scope="row"')
    return f"<tr>{name}{cells}</tr>"


def _cell(tag: str, words: str, attributes: str = "") -> str:
    return f"<{tag} {attributes}>{escape(words)}</{tag}>"


class Redrawn:
    """A place that is drawn anew only where what it shows became another: a click on what stays is not lost.

    Parameters
    ----------
    classes : of the place
    draw : draws what is in it
    """

    def __init__(self, classes: str, draw: Callable[[], None]) -> None:
        self._place = ui.element("div").classes(classes)
        self._draw = draw
        self._shown: Hashable = None

    def shows(self, what: Hashable, *, already: bool = False) -> None:
        """Show something.

        Parameters
        ----------
        what : all that decides how it looks
        already : it was shown piece by piece, as where a slider and its number moved
        """
        if what != self._shown and not already:
            self._place.clear()
            with self._place:
                self._draw()
        self._shown = what


class Asker:
    """One visitor's question on one page: the newest goes on, older ones are let go of."""

    def __init__(self, crew: Crew, lang: Language, draw: Callable[[Estimate], None]) -> None:
        self._crew, self._draw = crew, draw
        self._lang: Language = lang
        self._task: asyncio.Task[None] | None = None
        self._version = 0
        words = WORDS[lang]
        with block("div", "status", role="status", aria_live="polite"):
            self._line = ui.label("")
            self._bar = ui.linear_progress(value=0, show_value=False).props("instant-feedback rounded")
            self._bar.props["aria-label"] = words["progress"]
            self._stop = ui.button(words["stop"], on_click=self.stop).props("flat dense no-caps")
        self._is_under_way(False)

    def ask(self, make: Callable[[], Job]) -> None:
        """Ask anew; ``make`` may say that the choice will not do."""
        self._version += 1
        if self._task is not None:
            self._task.cancel()
        try:
            job = make()
        except BereikError as error:
            self._tell(str(error).splitlines()[0], "wrong")
            self._is_under_way(False)
            return
        self._task = background_tasks.create(self._answers(job, self._version))

    def stop(self) -> None:
        """Let go of the question; what is drawn stays."""
        if self._task is not None:
            self._task.cancel()
        self._version += 1
        self._tell(WORDS[self._lang]["stopped"])
        self._is_under_way(False)

    async def _answers(self, job: Job, version: int) -> None:
        words = WORDS[self._lang]
        self._is_under_way(True)
        self._bar.set_value(0)
        if not self._crew.ready:
            self._tell(words["compiling"])
        try:
            async for estimate in self._crew.ask(job, lambda: self._tell(words["restarted"], "wrong")):
                if version != self._version or self._line.is_deleted:
                    return  # another question, or the visitor went to another page
                self._bar.set_value(round(estimate.share, 3))
                if estimate.estimates:
                    self._draw(estimate)
                    self._tell(self.rests_on(estimate), "" if estimate.refined else "first")
            self._is_under_way(False)
        except BereikError as error:
            if version == self._version:
                self._tell(words["failed"].format(why=str(error).splitlines()[0]), "wrong")
                self._is_under_way(False)

    def rests_on(self, estimate: Estimate) -> str:
        """Return on how much an answer rests, and whether a better one is under way."""
        job, words = estimate.job, WORDS[self._lang]
        told = words["rests"].format(
            residents=number(job.residents, 0, self._lang), weeks=job.weeks, n=job.replicates
        )
        return told if estimate.refined else f"{words['first']} {told} {words['better']}"

    def _tell(self, words: str, kind: str = "") -> None:
        self._line.set_text(words)
        self._line.classes(replace=f"status-line {kind}")

    def _is_under_way(self, so: bool) -> None:
        self._bar.set_visibility(so)
        self._stop.set_visibility(so)
