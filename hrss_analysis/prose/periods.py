"""Periods and dates in words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hrss_analysis.prose.words import pick

MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]


def date_text(iso: str, language: str) -> str:
    """Write an ISO date of any precision in words: 2024, 2024-12 or 2024-12-31."""
    parts = [int(part) for part in iso.split("-")]
    if language == "zh":
        return "".join(f"{part}{unit}" for part, unit in zip(parts, "年月日", strict=False))
    names = [str(parts[0])] + [MONTHS[month - 1] for month in parts[1:2]]
    return " ".join([str(day) for day in parts[2:3]] + names[::-1])


def period_text(start: Any, end: Any, measure: str, language: str, *, short: bool = False) -> str:
    """Write the period of a value in words.

    Args:
        start: First day (ISO), missing for a value at a date.
        end: Last day or date (ISO); missing where the document gives none.
        measure: Kind of quantity; a cumulative one is named as a total.
        language: `zh` or `en`.
        short: For a table column, without the word for year where it is clear.

    Returns:
        2024年, 2021—2025年累计, 2020年末, 2023年1—6月; 2024, 2021–2025 total, end of 2020.
    """
    if pd.isna(end):
        return pick(language, "时期未注明", "no date given")
    if pd.isna(start):
        moment = _moment(str(end), language, short)
        if measure == "cumulative":
            return pick(language, f"至{moment}累计", f"total to {moment}")
        return moment
    first, last = str(start), str(end)
    year = pick(language, "" if short else "年", "")
    total = pick(language, "累计", " total") if measure == "cumulative" else ""
    if first[:4] != last[:4]:
        return f"{first[:4]}{pick(language, '—', '–')}{last[:4]}{year}{total}"
    if first[5:] == "01-01" and last[5:] == "12-31":
        return f"{first[:4]}{year}{total}"
    return _months(first, last, language)


def years_text(start: Any, end: Any, language: str) -> str:
    """The years of a period alone, for brackets in a table: 2020, 2021—25, 2021–25."""
    if pd.isna(end):
        return pick(language, "未注明", "no date")
    last = str(end)[:4]
    if pd.isna(start) or str(start)[:4] == last:
        return last
    return f"{str(start)[:4]}{pick(language, '—', '–')}{last[2:]}"


def _moment(end: str, language: str, short: bool) -> str:
    year = end[:4]
    if end[5:] == "12-31":
        return pick(language, f"{year}年末", f"end of {year}")
    if end[5:] == "01-01":
        return pick(language, f"{year}年初", f"start of {year}")
    return date_text(end[:7] if short else end, language)


def _months(first: str, last: str, language: str) -> str:
    year, begin, finish = first[:4], int(first[5:7]), int(last[5:7])
    if begin == finish:
        return date_text(first[:7], language)
    return pick(
        language,
        f"{year}年{begin}—{finish}月",
        f"{MONTHS[begin - 1]} to {MONTHS[finish - 1]} {year}",
    )
