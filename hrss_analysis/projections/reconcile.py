"""Parts and totals made to agree: county within prefecture within province within the nation.

Each family is completed by its rest (the region above less its known parts), which is projected
like any series. Then all are moved, each by as much as its variance, until the parts add up: the
least-squares reconciliation with a diagonal error matrix (Wickramasuriya, Athanasopoulos & Hyndman
2019, MinT with structural zeros), solved by one pass up and one pass down the tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hrss_analysis.projections.history import History, HistoryError, make_history

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

NO_REST = 1e-3  # of the region above: below it the parts are all there are


@dataclass
class Node:
    """A region, or the rest of one, with its projected values by year and their variances."""

    value: Floats
    variance: Floats
    parts: list[Node] = field(default_factory=list)
    moved: Floats | None = None  # the value that agrees with the region above and the parts


def rest_of(whole: History, parts: Sequence[History]) -> History | None:
    """What the known parts leave of the region above, in the years in which all are known.

    Returns:
        The rest as a history; nothing where the parts are all there are.

    Raises:
        HistoryError: If no year is known of all ("no_year"), or the parts exceed the region above
            ("parts_exceed_total").
    """
    years = whole.years
    for part in parts:
        years = np.intersect1d(years, part.years)
    if not len(years):
        message = "no year is known of the region above and of all its parts"
        raise HistoryError("no_year", message)
    total = whole.value[np.isin(whole.years, years)]
    rest = total - sum(part.value[np.isin(part.years, years)] for part in parts)
    if (np.abs(rest) <= NO_REST * total).all():
        return None
    if (rest <= 0).any():
        bad = years[rest <= 0].tolist()
        message = f"the parts exceed the region above in {bad}; correct one of them"
        raise HistoryError("parts_exceed_total", message)
    return make_history(years, rest, rest, rest, None)


def reconcile(root: Node) -> None:
    """Set `moved` of a tree so that the parts of every node add up to it.

    Known values (variance zero) stay; a negative part would be no count, so where one comes out the
    family is scaled in proportion instead.
    """
    _down(root, _up(root)[0])


def _up(node: Node) -> tuple[Floats, Floats]:
    """Combine a node's own value with the sum of its parts; both are kept on the node."""
    if node.parts:
        below = [_up(part) for part in node.parts]
        total, spread = (np.sum(column, axis=0) for column in zip(*below, strict=True))
        both = node.variance + spread
        own = np.divide(spread, both, out=np.ones_like(both), where=both > 0)
        node.value = own * node.value + (1 - own) * total
        node.variance = own * node.variance
    return node.value, node.variance


def _down(node: Node, value: Floats) -> None:
    node.moved = value
    if not node.parts:
        return
    values = np.array([part.value for part in node.parts])
    spread = np.array([part.variance for part in node.parts])
    total = spread.sum(0)
    sums = values.sum(0)
    portion = np.divide(values, sums, out=np.zeros_like(values), where=sums > 0)
    share = np.divide(spread, total, out=portion.copy(), where=total > 0)
    moved = values + share * (value - sums)
    moved = np.where((moved < 0).any(0), portion * value, moved)
    for part, row in zip(node.parts, moved, strict=True):
        _down(part, row)
