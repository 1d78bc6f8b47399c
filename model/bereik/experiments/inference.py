"""What numbers may be, given figures that a model should give: a response surface, and a sample over it.

A model that takes a second cannot be run at every place a sampler wants to go. So it is run at the
points of a design, fixed beforehand; a polynomial is fitted to each of its figures; and the posterior
is sampled over the polynomials. How far each is off is known by leaving points out, and counts as error.

Everything here is in the unit cube: a number at 0 is at the low end of its range, at 1 at the high end.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

FREEDOM: Final = 4.0  # of Student's t: a figure that the model cannot reach pulls less than one that it can
_DEGREES: Final = (0, 1, 2, 3)  # flat; straight; with squares; with squares and pairs
_CLEARLY: Final = 0.99  # of the error of a simpler surface: no more terms for less
_FEWEST_PER_TERM: Final = 1.5  # points, for a surface to be tried
_FEWEST: Final = 512  # draws that go together
_COUNTS: Final = 0.5  # share of them that counts when the likelihood is let in further
_WALK: Final = 6  # steps of each draw
_LAST_WALK: Final = 24  # the same, once the whole likelihood is in
_GOES: Final = 0.25  # share of steps that are taken: wider where more are, narrower where fewer
_NEAREST: Final = 1e-9  # to the ends of a range
FAULT: Final = 0.05  # chance that ranks are called wrong where the inference is right


class Surface(NamedTuple):
    """A polynomial for each of some figures, over the unit cube.

    Attributes
    ----------
    numbers : of how many it is
    degrees : of each figure, as in `_DEGREES`
    weights : (terms, figures) of all terms; 0 where a figure has not the term
    errors : by how much a figure is off at a point it was not fitted to, root of the mean square
    explained : share of the variance over points that it tells of points it was not fitted to, at most 1
    """

    numbers: int
    degrees: np.ndarray
    weights: np.ndarray
    errors: np.ndarray
    explained: np.ndarray

    def at(self, unit: np.ndarray) -> np.ndarray:
        """Return the figures at some points: (points, figures)."""
        return terms(unit, int(self.degrees.max())) @ self.weights

    def of(self, figures: Sequence[int]) -> Surface:
        """Return the surface of some figures."""
        chosen = list(figures)
        count = terms(np.zeros((1, self.numbers)), int(self.degrees[chosen].max())).shape[1]
        return Surface(
            self.numbers, self.degrees[chosen], self.weights[:count, chosen], self.errors[chosen],
            self.explained[chosen],
        )


def terms(unit: np.ndarray, degree: int) -> np.ndarray:
    """Return 1, every number, every square, every pair: polynomials that are uneven over the unit cube."""
    x = 2.0 * unit - 1.0
    columns = [np.ones((len(x), 1))]
    if degree > 0:
        columns.append(x)
    if degree > 1:
        columns.append(1.5 * x * x - 0.5)
    if degree > 2:
        first, other = np.triu_indices(x.shape[1], 1)
        columns.append(x[:, first] * x[:, other])
    return np.hstack(columns)


def fit(unit: np.ndarray, values: np.ndarray) -> Surface:
    """Return the surface of each figure of the degree that is least off at points left out.

    Parameters
    ----------
    unit : (points, numbers)
    values : (points, figures), all finite
    """
    count = values.shape[1]
    tried = [d for d in _DEGREES if len(unit) >= _FEWEST_PER_TERM * terms(unit[:1], d).shape[1]]
    whole = terms(unit, tried[-1])
    weights = np.zeros((whole.shape[1], count))
    errors = np.full(count, math.inf)
    degrees = np.zeros(count, np.int64)
    spread = values.std(axis=0)
    for degree in tried:
        own = whole[:, : terms(unit[:1], degree).shape[1]]
        found, off = _left_out(own, values)
        better = off < _CLEARLY * errors - _NEAREST * spread
        errors[better], degrees[better] = off[better], degree
        weights[:, better] = 0.0
        weights[: own.shape[1], better] = found[:, better]
    with np.errstate(invalid="ignore", divide="ignore"):
        explained = np.where(spread > 0.0, 1.0 - (errors / spread) ** 2, 1.0)
    return Surface(unit.shape[1], degrees, weights, errors, explained).of(range(count))


def _left_out(own: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return least squares, and the root mean square by which it is off at each point when left out."""
    q, r = np.linalg.qr(own)
    weights = np.linalg.solve(r, q.T @ values)
    left = 1.0 - (q * q).sum(axis=1, keepdims=True)
    off = (values - own @ weights) / np.maximum(left, 1e-12)
    return weights, np.sqrt((off * off).mean(axis=0))


