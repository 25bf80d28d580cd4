"""Counts that cannot exceed the residents of their region: a share of them, between 0 and 1.

A stock of persons (insured persons, card holders) that grew fast does not grow past everybody. Such
a count is divided by the residents of its year, projected on a scale that is the log for small
shares and the logit near one, and multiplied by the residents projected for that year (median).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hrss_analysis.projections.history import History, make_history
from hrss_analysis.projections.predict import fan
from hrss_analysis.projections.prior import Prior

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

WHOLE = (0.0, 1.0)
FARTHEST = 5  # years between a count and the nearest known residents, at most


def known_residents(residents: History, years: Integers) -> Floats:
    """Residents in years up to now: known, in between by constant growth, before the first as then.

    After the last known year the last value holds.
    """
    return np.exp(np.interp(years, residents.years, np.log(residents.value)))


def exceeds(history: History, residents: History) -> bool:
    """Whether the count is above the residents already: they are not its bound then."""
    whole = known_residents(residents, history.years)
    return bool((history.value > whole * (1 + 1e-9)).any())  # what the logarithm may lose


def near(history: History, residents: History) -> bool:
    """Whether residents are known near enough to the count's last year."""
    return bool(np.abs(residents.years - history.years[-1]).min() <= FARTHEST)


def share_of(history: History, residents: History) -> History:
    """A count as a share of the residents of its years.

    Args:
        history: The count.
        residents: Residents, above the count in every year.
    """
    whole = known_residents(residents, history.years)
    ends = history.value, history.lower, history.upper
    value, lower, upper = (np.minimum(end / whole, 1.0) for end in ends)
    return make_history(history.years, value, lower, upper, WHOLE, counted=True)


def residents_ahead(
    residents: Sequence[History], after: Sequence[int], horizon: int, prior: Prior
) -> Floats:
    """Residents in the years after a year: known where known, else the projected median.

    Args:
        residents: Known residents; the same object may occur often and is projected once.
        after: For each, the year before the first one wanted.
        horizon: Years wanted.
        prior: Other series to borrow from.

    Returns:
        Array histories × years.
    """
    once = list({id(one): one for one in residents}.values())
    lag = max(year - int(one.years[-1]) for one, year in zip(residents, after, strict=True))
    medians = fan(once, max(lag, 0) + horizon, prior, (0.8,))[:, :, 0]
    ahead = {id(one): row for one, row in zip(once, medians, strict=True)}
    out = np.empty((len(residents), horizon))
    for row, one, year in zip(out, residents, after, strict=True):
        last = int(one.years[-1])
        every = np.r_[one.years, np.arange(last + 1, last + 1 + len(ahead[id(one)]))]
        value = np.log(np.r_[one.value, ahead[id(one)]])
        row[:] = np.exp(np.interp(np.arange(year + 1, year + 1 + horizon), every, value))
    return out


def in_persons(shares: Floats, history: History, residents: History, ahead: Floats) -> Floats:
    """Projected shares in the unit of the count.

    A count known for one year keeps its value as the point: its residents are held where they were,
    and what they are projected to be is the limit alone.

    Args:
        shares: Years ahead × any.
        history: The count.
        residents: Known residents.
        ahead: Residents of the years ahead, as `residents_ahead` gives them.
    """
    if history.used > 1:
        return shares * ahead[:, None]
    then = known_residents(residents, history.years[-1:])
    return np.minimum(shares * then, ahead[:, None])


def fan_within(
    histories: Sequence[History],
    residents: Sequence[History | None],
    horizon: int,
    prior: Sequence[Prior],
    levels: tuple[float, ...],
    keep_last: Sequence[bool],
    prior_of_residents: Prior,
) -> Floats:
    """As `fan`, where counts that residents bound are projected as a share of them.

    Args:
        histories: As for `fan`, here and below.
        residents: For each history the residents that bound it, or nothing.
        horizon: Years ahead.
        prior: One for each history.
        levels: Probabilities.
        keep_last: For each history.
        prior_of_residents: Other series that the residents borrow from.
    """
    bound = {i: of for i, of in enumerate(residents) if of is not None}
    modelled = [share_of(one, bound[i]) if i in bound else one for i, one in enumerate(histories)]
    ends = fan(modelled, horizon, prior, levels, keep_last)
    if bound:
        last = [int(histories[i].years[-1]) for i in bound]
        ahead = residents_ahead(list(bound.values()), last, horizon, prior_of_residents)
        for (i, of), row in zip(bound.items(), ahead, strict=True):
            ends[i] = in_persons(ends[i], histories[i], of, row)
    return ends
