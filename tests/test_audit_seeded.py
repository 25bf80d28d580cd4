"""Errors are planted as described, and the audit catches those that break a relation."""

import numpy as np
import pytest

from hrss_analysis.audit import seeded


@pytest.fixture
def readings(tables):
    return tables["readings"]


def plant(planter, readings, literal, seed=0):
    """What a planter changes at the first reading with a literal: place to cells."""
    place = int(np.flatnonzero(readings["literal"].eq(literal))[0])
    return place, planter(readings, place, np.random.default_rng(seed))


def test_a_changed_digit_keeps_scale_and_precision(readings):
    place, planted = plant(seeded.one_digit, readings, "60.42万张")
    cells = planted[place]
    assert cells["value"] != 604200 and cells["precision"] == 100
    assert cells["value"] == float(cells["literal"].removesuffix("万张")) * 10_000
    assert cells["value_upper"] - cells["value_lower"] == 100
    changed = [a != b for a, b in zip("60.42万张", cells["literal"], strict=True)]
    assert sum(changed) == 1


def test_a_lost_scale_leaves_the_printed_number(readings):
    place, planted = plant(seeded.scale_lost, readings, "60.42万张")
    assert planted[place]["literal"] == "60.42张"
    assert planted[place]["value"] == 60.42
    _, planted = plant(seeded.scale_lost, readings, "12367人")
    assert planted is None


def test_a_shifted_point_is_ten_times_or_a_tenth(readings):
    place, planted = plant(seeded.point_shifted, readings, "12367人")
    assert planted[place]["value"] == 123670  # a tenth would be no whole person


def test_swapped_cells_exchange_number_and_precision_but_not_the_place(readings):
    place, planted = plant(seeded.cells_swapped, readings, "12367人")
    (other,) = planted.keys() - {place}
    assert planted[place]["literal"] == readings.iloc[other]["literal"]
    assert planted[other]["value"] == 12367
    assert "start" not in planted[place]


def test_roles_periods_and_indicators(readings):
    place, planted = plant(seeded.roles_swapped, readings, "12367人")
    assert planted == {place: {"role": "target"}}
    place, planted = plant(seeded.period_shifted, readings, "12367人")
    assert {cell[:4] for cell in planted[place].values()} in ({"2023"}, {"2025"})
    place, planted = plant(seeded.indicator_wrong, readings, "12367人")
    assert planted[place]["indicator_id"] != "urban_new_employment"


def test_a_planted_error_is_caught_only_where_a_rule_sees_it(tables):
    usual = seeded.complaints(tables)
    readings = tables["readings"]
    place, planted = plant(seeded.scale_lost, readings, "60.42万张")
    touched = {readings["reading_id"].iloc[place]}
    assert seeded.is_caught(tables, planted, touched, usual)
    assert not seeded.is_caught(tables, planted, {"another reading"}, usual)
    assert not seeded.is_caught(tables, {place: {"note": "harmless"}}, touched, usual)


@pytest.mark.slow
def test_the_experiment_is_the_same_each_time_and_counts_every_kind(tables):
    first = seeded.measure(tables, places=2, seed=7)
    assert first.equals(seeded.measure(tables, places=2, seed=7))
    assert first["kind"].tolist() == list(seeded.ERRORS)
    assert (first["planted"] == 2).all()
    assert ((first["lower"] <= first["rate"]) & (first["rate"] <= first["upper"])).all()
