"""Every rule of the audit has a case in which it fires and one in which it must not."""

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from hrss_analysis import reference, tables
from hrss_analysis.audit import as_table, audit
from hrss_analysis.audit.finding import KINDS, finding, in_english, printed
from hrss_analysis.audit.magnitude import magnitude
from hrss_analysis.audit.nearby import nearby
from hrss_analysis.audit.nested import nested
from hrss_analysis.audit.related import related
from hrss_analysis.audit.repeated import repeated
from hrss_analysis.audit.series import series
from hrss_analysis.audit.single import single
from hrss_analysis.audit.targets import targets

INDICATORS = reference.indicators()
JUDGED = Path(__file__).parent / "expected" / "audit_findings.csv"


def readings(*rows):
    usual = {
        "document_id": "doc",
        "literal": "x",
        "unit": "person",
        "qualifier": "eq",
        "label_zh": "人数",
        "role": "actual",
        "region_name": "潜江市",
        "region_code": "429005",
        "period_start": "2024-01-01",
        "period_end": "2024-12-31",
        "measure": "flow",
        "status": "reported",
    }
    frame = pd.DataFrame([{**usual, **row} for row in rows])
    usual_places = pd.Series(range(0, 20 * len(frame), 20))
    frame["start"] = (
        frame["start"].fillna(usual_places).astype(int) if "start" in frame else usual_places
    )
    frame["end"] = frame["start"] + 5
    frame["reading_id"] = [f"doc:{start}" for start in frame["start"]]
    slack = frame["slack"].fillna(0.0) if "slack" in frame else 0.0
    frame["value_lower"] = frame["value"] - slack
    frame["value_upper"] = frame["value"] + slack
    frame["precision"] = frame["precision"].fillna(1.0) if "precision" in frame else 1.0
    return tables.conform(frame, "readings", order=["start"])


def observations(*rows):
    usual = {
        "region_code": "429005",
        "indicator_id": "urban_new_employment",
        "role": "actual",
        "measure": "flow",
        "period_start": "2024-01-01",
        "period_end": "2024-12-31",
        "years": 1.0,
        "unit": "person",
        "qualifier": "eq",
        "status": "reported",
        "document_ids": "doc",
        "agrees": True,
    }
    frame = pd.DataFrame([{**usual, **row} for row in rows])
    for column in ("value_lower", "value_upper"):
        given = frame[column] if column in frame else pd.Series(float("nan"), frame.index)
        frame[column] = given.fillna(frame["value"])
    frame["observation_id"] = [f"o{i}" for i in frame.index]
    frame["reading_ids"] = [f"r{i}" for i in frame.index]
    return tables.conform(frame, "observations")


def kinds(found):
    return [(item.severity, item.kind) for item in found]


URBAN = {"indicator_id": "urban_new_employment"}


def test_values_that_exclude_each_other_are_a_contradiction():
    rows = readings(
        {"value": 260000, "slack": 5000, **URBAN}, {"value": 272900, "start": 200, **URBAN}
    )
    (found,) = repeated(rows)
    assert (found.severity, found.kind) == ("warning", "within_document")
    assert found.reading_ids == "doc:200 doc:0"
    assert "4.7%" in found.zh and "x（doc:0）" in found.zh
    assert "4.7%" in found.en and "260,000 (doc:0)" in found.en


def test_values_that_meet_within_rounding_confirm_each_other():
    rows = readings({"value": 260000, "slack": 5000, **URBAN}, {"value": 262900, **URBAN})
    assert kinds(repeated(rows)) == [("confirmed", "within_document")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{"value": 1674}, {"value": 1557}], []),  # tiers, listed close together
        ([{"value": 4500}, {"value": 4512, "start": 200}], []),  # a headline rounds
        ([{"value": 4600}, {"value": 4512, "start": 200}], [("warning", "within_document")]),
        (
            [{"value": 4500}, {"value": 4512, "document_id": "other"}],
            [("warning", "between_documents")],
        ),
        ([{"value": 9000, "role": "target"}, {"value": 9500, "role": "target", "start": 200}], []),
    ],
)
def test_tiers_headlines_and_targets_do_not_contradict_each_other(rows, expected):
    assert kinds(repeated(readings(*({**row, **URBAN} for row in rows)))) == expected


