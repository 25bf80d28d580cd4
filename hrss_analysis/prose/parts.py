"""The pieces of text that a brief is made of."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from hrss_analysis.prose.numbers import named_unit, number_parts, quantity
from hrss_analysis.prose.periods import period_text
from hrss_analysis.prose.words import name_of, pick, short_name


@dataclass(frozen=True, kw_only=True)
class Head:
    """What opens a brief: the finding, one sentence, dates, coverage and a notice if need be.

    `dates` holds (label, ISO date, text); `facts` short phrases such as the coverage.
    """

    title: str
    description: str
    kicker: str
    h1: str
    lead: str
    dates: tuple[tuple[str, str, str], ...]
    facts: tuple[str, ...] = ()
    notice: str = ""


@dataclass(frozen=True, kw_only=True)
class Card:
    """One key figure.

    `value` is empty where nothing was reported. `lines` stand below it, each with the observation
    it rests on, if it has a figure.

    `projected` marks an
    estimate ahead. `done` is the completion in percent for the bar, whose mark is the target.
    """

    label: str
    value: tuple[str, str, str] | None
    lines: tuple[tuple[str, str | None], ...]
    observation_id: str | None = None
    done: float | None = None
    missed: bool = False
    projected: bool = False


def said(row: pd.Series, language: str, prefix: str = "") -> str:
    """Write the value of a board row, or of its `target_`, `base_` or `next_` part.

    In English the indicator's name already says who is counted, so persons are left out.
    """
    text = quantity(
        row[f"{prefix}value"],
        named_unit(row["unit"], language),
        language,
        qualifier=row[f"{prefix}qualifier"],
        precision=row[f"{prefix}precision"],
    )
    corrected = row.get(f"{prefix}status", "") == "corrected"
    return text + (pick(language, "（订正）", " (corrected)") if corrected else "")


def said_parts(row: pd.Series, language: str) -> tuple[str, str, str]:
    """The value of a board row in three parts, for a card."""
    return number_parts(
        row["value"],
        row["unit"],
        language,
        qualifier=row["qualifier"],
        precision=row["precision"],
    )


def ends_of(row: pd.Series, prefix: str = "") -> tuple[float, float]:
    """Lowest and highest value that a printed form allows; an open end is infinite."""
    value, qualifier = float(row[f"{prefix}value"]), row[f"{prefix}qualifier"]
    low, high = row[f"{prefix}value_lower"], row[f"{prefix}value_upper"]
    least = 0.0 if qualifier in ("le", "lt", "nearly") else value
    most = float("inf") if qualifier in ("ge", "gt", "over") else value
    return (least if pd.isna(low) else float(low), most if pd.isna(high) else float(high))


def when(row: pd.Series, language: str, prefix: str = "", *, short: bool = False) -> str:
    """Write the period of a board row or of one of its parts."""
    return period_text(
        row[f"{prefix}period_start"],
        row[f"{prefix}period_end"],
        row[f"{prefix}measure"],
        language,
        short=short,
    )


def called(row: pd.Series, language: str) -> str:
    """Short name of the indicator of a row, lower-cased where an English sentence goes on."""
    return short_name(name_of(row, language), language)


def inside(row: pd.Series, language: str) -> str:
    """Short name of the indicator of a row as it stands inside a sentence."""
    return pick(language, called(row, "zh"), lower_first(called(row, "en")))


def upper_first(text: str) -> str:
    """Capitalise the first letter and leave the rest alone."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """Lower the first letter, for a name inside an English sentence."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == "-" else text
