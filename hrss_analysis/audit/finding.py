"""What an auditor finds: a contradiction, or a relation that confirms the numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from hrss_analysis.tables import number_text

BARE = re.compile(r"\d+(\.\d+)?")
SCALES = {10**4: "万", 10**8: "亿"}
FACTORS = {name: factor for factor, name in SCALES.items()}
NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([万亿])?")
# From worst to harmless. `confirmed` is no complaint: numbers that bear each other out.
SEVERITIES = ("error", "warning", "notice", "confirmed")
# What a finding may be of, by the module that looks for it first.
KINDS = (
    *("unit_slip", "rate_above_100", "actual_of_the_future"),  # single
    *("target_without_actual", "measure_differs"),
    *("within_document", "between_documents"),  # repeated
    *("parts_and_total", "part_exceeds_whole", "rate_and_quotient", "rate_without_value"),  # nearby
    *("implied_and_stated_target", "target_not_round", "round_target"),  # targets
    "target_below_stock",
    "share_and_population",  # related
    *("out_of_line", "jump", "stock_shrinks", "same_again", "year_and_total"),  # series
    *("exceeds_region_above", "counted_twice"),  # nested
)
COLUMNS = ["severity", "kind", "region", "indicator_id", "period", "message", "reading_ids"]


@dataclass(frozen=True)
class Contradiction:
    """One finding.

    Attributes:
        severity: One of `SEVERITIES`.
        kind: The rule that found it, one of `KINDS`.
        region: Region code.
        indicator_id: The indicator, empty where the numbers measure none of the dictionary.
        period: Year or years it is about.
        zh: What was found, in Chinese, with the printed literals and their spans.
        en: The same in English.
        reading_ids: The readings it rests on, split by blanks.
    """

    severity: str
    kind: str
    region: str
    indicator_id: str
    period: str
    zh: str
    en: str
    reading_ids: str


def as_table(found: list[Contradiction], language: str) -> pd.DataFrame:
    """Return findings as a table, worst first.

    One row for each finding; columns severity, kind, region, indicator_id, period, message and
    reading_ids.
    """
    rows = [
        {
            "severity": item.severity,
            "kind": item.kind,
            "region": item.region,
            "indicator_id": item.indicator_id,
            "period": item.period,
            "message": item.zh if language == "zh" else item.en,
            "reading_ids": item.reading_ids,
        }
        for item in found
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    order = table["severity"].map(SEVERITIES.index)
    by = ["kind", "region", "indicator_id", "period", "reading_ids"]
    table = table.assign(order=order).sort_values(["order", *by], kind="stable")
    return table.drop(columns="order").reset_index(drop=True)


def finding(
    severity: str, kind: str, rows: Sequence[Any], zh: str, en: str, *, period: str = ""
) -> Contradiction:
    """Make a finding about readings or observations.

    Args:
        severity: One of `SEVERITIES`.
        kind: One of `KINDS`.
        rows: What it rests on; the first says region, indicator and period.
        zh: The sentence in Chinese; {0}, {1} … become the rows as printed, with their spans.
        en: The same in English.
        period: Where it is not that of the first row.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind} is no kind of finding; choose from {', '.join(KINDS)}")
    first = rows[0]
    return Contradiction(
        severity,
        kind,
        _text(first.region_code),
        _text(first.indicator_id),
        period or period_of(first),
        zh.format(*(f"{printed(row)}（{reading_ids(row)[0]}）" for row in rows)),
        en.format(*(f"{in_english(row)} ({reading_ids(row)[0]})" for row in rows)),
        " ".join(dict.fromkeys(name for row in rows for name in reading_ids(row))),
    )


def places(count: int, start: int = 1) -> str:
    """Return the places of some rows in a sentence, joined as a sum: {1} + {2}."""
    return " + ".join(f"{{{place}}}" for place in range(start, start + count))


def reading_ids(row: Any) -> list[str]:
    """Return the readings that a reading or an observation is or names."""
    own = getattr(row, "reading_id", None)
    return [own] if own else str(row.reading_ids).split()


def period_of(row: Any) -> str:
    """Return the year or years of a reading or observation, such as 2024 or 2021–2025."""
    if pd.isna(row.period_end):
        return ""
    end = row.period_end[:4]
    start = end if pd.isna(row.period_start) else row.period_start[:4]
    return end if start == end else f"{start}–{end}"


def in_english(row: Any) -> str:
    """Return a printed number in English form: 26万人 is 260,000, 32 in percent 32%.

    What a derived value names is the number it was derived from, so the printed form decides.
    """
    told = printed(row)
    found = NUMBER.search(told)
    if found is None:
        return english_number(row.value)
    digits, scale = found.groups()
    exact = Decimal(digits.replace(",", "")) * FACTORS.get(scale, 1)
    return english_number(float(exact)) + ("%" if re.search("[%％]", told) else "")


def english_number(value: float) -> str:
    """Return a number with a comma for each three digits."""
    whole, _, decimals = number_text(value).partition(".")
    return f"{int(whole):,}" + (f".{decimals}" if decimals else "")


def printed(row: Any) -> str:
    """Return a number as printed, or its value where the printed form is not known.

    A number whose unit stands elsewhere, as in the head of a table, is given its 万, 亿 or %.
    """
    literal = getattr(row, "literal", None)
    if isinstance(literal, str):
        return literal + _scale(literal, row)
    return number_text(row.value)


def _scale(literal: str, row: Any) -> str:
    if not BARE.fullmatch(literal) or not float(literal):
        return ""
    if row.unit == "percent":
        return "%"
    return SCALES.get(round(abs(row.value) / float(literal)), "")


def _text(code: Any) -> str:
    return "" if pd.isna(code) else str(code)