def test_a_bound_confirms_nothing():
    rows = readings({"value": 5000, "qualifier": "ge", **URBAN}, {"value": 5851, **URBAN})
    rows.loc[0, "value_upper"] = float("nan")
    assert kinds(repeated(rows)) == []


def test_other_year_is_another_fact():
    before = {"period_start": "2023-01-01", "period_end": "2023-12-31"}
    assert kinds(repeated(readings({"value": 1, **URBAN}, {"value": 2, **URBAN, **before}))) == []


def test_parts_that_add_up_confirm_their_total():
    (found,) = nearby(readings({"value": 71}, {"value": 17}, {"value": 54}))
    assert (found.severity, found.kind) == ("confirmed", "parts_and_total")
    assert found.reading_ids == "doc:0 doc:20 doc:40"


def test_parts_are_found_between_other_numbers_by_what_they_count():
    insured = {"label_zh": "参保人数", "measure": "stock"}
    drawing = {"label_zh": "领取人数", "measure": "stock"}
    rows = readings(
        {"value": 9700},
        {"value": 1800, **insured},
        {"value": 631, **drawing},
        {"value": 5600, **insured},
        {"value": 1462, **drawing},
        {"value": 2300, **insured},
    )
    (found,) = nearby(rows)
    assert found.reading_ids == "doc:0 doc:20 doc:60 doc:100"


def test_sub_groups_that_nearly_add_up_are_a_warning():
    part = {"scope": "sub_group"}
    found = nearby(readings({"value": 7100}, {"value": 1700, **part}, {"value": 5460, **part}))
    assert kinds(found) == [("warning", "parts_and_total")]


def test_numbers_that_have_nothing_to_do_with_each_other_are_silent():
    assert kinds(nearby(readings({"value": 7100}, {"value": 1700}, {"value": 5460}))) == []


def test_loose_numbers_may_add_up_by_chance_and_prove_nothing():
    loose = {"slack": 5000}
    rows = [{"value": 220000, **loose}, {"value": 91000, **loose}, {"value": 127000, **loose}]
    assert kinds(nearby(readings(*rows))) == []


RATE = {"unit": "percent", "measure": "rate", "label_zh": "调解率", "slack": 0.05}


def test_rate_that_is_its_quotient_is_confirmed():
    found = nearby(readings({"value": 71}, {"value": 54}, {"value": 76.1, **RATE}))
    assert kinds(found) == [("confirmed", "rate_and_quotient")]


def test_rate_that_nearly_is_its_quotient_is_a_warning():
    found = nearby(readings({"value": 71}, {"value": 54}, {"value": 76.8, **RATE}))
    assert kinds(found) == [("warning", "rate_and_quotient")]


def test_rate_of_something_else_is_silent():
    assert kinds(nearby(readings({"value": 71}, {"value": 54}, {"value": 98.3, **RATE}))) == []


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (59411000, [("warning", "parts_and_total")]),  # 8941.1万 with one digit wrong
        (57320000, []),
    ],
)
def test_one_wrong_digit_keeps_a_sum_from_its_exact_total(part, expected):
    yuan = {"unit": "yuan", "precision": 1000.0, "slack": 500}
    rows = [{"value": value, **yuan} for value in (111586000, part, 22175000)]
    assert kinds(nearby(readings(*rows))) == expected


@pytest.mark.parametrize(
    ("part", "expected"), [(4918, [("warning", "part_exceeds_whole")]), (128, [])]
)
def test_sub_group_within_the_indicator_it_is_printed_behind(part, expected):
    rows = readings({"value": 4917, **URBAN}, {"value": part, "scope": "sub_group"})
    assert kinds(nearby(rows)) == expected


DONE = {"unit": "percent", "measure": "rate", "role": "completion_rate", "value": 110, **URBAN}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, []),
        ({"role": "target"}, [("warning", "rate_without_value")]),
        (
            {"period_start": "2023-01-01", "period_end": "2023-12-31"},
            [("warning", "rate_without_value")],
        ),
        ({"period_start": "2021-01-01", "measure": "cumulative"}, []),
    ],
)
def test_completion_rate_stands_behind_the_actual_value_of_its_period(cells, expected):
    (*found,) = nearby(readings({"value": 825, **URBAN, **cells}, DONE))
    assert kinds(found) == expected
    assert all(item.reading_ids == "doc:20 doc:0" for item in found)


