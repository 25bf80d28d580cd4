"""Targets of invented places against values whose verdicts were worked out by hand."""

import pandas as pd
import pytest

from hrss_analysis import tables
from hrss_analysis.monitoring import REASONS, VERDICTS, build_monitoring, reason_words
from hrss_analysis.projections import target_probability

JOBS, INSURED = "urban_new_employment", "unemployment_insured"
RATE, COVERAGE = "surveyed_unemployment_rate", "pension_coverage_rate"
ABOUT = {
    JOBS: ("flow", "person"),
    INSURED: ("stock", "person"),
    RATE: ("rate", "percent"),
    COVERAGE: ("rate", "percent"),
    "resident_population": ("stock", "person"),
}


def observed(indicator, value, start, end, role="actual", **cells):
    """One observation; a level has no start."""
    measure, unit = ABOUT[indicator]
    row = {
        "region_code": "420322",
        "indicator_id": indicator,
        "role": role,
        "measure": measure,
        "period_start": start,
        "period_end": end,
        "value": float(value),
        "unit": unit,
        "qualifier": "eq",
        "value_lower": float(value),
        "value_upper": float(value),
        "status": "reported",
        "reading_ids": "r",
        "document_ids": "plan",
        "agrees": True,
        **cells,
    }
    parts = ("role", "indicator_id", "measure", "period_start", "period_end", "unit", "scope")
    return {"observation_id": ":".join(str(row.get(part)) for part in parts), **row}


def year(indicator, value, y, **cells):
    return observed(indicator, value, f"{y}-01-01", f"{y}-12-31", **cells)


def total(value, first, last, **cells):
    span = (f"{first}-01-01", f"{last}-12-31")
    years = float(last - first + 1)
    return observed(JOBS, value, *span, measure="cumulative", years=years, **cells)


def level(indicator, value, y, **cells):
    return observed(indicator, value, None, f"{y}-12-31", **cells)


def target(row, **cells):
    fresh = {**row, "role": "target", **cells}
    return {**fresh, "observation_id": "target:" + row["observation_id"]}


def ahead(indicator, y, median, n, observation_ids):
    """Two levels of one projected year."""
    row = {
        "region_code": "420322",
        "indicator_id": indicator,
        "year": y,
        "median": median,
        "unit": ABOUT[indicator][1],
        "method": "growth_mixture",
        "n": n,
        "says": {1: "band", 2: "change"}.get(n, "trend"),
        "observation_ids": observation_ids,
    }
    return pd.DataFrame([{**row, "level": 0.8}, {**row, "level": 0.95}])


@pytest.fixture
def monitor(indicators):
    """Build the monitoring table from observations; returns all rows, or the only one."""

    def run(*rows, kind="plan", readings=None, projections=None):
        frame = pd.DataFrame(list(rows))
        flows = frame["measure"].isin(["flow", "cumulative"]) & frame["period_end"].notna()
        starts, ends = (pd.to_datetime(frame[n]) for n in ("period_start", "period_end"))
        frame["years"] = ((ends - starts).dt.days + 1).div(365.25).round(2).where(flows)
        observations = tables.conform(frame, "observations")
        documents = pd.DataFrame({"document_id": ["plan"], "kind": [kind]})
        if readings is None:
            readings = pd.DataFrame(columns=tables.columns("readings"))
        if projections is None:
            projections = pd.DataFrame(columns=tables.columns("projections"))
        built = build_monitoring(observations, readings, documents, indicators, projections)
        return built.iloc[0] if len(built) == 1 else built

    return run


def judged(row):
    return row["verdict"], row["reason"]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (5000, 5000, ("met", "reached")),
        (4990, 4998, ("missed", "short")),
        (4950, 5050, ("undetermined", "within_rounding")),
    ],
)
def test_a_yearly_target_whose_year_is_over(monitor, low, high, expected):
    actual = year(JOBS, (low + high) / 2, 2024, value_lower=low, value_upper=high)
    row = monitor(actual, target(year(JOBS, 5000, 2024)))
    assert judged(row) == expected
    assert row["elapsed_pct"] == 100
    assert row["completion_pct"] == pytest.approx((low + high) / 2 / 50)
    assert pd.isna(row["required_change"])


