"""Values of several regions in words: what is compared, in which order, how sure that is."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from hrss_analysis.comparisons import reason_text
from hrss_analysis.prose.levels import Levels, unlike_periods
from hrss_analysis.prose.numbers import named_unit, number_parts, quantity
from hrss_analysis.prose.parts import Card
from hrss_analysis.prose.periods import period_text
from hrss_analysis.prose.words import listed, name_of, pick, short_name

# view -> per 10,000 persons, and per person for amounts, in both languages
PER_PERSON = {
    "per_10k_residents": ("每万常住人口", "per 10,000 residents", "人均", "per resident"),
    "per_10k_insured": ("每万参保人", "per 10,000 insured", "参保人均", "per insured person"),
}

# qualifier -> which bound a value is
SIDES = {
    **dict.fromkeys(("ge", "gt"), ("只公布了下限", "printed as a lower bound only")),
    **dict.fromkeys(("le", "lt"), ("只公布了上限", "printed as an upper bound only")),
}

# view -> what a value was divided by
DIVISORS = {
    "per_10k_residents": ("常住人口", "residents"),
    "per_10k_insured": ("参保人数", "insured persons"),
}


def view_name(item: Levels, language: str) -> str:
    """What is compared: per person, per 10,000 persons, or the rate or price as it is."""
    name = short_name(name_of(item.indicator, language), language)
    if item.view in PER_PERSON:
        zh, en, each_zh, each_en = PER_PERSON[item.view]
        if item.indicator["unit"] == "yuan":
            return pick(language, f"{each_zh}{name}", f"{name} {each_en}")
        return pick(language, f"{zh}{name}", f"{name} {en}")
    return name


def view_value(item: Levels, row: pd.Series, language: str) -> str:
    """A compared value with unit and qualifier; amounts are told per resident."""
    value, unit = viewed(item, row["value"])
    return quantity(
        value, named_unit(unit, language), language, qualifier=view_qualifier(item, row)
    )


def view_qualifier(item: Levels, row: pd.Series) -> str:
    """A compared value's qualifier; 余 cannot stand behind the decimals of a quotient."""
    quotient = item.view in PER_PERSON or bool(row["averaged"])
    return "gt" if quotient and row["qualifier"] == "over" else str(row["qualifier"])


def viewed(item: Levels, value: float) -> tuple[float, str]:
    """A compared value and its unit as the page shows them, rounded to what can be told."""
    unit = str(item.indicator["unit"])
    if item.view in PER_PERSON and unit == "yuan":
        value = value / 10_000
    decimals = 1 if abs(value) < 1000 and unit not in ("percent",) else 2
    return round(value, decimals), unit


def value_period(row: pd.Series, language: str) -> str:
    """The period of a compared value; averages of totals and corrected values are marked."""
    text = period_text(row["period_start"], row["period_end"], "flow", language, short=True)
    if row.get("averaged", False):
        text = pick(language, f"{text}年均".replace("年年", "年"), f"{text} yearly average")
    marks = (
        (row.get("corrected", False), "，订正", ", corrected"),
        (doubtful(row.get("flag")), "，存疑", ", unreliable"),
        (doubtful(row.get("denominator_flag")), "，人口数存疑", ", population unreliable"),
    )
    return text + "".join(pick(language, zh, en) for holds, zh, en in marks if holds)


def doubtful(flag: object) -> bool:
    """Whether the flags mark a value as unreliable."""
    return isinstance(flag, str) and "u" in flag


def value_date(item: Levels, row: pd.Series, language: str) -> str:
    """The period of a compared value, and that of its divisor where it is of another year."""
    text = value_period(row, language)
    if pd.isna(row["denominator_id"]) or pd.isna(row["denominator_end"]):
        return text
    year = str(row["denominator_end"])[:4]
    if year == str(row["period_end"])[:4]:
        return text
    zh, en = DIVISORS[item.view]
    return pick(language, f"{text}，{zh}{year}年", f"{text}, {en} of {year}")


def in_year(period: str, language: str) -> str:
    """A short period where no bracket or column head says that it is a year: 2024年."""
    return f"{period}年" if language == "zh" and period[-1:].isdigit() else period


def region_value(item: Levels, row: pd.Series, language: str) -> str:
    """A region with its compared value and period."""
    name, value = row[f"name_{language}"], view_value(item, row, language)
    period = value_date(item, row, language)
    return pick(language, f"{name}{value}（{period}）", f"{name} {value} ({period})")


