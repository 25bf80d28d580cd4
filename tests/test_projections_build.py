import json
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest

from hrss_analysis.projections import (
    REASONS,
    backtests,
    build_projections,
    project,
    shipped_prior,
    summarise_backtests,
    target_outlook,
)
from hrss_analysis.projections.rivals import forecast_by

INDICATORS = pd.DataFrame(
    [
        ("jobs", "person", "flow", "up"),
        ("insured", "person", "stock", "up"),
        ("unemployed", "percent", "rate", "down"),
        ("coverage", "percent", "rate", "up"),
    ],
    columns=["indicator_id", "unit", "measure", "direction"],
)
ABOUT = INDICATORS.set_index("indicator_id")


def observation(indicator: str, value: float, year: int, **changes) -> dict:
    """An invented observation for a whole year, or the end of a year."""
    about = ABOUT.loc[indicator]
    flow = about["measure"] == "flow"
    row = {
        "region_code": "990001",
        "indicator_id": indicator,
        "role": "actual",
        "measure": about["measure"],
        "period_start": f"{year}-01-01" if flow else None,
        "period_end": f"{year}-12-31",
        "value": value,
        "unit": about["unit"],
        "value_lower": np.nan,
        "value_upper": np.nan,
        "status": "reported",
        "flag": None,
        "scope": None,
    } | changes
    parts = ("region_code", "indicator_id", "role", "period_start", "period_end", "scope", "status")
    return row | {"observation_id": ":".join(str(row[part]) for part in parts)}


def yearly(indicator: str, values: dict[int, float], **changes) -> list[dict]:
    return [observation(indicator, value, year, **changes) for year, value in values.items()]


def total(value: float, first: int, last: int, **changes) -> dict:
    period = {"period_start": f"{first}-01-01", "period_end": f"{last}-12-31"}
    return observation("jobs", value, last, measure="cumulative", **period, **changes)


def every_method(rows: list[dict], horizon_year: int = 2028, **options) -> pd.DataFrame:
    return build_projections(pd.DataFrame(rows), INDICATORS, horizon_year=horizon_year, **options)


def built(rows: list[dict], horizon_year: int = 2028, **options) -> pd.DataFrame:
    """Rows of our own method."""
    return (
        every_method(rows, horizon_year, **options)
        .query("method == 'growth_mixture'")
        .reset_index(drop=True)
    )


GROWING = {2021: 100.0, 2022: 104.0, 2023: 109.0, 2024: 113.0}


def test_table_fulfils_its_contract():
    rows = [
        *yearly("jobs", GROWING),
        *yearly("insured", {2024: 50.0}),
        *yearly("unemployed", {2023: 3.1, 2024: 3.3}),
        total(500, 2016, 2020, region_code="990002"),
    ]
    table = built(rows)
    package = json.loads((files("hrss_analysis") / "reference_data/datapackage.json").read_text())
    contract = next(r for r in package["resources"] if r["name"] == "projections")["schema"]
    assert table.columns.tolist() == [f["name"] for f in contract["fields"]]
    for field in contract["fields"]:
        rule, column = field.get("constraints", {}), table[field["name"]]
        if rule.get("required"):
            assert column.notna().all(), field["name"]
        if "enum" in rule:
            assert set(column) <= set(rule["enum"]), field["name"]
    assert not table.duplicated(contract["primaryKey"]).any()


def test_every_series_has_every_year_and_level():
    table = built([*yearly("jobs", GROWING), *yearly("insured", {2024: -5.0})], 2030)
    counts = table.groupby("indicator_id").size()
    assert counts.to_dict() == {"jobs": 12, "insured": 12}
    assert set(table["year"]) == set(range(2025, 2031))


def test_values_are_those_of_project():
    # The table rounds to six digits.
    table = built(yearly("jobs", GROWING), 2027)
    alone = project(pd.Series(GROWING), 3)
    ends = ["year", "level", "median", "lower", "upper"]
    pd.testing.assert_frame_equal(table[ends], alone, check_index_type=False, rtol=5e-6)
    assert set(table["prior"]) == {shipped_prior().name}


@pytest.mark.parametrize(
    ("years", "says"), [([2024], "band"), ([2023, 2024], "change"), ([2022, 2023, 2024], "trend")]
)
def test_what_is_said_depends_on_the_number_of_years(years, says):
    table = built(yearly("jobs", {year: 100.0 + year - 2020 for year in years}))
    assert set(table["says"]) == {says}
    assert set(table["n"]) == {len(years)}
    if says == "band":
        assert table["median"].tolist() == pytest.approx([104.0] * len(table))
        assert set(table["prior"]) == {shipped_prior().neutral.name}


