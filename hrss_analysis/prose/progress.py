"""How far a target is and what it still needs, in words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hrss_analysis.monitoring import VERDICTS, reason_words
from hrss_analysis.prose.numbers import named_unit, percent, qualified, quantity
from hrss_analysis.prose.parts import inside
from hrss_analysis.prose.words import pick, word

TOTALS = ("flow", "cumulative")
ORDER = ("met", "on_pace", "behind", "missed", "undetermined")
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
        return pick(language, "保持即可", "none: hold the level")
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


def rate_text(row: pd.Series, language: str, column: str = "completion") -> str:
    """A completion rate as printed, or computed with the qualifier it can bear.

    Args:
        row: A row of the board or of the targets.
        language: `zh` or `en`.
        column: `completion`, or `share` for the same of rates too.
    """
    printed = row["completion_precision"]
    places = 1 if pd.isna(printed) else 2 if float(printed) < 0.05 else int(float(printed) < 1)
    rate = percent(row[column], decimals=places)
    if row["completion_status"] != "derived":
        return rate
    return qualified(rate, str(row["completion_qualifier"]), language)


def progress_text(row: pd.Series, language: str) -> tuple[str, str]:
    """Share of the target; while its period runs the share of the time and of the way, too."""
    if pd.isna(row["share"]):
        return "", ""
    running = pd.notna(row["elapsed_pct"]) and row["elapsed_pct"] < 100
    told = []
    if running:
        gone = percent(row["elapsed_pct"], decimals=0)
        told.append(pick(language, f"时间{gone}", f"time {gone}"))
        if pd.notna(row["reached_pct"]) and row["target_measure"] not in TOTALS:
            way = percent(row["reached_pct"], decimals=0)
            told.append(pick(language, f"基期到目标的路程{way}", f"way from the base {way}"))
    return rate_text(row, language, "share"), pick(language, "，", ", ").join(told)


def verdict_counts(rows: pd.DataFrame, language: str) -> str:
    """How many targets got each verdict, those that occur."""
    counts = rows["verdict"].value_counts()
    if len(counts) == 1 and len(rows) > 1:
        zh, en = VERDICTS[counts.index[0]]
        none = counts.index[0] == "undetermined"
        return pick(language, f"均{zh}", "none can be judged" if none else f"all {en}")
    parts = [
        pick(language, f"{VERDICTS[key][0]}{counts[key]}项", f"{counts[key]} {VERDICTS[key][1]}")
        for key in ORDER
        if key in counts
    ]
    return pick(language, "、".join(parts), ", ".join(parts))


def open_reasons(rows: pd.DataFrame, language: str) -> str:
    """Why targets cannot be judged, and which one where it is one."""
    open_ = rows[rows["verdict"].eq("undetermined")]
    parts, alone = [], len(set(open_["reason"])) == 1
    for reason, group in open_.groupby("reason", sort=False):
        words, count = reason_words(str(reason), language), len(group)
        if count == 1:
            name = inside(group.iloc[0], language)
            words = pick(language, f"{name}{words}", f"{name}{':' * alone or ','} {words}")
        parts.append(words if alone else pick(language, f"{count}项{words}", f"{count}: {words}"))
    return pick(language, "，", "; ").join(parts)
