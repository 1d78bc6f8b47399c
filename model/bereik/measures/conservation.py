"""What is conserved, as residuals of the records of a run: each must be exactly 0."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from bereik.records import Records
from bereik.vocabulary import AVAILABLE, CASE_WORK, CONVERSATIONS, DOORS, HAND_OVERS, UNUSED

_SPENT: Final = (CONVERSATIONS, CASE_WORK, DOORS, HAND_OVERS)
CONSERVED: Final = ("people", "need_weeks", "spell_weeks", "minutes", "cases", "eurocents")


def residuals(records: Records) -> dict[str, int]:
    """Return by how much each of `CONSERVED` does not add up, summed over weeks without regard to sign.

    people: who lives in all wijken, less the adults of the run. need_weeks: who is in need, less who is
    covered and who stands in a row of niet-bereik. spell_weeks: weeks in need of all spells, less those of
    the weekly table. minutes: what there is, less what is spent and unused. cases: in help, less those of
    the week before, those started and those ended. eurocents: booked, less those in the table of costs.
    """
    weekly, services = records.weekly, records.services
    costs: Any = records.frames()["costs"]
    minutes = services["minutes"].astype(np.int64)
    spent = minutes[:, :, _SPENT].sum(axis=(1, 2))
    load = services["caseload"].astype(np.int64)
    moved = services["started"].astype(np.int64) - services["ended"]
    unmet = weekly["unmet"].sum(axis=2, dtype=np.int64)
    differences = (
        weekly["residents"].sum(axis=1, dtype=np.int64) - len(records.residents),
        weekly["in_need"] - weekly["covered"] - unmet,
        records.spells["need_weeks"].sum(dtype=np.int64) - weekly["in_need"].sum(dtype=np.int64),
        minutes[:, :, AVAILABLE].sum(axis=1) - spent - minutes[:, :, UNUSED].sum(axis=1),
        load[1:] - load[:-1] - moved[1:],
        records.cents.sum(dtype=np.int64) - int(costs["eurocents"].sum()),
    )
    return {name: int(np.abs(d).sum()) for name, d in zip(CONSERVED, differences, strict=True)}


def totals(records: Records) -> dict[str, int]:
    """Return how much there is of each of `CONSERVED`, so that one sees what the residuals are beside."""
    weekly, services = records.weekly, records.services
    counts = (
        weekly["residents"], weekly["in_need"], records.spells["need_weeks"],
        services["minutes"][:, :, AVAILABLE], services["started"], records.cents,
    )  # fmt: skip
    return {name: int(c.sum(dtype=np.int64)) for name, c in zip(CONSERVED, counts, strict=True)}