class Known(NamedTuple):
    """What is published, and how sure: per figure a value and the scale of its Student's t."""

    values: np.ndarray
    errors: np.ndarray


def log_likelihood(figures: np.ndarray, known: Known) -> np.ndarray:
    """Return how well figures agree with what is published: Student's t, so that no single one decides."""
    off = (figures - known.values) / known.errors
    return -0.5 * (FREEDOM + 1.0) * np.log1p(off * off / FREEDOM).sum(axis=1)


def posterior(surface: Surface, known: Known, draws: int, seed: int) -> np.ndarray:
    """Return draws of where figures agree with what is published, out of an even spread beforehand."""
    return sample(lambda unit: log_likelihood(surface.at(unit), known), surface.numbers, draws, seed)


def sample(
    log_likely: Callable[[np.ndarray], np.ndarray], numbers: int, draws: int, seed: int
) -> np.ndarray:
    """Return draws of a posterior whose prior is even over the unit cube: (draws, numbers), all as probable.

    A cloud of draws goes from the prior to the posterior: the likelihood is let in by and by, as far as
    leaves half of the cloud that counts; draws are repeated by how likely they are; and each then
    walks a while by Metropolis, in steps as wide as the cloud, so that no two stay the same.

    Parameters
    ----------
    seed : of the walks; the same gives the same draws

    Source
    ------
    Chopin (2002), A sequential particle filter method for static models; letting in by effective size: Del
    Moral, Doucet & Jasra (2012), An adaptive sequential Monte Carlo method for approximate Bayesian
    computation; width of the steps: Roberts, Gelman & Gilks (1997).
    """
    from scipy.stats import norm, qmc, uniform

    size = 1 << (max(draws, _FEWEST) - 1).bit_length()
    z = ndtri(np.clip(qmc.Sobol(numbers, rng=seed).random(size), _NEAREST, 1.0 - _NEAREST))
    likely, share, width, turn = log_likely(ndtr(z)), 0.0, 1.0, 0
    while share < 1.0:
        further = _let_in(likely, share)
        rows = _resampled(_weights((further - share) * likely))
        z, likely, share = z[rows], likely[rows], further
        root = np.linalg.cholesky(np.cov(z.T).reshape(numbers, numbers) + _NEAREST * np.eye(numbers))
        for _ in range(_WALK if share < 1.0 else _LAST_WALK):
            turn += 1
            step: Any = norm.rvs(size=z.shape, random_state=seed + 2 * turn)
            chance: Any = uniform.rvs(size=size, random_state=seed + 2 * turn + 1)
            there = z + width * 2.38 / math.sqrt(numbers) * step @ root.T
            likely_there = log_likely(ndtr(there))
            gain = share * (likely_there - likely) + 0.5 * ((z * z).sum(axis=1) - (there * there).sum(axis=1))
            goes = np.log(chance) < gain
            z = np.where(goes[:, None], there, z)
            likely = np.where(goes, likely_there, likely)
            width *= math.exp(float(goes.mean()) - _GOES)
    return np.clip(ndtr(z[_spread_over(size)[:draws]]), _NEAREST, 1.0 - _NEAREST)


def _let_in(likely: np.ndarray, share: float) -> float:
    """Return how far the likelihood can be let in: some way further than it was."""

    def counts(further: float) -> float:
        weights = _weights((further - share) * likely)
        return 1.0 / float((weights * weights).sum()) / len(likely)

    low, high = share, 1.0
    if counts(high) >= _COUNTS:
        return high
    for _ in range(40):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if counts(middle) >= _COUNTS else (low, middle)
    return high


