"""The four steps of the page: predict, see, break the paradox, and a counter-case."""

from __future__ import annotations

from typing import Any, Final

from nicegui import ui

from bereik.experiments.job import Job
from bereik.experiments.wording import Language
from bereik.present.app import charts
from bereik.present.app.estimates import Crew, Estimate
from bereik.present.app.pages.paradox.policies import COUNTER_CASE, DESK, OUTREACH, as_shipped, policy_with
from bereik.present.app.pages.paradox.told import finding_of, rows, sentences
from bereik.present.app.pages.paradox.words import TEXTS
from bereik.present.app.parts import Asker, Picture, block, choice, lever, text
from bereik.present.app.plans import Plan, based_on, job_of, scenario_of

PREDICT: Final = "predict"
SEE: Final = "see"
BREAK: Final = "break"
COUNTER: Final = "counter"


def predict(_: Crew, lang: Language, state: Any, goes_to: Any) -> None:
    """Let the room predict."""
    words = TEXTS[lang]
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
                    goes_to(SEE)

            ui.button(words["show"], on_click=show).props("no-caps unelevated size=lg")
            line = text("p", "", "wrong")
            line.props["role"] = "alert"


def see(crew: Crew, lang: Language, state: Any, _: Any) -> None:
    """Show the two policies beside what the room predicted."""
    words = TEXTS[lang]
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
        answer = _block_for_answer()
        with block("details"):
            text("summary", words["why"])
            text("p", words["why_text"])
        text("h3", words["talk"])
        with block("ul", "plain-list"):
            text("li", words["talk_1"])
            text("li", words["talk_2"])
        return answer, None

    _shown(crew, lang, titles, lambda: job_of(plans, None, lang), beside)


def break_it(crew: Crew, lang: Language, state: Any, goes_to: Any) -> None:
    """Let the room move four levers of the outreach policy."""
    words = TEXTS[lang]
    titles = _titles([based_on(DESK)], lang) | {"B": words["yours"]}
    shipped = as_shipped()
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
            goes_to(BREAK)

        ui.button(words["reset"], on_click=reset).props("no-caps outline")
        text("p", words["free"], "small")
        return None, asks

    _shown(crew, lang, titles, make, beside)


def counter_case(crew: Crew, lang: Language, _: Any, __: Any) -> None:
    """Show a gemeente in which the desk wins."""
    words = TEXTS[lang]
    plans = [based_on(name) for name in COUNTER_CASE]
    desk, out = (_titles([based_on(name)], lang)["A"] for name in (DESK, OUTREACH))

    def beside() -> tuple[Any, Any]:
        text("p", words["counter_lead"], "lead")
        answer = _block_for_answer()
        text("p", words["counter_note"], "small")
        return answer, None

    _shown(crew, lang, {"A": desk, "B": out}, lambda: job_of(plans, None, lang), beside)


def _block_for_answer() -> ui.element:
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
    words = TEXTS[lang]
    with block("div", "two picture-first"):
        with block("section"):
            answer, asks = beside()
        with block("section"):
            finding = text("h2", "", "finding")
            text("p", words["picture"], "axis-name")
            picture = Picture(lang)
            text("p", "; ".join(f"{k}: {title}" for k, title in titles.items()), "legend-letters small")
            place = answer or _block_for_answer()

            def draw(estimate: Estimate) -> None:
                told = finding_of(estimate, titles, lang)
                finding.set_text(told)
                options = charts.reach_by_doenvermogen(estimate, titles, lang)
                picture.draw(options, told, [words["decile"], *titles.values()], rows(estimate, titles, lang))
                place.clear()
                with place:
                    for sentence in sentences(estimate, titles, lang):
                        text("p", sentence)

            asker = Asker(crew, lang, draw)
    if asks is not None:
        asks.append(asker.ask)
    asker.ask(make)


STEPS: Final = {PREDICT: predict, SEE: see, BREAK: break_it, COUNTER: counter_case}
