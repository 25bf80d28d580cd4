"""From checked histories to the distribution of each year ahead.

Levels are counted from the last known year of the series, on the modelled scale.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from hrss_analysis.projections.combine import towards_theta
from hrss_analysis.projections.history import NO_ROUNDING, History
from hrss_analysis.projections.mixture import Mixture, posterior
from hrss_analysis.projections.prior import Prior
from hrss_analysis.projections.process import condition, condition_on_years
from hrss_analysis.projections.totals import ROUNDS, Remainder, linearise

Floats = NDArray[np.float64]
MOST_AHEAD = 100  # years: what is said beyond is empty, and the matrices grow with the square
CHUNK = 8  # series in one pass: keeps the arrays small enough for the processor's cache


def suited(prior: Prior, history: History) -> Prior:
    """The prior to use: one point, and rates, borrow no direction from other series."""
    return prior.neutral if history.used == 1 or history.scale.is_rate else prior


def predict(
    histories: Sequence[History], horizon: int, prior: Prior | Sequence[Prior]
) -> Iterable[tuple[list[int], Mixture]]:
    """Predict many series; those with the same prior and known years share all matrices.

    Args:
        histories: The series.
        horizon: Years ahead of each series' last known year.
        prior: Other series to borrow from: the same for all, or one for each.

    Yields:
        Positions of some series, and the mixture for them.
    """
    _check_horizon(horizon)
    alike: dict[tuple[Prior, tuple[int, ...]], list[int]] = defaultdict(list)
    priors = [prior] * len(histories) if isinstance(prior, Prior) else prior
    for position, (history, its) in enumerate(zip(histories, priors, strict=True)):
        if history.noise.max() > NO_ROUNDING**2:
            yield [position], predict_one(history, horizon, suited(its, history))
            continue
        years = history.years[-history.used :]
        alike[suited(its, history), tuple((years - years[0]).tolist())].append(position)
    for (kinds, pattern), positions in alike.items():
        conditioned = condition_on_years(kinds, pattern, horizon)
        for start in range(0, len(positions), CHUNK):
            some = positions[start : start + CHUNK]
            level = np.array([histories[i].level[-len(pattern) :] for i in some])
            differences = level[:, :-1] - level[:, -1:]
            drawn = posterior(kinds.weight, conditioned, differences)
            yield some, towards_theta(drawn, [histories[i] for i in some])


def _check_horizon(horizon: int) -> None:
    if not isinstance(horizon, int | np.integer) or not 1 <= horizon <= MOST_AHEAD:
        raise ValueError(f"the horizon is a number of years, 1 to {MOST_AHEAD}; got {horizon}")


def predict_one(
    history: History, horizon: int, prior: Prior, rests: Sequence[Remainder] = ()
) -> Mixture:
    """Predict one series with rounding or totals."""
    _check_horizon(horizon)
    years = history.years[-history.used :]
    if history.starts_anew:  # what a total says of the years before tells nothing either
        rests = [rest for rest in rests if rest.years[0] > years[0]]
    level, noise = history.level[-len(years) :], history.noise[-len(years) :]
    hidden = sorted({year for rest in rests for year in rest.years})
    first, last = min([*hidden, years[0]]), max([*hidden, years[-1] + horizon])
    every = np.eye(last - first + 1)
    known = every[years - first]
    wanted = every[np.r_[years[-1] + 1 : years[-1] + horizon + 1, hidden].astype(int) - first]
    guess = _first_guess(history, rests)
    for _ in range(ROUNDS if rests else 1):
        sums = [linearise(rest, guess, history.scale.shift) for rest in rests]
        rows = np.zeros((len(rests), every.shape[1]))
        for row, rest, (weight, _, _) in zip(rows, rests, sums, strict=True):
            row[np.array(rest.years) - first] = weight
        observed = np.r_[[value for _, value, _ in sums], level]
        variance = np.r_[[v for _, _, v in sums], noise]
        conditioned = condition(prior, np.r_[rows, known], wanted, variance)
        drawn = posterior(prior.weight, conditioned, (observed[:-1] - observed[-1])[None])
        centre = np.einsum("sk,skh->h", drawn.weight, drawn.mean)[horizon:] + level[-1]
        guess = dict(zip(hidden, centre.tolist(), strict=True))
    ahead = Mixture(drawn.weight, drawn.mean[:, :, :horizon], drawn.sd[:, :horizon])
    return towards_theta(ahead, [history])


def _first_guess(history: History, rests: Sequence[Remainder]) -> dict[int, float]:
    """Spread each sum evenly; inner sums come first and keep their share."""
    guess: dict[int, float] = {}
    for rest in rests:
        share = rest.value / len(rest.years) + history.scale.shift
        for year in rest.years:
            guess.setdefault(year, float(np.log(share)))
    return guess


def fan(
    histories: Sequence[History],
    horizon: int,
    prior: Prior | Sequence[Prior],
    levels: tuple[float, ...],
    keep_last: Sequence[bool] | None = None,
) -> Floats:
    """Median and interval ends of many series.

    Args:
        histories: The series.
        horizon: Years ahead of each series' last known year.
        prior: As for `predict`.
        levels: Probabilities that the intervals are meant to cover.
        keep_last: For each series, whether to lay the fan around its last value.

    Returns:
        Array series × years ahead × (median, then lower and upper of each level), in the unit of
        the histories.
    """
    out = np.empty((len(histories), horizon, 1 + 2 * len(levels)))
    for positions, drawn in predict(histories, horizon, prior):
        out[positions] = quantiles(drawn, levels)
    for position, history in enumerate(histories):
        keep = bool(keep_last and keep_last[position])
        out[position] = in_units(out[position], history, keep)
    return out


def quantiles(drawn: Mixture, levels: tuple[float, ...]) -> Floats:
    """Median, then lower and upper end of each level (series × years ahead × these)."""
    tails = [p for level in levels for p in (0.5 - level / 2, 0.5 + level / 2)]
    return drawn.quantiles(np.array([0.5, *tails]))


def in_units(quantile: Floats, history: History, keep_last: bool) -> Floats:
    """Quantiles relative to the last level, in the unit of the history."""
    if keep_last or history.used == 1:
        quantile = quantile - quantile[..., :1]
    return history.scale.back(history.level[-1] + quantile)


def probability_below(drawn: Mixture, history: History, value: float) -> Floats:
    """Probability of staying at or below a value (unit of the history), by year ahead."""
    at = history.scale.forward(history.scale.within(np.array(float(value)))) - history.level[-1]
    return drawn.probability_below(np.full((1, drawn.sd.shape[1]), at))[0]