@pytest.mark.parametrize("between", [{"role": "target"}, {"role": "growth", "unit": "percent"}])
def test_target_or_growth_may_stand_between_a_value_and_its_completion_rate(between):
    rows = readings({"value": 825, **URBAN}, {"value": 750, **URBAN, **between}, DONE)
    assert kinds(nearby(rows)) == []


def test_a_rate_is_held_against_its_own_counts_only():
    """The two counts just before it, of one measure; what stands further off has its own rates."""
    own = readings({"value": 71}, {"value": 54}, {"value": 76.8, **RATE})
    other = readings({"value": 71}, {"value": 54}, {"value": 9}, {"value": 76.8, **RATE})
    stock_of = readings({"value": 71, "measure": "stock"}, {"value": 54}, {"value": 76.8, **RATE})
    assert [kinds(nearby(rows)) for rows in (own, other, stock_of)] == [
        [("warning", "rate_and_quotient")],
        [],
        [],
    ]


def test_a_growth_that_is_aimed_at_is_no_other_measure_and_a_standard_no_future():
    aim = {"value": 7, "unit": "percent", "measure": "rate", "role": "target"}
    assert singly({**aim, "indicator_id": "disposable_income_urban"}) == []
    standard = {"value": 2080, "unit": "yuan_per_month", "measure": "price", **NEXT}
    assert singly({**standard, "indicator_id": "minimum_wage_monthly"}) == []
    ahead = {"value": 5000, "role": "target", **URBAN}
    assert singly(ahead, published="2024-10-20") == []


@pytest.mark.parametrize(
    ("year", "cells"),
    [("2023", {}), ("2021", {"qualifier": "ge"})],
)
def test_a_target_met_early_or_told_as_a_floor_is_not_below_its_stock(year, cells):
    base = insured(272900, period_end=f"{int(year) - 1}-12-31")
    target = insured(250000, **TARGET, period_end="2025-12-31", **cells)
    assert kinds(targets(observations(base, target), INDICATORS)) == []


def documents(**cells):
    usual = {"document_id": "doc", "published": "2024-12-31", "kind": "work_summary"}
    return pd.DataFrame([{**usual, **cells}])


def singly(*rows, **cells):
    return kinds(single(readings(*rows), documents(**cells), reference.indicators()))


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (60.42, "person", [("error", "unit_slip")]),
        (604200, "person", []),
        (1545.7482, "yuan", [("error", "unit_slip")]),
        (172.97, "yuan", []),
    ],
)
def test_fractions_of_what_is_counted(value, unit, expected):
    assert singly({"value": value, "unit": unit}) == expected


@pytest.mark.parametrize(
    ("rows", "kind", "expected"),
    [
        ([{}], "work_summary", [("notice", "target_without_actual")]),
        ([{}], "plan", []),  # a plan of its year
        ([{}, {"role": "actual"}], "work_summary", []),
        ([{"period_end": "2025-12-31"}], "work_summary", []),
    ],
)
def test_target_of_a_time_that_is_over_without_an_actual_value(rows, kind, expected):
    given = [{"value": 5000, "role": "target", **URBAN, **row} for row in rows]
    assert singly(*given, kind=kind) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [("stock", [("notice", "measure_differs")]), ("flow", []), ("cumulative", [])],
)
def test_measure_of_a_number_and_of_its_indicator(measure, expected):
    assert singly({"value": 5000, "measure": measure, **URBAN}) == expected


TARGET = {"role": "target"}


@pytest.mark.parametrize(
    ("stated", "expected"), [(6500, "error"), (7000, "confirmed"), (7001, "error")]
)
def test_stated_target_against_the_implied_one(stated, expected):
    implied = {"value": 7000, "value_lower": 6996.9, "value_upper": 7000.9, "status": "derived"}
    found = targets(observations({**TARGET, **implied}, {**TARGET, "value": stated}), INDICATORS)
    assert (expected, "implied_and_stated_target") in kinds(found)


