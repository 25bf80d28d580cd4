"""Methods and how to cite: the end of every brief."""

from __future__ import annotations

from html import escape

from IPython.display import HTML, display

from hrss_analysis import __version__
from hrss_analysis.page.brief import Brief

# topic -> (Chinese head, Chinese text, English head, English text)
METHODS: dict[str, tuple[str, str, str, str]] = {
    "values": (
        "数值",
        "数值取自所列文件，保留原文的限定词（余、约、以上）和精度；“推”为推算值，不是文件所印。",
        "Values",
        "Values are those printed in the documents listed, with their qualifiers (over, about, at "
        "least) and precision; c marks a value computed here.",
    ),
    "targets": (
        "目标",
        "完成率等于实际数除以同期目标；文件只印完成率时，目标由两者推算并取整，标“推”。完成率高低受目标松紧影响；"
        "来源先后印出不同的数值时，落在其间的目标不判断是否达到。",
        "Targets",
        "Completion is the value divided by the target of the same period. Where only the rate "
        "is printed, the target is implied and rounded, and marked c. A high rate may reflect an "
        "easy target. A target between unlike printed values is not judged.",
    ),
    "missing": (
        "缺失",
        "“未公布”表示所收文件没有这一数值，不等于0，也不用插值代替；“无目标”表示没有同期目标。",
        "Missing",
        "Not reported means that the documents at hand have no such value: it is never zero and "
        "never filled in. No target means that none was set for the period.",
    ),
    "comparison": (
        "比较",
        "口径、行政级别不同或年份相差两年以上的数值不并列。年份相差两年以内的，以及多年累计折算的年均数，"
        "可以并列，但标明时期、不排名；只有同一时期的数值才说高低。人数和金额除以最近一次已知的常住人口（相差不超过五年）"
        "或参保人数（不超过一年），注明时点；两数按所印精度可能相等的，注明差在舍入范围内。",
        "Comparison",
        "Values of unlike definition or administrative level, or more than two years apart, are "
        "not set side by side. Values up to two years apart, and yearly averages of totals over "
        "several years, are set side by side with their periods but not ranked; only values of the "
        "same period are called higher or lower. Counts and amounts are divided by the residents "
        "(at most five years away) or insured persons (at most one) of the date given. Where the "
        "printed precision leaves room for equal values, the difference is said to be within "
        "rounding.",
    ),
    "projection": (
        "预测",
        "区间由本数列的已知年份和大量其他短数列的波动推出，不含政策变化、口径调整和全国性冲击。",
        "Projection",
        "Ranges follow from the known years and from how many other short series moved. They "
        "leave out changes of policy and definition and nationwide shocks.",
    ),
    "map": (
        "地图",
        "只有同一年份、同一口径、同一行政级别的数值并列；其余照样列出并说明原因。格子和方框不表示边界、面积和归属；“未收录”指本项目没有该地区的文件或数列。",
        "Map",
        "Only values of the same year, definition and administrative level are set side by side; "
        "the others are shown with the reason. Tiles and boxes claim no border, area or status. No "
        "data here: no document or series of that region is in the tables.",
    ),
    "monitoring": (
        "进度",
        "累计目标从目标期第一天起累加，与时间进度（已过天数占比）比较；时点和比率目标从基期算起。"
        "“保持即可”指已不低于目标。目标是下限时，低于已有水平不等于计划减少。",
        "Pace",
        "Totals are added up from the first day of their period and held against the share of days "
        "elapsed; stocks and rates count from the value before the plan. A target below what was "
        "reached may be a floor, not a planned fall.",
    ),
    "verdicts": (
        "结论",
        "用中期评估的说法：已完成、达到序时进度、滞后于序时进度、无法判断；期满未达到的为未完成。"
        "差距在印刷精度以内或来源互相矛盾时不下结论。已知三年以上才估计达到目标的可能性。",
        "Verdicts",
        "In the words of mid-term evaluations: met, on pace, behind pace, cannot be judged; missed "
        "once the period is over. No verdict within printed precision or where sources contradict "
        "each other. Odds are given only where three years or more are known.",
    ),
    "revisions": (
        "修订",
        "本页所用文件没有订正。",
        "Revisions",
        "No number printed in these documents has been corrected.",
    ),
}


def methods(brief: Brief, topics: tuple[str, ...]) -> None:
    """Show the methods that the page rests on, and how to cite it.

    Args:
        brief: The page.
        topics: Keys of `METHODS`, in order.
    """
    told = [_paragraph(brief, topic) for topic in topics]
    cite = brief.say("引用", "Cite as")
    title = brief.title or brief.stem
    comma, stop = brief.say("，", ", "), brief.say("。", ".")
    told.append(
        f"<p><b>{cite}{stop}</b> {escape(title)}{comma}hrss_analysis {__version__}{stop}</p>"
    )
    head = brief.say("方法与说明", "Methods and notes")
    display(HTML(f'<div class="notes"><h2>{head}</h2>{" ".join(told)}</div>'))


def _paragraph(brief: Brief, topic: str) -> str:
    head_zh, zh, head_en, en = METHODS[topic]
    corrections = brief.ledger.corrections() if topic == "revisions" else []
    if corrections:
        zh, en = f"{'；'.join(corrections)}。", f"{'; '.join(corrections)}."
    return f"<p><b>{brief.say(head_zh + '。', head_en + '.')}</b> {escape(brief.say(zh, en))}</p>"
