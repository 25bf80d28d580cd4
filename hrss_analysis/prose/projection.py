"""The sentences of a projection brief: ranges with their odds, and what may not be said."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from hrss_analysis.prose.numbers import RATES, digits, named_unit, number_parts, quantity, scale_of
from hrss_analysis.prose.outlook import Outlook, Outlooks
from hrss_analysis.prose.parts import Card, Head, lower_first
from hrss_analysis.prose.periods import date_text
from hrss_analysis.prose.region import SERIES_EN, SERIES_ZH
from hrss_analysis.prose.words import name_of, pick, short_name

CARDS = 4
CHANGES = (("增加", "up"), ("减少", "down"))


def coarse(value: float, unit: str, spread: float = 0.0) -> float:
    """Precision to which a projected value is told.

    Three figures of the value, two of the width of its 80 % range, whichever is coarser; one
    decimal of a rate.
    """
    if unit in RATES:
        return 0.1
    figures = [math.floor(math.log10(abs(value) or 1)) - 2, 0]
    figures += [math.floor(math.log10(spread)) - 1] if spread > 0 else []
    return float(10 ** max(figures))


def about(
    value: float, unit: str, language: str, *, bare: bool = False, spread: float = 0.0
) -> str:
    """A projected value in words, rounded to what can be told."""
    return quantity(
        value,
        named_unit(unit, language),
        language,
        qualifier="eq" if bare else "approx",
        precision=coarse(value, unit, spread),
    )


def spread_of(row: pd.Series) -> float:
    """Width of the 80 % range of a projected year."""
    return float(row["upper80"] - row["lower80"])


def median_text(item: Outlook, row: pd.Series, language: str, *, bare: bool = False) -> str:
    """The median of a projected year."""
    return about(row["median"], item.unit, language, bare=bare, spread=spread_of(row))


def range_text(item: Outlook, row: pd.Series, level: str, language: str) -> str:
    """A range from lower to upper end, both on the upper end's scale.

    The unit stands once, a percent sign twice.
    """
    lower, upper, spread = row[f"lower{level}"], row[f"upper{level}"], spread_of(row)
    high = about(upper, item.unit, language, bare=True, spread=spread)
    low = about(lower, item.unit, language, bare=True, spread=spread)
    if item.unit not in RATES:
        step = coarse(lower, item.unit, spread)
        scale = scale_of(upper, item.unit, language, coarse(upper, item.unit, spread))
        low = digits(lower, item.unit, language, precision=step, scale=scale)
        low = f"{low}{pick(language, '', ' ')}{scale.name}".rstrip()
    return pick(language, f"{low}至{high}", f"{low} to {high}")


def item_name(item: Outlook, language: str) -> str:
    """Short name of the indicator."""
    return short_name(name_of(item.indicator, language), language)


def value_text(item: Outlook, row: pd.Series, language: str) -> str:
    """A known value or a target in words."""
    return quantity(
        row["value"],
        named_unit(item.unit, language),
        language,
        qualifier=row["qualifier"],
        precision=row["precision"],
    )


def last_value(item: Outlook, language: str) -> str:
    """The last known value in words."""
    return value_text(item, item.last, language)


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
        f"{total}项指标中{usable}项给出范围",
        f"ranges for {usable} of {total} indicators",
    )


def projection_finding(facts: Outlooks, language: str) -> str:
    """The first trend's range, or that the known years are too few for any trend."""
    trends = facts.saying("trend")
    if not trends:
        few = len(facts.saying("band", "change"))
        return pick(
            language,
            f"{few}项指标只有一两个年份，不能判断趋势",
            f"{_indicators(few)} one or two known years: no trend can be told",
        )
    item = trends[0]
    row = item.horizon
    return pick(
        language,
        f"{row['year']:.0f}年{item_name(item, 'zh')}{median_text(item, row, 'zh')}，"
        f"八成可能在{range_text(item, row, '80', 'zh')}之间",
        f"{item_name(item, 'en')} {median_text(item, row, 'en')} in {row['year']:.0f}; "
        f"80% range {range_text(item, row, '80', 'en')}",
    )


