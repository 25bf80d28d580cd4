"""Back-tests: what the methods would have said in past years, and how it turned out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hrss_analysis.projections.collect import Collected, collect
from hrss_analysis.projections.history import History, HistoryError, significant, until
from hrss_analysis.projections.lending import Lending
from hrss_analysis.projections.methods import METHOD
from hrss_analysis.projections.predict import predict, probability_below
from hrss_analysis.projections.prior import Prior, shipped_prior
from hrss_analysis.projections.regions import lines_of_descent
from hrss_analysis.projections.residents import (
    exceeds,
    fan_within,
    residents_ahead,
    share_of,
)
from hrss_analysis.projections.rivals import RIVALS, forecast_by
from hrss_analysis.projections.series import target_values

Floats = NDArray[np.float64]

METHODS = (METHOD, *RIVALS)
LEVELS = (0.8, 0.95)
DIGITS = 4  # significant digits that are stored
ENDS = ["median", "lower_80", "upper_80", "lower_95", "upper_95"]
KEYS = ["region_code", "indicator_id", "cutoff", "year", "method"]
KEY_TYPES = {"region_code": "str", "indicator_id": "str", "cutoff": "int64", "year": "int64"}
MEASURES = ["smape", "mase", "covered_80", "covered_95", "msis_95", "brier"]


@dataclass(frozen=True)
class _Cut:
    """A series as it was known at an earlier time, and what came after."""

    series: Collected
    known: History
    prior: Prior  # of the series, lent by the region above as known then
    residents: History | None  # residents that bound it, as known then
    later: dict[int, float]  # actual values by year ahead

    @property
    def last_year(self) -> int:
        """Last year that was known."""
        return int(self.known.years[-1])

    @property
    def mean_change(self) -> float:
        """Mean absolute change from one known value to the next."""
        value = self.known.value
        return float(np.abs(np.diff(value)).mean()) if len(value) > 1 else float("nan")


def backtests(
    observations: pd.DataFrame,
    indicators: pd.DataFrame,
    regions: pd.DataFrame | None = None,
    *,
    horizon: int = 3,
    least: int = 3,
    methods: Sequence[str] = METHODS,
    prior: Prior | None = None,
) -> pd.DataFrame:
    """Cut every series at each earlier year and project the years known since.

    One row for each region, indicator, cutoff (last year that was known), year and method; key:
    those five. Years without an actual value are left out; a method that cannot run has missing
    values. Totals over several years are not used.

    Args:
        observations: The observations table.
        indicators: The indicators table.
        regions: The regions table; without it nothing is lent by regions above.
        horizon: Years ahead, at most.
        least: Known years at a cutoff, at least.
        methods: Ours ("growth_mixture") and reference methods: naive, ols_line, theta, ets.
        prior: Other series to borrow from; the shipped prior if left out.

    Returns:
        Columns region_code, indicator_id, cutoff, year, ahead, n, method, actual, median, lower_80,
        upper_80, lower_95, upper_95 (unit of the indicator); smape in percent; mase and msis_95 as
        multiples of the mean yearly change known at the cutoff; covered_80 and covered_95 as 0 or
        1; probability and brier where the table has a target for the year (ours only).

    Raises:
        ValueError: If a method is not known, or horizon or least are below 1.
    """
    unknown = sorted(set(methods) - set(METHODS))
    if unknown:
        raise ValueError(f"unknown methods {unknown}; known: {list(METHODS)}")
    if horizon < 1 or least < 1:
        raise ValueError("horizon and least are numbers of years, at least 1")
    every, prior = collect(observations, indicators), prior or shipped_prior()
    lending = Lending(every, {} if regions is None else lines_of_descent(regions), prior)
    cuts = [c for i in range(len(every)) for c in _cuts(every, i, lending, horizon, least)]
    tables = [_rows(cuts, _ends(cuts, horizon, method, prior), method) for method in methods]
    rows = pd.concat(tables, ignore_index=True)
    odds = _odds(cuts, target_values(observations, indicators), prior)
    rows = rows.merge(odds, on=KEYS, how="left", validate="m:1")
    rows["brier"] = (rows["probability"] - rows["met"]) ** 2
    return measure_errors(rows).drop(columns="met")


def read_evidence() -> pd.DataFrame:
    """Return what was measured on panels of other series and of one's own (`evidence`).

    One row for each panel, sample, method, number of known years `n` (0: the whole history;
    missing: every earlier year) and year `ahead` (missing: all). Columns series, smape, mase,
    covered_80, covered_95, msis_95, as `summarise_backtests` has them; mase and msis_95 of the
    other series are scaled by the mean change of their whole history. Targets there are what
    growth of −10, −5, 0, 5 and 10 % a year makes of the last value: brier, and the shares that
    came true of those called likely (`likely_met`) and unlikely (`unlikely_met`).
    """
    return pd.read_csv(str(files("hrss_analysis.projections") / "evidence.csv"))


def round_backtests(tests: pd.DataFrame) -> pd.DataFrame:
    """Round back-tests for storing: the optimisers of the reference methods agree no further."""
    told = [*ENDS, "smape", "mase", "msis_95", "probability", "brier"]
    return tests.assign(**{c: significant(tests[c].to_numpy(float), DIGITS) for c in told})


def _cuts(
    every: Sequence[Collected], position: int, lending: Lending, horizon: int, least: int
) -> Iterable[_Cut]:
    one = every[position]
    if one.history is None:
        return
    whole = one.history
    for n in range(least, len(whole.years)):
        cutoff = int(whole.years[n - 1])
        ahead = whole.years[n:] - cutoff
        later = {
            int(a): float(v) for a, v in zip(ahead, whole.value[n:], strict=True) if a <= horizon
        }
        try:
            known = until(whole, cutoff)
        except HistoryError:  # only zeros so far
            continue
        if later:
            prior, _ = lending.of(position, known, cutoff)
            yield _Cut(one, known, prior, _residents_then(one, known), later)


def _residents_then(one: Collected, known: History) -> History | None:
    """Residents as far as they were known then."""
    last = int(known.years[-1])
    if one.residents is None or one.residents.years[0] > last:
        return None
    residents = until(one.residents, last)
    return None if exceeds(known, residents) else residents


def _ends(cuts: list[_Cut], horizon: int, method: str, prior: Prior) -> Floats:
    """Median and interval ends, cuts × years ahead × (median, lower, upper, lower, upper)."""
    if method == METHOD:
        keep = [cut.series.keep_last for cut in cuts]
        known, residents = [cut.known for cut in cuts], [cut.residents for cut in cuts]
        priors = [cut.prior for cut in cuts]
        return fan_within(known, residents, horizon, priors, LEVELS, keep, prior)
    rows = [forecast_by(method, c.known.years, c.known.value, horizon, LEVELS) for c in cuts]
    return np.array(rows).reshape(len(cuts), horizon, len(ENDS))


def _rows(cuts: list[_Cut], ends: Floats, method: str) -> pd.DataFrame:
    """One row for each cut and later year with an actual value."""
    rows = [
        (
            cut.series.region_code,
            cut.series.indicator_id,
            cut.last_year,
            ahead,
            len(cut.known.years),
        )
        + (cut.mean_change, actual, *fan_[ahead - 1])
        for cut, fan_ in zip(cuts, ends, strict=True)
        for ahead, actual in cut.later.items()
    ]
    names = ["region_code", "indicator_id", "cutoff", "ahead", "n", "mean_change", "actual"]
    table = pd.DataFrame(rows, columns=[*names, *ENDS])
    table.insert(3, "year", table["cutoff"] + table["ahead"])
    table.insert(6, "method", method)
    return table


def _odds(cuts: list[_Cut], targets: pd.Series, prior: Prior) -> pd.DataFrame:
    """Probability that our method gave to each target before its year, and whether it was met."""
    rows = []
    for cut in cuts:
        one = cut.series
        for ahead, actual in cut.later.items():
            target = targets.get((one.region_code, one.indicator_id, cut.last_year + ahead))
            if target is None or cut.known.used == 1:
                continue
            below = _below(cut, ahead, target, prior)
            down = one.direction == "down"
            met = actual <= target if down else actual >= target
            key = (one.region_code, one.indicator_id, cut.last_year, cut.last_year + ahead, METHOD)
            rows.append((*key, below if down else 1 - below, float(met)))
    return pd.DataFrame(rows, columns=[*KEYS, "probability", "met"]).astype(KEY_TYPES)


def _below(cut: _Cut, ahead: int, value: float, prior: Prior) -> float:
    """Probability of staying at or below a value."""
    known = cut.known
    if cut.residents is not None:
        known = share_of(known, cut.residents)
        value /= residents_ahead([cut.residents], [cut.last_year], ahead, prior)[0, -1]
    drawn = next(iter(predict([known], ahead, cut.prior)))[1]
    return float(probability_below(drawn, known, value)[-1])


def measure_errors(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the error measures (Makridakis et al. 2020, M4 competition).

    Args:
        rows: Columns actual, median, lower_80, upper_80, lower_95, upper_95, and mean_change, the
            mean absolute yearly change that scales errors; it is dropped.
    """
    rows = rows.copy()
    error = (rows["actual"] - rows["median"]).abs()
    size = (rows["actual"].abs() + rows["median"].abs()) / 2
    scale = rows["mean_change"].where(rows["mean_change"] > 0)
    rows["smape"] = 100 * (error / size).where(size > 0, error.mask(error == 0, 0.0))
    rows["mase"] = error / scale
    for level in ("80", "95"):
        low, high = rows[f"lower_{level}"], rows[f"upper_{level}"]
        inside = rows["actual"].between(low, high).astype(float)
        rows[f"covered_{level}"] = inside.where(low.notna())
    low, high = rows["lower_95"], rows["upper_95"]
    missed = (low - rows["actual"]).clip(lower=0) + (rows["actual"] - high).clip(lower=0)
    rows["msis_95"] = (high - low + 2 / 0.05 * missed) / scale
    return rows.drop(columns="mean_change")


