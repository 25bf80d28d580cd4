"""The sentences of a map: one indicator in the provinces and in the regions inside them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from hrss_analysis import reference
from hrss_analysis.comparisons import around_year, reason_text, usual_view
from hrss_analysis.prose.levels import Levels, with_qualifiers
from hrss_analysis.prose.numbers import percent
from hrss_analysis.prose.parts import Card, Head, lower_first, upper_first
from hrss_analysis.prose.periods import date_text
from hrss_analysis.prose.ranks import (
    level_card,
    people_text,
    region_value,
    view_name,
    view_value,
    why_apart,
)
from hrss_analysis.prose.region import SERIES_EN, SERIES_ZH
from hrss_analysis.prose.words import listed, name_of, pick, short_name

VALUE_CARDS = 3
NEWEST = 0  # as a year: the one in which most regions have a sound value
LEVELS_BELOW = ("province", "prefecture", "county")
LEVEL_WORDS = {
    "province": ("省级地区", "provincial level"),
    "prefecture": ("市（州）", "prefecture level"),
    "county": ("县（市、区）", "county level"),
}


@dataclass(frozen=True)
class Map:
    """One indicator and one year in the regions of a larger one.

    `tiles` holds one row for each province-level division (empty unless the larger region is the
    nation), `inside` one for each region of the region table that lies in the larger one, level by
    level. `place` is `ranked` (of the year, may stand beside the others of its level), `apart`,
    `no_population`, `not_reported` or `not_held` (no document or series of the region is held).
    `references` of both is the larger region's own value, where it is of the same year.
    """

    region: pd.Series
    year: int | None
    tiles: Levels
    inside: Levels

    @property
    def main(self) -> Levels:
        """The rows that the finding speaks of."""
        return self.tiles if len(self.tiles.rows) else self.inside

    def name(self, language: str) -> str:
        """Name of the larger region."""
        return name_of(self.region, language)


def map_facts(
    tables: dict[str, pd.DataFrame], region_code: str, indicator_id: str, year: int = NEWEST
) -> Map:
    """Select what a map shows.

    Args:
        tables: The stage tables by name.
        region_code: The larger region.
        indicator_id: The indicator.
        year: The year; by default the newest of those in which most regions have a sound value.

    Returns:
        The map.

    Raises:
        ValueError: When nothing lies inside the region, or no region in it reports the indicator.
    """
    regions = tables["regions"].set_index("region_code", drop=False).rename_axis(None)
    indicator = tables["indicators"].set_index("indicator_id", drop=False).loc[indicator_id]
    below = _below(region_code, tables["regions"])
    if below.empty:
        raise ValueError(f"no region lies inside {region_code}; choose a larger one")
    tiles = reference.tiles() if regions.loc[region_code, "level"] == "nation" else None
    first = tiles if tiles is not None else below[below["level"].eq(below["level"].iloc[0])]
    main = _placed(tables, indicator, first, year or None)
    chosen = main["year"].iloc[0]
    year_shown = None if pd.isna(chosen) else int(chosen)
    parts = []
    for _, part in below.groupby("level", sort=False):
        parts.append(_placed(tables, indicator, part, year_shown))
        if year_shown is None and parts[-1]["year"].notna().any():  # one year for all levels
            year_shown = int(parts[-1]["year"].iloc[0])
    own = _placed(tables, indicator, regions.loc[[region_code]], year_shown)
    own = own[own["place"].eq("ranked")]
    inside = pd.concat(parts, ignore_index=True).merge(
        below[["region_code", "parent_code", "level"]], on="region_code", validate="1:1"
    )
    if inside["observation_id"].isna().all():
        raise ValueError(f"no region inside {region_code} reports {indicator_id!r}")
    view = usual_view(indicator)
    shown = main if tiles is not None else main.iloc[:0]
    return Map(
        regions.loc[region_code],
        year_shown,
        Levels(indicator, view, shown, own),
        Levels(indicator, view, inside, own),
    )


def _below(region_code: str, regions: pd.DataFrame) -> pd.DataFrame:
    """The regions inside a region, larger levels first, in code order."""
    inside = [
        code
        for code in regions["region_code"]
        if code != region_code and region_code in reference.ancestors(code, regions)
    ]
    rows = regions[regions["region_code"].isin(inside)]
    order = rows["level"].map(LEVELS_BELOW.index)
    return rows.assign(order=order).sort_values(["order", "region_code"]).drop(columns="order")


def _placed(
    tables: dict[str, pd.DataFrame], indicator: pd.Series, names: pd.DataFrame, year: int | None
) -> pd.DataFrame:
    """One row for each region named: its value around the year, and where it may stand."""
    observations = tables["observations"]
    codes = names["region_code"].tolist()
    rows = around_year(observations, indicator, codes, year)
    known = observations.set_index("observation_id")
    held = set(observations.loc[observations["role"].eq("actual"), "region_code"])
    held |= set(tables["documents"]["region_code"].dropna())
    rows = with_qualifiers(rows, known)
    rows["status"] = rows["observation_id"].map(known["status"])
    rows["place"] = [_place(row, row["region_code"] in held) for _, row in rows.iterrows()]
    columns = [
        name for name in ("name_zh", "name_en", "short_en", "column", "row") if name in names
    ]
    return rows.merge(names[["region_code", *columns]], on="region_code", validate="1:1")


def _place(row: pd.Series, held: bool) -> str:
    if pd.isna(row["observation_id"]):
        return "not_reported" if held else "not_held"
    if pd.isna(row["value"]):
        return "no_population"
    return "ranked" if row["reason"] == "same_period" else "apart"


def situation(row: pd.Series, language: str) -> str:
    """Why a region has no value on the map or may not stand beside the others; else that it may."""
    words = {
        "ranked": ("可以并列", "comparable"),
        "not_reported": ("未公布", "not reported"),
        "not_held": ("未收录", "no data here"),
        "no_population": ("没有相近年份的常住人口数", "no resident population near that year"),
    }
    if row["place"] in words:
        return pick(language, *words[row["place"]])
    return pick(language, "不并列：", "not comparable: ") + why_apart(row, language)


def map_head(facts: Map, language: str) -> Head:
    """Open a map."""
    finding = map_finding(facts, language)
    place, name = facts.name(language), view_name(facts.main, language)
    ends = facts.inside.rows["period_end"].dropna()
    newest = str(ends.max())
    kicker = pick(
        language,
        f"{SERIES_ZH} · 人力资源地图 · {place}",
        f"{SERIES_EN} · Human resources map · {place}",
    )
    return Head(
        title=pick(
            language,
            f"人力资源地图（{place}，{name}）：{finding}",
            f"Human resources map ({place}, {lower_first(name)}): {finding}",
        ),
        description=map_lead(facts, language),
        kicker=kicker,
        h1=finding,
        lead=map_lead(facts, language),
        dates=((pick(language, "数据截至", "Data to"), newest, date_text(newest, language)),),
        facts=(map_coverage(facts, language),),
    )


def map_finding(facts: Map, language: str) -> str:
    """In how many regions the indicator is known for the year."""
    item = facts.main
    name = short_name(name_of(item.indicator, language), language)
    count, usable = len(item.rows), len(item.ranked)
    if not usable:
        return pick(
            language,
            f"{name}：{count}个地区都没有可以并列的数值",
            f"{name}: none of {count} regions has a comparable value",
        )
    kind = _kind(facts, language)
    return pick(
        language,
        f"{name}：{count}个{kind}中{usable}个有{facts.year}年可比数值",
        f"{name}: {usable} of {count} {kind} {'has a' if usable == 1 else 'have'} comparable "
        f"value{'' if usable == 1 else 's'} for {facts.year}",
    )


def map_lead(facts: Map, language: str) -> str:
    """The values that stand side by side, the larger region's, and how much is missing."""
    item = facts.main
    rows = pd.concat([_ordered(item), item.references])
    told = [
        pick(
            language,
            f"{row['name_zh']}{view_value(item, row, 'zh')}",
            f"{row['name_en']} {view_value(item, row, 'en')}",
        )
        for _, row in rows.iterrows()
    ]
    name = upper_first(view_name(item, language))
    missing = _counts(item, language)
    if not told or facts.year is None:
        return pick(language, f"{name}：{missing}。", f"{name}: {missing}.")
    people = people_text(rows, language)
    people = pick(language, f"（常住人口：{people}）", f" (residents: {people})") if people else ""
    return pick(
        language,
        f"{facts.year}年{name}：{'，'.join(told)}{people}。{missing}。",
        f"{name} in {facts.year}: {listed(told, 'en')}{people}. {upper_first(missing)}.",
    )


