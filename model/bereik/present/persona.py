"""A persona told: her life under each scenario side by side, and how she fares over the replicates."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from bereik.experiments.fates import Fate
from bereik.experiments.persona import PersonaFound, name_of
from bereik.experiments.wording import (
    FEWEST_DRAWS,
    PERCENT,
    Language,
    decimals_told,
    interval_over,
    number,
    own_draws,
    span,
    titles_by_name,
)
from bereik.measures.intervals import Interval
from bereik.present.story import WHY, life, who
from bereik.present.texts import NOTICE, ROWS
from bereik.scenarios.personas import IN_CRISIS, OR, Persona
from bereik.vocabulary import UNMET_ROWS

if TYPE_CHECKING:
    from rich.table import Table

    from bereik.experiments.draws import Draws

_WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "week": "week",
        "same": "idem",
        "life": "Herhaling {seed}, week voor week, in de plaats van inwoner {k}.",
        "over": "over {n} herhalingen",
        "as_told": (
            "{name} onder {a}: in {times} van de {n} herhalingen gaat het zoals in het rapport ({stages})."
        ),
        "shorter": "Met {b} is het verschil in {what} {x} ({span}). {verdict}.",
        "less": "Dat is korter",
        "more": "Dat is langer",
        "flat": "Niet te onderscheiden",
        "then": ", dan ",
        "or": " of ",
        "never": "> {horizon}",
        "note": (
            "{residents} volwassenen, {weeks} weken beleid na {burn_in} weken aanloop. Tussen haakjes 95%-"
            "intervallen; weken tot hulp: de mediaan; 'nooit' telt in een verschil als {weeks} weken."
        ),
        "drawn": "Weken: {weeks}; aandelen: 95%-interval.",
        "most_lives": "waartussen 95% van de levens ligt",
        "minus": "verschil",
        "persona": "persona",
        "fails": "onder",
        "remedy": "met",
        "course": "zoals in het rapport",
        "shortens": "korter moet worden",
        "difference": "verschil, weken",
        "weeks": "weken tot passende hulp",
        "of_seeds": "in hoeveel herhalingen",
        "of_time": "wanneer, en hoe volledig",
        "of_weeks": "hoeveel weken, gemiddeld; elke week telt één keer",
        "completeness": "volledigheid",
        "expects": "verwacht",
    },
    "en": {
        "week": "week",
        "same": "the same",
        "life": "Replicate {seed}, week by week, in the place of resident {k}.",
        "over": "over {n} replicates",
        "as_told": "{name} under {a}: in {times} of {n} replicates it goes as in the report ({stages}).",
        "shorter": "With {b} the difference in {what} is {x} ({span}). {verdict}.",
        "less": "That is shorter",
        "more": "That is longer",
        "flat": "Not distinguishable",
        "then": ", then ",
        "or": " or ",
        "never": "> {horizon}",
        "note": (
            "{residents} residents, {weeks} weeks of policy after a burn-in of {burn_in}. Between brackets "
            "95% intervals; weeks until help: the median; in a difference 'never' counts as {weeks} weeks."
        ),
        "drawn": "Weeks: {weeks}; shares: 95% interval.",
        "most_lives": "between which 95% of the lives lie",
        "minus": "difference",
        "persona": "persona",
        "fails": "under",
        "remedy": "with",
        "course": "as in the report",
        "shortens": "to be shortened",
        "difference": "difference, weeks",
        "weeks": "weeks until fitting help",
        "of_seeds": "in how many replicates",
        "of_time": "when, and how completely",
        "of_weeks": "how many weeks, on average; each week counts once",
        "completeness": "completeness",
        "expects": "expected",
    },
}

_STAGES: dict[str, tuple[str, str]] = {  # (Dutch, English); what is not here is told as the file has it
    IN_CRISIS: ("in een crisis voor er passende hulp is", "in a crisis before any fitting help"),
    "handed-over": ("doorgestuurd", "sent on"),
    "lost-in-hand-over": ("zoekgeraakt onderweg", "lost on the way"),
    "turned-away": ("weggestuurd", "turned away"),
    "turned-away: misjudged": ("verkeerd beoordeeld", "misjudged"),
    "turned-away: handed-back": ("weggestuurd: eerst eigen kracht", "turned away: own strength first"),
    "friend-tired": ("wie hielp, houdt het niet vol", "whoever helped gets tired"),
    "dropped: dare": ("durft niet", "does not dare"),
}
LENGTHS: dict[str, tuple[str, str]] = {
    "help": ("passende hulp", "fitting help"),
    "weeks-to-contact": ("weken tot een gesprek", "weeks until a conversation"),
    "weeks-to-help": ("weken tot hulp", "weeks until help"),
    "weeks-to-fit": ("weken tot passende hulp", "weeks until fitting help"),
    "weeks-to-full": ("weken tot hulp op elk gebied", "weeks until help in every domain"),
    **{
        f"weeks-{row}": (f"weken ‘{ROWS['nl'][row]}’", f"weeks ‘{ROWS['en'][row]}’")
        for row in UNMET_ROWS
    },
}

class _Line(NamedTuple):
    """A line of the table: what it is called, and what it takes of a fate."""

    nl: str
    en: str
    value: Callable[[Fate], float]


_FLAGS: dict[str, tuple[str, str]] = {  # of the spell: beside them stand the weeks of its rows
    "flag_invisible": ("nooit in beeld gekomen", "never came into view"),
    "flag_unavailable": ("ooit hulp gezocht die er niet was", "ever sought help that was not there"),
    "flag_late": ("passende hulp pas laat, of nooit", "fitting help late only, or never"),
    "flag_unfitting": ("ooit alleen hulp die niet paste", "ever had only help that did not fit"),
    "flag_incomplete": ("ooit maar voor een deel geholpen", "ever helped in part only"),
}
_SHARES = (
    _Line("een gesprek", "a conversation", lambda f: f.contact < math.inf),
    _Line("hulp", "any help", lambda f: f.help < math.inf),
    _Line("passende hulp", "fitting help", lambda f: f.fit < math.inf),
    _Line("passende hulp op elk gebied", "fitting help in every domain", lambda f: f.full < math.inf),
    _Line("crisis voor er passende hulp is", "a crisis before any fitting help", lambda f: f.crisis),
    *(
        _Line(nl, en, lambda f, flag=flag: f.flags.get(flag, False))
        for flag, (nl, en) in _FLAGS.items()
    ),
)
_UNTIL = ("weeks-to-contact", "weeks-to-fit", "weeks-to-full")
_MEANS = (
    _Line("in nood", "in need", lambda f: f.need),
    _Line("  geholpen op elk gebied", "  helped in every domain", lambda f: f.covered),
    *(
        _Line(f"  {ROWS['nl'][row]}", f"  {ROWS['en'][row]}", lambda f, k=k: f.unmet[k])
        for k, row in enumerate(UNMET_ROWS)
    ),
)


def listing(personas: Sequence[Persona], lang: Language) -> Table:
    """Return who can be placed, with what happened to each."""
    table = _empty("", "")
    table.show_header = False
    for her in personas:
        text = f"{getattr(her.summary, lang)}\n[dim]{her.source} {her.fails} → {her.remedy}[/dim]\n"
        table.add_row(f"[bold]{her.name}[/bold]", text)
    return table


def heading(found: PersonaFound, lang: Language) -> str:
    """Return who she is, and in whose place she lives."""
    her, told = found.persona, found.told[0]
    place = _WORDS[lang]["life"].format(seed=found.seeds[0], k=told.resident)
    return f"{getattr(her.summary, lang)}\n{her.source}\n\n{place}\n{who(told.records, told.resident, lang)}"


def side_by_side(found: PersonaFound, lang: Language) -> Table:
    """Return her life in the first replicate: a row per week, a column per scenario."""
    besides = said_of(found.persona, found.weeks, lang)
    told = [
        {
            week: _cell(happened, state)
            for week, happened, state in life(
                one.records.frames()["trace"], one.resident, found.weeks, lang, besides
            )
        }
        for one in found.told
    ]
    titles = called(found, lang)
    table = _empty(_WORDS[lang]["week"], *titles)
    for week in sorted(set().union(*told)):
        first, *others = (weeks.get(week, "") for weeks in told)
        same = f"[dim]{_WORDS[lang]['same']}[/dim]"
        table.add_row(str(week), first, *(same if other == first else other for other in others))
    return table


def said_of(her: Persona, weeks: int, lang: Language) -> dict[int, list[str]]:
    """Return what her file says that happens to her, by week."""
    return {
        event.week: [getattr(event.says, lang)]
        for event in her.events
        if event.says is not None and event.week < weeks
    }


def _cell(happened: Sequence[str], state: str) -> str:
    return "\n".join([*happened, *([f"[dim]→ {state}[/dim]"] if state else [])])


def fates_table(found: PersonaFound, lang: Language) -> Table:
    """Return how often, when and how completely she is helped, with the paired differences."""
    names, words = called(found, lang), _WORDS[lang]
    against = [words["minus"]] if len(names) == 2 else [f"{b} − {names[0]}" for b in names[1:]]
    table = _empty(words["over"].format(n=len(found.seeds)), *names, *against)
    table.add_row(_part(words["of_seeds"]))
    for line in _SHARES:
        table.add_row(getattr(line, lang), *_share_row(found, line, lang))
    table.add_row(_part(words["of_time"]))
    for what in _UNTIL:
        table.add_row(LENGTHS[what][_place(lang)], *_weeks_row(found, what, lang))
    table.add_row(words["completeness"], *_completeness_row(found, lang))
    table.add_row(_part(words["of_weeks"]))
    for line in _MEANS:
        table.add_row(getattr(line, lang), *_mean_row(found, line, lang))
    return table


def _part(title: str) -> str:
    """Return the title of a part of the table."""
    return f"[bold]{title}[/bold]"


def _share_row(found: PersonaFound, line: _Line, lang: Language) -> list[str]:
    """Return a cell per scenario, and one per difference, of how often something holds."""
    shares = [found.share(lambda f: bool(line.value(f)), s) for s in range(len(found.scenarios))]
    changes = [found.more_often(lambda f: bool(line.value(f)), s) for s in range(1, len(found.scenarios))]
    return [*(_percent(share, lang) for share in shares), *(_points(change, lang) for change in changes)]


def _weeks_row(found: PersonaFound, what: str, lang: Language) -> list[str]:
    """Return the same of how long something takes: medians, and mean differences within the horizon."""
    medians = [found.median(lambda f: f.until(what), s) for s in range(len(found.scenarios))]
    changes = [
        found.difference(lambda f: f.weeks(what, found.weeks), s) for s in range(1, len(found.scenarios))
    ]
    told = [_median(median, found.weeks, lang) for median in medians]
    return [*told, *(_change(change, lang) for change in changes)]


def _completeness_row(found: PersonaFound, lang: Language) -> list[str]:
    """Return the same of the share of her needy domains that were ever fittingly helped."""
    means = [found.mean(lambda f: f.completeness, s) for s in range(len(found.scenarios))]
    changes = [found.difference(lambda f: f.completeness, s) for s in range(1, len(found.scenarios))]
    return [*(_percent(mean, lang) for mean in means), *(_points(change, lang) for change in changes)]


def _mean_row(found: PersonaFound, line: _Line, lang: Language) -> list[str]:
    """Return the same of a number of weeks."""
    means = [found.mean(line.value, s).mean for s in range(len(found.scenarios))]
    changes = [found.difference(line.value, s) for s in range(1, len(found.scenarios))]
    return [*(number(mean, 0, lang) for mean in means), *(_change(change, lang) for change in changes)]


def findings(found: PersonaFound, lang: Language) -> list[str]:
    """Return whether it goes as in the report, and whether the remedy shortens what it should.

    Only for the scenarios of her own file, in that order; others promise nothing.
    """
    her, words = found.persona, _WORDS[lang]
    own = [her.fails, her.remedy]
    names = called(found, lang)
    asked = [scenario.name for scenario in found.scenarios]
    told: list[str] = []
    if asked[0] == name_of(own[0]):
        times = round(found.course.mean * len(found.seeds))
        told.append(
            words["as_told"].format(
                name=getattr(her.title, lang), a=f"‘{names[0]}’", times=times, n=len(found.seeds),
                stages=stages(her.expects, lang),
            )
        )
    if asked[:2] == [name_of(name) for name in own]:
        change = found.shortened
        verdict = "less" if change.high < 0 else "more" if change.low > 0 else "flat"
        told.append(
            words["shorter"].format(
                b=f"‘{names[1]}’", what=LENGTHS[her.shortens][_place(lang)],
                x=_number(change, lang), span=span(change, lang, signed=True), verdict=words[verdict],
            )
        )
    return told


def headline(found: PersonaFound, lang: Language) -> str:
    """Return what the picture shows: whether it goes as in the report, or else how often she is helped."""
    for sentence in findings(found, lang)[:1]:
        return sentence.removesuffix(".")
    helped = [_percent(found.share(lambda f: f.fit < math.inf, s), lang) for s in range(len(found.scenarios))]
    each = zip(called(found, lang), (share.partition(" ")[0] for share in helped), strict=True)
    told = "; ".join(f"{share} {_WORDS[lang]['fails']} ‘{name}’" for name, share in each)
    return f"{getattr(found.persona.title, lang)}, {LENGTHS['help'][_place(lang)]}: {told}"


def table_of_all(all_found: Sequence[PersonaFound], lang: Language) -> Table:
    """Return a row per persona under the two scenarios of her own file."""
    words, k = _WORDS[lang], _place(lang)
    heads = (
        "persona", "expects", "fails", "course", "remedy", "shortens", "difference", "weeks", "completeness",
    )
    table = _empty(*(words[head] for head in heads))
    for found in all_found:
        names = called(found, lang)
        change = found.shortened
        weeks = [_median(found.median(lambda f: f.fit, s), found.weeks, lang) for s in (0, 1)]
        shares = [found.mean(lambda f: f.completeness, s).mean for s in (0, 1)]
        whole = [number(100 * share, 0, lang) + PERCENT[lang] for share in shares]
        table.add_row(
            getattr(found.persona.title, lang), stages(found.persona.expects, lang), names[0],
            _percent(found.course, lang), names[1], LENGTHS[found.persona.shortens][k],
            _change(change, lang), " → ".join(weeks), " → ".join(whole),
        )
    return table


def note(found: PersonaFound, lang: Language) -> str:
    """Return what the table rests on."""
    told = _WORDS[lang]["note"].format(
        residents=number(found.residents, 0, lang), weeks=found.weeks, burn_in=found.burn_in
    )
    over = f"{own_draws(found.draws, lang)} {over_lives(found.draws, lang)}".strip()
    return "\n".join(line for line in (told, over, f"{NOTICE[lang]}.") if line)


def over_lives(draws: Draws | None, lang: Language) -> str:
    """Return what intervals are where replicates draw what is not known; else nothing."""
    if draws is None:
        return ""
    words, n = _WORDS[lang], len(draws.rows)
    weeks = interval_over(n, lang) if n < FEWEST_DRAWS else words["most_lives"]
    return words["drawn"].format(weeks=weeks)


def stages(expects: Sequence[str], lang: Language) -> str:
    """Return the stages that are expected of somebody, in words."""
    either = _WORDS[lang]["or"]
    return _WORDS[lang]["then"].join(
        either.join(_stage(one, lang) for one in stage.split(OR)) for stage in expects
    )


def called(found: PersonaFound, lang: Language) -> list[str]:
    """Return what the scenarios are called, in order."""
    names = [scenario.name for scenario in found.scenarios]
    titles = [getattr(scenario.title, lang) for scenario in found.scenarios]
    return list(titles_by_name(names, titles).values()) if len(set(names)) == len(names) else names


def _stage(stage: str, lang: Language) -> str:
    if stage in ROWS[lang]:
        return ROWS[lang][stage]
    if stage in _STAGES:
        return _STAGES[stage][_place(lang)]
    why = stage.partition(": ")[2]
    return WHY[why][_place(lang)] if why else stage


def _place(lang: Language) -> int:
    return 0 if lang == "nl" else 1


def _percent(share: Interval, lang: Language) -> str:
    if math.isnan(share.mean):
        return ""
    low, high = (number(100 * bound, 0, lang) for bound in (max(share.low, 0.0), min(share.high, 1.0)))
    return f"{number(100 * share.mean, 0, lang)}{PERCENT[lang]} [dim]({low}–{high})[/dim]"


def _points(change: Interval, lang: Language) -> str:
    """Return a difference of shares in percentage points: from -100 to 100, however wide it is."""
    low, high = max(change.low, -1.0), min(change.high, 1.0)
    return _change(Interval(100 * change.mean, 100 * low, 100 * high, change.pairs), lang)


def _change(change: Interval, lang: Language) -> str:
    if math.isnan(change.mean):
        return ""
    if change.low == change.high:
        return number(change.mean, 0, lang, signed=True)
    return f"{_number(change, lang)} [dim]({span(change, lang, signed=True)})[/dim]"


def _number(change: Interval, lang: Language) -> str:
    return number(change.mean, decimals_told(change.low, change.high), lang, signed=True)


def _median(weeks: float, horizon: int, lang: Language) -> str:
    if math.isinf(weeks):
        return _WORDS[lang]["never"].format(horizon=horizon)
    return number(weeks, 0, lang)


def _empty(*heads: str) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        table.add_column(head)
    return table
