"""Swings lent by regions above, and the scores of regions: worked out by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from hrss_analysis.monitoring.outlook import _history, _prior
from hrss_analysis.projections import (
    backtests,
    build_projections,
    lent_prior,
    project,
    read_evidence,
    shipped_prior,
)
from hrss_analysis.projections.history import read_history
from hrss_analysis.projections.lending import can_lend
from hrss_analysis.projections.prior import prior_from_frame
from hrss_analysis.projections.regional import CASE, regional_forecasts, score_regions

REGIONS = pd.DataFrame(
    [("100000", None), ("990000", "100000"), ("990001", "990000")],
    columns=["region_code", "parent_code"],
)
INDICATORS = pd.DataFrame(
    [("jobs", "person", "flow", "up", "resident_population")],
    columns=["indicator_id", "unit", "measure", "direction", "denominator"],
)
NATION = {2016: 1000.0, 2017: 1010, 2018: 1015, 2019: 1030, 2020: 1032, 2021: 1040, 2022: 1050}
COUNTY = {2020: 10.0, 2021: 10.5, 2022: 10.2}


def two_kinds():
    """Random walks of size 0.01 and 0.1, as likely before."""
    usual = {"noise": 0.0, "shock": 1.0, "persistent": 0.0, "phi": 0.4}
    usual |= {"growth_mean": 0.0, "growth_spread": 0.0, "weight": 0.25}
    rows = [usual | {"size": s, "table": t} for t in ("panel", "neutral") for s in (0.01, 0.1)]
    return prior_from_frame(pd.DataFrame(rows), "two kinds")


def observed(region: str, values: dict[int, float]) -> pd.DataFrame:
    rows = pd.DataFrame(list(values.items()), columns=["year", "value"])
    year = rows["year"].astype(str)
    about = {"region_code": region, "indicator_id": "jobs", "role": "actual", "measure": "flow"}
    about |= {"unit": "person", "status": "reported", "flag": None, "scope": None}
    return rows.assign(
        **about,
        observation_id=f"{region}:jobs:" + year,
        period_start=year + "-01-01",
        period_end=year + "-12-31",
        value=rows["value"].astype(float),
        value_lower=np.nan,
        value_upper=np.nan,
    ).drop(columns="year")


def both(nation=NATION, county=COUNTY) -> pd.DataFrame:
    return pd.concat([observed("100000", nation), observed("990001", county)], ignore_index=True)


def test_a_region_above_counts_as_one_year_of_growth():
    growth = np.diff(np.log(list(NATION.values())))
    told = [stats.norm.logpdf(growth, 0, size).mean() for size in (0.01, 0.1)]
    lent = lent_prior(two_kinds(), read_history(pd.Series(NATION)), "nation")
    assert lent.weight[0] / lent.weight[1] == pytest.approx(np.exp(told[0] - told[1]), rel=1e-6)
    assert lent.weight.sum() == pytest.approx(1)
    assert lent.name == "two kinds and nation"


def test_a_calm_nation_narrows_the_band_of_its_county():
    with_regions, alone = (
        build_projections(both(), INDICATORS, r, horizon_year=2024).query(
            "region_code == '990001' and method == 'growth_mixture' and level == 0.95"
        )
        for r in (REGIONS, None)
    )
    width = [np.log(t["upper"] / t["lower"]).to_numpy() for t in (with_regions, alone)]
    assert (width[0] < 0.9 * width[1]).all()
    assert set(with_regions["prior"]) == {f"{shipped_prior().name} and region 100000"}
    assert "100000:jobs:2022" in with_regions["observation_ids"].iloc[0]
    assert "100000" not in alone["observation_ids"].iloc[0]
    lent = lent_prior(shipped_prior(), read_history(pd.Series(NATION)), "nation")
    by_hand = project(pd.Series(COUNTY), 2, prior=lent, levels=(0.95,))
    ends = ["median", "lower", "upper"]
    assert np.allclose(with_regions[ends], by_hand[ends], rtol=1e-5)


def test_the_nation_itself_borrows_nothing():
    table = build_projections(both(), INDICATORS, REGIONS, horizon_year=2024)
    nation = table.query("region_code == '100000' and method == 'growth_mixture'")
    assert set(nation["prior"]) == {shipped_prior().name}


def test_only_a_longer_series_on_the_same_kind_of_scale_lends():
    county, nation = read_history(pd.Series(COUNTY)), read_history(pd.Series(NATION))
    assert can_lend(nation, county)
    assert not can_lend(county, nation)
    assert not can_lend(read_history(pd.Series(NATION).tail(3)), county)
    assert not can_lend(nation, read_history(pd.Series(NATION)))
    assert not can_lend(
        read_history(pd.Series({2020 + i: 90.0 + i for i in range(5)}), bounds=(0, 100)), county
    )


def test_backtests_borrow_what_the_nation_knew_then():
    county = COUNTY | {2023: 10.4}
    later = NATION | {2023: 1900.0}  # a jump that nobody knew in 2022
    one, other = (
        backtests(both(nation, county), INDICATORS, REGIONS, methods=["growth_mixture"]).query(
            "region_code == '990001' and cutoff == 2022"
        )
        for nation in (NATION, later)
    )
    pd.testing.assert_frame_equal(*(t.reset_index(drop=True) for t in (one, other)))
    plain = backtests(both(NATION, county), INDICATORS, methods=["growth_mixture"])
    plain = plain.query("region_code == '990001' and cutoff == 2022")
    assert one["upper_95"].item() < plain["upper_95"].item()


def test_odds_of_a_target_use_the_prior_of_the_fan():
    observations = both()
    table = build_projections(observations, INDICATORS, REGIONS, horizon_year=2024)
    row = table.query("region_code == '990001' and method == 'growth_mixture'").iloc[0]
    by_id = observations.set_index("observation_id", drop=False)
    assert _history(row, by_id).to_dict() == COUNTY
    prior = _prior(row, by_id, None)
    assert prior.name == row["prior"]
    fan = project(_history(row, by_id), 1, prior=prior, levels=(row["level"],))
    assert fan["upper"].item() == pytest.approx(row["upper"], rel=1e-5)


def test_regions_are_scored_on_what_both_methods_projected():
    made = pd.DataFrame(
        [
            ("growth_mixture", 2021, 90.0),
            ("growth_mixture", 2022, 90.0),
            ("reconciled", 2021, 99.0),
        ],
        columns=["method", "year", "median"],
    ).assign(region_code="990001", indicator_id="jobs", cutoff=2020)
    for name in ("lower_80", "lower_95", "upper_80", "upper_95"):
        made[name] = made["median"] + (5 if name.startswith("upper") else -5)
    actual = pd.DataFrame({"year": [2020, 2021, 2022], "value": [90.0, 100.0, 110.0]})
    actual = actual.assign(region_code="990001", indicator_id="jobs")
    scores = score_regions(made, actual).set_index("method")
    assert scores.loc["growth_mixture", "mase"] == 1  # 10 off where reconciled is 1 off
    assert scores.loc["reconciled", "mase"] == pytest.approx(0.1)
    assert scores.loc["growth_mixture", "msis_95"] == pytest.approx((10 + 40 * 5) / 10)
    assert scores["covered_95"].to_dict() == {"growth_mixture": 0, "reconciled": 1}
    assert set(scores["series"]) == {1}
    assert set(scores["sample"]) == {"where reconciled is drawn"}


def test_forecasts_of_regions_at_a_cutoff():
    seen = both()
    rows = regional_forecasts(seen, INDICATORS, REGIONS, 2022, 2)
    assert not rows.duplicated([*CASE, "method"]).any()
    county = rows.query("region_code == '990001' and year == 2024").set_index("method")
    methods = {"growth_mixture", "not lent", "last_value", "reconciled", "nation_growth"}
    assert set(county.index) == methods
    fan = project(pd.Series(COUNTY), 2).query("year == 2024 and level == 0.95")
    assert county.loc["not lent", "upper_95"] == pytest.approx(fan["upper"].item(), rel=1e-5)
    assert np.isnan(county.loc["last_value", "upper_95"])


def test_the_shipped_evidence_is_why_regions_above_lend():
    scores = read_evidence().query("panel in ['own regions', 'US states']")
    scores = scores[scores["sample"].eq("where nation_growth is drawn")].fillna({"n": 0})
    wide = scores.pivot_table(index=["panel", "n"], columns="method", values=["msis_95", "smape"])
    short = wide.query("n <= 3")
    assert len(short) == 4
    assert (short["msis_95"]["growth_mixture"] < 0.9 * short["msis_95"]["not lent"]).all()
    assert (wide["smape"]["growth_mixture"] < 1.01 * wide["smape"]["not lent"]).all()
    covered = scores.query("method == 'growth_mixture'")["covered_95"]
    assert (covered >= 0.94).all()
