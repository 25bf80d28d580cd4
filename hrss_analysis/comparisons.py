"""Pairs of regions for each indicator, graded by the comparability gate.

Before two values stand side by side the gate grades the pair. Its rules are the table `GATE`, tried
from top to bottom; the first that applies decides, and its key is kept as the reason. Gaps and
ratios exist only where the grade allows them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from hrss_analysis import tables
from hrss_analysis.reference import ancestors

PER = 10_000
# A population further away than this from the value's year is no denominator for it.
MOST_YEARS_TO_POPULATION = 5
# Beyond this, two values say more of their years than of their regions.
MOST_YEARS_APART = 2
GAP_GRADES = ("comparable", "years_differ", "averaged")
BOUNDS = ("ge", "gt", "le", "lt")


@dataclass(frozen=True)
class Side:
    """One side of a pair: what a region reports of an indicator, in one view.

    Attributes:
        observation: The observation (a row of the observations table), or None: not reported.
        value: The value in the view's unit, or None where the view cannot be computed.
        lower: Lowest value that the printed form allows.
        upper: Highest value that the printed form allows.
        averaged: The value is a total over several years divided by their number.
        denominator: The population observation it was divided by.
    """

    observation: Any = None
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    averaged: bool = False
    denominator: Any = None


@dataclass(frozen=True)
class Rule:
    """One rule of the gate: when it applies, the grade it gives, and why, in both languages."""

    key: str
    grade: str
    applies: Callable[[Side, Side, str], bool] = field(repr=False)
    zh: str
    en: str


def _either(test: Callable[[Any], bool]) -> Callable[[Side, Side, str], bool]:
    return lambda own, other, view: test(own.observation) or test(other.observation)


def _flagged(letter: str) -> Callable[[Any], bool]:
    return lambda row: isinstance(row.flag, str) and letter in row.flag


def _whole_period(row: Any) -> bool:
    """Tell whether the period is known and covers whole years, or is one date."""
    if row.measure in ("flow", "cumulative"):
        return pd.notna(row.years) and abs(row.years - round(row.years)) < 0.05
    return pd.notna(row.period_end)


def _length(row: Any) -> int:
    """Return the length of a total in years; 0 for what is no total (stock, rate, price)."""
    return round(row.years) if row.measure in ("flow", "cumulative") else 0


def _years_far(own: Side, other: Side, view: str) -> bool:
    ends = [int(_year(side.observation)) for side in (own, other)]
    return abs(ends[0] - ends[1]) > MOST_YEARS_APART


def _dates_differ(own: Side, other: Side, view: str) -> bool:
    """Tell whether two values at a date were taken at different times of the year."""
    rows = [own.observation, other.observation]
    at_date = all(pd.isna(row.period_start) and row.measure != "cumulative" for row in rows)
    return at_date and rows[0].period_end[4:] != rows[1].period_end[4:]


def _totals_differ(own: Side, other: Side, view: str) -> bool:
    return view == "level" and _length(own.observation) != _length(other.observation)


def _year(row: Any) -> str:
    return row.period_end[:4]


def _span(side: Side) -> tuple[str, str]:
    row = side.observation
    start = row.period_start[:4] if pd.notna(row.period_start) else _year(row)
    return start, _year(row)


GATE = (
    Rule(
        "not_reported",
        "not_reported",
        lambda own, other, view: own.observation is None or other.observation is None,
        "至少一方未公布",
        "not reported by at least one of the two",
    ),
    Rule(
        "campaign_only",
        "apart",
        _either(lambda row: pd.notna(row.scope)),
        "只涉及专项活动或部分人群，口径不同",
        "covers a campaign or a sub-group only",
    ),
    Rule(
        "definition_differs",
        "apart",
        _either(_flagged("d")),
        "统计口径或计量单位与指标定义不同",
        "the definition or unit differs from the indicator's",
    ),
    Rule(
        "year_to_date",
        "apart",
        _either(_flagged("p")),
        "可能只是年初至发布时的数，不是全年",
        "may be year to date, not the whole year",
    ),
    Rule(
        "part_of_year",
        "apart",
        _either(lambda row: not _whole_period(row)),
        "时期不明或不足全年",
        "the period is unknown or not a whole year",
    ),
    Rule(
        "years_far",
        "apart",
        _years_far,
        "年份相差两年以上",
        "the years lie more than two apart",
    ),
    Rule(
        "dates_differ",
        "apart",
        _dates_differ,
        "一年中的时点不同",
        "taken at different times of the year",
    ),
    Rule(
        "bound_only",
        "apart",
        _either(lambda row: row.qualifier in BOUNDS),
        "只公布了上限或下限",
        "printed as a bound only",
    ),
    Rule(
        "no_denominator",
        "not_reported",
        lambda own, other, view: own.value is None or other.value is None,
        "没有可用的常住人口数",
        "no resident population near that year",
    ),
    Rule(
        "totals_differ",
        "apart",
        _totals_differ,
        "一方是多年累计，一方不是",
        "one is a total over several years, the other is not",
    ),
    Rule(
        "averaged",
        "averaged",
        lambda own, other, view: own.averaged or other.averaged,
        "多年累计折算为年均",
        "a total over several years stands as its yearly average",
    ),
    Rule(
        "years_differ",
        "years_differ",
        lambda own, other, view: _span(own) != _span(other),
        "年份不同",
        "the years differ",
    ),
    Rule(
        "same_period",
        "comparable",
        lambda own, other, view: True,
        "时期和口径相同",
        "same period and scope",
    ),
)


def grade(own: Side, other: Side, view: str) -> Rule:
    """Return the first rule of the gate that applies to a pair."""
    return next(rule for rule in GATE if rule.applies(own, other, view))


def reason_text(key: str, language: str) -> str:
    """Return why a pair got its grade, in Chinese (`zh`) or English (`en`)."""
    rule = next(rule for rule in GATE if rule.key == key)
    return rule.zh if language == "zh" else rule.en


def build_comparisons(
    observations: pd.DataFrame,
    documents: pd.DataFrame,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
) -> pd.DataFrame:
    """Return the comparisons table: one row for each indicator, view and ordered pair of regions.

    Every region with a document of its own is held against its peers (regions of the same level
    with a document) and against the regions it lies in. A region that did not report an indicator
    which the other did has a row that says so.
    """
    covered = [code for code in regions["region_code"] if code in set(documents["region_code"])]
    known = _Known(observations, indicators)
    wanted = set(observations.loc[observations["region_code"].isin(covered), "indicator_id"])
    rows = [
        _pair(known, indicator, view, code, other, relation)
        for code in covered
        for other, relation in _others(code, covered, regions)
        for indicator in indicators.itertuples()
        if indicator.indicator_id in wanted and known.reported(indicator.indicator_id, code, other)
        for view in _views(indicator)
    ]
    return tables.conform(pd.DataFrame(rows), "comparisons")


def _others(code: str, covered: list[str], regions: pd.DataFrame) -> Iterator[tuple[str, str]]:
    level = regions.set_index("region_code")["level"]
    above = ancestors(code, regions)
    for other in covered:
        if other != code and level[other] == level[code]:
            yield other, "peer"
    for place, other in enumerate(above):
        yield other, level[other] if level[other] != "prefecture" and place else "parent"


def _views(indicator: Any) -> list[str]:
    views = ["level"]
    views += ["yearly_average"] if indicator.measure == "flow" else []
    views += ["per_10k_residents"] if pd.notna(indicator.denominator) else []
    return views


class _Known:
    """The actual observations by region and indicator, and the populations by region."""

    def __init__(self, observations: pd.DataFrame, indicators: pd.DataFrame) -> None:
        actual = observations[observations["role"] == "actual"]
        self._rows = {
            key: list(group.itertuples())
            for key, group in actual.groupby(["region_code", "indicator_id"])
        }
        self._indicators = indicators.set_index("indicator_id")

    def reported(self, indicator_id: str, *codes: str) -> bool:
        return any((code, indicator_id) in self._rows for code in codes)

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

    def population(self, row: Any) -> Any:
        rows = self._rows.get((row.region_code, "resident_population"), [])
        near = [
            (abs(int(_year(r)) - int(_year(row))), [-x for x in _quality(r)], r.Index) for r in rows
        ]
        if not near:
            return None
        years, _, index = min(near)
        found = next(r for r in rows if r.Index == index)
        return found if years <= MOST_YEARS_TO_POPULATION else None


def _quality(row: Any) -> list[int]:
    flag = row.flag if isinstance(row.flag, str) else ""
    return [int(pd.isna(row.scope)), int("d" not in flag), int("u" not in flag)]


def _preference(row: Any) -> tuple[Any, ...]:
    return (*_quality(row)[:2], _year(row), int(row.measure != "cumulative"), _quality(row)[2])


def _distance(row: Any, to: Any) -> tuple[int, int]:
    same_kind = (row.measure == "cumulative") == (to.measure == "cumulative")
    return abs(int(_year(row)) - int(_year(to))), int(not same_kind)


def _side(known: _Known, row: Any, view: str) -> Side:
    if row is None:
        return Side()
    averaged = view != "level" and row.measure == "cumulative"
    if averaged and pd.isna(row.years):
        return Side(row)
    divisor = round(row.years) if averaged else 1.0
    population = None
    if view == "per_10k_residents":
        population = known.population(row)
        if population is None:
            return Side(row)
        divisor *= population.value / PER
    lower, upper = (
        None if pd.isna(end) else end / divisor for end in (row.value_lower, row.value_upper)
    )
    return Side(row, row.value / divisor, lower, upper, averaged, population)


def _pair(
    known: _Known, indicator: Any, view: str, code: str, other: str, relation: str
) -> dict[str, Any]:
    row = known.latest(code, indicator.indicator_id)
    own = _side(known, row, view)
    far = _side(known, known.nearest(other, indicator.indicator_id, row), view)
    rule = grade(own, far, view)
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
    if rule.grade in GAP_GRADES and own.value is not None and far.value is not None:
        cells["gap"] = own.value - far.value
        cells["ratio"] = own.value / far.value if far.value else None
        cells["within_rounding"] = _overlap(own, far)
    return cells


def _cells(side: Side, prefix: str) -> dict[str, Any]:
    row, population = side.observation, side.denominator
    cells = {
        "value": side.value,
        "period_start": None if row is None else row.period_start,
        "period_end": None if row is None else row.period_end,
        "observation_id": None if row is None else row.observation_id,
        "denominator_id": None if population is None else population.observation_id,
    }
    return {prefix + name: value for name, value in cells.items()}


def _overlap(own: Side, other: Side) -> str | None:
    ends = (own.lower, own.upper, other.lower, other.upper)
    if any(end is None for end in ends):
        return None
    meet = own.lower <= other.upper and other.lower <= own.upper  # type: ignore[operator]
    return "yes" if meet else "no"
