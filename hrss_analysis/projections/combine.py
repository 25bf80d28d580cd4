"""For long series: part of the way from our centre to that of the Theta method.

A long series tells its own trend better than kinds learnt from stretches of twenty years. Moving
the fan towards the Theta method (Assimakopoulos & Nikolopoulos 2000, in the closed form of Hyndman
& Billah 2003) improved every measure beyond twenty years, in both folds alike, and none below;
widths stay ours.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from hrss_analysis.projections.history import History
from hrss_analysis.projections.mixture import Mixture

Floats = NDArray[np.float64]

LEAST = 21  # known years in a row
SHARE = 0.4  # of the way; 0.3 to 0.5 score alike
FARTHEST = 1.0  # on the log scale, that Theta may lie from our centre before it is cut back
SMOOTHING = np.r_[np.linspace(0.05, 0.95, 19), 0.999]


def theta_line(values: Floats, horizon: int) -> Floats:
    """Theta method for yearly values: exponential smoothing plus half the slope of a line.

    Args:
        values: Values of years in a row.
        horizon: Years ahead.
    """
    level, error = np.repeat(values[0], len(SMOOTHING)), np.zeros(len(SMOOTHING))
    for value in values[1:]:
        miss = value - level
        error += miss**2
        level = level + SMOOTHING * miss
    best = int(np.argmin(error))
    alpha, count = SMOOTHING[best], len(values)
    slope = np.polyfit(np.arange(count), values, 1)[0]
    ahead = np.arange(horizon)
    return level[best] + slope / 2 * (ahead + (1 - (1 - alpha) ** count) / alpha)


def is_long(history: History) -> bool:
    """Whether a history is long enough: a count or amount without gap, break or zero."""
    plain = history.scale.bounds is None and not history.scale.shift and not history.starts_anew
    return plain and len(history.years) >= LEAST and bool((np.diff(history.years) == 1).all())


def towards_theta(drawn: Mixture, histories: Sequence[History]) -> Mixture:
    """Move the distributions of long histories, each year by the same amount for all kinds.

    Args:
        drawn: Distributions on the log scale, counted from each history's last level.
        histories: The history of each series of `drawn`.
    """
    rows = [i for i, history in enumerate(histories) if is_long(history)]
    if not rows:
        return drawn
    mean = drawn.mean.copy()
    for i in rows:
        line = theta_line(histories[i].value / histories[i].value[-1], mean.shape[2])
        centre = np.einsum("k,kh->h", drawn.weight[i], drawn.mean[i])
        apart = np.log(np.maximum(line, np.finfo(float).tiny)) - centre
        mean[i] += SHARE * np.clip(apart, -FARTHEST, FARTHEST)
    return replace(drawn, mean=mean)
