"""Observations to yearly values and totals over several years, and what was left out and why.

Yearly values are annual flows (one calendar year), and for stocks, rates and prices the latest
value of a year; a reported or corrected value goes before a derived one. Flows over several
calendar years are totals. Estimated and projected values are never taken for known ones.
"""

import numpy as np
import pandas as pd

KEY = ["region_code", "indicator_id"]
ABOUT = ["indicator_id", "unit", "measure", "direction", "denominator"]
STATUS_ORDER = {"corrected": 0, "reported": 1, "derived": 2}


def actual_values(observations: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Say of every actual observation how it may enter a projection.

    One row for each observation of role `actual` whose indicator is in the dictionary.

    Args:
        observations: The observations table.
        indicators: The indicators table.

    Returns:
        The observations with `first_year`, `last_year`, the indicator's `direction` and
        `denominator`, and `use`: "year", "total", or the reason why it is left out.
    """
    actual = observations[observations["role"].eq("actual")]
    about = indicators.reindex(columns=ABOUT)
    rows = actual.merge(
        about, on="indicator_id", how="inner", suffixes=("", "_wanted"), validate="m:1"
    )
    start, end = pd.to_datetime(rows["period_start"]), pd.to_datetime(rows["period_end"])
    rows["last_year"] = end.dt.year.astype("Int64")
    rows["first_year"] = start.dt.year.astype("Int64").fillna(rows["last_year"])
    whole = start.dt.day_of_year.eq(1) & end.dt.month.eq(12) & end.dt.day.eq(31)
    rows["use"] = _uses(rows, whole)
    return rows


def _uses(rows: pd.DataFrame, whole: pd.Series) -> np.ndarray:
    """The first rule that holds decides."""
    flags = rows["flag"].fillna("").astype(str)
    scope = rows["scope"].fillna("").astype(str)
    flow = rows["measure_wanted"].eq("flow")
    level = rows["measure"].eq(rows["measure_wanted"]) & ~flow
    over_years = rows["measure"].isin(["flow", "cumulative"])
    one_year = rows["first_year"].eq(rows["last_year"]).fillna(False).astype(bool)
    rules = [
        ("no_period", rows["last_year"].isna()),
        ("part_of_population", scope.ne("")),
        ("other_definition", rows["unit"].ne(rows["unit_wanted"]) | flags.str.contains("d")),
        ("not_reported", ~rows["status"].isin(list(STATUS_ORDER))),
        ("year", level),
        ("other_definition", ~(flow & over_years)),
        ("part_year", ~whole | flags.str.contains("p")),
        ("year", one_year),
    ]
    conditions = [rule.to_numpy(dtype=bool) for _, rule in rules]
    return np.select(conditions, [name for name, _ in rules], default="total")


def target_values(observations: pd.DataFrame, indicators: pd.DataFrame) -> pd.Series:
    """Targets for a single year, indexed by region, indicator and year.

    Args:
        observations: The observations table.
        indicators: The indicators table.

    Returns:
        Values in base units; of several targets for a year the one with the latest period end.
    """
    targets = observations[observations["role"].eq("target")].assign(role="actual")
    rows = yearly_values(actual_values(targets, indicators))
    return rows.set_index([*KEY, "year"])["value"].astype(float)


def yearly_values(values: pd.DataFrame) -> pd.DataFrame:
    """One value for each region, indicator and year; key: those three, sorted by them.

    Args:
        values: As `actual_values` returns them.

    Returns:
        The rows kept, with `year`.
    """
    rows = values[values["use"].eq("year")].copy()
    rows["year"] = rows["last_year"].astype("int64")
    rows["_status"] = rows["status"].map(STATUS_ORDER)
    rows["_end"] = pd.to_datetime(rows["period_end"])
    order = [*KEY, "year", "_end", "_status", "observation_id"]
    rows = rows.sort_values(order, ascending=[True, True, True, False, True, True])
    return rows.drop_duplicates([*KEY, "year"]).drop(columns=["_status", "_end"])


def total_values(values: pd.DataFrame) -> pd.DataFrame:
    """One total for each region, indicator and period of several calendar years.

    Args:
        values: As `actual_values` returns them.

    Returns:
        The rows kept, sorted by region, indicator and period.
    """
    rows = values[values["use"].eq("total")].copy()
    rows["_status"] = rows["status"].map(STATUS_ORDER)
    period = [*KEY, "first_year", "last_year"]
    rows = rows.sort_values([*period, "_status", "observation_id"])
    return rows.drop_duplicates(period).drop(columns="_status")
