"""How far a target is and what it still needs, in words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hrss_analysis.prose.numbers import named_unit, percent, quantity
from hrss_analysis.prose.words import pick, word

ODDS = {
    "likely": ("很可能", "likely"),
    "rather_likely": ("较可能", "rather likely"),
    "rather_unlikely": ("较难", "rather unlikely"),
    "unlikely": ("很难", "unlikely"),
}


def needed_text(row: pd.Series, language: str) -> str:
    """What each year needs from the last known value to the target; empty where nothing does."""
    change, growth = row["required_change"], row["required_growth_pct"]
    if pd.isna(change):
        return ""
    if row["target_measure"] == "cumulative":
        amount = _counted(change, row["unit"], language, row["target_precision"])
        return pick(language, f"每年{amount}", f"{amount} a year")
    if (change <= 0) == (row["direction"] == "floor"):
        return pick(language, "保持即可", "none, keep the level")
    if pd.notna(growth):
        return pick(language, f"年均增长{percent(growth)}", f"+{percent(growth)} a year")
    points = quantity(round(abs(change), 2), "percentage_point", language)
    return pick(
        language,
        f"年均{'提高' if change > 0 else '下降'}{points}",
        f"{'+' if change > 0 else '−'}{points} a year",
    )


def _counted(value: float, unit: str, language: str, precision: Any) -> str:
    """A yearly amount, in 万 where it is round and its total was printed so."""
    amount, step = round(value), 1
    while (
        not pd.isna(precision) and amount and amount % (10 * step) == 0 and 10 * step <= precision
    ):
        step *= 10
    name = named_unit(unit, language)
    return quantity(amount, name, language, precision=step if step > 1 else None)


def odds_text(row: pd.Series, language: str) -> str:
    """The probability in words and in tenths."""
    tenths = min(max(round(10 * float(row["probability"])), 1), 9)
    words = word(ODDS, str(row["odds"]), language)
    return pick(language, f"{words}（约十分之{tenths}）", f"{words} (about {tenths} in 10)")


def progress_text(row: pd.Series, language: str) -> tuple[str, str]:
    """Completion or share of the way, and the share of the time where the period is not over."""
    share = row["completion_pct"] if pd.notna(row["completion_pct"]) else row["reached_pct"]
    if pd.isna(share):
        return "", ""
    time = ""
    if pd.notna(row["elapsed_pct"]) and row["elapsed_pct"] < 100:
        gone = percent(row["elapsed_pct"], decimals=0)
        time = pick(language, f"时间{gone}", f"time {gone}")
    return percent(share), time
