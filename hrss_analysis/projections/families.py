"""Families of regions that share an indicator, and what reconciling them moves."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from hrss_analysis.projections.collect import Collected
from hrss_analysis.projections.history import History, HistoryError
from hrss_analysis.projections.predict import fan
from hrss_analysis.projections.prior import Prior
from hrss_analysis.projections.reconcile import Node, reconcile, rest_of
from hrss_analysis.projections.regions import nearest

Floats = NDArray[np.float64]
Line = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Family:
    """A series and those of the regions right below it, by their positions."""

    whole: int
    parts: tuple[int, ...]
    rest: History | None  # missing where the parts are all there are


def families(every: Sequence[Collected], above: Line) -> tuple[list[Family], dict[int, str]]:
    """Find, for every indicator that adds up, each region and the known ones right below it.

    Returns:
        The families; and for the parts that cannot be reconciled the reason, by position.
    """
    found: list[Family] = []
    refused: dict[int, str] = {}
    for whole, parts in _below(every, above).items():
        histories = [h for i in parts if (h := every[i].history)]
        top = every[whole].history
        try:
            rest = rest_of(top, histories) if top else None
        except HistoryError as error:
            refused |= dict.fromkeys(parts, error.reason)
        else:
            found.append(Family(whole, tuple(parts), rest))
    return found, refused


def _below(every: Sequence[Collected], above: Line) -> dict[int, list[int]]:
    at: dict[str, dict[str, int]] = defaultdict(dict)
    for i, one in enumerate(every):
        if one.history and one.adds_up:
            at[one.indicator_id][one.region_code] = i
    below: dict[int, list[int]] = defaultdict(list)
    for codes in at.values():
        for code, i in codes.items():
            parent = nearest(above.get(code, ()), codes)
            if parent is not None:
                below[codes[parent]].append(i)
    return below


def reconciled(
    every: Sequence[Collected],
    values: Sequence[Floats | None],
    found: Sequence[Family],
    last_year: int,
    level: float,
    prior: Prior,
) -> dict[int, Floats]:
    """Move the medians of families so that parts and totals agree.

    Args:
        every: The series.
        values: Their medians and interval ends by year ahead; missing where there is no projection.
        found: As `families` returns them.
        last_year: Last year wanted.
        level: Probability of the first interval, from which the variances are taken.
        prior: Other series that the rests borrow from.

    Returns:
        For each series of a family, by position, the factor of each year ahead; missing where one
        of the family has no value for the year.
    """
    if not found:
        return {}
    used = {i for family in found for i in (family.whole, *family.parts)}
    first = min(_last(every[i].history) for i in used) + 1
    years = np.arange(first, last_year + 1)
    width = 2 * float(ndtri(0.5 + level / 2))
    nodes = {i: _node(every[i].history, values[i], years, width) for i in sorted(used)}
    rests = [family.rest for family in found if family.rest]
    horizon = max(last_year - min((_last(rest) for rest in rests), default=last_year), 1)
    fans = iter(fan(rests, horizon, prior, (level,)))
    for family in found:
        nodes[family.whole].parts = [nodes[i] for i in family.parts]
        if family.rest:
            nodes[family.whole].parts.append(_node(family.rest, next(fans), years, width))
    parts = {i for family in found for i in family.parts}
    for i in used - parts:
        reconcile(nodes[i])
    return {i: _factors(every[i].history, values[i], nodes[i], years) for i in sorted(used)}


def _last(history: History | None) -> int:
    assert history is not None
    return int(history.years[-1])


def _node(
    history: History | None, values: Floats | None, years: NDArray[np.int64], width: float
) -> Node:
    """Known values without variance, then medians with that of their interval."""
    assert history is not None
    value, variance = np.full(len(years), np.nan), np.full(len(years), np.nan)
    place = {int(year): i for i, year in enumerate(years)}
    for year, known in zip(history.years, history.value, strict=True):
        if year in place:
            value[place[int(year)]], variance[place[int(year)]] = known, 0.0
    for ahead, row in enumerate([] if values is None else values, start=1):
        at = place.get(_last(history) + ahead)
        if at is not None:
            value[at], variance[at] = row[0], ((row[2] - row[1]) / width) ** 2
    return Node(value, variance)


def _factors(
    history: History | None, values: Floats | None, node: Node, years: NDArray[np.int64]
) -> Floats:
    """How much each projected median is moved; a median of zero is not."""
    assert values is not None
    assert node.moved is not None
    at = _last(history) + 1 + np.arange(len(values)) - years[0]
    moved = np.full(len(values), np.nan)
    within = at < len(years)
    moved[within] = node.moved[at[within]]
    return np.divide(moved, values[:, 0], out=np.ones(len(values)), where=values[:, 0] > 0)
