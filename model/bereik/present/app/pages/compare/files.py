"""Files that are dropped on the page or picked: a plan, a file of CBS, or the borders of wijken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Any, Final

from nicegui import background_tasks, events, ui

from bereik.errors import BereikError
from bereik.present.app import borders, own_gemeente
from bereik.present.app.estimates import Crew
from bereik.present.app.pages.compare.choice import Choice
from bereik.present.app.pages.compare.gemeente_card import GemeenteCard
from bereik.present.app.pages.compare.words import TEXTS
from bereik.present.app.parts import block, text
from bereik.present.app.plans import plan_of_file

_TABLES: Final = (".csv", ".txt")
_MAPS: Final = (".geojson", ".json")
_LARGEST: Final = max(own_gemeente.LARGEST_CBS, borders.LARGEST_MAP)
_DROP: Final = """
    const over = on => document.body.classList.toggle('drop-here', on);
    document.addEventListener('dragover', e => { e.preventDefault(); over(true); });
    document.addEventListener('dragleave', e => { if (!e.relatedTarget) over(false); });
    document.addEventListener('drop', e => {
        e.preventDefault();
        over(false);
        getElement(%d).$refs.qRef.addFiles([...e.dataTransfer.files].slice(0, 1));
    });
"""


class Files:
    """The button that opens a file; the whole page takes one that is dropped on it.

    Parameters
    ----------
    card : where a gemeente is chosen from a file
    changed : called when the choice has become another
    says : called with what happened, and whether it is wrong
    """

    def __init__(
        self,
        crew: Crew,
        choice: Choice,
        card: GemeenteCard,
        changed: Callable[[], None],
        says: Callable[[str, bool], None],
    ) -> None:
        self._crew, self._choice, self._card = crew, choice, card
        self._changed, self._says = changed, says
        self._words = TEXTS[choice.lang]
        self._cbs: tuple[bytes, str] = (b"", "")
        self._upload = ui.upload(
            auto_upload=True, max_file_size=_LARGEST, on_upload=self._opens,
            on_rejected=lambda: self._says(self._words["too_large"].format(most=_LARGEST // 10**6), True),
        )  # fmt: skip
        self._upload.classes("hidden")  # it has no names for who cannot see; the button has
        with block("div", "buttons"):
            pick = ui.button(self._words["open"], on_click=lambda: self._upload.run_method("pickFiles"))
            pick.props("no-caps outline")
        text("p", self._words["open_help"], "small")
        ui.run_javascript(_DROP % self._upload.id)

    async def _opens(self, e: events.UploadEventArguments) -> None:
        content, name = await e.file.read(), e.file.name
        kind = PurePath(name).suffix.lower()
        try:
            if kind in _TABLES:
                await self._opens_table(content, name)
            elif kind in _MAPS:
                await self._opens_map(content)
            else:
                self._opens_plan(content, name)
        except BereikError as error:
            self._says(str(error), True)
        finally:
            self._upload.reset()

    def _opens_plan(self, content: bytes, name: str) -> None:
        plan = plan_of_file(content, name, self._choice.lang)
        title = self._choice.title(plan)
        self._choice.opens(plan)
        self._changed()
        self._says(self._words["opened"].format(title=title), False)

    async def _opens_table(self, content: bytes, name: str) -> None:
        found = await self._works(own_gemeente.gemeenten_in, content, name, self._choice.lang)
        self._cbs = content, name
        self._card.offers(found, self._chooses)
        if len(found) == 1:
            await self._lives_in(next(iter(found)))
        else:
            self._says(self._words["choose"].format(n=len(found)), False)

    def _chooses(self, code: str) -> None:
        background_tasks.create(self._lives_in(code))

    async def _lives_in(self, code: str) -> None:
        try:
            own = await self._works(own_gemeente.own_gemeente, *self._cbs, code, self._choice.lang)
        except BereikError as error:
            self._says(str(error), True)
            return
        self._choice.lives_in_own(own)
        self._changed()
        self._says(self._words["lives_in"].format(name=own.name), False)

    async def _opens_map(self, content: bytes) -> None:
        own = self._choice.own
        name = "" if own is None else own["name"]
        found = await self._works(borders.borders_of, content, self._choice.wijken, name, self._choice.lang)
        self._choice.draws(found)
        self._changed()
        self._says(found.told, False)

    async def _works(self, work: Callable[..., Any], *facts: Any) -> Any:
        """Let a worker read a file, so that the page goes on."""
        self._says(self._words["reading"], False)
        return await self._crew.call(
            work, *facts, on_restart=lambda: self._says(self._words["reading"], False)
        )