def test_unemployment_keeps_its_last_value_and_other_rates_do_not():
    falling = {2021: 4.0, 2022: 3.7, 2023: 3.4, 2024: 3.1}
    table = built([*yearly("unemployed", falling), *yearly("coverage", falling)])
    medians = table.groupby("indicator_id")["median"].agg(["min", "max"])
    assert medians.loc["unemployed"].tolist() == pytest.approx([3.1, 3.1])
    assert medians.loc["coverage", "max"] < 3.1


REFUSED = {
    "only_totals": [total(500, 2016, 2020)],
    "part_year": yearly("jobs", {2024: 50.0}, period_end="2024-06-30"),
    "part_of_population": yearly("jobs", {2024: 50.0}, scope="sub_group"),
    "other_definition": yearly("jobs", {2024: 50.0}, flag="d"),
    "not_reported": yearly("jobs", {2024: 50.0}, status="estimated"),
    "no_period": yearly("jobs", {2024: 50.0}, period_end=None),
    "negative": yearly("insured", {2023: 5.0, 2024: -1.0}),
    "all_zero": yearly("insured", {2023: 0.0, 2024: 0.0}),
    "not_finite": yearly("insured", {2024: np.inf}),
    "outside_bounds": yearly("coverage", {2024: 104.0}),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_no_projection_says_why(reason):
    table = built(REFUSED[reason])
    assert len(table)
    assert set(table["reason"]) == {reason}
    assert set(table["says"]) == {"none"}
    assert table[["median", "lower", "upper"]].isna().all(axis=None)
    assert reason in REASONS


def test_values_in_another_unit_are_left_out():
    assert set(built(yearly("jobs", {2024: 3.0}, unit="percent"))["reason"]) == {"other_definition"}


def test_part_of_a_year_is_left_out_and_told():
    half = observation("jobs", 60.0, 2025, period_end="2025-06-30")
    marked = observation("jobs", 60.0, 2025, flag="p")
    for newest in (half, marked):
        table = built([*yearly("jobs", GROWING), newest])
        assert set(table["last_year"]) == {2024}
        assert set(table["reason"]) == {"part_year"}
        assert table["median"].notna().all()


def test_a_series_left_behind_is_not_projected():
    rows = [*yearly("jobs", GROWING), *yearly("jobs", {2017: 5, 2018: 6}, region_code="990002")]
    table = built(rows).set_index("region_code")
    assert set(table.loc["990002", "reason"]) == {"stale"}
    assert set(table.loc["990002", "n"]) == {2}
    assert table.loc["990001", "median"].notna().all()


def test_a_series_that_cannot_be_projected_makes_no_other_look_old():
    slip = yearly("jobs", {2023: 5, 9999: 6}, region_code="990002")
    table = built([*yearly("jobs", GROWING), *slip]).set_index("region_code")
    assert table.loc["990001", "median"].notna().all()
    assert "years_apart" in table.loc["990002", "reason"].iloc[0]


def test_projections_reach_ten_years():
    table = built(yearly("jobs", GROWING), 2036)
    far = table["year"] > 2034
    assert set(table.loc[far, "reason"]) == {"too_far"}
    assert set(table.loc[far, "says"]) == {"none"}
    assert table.loc[~far, "median"].notna().all()


def test_a_series_known_up_to_the_horizon_says_so():
    table = built(yearly("jobs", GROWING), 2024)
    assert table["year"].tolist() == [2024, 2024]
    assert set(table["reason"]) == {"known"}


def test_a_jump_asks_for_the_definition():
    for jump in ({2022: 100.0, 2023: 201.0, 2024: 205.0}, {2023: 100.0, 2024: 49.0}):
        table = built(yearly("jobs", jump))
        assert set(table["reason"]) == {"check_definition"}
        assert set(table["says"]) == {"none"}
        assert table["median"].isna().all()
    less = built(yearly("jobs", {2022: 100.0, 2023: 199.0, 2024: 101.0}))
    assert less["reason"].isna().all()


def test_of_several_stocks_in_a_year_the_latest_reported_counts():
    rows = [
        observation("insured", 1000.0, 2024, period_end="2024-06-30"),
        observation("insured", 900.0, 2024, status="derived"),
        observation("insured", 1100.0, 2024),
    ]
    table = built(rows)
    assert table["median"].tolist() == pytest.approx([1100.0] * len(table))
    assert set(table["observation_ids"]) == {rows[2]["observation_id"]}
    assert built(rows[::-1]).equals(table)


def test_totals_narrow_the_band_and_are_named():
    alone, helped = (
        built([*yearly("jobs", {2024: 100.0}), *more]) for more in ([], [total(480, 2020, 2024)])
    )
    assert helped["median"].tolist() == pytest.approx(alone["median"].tolist())
    assert ((helped["upper"] - helped["lower"]) < 0.95 * (alone["upper"] - alone["lower"])).all()
    assert len(helped["observation_ids"].iloc[0].split()) == 2


def test_a_total_that_contradicts_its_years_is_left_out_and_told():
    plain = built(yearly("jobs", GROWING))
    table = built([*yearly("jobs", GROWING), total(300, 2021, 2024)])
    assert set(table["reason"]) == {"total_disagrees"}
    assert table["median"].tolist() == pytest.approx(plain["median"].tolist())


@pytest.mark.parametrize("value", [np.nan, np.inf, 0.0, 1e9])
def test_a_total_that_cannot_be_is_left_out_and_told(value):
    table = built([*yearly("jobs", GROWING), total(value, 2016, 2020)])
    assert set(table["reason"]) == {"total_disagrees"}
    assert table["median"].tolist() == pytest.approx(built(yearly("jobs", GROWING))["median"])


def test_an_infinite_end_is_an_open_one():
    rows = [yearly("jobs", GROWING, value_lower=-e, value_upper=e) for e in (np.inf, np.nan)]
    infinite, missing = (built(row) for row in rows)
    assert infinite.equals(missing)


def test_printed_intervals_count():
    exact = built(yearly("jobs", {2024: 20.0}))
    rounded = built(yearly("jobs", {2024: 20.0}, value_lower=15.0, value_upper=25.0))
    assert rounded["median"].tolist() == pytest.approx(exact["median"].tolist())
    assert ((rounded["upper"] - rounded["lower"]) > (exact["upper"] - exact["lower"])).all()


def test_no_observations_give_an_empty_table():
    rows = pd.DataFrame([observation("jobs", 1.0, 2024)]).iloc[:0]
    assert build_projections(rows, INDICATORS, horizon_year=2030).empty


# --- back-tests ---------------------------------------------------------------------------------


def test_backtests_see_the_past_alone():
    rows = yearly("jobs", GROWING | {2025: 120.0})
    tests = backtests(pd.DataFrame(rows), INDICATORS, methods=["growth_mixture"], horizon=2)
    assert tests[["cutoff", "year", "n"]].to_numpy().tolist() == [
        [2023, 2024, 3],
        [2023, 2025, 3],
        [2024, 2025, 4],
    ]
    known = pd.Series(GROWING).loc[:2023]
    alone = project(known, 2).query("level == 0.8")
    assert tests["median"].tolist()[:2] == pytest.approx(alone["median"].tolist())
    assert tests["lower_80"].tolist()[:2] == pytest.approx(alone["lower"].tolist())


def test_error_measures_worked_out_by_hand():
    # 100, 110, 100, 110: mean change 10; the naive band of the cutoff is ± 1.96 · 10 around 110.
    rows = yearly("jobs", {2021: 100.0, 2022: 110.0, 2023: 100.0, 2024: 110.0, 2025: 150.0})
    tests = backtests(pd.DataFrame(rows), INDICATORS, methods=["naive"], horizon=1, least=4)
    one = tests.iloc[0]
    assert one["smape"] == pytest.approx(100 * 40 / 130)
    assert one["mase"] == pytest.approx(4)
    upper = 110 + 1.959964 * 10
    assert one["upper_95"] == pytest.approx(upper)
    assert one["covered_95"] == 0
    assert one["msis_95"] == pytest.approx((2 * 19.59964 + 40 * (150 - upper)) / 10)


def test_targets_are_scored():
    rows = [*yearly("jobs", GROWING | {2025: 120.0}), *yearly("jobs", {2025: 500}, role="target")]
    tests = backtests(pd.DataFrame(rows), INDICATORS, methods=["growth_mixture"], horizon=1)
    scored = tests.set_index("year")
    assert np.isnan(scored.loc[2024, "brier"])
    assert scored.loc[2025, "probability"] < 0.05
    assert scored.loc[2025, "brier"] == pytest.approx(scored.loc[2025, "probability"] ** 2)


def test_summary_counts_forecasts_inside_and_weighs_series_alike():
    tests = pd.DataFrame(
        {
            "region_code": ["990001"] * 3 + ["990002"] * 2,
            "indicator_id": "jobs",
            "cutoff": [2022, 2023, 2024, 2024, 2024],
            "year": [2023, 2024, 2025, 2025, 2025],
            "method": ["naive"] * 4 + ["ets"],
            "median": [1.0, 1.0, 1.0, 1.0, np.nan],
            "covered_80": [1.0, 1.0, 0.0, 0.0, np.nan],
        }
    ).assign(
        smape=[1.0, 2.0, 3.0, 10.0, np.nan], mase=1.0, covered_95=1.0, msis_95=1.0, brier=np.nan
    )
    summary = summarise_backtests(tests).iloc[0]
    assert summary[["series", "forecasts", "inside_80"]].tolist() == [2, 4, 2]
    assert summary["smape"] == pytest.approx((2 + 10) / 2)
    by_series = summarise_backtests(tests, by=["region_code", "indicator_id", "method"])
    assert by_series["inside_80"].tolist() == [2, 0]
    assert summarise_backtests(tests, shared=True).empty


def test_reference_methods_on_a_straight_line():
    years, values = np.arange(2018, 2025), np.array([10.0, 12.1, 13.9, 16.1, 17.9, 20.1, 22.0])
    line = forecast_by("ols_line", years, values, 2, (0.8, 0.95))
    assert line[:, 0] == pytest.approx([24, 26], abs=0.2)
    for method in ("naive", "ols_line", "theta", "ets"):
        median, *ends = forecast_by(method, years, values, 2, (0.8, 0.95)).T
        assert np.isfinite(median).all()
        assert (ends[2] <= ends[0]).all()
        assert (ends[0] <= median).all()
        assert (median <= ends[1]).all()
        assert (ends[1] <= ends[3]).all()
    gap = np.r_[2010, years[1:]]
    assert np.isnan(forecast_by("theta", gap, values, 2, (0.8,))).all()
    assert np.isnan(forecast_by("ets", years[:4], values[:4], 2, (0.8,))).all()


def test_unknown_methods_are_refused():
    with pytest.raises(ValueError, match="prophet"):
        backtests(pd.DataFrame(yearly("jobs", GROWING)), INDICATORS, methods=["prophet"])
    with pytest.raises(ValueError, match="at least 1"):
        backtests(pd.DataFrame(yearly("jobs", GROWING)), INDICATORS, horizon=0)


# --- targets ------------------------------------------------------------------------------------


def test_outlook_worked_out_by_hand():
    outlook = target_outlook(pd.Series({2020: 100.0, 2022: 110.0}), 2025, 140, direction="up")
    assert outlook.required_change == pytest.approx(10)
    assert outlook.required_growth == pytest.approx((140 / 110) ** (1 / 3) - 1)
    assert outlook.current_status == pytest.approx(2.5)
    assert outlook.expected == "accelerate"


def test_outlook_of_one_year_gives_the_path_alone():
    outlook = target_outlook(pd.Series({2020: 100.0}), 2025, 150, direction="up")
    assert outlook.required_change == pytest.approx(10)
    assert outlook.verdict == "open"
    assert np.isnan([outlook.probability, outlook.anticipated_progress]).all()


@pytest.mark.parametrize(
    ("target", "direction", "verdict"),
    [
        (101, "up", "likely"),
        (400, "up", "unlikely"),
        (400, "down", "likely"),
        (101, "down", "unlikely"),
    ],
)
def test_verdict_in_words(target, direction, verdict):
    history = pd.Series(GROWING)
    assert target_outlook(history, 2026, target, direction=direction).verdict == verdict


def test_a_target_year_that_is_known_is_met_or_missed():
    history = pd.Series(GROWING)
    assert target_outlook(history, 2024, 110, direction="up").verdict == "met"
    assert target_outlook(history, 2024, 120, direction="up").verdict == "missed"


def test_the_wrong_way_is_reverse_and_a_target_met_at_the_start_has_no_way():
    falling = pd.Series({2021: 100.0, 2022: 95.0, 2023: 90.0, 2024: 85.0})
    assert target_outlook(falling, 2026, 120, direction="up").expected == "reverse"
    assert target_outlook(falling, 2026, 80, direction="up").expected == "unknown"