@pytest.mark.parametrize(
    ("value", "width", "expected"),
    [
        (7000, 4, [("confirmed", "round_target")]),  # of 1000: 4 in 1000 would hold one
        (4320, 2.8, []),  # of 10: more than one in four would hold one
        (2003.6, 4, [("notice", "target_not_round")]),
    ],
)
def test_implied_target_should_be_round(value, width, expected):
    ends = {"value_lower": value - width / 2, "value_upper": value + width / 2}
    rows = observations({**TARGET, "value": value, "status": "derived", **ends})
    assert kinds(targets(rows, INDICATORS)) == expected


NEXT = {"period_start": "2025-01-01", "period_end": "2025-12-31"}


def test_target_of_a_flow_is_a_floor_and_may_lie_below_the_year_before():
    rows = observations({"value": 5850}, {**TARGET, **NEXT, "value": 4000})
    assert kinds(targets(rows, INDICATORS)) == []


def stock(indicator, value, **cells):
    row = {"indicator_id": indicator, "measure": "stock", "period_start": pd.NA, "value": value}
    return {**row, "years": float("nan"), **cells}


@pytest.mark.parametrize(
    ("residents", "expected"), [(320.0, "warning"), (300.0, "notice"), (282.0, "confirmed")]
)
def test_coverage_implies_the_population(residents, expected):
    coverage = stock("e_card_coverage", 32.0, unit="percent", measure="rate")
    rows = observations(
        coverage, stock("e_cards_issued", 90.0), stock("resident_population", residents)
    )
    assert kinds(related(rows)) == [(expected, "share_and_population")]


@pytest.mark.parametrize(
    ("part", "expected"), [(9000, [("error", "part_exceeds_whole")]), (5000, [])]
)
def test_flows_of_one_year_bound_each_other_too(part, expected):
    rows = observations({"value": 8000}, {"indicator_id": "unemployed_reemployed", "value": part})
    assert kinds(related(rows)) == expected


def by_year(*values):
    return [
        {"value": float(value), "period_start": f"{year}-01-01", "period_end": f"{year}-12-31"}
        for year, value in enumerate(values, start=2015)
    ]


def yearly(*values):
    return observations(*by_year(*values))


@pytest.mark.parametrize(
    ("value", "expected"), [(1630, [("warning", "out_of_line")]), (1330, []), (1250, [])]
)
def test_value_out_of_line_with_a_smooth_series(value, expected):
    (*found,) = series(yearly(1000, 1100, 1210, value, 1460, 1610, 1770))
    assert kinds(found) == expected
    assert all(item.period == "2018" for item in found)


def test_last_value_out_of_line_with_the_usual_step():
    (*found,) = series(yearly(1000, 1100, 1210, 1330, 1460, 1610, 2770))
    assert [(item.kind, item.period) for item in found] == [("out_of_line", "2021")]


def test_a_series_that_swings_tells_nothing_unusual():
    assert kinds(series(yearly(1000, 1400, 900, 1500, 1000, 1300, 800))) == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [(5851, 5851, [("warning", "same_again")]), (5851, 5852, []), (5000, 5000, [])],
)
def test_one_number_for_two_years(before, after, expected):
    assert kinds(series(yearly(before, after))) == expected


@pytest.mark.parametrize(("start", "expected"), [(2017, [("warning", "same_again")]), (2021, [])])
def test_one_total_for_two_overlapping_spans(start, expected):
    rows = [
        {"value": 220000, "measure": "cumulative", "years": 5.0, "period_start": f"{year}-01-01"}
        | {"period_end": f"{year + 4}-12-31"}
        for year in (2016, start)
    ]
    assert kinds(series(observations(*rows))) == expected


@pytest.mark.parametrize(
    ("target", "expected"), [(70000, [("error", "unit_slip")] * 2), (7000, []), (20000, [])]
)
def test_value_against_the_target_of_its_year(target, expected):
    assert kinds(magnitude(observations({"value": 7100}, {**TARGET, "value": target}))) == expected


def people(code, residents):
    return stock("resident_population", residents, region_code=code)