def _weights(logs: np.ndarray) -> np.ndarray:
    weights = np.exp(logs - logs.max())
    return weights / weights.sum()


def _resampled(weights: np.ndarray) -> np.ndarray:
    """Return rows as often as their weight asks, evenly."""
    steps = (np.arange(len(weights)) + 0.5) / len(weights)
    return np.searchsorted(np.cumsum(weights), steps).clip(max=len(weights) - 1)


def _spread_over(size: int) -> np.ndarray:
    """Return all rows in an order in which any first part of them comes from everywhere."""
    bits = size.bit_length() - 1
    return np.array([int(f"{k:0{bits}b}"[::-1], 2) for k in range(size)])


# --- what it says ---


def reduced_variance(unit: np.ndarray, finding: np.ndarray, slices: int = 20) -> np.ndarray:
    """Return per number the share of the variance of a finding that knowing it would take away, expected.

    The variance between means of slices of equal size of the number, over the whole variance, less
    what slices of nothing would have. It is the first index of Sobol over the posterior.

    Source
    ------
    Strong, Oakley & Brennan (2014), Estimating multiparameter partial expected value of perfect
    information: the expected value of knowing one number, by regression on a posterior sample.
    """
    whole = finding.var()
    if whole == 0.0:
        return np.zeros(unit.shape[1])
    found = np.empty(unit.shape[1])
    for k in range(unit.shape[1]):
        order = np.argsort(unit[:, k], kind="stable")
        means = np.array([part.mean() for part in np.array_split(finding[order], slices)])
        found[k] = means.var() / whole
    nothing = (slices - 1) / len(finding)
    return np.clip((found - nothing) / (1.0 - nothing), 0.0, 1.0)


def ranks(
    unit: np.ndarray, values: np.ndarray, errors: np.ndarray, truths: Sequence[int], draws: int, seed: int
) -> np.ndarray:
    """Return the rank, 0..draws, of known numbers among draws of the posterior that their figures give.

    Simulation-based calibration with points of the design held out: the figures of such a point, blurred as
    published ones are, are taken for published; the surface is fitted without it. If the inference is
    right, all ranks are as frequent.

    Parameters
    ----------
    errors : scale of Student's t of what is published, per figure
    truths : which points are held out, one after another

    Source
    ------
    Talts, Betancourt, Simpson, Vehtari & Gelman (2018), Validating Bayesian inference algorithms with
    simulation-based calibration.
    """
    from scipy.stats import t

    found = np.empty((len(truths), unit.shape[1]), np.int64)
    blur: Any = t.rvs(FREEDOM, size=(len(truths), values.shape[1]), random_state=seed)
    for k, truth in enumerate(truths):
        others = np.arange(len(unit)) != truth
        surface = fit(unit[others], values[others])
        known = Known(values[truth] + blur[k] * errors, np.hypot(errors, surface.errors))
        found[k] = (posterior(surface, known, draws, seed + k) < unit[truth]).sum(axis=0)
    return found


class Ranks(NamedTuple):
    """Whether ranks of known values are as even as those of an inference that is right.

    Attributes
    ----------
    chances : per number, of ranks this uneven where all are as frequent
    middle : how often the middle half of the draws holds the known value, over all numbers: mean, low, high
    fault : chance that either is called wrong where nothing is: `FAULT`, over all numbers and both tests
    """

    chances: np.ndarray
    middle: tuple[float, float, float]
    fault: float = FAULT

    @property
    def uneven(self) -> np.ndarray:
        """Return per number whether its ranks are too uneven to be chance."""
        return self.chances < self.of_each

    @property
    def of_each(self) -> float:
        """Return the chance that is left to each number: half of all, shared out."""
        return self.fault / 2.0 / len(self.chances)

    @property
    def is_too_narrow(self) -> bool:
        """Return whether intervals are too narrow, over all numbers."""
        return self.middle[2] < 0.5

    @property
    def is_too_wide(self) -> bool:
        """Return whether intervals are too wide, over all numbers."""
        return self.middle[1] > 0.5


