"""Totals over several years as further observations of the years they cover.

What is known of a total is taken off first: known years and totals that lie within it. What remains
is the log of a sum of unknown years; it is linearised around the years' current means, a few times.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hrss_analysis.projections.history import BREAK, FARTHEST_APART, History

Floats = NDArray[np.float64]
ROUNDS = 4  # linearisations; the third already moves the fan by less than 0.1 %


@dataclass(frozen=True)
class Total:
    """Sum of a flow over neighbouring years."""

    first: int
    last: int
    value: float
    rounding: float = 0.0

    def __post_init__(self) -> None:
        """Refuse numbers that are no sum of a flow."""
        if not (0 < self.value < np.inf and 0 <= self.rounding < np.inf):
            raise ValueError(
                f"a total needs a positive sum and a rounding, zero or more; got {self}"
            )


@dataclass(frozen=True)
class Remainder:
    """Sum over the years of a total that nothing else explains."""

    years: tuple[int, ...]
    value: float
    tolerance: float  # half widths of everything that was printed and taken off


def read_totals(totals: Iterable[Sequence[float]]) -> list[Total]:
    """Check totals given as (first year, last year, total) or with their rounding as a fourth."""
    out = []
    for row in totals:
        if np.ndim(row) != 1 or len(row) not in (3, 4):
            raise ValueError(f"a total is (first_year, last_year, total[, rounding]), got {row}")
        first, last, *numbers = (float(number) for number in row)
        if not (first <= last and first.is_integer() and last.is_integer()):
            raise ValueError(f"a total needs whole years, first year ≤ last year, got {row}")
        out.append(Total(int(first), int(last), *numbers))
    return out


def remainders(history: History, totals: list[Total]) -> list[Remainder]:
    """Take known years and inner totals off each total.

    Returns:
        What is left to explain, inner totals first; totals that say nothing new are gone.

    Raises:
        ValueError: If a total contradicts the years or totals within it, leaves years that are ten
            times the nearest known year or a tenth of it, or lies centuries away.
    """
    _refuse_far(history, totals)
    known = [
        Remainder((int(year),), float(value), float(width) / 2)
        for year, value, width in zip(
            history.years, history.value, history.upper - history.lower, strict=True
        )
    ]
    found: list[Remainder] = []
    for total in sorted(totals, key=lambda t: (t.last - t.first, t.first)):
        rest = _take_off(total, known + found)
        if rest is not None:
            _refuse_unlike(total, rest, history)
            found.append(rest)
    return found


def _refuse_far(history: History, totals: list[Total]) -> None:
    first, last = history.years[0] - FARTHEST_APART, history.years[-1] + FARTHEST_APART
    for total in totals:
        if total.first < first or total.last > last:
            raise ValueError(
                f"the total of {total.first}–{total.last} lies centuries from the known years; "
                "correct the year that is wrong"
            )


def _refuse_unlike(total: Total, rest: Remainder, history: History) -> None:
    """Refuse what would be a break between known years: another unit or definition."""
    apart = np.abs(history.years[:, None] - np.array(rest.years)).min(axis=1)
    near = float(history.value[apart.argmin()])
    low, high = rest.value - rest.tolerance, rest.value + rest.tolerance
    usual = near * len(rest.years)
    most = np.exp(BREAK * np.sqrt(apart.min()))
    if near > 0 and not (usual / most <= high and low <= usual * most):
        raise ValueError(
            f"the total {total.value:g} of {total.first}–{total.last} leaves {rest.value:g} for "
            f"{list(rest.years)}, unlike {near:g} in a known year near them; look for a lost unit"
        )


def _take_off(total: Total, pieces: list[Remainder]) -> Remainder | None:
    left = set(range(total.first, total.last + 1))
    value, tolerance = total.value, total.rounding / 2
    for piece in pieces:
        if left.issuperset(piece.years):
            left -= set(piece.years)
            value, tolerance = value - piece.value, tolerance + piece.tolerance
    tolerance += 1e-9 * total.value
    if not left and abs(value) > tolerance:
        raise ValueError(
            f"the total {total.value:g} of {total.first}–{total.last} and its years differ by "
            f"{value:g}; correct one of them or give their rounding"
        )
    if left and value <= tolerance:
        raise ValueError(
            f"the total {total.value:g} of {total.first}–{total.last} leaves {value:g} for "
            f"{sorted(left)}; the known years within it already reach it"
        )
    return Remainder(tuple(sorted(left)), value, tolerance) if left else None


def linearise(
    rest: Remainder, level: dict[int, float], shift: float
) -> tuple[Floats, float, float]:
    """Write the log of a sum as a weighted mean of the logs of its years.

    Args:
        rest: The sum.
        level: Log (of value plus shift) of each year around which the sum is linearised.
        shift: Shift of the log scale.

    Returns:
        Weights of the years (they add up to one), the observed weighted mean, and its variance.
    """
    at = np.array([level[year] for year in rest.years])
    summands = np.exp(at)
    total = rest.value + shift * len(at)
    weight = summands / summands.sum()
    observed = np.log(total) - np.log(summands.sum()) + weight @ at
    return weight, float(observed), (2 * rest.tolerance / total) ** 2 / 12
