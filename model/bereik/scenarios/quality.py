"""The quality card of a gemeente: per figure what CBS has, what the residents reach, and how it is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from bereik.chance import key_of
from bereik.parameters.book import Book
from bereik.residents.census import COUNTS, FEWEST, Census
from bereik.residents.columns import Population
from bereik.residents.recount import poorest_without_work, recount
from bereik.residents.synthesis import populate
from bereik.scenarios.cbs import ASSUMED, UNUSED, Figures
from bereik.scenarios.scenario import SMALLEST_WIJK
from bereik.services.mistakes import LANGUAGES

TOLERANCE = 0.02  # of the figure
ROUNDING = 5  # people or households: CBS rounds to so many
_SEED = 1

HEADER: Final = (  # of the card: English, Dutch
    ("figure", "CBS", "in the model", "within", "how known"),
    ("cijfer", "CBS", "in het model", "klopt", "hoe bekend"),
)
_WORDS: Final = {  # what is counted: English, Dutch
    "residents": ("adults", "volwassenen"),
    "minors": ("minors", "minderjarigen"),
    "aged_18_24": ("18 to 24", "18 tot en met 24 jaar"),
    "aged_25_44": ("25 to 44", "25 tot en met 44 jaar"),
    "aged_45_64": ("45 to 64", "45 tot en met 64 jaar"),
    "aged_65_plus": ("65 and older", "65 jaar en ouder"),
    "households": ("households", "huishoudens"),
    "one_person_households": ("households of one person", "eenpersoonshuishoudens"),
    "households_with_children": ("households with children", "huishoudens met kinderen"),
    "low_income": ("households with a low income", "huishoudens met een laag inkomen"),
    "minimum_110": ("households up to 110 % of the minimum", "huishoudens tot 110 % van het minimum"),
    "bijstand": ("people on bijstand", "mensen met bijstand"),
    "low_educated": ("low education", "laag opgeleid"),
    "high_educated": ("high education", "hoog opgeleid"),
    "workers": ("with paid work", "met betaald werk"),
    "self_employed": ("self-employed", "zelfstandig"),
    "corporation": ("homes of a corporation", "woningen van een corporatie"),
    "private_rent": ("other rented homes", "andere huurwoningen"),
}
_BASIS: Final = {
    "given": ("given by CBS", "van CBS"),
    "estimated": ("estimated from CBS", "geschat uit CBS"),
    "assumed": ("assumed: book ({archetype})", "aangenomen: boek ({archetype})"),
}


_IN_WIJKEN: Final = "(wijken)"
_PLURAL: Final = {"wijk": "wijken", "buurt": "buurten"}
_FOLLOWS: Final = "households_with_children"  # not in every file: from minors and the book
_REMARKS: Final = {  # English, Dutch
    "areas": (
        "{there} {areas} with inhabitants; {wijken} {places} in the model.",
        "{there} {areas} met inwoners; {wijken} {places} in het model.",
    ),
    "joined": (
        "Below {smallest} adults a wijk joins a neighbour.",
        "Een wijk met minder dan {smallest} volwassenen gaat samen met een buurwijk.",
    ),
    "own": (
        "Of their own ({areas}): {own}.",
        "Eigen cijfers ({areas}): {own}.",
    ),
    "unmatched": (
        "Of {margins} figures of wijken, {bad} are not matched.",
        "Van {margins} cijfers van wijken kloppen er {bad} niet.",
    ),
    "inherit": (
        "For what is not counted there, wijken inherit the shares of the gemeente.",
        "Wat per wijk niet is geteld, erft de wijk van de gemeente.",
    ),
    "few": (
        "Counts below {fewest} are left out: {few}.",
        "Aantallen onder de {fewest} zijn weggelaten: {few}.",
    ),
    "unused": (
        "Not used, for no resident has it: {unused}.",
        "Niet gebruikt, want geen inwoner heeft het: {unused}.",
    ),
    "absent": (
        "Missing in the file, so as in the book ({archetype}): {absent}.",
        "Niet in het bestand, dus zoals in het boek ({archetype}): {absent}.",
    ),
}


class Margin(NamedTuple):
    """One figure of the card.

    Attributes
    ----------
    name : as in `census.COUNTS`, or ``residents``
    wijk : title of the wijk it is of; "" the gemeente
    target : what was counted; None where nobody did
    reached : by the residents, in the draw of one seed
    basis : given, estimated or assumed
    """

    name: str
    wijk: str
    target: int | None
    reached: int
    basis: str

    @property
    def off(self) -> float:
        """Return how far the residents are off, 1 at the tolerance: 2 % of the figure, or 5."""
        target = self.reached if self.target is None else self.target
        return abs(self.reached - target) / max(TOLERANCE * target, ROUNDING)

    @property
    def within(self) -> bool:
        """Return whether the residents match; what nobody counted matches."""
        return self.off <= 1


class Card(NamedTuple):
    """What one may expect of the residents of a gemeente.

    Attributes
    ----------
    figures : what the file tells
    margins : of the gemeente
    in_wijken : of wijken with figures of their own
    wijken : of the model: small ones joined to a neighbour
    joined : names of those that stand for two or more
    """

    figures: Figures
    margins: tuple[Margin, ...]
    in_wijken: tuple[Margin, ...]
    wijken: int
    joined: tuple[str, ...]

    def missed(self) -> list[Margin]:
        """Return the margins that the residents do not match."""
        return [m for m in (*self.margins, *self.in_wijken) if not m.within]

    def rows(self, lang: str = "en") -> list[tuple[str, str, str, str, str]]:
        """Return the table in words: figure, target, reached, within, how it is known."""
        k = LANGUAGES.index(lang)
        no, yes = (("NO", "yes"), ("NEE", "ja"))[k]
        return [
            (
                _WORDS[m.name][k],
                "-" if m.target is None else _grouped(m.target, lang),
                _grouped(m.reached, lang),
                "-" if m.target is None else yes if m.within else no,
                _BASIS[m.basis][k].format(archetype=self.figures.archetype),
            )
            for m in self.margins
        ]

    def remarks(self, lang: str = "en") -> list[str]:
        """Return what else one should know, a sentence each."""
        f, k = self.figures, LANGUAGES.index(lang)
        there = len(f.census.wijken)
        areas = f.level if there == 1 else _PLURAL[f.level]
        own = [f"{_WORDS[name][k]} ({n})" for name, n in f.in_wijken.items() if n > 0]
        known = {*f.census.counts, _FOLLOWS}
        absent = [_WORDS[name][k] for name in COUNTS if name not in known]
        told = [("areas", True), ("joined", bool(self.joined)), ("own", bool(own)), ("unmatched", bool(own))]
        told += [("inherit", there > 1 and len(own) < len(known) - 1)]
        told += [("few", f.few > 0), ("unused", bool(f.unused)), ("absent", bool(absent))]
        facts = {
            "areas": areas,
            "there": there,
            "wijken": self.wijken,
            "places": "wijk" if self.wijken == 1 else "wijken",
            "smallest": SMALLEST_WIJK,
            "few": f.few,
            "fewest": FEWEST,
            "own": ", ".join(own),
            "margins": len(self.in_wijken),
            "bad": sum(not m.within for m in self.in_wijken),
            "unused": ", ".join(UNUSED[name][k] for name in f.unused),
            "absent": ", ".join(absent),
            "archetype": f.archetype,
        }
        return [_REMARKS[name][k].format(**facts) for name, holds in told if holds]


def card_of(figures: Figures, book: Book) -> Card:
    """Return the quality card: the residents are made once, in full, and counted."""
    census = figures.census
    placed = census.places(census.residents, SMALLEST_WIJK)
    people = populate(
        book, book.theme(figures.archetype), census.residents, len(placed.wijken), key_of(_SEED), placed
    )
    there = recount(people, book)
    bijstand = _bijstand(placed, people, book)
    targets = {"residents": census.residents, **figures.told}
    margins: list[Margin] = []
    for name in ("residents", *COUNTS):
        reached = bijstand[-1] if name == "bijstand" else int(there[name].sum())
        margins.append(Margin(name, "", targets.get(name), reached, figures.basis.get(name, ASSUMED)))
    in_wijken = [
        Margin(
            name,
            placed.names[w],
            count,
            bijstand[w] if name == "bijstand" else int(there[name][w]),
            figures.basis.get(name, ASSUMED),
        )
        for w, wijk in enumerate(placed.wijken)
        for name, count in wijk.items()
    ]
    joined = tuple(name for name in placed.names if " + " in name)
    return Card(figures, tuple(margins), tuple(in_wijken), len(placed.wijken), joined)


def words_of(name: str, lang: str) -> str:
    """Return what a figure is called; that of wijken says so."""
    plain, _, place = name.partition(" ")
    return " ".join([_WORDS[plain][LANGUAGES.index(lang)], place]).rstrip()


def _bijstand(placed: Census, people: Population, book: Book) -> list[int]:
    """Return how many live on bijstand in every wijk, and at last in the gemeente; at most as counted.

    Where nobody works in the next household up, it cannot be told from those on bijstand: it is not counted.
    """

    def at_most(found: int, counted: Mapping[str, int]) -> int:
        return min(found, counted.get("bijstand", found))

    of_wijken = [at_most(poorest_without_work(people, book, w), wijk) for w, wijk in enumerate(placed.wijken)]
    told = any("bijstand" in wijk for wijk in placed.wijken)
    whole = sum(of_wijken) if told else poorest_without_work(people, book)
    return [*of_wijken, at_most(whole, placed.counts)]


class Summary(NamedTuple):
    """How well one figure is matched in all gemeenten of a file.

    Attributes
    ----------
    name : as in `census.COUNTS`, or ``residents``
    told : gemeenten in which it was counted
    within : of those, where the residents match
    farthest : margin that is farthest off, for its size
    where : gemeente of that; "" where none is off
    """

    name: str
    told: int
    within: int
    farthest: Margin
    where: str


def summed_up(cards: Iterable[Card]) -> list[Summary]:
    """Return how well each figure is matched over many gemeenten; what nobody counted is left out."""
    told: dict[str, list[tuple[Margin, str]]] = {}
    for card in cards:
        for margin in card.margins:
            if margin.target is not None:
                told.setdefault(margin.name, []).append((margin, card.figures.name))
        for margin in card.in_wijken:
            if margin.target is not None:
                told.setdefault(f"{margin.name} {_IN_WIJKEN}", []).append((margin, card.figures.name))
    summaries: list[Summary] = []
    for name, margins in told.items():
        farthest, where = max(margins, key=lambda m: m[0].off)
        within = sum(margin.within for margin, _ in margins)
        summaries.append(Summary(name, len(margins), within, farthest, where if farthest.off > 0 else ""))
    return summaries


def _grouped(count: int, lang: str) -> str:
    text = f"{count:,}"
    return text.replace(",", ".") if lang == "nl" else text
