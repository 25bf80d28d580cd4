"""What a number says: actual value, target, completion rate, growth, share or reference."""

import re
from dataclasses import dataclass

from hrss_analysis.readings.lexicon import matcher
from hrss_analysis.readings.passages import Passage
from hrss_analysis.readings.quantities import Quantity

RATES = ("percent", "percentage_point")
_RANGE = re.compile(r"\s?[-~]\s?")
# So much of the text before a number can decide its role.
_BEFORE = 40
_BEHIND = 60
# What is exceeded by less than this percentage is told by how much.
_WHOLE = 100
# Words for parts of a whole.
_PARTS = ("成", "半", "分之")
# Longest text between two percentages of which the second goes on with the role of the first.
_NAME = 14


@dataclass(frozen=True)
class Judgement:
    """Role of a number.

    `decline` makes the value negative; `attached` means the words right beside the number decided,
    and that the number is about another one.
    """

    role: str
    decline: bool = False
    attached: bool = False


def judge_all(text: str, passages: list[Passage]) -> list[Judgement]:
    """Decide the role of each number in order; one may go on with that of the number before."""
    judged: list[Judgement] = []
    for number, passage in enumerate(passages):
        own = _judge(text, passage)
        if own.role == "actual" and number and _goes_on(text, passages[number - 1], passage):
            own = judged[-1] if judged[-1].attached else own
        if own.role == "share" and number > 1 and _is_done_share(passage, judged):
            own = Judgement("completion_rate", attached=True)
        judged.append(own)
    return judged


def _is_done_share(passage: Passage, judged: list[Judgement]) -> bool:
    """目标3600人，已完成1974人，占54.8%: the share of a target that was done."""
    done = passage.previous
    planned = done.previous if done else None
    if done is None or planned is None or planned.clause.sentence != passage.clause.sentence:
        return False
    alike = done.quantity.unit == planned.quantity.unit and passage.left.strip(" ，,") == "占"
    return alike and judged[-2].role == "target" and _ends("done", done.left)


def _goes_on(text: str, before: Passage, passage: Passage) -> bool:
    """增长5.9%，其中城镇4.8%、农村7.1%: a percentage behind nothing but a name goes on.

    So does one in brackets right behind an amount (增加3万人(3.5%)).
    """
    if passage.quantity.unit != "percent" or before.clause.sentence != passage.clause.sentence:
        return False
    between = text[before.quantity.end : passage.quantity.start]
    if between == "(" and before.quantity.unit not in RATES:
        return _ends("growth", before.left) or _ends("decline", before.left)
    alike = before.quantity.unit == "percent" and len(between) <= _NAME
    return alike and matcher("context", "goes_on").fullmatch(between) is not None


def _judge(text: str, passage: Passage) -> Judgement:
    """Decide the role from the words right before and right behind a number (or its list)."""
    head = passage.head or passage
    if passage.previous is not None and _RANGE.fullmatch(passage.left):
        head = passage.previous
    start = max(passage.clause.start, head.quantity.start - _BEFORE)
    before = text[start : head.quantity.start].rstrip(" ")
    around = text[max(0, head.quantity.start - _BEFORE) : head.quantity.start].rstrip(" ")
    behind = text[passage.quantity.end : passage.quantity.end + _BEHIND]
    return (
        _change(passage, before, around, behind)
        or _rate(around, behind, passage.quantity)
        or _aim(around, behind, passage.quantity)
        or Judgement("reference" if _is_reference(passage, before, behind) else "actual")
    )


def _ends(kind: str, before: str) -> bool:
    return matcher("context", kind, ending=True).search(before) is not None


def _change(passage: Passage, before: str, around: str, behind: str) -> Judgement | None:
    """Growth, decline, distance from a bound, old value of a change."""
    unit = passage.quantity.unit
    away = _distance(before, around, unit)
    if away is not None:
        return away
    if _ends("decline", before):
        return Judgement("growth", decline=True, attached=True)
    if _ends("growth", before) or _ends("new_members", around):
        return Judgement("growth", attached=True)
    pointed = unit == "percentage_point" or (unit == "percent" and _ends("signed", around))
    if pointed or matcher("context", "growth_behind").match(behind):
        return Judgement("growth", attached=True)
    old = _ends("old_value", before) and matcher("context", "new_value_behind").match(behind)
    tail = before[max(before.rfind("由"), before.rfind("从"), 0) :]
    dated = matcher("context", "dated").search(tail)
    set_rate = unit == "percent" and matcher("context", "rate_set").search(before)
    spent = passage.quantity.unit_literal in ("天", "个工作日", "工作日", "小时", "份")
    if old and not dated and (unit in ("yuan", "yuan_per_month") or set_rate or spent):
        return Judgement("reference")
    return None


def _distance(before: str, around: str, unit: str) -> Judgement | None:
    """How far a number lies from a bound: a target, a plan, the figure of a larger region."""
    if unit == "percentage_point":
        below = _ends("distance", around) or _ends("bound_below", before)
        above = _ends("distance_up", before) and not _ends("growth", before)
        if below or above or _ends("bound_above", before):
            return Judgement("reference", attached=True)
    elif unit != "percent" and _ends("beyond", before):
        return Judgement("reference", attached=True)
    return None


def _rate(before: str, behind: str, quantity: Quantity) -> Judgement | None:
    """A completion rate, by how much a target was exceeded, a share, a ratio to something else."""
    if _ends("reference_ratio", before):
        return Judgement("reference", attached=True)
    if quantity.unit_literal == "倍" and _ends("completion", before):
        return Judgement("completion_rate", attached=True)
    if quantity.unit != "percent" or matcher("context", "aim_behind").match(behind):
        return None
    if quantity.value < _WHOLE and _ends("exceeded", before):
        return Judgement("reference", attached=True)
    if _ends("completion", before):
        return Judgement("completion_rate", attached=True)
    if quantity.unit_literal in _PARTS and _ends("share_of", before):
        return Judgement("share", attached=True)
    if _ends("share", before) or matcher("context", "share_behind").match(behind):
        return Judgement("share", attached=True)
    return None


def _is_reference(passage: Passage, before: str, behind: str) -> bool:
    """在128元的基础上, 比现行标准128元增加: what a change starts from; or a threshold."""
    money = passage.quantity.unit in ("yuan", "yuan_per_month")
    based = matcher("context", "base_behind").match(behind)
    if money and based and (based[0].rstrip().endswith("上") or _ends("base_before", before)):
        return True
    return _is_threshold(passage, behind)


def _is_threshold(passage: Passage, behind: str) -> bool:
    """50人以上群体性事件, 5000元以上的岗位: a bound that tells which things are meant."""
    units = ("person", "yuan", "yuan_per_month")
    bound = passage.quantity.qualifier in ("ge", "lt", "le") and passage.quantity.unit in units
    return bound and matcher("context", "threshold_behind").match(behind) is not None


def _aim(around: str, behind: str, quantity: Quantity) -> Judgement | None:
    """A target; 12项计划 counts plans and aims at nothing."""
    if quantity.unit == "item" and not around.endswith(("为", "是", "目标", "任务")):
        return None
    done = matcher("context", "actual_behind").match(behind)
    against = done is not None and done["unit"] == quantity.unit_literal[:1]
    before = _ends("target_before", around) and "完成" not in around[-3:]
    if before or against or matcher("context", "target_behind").match(behind):
        return Judgement("target", attached=True)
    return None
