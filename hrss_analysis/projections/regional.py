"""What regions above are worth: reconciled, borrowed and lent projections at earlier years.

Development only; `evidence` writes it. At each cut-off the projections table is built from what was
known then, with and without the regions, and held against what came. The project has few series of
regions within regions, so the 48 states within nine divisions of the United States stand beside
them (Munnell 1990, yearly 1970–1986, package `linearmodels`): the states cut to their last n years,
divisions and nation with the ten years before.
"""

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from hrss_analysis.projections.backtesting import measure_errors
from hrss_analysis.projections.build import build_projections
from hrss_analysis.projections.methods import METHOD
from hrss_analysis.projections.series import actual_values, yearly_values

KEY = ["region_code", "indicator_id"]
CASE = [*KEY, "cutoff", "year"]
ALONE = "not lent"  # our method without the regions table
NAMES = {(0.8, "lower"): "lower_80", (0.8, "upper"): "upper_80"}
NAMES |= {(0.95, "lower"): "lower_95", (0.95, "upper"): "upper_95"}
MEASURES = ["smape", "mase", "covered_80", "covered_95", "msis_95"]
NATION = "100000"
DIVISIONS = (  # of the Census Bureau
    "CT ME MA NH RI VT",
    "NJ NY PA",
    "IL IN MI OH WI",
    "IA KS MN MO NE ND SD",
    "DE FL GA MD NC SC VA WV",
    "AL KY MS TN",
    "AR LA OK TX",
    "AZ CO ID MT NV NM UT WY",
    "CA OR WA",
)
STATES_MEASURED = ("EMP", "GSP", "PC", "P_CAP")  # employment, product, private and public capital
STATES_CUTOFFS = (1977, 1979, 1981)
ABOVE_KNOWN = 10  # years


def regional_forecasts(
    seen: pd.DataFrame,
    indicators: pd.DataFrame,
    regions: pd.DataFrame,
    cutoff: int,
    ahead: int,
) -> pd.DataFrame:
    """Project what was known at a cut-off, with the regions table and without it.

    Args:
        seen: The observations known at the cut-off.
        indicators: The indicators table.
        regions: The regions table.
        cutoff: Last year that was known.
        ahead: Years after it.

    Returns:
        One row for each region, indicator, year and method: median and interval ends (missing for
        a path), `cutoff`.
    """
    until = cutoff + ahead
    with_regions = build_projections(seen, indicators, regions, horizon_year=until)
    alone = build_projections(seen, indicators, horizon_year=until)
    rows = pd.concat([with_regions, alone[alone["method"].eq(METHOD)].assign(method=ALONE)])
    rows = rows[rows["median"].notna()]
    key = [*KEY, "year", "method"]
    out = rows.drop_duplicates(key).set_index(key)[["median"]]
    for (level, end), name in NAMES.items():
        out[name] = rows[rows["level"].eq(level)].set_index(key)[end]
    return out.reset_index().assign(cutoff=cutoff)


def score_regions(forecasts: pd.DataFrame, actual: pd.DataFrame) -> pd.DataFrame:
    """Score each method that needs regions above beside ours, on the forecasts both made.

    One row for each sample ("where METHOD is drawn") and method.

    Args:
        forecasts: As `regional_forecasts` returns them, for one cut-off or more.
        actual: Columns region_code, indicator_id, year and value, all known years.

    Returns:
        Columns sample, method, series, and the measures, averaged within each series first; mase
        and msis_95 as multiples of the mean change from one known value to the next.
    """
    known = actual.sort_values("year")
    change = known.groupby(KEY)["value"].agg(lambda v: v.diff().abs().mean()).rename("mean_change")
    rows = forecasts.merge(known.rename(columns={"value": "actual"}), on=[*KEY, "year"])
    scored = measure_errors(rows.merge(change, on=KEY))
    tables = []
    for method in ("reconciled", "parent_growth", "nation_growth"):
        cases = scored.loc[scored["method"].eq(method), CASE]
        shared = scored.merge(cases, on=CASE)
        shared = shared[shared["method"].isin([METHOD, ALONE, "last_value", method])]
        series = shared.groupby(["method", *KEY])[MEASURES].mean()
        means = series.groupby("method").mean()
        means.insert(0, "series", series.groupby("method").size())
        tables.append(means.reset_index().assign(sample=f"where {method} is drawn"))
    return pd.concat(tables, ignore_index=True)


