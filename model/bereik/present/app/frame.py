"""What stands around every page: the name, the menu, the other language, and what it may not be used for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from nicegui import Client, ui

from bereik.experiments.wording import LANGUAGES, Language
from bereik.present.app.parts import block, text
from bereik.present.app.words import WORDS
from bereik.present.texts import NOTICE

PATHS: Final = {
    "home": "/",
    "paradox": "/paradox",
    "compare": "/vergelijk",
    "assumptions": "/aannamen",
    "life": "/inwoner",
    "game": "/verdeel",
    "account": "/verantwoording",
}
_LOCALE: Final[dict[Language, Any]] = {"nl": "nl", "en": "en-GB"}
_RECONNECT_SECONDS: Final = 120.0
STYLE: Final = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")


def path_of(page: str, lang: Language) -> str:
    """Return the address of a page in a language."""
    path = PATHS[page]
    return path if lang == "nl" else f"/en{path}".rstrip("/")


def tells_of_connections() -> None:
    """Let the notice of a lost connection be in our words: the library has none in Dutch."""
    from nicegui.translations import translations

    for lang in LANGUAGES:
        words = {key: WORDS[lang][key] for key in ("connection_lost", "trying_to_reconnect")}
        translations[_LOCALE[lang]] = {**translations["en-GB"], **words}


def put_on_its_addresses(name: str, build: Callable[[Language], Any]) -> None:
    """Put a page on its two addresses, Dutch and English."""
    for lang in LANGUAGES:
        _put(name, build, lang)


def _put(name: str, build: Callable[[Language], Any], lang: Language) -> None:
    title = f"{WORDS[lang][name]} · {WORDS[lang]['app']}"

    @ui.page(
        path_of(name, lang),
        title=title,
        language=_LOCALE[lang],
        reconnect_timeout=_RECONNECT_SECONDS,
        response_timeout=20.0,
    )
    def show() -> None:
        with frame(name, lang):
            build(lang)


@contextmanager
def frame(name: str, lang: Language) -> Iterator[None]:
    """Stand around a page."""
    words = WORDS[lang]
    ui.context.client.on_connect(_takes_over_what_is_typed)
    ui.colors(primary="#0b4f7d", positive="#00664f", negative="#a3310a")
    ui.add_css(STYLE)
    with ui.header(fixed=False).classes("top"):
        with block("a", "skip", href="#inhoud"):
            text("span", words["skip"])
        with block("div", "inside"):
            _menu(name, lang)
    with block("div", "page", id="inhoud", tabindex="-1"):
        yield
    with ui.footer(fixed=False).classes("bottom"), block("p", "inside"):
        text("strong", f"{NOTICE[lang]}.")


async def _takes_over_what_is_typed(client: Client) -> None:
    """Take over what stands in the boxes of the browser: typed under a lost connection, it can be lost."""
    boxes = [element for element in client.elements.values() if isinstance(element, ui.input)]
    ids = [box.html_id for box in boxes]
    look = f"return {ids}.map(id => document.querySelector(`input#${{id}}, #${{id}} input`)?.value ?? null)"
    with suppress(TimeoutError):
        for box, typed in zip(boxes, await client.run_javascript(look, timeout=5.0), strict=True):
            if typed is not None and not box.is_deleted and typed != (box.value or ""):
                box.set_value(typed)


def _menu(name: str, lang: Language) -> None:
    words = WORDS[lang]
    other: Language = "en" if lang == "nl" else "nl"
    with block("a", "brand", href=path_of("home", lang)):
        text("span", words["app"])
    with block("nav", "menu", aria_label=words["menu"]), block("ul"):
        for page_name in list(PATHS)[1:]:
            with block("li"):
                here = {"aria_current": "page"} if page_name == name else {}
                with block("a", "", href=path_of(page_name, lang), **here):
                    text("span", words[page_name])
    with block("a", "other", href=path_of(name, other), lang=other, hreflang=other):
        text("span", words["other"])