def _kind(facts: Map, language: str) -> str:
    """What the main rows are called."""
    if len(facts.tiles.rows):
        return pick(language, "省级地区", "provincial-level regions")
    return pick(language, "地区", "regions")


def _counts(item: Levels, language: str) -> str:
    words = {
        "apart": ("{}个地区的数值不能并列", "{} with a value that is not comparable"),
        "no_population": ("{}个地区没有常住人口数", "{} without a known population"),
        "not_reported": ("{}个地区未公布", "{} without a reported value"),
        "not_held": ("{}个地区没有收录文件或数列", "{} without documents or series here"),
    }
    told = [
        pick(language, zh, en).format(len(item.placed(place)))
        for place, (zh, en) in words.items()
        if len(item.placed(place))
    ]
    return pick(language, "，", ", ").join(told) or pick(language, "没有缺失", "none is missing")


def map_coverage(facts: Map, language: str) -> str:
    """How many of the regions have any value of the indicator."""
    rows = facts.main.rows
    known = int(rows["observation_id"].notna().sum())
    share = percent(100 * known / len(rows), decimals=0)
    return pick(
        language,
        f"{len(rows)}个{_kind(facts, 'zh')}中{known}个有数值（不限年份，{share}）",
        f"{known} of {len(rows)} {_kind(facts, 'en')} have a value of any year ({share})",
    )


