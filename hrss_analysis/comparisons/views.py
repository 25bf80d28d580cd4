"""Views of a value: as it is, a yearly average, per resident, per insured person, a share."""

from typing import Any

import pandas as pd

from hrss_analysis.comparisons.gate import BOUNDS, LARGER, Side, year_of

PER = 10_000
# A denominator further away than this from the value's year is none: residents change slowly,
# insured persons do not.
MOST_YEARS_TO_RESIDENTS = 5
MOST_YEARS_TO_INSURED = 1


def views_of(indicator: Any, relation: str) -> list[str]:
    """Return the views of an indicator that a relation between two regions can have."""
    counted = pd.notna(indicator.denominator)
    views = ["level"]
    views += ["yearly_average"] if indicator.measure == "flow" and not counted else []
    views += ["per_10k_residents"] if counted else []
    views += ["per_10k_insured"] if pd.notna(indicator.insured) else []
    people = indicator.indicator_id == "resident_population"
    views += ["share"] if relation in LARGER and (counted or people) else []
    return views


class Known:
    """The actual observations by region and indicator, and the denominators by region."""

    def __init__(self, observations: pd.DataFrame) -> None:
        self._rows: dict[tuple[str, str], list[Any]] = {}
        for row in observations[observations["role"] == "actual"].itertuples():
            self._rows.setdefault((row.region_code, row.indicator_id), []).append(row)

    def reported(self, indicator_id: str, *codes: str) -> bool:
        """Tell whether one of the regions reports the indicator."""
        return any((code, indicator_id) in self._rows for code in codes)

    def rows(self, code: str, indicator_id: str) -> list[Any]:
        """Return all actual observations of a region and indicator."""
        return self._rows.get((code, indicator_id), [])

    def latest(self, code: str, indicator_id: str) -> Any:
        """Return the newest whole observation of its usual kind, a whole year before a total."""
        rows = self._rows.get((code, indicator_id), [])
        return max(rows, key=_preference, default=None)

    def nearest(self, code: str, indicator_id: str, to: Any) -> Any:
        """Return the observation whose period is like that of another region, else the nearest."""
        rows = self._rows.get((code, indicator_id), [])
        if to is None or not rows:
            return self.latest(code, indicator_id)
        return min(rows, key=lambda row: (*_distance(row, to), [-x for x in _quality(row)]))

    def denominator(self, row: Any, indicator_id: str, most_years: int) -> Any:
        """Return the region's residents or insured persons nearest in time, or None.

        Bounds, sub-groups and values of another definition are no denominators.
        """
        rows = [
            other
            for other in self._rows.get((row.region_code, indicator_id), [])
            if all(_quality(other)[:2]) and other.qualifier not in BOUNDS and other.value > 0
        ]
        near = [(abs(int(year_of(r)) - int(year_of(row))), -_quality(r)[2], r.Index) for r in rows]
        if not near:
            return None
        years, _, index = min(near)
        return next(r for r in rows if r.Index == index) if years <= most_years else None


def _quality(row: Any) -> list[int]:
    flag = row.flag if isinstance(row.flag, str) else ""
    return [int(pd.isna(row.scope)), int("d" not in flag), int("u" not in flag)]


def _preference(row: Any) -> tuple[Any, ...]:
    return (*_quality(row)[:2], year_of(row), int(row.measure != "cumulative"), _quality(row)[2])


def _distance(row: Any, to: Any) -> tuple[int, int]:
    same_kind = (row.measure == "cumulative") == (to.measure == "cumulative")
    return abs(int(year_of(row)) - int(year_of(to))), int(not same_kind)


def side_of(known: Known, row: Any, indicator: Any, view: str) -> Side:
    """Return an observation in one view, with the interval that all printed forms allow."""
    if row is None:
        return Side()
    averaged = view not in ("level", "share") and row.measure == "cumulative"
    if averaged and pd.isna(row.years):
        return Side(row)
    years = round(row.years) if averaged else 1
    below = _denominator(known, row, indicator, view)
    if view.startswith("per_") and below is None:
        return Side(row)
    least, middle, most = _people(below)
    return Side(
        row,
        row.value / years / middle,
        None if pd.isna(row.value_lower) else row.value_lower / years / most,
        None if pd.isna(row.value_upper) else row.value_upper / years / least,
        averaged,
        below,
    )


def _denominator(known: Known, row: Any, indicator: Any, view: str) -> Any:
    if view == "per_10k_residents":
        return known.denominator(row, "resident_population", MOST_YEARS_TO_RESIDENTS)
    if view == "per_10k_insured":
        return known.denominator(row, indicator.insured, MOST_YEARS_TO_INSURED)
    return None


def _people(below: Any) -> tuple[float, float, float]:
    """Return the least, the stated and the greatest number of tens of thousands; 1 for none."""
    if below is None:
        return 1.0, 1.0, 1.0
    least = below.value if pd.isna(below.value_lower) else below.value_lower
    most = below.value if pd.isna(below.value_upper) else below.value_upper
    return least / PER, below.value / PER, most / PER
