"""Money: three ledgers, never netted into one figure."""

from __future__ import annotations

import numpy as np

from bereik.measures.terms import Measure, by_year, ratio, reported, years
from bereik.records import Records
from bereik.vocabulary import LEDGERS, PAYERS, STAFF

CENTS_PER_EURO = 100


def euros(cents: np.ndarray) -> float:
    """Return an exact sum of eurocents in euros."""
    return int(cents.sum(dtype=np.int64)) / CENTS_PER_EURO


def costs(records: Records, reached: float) -> list[Measure]:
    """Return cost_programme, cost_provisions and cost_unmet in euros a year, and cost_per_reached.

    Each over the whole run ÷ (weeks / 52), and by payer, by service (``none`` for what no service
    makes) and by year of the policy. ``cost_per_reached``: programme cost of the whole run ÷
    ``reached``.

    Parameters
    ----------
    reached : residents whose index spell needs help and got fitting help within 52 weeks
    """
    found: list[Measure] = []
    span = years(records.weeks)
    services = (*records.service_names, "none")
    for ledger, name in enumerate(LEDGERS):
        cents = records.cents[:, :, ledger, :]
        measure = f"cost_{name}"
        found.append(reported(measure, "", ratio(euros(cents), span)))
        for k, payer in enumerate(PAYERS):
            found.append(reported(measure, f"payer={payer}", ratio(euros(cents[:, :, k]), span)))
        for k, service in enumerate(services):
            found.append(reported(measure, f"service={service}", ratio(euros(cents[:, k, :]), span)))
        weekly = cents.sum(axis=(1, 2), dtype=np.int64)
        found += [reported(measure, year, value / CENTS_PER_EURO) for year, value in by_year(weekly)]
    found.append(reported("cost_per_reached", "", ratio(programme_cost(records), reached)))
    return found


def programme_cost(records: Records) -> float:
    """Return what access and help staff cost over the whole run, in euros."""
    return euros(records.cents[:, :, STAFF, :])
