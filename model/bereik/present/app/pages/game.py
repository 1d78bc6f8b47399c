"""Divide ten fte: a game for groups. Divide, predict, see, improve; one scoreboard for the room."""

from __future__ import annotations

import math
import time
from typing import Any, Final
from urllib.parse import urlsplit

from nicegui import app, ui

from bereik.experiments.runner import Job
from bereik.experiments.wording import PERCENT, Language, number
from bereik.present.app import charts
from bereik.present.app.estimates import Crew, Estimate
from bereik.present.app.parts import Asker, Picture, block, lever, text
from bereik.present.app.plans import Plan, job_of
from bereik.present.app.state import page_state, plain
from bereik.present.texts import FIGURES

FTE: Final = 10.0  # per 10,000 adults
START: Final = {"loket": 0.5, "telefoon": 0.5, "informatiepunt": 0.0, "outreach": 0.0, "wijkteam": 9.0}
_STEP: Final = 0.25
_MOST_SCORES: Final = 200
_LONGEST_NAME: Final = 24
_BOARD: Final = "scoreboard"
_HERE: Final = ("127.0.0.1", "::1", "localhost")

_TEXTS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "title": "Verdeel tien fte",
        "lead": (
            "U hebt tien fte per 10.000 inwoners. Verdeel ze, voorspel, en kijk wie er wordt bereikt."
            " Verbeter daarna uw verdeling."
        ),
        "group": "Naam van uw groep",
        "loket": "Loket",
        "loket_help": "Mensen komen zelf.",
        "telefoon": "Telefoon",
        "telefoon_help": "Mensen bellen zelf. Bijna niemand ziet het.",
        "informatiepunt": "Informatiepunt",
        "informatiepunt_help": "Binnenlopen zonder afspraak; er gaat iemand met u mee.",
        "outreach": "Eropaf",
        "outreach_help": "Aanbellen bij mensen thuis.",
        "wijkteam": "Wijkteam",
        "wijkteam_help": "Helpt met zware vragen die anderen vinden.",
        "left": "Nog {x} fte te verdelen.",
        "over": "{x} fte te veel.",
        "whole": "Alles is verdeeld.",
        "guess": (
            "Uw voorspelling: hoeveel van elke 100 mensen die hulp nodig hebben, krijgen die binnen een jaar?"
        ),
        "people": "mensen",
        "go": "Kijk",
        "not_whole": "Verdeel eerst precies tien fte.",
        "no_name": "Geef eerst uw groep een naam.",
        "yours": "Uw verdeling",
        "start": "Het begin",
        "finding": "Uw verdeling bereikt {x} van elke 100; het begin {y}. U voorspelde {guess}.",
        "finding_start": "Met deze verdeling begint u: die bereikt {y} van elke 100.",
        "figure": "Passende hulp binnen een jaar, % van wie hulp nodig heeft",
        "decile": "tiende",
        "board": "Het scorebord",
        "nobody": "Nog geen groep heeft een uitkomst.",
        "head": "groep|poging|verdeling|bereik|minste tiende|index|euro per bereikte|naast voorspelling",
        "note": (
            "Onderstreept: het beste van die kolom. Er is niet één winnaar: wat telt, kiest u. Index: 0 is"
            " gelijk; hoe hoger, hoe meer de hulp gaat naar wie zelf al veel kan."
        ),
        "clear": "Wis het scorebord",
        "others": "Andere groepen doen mee op: {address}",
        "alone": (
            "Nu ziet alleen deze computer het spel. Start met --host 0.0.0.0 om groepen mee te laten doen."
        ),
    },
    "en": {
        "title": "Divide ten fte",
        "lead": (
            "You have ten fte per 10,000 residents. Divide them, predict, and see who is reached. Then"
            " improve."
        ),
        "group": "Name of your group",
        "loket": "Desk",
        "loket_help": "People come themselves.",
        "telefoon": "Telephone",
        "telefoon_help": "People ring themselves. Hardly anybody sees it.",
        "informatiepunt": "Information point",
        "informatiepunt_help": "Walk in without an appointment; somebody goes along.",
        "outreach": "Outreach",
        "outreach_help": "Knocking at people's doors.",
        "wijkteam": "Wijkteam",
        "wijkteam_help": "Helps with heavy questions that others find.",
        "left": "{x} fte left to divide.",
        "over": "{x} fte too many.",
        "whole": "All is divided.",
        "guess": "Your prediction: how many of every 100 people who need help get it within a year?",
        "people": "people",
        "go": "See",
        "not_whole": "Divide exactly ten fte first.",
        "no_name": "Give your group a name first.",
        "yours": "Your division",
        "start": "The start",
        "finding": "Your division reaches {x} of every 100; the start {y}. You predicted {guess}.",
        "finding_start": "You start from this division: it reaches {y} of every 100.",
        "figure": "Fitting help within a year, % of those who need help",
        "decile": "tenth",
        "board": "The scoreboard",
        "nobody": "No group has a result yet.",
        "head": "group|try|division|reach|lowest tenth|index|euros per reached|beside prediction",
        "note": (
            "Underlined: the best of that column. There is not one winner: what counts is yours to choose."
            " Index: 0 is equal; the higher, the more help goes to who can do much already."
        ),
        "clear": "Clear the scoreboard",
        "others": "Other groups join at: {address}",
        "alone": "Now only this computer sees the game. Start with --host 0.0.0.0 to let groups join.",
    },
}  # fmt: skip


