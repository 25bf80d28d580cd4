import pandas as pd
import pytest

from hrss_analysis import tables
from hrss_analysis.observations import build_observations, round_target


def readings(*rows):
    """Readings of one invented document; each row changes what is usual."""
    usual = {
        "document_id": "doc",
        "literal": "x",
        "unit": "person",
        "qualifier": "eq",
        "indicator_id": "urban_new_employment",
        "label_zh": "城镇新增就业人数",
        "role": "actual",
        "region_name": "潜江市",
        "region_code": "429005",
        "period_start": "2024-01-01",
        "period_end": "2024-12-31",
        "measure": "flow",
        "status": "reported",
    }
    frame = pd.DataFrame([{**usual, **row} for row in rows])
    frame["start"] = range(len(frame))
    frame["end"] = frame["start"] + 1
    frame["reading_id"] = [f"doc:{start}" for start in frame["start"]]
    for end in ("value_lower", "value_upper"):
        frame[end] = frame[end].fillna(frame["value"]) if end in frame else frame["value"]
    return tables.conform(frame, "readings")


@pytest.fixture
def documents():
    row = {
        "document_id": "doc",
        "title": "t",
        "kind": "work_summary",
        "part_year": False,
        "reliability": "high",
        "readings": 1,
        "unlinked_readings": 0,
        "year_to": 2024,
    }
    return tables.conform(pd.DataFrame([row]), "documents")


def rate(value, half=0.05):
    return {
        "value": value,
        "unit": "percent",
        "role": "completion_rate",
        "measure": "rate",
        "value_lower": value - half,
        "value_upper": value + half,
    }


def test_value_over_completion_rate_is_a_derived_target(documents, indicators):
    built = build_observations(readings({"value": 12367}, rate(176.7)), documents, indicators)
    target = built.query("role == 'target'").iloc[0]
    assert (target["value"], target["status"]) == (7000, "derived")
    assert target["reading_ids"] == "doc:0 doc:1"
    # 12367 / 1.7675 and 12367 / 1.7665
    assert target["value_lower"] == pytest.approx(6996.89, abs=0.01)
    assert target["value_upper"] == pytest.approx(7000.85, abs=0.01)


def test_a_completion_rate_told_as_a_bound_implies_no_target(documents, indicators):
    rows = readings({"value": 12367}, {**rate(100.0), "qualifier": "ge"})
    rows.loc[1, "value_upper"] = float("nan")
    found = build_observations(rows, documents, indicators)
    assert found.query("status == 'derived'").empty


def test_completion_rate_belongs_to_the_number_before_it(documents, indicators):
    rows = readings({"value": 236}, {"value": 432}, rate(103.0, half=0.5))
    built = build_observations(rows, documents, indicators)
    assert built.query("role == 'target'")["value"].item() == 420
    # The number held against the target is the one that was checked.
    actual = built.query("role == 'actual'").iloc[0]
    assert actual["value"] == 432
    assert actual["reading_ids"] == "doc:1 doc:0"
    assert not actual["agrees"]


def test_repeated_number_is_one_observation_with_all_its_readings(documents, indicators):
    rows = readings(
        {"value": 26e4, "value_lower": 255000, "value_upper": 265000},
        {"value": 262900, "value_lower": 262850, "value_upper": 262950},
    )
    built = build_observations(rows, documents, indicators)
    assert built["value"].tolist() == [262900]
    assert built["reading_ids"].tolist() == ["doc:1 doc:0"]
    assert built["agrees"].all()


def test_contradicting_readings_do_not_agree(documents, indicators):
    built = build_observations(readings({"value": 26}, {"value": 27}), documents, indicators)
    assert not built["agrees"].any()


def test_other_unit_is_another_observation_with_flag_d(documents, indicators):
    rows = readings({"value": 26}, {"value": 27, "unit": "participation"})
    built = build_observations(rows, documents, indicators).set_index("unit")
    assert built.loc["participation", "flag"] == "d"
    assert pd.isna(built.loc["person", "flag"])


def test_flow_of_an_unfinished_year_is_provisional(documents, indicators):
    partial = documents.assign(part_year=True)
    built = build_observations(readings({"value": 26}), partial, indicators)
    assert built["flag"].tolist() == ["p"]


def test_readings_without_indicator_are_no_observations(documents, indicators):
    rows = readings({"value": 26, "indicator_id": pd.NA}, {"value": 5})
    assert build_observations(rows, documents, indicators)["value"].tolist() == [5]


def test_five_years_are_five_years_long(documents, indicators):
    rows = readings({"value": 26, "period_start": "2020-01-01", "measure": "cumulative"})
    assert build_observations(rows, documents, indicators)["years"].tolist() == [5.0]


@pytest.mark.parametrize(
    ("lower", "upper", "target"),
    [(6996.8, 7000.9, 7000), (4319.9, 4320.2, 4320), (417.3, 421.5, 420), (59.8, 60.4, 60)],
)
def test_targets_are_round(lower, upper, target):
    assert round_target(lower, upper) == target


def test_interval_without_a_round_number_gives_its_middle():
    assert round_target(41.2, 41.4) == pytest.approx(41.3)
