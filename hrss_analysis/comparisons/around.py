"""One indicator of many regions around one year, each value graded against that year."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from hrss_analysis.comparisons.gate import Side, grade, year_of
from hrss_analysis.comparisons.views import Known, side_of, views_of


def usual_view(indicator: Any) -> str:
    """Return the view in which regions of unlike size compare: per resident for what is counted."""
    views = views_of(indicator, "peer")
    return "per_10k_residents" if "per_10k_residents" in views else "level"


def around_year(
    observations: pd.DataFrame,
    indicator: Any,
    region_codes: Sequence[str],
    year: int | None = None,
) -> pd.DataFrame:
    """Grade one value of each region against the other values of one year.

    One row for each region asked for, in their order; key `region_code`. The value is the region's
    nearest to the year; `reason` is `same_period` where the gate lets it stand beside the others of
    that year, else the key of the rule that sets it apart. Regions of one level are to be asked for
    together, since levels do not compare.

    Args:
        observations: The observations table.
        indicator: A row of the indicators table, by attribute.
        region_codes: The regions.
        year: The year; by default the one in which most regions have a sound value, of equals the
            newest.

    Returns:
        `region_code`, `year` (that of the map; missing where no region has a sound value), `value`
        in the usual view, `period_start`, `period_end`, `averaged`, `observation_id`,
        `denominator_id`, `grade`, `reason`.
    """
    known, view = Known(observations), usual_view(indicator)
    sound = {
        code: [
            row
            for row in known.rows(code, indicator.indicator_id)
            if _alone(known, row, indicator, view) == "same_period"
        ]
        for code in region_codes
    }
    anchor = _anchor(sound, year)
    if year is None and anchor is not None:
        year = int(year_of(anchor))
    base = side_of(known, anchor, indicator, view)
    counted = pd.notna(indicator.denominator)
    rows = []
    for code in region_codes:
        near = _closest(known, sound[code], code, indicator.indicator_id, anchor)
        side = side_of(known, near, indicator, view)
        rule = grade(base if anchor is not None else side, side, view, counted=counted)
        told = {"grade": rule.grade, "reason": rule.key}
        if anchor is None and rule.key == "same_period":  # sound, but of no year of this map
            told = {"grade": "years_differ", "reason": "years_differ"}
        rows.append({"region_code": code, "year": year, **_cells(side), **told})
    return pd.DataFrame(rows)


def _alone(known: Known, row: Any, indicator: Any, view: str) -> str:
    """What the gate says of a value beside itself: whether it could stand beside any other."""
    side = side_of(known, row, indicator, view)
    return grade(side, side, view, counted=pd.notna(indicator.denominator)).key


def _anchor(sound: dict[str, list[Any]], year: int | None) -> Any:
    """A sound value of the year, of the period that most regions have; None where there is none."""
    rows = [row for found in sound.values() for row in found]
    if year is None:
        held = Counter(y for found in sound.values() for y in {year_of(row) for row in found})
        if not held:
            return None
        year = int(max(held, key=lambda y: (held[y], y)))
    rows = [row for row in rows if int(year_of(row)) == year]
    spans = Counter((row.period_start, row.period_end) for row in rows)
    return max(rows, key=lambda row: spans[row.period_start, row.period_end], default=None)


def _closest(known: Known, sound: list[Any], code: str, indicator_id: str, anchor: Any) -> Any:
    """The sound value of the anchor's period if the region has one, else its nearest value."""
    if anchor is not None:
        period = (anchor.period_start, anchor.period_end)
        for row in sound:
            if (row.period_start, row.period_end) == period:
                return row
    return known.nearest(code, indicator_id, anchor)


def _cells(side: Side) -> dict[str, Any]:
    row, below = side.observation, side.denominator
    return {
        "value": side.value,
        "period_start": None if row is None else row.period_start,
        "period_end": None if row is None else row.period_end,
        "averaged": side.averaged,
        "observation_id": None if row is None else row.observation_id,
        "denominator_id": None if below is None else below.observation_id,
    }
