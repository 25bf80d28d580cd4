"""Targets in words: completion, change from an earlier value, what was implied, what comes next."""

from __future__ import annotations

import pandas as pd

from hrss_analysis.prose.numbers import change_qualifier, named_unit, percent, qualified, quantity
from hrss_analysis.prose.parts import inside, said, when
from hrss_analysis.prose.scoreboard import Facts
from hrss_analysis.prose.words import listed, pick


def judged(facts: Facts) -> pd.DataFrame:
    """Rows of the main period that have a target and whose result is known."""
    rows = facts.counted
    known = rows["met"].notna() & rows["period_end"].eq(facts.period_end).fillna(False)
    return rows[known]


def lowered(facts: Facts) -> pd.DataFrame:
    """Rows whose next target lies below what was reached, for indicators where more is better."""
    rows = facts.counted
    same = rows["next_measure"].eq(rows["measure"]).fillna(False)
    below = pd.to_numeric(rows["next_value"]) < pd.to_numeric(rows["value"])
    return rows[same & below.fillna(False) & rows["direction"].eq("up")]


def rate_text(row: pd.Series, language: str) -> str:
    """Completion rate with its printed decimals, or computed with its value's qualifier."""
    printed = row["completion_precision"]
    places = 1 if pd.isna(printed) else 2 if float(printed) < 0.05 else int(float(printed) < 1)
    rate = percent(row["completion"], decimals=places)
    if row["completion_status"] != "derived":
        return rate
    rough = row["target_qualifier"] in ("approx", "over", "nearly")
    return qualified(rate, "approx" if rough else row["qualifier"], language)


def change_text(row: pd.Series, language: str) -> str:
    """The difference from the earlier value, naming its year or period."""
    change = row["value"] - row["base_value"]
    base = when(row, language, "base_")
    step = max(
        [float(p) for p in (row["precision"], row["base_precision"]) if pd.notna(p)], default=None
    )
    unit = "percentage_point" if row["unit"] == "percent" else row["unit"]
    if change == 0:
        return pick(language, f"与{base}持平", f"the same as {_in(row, base)}")
    size = quantity(
        abs(change),
        named_unit(unit, language),
        language,
        qualifier=change_qualifier(change, row["qualifier"], row["base_qualifier"]),
        precision=step,
    )
    more = pick(language, "多" if change > 0 else "少", "more" if change > 0 else "less")
    if unit == "percentage_point":
        more = pick(language, "高" if change > 0 else "低", "above" if change > 0 else "below")
        return pick(language, f"比{base}{more}{size}", f"{size} {more} {base}")
    return pick(language, f"比{base}{more}{size}", f"{size} {more} than {_in(row, base)}")


def _in(row: pd.Series, base: str) -> str:
    """The base of an English comparison: in 2020, at the end of 2020, the 2011–2015 total."""
    if row["base_measure"] == "cumulative":
        return f"the {base}"
    return f"at the {base}" if base.startswith(("end", "start")) else f"in {base}"


def completion_text(row: pd.Series, language: str) -> str:
    """Completion in words; says when target or rate was computed and not printed."""
    rate = rate_text(row, language)
    if pd.isna(row["target_value"]):
        return pick(language, f"完成目标的{rate}", f"{rate} of the target")
    target = said(row, language, "target_")
    if row["target_status"] == "derived":
        return pick(
            language,
            f"完成目标的{rate}（推算目标{target}）",
            f"{rate} of the target (implied target: {target})",
        )
    return pick(
        language,
        f"为目标{target}的{rate}",
        f"{rate} of the target of {target}",
    )


def target_points(facts: Facts, language: str) -> list[str]:
    """One to three sentences on targets: how many were met, what was implied, what comes next.

    Args:
        facts: The region's figures.
        language: `zh` or `en`.

    Returns:
        The sentences; one that says so where no target is known.
    """
    rows = judged(facts)
    points = [_met_sentence(rows, language)] if len(rows) else [_no_target(language)]
    return points + _implied_sentence(rows, language) + _next_sentence(facts, language)


def _no_target(language: str) -> str:
    return pick(
        language,
        "所收文件没有给出同期目标，无法判断完成情况。",
        "The documents at hand give no target for the period: completion cannot be judged.",
    )


def _met_sentence(rows: pd.DataFrame, language: str) -> str:
    """How many targets were met, which were missed, and the highest and lowest completion."""
    met, count = int(rows["met"].astype(bool).sum()), len(rows)
    text = pick(
        language,
        f"可判断的{count}项目标中，完成{met}项",
        f"Of {count} targets that can be judged, {met} {'was' if met == 1 else 'were'} met",
    )
    if met == count > 1:
        text = pick(
            language,
            f"可判断的{count}项目标均已完成",
            f"All {count} targets that can be judged were met",
        )
    missed = rows[~rows["met"].astype(bool)]
    if len(missed):
        names = listed([inside(row, language) for _, row in missed.iterrows()], language)
        text += pick(language, f"，未完成的是{names}", f"; missed: {names}")
    rated = rows[rows["completion"].notna()]
    if len(rated) > 1:
        ordered = rated.sort_values("completion", kind="stable")
        high, low = ordered.iloc[-1], ordered.iloc[0]
        top, bottom = inside(high, language), inside(low, language)
        most, least = rate_text(high, language), rate_text(low, language)
        text += pick(
            language,
            f"；完成率最高的是{top}（{most}），最低的是{bottom}（{least}）",
            f"; completion was highest for {top} ({most}) and lowest for {bottom} ({least})",
        )
    return text + pick(language, "。", ".")


def _implied_sentence(rows: pd.DataFrame, language: str) -> list[str]:
    """How a target that is not printed follows from value and completion rate, by one example."""
    implied = rows[rows["target_status"].eq("derived").fillna(False)]
    if implied.empty:
        return []
    first = implied.iloc[0]
    example = f"{inside(first, language)}{pick(language, '', ' ')}{said(first, language)}"
    rate, target = rate_text(first, language), said(first, language, "target_")
    return [
        pick(
            language,
            f"文件只公布完成率，目标由实际值除以完成率推算并取整：如{example}÷{rate}，得目标{target}。",
            "The document prints completion rates only; targets are implied (value ÷ rate, "
            f"rounded): {example} ÷ {rate} gives {target}.",
        )
    ]


def _next_sentence(facts: Facts, language: str) -> list[str]:
    """How many later targets there are, and how many lie below what was already reached."""
    ahead = facts.counted[facts.counted["next_value"].notna()]
    if ahead.empty:
        return []
    year = str(ahead["next_period_end"].max())[:4]
    below = lowered(facts)
    text = pick(
        language,
        f"文件提出了到{year}年的{len(ahead)}项目标",
        f"The document sets {len(ahead)} targets up to {year}",
    )
    if len(below):
        every = len(below) == len(ahead)
        zh, en = ("均", "all") if every else (f"其中{len(below)}项", f"{len(below)}")
        first = below.iloc[0]
        name, now = inside(first, language), said(first, language)
        aim, until = said(first, language, "next_"), when(first, language, "next_")
        since = when(first, language)
        text += pick(
            language,
            f"，{zh}低于已有水平，如{name}：{until}目标{aim}，{since}实际{now}",
            f"; {en} lie below what was already reached, such as {name}: "
            f"target {aim} ({until}), actual {now} ({since})",
        )
    return [text + pick(language, "。", ".")]