@pytest.mark.parametrize(
    ("value", "expected"), [(120000, [("error", "unit_slip")]), (12000, []), (36000, [])]
)
def test_value_per_resident_against_other_regions(value, expected):
    rows = observations(
        people("429005", 1e6),
        people("420322", 5e5),
        people("430103", 8e5),
        {"value": value},
        {"value": 5000, "region_code": "420322"},
        {"value": 9000, "region_code": "430103"},
    )
    assert kinds(magnitude(rows)) == expected


def test_year_within_a_total_of_unknown_start():
    total = {"measure": "cumulative", "period_start": pd.NA, "years": float("nan")}
    rows = observations({"value": 71800}, {**total, "value": 31460})
    assert kinds(series(rows)) == [("error", "year_and_total")]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((900, 500), [("error", "exceeds_region_above")]),
        ((100, 500), []),
        ((512, 512), [("warning", "counted_twice")]),
        ((50, 50), []),
    ],
)
def test_county_within_its_prefecture(values, expected, regions):
    county, prefecture = values
    rows = observations(
        {"region_code": "420322", "value": county}, {"region_code": "420300", "value": prefecture}
    )
    assert kinds(nested(rows, regions)) == expected


def test_regions_together_exceed_the_one_above(regions):
    rows = observations(
        {"region_code": "420300", "value": 300},
        {"region_code": "429005", "value": 250},
        {"region_code": "420000", "value": 500},
    )
    assert kinds(nested(rows, regions)) == [("error", "exceeds_region_above")]


def insured(value, **cells):
    return stock("unemployment_insured", value, **cells)


def paid(code, yuan, workers):
    """Wages recovered, and for how many."""
    sums = {"indicator_id": "wages_recovered_amount", "unit": "yuan", "value": yuan}
    return [
        {**row, "region_code": code}
        for row in (sums, {"indicator_id": "wages_recovered_workers", "value": workers})
    ]


OTHERS_PAID = [*paid("420322", 6e6, 712), *paid("430103", 9e6, 700)]
PER_CENT = {"unit": "percent", "measure": "rate"}
PART = {"scope": "sub_group"}
IN_2023 = {"period_start": "2023-01-01", "period_end": "2023-12-31"}
OVER = {"measure": "cumulative", "period_start": "2020-01-01", "years": 5.0, "value": 4917.0}
IMPLIED = {**TARGET, "status": "derived", "value_lower": 6996.9, "value_upper": 7000.9}
REEMPLOYED = {"indicator_id": "unemployed_reemployed"}
COUNTY, PREFECTURE = {"region_code": "420322"}, {"region_code": "420300"}
LINE = [1000, 1100, 1210, 1330, 1460, 1610, 1770]
RESIDENTS = stock("resident_population", 1000.0, period_end="2020-11-01")
COVERAGE = stock("e_card_coverage", 32.0, **PER_CENT)
CARDS = stock("e_cards_issued", 90.0)
SCHEMES = [
    stock("employee_pension_insured", 100.0),
    stock("government_pension_insured", 20.0),
    stock("resident_pension_insured", 201.0),
]