def division_of(fte: dict[str, float]) -> Plan:
    """Return the plan that divides ten fte over services; who gets none is not there."""
    services: dict[str, Any] = {}
    for name in START:
        if fte[name] > 0.0:
            services[name] = {"fte_per_10000": fte[name]}
        elif name in ("loket", "telefoon", "wijkteam"):
            services[name] = {"remove": True}
    return {"based_on": "loket-only", "services": services}


def scores() -> list[dict[str, Any]]:
    """Return the results of all groups, in the order in which they came."""
    return app.storage.general.setdefault(_BOARD, [])


def enters(group: str, fte: dict[str, float], guess: float, estimate: Estimate) -> None:
    """Write a result on the scoreboard; the same division of the same group stands there once."""
    index = estimate.estimate("concentration_index", "B")
    cost = estimate.estimate("cost_per_reached", "B").mean
    found = {
        "group": group,
        "fte": fte,
        "guess": guess,
        "reach": 100.0 * estimate.estimate("reach_52", "B").mean,
        "least": 100.0 * estimate.estimate("reach_52", "B", "doenvermogen=1").mean,
        "index": index.mean,
        "cost": cost if math.isfinite(cost) else None,
        "at": time.time(),
    }
    kept = scores()
    if not any(s["group"] == group and plain(s["fte"]) == fte and s["guess"] == guess for s in kept):
        kept.append(found)
        del kept[:-_MOST_SCORES]


