"""A yearly history, checked and put on the scale on which its growth is modelled.

Counts and amounts are modelled on the log scale, bounded rates on the logit scale. Zeros are
allowed (the log is shifted by half the smallest step seen), negative values are not. A rate may
touch its bounds: the logit is taken half a percent of the span outside them, and projections are
cut back. A count that cannot exceed its residents is a share of them, on a scale that is the log
for small shares and the logit near one. After a tenfold change only the years since then are used.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
PandasT = TypeVar("PandasT", pd.Series, pd.DataFrame)
Bounds = tuple[float, float] | None
Rounding: TypeAlias = float | pd.Series | pd.DataFrame | None

MARGIN = 0.005  # of the span of the bounds: 100 % lies as far from 99.5 % as that from 98.5 %
RECENT = 10  # last known years that are used: what lies further back misleads more than it tells
BREAK = np.log(10)  # yearly change after which the years before tell nothing (a unit, a definition)
FARTHEST_APART = 300  # years from the first known to the last: more is a slip, and memory
NO_ROUNDING = 3e-4  # standard deviation on the modelled scale that is lost in the smallest kind


@dataclass(frozen=True)
class Scale:
    """Maps values to the line on which growth is modelled, and back."""

    bounds: Bounds
    shift: float  # added before the logarithm; 0 unless the history has zeros
    counted: bool = False  # a count within its bounds: the lower one is as far away as without

    @property
    def is_rate(self) -> bool:
        """Whether the values are a rate, which borrows no direction of growth."""
        return self.bounds is not None and not self.counted

    def forward(self, value: Floats) -> Floats:
        """Logarithm or logit of values; infinite at the edge."""
        with np.errstate(divide="ignore"):
            if self.bounds is None:
                return np.log(value + self.shift)
            low, high, left, right = self._edges()
            return np.log(value - low + left) - np.log(high + right - value)

    def back(self, level: Floats) -> Floats:
        """Values of logarithms or logits."""
        if self.bounds is None:
            return np.maximum(np.exp(level) - self.shift, 0)
        low, high, left, right = self._edges()
        share = 1 / (1 + np.exp(-level))
        return np.clip(low - left + share * (high - low + left + right), low, high)

    def within(self, value: Floats) -> Floats:
        """Move values that no projection can reach to the edge of what one can."""
        if self.bounds is None:
            return np.maximum(value, -self.shift)
        low, high, left, right = self._edges()
        return np.clip(value, low - left, high + right)

    def _edges(self) -> tuple[float, float, float, float]:
        """Bounds, and how far outside each of them the logit is taken."""
        assert self.bounds is not None
        low, high = self.bounds
        margin = MARGIN * (high - low)
        return low, high, self.shift if self.counted else margin, margin


class HistoryError(ValueError):
    """A history that cannot be projected; `reason` names the rule, the message says what to do."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True)
class History:
    """Known years of one series on the modelled scale, in order."""

    years: Integers
    value: Floats
    level: Floats  # modelled scale; centre of the interval where only an interval is printed
    noise: Floats  # variance that rounding adds, on the modelled scale
    lower: Floats  # what the printed form allows, in the unit of the values
    upper: Floats
    scale: Scale
    used: int  # number of last years that a projection uses
    starts_anew: bool  # a break, not their number, ends the years used


def read_history(series: pd.Series, *, bounds: Bounds = None, rounding: Rounding = None) -> History:
    """Check a yearly series and put it on the modelled scale.

    Args:
        series: Values indexed by integer year, in any order; a missing value is an unknown year.
        bounds: Lowest and highest possible value of a rate.
        rounding: Width of the last printed digit: one number, a Series by year, or a table by year
            with columns `lower` and `upper` (what the printed form allows; an open end is missing).

    Raises:
        HistoryError: If the history is empty, has years centuries apart, values that are infinite,
            negative or outside the bounds, or only zeros without rounding.
        ValueError: If the index, the bounds or the rounding make no sense.
    """
    series = by_year(series).dropna()
    lower, upper = _printed_interval(series, rounding)
    years = series.index.to_numpy(dtype=np.int64)
    return make_history(years, series.to_numpy(float), lower, upper, bounds)


def make_history(
    years: Integers,
    value: Floats,
    lower: Floats,
    upper: Floats,
    bounds: Bounds,
    *,
    counted: bool = False,
) -> History:
    """Put values with printed intervals on the modelled scale; years are sorted and unique.

    Args:
        years: Known years.
        value: Their values.
        lower: Lower ends of what the printed forms allow.
        upper: Upper ends.
        bounds: Lowest and highest possible value.
        counted: The bounds are those of a count, not of a rate.

    Raises:
        HistoryError: If the values cannot be put on that scale.
    """
    _refuse(value, years, bounds)
    is_rate = bounds is not None and not counted
    scale = Scale(bounds, 0.0 if is_rate else _shift(value, lower, upper), counted)
    level, noise = scale.forward(value), np.zeros_like(value)
    if (upper > lower).any():
        low, high = (
            scale.forward(v if bounds is None else np.clip(v, *bounds)) for v in (lower, upper)
        )
        middle = np.isclose(value - lower, upper - value)
        level = np.where(middle, level, (low + high) / 2)
        noise = (high - low) ** 2 / 12  # variance of a uniform distribution
    since = 0 if is_rate else _last_break(years, value)
    used = min(len(years) - since, RECENT)
    return History(years, value, level, noise, lower, upper, scale, used, since > 0)