# Each rule with rows that it must complain of, and rows that differ by little and that it must not.
READ_CASES = [
    (single, "unit_slip", [{"value": 60.42}], [{"value": 60}]),
    (single, "rate_above_100", [{"value": 104, **PER_CENT}], [{"value": 100, **PER_CENT}]),
    (
        single,
        "actual_of_the_future",
        [{"value": 5000, **NEXT, **URBAN}],
        [{"value": 5000, **NEXT, **URBAN, **TARGET}],
    ),
    (
        single,
        "target_without_actual",
        [{"value": 5000, **URBAN, **TARGET}],
        [{"value": 5000, **URBAN, **TARGET}, {"value": 5850, **URBAN}],
    ),
    (
        single,
        "measure_differs",
        [{"value": 9, "measure": "stock", **URBAN}],
        [{"value": 9, **URBAN}],
    ),
    (
        repeated,
        "within_document",
        [{"value": 260000, "slack": 5000, **URBAN}, {"value": 272900, "start": 200, **URBAN}],
        [{"value": 270000, "slack": 5000, **URBAN}, {"value": 272900, "start": 200, **URBAN}],
    ),
    (
        repeated,
        "between_documents",
        [{"value": 5850, **URBAN}, {"value": 5851, **URBAN, "document_id": "other"}],
        [{"value": 5850, **URBAN}, {"value": 5851, **URBAN, **IN_2023, "document_id": "other"}],
    ),
    (
        nearby,
        "parts_and_total",
        [{"value": 7100}, {"value": 1700, **PART}, {"value": 5460, **PART}],
        [{"value": 7100}, {"value": 1700, **PART}, {"value": 5400, **PART}],
    ),
    (
        nearby,
        "part_exceeds_whole",
        [{"value": 4917, **URBAN}, {"value": 4918, **PART}],
        [{"value": 4917, **URBAN}, {"value": 4917, **PART}],
    ),
    (
        nearby,
        "rate_and_quotient",
        [{"value": 71}, {"value": 54}, {"value": 76.8, **RATE}],
        [{"value": 71}, {"value": 54}, {"value": 76.1, **RATE}],
    ),
    (
        nearby,
        "rate_without_value",
        [{"value": 825, **URBAN, **IN_2023}, DONE],
        [{"value": 825, **URBAN}, DONE],
    ),
]
OBSERVED_CASES = [
    (
        targets,
        "implied_and_stated_target",
        [{**IMPLIED, "value": 7000}, {**TARGET, "value": 7001}],
        [{**IMPLIED, "value": 7000}, {**TARGET, "value": 7000}],
    ),
    (targets, "target_not_round", [{**TARGET, "value": 5851}], [{**TARGET, "value": 5850}]),
    (targets, "round_target", [{**IMPLIED, "value": 7000}], [{**TARGET, "value": 7000}]),
    (
        targets,
        "target_below_stock",
        [insured(272900), insured(250000, **TARGET, period_end="2025-12-31")],
        [insured(272900), insured(280000, **TARGET, period_end="2025-12-31")],
    ),
    (
        related,
        "parts_and_total",
        [stock("basic_pension_insured", 300.0), *SCHEMES],
        [stock("basic_pension_insured", 321.0), *SCHEMES],
    ),
    (related, "part_exceeds_whole", [insured(1200.0), RESIDENTS], [insured(900.0), RESIDENTS]),
    (
        related,
        "part_exceeds_whole",
        [{"value": 8000}, {"value": 8001, **REEMPLOYED}],
        [{"value": 8000}, {"value": 8000, **REEMPLOYED}],
    ),
    (
        related,
        "share_and_population",
        [COVERAGE, CARDS, stock("resident_population", 320.0)],
        [COVERAGE, CARDS, stock("resident_population", 282.0)],
    ),
    (series, "out_of_line", by_year(*LINE[:3], 1630, *LINE[4:]), by_year(*LINE)),
    (series, "jump", by_year(5230, 14000), by_year(5230, 13000)),
    (
        series,
        "stock_shrinks",
        [insured(100.0), insured(89.0, period_end="2025-12-31")],
        [insured(100.0), insured(91.0, period_end="2025-12-31")],
    ),
    (series, "same_again", by_year(5851, 5851), by_year(5851, 5852)),
    (series, "year_and_total", [{"value": 6000.0}, OVER], [{"value": 4900.0}, OVER]),
    (magnitude, "unit_slip", [{"value": 7100}, {**TARGET, "value": 70000}], [{"value": 7100}]),
    (
        magnitude,
        "unit_slip",
        [*paid("429005", 154e6, 1244), *OTHERS_PAID],
        [*paid("429005", 15.4e6, 1244), *OTHERS_PAID],
    ),
    (
        nested,
        "exceeds_region_above",
        [{"value": 501, **COUNTY}, {"value": 500, **PREFECTURE}],
        [{"value": 500, **COUNTY}, {"value": 500, **PREFECTURE}],
    ),
    (
        nested,
        "counted_twice",
        [{"value": 512, **COUNTY}, {"value": 512, **PREFECTURE}],
        [{"value": 512, **COUNTY}, {"value": 513, **PREFECTURE}],
    ),
]
CASES = READ_CASES + OBSERVED_CASES


