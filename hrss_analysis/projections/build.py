"""The projections table: every series of the observations, projected or with the reason why not."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hrss_analysis.projections.collect import Collected, collect
from hrss_analysis.projections.history import check_levels
from hrss_analysis.projections.predict import fan, in_units, predict_one, quantiles, suited
from hrss_analysis.projections.prior import Prior, shipped_prior

Floats = NDArray[np.float64]

METHOD = "growth_mixture"
FARTHEST = 10  # years ahead: coverage was measured on other series up to there
DIGITS = 6  # significant digits of a projection
STALE = 5  # a series whose last value lies more years behind the newest of all is not projected
SAYS = {1: "band", 2: "change"}  # by number of usable years; "trend" from three on

# What the keys in `reason` mean, English and Chinese; several keys are split by blanks.
REASONS = {
    "no_period": ("no period is known", "时期不明"),
    "part_of_population": ("known for a part of the population only", "仅有部分人群数据"),
    "other_definition": ("known in another unit or definition only", "仅有其他单位或口径的数据"),
    "not_reported": ("known as an estimate only", "仅有估计值"),
    "part_year": ("the newest value may cover part of a year", "最新数据可能未满一年"),
    "only_totals": ("only a total over several years is known", "仅有多年合计数"),
    "stale": ("the last value is too old", "最新数据过旧"),
    "too_far": ("too many years after the last value", "超出可预测年限"),
    "known": ("values are known up to this year", "截至该年均有实际数据"),
    "negative": ("negative values have no growth", "含负值，无法计算增长"),
    "all_zero": ("all values are zero", "数值全为零"),
    "not_finite": ("a value is not a number", "数值无效"),
    "outside_bounds": ("a rate lies outside 0–100 %", "比率超出0—100%"),
    "check_definition": (
        "a value more than doubles or halves from one known year to the next: check the definition",
        "相邻年份数据相差一倍以上，请先核对口径",
    ),
    "total_disagrees": (
        "a total over several years contradicts the yearly values and is not used",
        "多年合计与年度数据不符，未采用",
    ),
}


def build_projections(
    observations: pd.DataFrame,
    indicators: pd.DataFrame,
    *,
    horizon_year: int,
    levels: Sequence[float] = (0.8, 0.95),
    prior: Prior | None = None,
) -> pd.DataFrame:
    """Project every series of the observations table up to a year.

    One row for each region, indicator, year, method and level; years run from the one after the
    last known value to `horizon_year`. Where there is no projection the three values are missing,
    `says` is "none" and `reason` holds keys of `REASONS`. A projection reaches ten years beyond the
    last value, and none is made five years or more behind the newest value of the table.

    Args:
        observations: The observations table; `series.actual_values` says which rows are used.
        indicators: The indicators table.
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
    values = _values(every, horizon, levels, prior)
    return _table(
        [
            _rows(one, ends, horizon_year, levels, prior)
            for one, ends in zip(every, values, strict=True)
        ]
    )


def _values(
    every: list[Collected], horizon: int, levels: tuple[float, ...], prior: Prior
) -> list[Floats | None]:
    """Median and interval ends of each series; missing where there is no history."""
    out: list[Floats | None] = [None] * len(every)
    plain = [i for i, one in enumerate(every) if one.history and not one.rests]
    histories = [h for i in plain if (h := every[i].history)]
    keep = [every[i].keep_last for i in plain]
    for i, ends in zip(plain, fan(histories, horizon, prior, levels, keep), strict=True):
        out[i] = ends
    for i, one in enumerate(every):
        if one.history and one.rests:
            drawn = predict_one(one.history, horizon, suited(prior, one.history), one.rests)
            out[i] = in_units(quantiles(drawn, levels), one.history, one.keep_last)[0]
    return out


def _refuse_stale(every: list[Collected]) -> list[Collected]:
    newest = max((one.last_year for one in every if one.last_year), default=0)
    return [
        replace(one, history=None, reasons=("stale",))
        if one.last_year and one.last_year < newest - STALE
        else one
        for one in every
    ]


def _rows(
    one: Collected,
    values: Floats | None,
    horizon_year: int,
    levels: tuple[float, ...],
    prior: Prior,
) -> dict[str, Any]:
    """Columns of one series; a series known up to the horizon keeps one year that says so."""
    known = one.last_year or one.newest or horizon_year - 1
    years = np.arange(min(known + 1, horizon_year), horizon_year + 1)
    ahead = years - known
    ends = np.full((len(years), 1 + 2 * len(levels)), np.nan)
    made = (ahead >= 1) & (ahead <= FARTHEST) & (values is not None)
    if values is not None:
        ends[made] = _significant(values[ahead[made] - 1])
    done = "known" if one.last_year else ""
    limits = np.where(ahead < 1, done, np.where(ahead > FARTHEST, "too_far", ""))
    reasons = [" ".join(filter(None, [*one.reasons, limit])) for limit in limits]
    shape = (len(years), len(levels))
    return {
        "series": one,
        "prior": (suited(prior, one.history) if one.history else prior).name,
        "year": np.repeat(years, len(levels)),
        "level": np.tile(levels, len(years)),
        "median": np.broadcast_to(ends[:, :1], shape).ravel(),
        "lower": ends[:, 1::2].ravel(),
        "upper": ends[:, 2::2].ravel(),
        "says": np.repeat(np.where(made, SAYS.get(one.used, "trend"), "none"), len(levels)),
        "reason": np.repeat(np.array(reasons, dtype=object), len(levels)),
    }


def _significant(values: Floats) -> Floats:
    """Round to six digits: no projection knows more, and last bits vary from run to run."""
    size = np.floor(np.log10(np.where(values > 0, values, 1.0)))
    scale = 10.0 ** (DIGITS - 1 - size)
    return np.round(values * scale) / scale


def _table(parts: list[dict[str, Any]]) -> pd.DataFrame:
    """Stack the series; what is the same in all rows of one is repeated."""
    counts = [len(part["year"]) for part in parts]
    series = [part["series"] for part in parts]

    def repeated(values: Sequence[Any], kind: str) -> pd.Series:
        return pd.Series(values, dtype=kind).repeat(counts).reset_index(drop=True)

    def stacked(name: str, kind: str) -> pd.Series:
        arrays = [part[name] for part in parts]
        return pd.Series(np.concatenate(arrays) if arrays else [], dtype=kind)

    return pd.DataFrame(
        {
            "region_code": repeated([one.region_code for one in series], "str"),
            "indicator_id": repeated([one.indicator_id for one in series], "str"),
            "year": stacked("year", "int64"),
            "method": METHOD,
            "level": stacked("level", "float64"),
            "median": stacked("median", "float64"),
            "lower": stacked("lower", "float64"),
            "upper": stacked("upper", "float64"),
            "unit": repeated([one.unit for one in series], "str"),
            "n": repeated([one.n for one in series], "int64"),
            "last_year": repeated([one.last_year for one in series], "Int64"),
            "prior": repeated([part["prior"] for part in parts], "str"),
            "status": "projected",
            "flag": "f",
            "says": stacked("says", "str"),
            "reason": stacked("reason", "str").replace("", None),
            "observation_ids": repeated([one.observation_ids or None for one in series], "str"),
        }
    )
