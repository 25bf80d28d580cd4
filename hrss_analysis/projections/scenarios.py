"""Paths that are no forecast: the last value kept, and the way to a plan target."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hrss_analysis.projections.history import History

Floats = NDArray[np.float64]


def target_path(history: History, targets: dict[int, float], horizon: int) -> Floats:
    """Values on the way from the last known year to each target of a year after it.

    Counts and amounts grow by the same share every year, rates by the same number of points.

    Args:
        history: The known years.
        targets: Target by year.
        horizon: Years after the last known one.

    Returns:
        A value for each year; missing beyond the last target.
    """
    last = int(history.years[-1])
    years = np.arange(last + 1, last + 1 + horizon)
    ahead = {year: value for year, value in sorted(targets.items()) if year > last}
    if not ahead:
        return np.full(horizon, np.nan)
    at = np.array([last, *ahead])
    values = np.array([history.value[-1], *ahead.values()])
    if history.scale.is_rate or (values <= 0).any():
        path = np.interp(years, at, values)
    else:
        path = np.exp(np.interp(years, at, np.log(values)))
    return np.where(years <= at[-1], path, np.nan)


def remaining_path(history: History, first: int, last: int, total: float, horizon: int) -> Floats:
    """Equal yearly values that complete a target set for the sum of several years.

    Args:
        history: The known years; those of the period are taken off the target.
        first: First year of the period.
        last: Last year of the period.
        total: Target for the sum.
        horizon: Years after the last known one.

    Returns:
        A value for each year; missing outside the period, and everywhere if a year of the period
        before the last known one is not known.
    """
    now = int(history.years[-1])
    years = np.arange(now + 1, now + 1 + horizon)
    passed = np.arange(first, min(now, last) + 1)
    open_years = last - max(now, first - 1)
    if open_years < 1 or not np.isin(passed, history.years).all():
        return np.full(horizon, np.nan)
    done = history.value[np.isin(history.years, passed)].sum()
    each = max(total - done, 0.0) / open_years
    return np.where((years >= first) & (years <= last), each, np.nan)


def yearly_targets(rows: pd.DataFrame) -> dict[tuple[str, str], dict[int, tuple[float, str]]]:
    """Targets of single years: value and observation, by region and indicator, then year."""
    out: dict[tuple[str, str], dict[int, tuple[float, str]]] = {}
    columns = ["region_code", "indicator_id", "year", "value", "observation_id"]
    for region, indicator, year, value, name in rows[columns].itertuples(index=False):
        out.setdefault((region, indicator), {})[int(year)] = (float(value), str(name))
    return out
