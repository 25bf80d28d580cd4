"""The sentences of a projection brief: ranges with their odds, and what may not be said."""

from __future__ import annotations

import pandas as pd

from hrss_analysis import units
from hrss_analysis.comparisons import BOUNDS
from hrss_analysis.prose.numbers import RATES, named_unit, number_parts, quantity
from hrss_analysis.prose.outlook import Outlook, Outlooks
from hrss_analysis.prose.parts import Card, Head, lower_first, upper_first
from hrss_analysis.prose.periods import date_text
from hrss_analysis.prose.ranges import (
    coarse,
    item_name,
    last_value,
    median_text,
    range_text,
    record_text,
    spread_of,
    value_text,
)
from hrss_analysis.prose.region import SERIES_EN, SERIES_ZH
from hrss_analysis.prose.words import pick

CARDS = 4
CHANGES = (("增加", "up"), ("减少", "down"))


def projection_head(facts: Outlooks, language: str) -> Head:
    """Open a projection brief."""
    place = facts.name(language)
    finding = projection_finding(facts, language)
    lead = projection_lead(facts, language)
    years = [int(item.last["year"]) for item in facts.items if len(item.history)]
    last = str(max(years)) if years else ""
    return Head(
        title=pick(
            language,
            f"{place}到{facts.horizon_year}年的预测：{finding}",
            f"{place} to {facts.horizon_year}, projections: {finding}",
        ),
        description=lead,
        kicker=pick(
            language,
            f"{SERIES_ZH} · {place} · 预测到{facts.horizon_year}年",
            f"{SERIES_EN} · {place} · projections to {facts.horizon_year}",
        ),
        h1=finding,
        lead=lead,
        dates=((pick(language, "数据截至", "Data to"), last, date_text(last, language)),)
        if last
        else (),
        facts=(_counts(facts, language),),
        notice=pick(
            language,
            "预测值是估计，不是公布的数值，也不是计划。",
            "Projected values are estimates; they are neither reported nor planned.",
        ),
    )


def _counts(facts: Outlooks, language: str) -> str:
    total, usable = len(facts.items), len(facts.usable)
    return pick(
        language,
        f"有数据的{total}项指标中{usable}项给出范围",
        f"ranges for {usable} of {total} indicators with data",
    )


def projection_finding(facts: Outlooks, language: str) -> str:
    """The first trend's range, or that the known years are too few for any trend."""
    trends = facts.saying("trend")
    if not facts.usable:
        return pick(language, "没有指标可以给出预测范围", "No indicator allows a projection")
    if not trends:
        told, count = len(facts.usable), len(facts.items)
        return pick(
            language,
            f"{count}项指标中{told}项可给出范围，年份太少，不判断趋势",
            f"Ranges for {told} of {count} indicators; too few years to judge a trend",
        )
    item = trends[0]
    row = item.horizon
    return pick(
        language,
        f"{row['year']:.0f}年{item_name(item, 'zh')}{median_text(item, row, 'zh')}，"
        f"八成范围{range_text(item, row, '80', 'zh')}",
        f"{item_name(item, 'en')} {median_text(item, row, 'en')} in {row['year']:.0f}; "
        f"80% range {range_text(item, row, '80', 'en')}",
    )


def _indicators(count: int) -> str:
    return "1 indicator has" if count == 1 else f"{count} indicators have"


def projection_lead(facts: Outlooks, language: str) -> str:
    """Last value, range, how often such ranges held, and what the range leaves out."""
    usable = facts.usable
    if not usable:
        return pick(
            language,
            f"{facts.name('zh')}{len(facts.items)}项指标的数据不足以给出任何范围。",
            f"The data of {facts.name('en')} allow no range for any of {len(facts.items)} "
            "indicators.",
        )
    item = usable[0]
    record = record_text(item, language)
    tested = record if item.tests else f"this one was {record}"
    return (
        sentence(item, language, record=False)
        + pick(language, "", " ")
        + pick(
            language,
            f"八成范围按十次中约有八次包含实际值设定；{record}。"
            "范围不含政策变化、口径调整和全国性冲击。",
            f"An 80% range is meant to contain the later value about eight times in ten; {tested}. "
            "Ranges leave out changes of policy and definition and nationwide shocks.",
        )
    )


