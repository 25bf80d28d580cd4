"""How fast series are projected, on one core, and how much memory very many of them take.

Run `python tests/test_projections_speed.py` for the figures: series a second of processor time at
3, 5 and 10 known years, one by one and together, then the peak for 200,000 series, and the time for
the whole table of 3,000 regions and 70 indicators. `--few` takes a hundredth of them.
"""

import sys
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import process_time

import numpy as np
import pandas as pd

from hrss_analysis.projections import build_projections, project, project_many

AHEAD = 6  # years


def many(count, known):
    """Invented series: a random walk on the log scale, one row each."""
    growth = np.random.default_rng(1).normal(0.03, 0.1, (count, known))
    return pd.DataFrame(100 * np.exp(growth.cumsum(1)), columns=range(2025 - known, 2025))


def rate(count, work):
    start = process_time()
    work()
    return count / (process_time() - start)


def one_by_one(known, count):
    rows = [row for _, row in many(count, known).iterrows()]
    project(rows[0], AHEAD)  # matrices are made once for a pattern of years
    return rate(count, lambda: [project(row, AHEAD) for row in rows])


def together(known, count):
    table = many(count, known)
    project_many(table.head(1), AHEAD)
    return rate(count, lambda: project_many(table, AHEAD))


def observed(regions, indicators, known=5):
    """Observations of every region and indicator, and the indicators."""
    values = many(regions * indicators, known)
    index = pd.MultiIndex.from_product(
        [[f"{99_0000 + i}" for i in range(regions)], [f"i{i}" for i in range(indicators)]],
        names=["region_code", "indicator_id"],
    )
    rows = values.set_axis(index).reset_index()
    rows = rows.melt(["region_code", "indicator_id"], var_name="year", value_name="value")
    year = rows["year"].astype(str)
    rows = rows.assign(
        observation_id=rows["region_code"] + ":" + rows["indicator_id"] + ":" + year,
        role="actual",
        measure="stock",
        period_start=None,
        period_end=year + "-12-31",
        unit="household",
        value_lower=np.nan,
        value_upper=np.nan,
        status="reported",
        flag=None,
        scope=None,
    )
    about = pd.DataFrame({"indicator_id": [f"i{i}" for i in range(indicators)]})
    about = about.assign(unit="household", measure="stock", direction="up")
    return rows.drop(columns="year"), about


def peak():
    """Megabytes of memory at most so far."""
    return getrusage(RUSAGE_SELF).ru_maxrss / 1e3


def test_a_hundred_series_a_second_at_least():
    for known in (3, 5, 10):
        assert one_by_one(known, 50) > 100
        assert together(known, 500) > 200


def test_more_series_take_more_time_but_no_more_each():
    assert together(5, 4_000) > together(5, 500) / 2


if __name__ == "__main__":
    share = 100 if "--few" in sys.argv else 1
    for known in (3, 5, 10):
        each, all_ = one_by_one(known, 1_000), together(known, 5_000)
        print(f"n = {known:2}: {each:6.0f} series/s one by one, {all_:6.0f} together")
    before, table = peak(), many(200_000 // share, 5)
    speed = together(5, 200_000 // share)
    print(
        f"{len(table):,} series: {speed:.0f} series/s, {before:.0f} MB before, {peak():.0f} at most"
    )
    observations, indicators = observed(3_000 // share, 70)
    start = process_time()
    built = build_projections(observations, indicators, horizon_year=2030)
    print(
        f"{Path(__file__).name}: {built.groupby(['region_code', 'indicator_id']).ngroups:,} series "
        f"in the table after {process_time() - start:.0f} s, {peak():.0f} MB at most"
    )
