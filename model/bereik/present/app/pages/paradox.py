"""The hulpparadox: the room predicts, sees, and tries to break it."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from nicegui import ui

from bereik.experiments.runner import Job
from bereik.experiments.wording import MARGIN, Language, decimals_told, number, slope, span
from bereik.measures.intervals import Interval, verdict
from bereik.present.app import charts
from bereik.present.app.estimates import Crew, Estimate
from bereik.present.app.parts import Asker, Picture, block, choice, lever, text
from bereik.present.app.plans import Plan, based_on, job_of, scenario_of, with_lever
from bereik.present.app.state import page_state
from bereik.present.texts import FIGURES

DESK: Final = "loket-only"
OUTREACH: Final = "outreach"
COUNTER_CASE: Final = ("loket-wint", "loket-wint-eropaf")
_MOVED: Final = 0.8  # share of the hours of desk and telephone that 'outreach' moves
_PREDICT, _SEE, _BREAK, _COUNTER = "predict", "see", "break", "counter"
_STEPS: Final = (_PREDICT, _SEE, _BREAK, _COUNTER)

_TEXTS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "title": "De hulpparadox",
        "predict": "1. Voorspel",
        "see": "2. Kijk",
        "break": "3. Breek de paradox",
        "counter": "4. Een tegenvoorbeeld",
        "lead": (
            "Een gemeente heeft geld voor een vast aantal uren hulp. Ze kan die uren op twee manieren"
            " inzetten. Wie bereikt de meeste mensen?"
        ),
        "both": (
            "Het wijkteam en het budget zijn in beide gelijk. De inwoners zijn dezelfde mensen, met hetzelfde"
            " toeval."
        ),
        "who": "Welk plan bereikt binnen een jaar de meeste mensen die hulp nodig hebben?",
        "by": "Hoeveel scheelt het, op elke 100 mensen die hulp nodig hebben?",
        "people": "mensen",
        "poorest": "En van de mensen met het minste doenvermogen: welk plan bereikt er daar meer?",
        "doen": "Doenvermogen is hoe goed iemand in actie komt en volhoudt, ook als het tegenzit.",
        "equal": "Dat scheelt niets",
        "show": "Laat zien",
        "not_yet": "Vul eerst alle drie de vragen in.",
        "you_said": "Uw voorspelling",
        "no_prediction": "U voorspelde nog niets.",
        "predicted": "{who}, {by} van de 100. Bij het minste doenvermogen: {poorest}.",
        "it_came": "Wat het model zegt",
        "more": "‘{b}’ bereikt er {x} meer dan ‘{a}’ ({span}), van elke 100 mensen die hulp nodig hebben.",
        "fewer": "‘{b}’ bereikt er {x} minder dan ‘{a}’ ({span}), van elke 100 mensen die hulp nodig hebben.",
        "same": "Het verschil tussen ‘{b}’ en ‘{a}’ is niet te onderscheiden ({span}).",
        "small": "Het verschil tussen ‘{b}’ en ‘{a}’ is te klein om ertoe te doen ({span}).",
        "least_more": "Van de mensen met het minste doenvermogen bereikt ‘{b}’ er {x} meer ({span}).",
        "least_fewer": "Van de mensen met het minste doenvermogen bereikt ‘{b}’ er {x} minder ({span}).",
        "least_same": "Bij de mensen met het minste doenvermogen is geen verschil te onderscheiden ({span}).",
        "finding": "Binnen een jaar krijgen {a_x} van de 100 passende hulp onder ‘{a}’, en {b_x} onder ‘{b}’",
        "rises": (
            "Onder ‘{s}’ is er een hulpparadox: hoe meer iemand zelf kan, hoe vaker er hulp komt (index {x})."
        ),
        "falls": "Onder ‘{s}’ is het omgekeerd: wie minder kan, krijgt vaker hulp (index {x}).",
        "flat": "Onder ‘{s}’ is geen verband met doenvermogen te zien (index {x}).",
        "both_rise": (
            "In beide is er een hulpparadox: hoe meer iemand zelf kan, hoe vaker er hulp komt. Onder"
            " ‘{less}’ is die kleiner (index {x} tegen {y})."
        ),
        "why": "Waarom?",
        "why_text": (
            "Om hulp te krijgen moet u het probleem zien, weten waar u moet zijn, durven, formulieren"
            " invullen en volhouden. Problemen maken juist dat moeilijker. Wie aanbelt, neemt een deel van"
            " die stappen over. Maar aanbellen kost tijd: achter veel deuren is niets aan de hand. En het"
            " loket wordt klein, dus wie zelf komt, wacht langer. Bij een ander aantal uren kan de uitkomst"
            " anders zijn."
        ),
        "break_lead": (
            "Verander ‘Uw beleid’ met vier knoppen. Wordt de lijn vlak? En wat kost dat aan bereik?"
        ),
        "share": "Uren die naar buiten gaan",
        "share_help": "Deel van de uren van loket en telefoon. Het budget blijft gelijk.",
        "steps": "Stappen aan het loket",
        "steps_help": "Wat u zelf moet doen voordat er hulp komt.",
        "visibility": "Zichtbaar voor de buurt",
        "visibility_help": "0: niemand ziet u gaan. 1: iedereen.",
        "breadth": "Brede blik van het wijkteam",
        "breadth_help": "Hoe ver het kijkt voorbij de vraag. Dat kost tijd per gesprek.",
        "free": (
            "Minder stappen en minder zicht kosten in dit model geen geld. In het echt zijn ze niet gratis:"
            " er is een andere plek nodig, en iemand die regels schrapt."
        ),
        "reset": "Begin opnieuw",
        "yours": "Uw beleid",
        "counter_lead": (
            "Eropaf is niet altijd beter. In deze gemeente zijn mensen sterker en is er weinig schaamte."
            " Het loket is dichtbij, anoniem en makkelijk. Hier bereikt het loket ook de mensen die het"
            " minst kunnen."
        ),
        "counter_note": (
            "Dit is een bedachte gemeente. Ze laat zien dat het model ook nee kan zeggen tegen aanbellen."
        ),
        "picture": "Passende hulp binnen een jaar, % van wie hulp nodig heeft",
        "decile": "tiende",
        "talk": "Om te bespreken",
        "talk_1": "Wie van uw inwoners staat links in de grafiek? Wie kent u daarvan?",
        "talk_2": "Wat vindt u beter: meer mensen bereiken, of de mensen die het minst kunnen?",
    },
    "en": {
        "title": "The hulpparadox",
        "predict": "1. Predict",
        "see": "2. See",
        "break": "3. Break the paradox",
        "counter": "4. A counter-case",
        "lead": (
            "A gemeente has money for a fixed number of hours of help. It can spend them in two ways. Which"
            " reaches most people?"
        ),
        "both": (
            "The wijkteam and the budget are the same in both. The residents are the same people, with the"
            " same luck."
        ),
        "who": "Which plan reaches most of those who need help, within a year?",
        "by": "How much is the difference, of every 100 people who need help?",
        "people": "people",
        "poorest": "And of the people with the least doenvermogen: which plan reaches more there?",
        "doen": (
            "Doenvermogen is how well somebody gets into action and carries on, also when things go wrong."
        ),
        "equal": "No difference",
        "show": "Show",
        "not_yet": "Answer all three questions first.",
        "you_said": "Your prediction",
        "no_prediction": "You have not predicted anything yet.",
        "predicted": "{who}, {by} of 100. With the least doenvermogen: {poorest}.",
        "it_came": "What the model says",
        "more": "‘{b}’ reaches {x} more than ‘{a}’ ({span}), of every 100 people who need help.",
        "fewer": "‘{b}’ reaches {x} fewer than ‘{a}’ ({span}), of every 100 people who need help.",
        "same": "The difference between ‘{b}’ and ‘{a}’ cannot be told from none ({span}).",
        "small": "The difference between ‘{b}’ and ‘{a}’ is too small to matter ({span}).",
        "least_more": "Of the people with the least doenvermogen, ‘{b}’ reaches {x} more ({span}).",
        "least_fewer": "Of the people with the least doenvermogen, ‘{b}’ reaches {x} fewer ({span}).",
        "least_same": "Among the people with the least doenvermogen no difference can be told ({span}).",
        "finding": "Within a year {a_x} of 100 get fitting help under ‘{a}’, and {b_x} under ‘{b}’",
        "rises": (
            "Under ‘{s}’ there is a hulpparadox: the more one can do, the more often help comes (index {x})."
        ),
        "falls": "Under ‘{s}’ it is the other way round: who can do less gets help more often (index {x}).",
        "flat": "Under ‘{s}’ no slope over doenvermogen can be seen (index {x}).",
        "both_rise": (
            "In both there is a hulpparadox: the more one can do, the more often help comes. Under ‘{less}’"
            " it is smaller (index {x} against {y})."
        ),
        "why": "Why?",
        "why_text": (
            "To get help you must see the problem, know where to go, dare, fill in forms and carry on."
            " Problems make just that harder. Who knocks takes over some of those steps. But knocking takes"
            " time: behind many doors nothing is the matter. And the desk gets small, so who comes herself"
            " waits longer. With other hours the outcome can be another."
        ),
        "break_lead": (
            "Change ‘Your policy’ with four levers. Does the line get flat? And what does it cost in reach?"
        ),
        "share": "Hours that go out",
        "share_help": "Share of the hours of desk and telephone. The budget stays equal.",
        "steps": "Steps at the desk",
        "steps_help": "What one must do oneself before help comes.",
        "visibility": "Visible to neighbours",
        "visibility_help": "0: nobody sees you go. 1: everybody.",
        "breadth": "Broad look of the wijkteam",
        "breadth_help": "How far it looks beyond the question. That takes time in every conversation.",
        "free": (
            "Fewer steps and less visibility cost no money in this model. They are not free in reality: it"
            " takes another place, and somebody who strikes rules."
        ),
        "reset": "Start anew",
        "yours": "Your policy",
        "counter_lead": (
            "Outreach is not always better. In this gemeente people carry more and there is little shame."
            " The desk is near, anonymous and easy. Here the desk reaches those who can do least too."
        ),
        "counter_note": "This gemeente is made up. It shows that the model can say no to knocking on doors.",
        "picture": "Fitting help within a year, % of those who need help",
        "decile": "tenth",
        "talk": "To discuss",
        "talk_1": "Who of your residents stands at the left of the picture? Whom of them do you know?",
        "talk_2": "What do you prefer: to reach more people, or those who can do least?",
    },
}  # fmt: skip


def first_questions() -> list[Job]:
    """Return the questions of this page before anything is changed."""
    return [job_of([based_on(a), based_on(b)], None, "nl") for a, b in ((DESK, OUTREACH), COUNTER_CASE)]


def policy_with(share: float, steps: float, visibility: float, breadth: float) -> Plan:
    """Return the outreach policy with its four levers moved; the budget is that of the desk alone.

    Parameters
    ----------
    share : 0..0.8, of the hours of desk and telephone that go out; at 0.8 it is 'outreach' as it ships
    steps : at the desk, 0..8
    visibility : of the desk, 0..1
    breadth : of the wijkteam, 0..1
    """
    desk, out = (scenario_of(based_on(name)).services for name in (DESK, OUTREACH))
    moved = share / _MOVED
    plan = based_on(OUTREACH)
    for name in ("loket", "telefoon"):
        hours = (1.0 - moved) * desk[name].fte_per_10000 + moved * out[name].fte_per_10000
        plan = with_lever(plan, name, "fte_per_10000", round(hours, 4))
    plan = with_lever(plan, OUTREACH, "fte_per_10000", round(moved * out[OUTREACH].fte_per_10000, 4))
    plan = with_lever(plan, "loket", "steps", steps)
    plan = with_lever(plan, "loket", "visibility", visibility)
    return with_lever(plan, "wijkteam", "breadth", breadth)


def _as_shipped() -> dict[str, float]:
    services = scenario_of(based_on(OUTREACH)).services
    return {
        "share": _MOVED,
        "steps": services["loket"].steps,
        "visibility": services["loket"].visibility,
        "breadth": services["wijkteam"].breadth,
    }


def build(crew: Crew, lang: Language) -> None:
    """Show the page."""
    words = _TEXTS[lang]
    state = page_state("paradox", {"step": _PREDICT, "who": None, "by": 5, "poorest": None, **_as_shipped()})
    text("h1", words["title"])

    @ui.refreshable
    def body() -> None:
        step = state["step"]
        with block("ul", "steps"):
            for k in _STEPS:
                with block("li"):
                    button = ui.button(words[k], on_click=partial(goes_to, k)).props("no-caps unelevated")
                    button.props["aria-current"] = "step" if k == step else "false"
                    if k != step:
                        button.props("outline")
        {_PREDICT: _predict, _SEE: _see, _BREAK: _break, _COUNTER: _counter}[step](crew, lang, state, goes_to)

    def goes_to(step: str) -> None:
        state["step"] = step
        body.refresh()

    body()


def _predict(_: Crew, lang: Language, state: Any, goes_to: Any) -> None:
    words = _TEXTS[lang]
    plans = {name: scenario_of(based_on(name), lang) for name in (DESK, OUTREACH)}
    titles = {name: getattr(plan.title, lang) for name, plan in plans.items()}
    with block("div", "two"):
        with block("section"):
            text("p", words["lead"], "lead")
            for letter, (name, plan) in zip("AB", plans.items(), strict=True):
                with block("div", "card"):
                    text("h2", f"{letter}. {titles[name]}")
                    text("p", getattr(plan.summary, lang))
            text("p", words["both"], "small")
        with block("section"):
            options = titles | {"equal": words["equal"]}
            choice(words["who"], options, state["who"], lambda v: state.update(who=v))
            lever(
                words["by"], state["by"], 0, 30, 1, words["people"], lang, lambda v: state.update(by=round(v))
            )
            choice(words["poorest"], options, state["poorest"], lambda v: state.update(poorest=v))
            text("p", words["doen"], "small")

            def show() -> None:
                if state["who"] is None or state["poorest"] is None:
                    line.set_text(words["not_yet"])
                else:
                    goes_to(_SEE)

            ui.button(words["show"], on_click=show).props("no-caps unelevated size=lg")
            line = text("p", "", "wrong")
            line.props["role"] = "alert"


def _see(crew: Crew, lang: Language, state: Any, _: Any) -> None:
    words = _TEXTS[lang]
    plans = [based_on(DESK), based_on(OUTREACH)]
    titles = _titles(plans, lang)

    def beside() -> tuple[Any, Any]:
        text("h2", words["you_said"])
        if state["who"] is None or state["poorest"] is None:
            text("p", words["no_prediction"])
        else:
            called = {DESK: titles["A"], OUTREACH: titles["B"], "equal": words["equal"]}
            told = words["predicted"].format(
                who=called[state["who"]], by=round(state["by"]), poorest=called[state["poorest"]]
            )
            text("p", told)
        text("h2", words["it_came"])
        answer = block_for_answer()
        with block("details"):
            text("summary", words["why"])
            text("p", words["why_text"])
        text("h3", words["talk"])
        with block("ul", "plain-list"):
            text("li", words["talk_1"])
            text("li", words["talk_2"])
        return answer, None

    _shown(crew, lang, titles, lambda: job_of(plans, None, lang), beside)


def _break(crew: Crew, lang: Language, state: Any, goes_to: Any) -> None:
    words = _TEXTS[lang]
    titles = _titles([based_on(DESK)], lang) | {"B": words["yours"]}
    shipped = _as_shipped()
    asks: list[Any] = []

    def make() -> Job:
        chosen = {name: float(state[name]) for name in shipped}
        return job_of([based_on(DESK), policy_with(**chosen)], None, lang)

    def beside() -> tuple[Any, Any]:
        text("p", words["break_lead"])

        def moved(name: str, value: float) -> None:
            state[name] = value
            for ask in asks:
                ask(make)

        for name, (low, high, step, unit, scale) in {
            "share": (0, 80, 5, "%", 100.0),
            "steps": (0, 8, 0.5, "", 1.0),
            "visibility": (0, 1, 0.05, "", 1.0),
            "breadth": (0, 1, 0.05, "", 1.0),
        }.items():
            lever(
                words[name], round(state[name] * scale, 4), low, high, step, unit, lang,
                lambda v, name=name, scale=scale: moved(name, v / scale), words[f"{name}_help"],
            )  # fmt: skip

        def reset() -> None:
            state.update(shipped)
            goes_to(_BREAK)

        ui.button(words["reset"], on_click=reset).props("no-caps outline")
        text("p", words["free"], "small")
        return None, asks

    _shown(crew, lang, titles, make, beside)


def _counter(crew: Crew, lang: Language, _: Any, __: Any) -> None:
    words = _TEXTS[lang]
    plans = [based_on(name) for name in COUNTER_CASE]
    desk, out = (_titles([based_on(name)], lang)["A"] for name in (DESK, OUTREACH))

    def beside() -> tuple[Any, Any]:
        text("p", words["counter_lead"], "lead")
        answer = block_for_answer()
        text("p", words["counter_note"], "small")
        return answer, None

    _shown(crew, lang, {"A": desk, "B": out}, lambda: job_of(plans, None, lang), beside)


def block_for_answer() -> ui.element:
    """Leave a place for the sentences of an answer."""
    place = ui.element("div")
    place.props["aria-live"] = "polite"
    return place


def _titles(plans: list[Plan], lang: Language) -> dict[str, str]:
    return {
        letter: getattr(scenario_of(plan, lang).title, lang)
        for letter, plan in zip("ABCD", plans, strict=False)
    }


def _shown(crew: Crew, lang: Language, titles: dict[str, str], make: Any, beside: Any) -> None:
    """Show what stands beside the picture, and the picture; ask what ``make`` says."""
    words = _TEXTS[lang]
    with block("div", "two picture-first"):
        with block("section"):
            answer, asks = beside()
        with block("section"):
            finding = text("h2", "", "finding")
            text("p", words["picture"], "axis-name")
            picture = Picture(lang)
            text("p", "; ".join(f"{k}: {title}" for k, title in titles.items()), "legend-letters small")
            place = answer or block_for_answer()

            def draw(estimate: Estimate) -> None:
                told = finding_of(estimate, titles, lang)
                finding.set_text(told)
                options = charts.reach_by_doenvermogen(estimate, titles, lang)
                picture.draw(
                    options, told, [words["decile"], *titles.values()], _rows(estimate, titles, lang)
                )
                place.clear()
                with place:
                    for sentence in sentences(estimate, titles, lang):
                        text("p", sentence)

            asker = Asker(crew, lang, draw)
    if asks is not None:
        asks.append(asker.ask)
    asker.ask(make)


def _rows(estimate: Estimate, titles: dict[str, str], lang: Language) -> list[list[str]]:
    ends = {1: FIGURES[lang]["least"], 10: FIGURES[lang]["most"]}
    return [
        [
            f"{d} ({ends[d]})" if d in ends else str(d),
            *(
                charts.told(
                    estimate.estimate("reach_52", name, f"doenvermogen={d}"), lang, scale=100.0, suffix="%"
                )
                for name in titles
            ),
        ]
        for d in charts.DECILES
    ]


def finding_of(estimate: Estimate, titles: dict[str, str], lang: Language) -> str:
    """Return the title of the picture: how many of a hundred are reached under each plan."""
    shares = {name: 100.0 * estimate.estimate("reach_52", name).mean for name in titles}
    told = {name: number(share, 0 if share >= 10 else 1, lang) for name, share in shares.items()}
    if told["A"] == told["B"]:
        told = {name: number(share, 1, lang) for name, share in shares.items()}
    return _TEXTS[lang]["finding"].format(a_x=told["A"], b_x=told["B"], a=titles["A"], b=titles["B"])


def sentences(estimate: Estimate, titles: dict[str, str], lang: Language) -> list[str]:
    """Return what the answer says: of all, of those who can do least, and of the slope."""
    words = _TEXTS[lang]
    whole = _in_hundreds(estimate.difference("reach_52", "B"))
    least = _in_hundreds(estimate.difference("reach_52", "B", "doenvermogen=1"))
    facts = {"a": titles["A"], "b": titles["B"]}
    which = {"too small to matter": "small", "not distinguishable": "same"}.get(
        verdict(whole, 100.0 * MARGIN), "more" if whole.mean > 0 else "fewer"
    )
    told = [words[which].format(x=_size(whole, lang), span=_span(whole, lang), **facts)]
    of_least = {"rises": "least_more", "falls": "least_fewer", "flat": "least_same"}[slope(least)]
    told.append(words[of_least].format(x=_size(least, lang), span=_span(least, lang), **facts))
    return [*told, *_of_the_slope(estimate, titles, lang)]


def _of_the_slope(estimate: Estimate, titles: dict[str, str], lang: Language) -> list[str]:
    words = _TEXTS[lang]
    indices = {name: estimate.estimate("concentration_index", name) for name in titles}
    numbers = {
        name: number(index.mean, decimals_told(index.low, index.high), lang)
        for name, index in indices.items()
    }
    changes = slope(estimate.difference("concentration_index", "B"))
    if changes != "flat" and all(slope(index) == "rises" for index in indices.values()):
        less, more = ("B", "A") if changes == "falls" else ("A", "B")
        return [words["both_rise"].format(less=titles[less], x=numbers[less], y=numbers[more])]
    return [words[slope(indices[name])].format(s=titles[name], x=numbers[name]) for name in titles]


def _in_hundreds(share: Interval) -> Interval:
    return Interval(100.0 * share.mean, 100.0 * share.low, 100.0 * share.high, share.pairs)


def _size(difference: Interval, lang: Language) -> str:
    return number(abs(difference.mean), decimals_told(difference.low, difference.high), lang)


def _span(difference: Interval, lang: Language) -> str:
    """Write an interval: as a size where it lies on one side of zero, which the sentence names."""
    if difference.high < 0.0:
        difference = Interval(-difference.mean, -difference.high, -difference.low, difference.pairs)
    return span(difference, lang, signed=difference.low < 0.0)