def test_values_that_contradict_each_other_across_the_target_give_no_verdict(monitor):
    readings = pd.DataFrame({"reading_id": ["r", "s"], "unit": "person", "value": [272900, 260000]})
    readings = readings.assign(value_lower=[272850, 255000], value_upper=[272950, 265000])
    actual = level(INSURED, 272900, 2020, agrees=False, reading_ids="r s")
    row = monitor(actual, target(level(INSURED, 270000, 2020)), readings=readings)
    assert judged(row) == ("undetermined", "contradictory")
    row = monitor(actual, target(level(INSURED, 250000, 2020)), readings=readings)
    assert judged(row) == ("met", "reached")


def test_a_printed_completion_rate_decides(monitor):
    actual = year(JOBS, 432, 2023, value_lower=412, value_upper=432)
    rate = year(JOBS, 103, 2023, role="completion_rate", measure="rate", unit="percent")
    row = monitor(actual, rate, target(year(JOBS, 420, 2023), status="derived"))
    assert judged(row) == ("met", "printed_rate")
    assert row["status"] == "derived"


FIVE_YEARS = (total(50000, 2021, 2025), [10000, 10000, 12000])


def test_yearly_flows_add_up_towards_a_five_year_total(monitor):
    goal, yearly = FIVE_YEARS
    rows = [year(JOBS, value, 2021 + i) for i, value in enumerate(yearly)]
    row = monitor(*rows, target(goal), total(45000, 2016, 2020))
    assert judged(row) == ("on_pace", "ahead_of_time")
    assert row["latest"] == 32000 and row["reached_pct"] == 64
    assert row["elapsed_pct"] == pytest.approx(100 * 1095 / 1826, abs=1e-3)
    assert row["latest_ids"].count(" ") == 2
    # 18,000 persons are left for the 731 days of 2024 and 2025, which are 2.002 of five years.
    assert row["required_change"] == pytest.approx(18000 / (731 / 1826 * 5), abs=1e-3)
    assert row["base"] == 45000 and row["base_averaged"] == "no"
    assert row["base_meets_target"] == "no"


def test_a_total_that_lags_is_behind(monitor):
    row = monitor(year(JOBS, 9000, 2021), year(JOBS, 9000, 2022), target(FIVE_YEARS[0]))
    # 18,000 of 50,000 are 36 % after 40 % of the time.
    assert judged(row) == ("behind", "behind_time")


def test_a_total_reached_early_is_met(monitor):
    row = monitor(total(50000, 2021, 2023), target(FIVE_YEARS[0]))
    assert judged(row) == ("met", "early")


def test_a_missing_first_year_is_not_skipped(monitor):
    row = monitor(year(JOBS, 30000, 2022), target(FIVE_YEARS[0]))
    assert judged(row) == ("undetermined", "gap_in_years")
    assert pd.isna(row["reached_pct"])


def test_half_a_year_counts_for_pace_only(monitor):
    half = observed(JOBS, 3000, "2024-01-01", "2024-06-30")
    row = monitor(half, target(year(JOBS, 5000, 2024)))
    assert judged(row) == ("on_pace", "ahead_of_time")  # 60 % after 182 of 366 days
    assert row["elapsed_pct"] == pytest.approx(100 * 182 / 366, abs=1e-3)
    slow = observed(JOBS, 2000, "2024-01-01", "2024-06-30")
    row = monitor(slow, target(year(JOBS, 5000, 2024)))
    assert judged(row) == ("behind", "behind_time")