def judged(found: np.ndarray, draws: int) -> Ranks:
    """Return whether ranks are even, number by number, and whether the middle half of draws holds half.

    The first test is that of `uneven`. The second is over all numbers at once, so it sees a small fault that
    they share: the share of numbers held at each point, with Student's interval over points.

    Both take points for independent. Those of a Sobol sequence lie more evenly, so what is even is called
    uneven less often than `FAULT` says; what is called uneven is.
    """
    from scipy.special import stdtrit

    held = _held(found, draws, 0.5).mean(axis=1)
    count = len(held)
    half = float(stdtrit(count - 1, 1.0 - FAULT / 4.0)) * float(held.std(ddof=1)) / math.sqrt(count)
    mean = float(held.mean())
    return Ranks(uneven(found, draws), (mean, mean - half, mean + half))


def uneven(found: np.ndarray, draws: int) -> np.ndarray:
    """Return per number the chance of ranks this uneven, at any place, where all are as frequent.

    At each place stands how many ranks lie below; its two-sided binomial chance is least somewhere. What is
    returned is the chance, exact, that the least is as small: that the curve leaves `band` of that level.

    Source
    ------
    Säilynoja, Bürkner & Vehtari (2022), Graphical test for discrete uniformity and its applications in
    goodness-of-fit evaluation and multiple sample comparison. Statistics and Computing 32.
    """
    count = len(found)
    tails = _tails(count, draws)
    places = np.arange(draws)
    below = np.stack([np.searchsorted(np.sort(column), places, side="right") for column in found.T])
    least = tails[places, below].min(axis=1)
    return np.array([1.0 - _stays(tails > each * (1.0 + _NEAREST)) for each in least])


def band(count: int, draws: int, fault: float) -> tuple[np.ndarray, np.ndarray]:
    """Return between how many of the points even ranks lie below each place, all places at once.

    Parameters
    ----------
    count : points
    fault : chance that even ranks leave the band somewhere

    Returns
    -------
    lowest and highest count of ranks 0, 0..1, 0..2 and so on, one fewer than there are places
    """
    tails = _tails(count, draws)
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if _stays(tails >= middle) >= 1.0 - fault else (low, middle)
    inside = tails >= low
    return inside.argmax(axis=1), count - inside[:, ::-1].argmax(axis=1)


def _tails(count: int, draws: int) -> np.ndarray:
    """Return the two-sided chance of so many ranks up to each place: (places but the last, 0..count)."""
    from scipy.stats import binom

    share = (np.arange(draws)[:, None] + 1.0) / (draws + 1.0)
    many = np.arange(count + 1)[None, :]
    least: Any = np.minimum(binom.cdf(many, count, share), binom.sf(many - 1, count, share))
    return np.minimum(2.0 * least, 1.0)


def _stays(allowed: np.ndarray) -> float:
    """Return the chance that the count of even ranks up to each place is one that is allowed there.

    Even ranks are Poisson counts at all places, given their sum: so one place is added after another.
    """
    from scipy.stats import poisson

    places, count = allowed.shape[0] + 1, allowed.shape[1] - 1
    one: Any = poisson.pmf(np.arange(count + 1), count / places)
    chance = one * allowed[0]
    for row in allowed[1:]:
        chance = np.convolve(chance, one)[: count + 1] * row
    return float(np.convolve(chance, one)[count] / poisson.pmf(count, count))


def coverage(found: np.ndarray, draws: int, share: float) -> np.ndarray:
    """Return per number how often the middle share of the draws holds the known value.

    The share is that of whole places among the draws, as near to the one asked for as these allow.
    """
    return _held(found, draws, share).mean(axis=0)


def _held(found: np.ndarray, draws: int, share: float) -> np.ndarray:
    tail = round((1.0 - share) / 2.0 * (draws + 1))
    return (found >= tail) & (found <= draws - tail)
