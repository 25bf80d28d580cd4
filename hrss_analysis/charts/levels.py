"""Regions beside each other: dots with reference lines, and small multiples of indicators."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from hrss_analysis.charts.dots import Dot, Reference, dots_height, draw_dots
from hrss_analysis.charts.drawing import Chart
from hrss_analysis.charts.panels import Panel, draw_panels, panels_heights
from hrss_analysis.charts.style import NARROW, WIDE
from hrss_analysis.prose.comparison import PANELS, REASONS, Comparison
from hrss_analysis.prose.levels import Levels, unlike_periods
from hrss_analysis.prose.numbers import unit_word
from hrss_analysis.prose.parts import upper_first
from hrss_analysis.prose.ranks import (
    DIVISORS,
    PER_PERSON,
    denominator_text,
    in_year,
    order_text,
    ranked_name,
    region_value,
    rounding_text,
    value_period,
    view_name,
    view_value,
    viewed,
    why_apart,
)
from hrss_analysis.prose.scoreboard import Facts
from hrss_analysis.prose.words import listed, pick

DIVIDED = ("除以（时点）", "Divided by (date)")
BESIDE = 3  # panels of a region brief


def level_chart(item: Levels, language: str, *, own: str = "") -> Chart | None:
    """Draw one indicator of several regions as dots, highest first.

    Regions set apart and those that did not report are named below, without a dot.

    Args:
        item: The indicator in its regions.
        language: `zh` or `en`.
        own: Code of the region to set off; by default none.

    Returns:
        The chart, or nothing where fewer than two values can be drawn.
    """
    if len(item.ranked) + len(item.references) < 2 or item.ranked.empty:
        return None
    dots = [_dot(item, row, language, own) for _, row in item.rows.iterrows()]
    dots.sort(key=lambda dot: dot.value is None)
    references = [
        Reference(
            viewed(item, row["value"])[0],
            region_value(item, row, language),
            strong=False,
        )
        for _, row in item.references.iterrows()
    ]
    return Chart(
        title=_title(item, language),
        subtitle=f"{upper_first(view_name(item, language))}{pick(language, '，', ', ')}"
        + _scope([item], language),
        desc=_desc(dots, references, language),
        data=_data(item, language),
        sources=_sources([item], view_name(item, language), language),
        draw=lambda figure, narrow: draw_dots(figure, dots, references, origin=0.0),
        heights=(dots_height(dots, references, WIDE), dots_height(dots, references, NARROW)),
        note=_note(item, language),
    )


def headline_chart(facts: Comparison, language: str) -> Chart | None:
    """The first indicator of a comparison that at least two regions may stand side by side in."""
    usable = facts.comparable
    return level_chart(usable[0], language) if usable else None


def panels_chart(facts: Comparison, language: str) -> Chart | None:
    """The next comparable indicators, one panel each."""
    return _panels(facts.comparable[1 : 1 + PANELS], language, "")


def beside_chart(items: Sequence[Levels], facts: Facts, language: str) -> Chart | None:
    """One region beside its parent, province and nation, one panel for each indicator."""
    return _panels(items[:BESIDE], language, str(facts.region["region_code"]))


def _panels(items: Sequence[Levels], language: str, own: str) -> Chart | None:
    if not items:
        return None
    panels = [_panel(item, language, own) for item in items]
    told = [_desc(panel.dots, [], language, panel.title) for panel in panels]
    data = pd.concat([_data(item, language, neutral=True) for item in items], ignore_index=True)
    return Chart(
        title=_panels_title(items, own, language),
        subtitle=_scope(items, language),
        desc="".join(told) if language == "zh" else " ".join(told),
        data=data,
        sources=_sources(items, pick(language, "数值", "Value"), language),
        draw=lambda figure, narrow: draw_panels(figure, panels),
        heights=panels_heights(panels),
        note=_panels_note(items, language),
    )


def _panel(item: Levels, language: str, own: str) -> Panel:
    """Own regions and references in one order, highest first; those without a dot last."""
    dots = [_dot(item, row, language, own) for _, row in item.rows.iterrows()]
    ranked = item.references.assign(place="ranked")
    dots += [_dot(item, row, language, own or "none") for _, row in ranked.iterrows()]
    if unlike_periods(pd.concat([item.ranked, item.references])):
        dots.sort(key=lambda dot: dot.value is None)  # no order where nothing is ranked
    else:
        dots.sort(key=lambda dot: (dot.value is None, -(dot.value or 0)))
    return Panel(upper_first(view_name(item, language)), tuple(dots))


def _panels_title(items: Sequence[Levels], own: str, language: str) -> str:
    if not own:
        return pick(
            language,
            f"另外{len(items)}项可以比较的指标",
            f"{len(items)} more indicators that can be compared",
        )
    if len(items) == 1:
        return _title_by_reference(items[0], items[0].ranked.iloc[0], language)
    return _beside_title(items, language)


def _beside_title(items: Sequence[Levels], language: str) -> str:
    """In how many indicators the own region stands above every larger one."""
    own = items[0].ranked.iloc[0]
    place = own[f"name_{language}"]
    alike = [
        item for item in items if not unlike_periods(pd.concat([item.ranked, item.references]))
    ]
    count, unlike = len(alike), len(items) - len(alike)
    if not alike:
        than = _larger(items, language)
        return pick(
            language,
            f"{place}{unlike}项指标与{than}并列：时期不同，不排名",
            f"{place} beside {than} in {unlike} indicators: periods differ, not ranked",
        )
    than = _larger(alike, language)
    above = sum(_stands_above(item) for item in alike)
    more = (
        pick(language, f"，另{unlike}项时期不同", f"; {unlike} of other periods") if unlike else ""
    )
    if above == count:
        return pick(
            language,
            f"{place}{count}项同期指标均高于{than}{more}",
            f"{place} is above {than} in all {count} indicators of the same period{more}",
        )
    return pick(
        language,
        f"{place}{count}项同期指标中{above}项高于{than}{more}",
        f"{place} is above {than} in {above} of {count} indicators of the same period{more}",
    )


def _larger(items: Sequence[Levels], language: str) -> str:
    """The larger regions by name where every panel has the same ones, else as those drawn."""
    names = {tuple(item.references[f"name_{language}"]) for item in items}
    if len(names) > 1:
        return pick(language, "图中的上级地区", "the larger regions drawn")
    return listed(list(names.pop()), language)


def _stands_above(item: Levels) -> bool:
    """Whether the own value is above every reference, beyond rounding."""
    own, others = item.ranked.iloc[0], item.references
    tied = any(item.tied(own["region_code"], code) for code in others["region_code"])
    return not tied and bool((others["value"] < own["value"]).all())


def _scope(items: Sequence[Levels], language: str) -> str:
    """Regions, period and unit of what is drawn; a period of its own stands at its dot."""
    rows = pd.concat([part for item in items for part in (item.rows, item.references)])
    names = listed(list(dict.fromkeys(rows[f"name_{language}"])), language)
    shown = rows[rows["period_end"].notna()]
    periods = {value_period(row, language) for _, row in shown.iterrows()}
    when = pick(language, "时期见括号", "periods in brackets")
    if len(periods) == 1:
        when = periods.pop()
        when = in_year(when, language)
    units = dict.fromkeys(unit_word(str(item.indicator["unit"]), language) for item in items)
    unit = pick(language, "、", ", ").join(units)
    return pick(language, f"{names}，{when}，单位：{unit}", f"{names}, {when}, {unit}")


def _panels_note(items: Sequence[Levels], language: str) -> str:
    notes = _note_parts(items, language)
    notes.append(
        pick(
            language, "各小图从0起，刻度不同。", "Each panel starts at zero on a scale of its own."
        )
    )
    return pick(language, "", " ").join(notes)


def _dot(item: Levels, row: pd.Series, language: str, own: str) -> Dot:
    name = row[f"name_{language}"]
    mine = not own or row["region_code"] == own
    if row["place"] != "ranked":
        return Dot(name=name, value=None, text=_why_not(item, row, language))
    text = view_value(item, row, language)
    period = value_period(row, language)  # the note dates the persons it is divided by
    text += pick(language, f"（{period}）", f" ({period})")
    return Dot(
        name=name,
        value=viewed(item, row["value"])[0],
        text=text,
        own=mine,
        square=bool(row["averaged"]),
    )


def _why_not(item: Levels, row: pd.Series, language: str) -> str:
    if row["place"] == "not_reported":
        return pick(language, "未公布", "not reported")
    if row["place"] == "no_population":
        zh, en = REASONS["no_insured" if item.view == "per_10k_insured" else "no_denominator"]
        return pick(language, zh, en)
    value = view_value(item, row, language)
    why = why_apart(row, language)
    return pick(language, f"{value}，不排列：{why}", f"{value}, not comparable: {why}")


def _title(item: Levels, language: str) -> str:
    name = view_name(item, language)
    ranked = item.ranked
    if len(ranked) == 1:
        return _title_by_reference(item, ranked.iloc[0], language)
    order = order_text(item, language)
    return pick(language, f"{name}：{order}", f"{upper_first(name)}: {order}")


def _title_by_reference(item: Levels, own: pd.Series, language: str) -> str:
    name = view_name(item, language)
    others, mine = item.references, ranked_name(item, own, language)
    if unlike_periods(pd.concat([item.ranked, others])):
        than = listed([ranked_name(item, row, language) for _, row in others.iterrows()], language)
        return pick(
            language,
            f"{name}：{mine}与{than}时期不同，不排名",
            f"{upper_first(name)}: {mine} beside {than}, not ranked",
        )
    tied = [item.tied(own["region_code"], code) for code in others["region_code"]]
    above = others[(others["value"] < own["value"]) & ~pd.Series(tied, index=others.index)]
    below = others[(others["value"] > own["value"]) & ~pd.Series(tied, index=others.index)]
    equal = others[tied]
    parts = []
    for rows, zh, en in (
        (above, "高于{}", "above {}"),
        (below, "低于{}", "below {}"),
        (equal, "与{}之差在舍入范围内", "within rounding of {}"),
    ):
        if len(rows):
            names = [ranked_name(item, row, language) for _, row in rows.iterrows()]
            parts.append(pick(language, zh, en).format(listed(names, language)))
    joined = pick(language, "，", ", ").join(parts)
    return pick(
        language,
        f"{mine}{name}{joined}",
        f"{upper_first(name)}: {mine} {joined}",
    )


def _desc(
    dots: Sequence[Dot], references: Sequence[Reference], language: str, title: str = ""
) -> str:
    told = [pick(language, f"{d.name}{d.text}", f"{d.name} {d.text}") for d in dots]
    lines = [reference.label for reference in references]
    if lines:
        told.append(
            pick(language, f"参照线：{'、'.join(lines)}", f"reference lines: {', '.join(lines)}")
        )
    kind = title or pick(language, "点图", "Dot plot")
    return pick(language, f"{kind}：{'；'.join(told)}。", f"{kind}: {'; '.join(told)}.")


def _data(item: Levels, language: str, *, neutral: bool = False) -> pd.DataFrame:
    """What is drawn; `neutral` puts the indicator into a column so that panels can be stacked."""
    zh = language == "zh"
    rows = pd.concat([item.rows, item.references], ignore_index=True)
    name = view_name(item, language)
    values = [
        pd.NA if pd.isna(row["value"]) else view_value(item, row, language)
        for _, row in rows.iterrows()
    ]
    periods = [
        pd.NA if pd.isna(row["period_end"]) else value_period(row, language)
        for _, row in rows.iterrows()
    ]
    columns = {
        "地区" if zh else "Region": rows[f"name_{language}"].tolist(),
        ("数值" if zh else "Value") if neutral else name: values,
        "时期" if zh else "Period": periods,
        "observation_id": rows["observation_id"].tolist(),
        "denominator_id": rows["denominator_id"].tolist(),
    }
    if item.view in PER_PERSON or neutral:
        columns[pick(language, *DIVIDED)] = [
            denominator_text(row, language) if pd.notna(row["denominator_id"]) else "–"
            for _, row in rows.iterrows()
        ]
    if neutral:
        columns = {"指标" if zh else "Indicator": [upper_first(name)] * len(rows)} | columns
    return pd.DataFrame(columns)


def _sources(items: Sequence[Levels], column: str, language: str) -> dict[str, list[str]]:
    """The observations behind the values and what they are divided by."""
    rows = pd.concat([part for item in items for part in (item.rows, item.references)])
    return {
        column: rows["observation_id"].tolist(),
        pick(language, *DIVIDED): rows["denominator_id"].tolist(),
    }


def _note(item: Levels, language: str) -> str:
    parts = _note_parts([item], language)
    parts.append(pick(language, "横轴从0起。", "The axis starts at zero."))
    return pick(language, "", " ").join(parts)


def _note_parts(items: Sequence[Levels], language: str) -> list[str]:
    notes = []
    if any(part["averaged"].any() for item in items for part in (item.ranked, item.references)):
        notes.append(
            pick(
                language,
                "方点为多年累计的年均数。",
                "Square: yearly average of a total over several years.",
            )
        )
    divided: dict[str, dict[str, None]] = {}
    for item in items:
        rows = pd.concat([item.ranked, item.references])
        if item.view in PER_PERSON:
            divided.setdefault(item.view, {}).update(
                dict.fromkeys(_divided(row, language) for _, row in rows.iterrows())
            )
    for view, people in divided.items():
        zh, en = DIVISORS[view]
        told = pick(language, "、", ", ").join(people)
        notes.append(pick(language, f"除以{zh}：{told}。", f"Divided by {en}: {told}."))
    for item in items:
        if tied := rounding_text(item, language):
            name = view_name(item, language)
            notes.append(pick(language, f"{name}{tied}。", f"{upper_first(name)}{tied}."))
    return notes


def _divided(row: pd.Series, language: str) -> str:
    """A region and what its value was divided by."""
    blank = pick(language, "", " ")
    return f"{row[f'name_{language}']}{blank}{denominator_text(row, language)}"
