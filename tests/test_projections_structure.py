"""Residents as a limit, regions above, parts and totals, and paths that are no forecast."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from hrss_analysis import reference
from hrss_analysis.checks import projections_within_residents
from hrss_analysis.projections import (
    METHODS,
    REASONS,
    backtests,
    build_projections,
    project,
    shipped_prior,
    target_probability,
)
from hrss_analysis.projections.history import make_history, read_history
from hrss_analysis.projections.mixture import Mixture
from hrss_analysis.projections.parents import Pair, borrowed_growth, can_borrow, way_since
from hrss_analysis.projections.predict import predict
from hrss_analysis.projections.prior import prior_from_frame
from hrss_analysis.projections.reconcile import Node, reconcile, rest_of
from hrss_analysis.projections.regions import lines_of_descent, nearest
from hrss_analysis.projections.scenarios import remaining_path, target_path
from hrss_analysis.prose import projection_facts
from hrss_analysis.prose.projection import sentence
from hrss_analysis.prose.ranges import past_forecasts

quick = settings(max_examples=25, deadline=None)
REGIONS = pd.DataFrame(
    [("100000", None), ("990000", "100000"), ("990001", "990000"), ("990002", "990000")],
    columns=["region_code", "parent_code"],
)
INDICATORS = pd.DataFrame(
    [
        ("jobs", "person", "flow", "up", "resident_population"),
        ("insured", "person", "stock", "up", "resident_population"),
        ("resident_population", "person", "stock", "neutral", None),
        ("coverage", "percent", "rate", "up", None),
    ],
    columns=["indicator_id", "unit", "measure", "direction", "denominator"],
)
ABOUT = INDICATORS.set_index("indicator_id")
REAL_INDICATORS, REAL_REGIONS = reference.indicators(), reference.regions()


def series(values: dict[int, float]):
    return read_history(pd.Series(values))


def yearly(region: str, indicator: str, values: dict[int, float], role: str = "actual"):
    about = ABOUT.loc[indicator]
    flow = about["measure"] == "flow"
    return [
        {
            "observation_id": f"{region}:{indicator}:{role}:{year}",
            "region_code": region,
            "indicator_id": indicator,
            "role": role,
            "measure": about["measure"],
            "period_start": f"{year}-01-01" if flow else None,
            "period_end": f"{year}-12-31",
            "value": float(value),
            "unit": about["unit"],
            "qualifier": "eq",
            "precision": 1.0,
            "value_lower": np.nan,
            "value_upper": np.nan,
            "status": "reported",
            "flag": None,
            "scope": None,
        }
        for year, value in values.items()
    ]


def built(*rows, horizon_year=2027, regions=REGIONS):
    observations = pd.DataFrame([row for part in rows for row in part])
    return build_projections(observations, INDICATORS, regions, horizon_year=horizon_year)


def walk(size=0.1):
    """A prior of one kind: a random walk."""
    kind = {"size": size, "noise": 0.0, "shock": 1.0, "persistent": 0.0, "phi": 0.4}
    kind |= {"growth_mean": 0.0, "growth_spread": 0.0, "weight": 0.5}
    frame = pd.DataFrame([kind | {"table": t} for t in ("panel", "neutral")])
    return prior_from_frame(frame, "walk")


# --- residents ----------------------------------------------------------------------------------

CARDS = {2021: 500.0, 2022: 715.0, 2023: 962.0, 2024: 1070.0}
PEOPLE = pd.Series({2020: 1412.0, 2022: 1411.0, 2024: 1408.0})


def test_a_fast_growing_count_slows_down_below_its_residents():
    free, bound = (project(pd.Series(CARDS), 6, residents=r) for r in (None, PEOPLE))
    assert free["upper"].max() > 1500
    assert bound["upper"].max() < 1412
    assert 1070 < bound["median"].iloc[-1] < 1408


def test_for_a_small_share_residents_change_little():
    few = pd.Series({2021: 5.0, 2022: 5.4, 2023: 5.7, 2024: 6.1})
    same = pd.Series({2020: 1400.0, 2024: 1400.0})
    free, bound = project(few, 3), project(few, 3, residents=same)
    ends = ["median", "lower", "upper"]
    # Not equal: with two known years the residents themselves are projected with some drift.
    held = project(few / 1400, 3, residents=pd.Series({2024: 1.0}))[ends] * 1400
    assert np.allclose(held, free[ends], rtol=0.01)
    assert np.allclose(bound[ends], free[ends], rtol=0.05)


def test_one_known_year_keeps_its_value_within_falling_residents():
    falling = pd.Series({2020: 110.0, 2021: 108.0, 2022: 106.0, 2023: 104.0, 2024: 102.0})
    fan = project(pd.Series({2024: 60.0}), 3, residents=falling)
    assert fan["median"].tolist() == pytest.approx([60] * 6)
    assert (fan["upper"] < 102).all()


def test_a_target_above_the_residents_is_out_of_reach():
    odds = target_probability(
        pd.Series(CARDS), 2030, 1500, direction="up", residents=PEOPLE.loc[2024:]
    )
    assert odds == pytest.approx(0, abs=1e-9)
    assert target_probability(pd.Series(CARDS), 2030, 1500, direction="up") > 0.2


def test_residents_below_the_count_are_refused():
    with pytest.raises(ValueError, match="exceeds the residents"):
        project(pd.Series(CARDS), 2, residents=PEOPLE / 2)
    with pytest.raises(ValueError, match="leave one of them out"):
        project(pd.Series({2020: 50.0}), 2, residents=PEOPLE, bounds=(0, 100))


def test_the_table_bounds_stocks_of_persons_by_their_residents():
    people = yearly("990001", "resident_population", {2022: 1000, 2023: 1000, 2024: 1000})
    insured = {2021: 500, 2022: 650, 2023: 800, 2024: 900}
    table = built(people, yearly("990001", "insured", insured), yearly("990001", "jobs", insured))
    ends = table.pivot_table(index=["method", "year"], columns="indicator_id", values="upper")
    own = ends.loc["growth_mixture"]
    assert (own["insured"] < 1010).all()
    assert own["jobs"].max() > 1300  # a flow is no stock


def test_a_count_projected_beyond_its_residents_is_found():
    people = yearly("990001", "resident_population", {2022: 1000, 2023: 1000, 2024: 1000})
    table = built(people, yearly("990001", "insured", {2023: 800, 2024: 900}))
    assert projections_within_residents({"projections": table, "indicators": INDICATORS}) == []
    beyond = table.assign(upper=table["upper"].where(table["indicator_id"].ne("insured"), 1100))
    found = projections_within_residents({"projections": beyond, "indicators": INDICATORS})
    assert {finding.severity for finding in found} == {"fail"}
    told = beyond.assign(reason="above_residents")
    assert projections_within_residents({"projections": told, "indicators": INDICATORS}) == []


def test_a_count_above_its_residents_is_told_and_not_bound():
    people = yearly("990001", "resident_population", {2024: 1000})
    table = built(people, yearly("990001", "insured", {2023: 980, 2024: 1020}))
    rows = table.query("indicator_id == 'insured'")
    assert set(rows["reason"]) == {"above_residents"}
    assert rows["upper"].max() > 1020
    assert "above_residents" in REASONS


def test_residents_from_long_ago_do_not_bind():
    people = yearly("990001", "resident_population", {2010: 1000})
    insured = yearly("990001", "insured", {2023: 940, 2024: 980})
    assert built(people, insured).query("indicator_id == 'insured'")["upper"].max() > 1000


def test_backtests_know_only_the_residents_of_their_time():
    people = yearly("990001", "resident_population", {2023: 1000, 2024: 1000})
    insured = yearly("990001", "insured", {2020: 600, 2021: 700, 2022: 800, 2023: 880, 2024: 930})
    tests = backtests(
        pd.DataFrame([*people, *insured]), INDICATORS, methods=["growth_mixture"], horizon=1
    ).set_index("cutoff")
    assert tests.loc[2022, "upper_95"] > 1000
    assert tests.loc[2023, "upper_95"] < 1000
    assert tests.loc[2023, "actual"] == 930


@quick
@given(
    st.lists(st.floats(0.02, 1), min_size=1, max_size=6),
    st.floats(0.9, 1.1),
)
def test_no_interval_end_exceeds_the_residents(shares, growth):
    years = range(2025 - len(shares), 2025)
    people = pd.Series({year: 1e6 * growth ** (year - 2024) for year in years})
    history = people * shares
    fan = project(history, 5, residents=people, levels=(0.5, 0.8, 0.95))
    most = project(people, 5, levels=(0.8,)).set_index("year")["median"]
    assert (fan["upper"] <= fan["year"].map(most) * (1 + 1e-9)).all()
    wide = fan.pivot_table(index="year", columns="level")
    assert (wide["upper"].diff(axis=1).iloc[:, 1:] >= -1e-6).all(axis=None)
    assert (wide["lower"].diff(axis=1).iloc[:, 1:] <= 1e-6).all(axis=None)


# --- growth of a region above -------------------------------------------------------------------


def test_growth_of_the_region_above_worked_out_by_hand():
    # Random walks of size 0.1. The region above grew by a tenth in the known year 2021, so that
    # only the share moves (sd 0.1); in 2022 the region above adds 0.01 to twice 0.01.
    pair = Pair(series({2020: 10.0}), series({2020: 100.0, 2021: 110.0}))
    values = borrowed_growth([pair], 2, walk(), (0.95,))[0]
    z = stats.norm.ppf(0.975)
    assert values[:, 0] == pytest.approx([11, 11], rel=1e-4)
    assert np.log(values[:, 2] / 11) / z == pytest.approx([0.1, np.sqrt(0.03)], rel=1e-3)


def test_rates_borrow_points_on_their_scale_and_stay_within_bounds():
    def rate(values):
        return read_history(pd.Series(values), bounds=(0, 100))

    pair = Pair(rate({2020: 90.0}), rate({2020: 90.0, 2021: 95.0}))
    values = borrowed_growth([pair], 3, shipped_prior(), (0.8, 0.95))[0]
    assert values[0, 0] == pytest.approx(95, abs=0.1)
    assert ((values >= 0) & (values <= 100)).all()
    assert not can_borrow(pair.history, series({2020: 5.0}))


def test_a_region_above_that_is_not_known_in_the_last_year_lends_nothing():
    assert not can_borrow(series({2022: 5.0}), series({2021: 50.0, 2023: 60.0}))
    assert can_borrow(series({2022: 5.0}), series({2022: 50.0}))


def test_the_way_since_a_known_year_passes_through_later_known_years():
    history = series({2018: 90.0, 2020: 100.0, 2021: 110.0, 2023: 130.0})
    way = way_since(history, 2020, 5, shipped_prior())
    middle = np.exp(np.einsum("sk,skh->h", way.weight, way.mean)) * 100
    assert middle[[0, 2]] == pytest.approx([110, 130], rel=1e-4)
    assert way.sd[:, [0, 2]].max() < 1e-3
    assert way.sd[:, 4].min() > way.sd[:, 3].min() > 0


@pytest.mark.parametrize("known", [{2024: 5.0}, {2021: 4.0, 2022: 5.0, 2023: 5.1, 2024: 5.0}])
def test_merging_kinds_hardly_moves_the_ends_of_a_sum(known):
    one = next(iter(predict([series(known)], 5, shipped_prior())))[1]
    other = next(iter(predict([series({2022: 9.0, 2023: 9.5, 2024: 9.7})], 5, shipped_prior())))[1]
    goal = np.array([0.025, 0.1, 0.5, 0.9, 0.975])
    exact = one.plus(other).quantiles(goal)[0]
    fast = one.merged().plus(other.merged()).quantiles(goal)[0]
    width = exact[:, -1] - exact[:, 0]
    assert np.abs(fast - exact).max(1) == pytest.approx(np.zeros(5), abs=0.015 * width.max())


def test_merging_keeps_mean_and_variance():
    mixture = Mixture(
        np.array([[0.2, 0.3, 0.5]]),
        np.array([[[1.0], [2.0], [4.0]]]),
        np.array([[0.1], [0.5], [0.2]]),
    )
    one = mixture.merged(1)
    mean = 0.2 * 1 + 0.3 * 2 + 0.5 * 4
    second = 0.2 * (1 + 0.01) + 0.3 * (4 + 0.25) + 0.5 * (16 + 0.04)
    assert one.mean.ravel() == pytest.approx([mean])
    assert one.sd.ravel() ** 2 == pytest.approx([second - mean**2])


def test_nearest_region_above_that_is_known():
    above = lines_of_descent(REGIONS)
    assert above["990001"] == ("990000", "100000")
    assert nearest(above["990001"], {"100000"}) == "100000"
    assert nearest(above["100000"], {"100000"}) is None
    circle = REGIONS.assign(parent_code=["990001", "100000", "990000", "990000"])
    with pytest.raises(ValueError, match="within itself"):
        lines_of_descent(circle)


# --- parts and totals ---------------------------------------------------------------------------


def node(value, variance, *parts):
    return Node(np.array([float(value)]), np.array([float(variance)]), list(parts))


def test_reconciling_worked_out_by_hand():
    # The parts say 80 with variance 4, the whole 100 with variance 4: the whole becomes 90, and of
    # the 10 that the parts gain the one with variance 1 takes a quarter.
    small, large = node(30, 1), node(50, 3)
    whole = node(100, 4, small, large)
    reconcile(whole)
    assert whole.moved == pytest.approx([90])
    assert [small.moved[0], large.moved[0]] == pytest.approx([32.5, 57.5])


def test_known_values_stay():
    part, other = node(30, 0), node(50, 3)
    whole = node(100, 0, part, other)
    reconcile(whole)
    assert [whole.moved[0], part.moved[0], other.moved[0]] == pytest.approx([100, 30, 70])


def test_no_part_becomes_negative():
    small, large = node(5, 100), node(50, 1)
    whole = node(40, 0, small, large)
    reconcile(whole)
    assert [small.moved[0], large.moved[0]] == pytest.approx([40 * 5 / 55, 40 * 50 / 55])


@quick
@given(st.lists(st.tuples(st.floats(1, 100), st.floats(0.01, 50)), min_size=4, max_size=4))
def test_a_tree_adds_up_and_equals_least_squares(parts):
    leaves = [node(v, s) for v, s in parts[:3]]
    middle = node(sum(v for v, _ in parts[:2]) * 1.1, 7, *leaves[:2])
    top = node(sum(v for v, _ in parts[:3]) * 1.2, parts[3][1], middle, leaves[2])
    every = [top, middle, *leaves]
    start = np.array([n.value[0] for n in every])
    weight = 1 / np.array([n.variance[0] for n in every])
    reconcile(top)
    moved = np.array([n.moved[0] for n in every])
    assert moved[0] == pytest.approx(moved[1] + moved[4])
    assert moved[1] == pytest.approx(moved[2] + moved[3])
    sums = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]])
    bottom = np.linalg.solve((sums.T * weight) @ sums, (sums.T * weight) @ start)
    if (bottom > 0).all() and (moved > 0).all():
        assert moved == pytest.approx(sums @ bottom)


def test_the_rest_of_a_region():
    whole = series({2020: 100.0, 2021: 110.0, 2022: 120.0})
    rest = rest_of(whole, [series({2020: 30.0, 2022: 40.0}), series({2020: 20.0, 2022: 30.0})])
    assert rest.years.tolist() == [2020, 2022]
    assert rest.value.tolist() == [50, 50]
    assert rest_of(whole, [series({2020: 60.0}), series({2020: 40.0})]) is None
    with pytest.raises(ValueError, match="exceed the region above in .2021."):
        rest_of(whole, [series({2020: 60.0, 2021: 111.0})])
    with pytest.raises(ValueError, match="no year"):
        rest_of(whole, [series({2019: 60.0})])


WHOLE = {2021: 300, 2022: 312, 2023: 320, 2024: 331}
PARTS = {2021: 100, 2022: 106, 2023: 107, 2024: 115}, {2021: 200, 2022: 206, 2023: 213, 2024: 216}


def test_in_the_table_all_parts_add_up_to_the_whole():
    table = built(
        yearly("990000", "jobs", WHOLE),
        yearly("990001", "jobs", PARTS[0]),
        yearly("990002", "jobs", PARTS[1]),
    )
    rows = table.query("method == 'reconciled' and level == 0.8")
    medians = rows.pivot_table(index="year", columns="region_code", values="median")
    assert len(medians) == 3
    assert (medians["990001"] + medians["990002"]).tolist() == pytest.approx(
        medians["990000"].tolist(), rel=1e-5
    )
    own = table.query("method == 'growth_mixture' and level == 0.8").set_index(
        ["region_code", "year"]
    )
    moved = rows.set_index(["region_code", "year"])
    share = moved["median"] / own["median"]
    assert (moved["upper"] / own["upper"]).tolist() == pytest.approx(share.tolist(), rel=1e-4)
    assert "990000:jobs:actual:2024" in moved.loc[("990001", 2025), "observation_ids"]


def test_a_part_known_later_is_held_against_what_the_whole_became():
    early = {year: value for year, value in PARTS[0].items() if year < 2024}
    table = built(yearly("990000", "jobs", WHOLE), yearly("990001", "jobs", early)).query(
        "year == 2024 and level == 0.8"
    )
    by_method = table.set_index("method")["median"]
    assert {"growth_mixture", "reconciled", "parent_growth"} <= set(by_method.index)
    assert by_method["parent_growth"] == pytest.approx(107 * 331 / 320, rel=0.02)


def test_parts_that_exceed_their_total_are_told_and_not_reconciled():
    table = built(
        yearly("990000", "jobs", {2023: 90, 2024: 100}), yearly("990001", "jobs", {2024: 104})
    )
    part = table.query("region_code == '990001' and method == 'growth_mixture'")
    assert set(part["reason"]) == {"parts_exceed_total"}
    assert "reconciled" not in set(table["method"])


def test_rates_do_not_add_up_but_borrow():
    table = built(
        yearly("990000", "coverage", {2023: 90, 2024: 91}), yearly("990001", "coverage", {2024: 80})
    )
    assert set(table["method"]) == {"growth_mixture", "parent_growth", "last_value"}


def test_without_regions_nothing_is_borrowed():
    rows = yearly("990000", "jobs", WHOLE), yearly("990001", "jobs", PARTS[0])
    assert set(built(*rows, regions=None)["method"]) == {"growth_mixture", "last_value"}
    assert set(METHODS) >= set(built(*rows)["method"])


# --- paths --------------------------------------------------------------------------------------


def test_way_to_a_target_worked_out_by_hand():
    path = target_path(series({2024: 100.0}), {2026: 121.0, 2023: 5.0}, 4)
    assert path[:2].tolist() == pytest.approx([110, 121])
    assert np.isnan(path[2:]).all()
    rate = read_history(pd.Series({2024: 90.0}), bounds=(0, 100))
    assert target_path(rate, {2026: 95.0}, 2).tolist() == pytest.approx([92.5, 95])
    assert np.isnan(target_path(rate, {2024: 95.0}, 2)).all()


def test_way_to_a_target_for_a_sum_of_years():
    history = series({2021: 100.0, 2022: 110.0})
    # 500 for 2021 to 2025, of which 210 are done: 290 over three years.
    path = remaining_path(history, 2021, 2025, 500, 4)
    assert path[:3].tolist() == pytest.approx([290 / 3] * 3)
    assert np.isnan(path[3])
    assert np.isnan(remaining_path(history, 2020, 2025, 500, 4)).all()  # 2020 is not known
    assert remaining_path(history, 2021, 2025, 150, 1).tolist() == [0]  # already met
    before = remaining_path(series({2020: 90.0}), 2021, 2025, 500, 5)
    assert before.tolist() == pytest.approx([100] * 5)


def test_scenarios_in_the_table_are_named_as_such():
    table = built(
        yearly("990001", "jobs", {2023: 90, 2024: 100}),
        yearly("990001", "jobs", {2026: 121}, role="target"),
    )
    path = table.query("method == 'target_path'")
    assert path["year"].tolist() == [2025, 2026]
    assert path["median"].tolist() == pytest.approx([110, 121])
    assert path["lower"].isna().all()
    assert set(path["level"]) == {0}
    assert path["observation_ids"].iloc[0].endswith("990001:jobs:target:2026")
    last = table.query("method == 'last_value'")
    assert set(last["median"]) == {100}
    assert set(table.query("method != 'growth_mixture'")["says"]) == {"scenario"}
    assert set(table["status"]) == {"projected"}
    assert not table.duplicated(["region_code", "indicator_id", "year", "method", "level"]).any()


# --- what may be said ---------------------------------------------------------------------------


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(100, 199), min_size=1, max_size=4), st.sampled_from(["zh", "en"]))
def test_one_or_two_years_never_get_a_trend_sentence(values, language):
    real = REAL_INDICATORS
    rows = yearly("990001", "jobs", dict(zip(range(2025 - len(values), 2025), values, strict=True)))
    observations = pd.DataFrame(rows).assign(
        indicator_id="urban_new_employment", region_code="429005", agrees=True
    )
    tables = {
        "observations": observations,
        "indicators": real,
        "regions": REAL_REGIONS,
        "projections": build_projections(observations, real, horizon_year=2027),
        "backtests": backtests(observations, real, methods=["growth_mixture"]),
    }
    item = projection_facts(tables, "429005", 2027).items[0]
    told = sentence(item, language)
    without = {"zh": "不判断趋势", "en": "no trend"}[language]
    assert (without in told) == (len(values) < 3)
    assert (item.says == "trend") == (len(values) >= 3)
    line = past_forecasts([item], language)
    assert str(item.tests) in line if len(values) > 3 else item.tests == 0


def test_a_consistent_total_leaves_the_years_and_an_inconsistent_one_is_told():
    rows = yearly("990001", "jobs", PARTS[0])
    total = {"period_start": "2021-01-01", "measure": "cumulative", "observation_id": "total"}
    right, wrong = (rows[-1] | total | {"value": v} for v in (428.0, 500.0))
    plain, same, other = (built([*rows, *more]) for more in ([], [right], [wrong]))
    ends = ["median", "lower", "upper"]
    pd.testing.assert_frame_equal(same[ends], plain[ends])
    pd.testing.assert_frame_equal(other[ends], plain[ends])
    assert same["reason"].isna().all()
    assert set(other["reason"]) == {"total_disagrees"}


def test_history_of_a_share_has_the_log_scale_near_zero():
    years = np.array([2023, 2024])
    share = np.array([0.001, 0.002])
    history = make_history(years, share, share, share, (0.0, 1.0), counted=True)
    assert np.diff(history.level)[0] == pytest.approx(np.log(2), rel=0.002)
    assert history.scale.back(history.level).tolist() == pytest.approx(share.tolist())
    assert not history.scale.is_rate