def summarise_backtests(
    tests: pd.DataFrame, by: Sequence[str] = ("method",), *, shared: bool = False
) -> pd.DataFrame:
    """Average back-tests, within each series first, so that long series do not outweigh short ones.

    One row for each group; key: the columns of `by`. With `by=["region_code", "indicator_id",
    "method"]` it tells of each series how many past forecasts fell inside the 80 % band.

    Args:
        tests: As `backtests` returns them.
        by: Columns to group by.
        shared: Compare methods only on forecasts that every method in the table made.

    Returns:
        Columns series, forecasts (made), inside_80 (of them), smape, mase, covered_80, covered_95,
        msis_95, brier.
    """
    made = tests[tests["median"].notna()]
    if shared:
        methods = tests["method"].nunique()
        case = ["region_code", "indicator_id", "cutoff", "year"]
        made = made[made.groupby(case)["method"].transform("nunique").eq(methods)]
    groups = list(by)
    series = [c for c in ("region_code", "indicator_id") if c not in groups]
    within = made.groupby([*groups, *series], as_index=False)[MEASURES].mean()
    counts = made.groupby(groups).agg(forecasts=("median", "size"), inside_80=("covered_80", "sum"))
    counts.insert(0, "series", within.groupby(groups).size())
    means = within.groupby(groups)[MEASURES].mean()
    return counts.astype("int64").join(means).reset_index()