def sentence(item: Outlook, language: str, *, record: bool = True) -> str:
    """One indicator ahead, saying no more than its number of known years allows.

    Args:
        item: The indicator.
        language: `zh` or `en`.
        record: Tell how often past ranges of the series held.
    """
    row = item.horizon
    name, last, since = item_name(item, language), last_value(item, language), item.last["year"]
    year, inner = f"{row['year']:.0f}", range_text(item, row, "80", language)
    when = "" if item.says == "trend" else f"{year}年"
    end = pick(language, f"{when}八成范围{inner}", f"80% range for {year}: {inner}")
    if record:
        told = record_text(item, language)
        end += pick(language, f"（{told}）", f" ({told})")
    end += pick(language, "。", ".")
    if item.says == "trend":
        middle = median_text(item, row, language)
        return pick(
            language,
            f"{name}{since}年为{last}；由{item.known}个已知年份{_bounds(item, 'zh')}推算，"
            f"{year}年{middle}，{end}",
            f"{name}: {last} in {since}; from {item.known} known years{_bounds(item, 'en')}, "
            f"{middle} in {year}. {upper_first(end)}",
        )
    if item.says == "change":
        more = _changed(item, language)
        return pick(
            language,
            f"{name}{since}年为{last}，{more}；只有2个年份，不判断趋势，{end}",
            f"{name}: {last} in {since}, {more}. Two years make no trend; {end}",
        )
    return pick(
        language,
        f"{name}只有{since}年一个数值（{last}），不判断趋势；{end}",
        f"{name}: {last} in {since}, the only known year, so no trend is judged; {end}",
    )


def _bounds(item: Outlook, language: str) -> str:
    """How many of the known years are printed as a bound only, in brackets; empty for none."""
    count = int(item.history["qualifier"].isin(BOUNDS).sum())
    if not count:
        return ""
    return pick(
        language,
        f"（其中{count}年只印出上下限）",
        f" ({count} of them printed as a bound only)",
    )


def bound(row: pd.Series) -> bool:
    """Whether a known value is printed as a bound only."""
    return str(row["qualifier"]) in BOUNDS


def doubtful(row: pd.Series) -> bool:
    """Whether a known value is marked as unreliable."""
    return pd.notna(row["flag"]) and "u" in str(row["flag"])


def _changed(item: Outlook, language: str) -> str:
    """The change between the two known years as a fact, or why none is computed."""
    first, last = item.history.iloc[0], item.last
    base = first["year"]
    if bound(first) or bound(last):
        shown = value_text(item, first, language)
        return pick(
            language,
            f"{base}年所印为“{shown}”，不计算变化",
            f"{shown} in {base} (a bound, so no change is computed)",
        )
    if not (bool(first["agrees"]) and bool(last["agrees"])):
        return pick(
            language,
            f"与{base}年相比，来源印出的数值互相矛盾，不计算变化",
            f"its sources contradict each other, so no change from {base} is computed",
        )
    if doubtful(first) or doubtful(last):
        return pick(
            language,
            f"与{base}年相比有数值存疑，不计算变化",
            f"a value is unreliable, so no change from {base} is computed",
        )
    change = last["value"] - first["value"]
    exact = first["qualifier"] == last["qualifier"] == "eq"
    if change == 0 and exact:
        return pick(language, f"与{base}年持平", f"the same as in {base}")
    if units.meet(
        units.ends(row["value"], row["value_lower"], row["value_upper"], row["qualifier"])
        for row in (first, last)
    ):
        return pick(
            language, f"与{base}年之差在舍入范围内", f"within rounding of the value in {base}"
        )
    words = (("上升", "up"), ("下降", "down")) if item.unit in RATES else CHANGES
    zh, en = words[int(change < 0)]
    steps = [float(row["precision"]) for row in (first, last) if pd.notna(row["precision"])]
    if max(steps, default=0) > abs(change):
        return pick(
            language,
            f"比{base}年{zh}，所印精度不足以计算差额",
            f"{en} from {base} by less than the printed precision tells",
        )
    unit = "percentage_point" if item.unit == "percent" else item.unit
    size = quantity(
        abs(change),
        named_unit(unit, language),
        language,
        qualifier="eq" if exact and len(set(steps)) == 1 else "approx",
        precision=max([coarse(change, unit) if not steps else 0.0, *steps]),
    )
    return pick(language, f"比{base}年{zh}{size}", f"{en} {size} from {base}")


