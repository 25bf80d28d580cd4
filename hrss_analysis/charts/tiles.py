"""Schematic maps: a grid of equal tiles, and regions inside their parents; no borders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib import colors
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from hrss_analysis.charts.drawing import Chart
from hrss_analysis.charts.style import FOCUS, GRID, INK, NARROW, OTHER, SIZE, SOFT, text_inches
from hrss_analysis.charts.tile_text import tile_desc, tile_note
from hrss_analysis.prose.levels import Levels
from hrss_analysis.prose.mapping import LEVEL_WORDS, Map, situation
from hrss_analysis.prose.numbers import Scale, scale_of, table_number, unit_word
from hrss_analysis.prose.parts import upper_first
from hrss_analysis.prose.periods import years_text
from hrss_analysis.prose.ranks import (
    doubtful,
    value_period,
    view_name,
    view_qualifier,
    view_value,
    viewed,
)
from hrss_analysis.prose.words import FLAG_MARKS, marks_text, pick

DEEPEST = 0.42  # share of the focus colour in the darkest tile; the text on it keeps 4.5 to 1
TILE_HEIGHTS = (0.6, 0.62)  # inches, wide and narrow
GAP = 0.05
HEAD = 0.24  # inches for the names of the columns of levels
MOST_LINES = 3
WITHOUT_VALUE = ("not_held", "not_reported", "no_population")
MOST_LEAVES = 24  # regions drawn inside a larger one; the table has them all


@dataclass(frozen=True)
class Tile:
    """One region as drawn: its names by width, its lines of text, how it is filled and framed.

    `shade` is from 0 to 1, or None for a tile without a value that may stand beside the others.
    """

    name: str
    short: str
    lines: tuple[str, ...]
    place: str
    shade: float | None = None


def tile_chart(facts: Map, language: str) -> Chart | None:
    """Draw one tile for each province, or nothing where the larger region is not the nation."""
    item = facts.tiles
    if item.rows.empty:
        return None
    tiles = _tiles(item, language)
    places = list(zip(item.rows["column"].astype(int), item.rows["row"].astype(int), strict=True))
    deep = max(row for _, row in places) + 1
    return Chart(
        title=_tile_title(facts, language),
        subtitle=_subtitle(facts, item, language),
        desc=tile_desc(item, pick(language, "瓦片图", "Tile map"), language),
        data=_data(item, language),
        sources=_sources(item, language),
        draw=lambda figure, narrow: _draw_grid(figure, tiles, places, narrow),
        heights=(deep * TILE_HEIGHTS[0], deep * TILE_HEIGHTS[1]),
        note=tile_note(item, language, grid=True),
    )


def nested_chart(facts: Map, language: str) -> Chart:
    """Draw the regions of the region table inside their parents, one column a level."""
    item = facts.inside
    leaves = _leaves(item.rows)
    kept = leaves[:MOST_LEAVES]
    rows = item.rows[item.rows["region_code"].isin(_with_parents(kept, item.rows))]
    drawn = Levels(item.indicator, item.view, rows.reset_index(drop=True), item.references)
    spans = _spans(drawn.rows, kept)
    levels = [level for level in LEVEL_WORDS if level in set(rows["level"])]
    tiles = _tiles(drawn, language)
    heads = [upper_first(pick(language, *LEVEL_WORDS[level])) for level in levels]
    boxes = [
        (levels.index(level), *spans[code])
        for code, level in zip(drawn.rows["region_code"], drawn.rows["level"], strict=True)
    ]
    part = len(leaves) - len(kept)
    return Chart(
        title=_nested_title(facts, drawn, language),
        subtitle=_subtitle(facts, item, language),
        desc=tile_desc(drawn, pick(language, "层级图", "Nested boxes"), language),
        data=_data(drawn, language),
        sources=_sources(drawn, language),
        draw=lambda figure, narrow: _draw_nested(figure, tiles, boxes, heads, narrow),
        heights=(
            HEAD + len(kept) * TILE_HEIGHTS[0],
            HEAD + len(kept) * TILE_HEIGHTS[1],
        ),
        note=tile_note(item, language, grid=False, left_out=part),
    )


def _tile_title(facts: Map, language: str) -> str:
    item = facts.tiles
    known = int(item.rows["observation_id"].notna().sum())
    held = int(item.rows["place"].ne("not_held").sum())
    return pick(
        language,
        f"{len(item.rows)}个省级地区中{held}个已收录，{known}个有数值，{len(item.ranked)}个可以并列",
        f"{len(item.rows)} provincial-level regions: {held} with documents or series here, {known} "
        f"with a value, {len(item.ranked)} comparable",
    )


def _nested_title(facts: Map, drawn: Levels, language: str) -> str:
    known = int(drawn.rows["observation_id"].notna().sum())
    apart = len(drawn.placed("apart")) + len(drawn.placed("no_population"))
    end = pick(language, f"，其中{apart}个不能并列", f"; {apart} not comparable") if apart else ""
    return pick(
        language,
        f"{facts.name('zh')}已收录的{len(drawn.rows)}个地区中{known}个有数值{end}",
        f"{known} of the {len(drawn.rows)} regions covered have a value{end}",
    )


def _subtitle(facts: Map, item: Levels, language: str) -> str:
    name = upper_first(view_name(item, language))
    unit = _unit_text(item, language)
    unit = pick(language, f"，单位：{unit}", f", {unit}") if unit else ""
    year = "" if facts.year is None else pick(language, f"，{facts.year}年", f", {facts.year}")
    return f"{name}{year}{unit}"


def _scale(item: Levels, language: str) -> Scale:
    values = [viewed(item, value)[0] for value in item.rows["value"].dropna()]
    return scale_of(max(values, default=1.0), viewed(item, 1.0)[1], language)


def _unit_text(item: Levels, language: str) -> str:
    unit = unit_word(viewed(item, 1.0)[1], language, 2)
    parts = [part for part in (_scale(item, language).name, unit) if part]
    return pick(language, "", " ").join(parts)


def _tiles(item: Levels, language: str) -> list[Tile]:
    """One tile for each region, its depth measured by the highest value of its own level."""
    scale = _scale(item, language)
    level = item.rows.get("level", pd.Series("", item.rows.index))
    ranked = item.rows["value"].where(item.rows["place"].eq("ranked"))
    tops = ranked.groupby(level).transform("max").fillna(0.0)
    return [
        _tile(item, row, language, scale, top)
        for (_, row), top in zip(item.rows.iterrows(), tops, strict=True)
    ]


def _tile(item: Levels, row: pd.Series, language: str, scale: Scale, top: float) -> Tile:
    name = str(row[f"name_{language}"])
    short = name if language == "zh" else str(row.get("short_en", name))
    if pd.isna(row["value"]):
        words = {
            "not_reported": ("未公布", "no|value"),
            "not_held": ("未收录", "no|data"),
            "no_population": ("无|人口数", "no|pop."),
        }
        told = pick(language, *words[row["place"]]).split("|")
        return Tile(name, short, tuple(told), row["place"])
    value, unit = viewed(item, row["value"])
    number = table_number(value, unit, language, scale, qualifier=view_qualifier(item, row))
    second = marks_text(row["status"], row["flag"], language)
    if doubtful(row["denominator_flag"]) and "u" not in str(row["flag"]):
        second += FLAG_MARKS[pick(language, "zh", "en")]["u"]
    if row["place"] == "apart":
        years = years_text(row["period_start"], row["period_end"], language)
        second = " ".join(part for part in (years, second) if part)
    lines = (number, second) if second else (number,)
    shade = max(row["value"], 0) / top if row["place"] == "ranked" and top > 0 else None
    return Tile(name, short, lines, row["place"], shade)


def _leaves(rows: pd.DataFrame) -> list[str]:
    """Regions with none below them, parent by parent, in code order."""
    children: dict[str, list[str]] = {}
    for code, parent in zip(rows["region_code"], rows["parent_code"], strict=True):
        children.setdefault(parent, []).append(code)
    known = set(rows["region_code"])
    roots = [parent for parent in children if parent not in known]

    def walk(code: str) -> list[str]:
        below = sorted(children.get(code, []))
        return [leaf for child in below for leaf in walk(child)] if below else [code]

    return [leaf for root in roots for leaf in walk(root)]


def _with_parents(codes: Sequence[str], rows: pd.DataFrame) -> set[str]:
    parent = dict(zip(rows["region_code"], rows["parent_code"], strict=True))
    found: set[str] = set()
    for code in codes:
        step: str | None = code
        while step in parent:
            found.add(str(step))
            step = parent[step]
    return found


def _spans(rows: pd.DataFrame, leaves: Sequence[str]) -> dict[str, tuple[int, int]]:
    """First and last line of each region: its own for a leaf, those of its leaves for a parent."""
    spans: dict[str, tuple[int, int]] = {}
    for line, leaf in enumerate(leaves):
        for code in _with_parents([leaf], rows):
            first, _ = spans.get(code, (line, line))
            spans[code] = (first, line)
    return spans


def _draw_grid(
    figure: Figure, tiles: Sequence[Tile], places: Sequence[tuple[int, int]], narrow: bool
) -> None:
    axes = _axes(figure)
    width, _ = figure.get_size_inches()
    across = max(column for column, _ in places) + 1
    each, high = width / across, TILE_HEIGHTS[narrow]
    for tile, (column, row) in zip(tiles, places, strict=True):
        _draw_tile(axes, tile, (column * each, row * high, each, high))


def _draw_nested(
    figure: Figure,
    tiles: Sequence[Tile],
    boxes: Sequence[tuple[int, int, int]],
    heads: Sequence[str],
    narrow: bool,
) -> None:
    axes = _axes(figure)
    width, _ = figure.get_size_inches()
    each, high = width / len(heads), TILE_HEIGHTS[narrow]
    for column, head in enumerate(heads):
        axes.text((column + 0.5) * each, HEAD / 2, head, ha="center", va="center", color=SOFT)
    for tile, (column, first, last) in zip(tiles, boxes, strict=True):
        box = (column * each, HEAD + first * high, each, (last - first + 1) * high)
        _draw_tile(axes, tile, box)


def _axes(figure: Figure) -> Axes:
    """Axes over the whole figure, in inches from its upper left corner."""
    width, height = figure.get_size_inches()
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    return axes


def _draw_tile(axes: Axes, tile: Tile, box: tuple[float, float, float, float]) -> None:
    left, top, width, height = box
    frames: dict[str, dict[str, Any]] = {
        "ranked": {"edgecolor": FOCUS, "linewidth": 1.2},
        "apart": {"edgecolor": FOCUS, "linewidth": 1.2, "linestyle": (0, (3, 2))},
        "no_population": {"edgecolor": OTHER, "linewidth": 1, "linestyle": (0, (3, 2))},
        "not_reported": {"edgecolor": OTHER, "linewidth": 1, "hatch": "////"},
        "not_held": {"edgecolor": OTHER, "linewidth": 0.8, "linestyle": (0, (1, 2))},
    }
    fill = "none" if tile.shade is None else tint(tile.shade)
    with mpl.rc_context({"hatch.color": GRID, "hatch.linewidth": 1.5}):
        axes.add_patch(
            Rectangle(
                (left + GAP / 2, top + GAP / 2),
                width - GAP,
                height - GAP,
                facecolor=fill,
                **frames[tile.place],
            )
        )
    weak = tile.place in WITHOUT_VALUE
    lines = _fitted(tile, width - GAP)
    step = SIZE * 1.22 / 72
    start = top + height / 2 - step * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        axes.text(
            left + width / 2,
            start + number * step,
            line,
            ha="center",
            va="center",
            color=SOFT if weak else INK,
            fontweight="bold" if line == tile.lines[0] and not weak else "normal",
        )


def _fitted(tile: Tile, width: float) -> list[str]:
    """The lines of a tile: words on one line and the full name where the tile is wide enough."""
    joined = ("" if _han(tile.lines[0]) else " ").join(tile.lines)
    one = tile.place in WITHOUT_VALUE and _fits(joined, width)
    below = [joined] if one else list(tile.lines)
    if _fits(tile.name, width) and (tile.name == tile.short or width > NARROW / 5):
        return [tile.name, *below]
    parts = tile.name.split(" ")
    if len(parts) + len(below) <= MOST_LINES and all(_fits(part, width) for part in parts):
        return [*parts, *below]
    return [tile.short, *below]


def _fits(text: str, width: float) -> bool:
    """Whether a text fits; Latin letters are narrower than estimated."""
    return text_inches(text) * (1.0 if _han(text) else 0.88) <= width


def _han(text: str) -> bool:
    return any(ord(char) > 0x2E80 for char in text)


def tint(shade: float) -> str:
    """Colour of a tile: white at nothing, a light tint of the focus colour at the highest value."""
    share = DEEPEST * min(max(shade, 0.0), 1.0)
    red, green, blue = (1 - share * (1 - part) for part in colors.to_rgb(FOCUS))
    return colors.to_hex((red, green, blue))


def _data(item: Levels, language: str) -> pd.DataFrame:
    """What is drawn, one row for each region."""
    zh = language == "zh"
    rows = [row for _, row in item.rows.iterrows()]
    valued = [pd.notna(row["value"]) for row in rows]
    return pd.DataFrame(
        {
            "地区" if zh else "Region": [row[f"name_{language}"] for row in rows],
            "数值" if zh else "Value": [
                view_value(item, row, language) if known else situation(row, language)
                for row, known in zip(rows, valued, strict=True)
            ],
            "时期" if zh else "Period": [
                value_period(row, language) if known else "–"
                for row, known in zip(rows, valued, strict=True)
            ],
            "能否并列" if zh else "Comparable": [
                situation(row, language) if known else "–"
                for row, known in zip(rows, valued, strict=True)
            ],
            "observation_id": [row["observation_id"] for row in rows],
        }
    )


def _sources(item: Levels, language: str) -> dict[str, list[str]]:
    return {pick(language, "数值", "Value"): item.rows["observation_id"].tolist()}