def test_unlike_periods_are_never_held_against_each_other(monitor):
    row = monitor(total(50000, 2021, 2025), target(year(JOBS, 9000, 2024)))
    assert judged(row) == ("undetermined", "no_value")
    row = monitor(year(JOBS, 60000, 2025), target(FIVE_YEARS[0]))
    assert judged(row) == ("undetermined", "gap_in_years")


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"scope": "campaign"}, "campaign_only"),
        ({"flag": "p"}, "year_to_date"),
        ({"flag": "d", "unit": "participation"}, "definition_differs"),
    ],
)
def test_what_the_gate_refuses_gives_no_verdict(monitor, cells, reason):
    row = monitor(year(JOBS, 9000, 2024, **cells), target(year(JOBS, 5000, 2024)))
    assert judged(row) == ("undetermined", reason)
    assert pd.isna(row["latest"])


def test_two_values_in_the_same_other_unit_are_alike(monitor):
    other = {"flag": "d", "unit": "participation"}
    row = monitor(year(JOBS, 9000, 2024, **other), target(year(JOBS, 5000, 2024, **other)))
    assert judged(row) == ("met", "reached")


def test_a_stock_is_paced_from_its_base(monitor):
    rows = [level(INSURED, 100, 2020), level(INSURED, 150, 2022)]
    row = monitor(*rows, target(level(INSURED, 200, 2025)))
    assert (row["plan_start"], row["plan_end"]) == ("2021-01-01", "2025-12-31")
    assert judged(row) == ("on_pace", "ahead_of_time")
    assert row["reached_pct"] == 50 and row["elapsed_pct"] == pytest.approx(39.9781)
    assert row["current_status"] == 5
    assert row["required_change"] == pytest.approx(50 / 3, abs=1e-3)
    assert row["required_growth_pct"] == pytest.approx(100 * ((200 / 150) ** (1 / 3) - 1), abs=1e-3)
    assert row["completion_pct"] == 75


def test_a_stock_that_lags_and_one_that_falls(monitor):
    goal = target(level(INSURED, 200, 2025))
    lags = monitor(level(INSURED, 100, 2020), level(INSURED, 130, 2022), goal)
    assert judged(lags) == ("behind", "behind_time")
    falls = monitor(level(INSURED, 100, 2020), level(INSURED, 90, 2022), goal)
    assert judged(falls) == ("behind", "behind_time")
    assert falls["current_status"] == -1


def test_without_a_base_or_a_value_nothing_is_paced(monitor):
    goal = target(level(INSURED, 200, 2025))
    assert judged(monitor(level(INSURED, 150, 2022), goal)) == ("undetermined", "no_base")
    row = monitor(level(INSURED, 100, 2020), goal)
    assert judged(row) == ("undetermined", "no_value")
    assert row["required_growth_pct"] == pytest.approx(100 * (2**0.2 - 1), abs=1e-3)


def test_a_base_that_is_only_a_bound_makes_no_way(monitor):
    base = level(COVERAGE, 88, 2020, qualifier="lt", value_lower=0.0)
    row = monitor(base, level(COVERAGE, 91, 2022), target(level(COVERAGE, 95, 2025)))
    assert judged(row) == ("undetermined", "no_base")


def test_a_target_below_its_base_is_said_to_be_so(monitor):
    row = monitor(level(INSURED, 272900, 2020), target(level(INSURED, 250000, 2025)))
    assert row["base_meets_target"] == "yes"
    row = monitor(year(JOBS, 12000, 2020), target(FIVE_YEARS[0]))
    # 12,000 in 2020 are more than the 10,000 a year of the plan: compared by the yearly average.
    assert (row["base_averaged"], row["base_meets_target"]) == ("yes", "yes")


@pytest.mark.parametrize(
    ("value", "expected"), [(5.2, ("on_pace", "kept")), (5.9, ("behind", "lost"))]
)
def test_a_ceiling_is_kept_or_lost_on_the_way(monitor, value, expected):
    goal = target(level(RATE, 5.5, 2025), qualifier="le")
    row = monitor(level(RATE, 5.0, 2020), level(RATE, value, 2023), goal)
    assert row["direction"] == "ceiling"
    assert judged(row) == expected