def projection_points(facts: Outlooks, language: str) -> list[str]:
    """The next indicators in sentences, at most three."""
    return [sentence(item, language) for item in facts.usable[1:4]]


def limit_points(facts: Outlooks, language: str) -> list[str]:
    """What may not be said, with the number of indicators it concerns."""
    points = []
    single = len(facts.saying("band"))
    if single:
        points.append(
            pick(
                language,
                f"{single}项指标只有一年数据：范围借用其他数列的波动，不判断趋势，也不给达标概率。",
                f"{_indicators(single)} one known year: range borrowed from other series, no trend "
                "and no odds of meeting a target.",
            )
        )
    silent = [item for item in facts.items if not len(item.ahead)]
    reasons: dict[str, list[str]] = {}
    for item in silent:
        reasons.setdefault(reason_text(item, language), []).append(item_name(item, language))
    told = [
        pick(language, f"{len(names)}项{reason}", f"{len(names)}: {lower_first(reason)}")
        for reason, names in sorted(reasons.items(), key=lambda pair: -len(pair[1]))
    ]
    if len(reasons) == 1:
        told = [pick(language, reason, lower_first(reason)) for reason in reasons]
    if told:
        points.append(
            pick(
                language,
                f"{len(silent)}项没有预测：{'；'.join(told)}。",
                f"No projection for {len(silent)} "
                f"{'indicator' if len(silent) == 1 else 'indicators'} ({'; '.join(told)}).",
            )
        )
    if facts.usable and all(item.targets.empty for item in facts.items):
        points.append(
            pick(
                language,
                f"所收文件没有{facts.horizon_year}年以前尚未到期的目标，无法对照目标判断。",
                f"The documents used hold no later target up to {facts.horizon_year}, so nothing "
                "can be measured against one.",
            )
        )
    return points


def reason_text(item: Outlook, language: str) -> str:
    """Why there is no projection, or what limits it."""
    from hrss_analysis.projections import REASONS  # scipy comes with it; other briefs do without

    told = []
    for key in item.reason.split():
        en, zh = REASONS.get(key, (key, key))
        told.append(pick(language, zh, en))
    return pick(language, "；", "; ").join(told) or pick(
        language, f"超出{item.known}个年份可预测的范围", "beyond the years that can be projected"
    )


def projection_cards(facts: Outlooks, language: str) -> list[Card]:
    """The first indicators ahead, the range below the value, the last known value linked."""
    cards = []
    for item in facts.usable[:CARDS]:
        row = item.horizon
        inner = range_text(item, row, "80", language)
        year = f"{row['year']:.0f}"
        trend = item.says == "trend"
        value = row["median"] if trend else item.last["value"]
        precision = item.last["precision"]
        if trend:
            precision = coarse(value, item.unit, spread_of(row))
        label = item_name(item, language)
        first = pick(language, f"{year}年预测中值", f"projected median, {year}")
        actual = pick(
            language,
            f"{item.last['year']}年实际{last_value(item, 'zh')}",
            f"actual {item.last['year']}: {last_value(item, 'en')}",
        )
        lines = [
            (
                first
                if trend
                else pick(language, f"{item.last['year']}年实际", f"actual, {item.last['year']}"),
                None,
            ),
            (pick(language, f"{year}年八成范围：{inner}", f"{year}, 80% range: {inner}"), None),
        ]
        if trend:
            lines.append((actual, item.last["observation_id"]))
        else:
            lines.append(
                (pick(language, "年份太少，不判断趋势", "too few years to judge a trend"), None)
            )
        cards.append(
            Card(
                label=label,
                value=number_parts(
                    value,
                    item.unit,
                    language,
                    qualifier="eq" if trend else item.last["qualifier"],
                    precision=precision,
                ),
                lines=tuple(lines),
                observation_id=None if trend else item.last["observation_id"],
                projected=trend,
            )
        )
    return cards
