"""All measures of one run."""

from __future__ import annotations

from bereik.measures import gemeente, money, over_spells, over_weeks, schemes
from bereik.measures.groups import groupings
from bereik.measures.index import index_spells
from bereik.measures.terms import Measure
from bereik.records import Records


def measure(records: Records, without_help: Records | None) -> list[Measure]:
    """Return every measure of one run; the same ids and groups, in the same order, for every seed.

    Measures over spells are over *need that needs help*; the group ``base=all`` stands for all
    index spells. Definitions: `catalogue` and ``docs/measures.md``.

    Parameters
    ----------
    without_help : the run of the same people with the same luck without professional services
        (scenario geen-hulp), which tells what need would have solved itself. None: all need
        counts as need that needs help, and ``share_solved_itself`` is NaN.

    Raises
    ------
    ParameterError : the two runs differ in residents, weeks or seed
    """
    index = index_spells(records, without_help)
    divided = groupings(index, records.wijk_names)
    reach = over_spells.reach(index, divided)
    reached = next(m.value for m in reach if m.measure == "reached")
    return [
        *reach,
        *over_spells.completeness(index, divided),
        *over_spells.timing(index, divided),
        *over_spells.flags(index, divided),
        *over_spells.paradox(index, records.residents["doenvermogen"][index.rows["resident"]]),
        *over_spells.self_solving(index, divided),
        *over_weeks.need(records),
        *over_weeks.crises(records),
        *over_weeks.stocks(records),
        *money.costs(records, reached),
        *schemes.take_up(records),
        *gemeente.as_seen(records),
        *gemeente.intrusion(records),
        *gemeente.trust_change(records),
        *gemeente.hours(records),
    ]
