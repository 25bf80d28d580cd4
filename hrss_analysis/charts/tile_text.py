"""What stands beside a map in words: its description and its note."""

from __future__ import annotations

import pandas as pd

from hrss_analysis.prose.levels import Levels
from hrss_analysis.prose.mapping import situation
from hrss_analysis.prose.ranks import people_text, value_period, view_value
from hrss_analysis.prose.words import pick


def tile_desc(item: Levels, kind: str, language: str) -> str:
    """Every region with its value and situation; regions without one together, by the reason."""
    told = []
    for _, row in item.rows[item.rows["value"].notna()].iterrows():
        value, name = view_value(item, row, language), row[f"name_{language}"]
        period, state = value_period(row, language), situation(row, language)
        told.append(
            pick(
                language,
                f"{name}{value}（{period}，{state}）",
                f"{name} {value} ({period}; {state})",
            )
        )
    for place in ("no_population", "not_reported", "not_held"):
        rows = item.placed(place)
        if len(rows):
            names = pick(language, "、", ", ").join(rows[f"name_{language}"])
            state = situation(rows.iloc[0], language)
            told.append(pick(language, f"{state}：{names}", f"{state}: {names}"))
    return pick(language, f"{kind}：{'；'.join(told)}。", f"{kind}: {'; '.join(told)}.")


def tile_deepest(item: Levels, language: str) -> str:
    """The value of the deepest colour."""
    if item.ranked.empty:
        return ""
    value = view_value(item, item.ranked.loc[item.ranked["value"].idxmax()], language)
    return pick(language, f"，最深为{value}", f", deepest: {value}")


def tile_note(item: Levels, language: str, *, grid: bool, left_out: int = 0) -> str:
    """What tiles or boxes claim, what colours and frames mean, what values are divided by."""
    deepest = tile_deepest(item, language) if grid else ""  # each level has its own
    parts = [
        pick(
            language,
            "每格大小相同，只表示大致方位，不表示边界、面积和归属。"
            if grid
            else "方框只表示隶属层级，不表示边界和面积；各级分别并列、分别着色。",
            "Equal tiles at rough positions: no border, area or status is claimed."
            if grid
            else "Boxes show which region lies in which, no borders or areas; each level is "
            "compared and coloured by itself.",
        ),
        pick(
            language,
            f"颜色深浅与数值成正比（白为0{deepest}）；"
            "虚线框为不能并列的数值，并注年份；斜纹为未公布，点线框为未收录，“无人口数”指没有相近年份的常住人口。",
            f"Depth of colour is proportional to the value (white: zero{deepest})."
            " Dashed: a value that is not comparable, with its year. Hatched, no value: not "
            "reported. Dotted, no data: no documents or series here. No pop.: no population near "
            "that year.",
        ),
    ]
    valued = pd.concat([item.rows, item.references])
    if people := people_text(valued[valued["value"].notna()], language):
        parts.append(
            pick(language, f"除以常住人口（{people}）。", f"Divided by residents ({people}).")
        )
    if left_out:
        parts.append(
            pick(
                language,
                f"另有{left_out}个地区未画出，见表。",
                f"{left_out} more regions are not drawn; see the table.",
            )
        )
    return pick(language, "", " ").join(parts)