def test_a_ceiling_at_its_end(monitor):
    goal = target(level(RATE, 5.5, 2025), qualifier="lt")
    assert judged(monitor(level(RATE, 5.5, 2025), goal)) == ("met", "reached")
    assert judged(monitor(level(RATE, 5.6, 2025), goal)) == ("missed", "short")


def test_only_a_plan_reaches_back_before_its_year(monitor):
    goal = target(level(INSURED, 200, 2025))
    row = monitor(level(INSURED, 100, 2020), goal, kind="work_summary")
    assert row["plan_start"] == "2025-01-01"


def test_a_plan_says_its_own_years(monitor):
    rows = [target(level(INSURED, 200, 2025)), target(total(50000, 2023, 2025))]
    built = monitor(*rows)
    assert set(built["plan_start"]) == {"2023-01-01"}


def test_targets_without_period_or_direction(monitor):
    undated = target(total(10, 2021, 2025), period_start=None, period_end=None)
    assert judged(monitor(undated)) == ("undetermined", "no_period")
    neutral = target(level("resident_population", 10, 2025))
    assert judged(monitor(neutral)) == ("undetermined", "no_direction")


def test_the_kind_of_a_target_is_told_or_not_stated(monitor):
    row = monitor(target(level(INSURED, 200, 2025), target_kind="binding"))
    assert row["target_kind"] == "binding"
    assert monitor(target(level(INSURED, 200, 2025)))["target_kind"] == "not_stated"


def test_odds_from_three_known_years_on(monitor):
    values = {2021: 100.0, 2022: 110.0, 2023: 118.0}
    rows = [level(INSURED, value, y) for y, value in values.items()]
    goal = target(level(INSURED, 130, 2025))
    ids = " ".join(row["observation_id"] for row in rows)
    base = level(INSURED, 90, 2020)
    told = monitor(*rows, base, goal, projections=ahead(INSURED, 2025, 135.0, 3, ids))
    expected = target_probability(pd.Series(values), 2025, 130, direction="up")
    assert told["probability"] == pytest.approx(expected, abs=1e-3)
    assert 0.2 < told["probability"] < 1 and told["odds"] in ("likely", "rather_likely")
    assert told["anticipated_progress"] == pytest.approx((135 - 90) / (130 - 90))
    assert told["expected"] == "maintain"
    silent = monitor(*rows, base, goal, projections=ahead(INSURED, 2025, 135.0, 2, ids))
    assert pd.isna(silent["probability"]) and pd.isna(silent["odds"]) and silent["n"] == 2


def test_every_target_of_the_founding_documents_has_a_verdict(built):
    rows, observed_ = built["monitoring"], built["observations"]
    targets = observed_[observed_["role"].eq("target")]["observation_id"]
    assert sorted(rows["target_id"]) == sorted(targets)
    met = rows[rows["region_code"].eq("429005") & rows["plan_end"].eq("2024-12-31")]
    assert len(met) == 8 and set(met["verdict"]) == {"met"}


def test_the_plan_table_tells_binding_from_expected(built):
    rows = built["monitoring"].query("region_code == '420300' and plan_end == '2025-12-31'")
    assert rows["target_kind"].value_counts().to_dict() == {
        "expected": 14,
        "not_stated": 5,
        "binding": 2,
    }
    below = rows[rows["base_meets_target"].eq("yes") & rows["direction"].eq("floor")]
    assert {"unemployment_insured", JOBS} <= set(below["indicator_id"])


def test_every_verdict_and_reason_has_words(built):
    for _, row in built["monitoring"].iterrows():
        assert row["verdict"] in VERDICTS
        assert all(reason_words(row["reason"], language) for language in ("zh", "en"))
    assert all(len(words) == 2 for words in REASONS.values())
