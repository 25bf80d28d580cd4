"""How much a series moves, borrowed from the region above, whose known years are more.

The kinds of growth are re-weighted by the likelihood of the region above, tempered so that all its
years together count as one year of growth seen: counties are less calm than their nation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from hrss_analysis.projections.collect import Collected
from hrss_analysis.projections.history import History, HistoryError, until
from hrss_analysis.projections.prior import Prior
from hrss_analysis.projections.process import condition

COUNTS_AS = 1.0  # years of growth that the region above stands for, however many it knows
LEAST = 4  # known years of the region above, at least


def can_lend(above: History, history: History) -> bool:
    """Whether the region above knows more years, and at least four, on the same kind of scale."""
    enough = above.used >= max(LEAST, history.used + 1)
    return enough and above.scale.is_rate == history.scale.is_rate


def lent_prior(prior: Prior, above: History, name: str) -> Prior:
    """Re-weight a prior by how the region above moved.

    Args:
        prior: The kinds and their weights before.
        above: The same indicator of the region above, two known years at least.
        name: What the region above is called.
    """
    years = above.years[-above.used :]
    level, noise = above.level[-above.used :], above.noise[-above.used :]
    every = np.eye(int(years[-1] - years[0]) + 2)
    conditioned = condition(prior, every[years - years[0]], every[-1:], noise)
    told = conditioned.log_likelihood((level[:-1] - level[-1])[None])[0]
    log_weight = np.log(prior.weight) + COUNTS_AS / (above.used - 1) * told
    weight = np.exp(log_weight - log_weight.max())
    return replace(prior, name=f"{prior.name} and {name}", weight=weight / weight.sum())


class Lending:
    """The prior of each series, at any time: that of all, or lent by the nearest region above."""

    def __init__(
        self, every: Sequence[Collected], above: Mapping[str, tuple[str, ...]], prior: Prior
    ) -> None:
        """Take the series, the regions above each region (nearest first), and the prior of all."""
        self.prior = prior
        self._every, self._above = every, above
        self._at = {(one.region_code, one.indicator_id): i for i, one in enumerate(every)}
        self._made: dict[tuple[int, int], Prior] = {}

    def of(
        self, position: int, history: History, cutoff: int | None = None
    ) -> tuple[Prior, int | None]:
        """Return the prior of a series, and the position of the series that lends, if one does.

        Args:
            position: Position of the series.
            history: Its known years.
            cutoff: Last year that is known of the region above; all of them if left out.
        """
        one = self._every[position]
        for code in self._above.get(one.region_code, ()):
            lender = self._at.get((code, one.indicator_id))
            above = None if lender is None else _until(self._every[lender].history, cutoff)
            if lender is not None and above is not None and can_lend(above, history):
                key = (lender, int(above.years[-1]))
                if key not in self._made:
                    self._made[key] = lent_prior(self.prior, above, f"region {code}")
                return self._made[key], lender
        return self.prior, None


def _until(history: History | None, last: int | None) -> History | None:
    """A history as known then; nothing where nothing was known, or only zeros."""
    if history is None or last is None or history.years[-1] <= last:
        return history
    if history.years[0] > last:
        return None
    try:
        return until(history, last)
    except HistoryError:
        return None