def _indicators(count: int) -> str:
    return "1 indicator has" if count == 1 else f"{count} indicators have"


def projection_lead(facts: Outlooks, language: str) -> str:
    """Last value, range with its odds in words, and what the range leaves out."""
    usable = facts.usable
    if not usable:
        return pick(
            language,
            f"{facts.name('zh')}的数据不足以给出任何范围。",
            f"The data of {facts.name('en')} do not allow any range.",
        )
    item = usable[0]
    return (
        sentence(item, language)
        + pick(language, "", " ")
        + pick(
            language,
            "八成可能，指这样的范围十次中约有八次包含实际值；范围不含政策变化、口径调整和全国性冲击。",
            "Ranges like this hold the later value about eight times in ten; they leave out "
            "changes of policy and definition and nationwide shocks.",
        )
    )


def sentence(item: Outlook, language: str) -> str:
    """One indicator ahead, saying no more than its number of known years allows."""
    row = item.horizon
    name, last, since = item_name(item, language), last_value(item, language), item.last["year"]
    year, inner = f"{row['year']:.0f}", range_text(item, row, "80", language)
    odds = pick(
        language,
        f"约有八成可能在{inner}之间。",
        f"about eight chances in ten of {inner}.",
    )
    if item.says == "trend":
        middle = median_text(item, row, language)
        return pick(
            language,
            f"{name}{since}年为{last}；由{item.known}个已知年份推算，{year}年{middle}，{odds}",
            f"{name} was {last} in {since}; from {item.known} known years, {middle} in {year}, "
            f"with {odds}",
        )
    if item.says == "change":
        more = _changed(item, language)
        return pick(
            language,
            f"{name}{since}年为{last}，{more}；只有2个年份，不判断趋势，{year}年{odds}",
            f"{name} was {last} in {since}, {more}. Two years make no trend; in {year}, {odds}",
        )
    return pick(
        language,
        f"{name}只有{since}年一个数值（{last}），不判断趋势；借用其他数列的波动推算，{year}年{odds}",
        f"{name} is known for {since} only ({last}), so no trend is told; with the swings of "
        f"other series, {year} has {odds}",
    )


def _changed(item: Outlook, language: str) -> str:
    """The change between the two known years, as a fact."""
    first, last = item.history.iloc[0], item.last
    change = last["value"] - first["value"]
    if change == 0:
        return pick(language, f"与{first['year']}年持平", f"the same as in {first['year']}")
    exact = first["qualifier"] == last["qualifier"] == "eq"
    unit = "percentage_point" if item.unit == "percent" else item.unit
    size = about(abs(change), unit, language, bare=exact)
    words = (("上升", "up"), ("下降", "down")) if item.unit in RATES else CHANGES
    zh, en = words[int(change < 0)]
    return pick(language, f"比{first['year']}年{zh}{size}", f"{en} {size} from {first['year']}")


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
                f"{_indicators(single)} one known year: the range is borrowed from other "
                "series; no trend and no odds of meeting a target are told.",
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
                f"{len(silent)} without a projection ({'; '.join(told)}).",
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


def past_forecasts(items: Sequence[Outlook], language: str) -> str:
    """One line of back-test: how often past 80 % ranges of these series held what came."""
    tests, inside = sum(item.tests for item in items), sum(item.inside for item in items)
    if not tests:
        return pick(
            language,
            "年份太少，无法用历年数据检验。",
            "Back-test: none, too few years.",
        )
    return pick(
        language,
        f"历史检验：以往{tests}次预测中，80%范围有{inside}次包含实际值。",
        f"Back-test: of {tests} past forecasts the 80% range held {inside}.",
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
            (pick(language, f"{year}年八成可能：{inner}", f"{year}, 80% range: {inner}"), None),
        ]
        if trend:
            lines.append((actual, item.last["observation_id"]))
        else:
            lines.append(
                (pick(language, "年份太少，不判断趋势", "too few years for a trend"), None)
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
