"""Which regions are held against which, in which views; each pair graded by the gate."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from hrss_analysis import tables, units
from hrss_analysis.comparisons.gate import GAP_GRADES, RATIO_GRADES, Side, grade
from hrss_analysis.comparisons.views import Known, side_of, views_of
from hrss_analysis.reference import ancestors


def build_comparisons(
    observations: pd.DataFrame,
    documents: pd.DataFrame,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
) -> pd.DataFrame:
    """Return the comparisons table: one row for each indicator, view and ordered pair of regions.

    Every region with a document of its own is held against all others with one and against the
    regions it lies in; the gate says which pairs may stand side by side. A region that did not
    report an indicator which the other did has a row that says so.
    """
    covered = [code for code in regions["region_code"] if code in set(documents["region_code"])]
    known = Known(observations)
    wanted = set(observations.loc[observations["region_code"].isin(covered), "indicator_id"])
    rows = [
        _pair(known, indicator, view, code, other, relation)
        for code in covered
        for other, relation in _others(code, covered, regions)
        for indicator in indicators.itertuples()
        if indicator.indicator_id in wanted and known.reported(indicator.indicator_id, code, other)
        for view in views_of(indicator, relation)
    ]
    return tables.conform(pd.DataFrame(rows), "comparisons")


def _others(code: str, covered: list[str], regions: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Yield every other covered region and every larger one with what it is to this region."""
    level = regions.set_index("region_code")["level"]
    above = ancestors(code, regions)
    for other in covered:
        if other == code or other in above:
            continue
        if code in ancestors(other, regions):
            yield other, "within"
        else:
            yield other, "peer" if level[other] == level[code] else "other_level"
    for place, other in enumerate(above):
        yield other, level[other] if level[other] != "prefecture" and place else "parent"


def _pair(
    known: Known, indicator: Any, view: str, code: str, other: str, relation: str
) -> dict[str, Any]:
    row = known.latest(code, indicator.indicator_id)
    own = side_of(known, row, indicator, view)
    near = known.nearest(other, indicator.indicator_id, row)
    far = side_of(known, near, indicator, view)
    counted = pd.notna(indicator.denominator)
    rule = grade(own, far, view, relation=relation, counted=counted)
    cells = {
        "indicator_id": indicator.indicator_id,
        "view": view,
        "region_code": code,
        "other_code": other,
        "relation": relation,
        "unit": indicator.unit,
        "grade": rule.grade,
        "reason": rule.key,
        **_cells(own, ""),
        **_cells(far, "other_"),
    }
    if rule.grade in RATIO_GRADES and own.value is not None and far.value:
        cells["ratio"] = own.value / far.value
    if rule.grade in GAP_GRADES and own.value is not None and far.value is not None:
        cells["gap"] = own.value - far.value
        cells["within_rounding"] = _within_rounding(own, far)
    return cells


def _cells(side: Side, prefix: str) -> dict[str, Any]:
    row, below = side.observation, side.denominator
    cells = {
        "value": side.value,
        "lower": side.lower,
        "upper": side.upper,
        "period_start": None if row is None else row.period_start,
        "period_end": None if row is None else row.period_end,
        "observation_id": None if row is None else row.observation_id,
        "denominator_id": None if below is None else below.observation_id,
    }
    return {prefix + name: value for name, value in cells.items()}


def _within_rounding(own: Side, other: Side) -> str:
    """Tell whether the printed forms allow both values to be equal; a free end allows any."""
    return "yes" if units.meet([_ends(own), _ends(other)]) else "no"


def _ends(side: Side) -> units.Ends:
    row = side.observation
    ends = units.ends(row.value, row.value_lower, row.value_upper, row.qualifier)
    return ends._replace(lower=side.lower, upper=side.upper)
