"""The table of a projection brief: last known value and ranges of every indicator."""

from __future__ import annotations

import pandas as pd

from hrss_analysis.page.brief import Brief
from hrss_analysis.page.markup import Cell, nothing, table_html
from hrss_analysis.prose.outlook import METHOD, Outlook, Outlooks
from hrss_analysis.prose.projection import about, last_value, range_text, reason_text
from hrss_analysis.prose.words import name_of, pick, word

SAYS = {
    "trend": ("可说趋势", "trend"),
    "change": ("只说变化", "change only"),
    "band": ("只说范围", "range only"),
}


def projection_table(brief: Brief, facts: Outlooks) -> None:
    """Show each indicator's last value, number of known years, median and ranges.

    Args:
        brief: The page.
        facts: The region's projections.
    """
    language = brief.language
    year = facts.horizon_year
    rows = [(name_of(item.indicator, language), _cells(brief, item, year)) for item in facts.items]
    header = [
        brief.say("指标", "Indicator"),
        brief.say("最近数值", "Last value"),
        brief.say(f"{year}年中值", f"Median {year}"),
        brief.say(f"{year}年80%范围，下为95%", f"80% range {year}, below 95%"),
        brief.say("能说什么", "What may be said"),
    ]
    told = len(facts.usable)
    silent = len(facts.items) - told
    title = brief.say(
        f"{told}项指标到{year}年的范围，{silent}项没有预测",
        f"Ranges to {year} for {told} indicators; {silent} without",
    )
    brief.table(
        table_html(header, rows, title, language, "cmp"),
        title,
        subtitle=brief.say(
            "预测值都是估计；点按最近数值可看出处",
            "Projected values are estimates; select a last value for its source",
        ),
        data=_handed(brief, facts),
    )


def _cells(brief: Brief, item: Outlook, year: int) -> list[Cell]:
    language = brief.language
    last: Cell = nothing(language, "无", "not known")
    if len(item.history):
        anchor, hint = brief.ledger.anchor(item.last["observation_id"])
        last = Cell(
            text=last_value(item, language), anchor=anchor, hint=hint, small=_since(item, language)
        )
    if not len(item.ahead):
        dash = Cell(text="–", kind="none")
        return [last, dash, dash, Cell(text=reason_text(item, language), kind="text")]
    row = item.horizon
    median: Cell = nothing(language, "不说", "not told")
    if item.says == "trend":
        median = Cell(text=about(row["median"], item.unit, language, bare=True))
    said = word(SAYS, item.says, language)
    if int(row["year"]) != year:
        said += pick(language, f"（只到{row['year']}年）", f" (to {row['year']} only)")
    if item.reason:
        said += pick(language, "；", "; ") + reason_text(item, language)
    return [
        last,
        median,
        Cell(
            text=_breakable(range_text(item, row, "80", language)),
            small=_breakable(range_text(item, row, "95", language)),
            kind="range",
        ),
        Cell(text=said, kind="text"),
    ]


def _since(item: Outlook, language: str) -> str:
    """Year of the last value, and how many years are known."""
    years = "1 known year" if item.known == 1 else f"{item.known} known years"
    return pick(
        language, f"{item.last['year']}，已知{item.known}年", f"{item.last['year']}, {years}"
    )


def _breakable(text: str) -> str:
    """Let a range break between its ends only, not between a number and its unit."""
    glued = text.replace(" ", "\u00a0").replace("\u00a0to\u00a0", " to\u00a0")
    return glued.replace("至", "至\u200b")


def _handed(brief: Brief, facts: Outlooks) -> pd.DataFrame:
    rows = brief.tables["projections"]
    code = facts.region["region_code"]
    mine = rows[rows["region_code"].eq(code) & rows["method"].eq(METHOD)]
    kept = mine[mine["year"].eq(facts.horizon_year)]
    for name in ("median", "lower", "upper"):
        kept = kept.assign(**{name: kept[name].map("{:.6g}".format, na_action="ignore")})
    same = ["indicator_id", "year", "median", "unit", "n", "last_year", "says", "reason"]
    told = kept.drop_duplicates("indicator_id")[same]
    by_level = {
        level: part.set_index("indicator_id") for level, part in kept.groupby("level", sort=True)
    }
    for level, part in by_level.items():
        for end in ("lower", "upper"):
            column = f"{end}_{float(str(level)) * 100:.0f}"
            told = told.assign(**{column: told["indicator_id"].map(part[end])})
    ids = kept.drop_duplicates("indicator_id").set_index("indicator_id")["observation_ids"]
    return told.assign(observation_ids=told["indicator_id"].map(ids))