def test_no_kind_of_finding_is_without_a_case_and_no_other_kind_can_be_told():
    assert {kind for _, kind, _, _ in CASES} == set(KINDS)
    with pytest.raises(ValueError, match="wrong is no kind of finding; choose from unit_slip"):
        finding("error", "wrong", [SimpleNamespace()], "", "")


@pytest.mark.parametrize(
    ("rule", "kind", "fires", "spares"),
    CASES,
    ids=[f"{rule.__name__}-{kind}" for rule, kind, _, _ in CASES],
)
def test_a_rule_of_the_audit_fires_where_it_should_and_nowhere_near(
    rule, kind, fires, spares, regions
):
    rows = readings if rule in (single, repeated, nearby) else observations
    beside = {single: (documents(), INDICATORS), targets: (INDICATORS,), nested: (regions,)}
    beside = beside.get(rule, ())
    told = lambda given: {  # noqa: E731
        item.kind
        for item in rule(rows(*given), *beside)
        if item.severity != "confirmed" or kind == "round_target"
    }
    assert kind in told(fires)
    assert kind not in told(spares)


def found_in(built, kind, *severities):
    table = as_table(audit(built), "en")
    return table[(table["kind"] == kind) & table["severity"].isin(severities)]


def test_the_known_relations_of_the_founding_documents_are_found(built):
    insurance = found_in(built, "within_document", "warning")
    assert insurance["indicator_id"].tolist() == ["unemployment_insured"]
    assert "260,000" in insurance["message"].item() and "272,900" in insurance["message"].item()
    sums = found_in(built, "parts_and_total", "confirmed")["message"].str.cat()
    for number in ("89,411,000", "22,175,000", "111,586,000", "492,000", "622,300", "54 ("):
        assert number in sums
    (rate,) = found_in(built, "rate_and_quotient", "confirmed")["message"]
    assert "54 (" in rate and "71 (" in rate and "76.06%" in rate and "76.1% (" in rate
    targets_met = found_in(built, "round_target", "confirmed")["message"].str.cat()
    assert "round target 7,000" in targets_met and "12,367" in targets_met
    cards = found_in(built, "share_and_population", "confirmed")["message"].str.cat()
    assert "604,200" in cards


def test_every_finding_was_judged_by_hand_and_few_are_false_alarms(built):
    found = as_table(audit(built), "en").query("severity != 'confirmed'")
    judged = pd.read_csv(JUDGED, dtype="string")
    key = ["severity", "kind", "region", "indicator_id", "period", "reading_ids"]
    pd.testing.assert_frame_equal(
        judged[key].sort_values(key).reset_index(drop=True),
        found[key].astype("string").sort_values(key).reset_index(drop=True),
    )
    verdicts = judged["verdict"].value_counts()
    assert set(verdicts.index) <= {"true", "false alarm"}
    assert judged["reason"].notna().all()
    assert verdicts.get("false alarm", 0) * 5 <= verdicts["true"]


def test_both_languages_tell_the_same_findings(built):
    found = audit(built)
    zh, en = as_table(found, "zh"), as_table(found, "en")
    shared = [name for name in zh if name != "message"]
    pd.testing.assert_frame_equal(zh[shared], en[shared])
    assert zh["message"].str.contains("[一-鿿]").all()


@pytest.mark.parametrize(
    ("literal", "value", "unit", "zh", "en"),
    [
        ("27.29", 272900, "person", "27.29万", "272,900"),
        ("32", 32, "percent", "32%", "32%"),
        ("26万人", 260000, "person", "26万人", "260,000"),
        ("1019", 1019, "firm", "1019", "1,019"),
        (None, 475221, "person", "475221", "475,221"),
        ("12367人", 7000, "person", "12367人", "12,367"),  # behind an implied target
        ("4.5%以内", 4.5, "percent", "4.5%以内", "4.5%"),
    ],
)
def test_a_number_is_told_with_the_scale_that_its_table_head_prints(literal, value, unit, zh, en):
    row = SimpleNamespace(literal=literal, value=value, unit=unit)
    assert (printed(row), in_english(row)) == (zh, en)