def people_text(rows: pd.DataFrame, language: str) -> str:
    """Of which date the residents are that values are divided by, regions of one date together."""
    told = []
    for end, part in rows.dropna(subset=["denominator_id"]).groupby("denominator_end", sort=True):
        names = listed(part[f"name_{language}"].tolist(), language)
        day = period_text(pd.NA, end, "stock", language, short=True)
        told.append(pick(language, f"{names}{day}", f"{names}, {day}"))
    return pick(language, "，", "; ").join(told)


def why_apart(row: pd.Series, language: str) -> str:
    """Why a value may not stand beside the others; of a bound, which one it is."""
    if row["reason"] == "bound_only" and row["qualifier"] in SIDES:
        return pick(language, *SIDES[row["qualifier"]])
    return reason_text(str(row["reason"]), language)


def ranked_name(item: Levels, row: pd.Series, language: str) -> str:
    """A region's name, with the period where the regions' periods differ."""
    name = str(row[f"name_{language}"])
    if not unlike_periods(pd.concat([item.ranked, item.references])):
        return name
    period = value_period(row, language)
    return pick(language, f"{name}（{period}）", f"{name} ({period})")


def ends_text(item: Levels, language: str) -> str:
    """How the highest and the lowest region differ, unless by their period or within rounding."""
    if not item.same_period:
        return pick(language, "时期不同，不排名", "periods differ, not ranked")
    high, low = item.ranked.iloc[0], item.ranked.iloc[-1]
    more, less = ranked_name(item, high, language), ranked_name(item, low, language)
    if item.tied(high["region_code"], low["region_code"]):
        return pick(
            language, f"{more}与{less}之差在舍入范围内", f"{more} and {less} differ within rounding"
        )
    return pick(language, f"{more}高于{less}", f"{more} above {less}")


def order_text(item: Levels, language: str) -> str:
    """Who is highest and lowest; regions whose printed forms tell no order share a place."""
    ranked = item.ranked
    codes = ranked["region_code"].tolist()
    if len(codes) == 2 or item.tied(codes[0], codes[-1]) or not item.same_period:
        return ends_text(item, language)
    ends = []
    for code, zh, en in ((codes[0], "最高", "highest"), (codes[-1], "最低", "lowest")):
        place = [code, *(other for other in codes if item.tied(code, other))]
        rows = ranked[ranked["region_code"].isin(place)]
        names = listed([ranked_name(item, row, language) for _, row in rows.iterrows()], language)
        same = pick(language, "（差在舍入范围内）", " (within rounding)") if len(place) > 1 else ""
        ends.append(pick(language, f"{names}{zh}{same}", f"{names} {en}{same}"))
    return pick(language, "，", ", ").join(ends)


def rounding_text(item: Levels, language: str) -> str:
    """Name in brackets the regions whose printed forms leave room for equal values."""
    rows = pd.concat([item.ranked, item.references])
    names = dict(zip(rows["region_code"], rows[f"name_{language}"], strict=True))
    pairs = [
        listed([names[one], names[two]], language)
        for one, two in combinations(names, 2)
        if item.tied(one, two)
    ]
    if not pairs:
        return ""
    return pick(
        language,
        f"（{'；'.join(pairs)}之差在舍入范围内）",
        f" ({'; '.join(pairs)} within rounding of each other)",
    )


def denominator_text(row: pd.Series, language: str) -> str:
    """The residents or insured persons that a value was divided by, with their date."""
    people = quantity(
        row["denominator_value"], "person", language, qualifier=row["denominator_qualifier"]
    )
    day = period_text(pd.NA, row["denominator_end"], "stock", language, short=True)
    return pick(language, f"{people}（{day}）", f"{people} ({day})")


def level_card(item: Levels, row: pd.Series, language: str, label: str = "") -> Card:
    """A region's compared value, what it was divided by, and their sources."""
    value, unit = viewed(item, row["value"])
    lines = [
        (view_name(item, language), None),
        (in_year(value_period(row, language), language), row["observation_id"]),
    ]
    if pd.notna(row["denominator_id"]):
        people = denominator_text(row, language)
        zh, en = DIVISORS[item.view]
        lines.append((pick(language, f"{zh}{people}", f"{en} {people}"), row["denominator_id"]))
    return Card(
        label=f"{label}{row[f'name_{language}']}",
        value=number_parts(value, unit, language, qualifier=view_qualifier(item, row)),
        lines=tuple(lines),
        observation_id=row["observation_id"],
    )
