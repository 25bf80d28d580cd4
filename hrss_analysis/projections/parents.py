"""Growth borrowed from a region above, with its uncertainty and that of keeping pace with it.

A region's value is that of the region above times its share of it. The share is projected as a
series of its own that borrows no direction, the region above as usual, and the two are added on the
modelled scale as if independent. One known year is enough: it then moves as the region above does,
within the range of both.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hrss_analysis.projections.history import RECENT, History
from hrss_analysis.projections.mixture import Mixture, posterior
from hrss_analysis.projections.predict import predict, quantiles, suited
from hrss_analysis.projections.prior import Prior
from hrss_analysis.projections.process import condition

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pair:
    """A series and the same indicator of a region above."""

    history: History
    above: History


def can_borrow(history: History, above: History) -> bool:
    """Whether the region above is known, on the same scale, in the last year of the series."""
    years = above.years[-above.used :]
    return bool(history.years[-1] in years) and history.scale == above.scale


def share_in(pair: Pair) -> History:
    """A series held against the region above, on the modelled scale, in the years both know."""
    one, above = pair.history, pair.above
    years, mine, theirs = np.intersect1d(
        one.years[-one.used :], above.years[-above.used :], return_indices=True
    )
    level = one.level[-one.used :][mine] - above.level[-above.used :][theirs]
    noise = one.noise[-one.used :][mine] + above.noise[-above.used :][theirs]
    return replace(
        one,
        years=years,
        value=np.exp(level),
        level=level,
        noise=noise,
        lower=np.exp(level),
        upper=np.exp(level),
        used=min(len(years), RECENT),
        starts_anew=False,
    )


def way_since(history: History, since: int, horizon: int, prior: Prior) -> Mixture:
    """Distribution of the change from a known year to each of the years after it.

    Args:
        history: The series; years after `since` that it knows have no spread.
        since: A known year.
        horizon: Years after it.
        prior: Other series to borrow from.
    """
    years, level = (v[-history.used :] for v in (history.years, history.level))
    every = np.eye(max(int(years[-1]), since + horizon) - int(years[0]) + 1)
    after = np.arange(since + 1, since + horizon + 1) - years[0]
    kinds = suited(prior, history)
    noise = history.noise[-history.used :]
    conditioned = condition(kinds, every[years - years[0]], every[after], noise)
    drawn = posterior(kinds.weight, conditioned, (level[:-1] - level[-1])[None])
    start = level[years == since][0] - level[-1]
    return replace(drawn, mean=drawn.mean - start)


def borrowed_growth(
    pairs: Sequence[Pair], horizon: int, prior: Prior, levels: tuple[float, ...]
) -> Floats:
    """Median and interval ends of series that move with the region above.

    Args:
        pairs: Series that `can_borrow`.
        horizon: Years ahead of each series' last known year.
        prior: Other series to borrow from.
        levels: Probabilities that the intervals are meant to cover.

    Returns:
        Array series × years ahead × (median, then lower and upper of each level).
    """
    out = np.empty((len(pairs), horizon, 1 + 2 * len(levels)))
    ways: dict[tuple[int, int], Mixture] = {}
    shares = [share_in(pair) for pair in pairs]
    for positions, drawn in predict(shares, horizon, prior.neutral):
        keys = [(id(pairs[i].above), int(pairs[i].history.years[-1])) for i in positions]
        alike = defaultdict(list)
        for row, key in enumerate(keys):
            alike[key].append(row)
        for key, rows in alike.items():
            first = pairs[positions[rows[0]]]
            if key not in ways:
                ways[key] = way_since(first.above, key[1], horizon, prior).merged()
            own = Mixture(drawn.weight[rows], drawn.mean[rows], drawn.sd).merged()
            moved = quantiles(own.plus(ways[key]), levels)
            for row, quantile in zip(rows, moved, strict=True):
                history = pairs[positions[row]].history
                out[positions[row]] = history.scale.back(history.level[-1] + quantile)
    return out
