"""A real gemeente as a scenario: figures of CBS, her own services, and a card that says how sure each is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path

from bereik.errors import OutputError, not_written
from bereik.parameters.book import the_book
from bereik.scenarios import load_scenario
from bereik.scenarios.cbs import Figures, figures_of, gemeenten, read_gemeente, read_kwb
from bereik.scenarios.check import OWN_POLICY
from bereik.scenarios.csv_files import refusal
from bereik.scenarios.own_figures import OwnService, read_own, told_of
from bereik.scenarios.quality import HEADER, Card, card_of
from bereik.scenarios.scenario import Gemeente
from bereik.services.mistakes import LANGUAGES
from bereik.whole_file import WholeFile

DEFAULT_BASE = "loket-only"
_SYNTHETIC = (
    "The residents are made up to match these figures: not for decisions about persons.",
    "De inwoners zijn verzonnen en passen bij deze cijfers: niet voor besluiten over personen.",
)
_NOT_WRITTEN = (
    "this file cannot be written ({why}). Name another place with --out.",
    "dit bestand kan niet worden geschreven ({why}). Noem een andere plek met --out.",
)
_WAITING = (
    "{n} people wait here now; the model makes a queue of its own: compare.",
    "hier wachten nu {n} mensen; het model maakt een eigen wachtlijst: vergelijk.",
)


@dataclass(frozen=True, slots=True)
class RealGemeente:
    """A gemeente of CBS, with what is known of her services.

    Attributes
    ----------
    figures : what the file of CBS tells
    card : how well the residents match, and how each figure is known
    own : what she says of her own services, by name
    inherited : services of the scenario it is based on
    based_on : that scenario
    lang : language of the comments in its file
    """

    figures: Figures
    card: Card
    own: Mapping[str, OwnService]
    inherited: tuple[str, ...]
    based_on: str
    lang: str

    def toml(self) -> str:
        """Return the scenario file; her own services are also those under which people lived until now."""
        parts = self._comments(), self._head(), self._counted(), self._services()
        return "\n".join(line for part in parts for line in part) + "\n"

    def save(self, path: str | PathLike[str], replace: bool = False) -> Path:
        """Write the scenario file and return where it is.

        Raises
        ------
        OutputError : no .toml, there already and not to be replaced, or a file that cannot be written
        """
        target = Path(path)
        if target.suffix != ".toml":
            right = f"{target}.toml"
            raise OutputError(str(refusal(target.name, "ends-in-toml", self.lang, value=right)))
        if target.exists() and not replace:
            raise OutputError(str(refusal(target.name, "there-already", self.lang)))
        text = self.toml()

        def refuse(_: Path, error: OSError) -> OutputError:
            return not_written(target.absolute(), error, *_NOT_WRITTEN)

        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise refuse(target, error) from None
        with WholeFile(target, refuse) as file:
            file.write(text.encode("utf-8"))
        load_scenario(target, self.lang)
        return target

    @property
    def own_remarks(self) -> list[str]:
        """Return what she says of each of her services, a line each."""
        adults = self.figures.census.residents
        return [told_of(name, service, adults, self.lang) for name, service in self.own.items()]

    @property
    def source(self) -> str:
        """Return where the figures come from."""
        f = self.figures
        return f"CBS Kerncijfers wijken en buurten {f.year or '?'} ({f.file}). CBS, CC BY 4.0."

    def _comments(self) -> list[str]:
        f, k = self.figures, LANGUAGES.index(self.lang)
        rows = [HEADER[k], *self.card.rows(self.lang)]
        widths = [max(len(row[c]) for row in rows) for c in range(4)]
        table = [
            "  ".join([row[0].ljust(widths[0]), *(row[c].rjust(widths[c]) for c in (1, 2, 3)), row[4]])
            for row in rows
        ]
        return [
            f"# {f.name} ({f.code}), {self.source}",
            f"# {_SYNTHETIC[k]}",
            "#",
            *(f"#   {line}" for line in [*table, *self.card.remarks(self.lang)]),
            "",
        ]

    def _head(self) -> list[str]:
        f = self.figures
        burn_in = [f"burn_in_policy = {_text(OWN_POLICY)}"] if self.own else []
        return [
            f"title = {_text(f.name)}",
            f"based_on = {_text(self.based_on)}",
            f"source = {_text(self.source)}",
            "",
            "[gemeente]",
            f"archetype = {_text(f.archetype)}  # ste_mvs {f.urbanisation or '?'}",
            f"residents = {f.census.residents}",
            *burn_in,
        ]

    def _counted(self) -> list[str]:
        f = self.figures
        lines = ["", "[gemeente.counts]", *(f"{name} = {count}" for name, count in f.census.counts.items())]
        if len(f.census.wijken) > 1:
            for key, title, wijk in zip(f.keys, f.census.names, f.census.wijken, strict=True):
                named = [f"name = {_text(title)}"] if title != key else []
                lines += ["", f"[gemeente.wijken.{key}]", *named, *(f"{n} = {c}" for n, c in wijk.items())]
        return lines

    def _services(self) -> list[str]:
        lines: list[str] = []
        for name, service in self.own.items():
            if service.removed and name not in self.inherited:
                continue
            lines += ["", f"[services.{name}]"]
            if service.waiting is not None:
                lines.append("# " + _WAITING[LANGUAGES.index(self.lang)].format(n=service.waiting))
            lines += (
                ["remove = true"] if service.removed else [f"{n} = {v}" for n, v in service.levers.items()]
            )
        return lines


def gemeente_from_cbs(
    path: str | PathLike[str],
    code: str,
    *,
    own: str | PathLike[str] | None = None,
    based_on: str = DEFAULT_BASE,
    level: str = "wijk",
    lang: str = "en",
) -> RealGemeente:
    """Read a gemeente from a file of CBS and make its residents once, to see how well they match.

    Parameters
    ----------
    path : CSV of *Kerncijfers wijken en buurten*, of any year
    code : of the gemeente, or its name: "GM0193", "193" or "Zwolle"
    own : CSV with her own services, as `bereik gemeente --template` writes it
    based_on : scenario whose services work there, where hers are not told
    level : "wijk" or "buurt": which of them are the wijken of the model
    lang : language of mistakes and comments, "en" or "nl"

    Raises
    ------
    ScenarioError : one line for each mistake: file, line, what is wrong and what would do
    """
    book, base = the_book(), load_scenario(based_on, lang)
    figures = read_gemeente(path, code, book, level, lang)
    told = {} if own is None else read_own(own, figures.census.residents, base.levers, book, lang)
    return RealGemeente(figures, card_of(figures, book), told, tuple(base.levers), based_on, lang)


def gemeente_of(figures: Figures, base: Gemeente) -> Gemeente:
    """Return the ``[gemeente]`` of a scenario with these figures, as its file would have it.

    Parameters
    ----------
    base : that of the scenario it is based on
    """
    census = figures.census
    divided = len(census.wijken) > 1
    return replace(
        base,
        archetype=figures.archetype,
        residents=census.residents,
        wijken=len(census.wijken) if divided else base.wijken,
        numbers={},
        census=census if divided else census._replace(wijken=(), names=()),
    )


def every_gemeente(path: str | PathLike[str], lang: str = "en") -> Iterator[Card]:
    """Make the residents of every gemeente in a file of CBS, one after another, and yield the cards.

    All of the Netherlands takes minutes, and as much memory as the largest gemeente.
    """
    book, sheet = the_book(), read_kwb(path, lang)
    for code in gemeenten(sheet):
        yield card_of(figures_of(sheet, code, book, lang=lang), book)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
