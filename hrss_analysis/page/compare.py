"""The table of a comparison brief: indicators in rows, regions in columns, as reported."""

from __future__ import annotations

import pandas as pd

from hrss_analysis.page.brief import Brief
from hrss_analysis.page.cells import observed_cell
from hrss_analysis.page.markup import Cell, table_html
from hrss_analysis.prose.comparison import REASONS, Comparison
from hrss_analysis.prose.levels import Levels
from hrss_analysis.prose.periods import period_text
from hrss_analysis.prose.words import listed, name_of, pick


def comparison_table(brief: Brief, facts: Comparison) -> None:
    """Show each region's reported value and whether the values may be compared.

    Args:
        brief: The page.
        facts: The comparison.
    """
    language = brief.language
    observations = brief.tables["observations"].set_index("observation_id")
    rows = []
    shown: list[str] = []
    for item in facts.levels:
        by_code = item.rows.set_index("region_code")
        ids = [by_code.loc[code, "observation_id"] for code in facts.regions.index]
        shown += [str(i) for i in ids if pd.notna(i)]
        cells = [_reported(brief, observations, i) for i in ids]
        rows.append((name_of(item.indicator, language), [*cells, _verdict(item, language)]))
    header = [
        brief.say("指标", "Indicator"),
        *facts.regions[f"name_{language}"],
        brief.say("能否比较", "Comparable?"),
    ]
    alike, usable = len(facts.alike), len(facts.comparable)
    title = brief.say(
        f"{len(rows)}项指标的公布值：{alike}项同期可比，{usable - alike}项只并列",
        f"{len(rows)} indicators as reported: {alike} comparable, {usable - alike} unranked",
    )
    legend = brief.ledger.legend(shown)
    data = observations.loc[shown].reset_index()[
        ["region_code", "indicator_id", "period_start", "period_end", "value", "printed_value"]
        + ["unit", "qualifier", "status", "flag", "observation_id"]
    ]
    brief.table(
        table_html(header, rows, title, language, "cmp"),
        title,
        subtitle=brief.say(
            "各地按自己的时期公布；点按数值可看原文写法和出处",
            "Each region reports for its own period; select a value to see it as printed",
        ),
        note=legend,
        data=data,
    )


def _reported(brief: Brief, observations: pd.DataFrame, observation_id: object) -> Cell:
    period = ""
    if pd.notna(observation_id):
        row = observations.loc[str(observation_id)]
        ends = (row["period_start"], row["period_end"])
        period = period_text(*ends, row["measure"], brief.language, short=True)
    return observed_cell(brief, observations, observation_id, small=period)


def _verdict(item: Levels, language: str) -> Cell:
    ranked = item.ranked
    apart = item.placed("apart")
    reasons = list(dict.fromkeys(apart["reason"]))
    told = [REASONS[reason][0 if language == "zh" else 1] for reason in reasons]
    if len(ranked) < 2:
        return Cell(text=pick(language, "否：", "no: ") + _why(item, told, language), kind="text")
    yes = pick(language, f"{len(ranked)}地可比", f"{len(ranked)} regions")
    if not item.same_period:
        averaged = bool(ranked["averaged"].any())
        zh, en = ("年均", "yearly average") if averaged else ("年份不同", "years differ")
        yes = pick(language, f"{len(ranked)}地并列，不排名（{zh}）", f"{yes}, not ranked ({en})")
    elif item.tied(*ranked["region_code"].iloc[[0, -1]]):
        yes += pick(language, "（差在舍入范围内）", " (within rounding)")
    for reason, rows in apart.groupby("reason", sort=False):
        names = listed(rows[f"name_{language}"].tolist(), language)
        zh, en = REASONS[str(reason)]
        yes += pick(language, f"；{names}除外：{zh}", f"; not {names}: {en}")
    return Cell(text=yes, kind="text")


def _why(item: Levels, told: list[str], language: str) -> str:
    if told:
        return pick(language, "；", "; ").join(told)
    if len(item.placed("no_population")):
        zh, en = REASONS["no_insured" if item.view == "per_10k_insured" else "no_denominator"]
        return pick(language, zh, en)
    return pick(language, "只有一地公布", "only one region reports")
