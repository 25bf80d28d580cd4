"""The table of a map: every region held, its value and source, and whether it compares."""

from __future__ import annotations

import pandas as pd

from hrss_analysis.page.brief import Brief
from hrss_analysis.page.cells import observed_cell, sourced_cell
from hrss_analysis.page.markup import Cell, nothing, table_html
from hrss_analysis.prose.levels import Levels
from hrss_analysis.prose.mapping import LEVEL_WORDS, Map, situation
from hrss_analysis.prose.parts import upper_first
from hrss_analysis.prose.periods import period_text
from hrss_analysis.prose.ranks import value_period, view_name, view_value
from hrss_analysis.prose.words import STATUS_MARKS, word

QUOTIENT = "per_10k_residents"


def map_table(brief: Brief, facts: Map) -> None:
    """Show the regions held, by level, with values as published and as compared.

    Args:
        brief: The page.
        facts: The map.
    """
    language = brief.language
    item = facts.inside
    quotient = item.view == QUOTIENT
    rows: list[tuple[str, list[Cell]]] = []
    groups = [("own", item.references)] if len(item.references) else []
    groups += [(level, item.rows[item.rows["level"].eq(level)]) for level in LEVEL_WORDS]
    for level, part in groups:
        if part.empty:
            continue
        if level in LEVEL_WORDS:
            rows.append((upper_first(brief.say(*LEVEL_WORDS[level])), []))
        for _, row in part.iterrows():
            rows.append((str(row[f"name_{language}"]), _cells(brief, item, row, quotient)))
    name = upper_first(view_name(item, language))
    computed = [name, brief.say("常住人口", "Residents")] if quotient else []
    header = [
        brief.say("地区", "Region"),
        brief.say("公布的数值", "As published"),
        *computed,
        brief.say("时期", "Period"),
        brief.say("能否并列", "Comparable?"),
    ]
    title = brief.say(
        f"已收录的{len(item.rows)}个地区的数值和出处",
        f"Values and sources of the {len(item.rows)} regions covered",
    )
    marks = [word(STATUS_MARKS, "derived", language)] if quotient else []
    told = brief.say("推算：公布的数值除以常住人口", "computed: value by residents")
    every = pd.concat([item.rows, item.references])
    ids = pd.concat([every["observation_id"], every["denominator_id"]]).dropna()
    legend = brief.ledger.legend(ids)
    legend = brief.say("；", "; ").join(
        part for part in (f"{marks[0]} {told}" if marks else "", legend) if part
    )
    brief.table(
        table_html(header, rows, title, language, "cmp"),
        title,
        subtitle=brief.say(
            "点按数值可看原文写法和出处。“未公布”不等于0",
            "Select a value to see it as printed. “Not reported” is never zero",
        ),
        note=legend,
        data=_handed(facts),
    )


def _cells(brief: Brief, item: Levels, row: pd.Series, quotient: bool) -> list[Cell]:
    language = brief.language
    state = brief.say("上级地区，作参照", "larger region, for reference")
    if "place" in row and pd.notna(row["place"]) and "level" in row:
        state = situation(row, language)
    observations = brief.tables["observations"].set_index("observation_id")
    cells = [observed_cell(brief, observations, row["observation_id"])]
    if pd.isna(row["observation_id"]):
        blanks = [Cell(text="–", kind="none")] * (3 if quotient else 1)
        return [*cells, *blanks, Cell(text=state, kind="text")]
    if quotient:
        cells += _quotient(brief, observations, item, row)
    period = value_period(row.drop("denominator_flag"), language)  # the residents carry their own
    return [*cells, Cell(text=period), Cell(text=state, kind="text")]


def _quotient(brief: Brief, observations: pd.DataFrame, item: Levels, row: pd.Series) -> list[Cell]:
    """The value per resident, marked as computed, and the residents with their source."""
    if pd.isna(row["denominator_id"]):
        return [
            nothing(brief.language, "无法折算", "cannot be computed"),
            Cell(text="–", kind="none"),
        ]
    mark = word(STATUS_MARKS, "derived", brief.language)
    text = view_value(item, row, brief.language)
    day = period_text(pd.NA, row["denominator_end"], "stock", brief.language, short=True)
    return [
        sourced_cell(brief, row["observation_id"], text, mark),
        observed_cell(brief, observations, row["denominator_id"], small=day),
    ]


def _handed(facts: Map) -> pd.DataFrame:
    """All regions of the map for download, tiles without a document among them."""
    inside = facts.inside.rows
    extra = facts.tiles.rows
    extra = extra[~extra["region_code"].isin(inside["region_code"])] if len(extra) else extra
    columns = ["region_code", "name_zh", "name_en", "value", "period_start", "period_end"]
    columns += ["place", "reason", "observation_id", "denominator_id"]
    parts = [
        part[columns]
        for part in (facts.inside.references.assign(place="reference"), inside, extra)
        if len(part)
    ]
    return pd.concat(parts, ignore_index=True)
