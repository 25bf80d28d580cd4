"""Each region and indicator of the observations as one history, and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hrss_analysis.projections.history import Bounds, History, HistoryError, make_history
from hrss_analysis.projections.residents import exceeds, near
from hrss_analysis.projections.series import KEY, actual_values, total_values, yearly_values
from hrss_analysis.projections.totals import Remainder, Total, remainders

Columns = Mapping[str, NDArray[Any]]

JUMP = 2.0  # ratio of neighbouring known years that is more likely a new definition than growth
PERCENT: Bounds = (0.0, 100.0)
RESIDENTS = "resident_population"
HEADS = ("person", "card")  # one for each person at most: a stock of them has residents above it


@dataclass(frozen=True, kw_only=True)
class Collected:
    """What is known of one region and indicator."""

    region_code: str
    indicator_id: str
    unit: str
    n: int  # known years
    used: int  # of them, used for a projection
    last_year: int | None  # last known year
    newest: int | None  # year of the newest actual observation, used or not
    history: History | None  # missing: no projection, `reasons` say why
    rests: tuple[Remainder, ...]  # what totals over several years add to it
    direction: str  # which way is better: up, down or neutral
    keep_last: bool  # lay the fan around the last value
    adds_up: bool  # a region's value is the sum of its parts'
    heads: bool  # a stock of persons among the residents
    residents: History | None  # residents that the count cannot exceed
    reasons: tuple[str, ...]
    observation_ids: str


def collect(observations: pd.DataFrame, indicators: pd.DataFrame) -> list[Collected]:
    """Collect every region and indicator that has an actual observation, in their order.

    Args:
        observations: The observations table.
        indicators: The indicators table.
    """
    values = actual_values(observations, indicators)
    tables = [values, yearly_values(values), total_values(values)]
    columns = [{name: t[name].to_numpy() for name in t.columns} for t in tables]
    groups = [t.groupby(KEY).indices for t in tables]
    nothing = np.array([], dtype=np.intp)
    every = []
    for key in sorted(groups[0], key=str):
        rows = [group.get(key, nothing) for group in groups]
        parts = [
            {name: values[at] for name, values in table.items()}
            for table, at in zip(columns, rows, strict=True)
        ]
        every.append(_one(*parts))
    return _bound_by_residents(every)


def _bound_by_residents(every: list[Collected]) -> list[Collected]:
    """Give each stock of persons the residents it cannot exceed, or say that it does."""
    of = {one.region_code: one.history for one in every if one.indicator_id == RESIDENTS}
    return [_bound(one, of.get(one.region_code)) if one.heads else one for one in every]


def _bound(one: Collected, residents: History | None) -> Collected:
    if one.history is None or residents is None:
        return one
    if exceeds(one.history, residents):
        return replace(one, reasons=(*one.reasons, "above_residents"))
    return replace(one, residents=residents) if near(one.history, residents) else one


def bounds_of(measure: str, unit: str) -> Bounds:
    """Bounds of an indicator: a rate in percent lies in 0–100."""
    return PERCENT if measure == "rate" and unit == "percent" else None


def keeps_last(measure: str, direction: str) -> bool:
    """Whether the last value is the better point: so for unemployment and other rates to lower."""
    return measure == "rate" and direction == "down"


def _one(rows: Columns, yearly: Columns, sums: Columns) -> Collected:
    """One series of its actual observations, the yearly ones and the totals among them."""
    years = yearly["year"].astype(np.int64)
    measure, unit = rows["measure_wanted"][0], rows["unit_wanted"][0]
    related = isinstance(rows["denominator"][0], str)
    newest = pd.Series(rows["last_year"]).max()
    last_year = int(years[-1]) if len(years) else None
    history, reasons = _history(years, yearly, bounds_of(measure, unit))
    rests, disagree = _rests(history, sums)
    reasons += disagree
    if last_year is None:
        reasons = ("only_totals",) if len(sums["use"]) else tuple(sorted(set(rows["use"])))
    if last_year and "part_year" in rows["use"][rows["last_year"] > last_year]:
        reasons += ("part_year",)
    return Collected(
        region_code=rows["region_code"][0],
        indicator_id=rows["indicator_id"][0],
        unit=unit,
        n=len(years),
        used=history.used if history else 0,
        last_year=last_year,
        newest=None if pd.isna(newest) else int(newest),
        history=history,
        rests=rests,
        direction=rows["direction"][0],
        keep_last=keeps_last(measure, rows["direction"][0]),
        adds_up=related or rows["indicator_id"][0] == RESIDENTS,
        heads=related and measure == "stock" and unit in HEADS,
        residents=None,
        reasons=reasons,
        observation_ids=" ".join([*yearly["observation_id"], *sums["observation_id"]]),
    )


def _history(
    years: NDArray[np.int64], yearly: Columns, bounds: Bounds
) -> tuple[History | None, tuple[str, ...]]:
    value = yearly["value"].astype(float)
    lower, upper = printed_ends(yearly)
    try:
        history = make_history(years, value, lower, upper, bounds)
    except HistoryError as error:
        return None, (error.reason,)
    if jumps(value):
        # A projection through a change of definition would be about neither of the two.
        return None, ("check_definition",)
    return history, ()


def printed_ends(columns: Columns) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Ends of what the printed forms allow; an open end is the value itself."""
    value = columns["value"].astype(float)
    ends = (columns[name].astype(float) for name in ("value_lower", "value_upper"))
    lower, upper = (np.where(np.isfinite(end), end, value) for end in ends)
    return np.minimum(lower, value), np.maximum(upper, value)


def jumps(value: NDArray[np.float64]) -> bool:
    """Whether a value more than doubles or halves from one known year to the next."""
    return any(max(a, b) > JUMP * min(a, b) for a, b in pairwise(value))


def _rests(history: History | None, sums: Columns) -> tuple[tuple[Remainder, ...], tuple[str, ...]]:
    if history is None or history.scale.bounds:
        return (), ()
    try:
        return tuple(remainders(history, _totals(sums))), ()
    except ValueError:
        return (), ("total_disagrees",)


def _totals(sums: Columns) -> list[Total]:
    lower, upper = printed_ends(sums)
    with np.errstate(invalid="ignore"):  # `Total` refuses what is not finite
        middle, width = (lower + upper) / 2, upper - lower
    periods = zip(sums["first_year"], sums["last_year"], middle, width, strict=True)
    return [Total(int(first), int(last), *numbers) for first, last, *numbers in periods]
