"""Project one yearly series, or many, and tell how likely a target will be met."""

from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hrss_analysis.projections.history import (
    Bounds,
    History,
    HistoryError,
    Rounding,
    by_year,
    check_levels,
    make_history,
    read_history,
)
from hrss_analysis.projections.mixture import Mixture
from hrss_analysis.projections.predict import (
    fan,
    in_units,
    predict,
    predict_one,
    probability_below,
    quantiles,
    suited,
)
from hrss_analysis.projections.prior import Prior, shipped_prior
from hrss_analysis.projections.residents import exceeds, in_persons, residents_ahead, share_of
from hrss_analysis.projections.totals import read_totals, remainders

Floats = NDArray[np.float64]
LEVELS = (0.8, 0.95)


def project(
    history: pd.Series,
    horizon: int,
    *,
    bounds: Bounds = None,
    totals: Iterable[Sequence[float]] = (),
    rounding: Rounding = None,
    residents: pd.Series | None = None,
    prior: Prior | None = None,
    levels: Sequence[float] = LEVELS,
    keep_last: bool = False,
) -> pd.DataFrame:
    """Project a yearly series from as little as one point.

    One row for each year and level; key: those two. Years follow the last year of the history.

    Args:
        history: Values by integer year; gaps are allowed, zeros too, negative values are not.
        horizon: Number of years ahead, 1 to 100.
        bounds: Lowest and highest possible value of a rate, for instance (0, 100).
        totals: Sums over several years: (first_year, last_year, total) or with rounding as fourth.
        rounding: Width of the last printed digit (number or Series by year), or a table by year
            with columns `lower` and `upper`.
        residents: Residents by integer year, for a count of persons that cannot exceed them.
        prior: Other series to borrow from; the shipped prior if left out.
        levels: Probabilities that the intervals are meant to cover.
        keep_last: Keep the last value as the point and lay the fan around it (always so for one
            known year).

    Returns:
        Columns year, level, median, lower, upper, in the unit of the history.

    Raises:
        ValueError: If an input makes no sense; the message says what to do.
    """
    levels = check_levels(levels)
    prior = prior or shipped_prior()
    known = read_history(history, bounds=bounds, rounding=rounding)
    limit = _limit(known, residents)
    modelled = share_of(known, limit) if limit else known
    drawn = _distribution(modelled, horizon, totals, prior)
    values = in_units(quantiles(drawn, levels), modelled, keep_last)
    last = int(known.years[-1])
    if limit:
        ahead = residents_ahead([limit], [last], horizon, prior)[0]
        values[0] = in_persons(values[0], known, limit, ahead)
    return _long(values, [last], levels)


def target_probability(
    history: pd.Series,
    year: int,
    target: float,
    *,
    direction: Literal["up", "down"],
    bounds: Bounds = None,
    totals: Iterable[Sequence[float]] = (),
    rounding: Rounding = None,
    residents: pd.Series | None = None,
    prior: Prior | None = None,
) -> float:
    """Probability that a year's value reaches a target.

    Args:
        history: As for `project`.
        year: Year of the target; a known year gives 0 or 1.
        target: Value to reach, in the unit of the history.
        direction: "up" if the target is a floor, "down" if it is a ceiling.
        bounds: As for `project`.
        totals: As for `project`.
        rounding: As for `project`.
        residents: As for `project`.
        prior: As for `project`.

    Returns:
        A number from 0 to 1; missing (nan) for one usable year: it says nothing of the direction.

    Raises:
        ValueError: If the direction is unknown, the target is not finite, or the year lies before
            the last known one and is not known itself.
    """
    if direction not in ("up", "down"):
        raise ValueError(f"direction is 'up' or 'down', got {direction!r}")
    if not np.isfinite(target):
        raise ValueError(f"a target is a finite number, got {target}")
    known = read_history(history, bounds=bounds, rounding=rounding)
    if year in known.years:
        value = known.value[known.years == year][0]
        return float(value >= target if direction == "up" else value <= target)
    horizon = year - int(known.years[-1])
    if horizon < 1:
        raise ValueError(f"{year} lies before the last known year {known.years[-1]}")
    if known.used == 1:
        return float("nan")
    prior, limit = prior or shipped_prior(), _limit(known, residents)
    if limit:
        known = share_of(known, limit)
        target /= residents_ahead([limit], [int(known.years[-1])], horizon, prior)[0, -1]
    drawn = _distribution(known, horizon, totals, prior)
    below = probability_below(drawn, known, target)[-1]
    return float(1 - below if direction == "up" else below)


def project_many(
    histories: pd.DataFrame,
    horizon: int,
    *,
    bounds: Bounds = None,
    prior: Prior | None = None,
    levels: Sequence[float] = LEVELS,
) -> pd.DataFrame:
    """Project many series at once; those with the same known years are computed together.

    One row for each series, year and level; key: those three.

    Args:
        histories: One row for each series, one column for each integer year; gaps are missing.
        horizon: As for `project`, counted from each series' own last year.
        bounds: As for `project`, for all series.
        prior: As for `project`.
        levels: As for `project`.

    Returns:
        Columns series (the row label), year, level, median, lower, upper.

    Raises:
        ValueError: As for `project`, naming the series.
    """
    levels = check_levels(levels)
    table = by_year(histories.T).T
    years, known = table.columns.to_numpy(dtype=np.int64), []
    for label, row in zip(table.index, table.to_numpy(float), strict=True):
        seen = ~np.isnan(row)
        try:
            known.append(make_history(years[seen], row[seen], row[seen], row[seen], bounds))
        except HistoryError as error:
            raise ValueError(f"series {label!r}: {error}") from error
    values = fan(known, horizon, prior or shipped_prior(), levels)
    out = _long(values, [int(k.years[-1]) for k in known], levels)
    out.insert(0, "series", np.repeat(histories.index.to_numpy(), horizon * len(levels)))
    return out


def _limit(known: History, residents: pd.Series | None) -> History | None:
    """Residents that a count cannot exceed."""
    if residents is None:
        return None
    if known.scale.bounds:
        raise ValueError("rates have bounds, counts have residents; leave one of them out")
    limit = read_history(residents)
    if not limit.value.all():
        raise ValueError("residents are positive numbers; leave years with zero out")
    if exceeds(known, limit):
        raise ValueError(
            "the count exceeds the residents; leave residents out, or correct one of them"
        )
    return limit


def _distribution(
    known: History, horizon: int, totals: Iterable[Sequence[float]], prior: Prior
) -> Mixture:
    sums = read_totals(totals)
    if sums and known.scale.bounds:
        raise ValueError(
            "rates and stocks of persons have no totals over several years; leave totals out"
        )
    rests = remainders(known, sums)
    if rests:
        return predict_one(known, horizon, suited(prior, known), rests)
    return next(iter(predict([known], horizon, prior)))[1]


def _long(values: Floats, last_years: list[int], levels: tuple[float, ...]) -> pd.DataFrame:
    """One row for each series, year ahead and level."""
    series, horizon, _ = values.shape
    ahead = np.array(last_years)[:, None] + np.arange(1, horizon + 1)
    shape = (series, horizon, len(levels))
    return pd.DataFrame(
        {
            "year": np.repeat(ahead.ravel(), len(levels)),
            "level": np.tile(np.array(levels), series * horizon),
            "median": np.broadcast_to(values[..., :1], shape).ravel(),
            "lower": values[..., 1::2].ravel(),
            "upper": values[..., 2::2].ravel(),
        }
    )