def own_regions(
    observations: pd.DataFrame, indicators: pd.DataFrame, regions: pd.DataFrame, ahead: int
) -> pd.DataFrame:
    """Score the project's own regions below the nation, at every year since any is known.

    Args:
        observations: The observations table.
        indicators: The indicators table.
        regions: The regions table.
        ahead: Years after each cut-off.
    """
    actual = yearly_values(actual_values(observations, indicators))
    actual = actual[[*KEY, "year", "value"]].astype({"value": float})
    below = actual[actual["region_code"].ne(NATION)]
    year = observations["period_end"].str[:4].astype(float)
    tables = [
        regional_forecasts(observations[year.le(cutoff)], indicators, regions, cutoff, ahead)
        for cutoff in sorted(set(below["year"]))[:-1]
    ]
    forecasts = pd.concat(tables)
    return score_regions(forecasts[forecasts["region_code"].ne(NATION)], actual)


def states_regions(lengths: Iterable[int], ahead: int) -> pd.DataFrame:
    """Score states that know their last n years, within divisions and a nation that know ten.

    Args:
        lengths: Each n, known years of the states.
        ahead: Years after each cut-off.

    Returns:
        As `score_regions`, with `n`.
    """
    actual, regions = states_panel()
    lowest = set(regions["region_code"]) - set(regions["parent_code"])
    indicators = pd.DataFrame({"indicator_id": STATES_MEASURED}).assign(
        unit="person", measure="flow", direction="up", denominator="resident_population"
    )
    tables = []
    for n in lengths:
        forecasts = []
        for cutoff in STATES_CUTOFFS:
            known = actual["region_code"].isin(lowest).map({True: n, False: ABOVE_KNOWN})
            seen = actual[actual["year"].le(cutoff) & actual["year"].gt(cutoff - known)]
            made = regional_forecasts(_observations(seen), indicators, regions, cutoff, ahead)
            forecasts.append(made[made["region_code"].isin(lowest)])
        tables.append(score_regions(pd.concat(forecasts), actual).assign(n=n))
    return pd.concat(tables, ignore_index=True)


def states_panel() -> tuple[pd.DataFrame, pd.DataFrame]:
    """States, divisions and nation: values by year (sums of the states), and a regions table."""
    from linearmodels.datasets import munnell

    states = munnell.load()
    codes = dict(_state_codes(DIVISIONS))
    wide = states.assign(region_code=states["ST_ABB"].str.strip().map(codes), year=states["YR"])
    long = wide.melt(
        id_vars=["region_code", "year"], value_vars=STATES_MEASURED, var_name="indicator_id"
    )
    parts = [long]
    for code in (long["region_code"].str[:4] + "00", pd.Series(NATION, index=long.index)):
        groups = long.assign(region_code=code).groupby(["region_code", "year", "indicator_id"])
        parts.append(groups["value"].sum().reset_index())
    parents: dict[str, str | None] = {code: f"{code[:4]}00" for code in codes.values()}
    parents |= dict.fromkeys((f"{code[:4]}00" for code in codes.values()), NATION)
    parents |= {NATION: None}
    regions = pd.DataFrame(parents.items(), columns=["region_code", "parent_code"])
    return pd.concat(parts, ignore_index=True), regions


def _state_codes(divisions: Sequence[str]) -> Iterator[tuple[str, str]]:
    for i, states in enumerate(divisions, start=1):
        for j, state in enumerate(states.split(), start=1):
            yield state, f"99{i:02d}{j:02d}"


def _observations(values: pd.DataFrame) -> pd.DataFrame:
    """Values as annual flows in the form of the observations table."""
    year = values["year"].astype(str)
    names = values["region_code"] + ":" + values["indicator_id"] + ":" + year
    return values.assign(
        observation_id=names,
        role="actual",
        measure="flow",
        unit="person",
        status="reported",
        flag=None,
        scope=None,
        period_start=year + "-01-01",
        period_end=year + "-12-31",
        value_lower=float("nan"),
        value_upper=float("nan"),
    )
