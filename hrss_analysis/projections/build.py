"""The projections table: every series of the observations, projected or with the reason why not."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hrss_analysis.projections.collect import Collected, collect
from hrss_analysis.projections.history import check_levels, significant
from hrss_analysis.projections.lending import Lending
from hrss_analysis.projections.methods import (
    METHOD,
    PATH,
    Drawn,
    borrowed,
    own,
    own_values,
    paths,
    says,
    structural,
)
from hrss_analysis.projections.prior import Prior, shipped_prior
from hrss_analysis.projections.regions import lines_of_descent

Floats = NDArray[np.float64]

FARTHEST = 10  # years ahead: coverage was measured on other series up to there
DIGITS = 6  # significant digits: no projection knows more, and last bits vary from run to run
STALE = 5  # a series whose last value lies more years behind the newest of all is not projected


def build_projections(
    observations: pd.DataFrame,
    indicators: pd.DataFrame,
    regions: pd.DataFrame | None = None,
    *,
    horizon_year: int,
    levels: Sequence[float] = (0.8, 0.95),
    prior: Prior | None = None,
) -> pd.DataFrame:
    """Project every series of the observations table up to a year, by every method it allows.

    One row for each region, indicator, year, method and level; years run from the one after the
    last known value to `horizon_year`. Where our method gives no projection the three values are
    missing, `says` is "none" and `reason` holds keys of `REASONS`; the other methods (`METHODS`)
    have rows only where they can be drawn. A path has level 0 and no interval. A projection reaches
    ten years beyond the last value, and none is made where that is more than five years behind the
    newest value of the table.

    Args:
        observations: The observations table; `series.actual_values` says which rows are used.
        indicators: The indicators table.
        regions: The regions table; without it nothing is borrowed from regions above and parts
            are not reconciled with totals.
        horizon_year: Last year of the table.
        levels: Probabilities that the intervals are meant to cover.
        prior: Other series to borrow from; the shipped prior if left out.

    Returns:
        The projections table, values in base units.

    Raises:
        ValueError: If the levels make no sense.
    """
    levels, prior = check_levels(levels), prior or shipped_prior()
    every = _refuse_stale(collect(observations, indicators))
    first = min((one.last_year for one in every if one.history and one.last_year), default=0)
    horizon = min(max(horizon_year - first, 1), FARTHEST)
    above = {} if regions is None else lines_of_descent(regions)
    lending = Lending(every, above, prior)
    values = own_values(every, horizon, levels, lending)
    drawn = [*own(every, values, lending), *paths(every, observations, indicators, horizon)]
    if regions is not None:
        moved, refused = structural(every, values, above, horizon_year, levels, lending)
        drawn += [*moved, *borrowed(every, above, horizon, levels, prior)]
        for i, reason in refused.items():
            every[i] = replace(every[i], reasons=(*every[i].reasons, reason))
    return _table(every, _with_silent(every, drawn, prior), horizon_year, levels)


def _refuse_stale(every: list[Collected]) -> list[Collected]:
    newest = max((one.last_year for one in every if one.history and one.last_year), default=0)
    return [
        replace(one, history=None, reasons=("stale",))
        if one.last_year and one.last_year < newest - STALE
        else one
        for one in every
    ]


def _with_silent(every: list[Collected], drawn: list[Drawn], prior: Prior) -> list[Drawn]:
    """Add the series that cannot be projected: they are told with their reason."""
    told = {one.position for one in drawn if one.method == METHOD}
    nothing = np.empty((0, 1))
    silent = [
        Drawn(i, METHOD, nothing, prior.name, one.observation_ids)
        for i, one in enumerate(every)
        if i not in told
    ]
    return sorted([*drawn, *silent], key=lambda one: (one.position, one.method != METHOD))


def _columns(
    one: Collected, drawn: Drawn, horizon_year: int, levels: tuple[float, ...]
) -> dict[str, NDArray]:
    """Columns of one series and method; a series known up to the horizon keeps one year."""
    known = one.last_year or one.newest or horizon_year - 1
    years = np.arange(min(known + 1, horizon_year), horizon_year + 1)
    ahead, levels = years - known, (PATH,) if drawn.ends.ndim == 1 else levels
    ends = np.full((len(years), 1 + 2 * len(levels)), np.nan)
    made = (ahead >= 1) & (ahead <= min(FARTHEST, len(drawn.ends)))
    given = drawn.ends[:, None] if drawn.ends.ndim == 1 else drawn.ends
    ends[made, : given.shape[1]] = significant(given[ahead[made] - 1], DIGITS)
    made &= np.isfinite(ends[:, 0])
    done = "known" if one.last_year else ""
    limits = np.where(ahead < 1, done, np.where(ahead > FARTHEST, "too_far", ""))
    reasons = [" ".join(filter(None, [*one.reasons, limit])) for limit in limits]
    shape = (len(years), len(levels))
    keep = np.repeat(made | (drawn.method == METHOD), len(levels))
    columns = {
        "year": np.repeat(years, len(levels)),
        "level": np.tile(levels, len(years)),
        "median": np.broadcast_to(ends[:, :1], shape).ravel(),
        "lower": ends[:, 1::2].ravel(),
        "upper": ends[:, 2::2].ravel(),
        "says": np.repeat(np.where(made, says(one, drawn.method), "none"), len(levels)),
        "reason": np.repeat(np.array(reasons, dtype=object), len(levels)),
    }
    return {name: column[keep] for name, column in columns.items()}


def _table(
    every: list[Collected], drawn: list[Drawn], horizon_year: int, levels: tuple[float, ...]
) -> pd.DataFrame:
    """Stack the series; what is the same in all rows of one is repeated."""
    parts = [_columns(every[one.position], one, horizon_year, levels) for one in drawn]
    counts = [len(part["year"]) for part in parts]
    series = [every[one.position] for one in drawn]

    def repeated(values: Sequence[object], kind: str) -> pd.Series:
        return pd.Series(values, dtype=kind).repeat(counts).reset_index(drop=True)

    def stacked(name: str, kind: str) -> pd.Series:
        arrays = [part[name] for part in parts]
        return pd.Series(np.concatenate(arrays) if arrays else [], dtype=kind)

    return pd.DataFrame(
        {
            "region_code": repeated([one.region_code for one in series], "str"),
            "indicator_id": repeated([one.indicator_id for one in series], "str"),
            "year": stacked("year", "int64"),
            "method": repeated([one.method for one in drawn], "str"),
            "level": stacked("level", "float64"),
            "median": stacked("median", "float64"),
            "lower": stacked("lower", "float64"),
            "upper": stacked("upper", "float64"),
            "unit": repeated([one.unit for one in series], "str"),
            "n": repeated([one.n for one in series], "int64"),
            "last_year": repeated([one.last_year for one in series], "Int64"),
            "prior": repeated([one.prior for one in drawn], "str"),
            "status": "projected",
            "flag": "f",
            "says": stacked("says", "str"),
            "reason": stacked("reason", "str").replace("", None),
            "observation_ids": repeated([one.observation_ids or None for one in drawn], "str"),
        }
    )