def _ordered(item: Levels) -> pd.DataFrame:
    """Rows that may stand side by side, highest first."""
    return item.ranked.sort_values("value", ascending=False, kind="stable")


def map_cards(facts: Map, language: str) -> list[Card]:
    """The larger region, up to three regions inside it, and how many are known."""
    item = facts.main
    rows = pd.concat([item.references, _ordered(item).head(VALUE_CARDS)])
    cards = [level_card(item, row, language) for _, row in rows.iterrows()]
    known = int(item.rows["observation_id"].notna().sum())
    cards.append(
        Card(
            label=pick(language, "有数值的地区", "Regions with a value"),
            value=("", str(known), pick(language, f"/{len(item.rows)}个", f" of {len(item.rows)}")),
            lines=((_counts(item, language), None),),
        )
    )
    return cards


def tile_points(facts: Map, language: str) -> list[str]:
    """What the tiles show: values apart with the reason, and who is not there."""
    item = facts.main
    points = []
    for _, row in item.placed("apart").iterrows():
        value, why = region_value(item, row, language), why_apart(row, language)
        points.append(
            pick(language, f"{value}不能并列：{why}。", f"{value} is not comparable: {why}.")
        )
    points = points[:2]
    for place, zh, en in (
        ("not_reported", "未公布这一指标，不等于0", "not reported, which does not mean zero"),
        (
            "not_held",
            "没有收录文件或数列，不等于没有数值",
            "no documents or series here, though values may exist",
        ),
    ):
        names = item.placed(place)[f"name_{language}"].tolist()
        if names and (len(names) <= 5 or place == "not_reported"):
            points.append(
                pick(
                    language,
                    f"{listed(names, 'zh')}{zh}。",
                    f"{listed(names, 'en')}: {en}.",
                )
            )
        elif names:
            points.append(
                pick(language, f"{len(names)}个地区{zh}。", f"{len(names)} regions: {en}.")
            )
    return points


def inside_points(facts: Map, language: str) -> list[str]:
    """What is known of the regions inside, level by level."""
    points = []
    for level, (zh, en) in LEVEL_WORDS.items():
        rows = facts.inside.rows[facts.inside.rows["level"].eq(level)]
        if rows.empty or (level == "province" and len(facts.tiles.rows)):
            continue
        item = Levels(facts.inside.indicator, facts.inside.view, rows, facts.inside.references)
        told = _level_values(item, language)
        noun = en.replace(" level", "-level region") + "s" * (len(rows) > 1)
        points.append(
            pick(
                language,
                f"{len(rows)}个{zh}：{told}。",
                f"{len(rows)} {noun}: {told}.",
            )
        )
    return points


def _level_values(item: Levels, language: str) -> str:
    told = [region_value(item, row, language) for _, row in _ordered(item).iterrows()]
    for reason, rows in item.placed("apart").groupby("reason", sort=False):
        values = [region_value(item, row, language) for _, row in rows.iterrows()]
        why = reason_text(str(reason), language)
        joined = listed(values, language)
        told.append(
            pick(language, f"{joined}不能并列（{why}）", f"{joined}, not comparable: {why}")
        )
    for place in ("no_population", "not_reported", "not_held"):
        rows = item.placed(place)
        if len(rows):
            names = listed(rows[f"name_{language}"].tolist(), language)
            told.append(
                pick(
                    language,
                    f"{names}{situation(rows.iloc[0], 'zh')}",
                    f"{names}: {situation(rows.iloc[0], 'en')}",
                )
            )
    return pick(language, "；", "; ").join(told)
