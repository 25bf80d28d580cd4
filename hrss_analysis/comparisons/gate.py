"""The comparability gate: a table of rules; the first that applies, from the top, decides.

Its key is kept as the reason of the pair. A gap exists only for the grades in `GAP_GRADES`, a ratio
only for those in `RATIO_GRADES`; whatever has another grade is never ranked.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

# Beyond this, two values say more of their years than of their regions.
MOST_YEARS_APART = 2
GAP_GRADES = ("comparable", "years_differ", "averaged")
RATIO_GRADES = (*GAP_GRADES, "share")
BOUNDS = ("ge", "gt", "le", "lt")
LARGER = ("parent", "province", "nation")


@dataclass(frozen=True)
class Side:
    """One side of a pair: what a region reports of an indicator, in one view.

    Attributes:
        observation: The observation (a row of the observations table), or None: not reported.
        value: The value in the view's unit, or None where the view cannot be computed.
        lower: Lowest value that the printed forms of value and denominator allow.
        upper: Highest value that they allow.
        averaged: The value is a total over several years divided by their number.
        denominator: The observation of residents or insured persons it was divided by.
    """

    observation: Any = None
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    averaged: bool = False
    denominator: Any = None


@dataclass(frozen=True)
class Pair:
    """Two sides in one view.

    Attributes:
        own: The region's side.
        other: The other region's side.
        view: One of the views of the comparisons table.
        relation: What the other region is to the region, as in the comparisons table.
        counted: The indicator is a count or an amount, which grows with the size of a region.
    """

    own: Side
    other: Side
    view: str = "level"
    relation: str = "peer"
    counted: bool = False

    @property
    def rows(self) -> tuple[Any, Any]:
        """The two observations."""
        return self.own.observation, self.other.observation


@dataclass(frozen=True)
class Rule:
    """One rule of the gate: when it applies, the grade it gives, and why, in both languages."""

    key: str
    grade: str
    applies: Callable[[Pair], bool] = field(repr=False)
    zh: str
    en: str


def _either(test: Callable[[Any], bool]) -> Callable[[Pair], bool]:
    return lambda pair: any(test(row) for row in pair.rows)


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


def _years_far(pair: Pair) -> bool:
    ends = [int(year_of(row)) for row in pair.rows]
    return abs(ends[0] - ends[1]) > MOST_YEARS_APART


def _dates_differ(pair: Pair) -> bool:
    """Tell whether two values at a date were taken at different times of the year."""
    own, other = pair.rows
    at_date = all(pd.isna(row.period_start) and row.measure != "cumulative" for row in pair.rows)
    return at_date and own.period_end[4:] != other.period_end[4:]


def _totals_differ(pair: Pair) -> bool:
    own, other = pair.rows
    return pair.view == "level" and _length(own) != _length(other)


def _no_value(pair: Pair) -> bool:
    return pair.own.value is None or pair.other.value is None


def _spans_differ(pair: Pair) -> bool:
    own, other = pair.rows
    return _span(own) != _span(other)


def year_of(row: Any) -> str:
    """Return the year in which an observation's period ends."""
    return row.period_end[:4]


def _span(row: Any) -> tuple[str, str]:
    start = row.period_start[:4] if pd.notna(row.period_start) else year_of(row)
    return start, year_of(row)


GATE = (
    Rule(
        "not_reported",
        "not_reported",
        lambda pair: None in pair.rows,
        "至少一方未公布",
        "not reported by at least one of the two",
    ),
    Rule(
        "inside",
        "apart",
        lambda pair: pair.relation == "within",
        "另一方是其下辖地区，数值已含在内，并列即重复计算",
        "the other region lies inside it: side by side it would count twice",
    ),
    Rule(
        "level_differs",
        "apart",
        lambda pair: pair.relation == "other_level",
        "行政级别不同",
        "the administrative levels differ",
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
        "size_differs",
        "apart",
        lambda pair: pair.counted and pair.view == "level",
        "总数随地区大小而变，只比人均或占比",
        "totals grow with the size of a region; only rates and shares compare",
    ),
    Rule(
        "no_insured",
        "not_reported",
        lambda pair: pair.view == "per_10k_insured" and _no_value(pair),
        "没有临近年份的参保人数",
        "no number of insured persons near that year",
    ),
    Rule(
        "no_denominator",
        "not_reported",
        _no_value,
        "没有可用的常住人口数",
        "no resident population near that year",
    ),
    Rule(
        "share_of_other_years",
        "apart",
        lambda pair: pair.view == "share" and _spans_differ(pair),
        "时期不同，不能算占比",
        "the periods differ, so it is no share",
    ),
    Rule(
        "share",
        "share",
        lambda pair: pair.view == "share",
        "占上级地区的份额，只算比例，不排名",
        "a share of the larger region: a ratio, never a rank",
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
        lambda pair: pair.own.averaged or pair.other.averaged,
        "多年累计折算为年均",
        "a total over several years stands as its yearly average",
    ),
    Rule(
        "years_differ",
        "years_differ",
        _spans_differ,
        "年份不同",
        "the years differ",
    ),
    Rule(
        "same_period",
        "comparable",
        lambda pair: True,
        "时期和口径相同",
        "same period and scope",
    ),
)


def grade(
    own: Side, other: Side, view: str, *, relation: str = "peer", counted: bool = False
) -> Rule:
    """Return the first rule of the gate that applies to a pair; see `Pair` for the arguments."""
    pair = Pair(own, other, view, relation, counted)
    return next(rule for rule in GATE if rule.applies(pair))


def reason_text(key: str, language: str) -> str:
    """Return why a pair got its grade, in Chinese (`zh`) or English (`en`)."""
    rule = next(rule for rule in GATE if rule.key == key)
    return rule.zh if language == "zh" else rule.en
