"""Every rule of the audit has a case in which it fires and one in which it must not."""

import pandas as pd
import pytest

from hrss_analysis import tables
from hrss_analysis.audit import as_table, audit
from hrss_analysis.audit.nearby import nearby
from hrss_analysis.audit.related import related
from hrss_analysis.audit.repeated import repeated
from hrss_analysis.audit.series import above, series
from hrss_analysis.audit.targets import targets


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
    frame["start"] = range(0, 20 * len(frame), 20)
    frame["end"] = frame["start"] + 5
    frame["reading_id"] = [f"doc:{start}" for start in frame["start"]]
    slack = frame["slack"].fillna(0.0) if "slack" in frame else 0.0
    frame["value_lower"] = frame["value"] - slack
    frame["value_upper"] = frame["value"] + slack
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
    rows = readings({"value": 260000, "slack": 5000, **URBAN}, {"value": 272900, **URBAN})
    (found,) = repeated(rows)
    assert (found.severity, found.kind) == ("warning", "within_document")
    assert found.reading_ids == "doc:0 doc:20"
    assert "4.7%" in found.zh
    assert "4.7%" in found.en


def test_values_that_meet_within_rounding_are_none():
    rows = readings({"value": 260000, "slack": 5000, **URBAN}, {"value": 262900, **URBAN})
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


TARGET = {"role": "target"}


def test_stated_target_outside_the_implied_one_is_an_error():
    implied = {"value": 7000, "value_lower": 6996.9, "value_upper": 7000.9, "status": "derived"}
    rows = observations({**TARGET, **implied}, {**TARGET, "value": 6500})
    assert kinds(targets(rows)) == [("error", "implied_and_stated_target")]
    rows = observations({**TARGET, **implied}, {**TARGET, "value": 7000})
    assert kinds(targets(rows)) == []


@pytest.mark.parametrize(
    ("value", "expected"), [(7000, []), (4320, []), (2003.6, [("notice", "target_not_round")])]
)
def test_implied_target_should_be_round(value, expected):
    assert kinds(targets(observations({**TARGET, "value": value, "status": "derived"}))) == expected


NEXT = {"period_start": "2025-01-01", "period_end": "2025-12-31"}


@pytest.mark.parametrize(
    ("target", "expected"), [(4000, [("notice", "target_below_base")]), (6000, [])]
)
def test_target_below_what_is_already_reached(target, expected):
    rows = observations({"value": 5851}, {**TARGET, **NEXT, "value": target})
    assert kinds(targets(rows)) == expected


def stock(indicator, value, **cells):
    row = {"indicator_id": indicator, "measure": "stock", "period_start": pd.NA, "value": value}
    return {**row, "years": float("nan"), **cells}


@pytest.mark.parametrize(
    ("whole", "expected"), [(300.0, [("warning", "parts_and_total")]), (321.0, [])]
)
def test_schemes_add_up_to_the_pension_total(whole, expected):
    rows = observations(
        stock("basic_pension_insured", whole),
        stock("employee_pension_insured", 100.0),
        stock("government_pension_insured", 20.0),
        stock("resident_pension_insured", 201.0),
    )
    assert kinds(related(rows)) == expected


@pytest.mark.parametrize(
    ("insured", "expected"), [(1200.0, [("error", "part_exceeds_whole")]), (900.0, [])]
)
def test_insured_persons_are_residents(insured, expected):
    rows = observations(
        stock("unemployment_insured", insured),
        stock("resident_population", 1000.0, period_end="2020-11-01"),
    )
    assert kinds(related(rows)) == expected


@pytest.mark.parametrize(
    ("residents", "expected"), [(320.0, [("warning", "share_and_population")]), (282.0, [])]
)
def test_coverage_implies_the_population(residents, expected):
    coverage = stock("e_card_coverage", 32.0, unit="percent", measure="rate")
    rows = observations(
        coverage, stock("e_cards_issued", 90.0), stock("resident_population", residents)
    )
    assert kinds(related(rows)) == expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (52500.0, [("error", "unit_slip")]),
        (13000.0, [("warning", "jump")]),
        (5600.0, []),
    ],
)
def test_value_against_the_year_before(after, expected):
    assert kinds(series(observations({"value": 5230.0}, {**NEXT, "value": after}))) == expected


def test_stock_that_shrinks():
    later = stock("unemployment_insured", 80.0, period_end="2025-12-31")
    rows = observations(stock("unemployment_insured", 100.0), later)
    assert kinds(series(rows)) == [("notice", "stock_shrinks")]


@pytest.mark.parametrize(
    ("year", "expected"), [(6000.0, [("error", "year_and_total")]), (1378.0, [])]
)
def test_year_within_its_total(year, expected):
    total = {"measure": "cumulative", "period_start": "2020-01-01", "years": 5.0, "value": 4917.0}
    assert kinds(series(observations({"value": year}, total))) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(900.0, [("error", "exceeds_region_above")]), (100.0, [])]
)
def test_county_within_its_prefecture(value, expected, regions):
    rows = observations(
        {"region_code": "420322", "value": value}, {"region_code": "420300", "value": 500.0}
    )
    assert kinds(above(rows, regions)) == expected


def found_in(built, kind, *severities):
    table = as_table(audit(built), "en")
    return table[(table["kind"] == kind) & table["severity"].isin(severities)]


def test_the_known_relations_of_the_founding_documents_are_found(built):
    insurance = found_in(built, "within_document", "warning")
    assert insurance["indicator_id"].tolist() == ["unemployment_insured"]
    sums = found_in(built, "parts_and_total", "confirmed")["message"].str.cat()
    assert "8941.1万元 + 2217.5万元 against 11158.6万元" in sums
    assert "49.2万人" in sums
    rates = found_in(built, "rate_and_quotient", "confirmed")["message"].tolist()
    assert rates == ["54件 ÷ 71件 = 76.06% against 76.1％: as printed"]


def test_both_languages_tell_the_same_findings(built):
    found = audit(built)
    zh, en = as_table(found, "zh"), as_table(found, "en")
    shared = [name for name in zh if name != "message"]
    pd.testing.assert_frame_equal(zh[shared], en[shared])
    assert zh["message"].str.contains("[一-鿿]").all()
