"""One life, week by week, with its causes, told from the trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bereik.experiments.wording import Language, number
from bereik.vocabulary import CAUSES, DOMAINS, EVENTS, HAPPENINGS, UNMET_ROWS, WEEK_BOOKED

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from bereik.experiments.single import Run
    from bereik.records import Records

_BOOKED = HAPPENINGS[WEEK_BOOKED]

# what happened: (Dutch, English); {why} is the domain or event, {at} the service
WHAT: dict[str, tuple[str, str]] = {
    "life-event": ("levensgebeurtenis: {why}", "life event: {why}"),
    "problem-started": ("een probleem begint: {why}", "a problem starts: {why}"),
    "problem-worsened": ("een probleem wordt zwaarder: {why}", "a problem gets worse: {why}"),
    "problem-eased": ("een probleem wordt lichter: {why}", "a problem eases: {why}"),
    "evicted": ("het huis uitgezet", "evicted"),
    "admitted": ("opgenomen: {why}", "admitted: {why}"),
    "need-started": ("komt in nood", "comes to be in need"),
    "need-ended": ("is uit de nood", "is out of need"),
    "heard-of-help": ("hoort dat er hulp is", "hears that there is help"),
    "forgot-help": ("vergeet dat er hulp is", "forgets that there is help"),
    "friend-helps": ("een bekende springt bij", "a friend steps in"),
    "friend-tired": ("de bekende houdt het niet vol", "the friend gets tired"),
    "arrears-signal": ("een betalingsachterstand wordt gemeld", "arrears are signalled"),
    "neighbour-tip": ("een buur trekt aan de bel", "a neighbour gives a tip"),
    "invited": ("wordt uitgenodigd", "is invited"),
    "dropped": ("haakt af voor het loket: {why}", "drops out before the desk: {why}"),
    "asked": ("vraagt om hulp bij {at}", "asks for help at {at}"),
    "turned-away": ("wordt weggestuurd bij {at}: {why}", "is turned away at {at}: {why}"),
    "gave-up-waiting": ("geeft het wachten op {at} op", "gives up waiting for {at}"),
    "joined-queue": ("komt op de wachtlijst van {at}", "joins the waiting list of {at}"),
    "heard": ("een gesprek bij {at}", "a conversation at {at}"),
    "help-started": ("hulp van {at} begint: {why}", "help of {at} starts: {why}"),
    "handed-over": ("wordt doorverwezen naar {at}", "is handed over to {at}"),
    "lost-in-hand-over": ("raakt zoek bij de doorverwijzing naar {at}", "is lost in the hand-over to {at}"),
    "help-ended": ("hulp van {at} stopt: {why}", "help of {at} ends: {why}"),
    "written-to": ("{at} schrijft: {why}", "{at} writes: {why}"),
    "rung": ("{at} belt op: {why}", "{at} rings: {why}"),
    "met-at-place": ("{at} spreekt haar aan: {why}", "{at} speaks to her: {why}"),
    "visited": ("{at} staat aan de deur: {why}", "{at} is at the door: {why}"),
    "declined": ("slaat hulp van {at} af: {why}", "declines help of {at}: {why}"),
    "outreach-stopped": ("{at} komt niet meer langs", "{at} stops coming"),
    "partner-saw": ("{at} ziet dat er iets is", "{at} sees that something is wrong"),
    "partner-told": ("wie haar kent, meldt het bij de gemeente", "who knows her reports it to the gemeente"),
    "worker-left": ("de vaste hulpverlener van {at} vertrekt", "the worker of {at} leaves"),
    "registered": ("{at} regelt een inschrijving", "{at} gets her registered"),
    "scheme-applied": ("vraagt {at} aan", "applies for {at}"),
    "scheme-granted": ("krijgt {at}", "is granted {at}"),
    "scheme-repaid": ("moet {at} terugbetalen", "must repay {at}"),
    "scheme-refused": ("krijgt {at} niet: {why}", "is refused {at}: {why}"),
    "scheme-not-kept": ("gebruikt {at} niet meer", "no longer uses {at}"),
    "scheme-not-applied": ("vraagt {at} niet aan: {why}", "does not apply for {at}: {why}"),
    "scheme-told": ("hoort van {at} over een regeling: {why}", "hears of a scheme from {at}: {why}"),
    _BOOKED: ("geboekt als: {why}", "booked as: {why}"),
}

WHY: dict[str, tuple[str, str]] = {
    "": ("", ""),
    "recognise": ("ziet er geen vraag voor een loket in", "does not see a question for an office in it"),
    "know": ("weet niet dat er hulp is", "does not know that there is help"),
    "know-eligible": ("denkt er geen recht op te hebben", "thinks not to be eligible"),
    "dare": ("durft niet", "does not dare"),
    "manage": ("de stappen lukken niet", "does not manage the steps"),
    "misjudged": ("verkeerd beoordeeld", "misjudged"),
    "handed-back": ("vraag teruggelegd: eigen kracht", "question handed back: own strength"),
    "no-offer": ("geen passend aanbod", "no such offer"),
    "fits": ("het past", "it fits"),
    "unsuited": ("de vorm past niet", "its form does not suit"),
    "need-gone": ("niet meer nodig", "no longer needed"),
    "time-up": ("de tijd is om", "time is up"),
    "service-stopped": ("de dienst stopt", "the service stops"),
    "opened": ("de deur gaat open", "the door opens"),
    "unread": ("de brief blijft ongelezen", "the letter is not read"),
    "not-understood": ("de brief is niet te begrijpen", "the letter is not understood"),
    "read": ("de brief wordt gelezen", "the letter is read"),
    "applies": ("vraagt het aan", "applies"),
    "no-answer": ("geen antwoord", "no answer"),
    "answers": ("ze praten", "they talk"),
    "not-opened": ("de deur blijft dicht", "the door stays shut"),
    "wishes-to-manage-alone": ("wil het zelf doen", "wishes to manage alone"),
    "distrust": ("wantrouwen", "distrust"),
    "own-contribution": ("de eigen bijdrage is te hoog", "the own contribution is too high"),
    "nobody-there": ("er is niemand", "nobody is there"),
    "no-question": ("geen duidelijke vraag, dus gesloten", "no clear question, so closed"),
    "conditions": ("eerst moet een ander probleem zijn opgelost", "another problem must be solved first"),
    "no-address": ("geen adres, geen hulp", "no address, no help"),
    "too-light": ("te licht voor deze hulp", "too light for this help"),
    "unsigned": ("het ingevulde formulier komt niet terug", "the form that was filled in does not come back"),
    "budget-spent": ("het geld van dit jaar is op", "the money of this year is spent"),
    "no-need": ("heeft niets nodig", "needs nothing"),
    "opening-hours": ("buiten openingstijd", "outside opening hours"),
    "covered": ("geholpen op alle gebieden", "helped in every domain"),
    "incomplete": ("onvolledig geholpen", "incompletely helped"),
    "unfitting": ("hulp die niet past", "help that does not fit"),
    "declined": ("hulp afgeslagen", "help declined"),
    "unavailable": ("hulp niet beschikbaar", "help unavailable"),
    "late": ("hulp onderweg", "help under way"),
    "invisible": ("buiten beeld", "out of sight"),
    "money": ("geld", "money"),
    "work": ("werk", "work"),
    "housing": ("wonen", "housing"),
    "health": ("gezondheid", "health"),
    "mental": ("psychische gezondheid", "mental health"),
    "social": ("sociaal leven", "social life"),
    "family": ("gezin", "family"),
    "partner-lost": ("partner overleden", "partner died"),
    "separation": ("scheiding", "separation"),
    "job-lost": ("baan kwijt", "job lost"),
    "illness": ("ziekte", "illness"),
    "coming-of-age": ("achttien geworden", "turned eighteen"),
    "birth": ("geboorte", "birth"),
}

_WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "week": "week",
        "what": "wat er gebeurt",
        "state": "stand na die week",
        "no_need": "niet in nood",
        "who": (
            "Inwoner {k} van {wijk}: {age} jaar, opleiding {education}, doenvermogen {doen}, "
            "{ties} banden, vertrouwen {trust}."
        ),
        "education": "laag midden hoog",
        "start": "het beleid begint",
        "end": "Aan het eind: {state}, vertrouwen {trust}. {notice}.",
        "nothing": "Er gebeurde niets in deze weken.",
    },
    "en": {
        "week": "week",
        "what": "what happens",
        "state": "state after that week",
        "no_need": "not in need",
        "who": (
            "Resident {k} of {wijk}: {age} years, {education} education, doenvermogen {doen}, "
            "{ties} ties, trust {trust}."
        ),
        "education": "low middle high",
        "start": "the policy starts",
        "end": "At the end: {state}, trust {trust}. {notice}.",
        "nothing": "Nothing happened in these weeks.",
    },
}


def sentence(what: str, why: str, at: str, lang: Language) -> str:
    """Return one turn of the trace as words."""
    k = 0 if lang == "nl" else 1
    text = WHAT[what][k].format(why=WHY[why][k], at=at or ("niemand", "nobody")[k])
    return text.removesuffix(": ")


def who(records: Records, resident: int, lang: Language) -> str:
    """Return one line on who a resident is."""
    row, words = records.residents[resident], _WORDS[lang]
    return words["who"].format(
        k=resident,
        wijk=records.wijk_names[int(row["wijk"])],
        age=int(row["age"]),
        education=words["education"].split()[int(row["education"])],
        doen=number(float(row["doenvermogen"]), 2, lang),
        ties=int(row["ties"]),
        trust=number(float(row["trust_at_start"]), 2, lang),
    )


def ending(run: Run, resident: int, lang: Language, notice: str) -> str:
    """Return one line on how it ended."""
    trust = float(run.records.residents[resident]["trust_at_end"])
    state = _state(_booked_in(run.trace, resident).get(run.records.weeks - 1), lang)
    return _WORDS[lang]["end"].format(state=state, trust=number(trust, 2, lang), notice=notice)


def life(
    trace: pd.DataFrame,
    resident: int,
    weeks: int,
    lang: Language,
    besides: Mapping[int, Sequence[str]] | None = None,
) -> list[tuple[int, list[str], str]]:
    """Return the weeks in which something happened: week, what, and the state when it changed.

    A week that is only booked as the week before tells nothing new and is left out.

    Parameters
    ----------
    weeks : of the run
    besides : what else happened, by week; it goes first
    """
    rows = trace[(trace["resident"] == resident) & (trace["what"] != _BOOKED)]
    happened = {week: list(texts) for week, texts in (besides or {}).items()}
    turns = zip(rows["week"], rows["service"], rows["what"], rows["why"], strict=True)
    for week, service, what, why in turns:
        happened.setdefault(int(week), []).append(sentence(what, why, service, lang))
    booked = _booked_in(trace, resident)
    followed = {*booked, *(week + 1 for week in booked if week + 1 < weeks)}
    told: list[tuple[int, list[str], str]] = []
    for week in sorted({*happened, *followed}):
        now = booked.get(week)
        changed = now != booked.get(week - 1)
        if week in happened or changed:
            told.append((week, happened.get(week, []), _state(now, lang) if changed else ""))
    return told


def _booked_in(trace: pd.DataFrame, resident: int) -> dict[int, str]:
    """Return as what each week of need is booked; a week that is not there is one without need."""
    rows = trace[(trace["resident"] == resident) & (trace["what"] == _BOOKED)]
    return {int(week): why for week, why in zip(rows["week"], rows["why"], strict=True)}


def _state(booked: str | None, lang: Language) -> str:
    return _WORDS[lang]["no_need"] if booked is None else WHY[booked][0 if lang == "nl" else 1]


def story_table(run: Run, resident: int, lang: Language) -> Table | str:
    """Return a life as a table with the state after each week, or one line when nothing happened."""
    from rich.table import Table

    told, words = life(run.trace, resident, run.records.weeks, lang), _WORDS[lang]
    if not told:
        return words["nothing"]
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(words["week"], justify="right")
    table.add_column(words["what"])
    table.add_column(words["state"], style="dim")
    before, booked = True, _booked_in(run.trace, resident)
    for week, happened, _ in told:
        if before and week >= 0 and told[0][0] < 0:
            table.add_row("", f"[dim]— {words['start']} —[/dim]")
        before = before and week < 0
        table.add_row(str(week), "\n".join(happened), _state(booked.get(week), lang))
    return table


def untold() -> list[str]:
    """Return the words of the trace that have no text here; a test keeps it empty."""
    causes = {*CAUSES.values(), *UNMET_ROWS, *DOMAINS, *EVENTS}
    return sorted({*HAPPENINGS.values()} - set(WHAT)) + sorted(causes - set(WHY))
