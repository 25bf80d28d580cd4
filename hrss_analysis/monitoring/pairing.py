"""The plan period of a target, and the actual values that may stand beside it.

Time is settled here: a total is held against the whole of its own period and nothing else, a level
against the last value within the plan. Scope, definition and year-to-date marks are left to the
comparability gate, which is asked about every value.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from hrss_analysis.comparisons import GAP_GRADES, Side, grade

TOTALS = ("flow", "cumulative")
# A base further before the plan than this says nothing of where the plan began.
MOST_YEARS_TO_BASE = 5


@dataclass(frozen=True, kw_only=True)
class Known:
    """A value held against a target, or the reason why there is none.

    Attributes:
        rows: The observations it rests on; several where yearly flows were added up.
        value: Value in base units.
        lower: Lowest value that the printed forms allow.
        upper: Highest value that the printed forms allow.
        start: First day of a total; missing for a level.
        end: Last day of the period, or the date of a level.
        agrees: All readings leave room for one common value.
        reason: Why there is none; empty otherwise.
    """

    rows: tuple[Any, ...] = ()
    value: float = float("nan")
    lower: float = float("nan")
    upper: float = float("nan")
    start: date | None = None
    end: date | None = None
    agrees: bool = True
    reason: str = ""

    @property
    def years(self) -> int:
        """Length of a total in whole years; 1 for a level."""
        return self.end.year - self.start.year + 1 if self.start and self.end else 1

    @property
    def exact(self) -> bool:
        """The value is a point and not only a bound."""
        return bool(self.rows) and all(
            row.qualifier not in ("ge", "gt", "le", "lt") for row in self.rows
        )


Plans = Mapping[tuple[str, int], int]


def plan_starts(observations: pd.DataFrame, documents: pd.DataFrame) -> Plans:
    """Return the first year of the plan that ends in a year, for each document that is a plan.

    A plan's own totals over several years tell it; where it has none, a plan that ends in a year
    divisible by five is a five-year plan.
    """
    ids = set(documents.loc[documents["kind"].eq("plan"), "document_id"])
    starts: dict[tuple[str, int], int] = {}
    targets = observations[observations["role"].eq("target")].dropna(subset=["period_end"])
    for row in targets.itertuples():
        last = int(row.period_end[:4])
        several = row.measure in TOTALS and pd.notna(row.years) and row.years > 1
        first = int(row.period_start[:4]) if several else last - 4 if last % 5 == 0 else last
        for name in ids & set(row.document_ids.split()):
            known = starts.get((name, last))
            starts[name, last] = first if several or known is None else known
    return starts


def plan_period(target: Any, plans: Plans) -> tuple[date, date] | None:
    """Return first and last day of the plan that a target belongs to.

    Args:
        target: A row of the observations table.
        plans: From `plan_starts`.

    Returns:
        The period of a total; for a level the years of the plan that ends with it, else its own
        period or its calendar year. Nothing where the target has no date.
    """
    if pd.isna(target.period_end):
        return None
    end = date.fromisoformat(target.period_end)
    own = date(end.year, 1, 1)
    if pd.notna(target.period_start):
        own = date.fromisoformat(target.period_start)
    elif target.measure in TOTALS:
        return None
    if target.measure in TOTALS:
        return own, end
    named = [plans.get((name, end.year)) for name in target.document_ids.split()]
    return min([own, *(date(year, 1, 1) for year in named if year)]), end


def refusal(actual: Any, target: Any) -> str:
    """Return the gate's reason why a value may not be held against a target; empty if it may.

    The pair is graded as if both spoke of one whole year: time is settled by the caller, and a
    bound is no obstacle because verdicts look at the whole interval.
    """
    year = {"period_start": "2000-01-01", "period_end": "2000-12-31", "years": 1.0}
    own, other = (row._replace(**year, measure="flow", qualifier="eq") for row in (actual, target))
    if actual.unit == target.unit and all("d" in _flag(row) for row in (own, other)):
        # Both depart from the dictionary in the same unit: they are like each other.
        own, other = (row._replace(flag=_flag(row).replace("d", "")) for row in (own, other))
    rule = grade(
        Side(own, own.value, own.value, own.value),
        Side(other, other.value, other.value, other.value),
        "level",
    )
    return "" if rule.grade in GAP_GRADES else rule.key


def latest_value(actuals: list[Any], target: Any, plan: tuple[date, date]) -> Known:
    """Return what was reached within the plan, as far as the documents know.

    A total is added up from the first day of its period on, without a gap; of a level the last
    value within the plan is taken.

    Args:
        actuals: Actual observations of the target's region and indicator.
        target: The target.
        plan: Its plan period.
    """
    start, end = plan
    total = target.measure in TOTALS
    inside = [row for row in actuals if _is_total(row) == total and _within(row, start, end)]
    if not inside:
        return Known(reason="no_value")
    usable = [row for row in inside if not refusal(row, target)]
    if not usable:
        return Known(reason=refusal(inside[-1], target))
    if not total:
        usable = [row for row in usable if row.measure == target.measure]
        return _joined(_last(usable)) if usable else Known(reason="definition_differs")
    chain = _chain(usable, start)
    return _joined(chain) if chain else Known(reason="gap_in_years")


def base_value(actuals: list[Any], target: Any, plan: tuple[date, date]) -> Known:
    """Return the last value before the plan: for a total one of the same length, else of any.

    A total of another length may stand beside the target only as a yearly average; the caller
    marks it so.
    """
    start, end = plan
    total = target.measure in TOTALS
    before = [
        row
        for row in actuals
        if _is_total(row) == total
        and pd.notna(row.period_end)
        and (not total or _whole_years(row))
        and date.fromisoformat(row.period_end) < start
        and start.year - int(row.period_end[:4]) <= MOST_YEARS_TO_BASE
        and (total or row.measure == target.measure)
        and not refusal(row, target)
    ]
    years = end.year - start.year + 1
    alike = [row for row in before if total and round(row.years) == years]
    return _joined(_last(alike or before)) if before else Known(reason="no_base")


def _flag(row: Any) -> str:
    return row.flag if isinstance(row.flag, str) else ""


def _is_total(row: Any) -> bool:
    return row.measure in TOTALS


def _whole_years(row: Any) -> bool:
    return (
        pd.notna(row.period_start)
        and row.period_start.endswith("-01-01")
        and row.period_end.endswith("-12-31")
    )


def _within(row: Any, start: date, end: date) -> bool:
    if pd.isna(row.period_end):
        return False
    first = row.period_start if _is_total(row) else row.period_end
    return (
        pd.notna(first)
        and start <= date.fromisoformat(first)
        and date.fromisoformat(row.period_end) <= end
    )


def _last(rows: Iterable[Any]) -> list[Any]:
    """The newest of some values; a reported one before a derived one."""
    ordered = sorted(rows, key=lambda row: (row.period_end, row.status != "derived"))
    return ordered[-1:]


def _chain(rows: list[Any], start: date) -> list[Any]:
    """Totals that follow each other without a gap, from a day on; the longest at each step."""
    chain: list[Any] = []
    day = start.isoformat()
    while nexts := [row for row in rows if row.period_start == day]:
        chain += _last(nexts)
        day = (date.fromisoformat(chain[-1].period_end) + timedelta(days=1)).isoformat()
    return chain


def _joined(rows: list[Any]) -> Known:
    first, last = rows[0], rows[-1]
    return Known(
        rows=tuple(rows),
        value=sum(row.value for row in rows),
        lower=sum(_end_of(row, "value_lower") for row in rows),
        upper=sum(_end_of(row, "value_upper") for row in rows),
        start=date.fromisoformat(first.period_start) if _is_total(first) else None,
        end=date.fromisoformat(last.period_end),
        agrees=all(bool(row.agrees) for row in rows),
    )


def _end_of(row: Any, name: str) -> float:
    """One end of what the printed form allows; an open end is infinite."""
    value = getattr(row, name)
    if pd.notna(value):
        return float(value)
    open_ends = {"value_lower": ("le", "lt", "nearly"), "value_upper": ("ge", "gt", "over")}
    if row.qualifier not in open_ends[name]:
        return float(row.value)
    return 0.0 if name == "value_lower" else float("inf")
