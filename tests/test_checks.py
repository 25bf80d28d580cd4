"""Each check holds on the real tables and finds what breaks it."""

import pytest

from hrss_analysis.checks import CHECKS, run_checks


def spoiled(built, table, change):
    return {**built, table: change(built[table].copy())}


def set_first(column, value, where=None):
    def change(frame):
        rows = frame.index if where is None else frame.query(where).index
        frame.loc[rows[0], column] = value
        return frame

    return change


def test_the_real_tables_have_no_failure(built):
    assert [f for f in run_checks(built) if f.severity == "fail"] == []


FAULTS = [
    ("references_exist", "observations", set_first("indicator_id", "nonsense")),
    ("rests_on_readings", "observations", set_first("reading_ids", "nowhere:1-2")),
    ("rests_on_readings", "observations", set_first("value", 1.5, "status == 'reported'")),
    ("corrections_are_visible", "observations", set_first("status", "corrected")),
    (
        "rates_within_0_and_100",
        "observations",
        set_first("value", 320.0, "unit == 'percent' and role == 'actual'"),
    ),
    ("gaps_pass_the_gate", "comparisons", set_first("gap", 1.0, "grade == 'apart'")),
    ("gaps_pass_the_gate", "comparisons", set_first("grade", "comparable", "grade == 'apart'")),
    ("projections_in_order", "projections", set_first("lower", 1e30, "median.notna()")),
    (
        "projections_in_order",
        "projections",
        set_first("upper", 101.0, "unit == 'percent' and median.notna()"),
    ),
    ("projections_in_order", "projections", set_first("reason", None, "median.isna()")),
    (
        "verdicts_rest_on_values",
        "monitoring",
        set_first("latest_ids", None, "verdict == 'met'"),
    ),
    ("verdicts_rest_on_values", "monitoring", set_first("probability", 0.5, "n < 3")),
    (
        "projections_within_residents",
        "projections",
        set_first("upper", 1e12, "indicator_id == 'e_cards_issued' and median.notna()"),
    ),
    ("readings_agree", "observations", set_first("agrees", False)),
    ("documents_have_readings", "documents", set_first("readings", 0)),
]


@pytest.mark.parametrize(("check", "table", "change"), FAULTS, ids=lambda x: str(x)[:30])
def test_a_fault_is_found(built, check, table, change):
    before = {f for f in run_checks(built) if f.check == check}
    after = {f for f in run_checks(spoiled(built, table, change)) if f.check == check}
    assert after - before


def test_every_check_has_a_fault_that_it_finds():
    named = {check for check, _, _ in FAULTS}
    assert len(named) == len(CHECKS)
