"""The table of a projection brief: last known value and ranges of every indicator."""

from __future__ import annotations

import pandas as pd

from hrss_analysis.page.brief import Brief
from hrss_analysis.page.markup import Cell, nothing, table_html
from hrss_analysis.prose.outlook import METHOD, Outlook, Outlooks
from hrss_analysis.prose.projection import reason_text
from hrss_analysis.prose.ranges import last_value, median_text, range_text
from hrss_analysis.prose.words import name_of, pick, word

NO_BREAK = "\u00a0"
SAYS = {
    "trend": ("趋势", "trend"),
    "change": ("两年间变化", "change only"),
    "band": ("仅范围", "range only"),
}


def projection_table(brief: Brief, facts: Outlooks) -> None:
    """Show each indicator's last value, number of known years, median and ranges.

    Args:
        brief: The page.
        facts: The region's projections.
    """
    language = brief.language
    year = facts.horizon_year
    trends = bool(facts.saying("trend"))
    rows = [
        (name_of(item.indicator, language), _cells(brief, item, year, trends))
        for item in facts.items
    ]
    header = [
        brief.say("指标", "Indicator"),
        brief.say("最近数值", "Last value"),
        *[brief.say(f"{year}年中值", f"Median {year}")] * trends,
        brief.say("80%范围", "80% range"),
        brief.say("95%范围", "95% range"),
        brief.say("可作的判断", "What the data allow"),
    ]
    told = len(facts.usable)
    silent = len(facts.items) - told
    title = brief.say(
        f"{told}项指标{year}年的预测范围，{silent}项没有预测",
        f"Ranges to {year} for {told} indicators; {silent} without",
    )
    brief.table(
        table_html(header, rows, title, language, "cmp"),
        title,
        subtitle=brief.say(
            f"{'中值和' * trends}范围{'都' * trends}是{year}年的估计；点按最近数值可看出处",
            f"{'Median and ranges' if trends else 'Ranges'} are estimates for {year}; select a "
            "last value for its source",
        ),
        data=_handed(brief, facts),
    )


def _cells(brief: Brief, item: Outlook, year: int, trends: bool) -> list[Cell]:
    """The cells of one indicator; the median has a column where any indicator has a trend."""
    language = brief.language
    last: Cell = nothing(language, "无", "not known")
    if len(item.history):
        anchor, hint = brief.ledger.anchor(item.last["observation_id"])
        last = Cell(
            text=last_value(item, language), anchor=anchor, hint=hint, small=str(item.last["year"])
        )
    if not len(item.ahead):
        dash = Cell(text="–", kind="none")
        return [last, *[dash] * (2 + trends), Cell(text=reason_text(item, language), kind="text")]
    row = item.horizon
    median: Cell = nothing(language, "不给", "none given")
    if item.says == "trend":
        median = Cell(text=median_text(item, row, language, bare=True))
    said = word(SAYS, item.says, language) + pick(language, "，", ", ") + _known(item, language)
    if int(row["year"]) != year:
        said += pick(language, f"（只到{row['year']}年）", f" (to {row['year']} only)")
    if item.reason:
        said += pick(language, "；", "; ") + reason_text(item, language)
    return [
        last,
        *[median] * trends,
        *(Cell(text=_narrow(range_text(item, row, level, language))) for level in ("80", "95")),
        Cell(text=said, kind="text"),
    ]


def _narrow(text: str) -> str:
    """An English range with a dash and unbroken, so that it takes one line of a table on paper."""
    return text.replace(" to ", "–").replace(" ", NO_BREAK)


def _known(item: Outlook, language: str) -> str:
    """How many years are known."""
    years = "1 known year" if item.known == 1 else f"{item.known} known years"
    return pick(language, f"已知{item.known}年", years)


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
