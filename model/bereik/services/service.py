"""What a service has learned, and what it plans with that: no more than a real one could know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from bereik.rules.problems import WEEKS_PER_YEAR
from bereik.vocabulary import APPROACHED, HELPED, NEVER, UNDER_WAY, WAITING

Ids = np.ndarray[Any, np.dtype[np.int32]]


class Plan(NamedTuple):
    """What a service sets out to do this week.

    Attributes
    ----------
    doors : residents at whose doors to knock, in this order, as long as there are minutes. Signals and
        tips come after them, then doors in the wijk. Who is on the way to help, in help or already
        approached is passed over.
    """

    doors: Sequence[int] | Ids


class Knowledge(NamedTuple):
    """What a service has learned by the start of a week: rows of residents, and figures by wijk.

    True need is not among it, and neither is anybody's trust or shame.

    Attributes
    ----------
    signalled : with a signal or tip that nobody has followed up and that it may, oldest first, in its wijk
    signal_week : of each of those, of its oldest
    registered : known to the gemeente, in its wijk
    approached : whom it has visited in vain so far and will visit again
    waiting : on the way to a first conversation here, those on a waiting list included
    helped : in its help
    met : residents it may call on of whom the gemeente had a conversation with in the last year
    wijk_residents : adults, by wijk
    wijk_registered : known to the gemeente, by wijk
    """

    signalled: Ids
    signal_week: Ids
    registered: Ids
    approached: Ids
    waiting: Ids
    helped: Ids
    met: Ids
    wijk_residents: Ids
    wijk_registered: Ids


def what_is_learned(residents: Any, cases: Any, wijken: Any, service: int, row: Any, week: int) -> Knowledge:
    """Return what one service has learned by the start of a week, as copies.

    Parameters
    ----------
    residents, cases, wijken : tables of the world
    service : its row
    row : of the table of services
    """
    wijk = int(row.wijk)
    here = np.ones(len(residents), bool) if wijk < 0 else residents.wijk == wijk
    signalled = np.flatnonzero(here & (residents.pending & row.follows > 0))
    signalled = signalled[np.argsort(residents.signal_week[signalled], kind="stable")]
    own = cases[cases.service == service]
    return Knowledge(
        signalled=signalled.astype(np.int32),
        signal_week=residents.signal_week[signalled].astype(np.int32),
        registered=np.flatnonzero(here & (residents.known_since != NEVER)).astype(np.int32),
        approached=own.resident[own.stage == APPROACHED],
        waiting=own.resident[np.isin(own.stage, (UNDER_WAY, WAITING))],
        helped=own.resident[own.stage == HELPED],
        met=np.flatnonzero(here & (residents.met_week > week - WEEKS_PER_YEAR)).astype(np.int32),
        wijk_residents=wijken.residents.copy(),
        wijk_registered=wijken.registered.copy(),
    )