class _Page:
    def __init__(self, crew: Crew, lang: Language) -> None:
        self.lang: Language = lang
        self.words = _TEXTS[lang]
        self.state = page_state("game", {"group": "", "fte": dict(START), "guess": 10, "asked": None})
        self.seen = -1
        words = self.words
        text("h1", words["title"])
        text("p", words["lead"], "lead")
        with block("div", "two"):
            with block("section"):
                self._division()
            with block("section"):
                self.finding = text("h2", "", "finding")
                text("p", words["figure"], "axis-name")
                self.picture = Picture(lang)
                text("p", f"A: {words['start']}; B: {words['yours']}", "legend-letters small")
                self.asker = Asker(crew, lang, self.draw)
        text("h2", words["board"])
        self.board = ui.element("div").classes("scrolls")
        self.board.props["tabindex"] = "0"
        self.board.props["role"] = "region"
        self.board.props["aria-label"] = words["board"]
        text("p", words["note"], "small")
        self._for_the_trainer()
        self._shows_board()
        ui.timer(2.0, self._shows_board)
        self.asker.ask(self._job)

    def _division(self) -> None:
        words = self.words
        name = ui.input(words["group"], value=self.state["group"])
        name.props(f"outlined maxlength={_LONGEST_NAME} debounce=200").classes("wide")
        name.on_value_change(lambda e: self.state.update(group=(e.value or "").strip()[:_LONGEST_NAME]))
        fte = plain(self.state["fte"])
        for service in START:
            lever(
                words[service], fte[service], 0, FTE, _STEP, "fte", self.lang,
                lambda v, service=service: self._divides(service, v), words[f"{service}_help"],
            )  # fmt: skip
        self.sum = text("p", "", "sum")
        self.sum.props["role"] = "status"
        self._sums()
        lever(
            words["guess"], self.state["guess"], 0, 60, 1, words["people"], self.lang,
            lambda v: self.state.update(guess=round(v)),
        )  # fmt: skip
        ui.button(words["go"], on_click=self._goes).props("no-caps unelevated size=lg")
        self.line = text("p", "", "wrong")
        self.line.props["role"] = "alert"

    def _divides(self, service: str, fte: float) -> None:
        self.state["fte"] = plain(self.state["fte"]) | {service: fte}
        self._sums()

    def _left(self) -> float:
        return round(FTE - sum(plain(self.state["fte"]).values()), 4)

    def _sums(self) -> None:
        left = self._left()
        which = "whole" if left == 0 else "left" if left > 0 else "over"
        self.sum.set_text(self.words[which].format(x=number(abs(left), 2, self.lang)))

    def _goes(self) -> None:
        if not self.state["group"]:
            self.line.set_text(self.words["no_name"])
        elif self._left() != 0:
            self.line.set_text(self.words["not_whole"])
        else:
            self.line.set_text("")
            asked = {key: plain(self.state[key]) for key in ("group", "fte", "guess")}
            self.state["asked"] = asked
            self.asker.ask(self._job)

    def _job(self) -> Job:
        divisions = [START, *([plain(self.state["asked"])["fte"]] if self.state["asked"] else [])]
        return job_of([division_of(fte) for fte in divisions], None, self.lang)

    def draw(self, estimate: Estimate) -> None:
        """Show an answer; the refined one goes on the scoreboard."""
        words, lang, asked = self.words, self.lang, plain(self.state["asked"])
        titles = dict(zip(estimate.names, (words["start"], words["yours"]), strict=False))
        start, *yours = (number(100.0 * estimate.estimate("reach_52", k).mean, 1, lang) for k in titles)
        told = words["finding_start"].format(y=start)
        if yours:
            told = words["finding"].format(x=yours[0], y=start, guess=asked["guess"])
        self.finding.set_text(told)
        ends = {1: FIGURES[lang]["least"], 10: FIGURES[lang]["most"]}
        rows = [
            [
                f"{d} ({ends[d]})" if d in ends else str(d),
                *(
                    charts.told(
                        estimate.estimate("reach_52", k, f"doenvermogen={d}"), lang, scale=100.0, suffix="%"
                    )
                    for k in titles
                ),
            ]
            for d in charts.DECILES
        ]
        options = charts.reach_by_doenvermogen(estimate, titles, lang)
        self.picture.draw(options, told, [words["decile"], *titles.values()], rows)
        if estimate.refined and asked:
            enters(asked["group"], asked["fte"], asked["guess"], estimate)
            self._shows_board()

    def _shows_board(self) -> None:
        kept = plain_list(scores())
        version = hash(tuple(s["at"] for s in kept))
        if version == self.seen:
            return
        self.seen = version
        self.board.clear()
        with self.board:
            if kept:
                self._board_of(kept)
            else:
                text("p", self.words["nobody"])

    def _board_of(self, kept: list[dict[str, Any]]) -> None:
        lang, tries = self.lang, dict[str, int]()
        best = {
            "reach": max(s["reach"] for s in kept),
            "least": max(s["least"] for s in kept),
            "index": min((s["index"] for s in kept), key=abs),
            "cost": min((s["cost"] for s in kept if s["cost"]), default=None),
        }
        with block("table", "plain"):
            with block("thead"), block("tr"):
                for head in self.words["head"].split("|"):
                    with block("th", scope="col"):
                        ui.label(head)
            with block("tbody"):
                for s in kept:
                    tries[s["group"]] = tries.get(s["group"], 0) + 1
                    parts = [
                        f"{self.words[n].lower()} {number(v, 2, lang)}" for n, v in s["fte"].items() if v
                    ]
                    cost = math.nan if s["cost"] is None else s["cost"]
                    cells = [
                        ("", str(tries[s["group"]])),
                        ("", ", ".join(parts)),
                        ("reach", f"{number(s['reach'], 1, lang)}{PERCENT[lang]}"),
                        ("least", f"{number(s['least'], 1, lang)}{PERCENT[lang]}"),
                        ("index", number(s["index"], 3, lang)),
                        ("cost", number(cost, 0, lang)),
                        ("", number(s["guess"] - s["reach"], 1, lang, signed=True)),
                    ]
                    with block("tr"):
                        with block("th", scope="row"):
                            ui.label(s["group"])
                        for column, cell in cells:
                            with block("td", "best" if column and s[column] == best[column] else ""):
                                ui.label(cell)

    def _for_the_trainer(self) -> None:
        """Show the trainer, who sits at the machine that serves, how others join, and how to begin anew."""
        request, address = ui.context.client.request, app.storage.general.get("address") or ""
        if request.client is None or request.client.host not in (*_HERE, urlsplit(address).hostname):
            return
        if address:
            text("p", self.words["others"].format(address=address), "lead")  # a room reads it
        else:
            text("p", self.words["alone"], "small")
        ui.button(self.words["clear"], on_click=self._clears).props("no-caps outline")

    def _clears(self) -> None:
        scores().clear()
        self._shows_board()


def plain_list(kept: Any) -> list[dict[str, Any]]:
    """Return the scoreboard as plain dictionaries."""
    return [plain(score) for score in kept]


def build(crew: Crew, lang: Language) -> None:
    """Show the page."""
    _Page(crew, lang)
