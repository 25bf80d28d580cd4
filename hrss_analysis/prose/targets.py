"""Targets in words: completion, change from an earlier value, what was implied, what comes next."""

from __future__ import annotations

import pandas as pd

from hrss_analysis.prose.goals import at_base
from hrss_analysis.prose.numbers import change_qualifier, may_be_equal, named_unit, quantity
from hrss_analysis.prose.parts import ends_of, inside, said, upper_first, when
from hrss_analysis.prose.progress import open_reasons, rate_text, verdict_counts
from hrss_analysis.prose.scoreboard import Facts
from hrss_analysis.prose.words import listed, pick
from hrss_analysis.tables import number_text

MASS = ("yuan", "yuan_per_month", "mu")  # less of these, fewer of what is counted


def judged(facts: Facts) -> pd.DataFrame:
    """Targets of the main period that can be judged."""
    return facts.due[facts.due["verdict"].ne("undetermined")]


def change_text(row: pd.Series, language: str) -> str:
    """The difference from the earlier value, naming its year or period.

    Where the printed forms leave room for equal values nobody knows whether it rose or fell; a
    bound such as 低于5% is then told as it is.
    """
    change = row["value"] - row["base_value"]
    base = when(row, language, "base_")
    unit = "percentage_point" if row["unit"] == "percent" else row["unit"]
    bound = {row["qualifier"], row["base_qualifier"]} & {"le", "lt", "ge", "gt"}
    if may_be_equal(ends_of(row), ends_of(row, "base_")):
        if bound:
            told = said(row, language, "base_")
            return pick(language, f"{base}为{told}", f"{told} {_in(row, base)}")
        if change == 0:
            return pick(language, f"与{base}持平", f"the same as {_in(row, base)}")
        return pick(
            language,
            f"与{base}大致持平（差在舍入范围内）",
            f"level with {_in(row, base)} within rounding",
        )
    rough = change_qualifier(change, row["qualifier"], row["base_qualifier"])
    size = quantity(
        abs(change),
        named_unit(unit, language),
        language,
        qualifier="ge" if bound else rough,
        precision=_change_step(row),
    )
    more = pick(language, "多" if change > 0 else "少", "more" if change > 0 else "fewer")
    if unit in MASS:
        more = pick(language, more, "more" if change > 0 else "less")
    if unit == "percentage_point":
        more = pick(language, "高" if change > 0 else "低", "above" if change > 0 else "below")
        return pick(language, f"比{base}{more}{size}", f"{size} {more} {base}")
    return pick(language, f"比{base}{more}{size}", f"{size} {more} than {_in(row, base)}")


def _change_step(row: pd.Series) -> float | None:
    """The width of the last digit that both values have."""
    steps = [float(p) for p in (row["precision"], row["base_precision"]) if pd.notna(p)]
    if row["base_qualifier"] != "eq" and pd.isna(row["base_precision"]):
        digits = number_text(float(row["base_value"]))
        steps.append(10.0 ** (len(digits) - len(digits.rstrip("0"))))
    return max(steps, default=None)


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
    points = [_met_sentence(facts, language)] if len(rows) else [_no_target(facts, language)]
    return points + _implied_sentence(rows, language) + _next_sentence(facts, language)


def _no_target(facts: Facts, language: str) -> str:
    if len(facts.due):
        reasons = open_reasons(facts.due, language)
        return pick(
            language,
            f"{len(facts.due)}项同期目标均无法判断（{reasons}）。",
            f"None of {len(facts.due)} targets for the period can be judged ({reasons}).",
        )
    return pick(
        language,
        "所收文件没有给出同期目标，无法判断完成情况。",
        "The documents at hand give no target for the period: completion cannot be judged.",
    )


def _met_sentence(facts: Facts, language: str) -> str:
    """How many targets were met, which were missed or open, and the ends of the completion."""
    due, rows = facts.due, judged(facts)
    year, count, met = int(due["end_year"].max()), len(due), int(rows["verdict"].eq("met").sum())
    text = pick(
        language,
        f"{year}年的{count}项目标：{verdict_counts(due, language)}",
        f"Of {count} target{'s' * (count > 1)} for {year}: {verdict_counts(due, language)}",
    )
    if met == count > 1:
        text = pick(
            language,
            f"{year}年的{count}项目标均已完成",
            f"All {count} targets for {year} were met",
        )
    elif met < len(rows):
        short = rows[rows["verdict"].isin(["missed", "behind"])]
        names = listed([inside(row, language) for _, row in short.iterrows()], language)
        if names:
            text += pick(language, f"（未达到的是{names}）", f" (not reached: {names})")
    if len(rows) < count:
        text += pick(language, f"（{open_reasons(due, 'zh')}）", f" ({open_reasons(due, 'en')})")
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
    return text + pick(language, "。", ".") + _past_sentence(facts, language)


def _past_sentence(facts: Facts, language: str) -> str:
    """The targets before the main period, so that this page counts as many as the plan brief."""
    past = facts.past
    if past.empty:
        return ""
    tally = verdict_counts(past, language)
    return pick(
        language,
        f"另有更早的{len(past)}项目标：{tally}。",
        f" Of {len(past)} earlier target{'s' * (len(past) > 1)}: {tally}.",
    )


def _implied_sentence(rows: pd.DataFrame, language: str) -> list[str]:
    """How targets that are not printed follow from value and completion rate, by one example."""
    implied = rows[rows["target_status"].eq("derived").fillna(False)]
    if implied.empty:
        return []
    first, every = implied.iloc[0], len(implied) == len(rows)
    example = inside(first, language) + pick(language, "", " ") + said(first, language, "latest_")
    rate, target = rate_text(first, language), said(first, language, "target_")
    some = f"其中{len(implied)}项" if not every else ""
    count = "" if every else f"For {len(implied)} of them "
    head = "the document prints completion rates only; the targets are implied (value ÷ rate, "
    return [
        pick(
            language,
            f"{some}文件只公布完成率，目标由实际值除以完成率推算并取整：如{example}÷{rate}，"
            f"得目标{target}。",
            f"{upper_first(count + head)}rounded): {example} ÷ {rate} gives {target}.",
        )
    ]


def _next_sentence(facts: Facts, language: str) -> list[str]:
    """How many later targets there are, and how many ask for no more than was reached."""
    ahead = facts.ahead
    if ahead.empty:
        return []
    ends, low = ahead["end_year"].dropna(), at_base(ahead)
    until = pick(language, f"到{ends.max()}年的", f" up to {ends.max()}") if len(ends) else ""
    count = len(ahead)
    text = pick(
        language,
        f"文件提出了{until}{count}项目标",
        f"The document sets {count} target{'s' * (count > 1)}{until}",
    )
    if len(low):
        every = len(low) == count
        zh = "均" if every else f"其中{len(low)}项"
        en = ("all" if count > 1 else "it") if every else f"{len(low)}"
        first = low.iloc[0]
        name, now = inside(first, language), said(first, language, "base_")
        aim, by = said(first, language, "target_"), when(first, language, "target_")
        since = when(first, language, "base_")
        text += pick(
            language,
            f"，{zh}不高于已有水平，如{name}：{by}目标{aim}，{since}实际{now}",
            f"; {en} ask{'s' * (en == 'it')} for no more than was already reached, such as {name}: "
            f"target {aim} ({by}), actual {now} ({since})",
        )
    return [text + pick(language, "。", ".")]