def until(history: History, last: int) -> History:
    """A history as it was known at the end of an earlier year.

    Raises:
        HistoryError: If nothing was known, or only zeros.
    """
    n = int(np.searchsorted(history.years, last, side="right"))
    value, lower, upper = history.value[:n], history.lower[:n], history.upper[:n]
    scale = history.scale
    return make_history(history.years[:n], value, lower, upper, scale.bounds, counted=scale.counted)


def _last_break(years: Integers, value: Floats) -> int:
    """Position of the first value after the last break."""
    if not value.all():  # a zero is a small count, not another definition
        return 0
    change = np.abs(np.diff(np.log(value))) / np.sqrt(np.diff(years))
    broken = np.flatnonzero(change > BREAK)
    return int(broken[-1]) + 1 if len(broken) else 0


def by_year(series: PandasT) -> PandasT:
    """Sort by year.

    Raises:
        ValueError: If the index is not made of whole years, or has one twice.
    """
    if not isinstance(series, (pd.Series, pd.DataFrame)):
        raise ValueError(f"a history is a pandas Series by year, got {type(series).__name__}")
    if not pd.api.types.is_integer_dtype(series.index):
        raise ValueError(
            f"index the history by integer year, got {series.index.dtype}; "
            "for dates use series.set_axis(series.index.year)"
        )
    if not series.index.is_unique:
        twice = sorted(set(series.index[series.index.duplicated()]))
        raise ValueError(f"years occur twice: {twice}; keep one value for each year")
    return series.sort_index()


def _refuse(value: Floats, years: Integers, bounds: Bounds) -> None:
    if not len(value):
        raise HistoryError("no_year", "the history has no known year; a projection needs one")
    if years[-1] - years[0] > FARTHEST_APART:
        raise HistoryError(
            "years_apart", f"years from {years[0]} to {years[-1]}: correct the year that is wrong"
        )
    if not np.isfinite(value).all():
        bad = years[~np.isfinite(value)].tolist()
        raise HistoryError("not_finite", f"values are not finite in {bad}; leave those years out")
    if bounds is None:
        _refuse_negative(value, years)
        return
    low, high = bounds
    if not (low < high and np.isfinite(bounds).all()):
        raise ValueError(f"bounds must be (lowest, highest), both finite; got {bounds}")
    outside = (value < low) | (value > high)
    if outside.any():
        raise HistoryError(
            "outside_bounds",
            f"values outside the bounds {bounds} in {years[outside].tolist()}; "
            "look for a lost unit or widen the bounds",
        )


def _refuse_negative(value: Floats, years: Integers) -> None:
    if (value < 0).any():
        raise HistoryError(
            "negative",
            f"negative values in {years[value < 0].tolist()}: growth is not defined; "
            "project the parts of the difference, or give bounds",
        )


def _printed_interval(series: pd.Series, rounding: Rounding) -> tuple[Floats, Floats]:
    value = series.to_numpy(float)
    if rounding is None:
        return value, value
    if isinstance(rounding, pd.DataFrame):
        if not {"lower", "upper"} <= set(rounding.columns):
            raise ValueError(
                f"rounding has the columns lower and upper, got {list(rounding.columns)}"
            )
        ends = by_year(rounding).reindex(series.index).replace([np.inf, -np.inf], np.nan)
        lower = ends["lower"].fillna(series).to_numpy(float)
        upper = ends["upper"].fillna(series).to_numpy(float)
        if (lower > value).any() or (upper < value).any():
            raise ValueError("rounding has an interval that does not hold the value printed")
        return lower, upper
    if isinstance(rounding, pd.Series):
        half = by_year(rounding).reindex(series.index).fillna(0).to_numpy(float) / 2
    else:
        half = np.full(len(value), float(rounding) / 2)
    if not (np.isfinite(half) & (half >= 0)).all():
        raise ValueError("rounding is the width of the last printed digit and cannot be negative")
    return value - half, value + half


def _shift(value: Floats, lower: Floats, upper: Floats) -> float:
    """Shift before the log, so that zero, or an interval that reaches it, has a place there."""
    lowest = min(value.min(), lower.min())
    if lowest > 0:
        return 0.0
    steps = np.r_[value[value > 0], (upper - lower)[upper > lower]]
    if not len(steps):
        raise HistoryError(
            "all_zero", "all values are zero: give their rounding, or do not project them"
        )
    return float(max(steps.min() / 2, -2 * lowest))


def check_levels(levels: Iterable[float]) -> tuple[float, ...]:
    """Check the probabilities that intervals are meant to cover."""
    levels = tuple(levels)
    if not levels or not all(0 < level < 1 for level in levels):
        raise ValueError(f"levels lie between 0 and 1, for instance (0.8, 0.95); got {levels}")
    return levels


def significant(values: Floats, digits: int) -> Floats:
    """Round to a number of significant digits."""
    size = np.floor(np.log10(np.where(np.abs(values) > 0, np.abs(values), 1.0)))
    places = digits - 1 - size
    step, parts = 10.0 ** np.maximum(-places, 0), 10.0 ** np.maximum(places, 0)
    return np.round(values / step * parts) * step / parts  # one of the two is 1: no last bits
