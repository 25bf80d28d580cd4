"""The sentences of a plan brief: every target, its pace and its verdict."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hrss_analysis.monitoring import KINDS, VERDICTS
from hrss_analysis.prose.goals import PlanFacts, at_base
from hrss_analysis.prose.numbers import number_parts
from hrss_analysis.prose.parts import Card, Head, called, inside, said, upper_first, when
from hrss_analysis.prose.periods import date_text
from hrss_analysis.prose.progress import (
    needed_text,
    odds_text,
    open_reasons,
    rate_text,
    verdict_counts,
)
from hrss_analysis.prose.region import SERIES_EN, SERIES_ZH, hidden_notice
from hrss_analysis.prose.words import listed, pick, word

CARDS = 4
MOST_TOLD = 3
FEWEST_COMPARED = 2  # one target beside its base is told by the table


def plan_period_text(facts: PlanFacts, language: str) -> str:
    """The years of the newest plan."""
    starts = facts.current["plan_start"].dropna()
    first = int(str(starts.min())[:4]) if len(starts) else facts.year
    if first == facts.year:
        return pick(language, f"{facts.year}年", str(facts.year))
    return pick(language, f"{first}—{facts.year}年", f"{first}–{facts.year}")


def plan_head(facts: PlanFacts, language: str) -> Head:
    """Open a plan brief: finding, lead, dates, coverage.

    Args:
        facts: The region's targets.
        language: `zh` or `en`.
    """
    place, period = facts.name(language), plan_period_text(facts, language)
    finding, lead = plan_finding(facts, language), plan_lead(facts, language)
    valued = int(facts.current["latest_ids"].notna().sum())
    total = len(facts.current)
    return Head(
        title=pick(
            language,
            f"{place}{period}目标监测：{finding}",
            f"{place} targets {period}: {finding}",
        ),
        description=lead,
        kicker=pick(
            language,
            f"{SERIES_ZH} · {place} · {period}目标",
            f"{SERIES_EN} · {place} · targets {period}",
        ),
        h1=finding,
        lead=lead,
        dates=_dates(facts, language),
        facts=(
            pick(
                language,
                f"{total}项目标，{f'{valued}项有' if valued else '都没有'}目标期内数值",
                f"{valued} of {total} targets have a value within their period",
            ),
        ),
        notice=hidden_notice(facts.region, language),
    )


def _dates(facts: PlanFacts, language: str) -> tuple[tuple[str, str, str], ...]:
    ends = pd.concat([facts.goals["latest_period_end"], facts.goals["base_period_end"]]).dropna()
    dates = []
    if len(ends):
        last = str(ends.max())
        dates.append((pick(language, "数据截至", "Data to"), last, date_text(last, language)))
    published = facts.documents["published"].dropna()
    if len(published):
        day = str(published.max())
        label = pick(language, "文件发布", "Document published")
        dates.append((label, day, date_text(day, language)))
    return tuple(dates)


def plan_finding(facts: PlanFacts, language: str) -> str:
    """The finding of the page, by what can be judged."""
    rows, year = facts.current, facts.year
    counts = rows["verdict"].value_counts()
    judged = len(rows) - int(counts.get("undetermined", 0))
    if not judged:
        return _unjudged_finding(facts, language)
    met, good = int(counts.get("met", 0)), int(counts.get("met", 0) + counts.get("on_pace", 0))
    bad = int(counts.get("behind", 0) + counts.get("missed", 0))
    if met == len(rows):
        return pick(
            language,
            f"{year}年{met}项目标全部完成{_rates(rows, language)}",
            f"All {met} targets for {year} met{_rates(rows, language)}",
        )
    return pick(
        language,
        f"{year}年{len(rows)}项目标：{good}项已完成或达到序时进度，{bad}项未达到",
        f"{good} of {len(rows)} targets for {year} met or on pace, {bad} not",
    )


def _unjudged_finding(facts: PlanFacts, language: str) -> str:
    rows, low = facts.current, len(at_base(facts.current))
    period = plan_period_text(facts, language)
    text = pick(
        language,
        f"{len(rows)}项目标没有{period}实际值",
        f"No {period} results on record for {len(rows)} targets",
    )
    if not low:
        return text
    if low == len(rows):
        return text + pick(language, "，且都不高于已有水平", "; all ask no more than before")
    return text + pick(language, f"，{low}项不高于已有水平", f"; {low} ask no more than before")


def _rates(rows: pd.DataFrame, language: str) -> str:
    rated = rows[rows["completion"].notna()].sort_values("completion", kind="stable")
    if len(rated) < 2:
        return ""
    low, high = (rate_text(rated.iloc[place], language) for place in (0, -1))
    return pick(language, f"，完成率{low}至{high}", f", at {low} to {high}")


def plan_lead(facts: PlanFacts, language: str) -> str:
    """One sentence: how many targets of which kind, and how the ones before went."""
    place, period = facts.name(language), plan_period_text(facts, language)
    rows = facts.current
    text = pick(
        language,
        f"所收文件给出{place}{period}{len(rows)}项目标，{_kinds(rows, language)}",
        f"The documents give {len(rows)} targets for {place}, {period}: {_kinds(rows, language)}",
    )
    past = facts.earlier
    if past.empty:
        return text + pick(language, "。", ".")
    tally = verdict_counts(past, language)
    return text + pick(
        language,
        f"；更早的{len(past)}项目标中，{tally}。",
        f". Of {len(past)} earlier ones: {tally}.",
    )


def _kinds(rows: pd.DataFrame, language: str) -> str:
    counts = rows["target_kind"].value_counts()
    if set(counts.index) == {"not_stated"}:
        return pick(
            language,
            "文件未注明约束性或预期性",
            "whether they are binding or expected is not stated",
        )
    parts = [
        pick(language, f"{KINDS[kind][0]}{counts[kind]}项", f"{counts[kind]} {KINDS[kind][1]}")
        for kind in KINDS
        if kind in counts
    ]
    return listed(parts, language)


def plan_points(facts: PlanFacts, language: str) -> list[str]:
    """Verdicts of the newest plan, what it asks for beside its base, and the odds where known."""
    rows = facts.current
    period = plan_period_text(facts, language)
    period = pick(language, period, f"for {period}")
    points = [_verdict_sentence(rows, period, language)]
    return points + _demand_sentences(rows, language) + _odds_sentence(rows, language)


def earlier_points(facts: PlanFacts, language: str) -> list[str]:
    """Verdicts of the targets before, and why some cannot be judged."""
    rows = facts.earlier
    if rows.empty:
        return []
    years = sorted({int(year) for year in rows["end_year"]})
    span = pick(
        language,
        "、".join(f"{year}年" for year in years),
        listed([str(year) for year in years], "en"),
    )
    return [_verdict_sentence(rows, pick(language, f"到{span}", f"for {span}"), language)]


def _verdict_sentence(rows: pd.DataFrame, period: str, language: str) -> str:
    text = pick(
        language,
        f"{period}的{len(rows)}项目标：{verdict_counts(rows, language)}",
        f"Of {len(rows)} targets {period}: {verdict_counts(rows, language)}",
    )
    if not rows["verdict"].eq("undetermined").any():
        return text + pick(language, "。", ".")
    reasons = open_reasons(rows, language)
    return text + pick(language, f"（{reasons}）。", f" ({reasons}).")


def _demand_sentences(rows: pd.DataFrame, language: str) -> list[str]:
    """How many targets ask for no more than their base, and which ask for the most."""
    compared = rows[rows["base_meets_target"].notna() & rows["direction"].eq("floor")]
    if len(compared) < FEWEST_COMPARED:
        return []
    low = at_base(compared)
    text = pick(
        language,
        f"与目标期前的数值相比，可比的{len(compared)}项目标中有{len(low)}项不高于已有水平",
        f"Of {len(compared)} targets that can be compared with the value before the period, "
        f"{len(low)} ask for no more than was already reached",
    )
    if 0 < len(low) == len(compared):
        text = pick(
            language,
            f"与目标期前的数值相比，可比的{len(compared)}项目标都不高于已有水平",
            f"All {len(compared)} targets that can be compared with the value before the period "
            "ask for no more than was already reached",
        )
    if len(low):
        text += pick(language, "，如", ", such as ") + _beside(low.iloc[0], language)
    told = [text + pick(language, "。", ".")]
    rise = compared[~compared["target_id"].isin(low["target_id"])]
    asked = [
        f"{inside(row, language)}{pick(language, '', ' ')}{needed_text(row, language)}"
        for _, row in rise.iterrows()
        if needed_text(row, language)
    ]
    if asked:
        told.append(
            pick(
                language,
                f"需要提高的{len(rise)}项{_some(asked, '，如', '')}"
                f"：{'；'.join(asked[:MOST_TOLD])}。",
                f"{len(rise)} ask for a rise{_some(asked, '', ', among them')}: "
                f"{'; '.join(asked[:MOST_TOLD])}.",
            )
        )
    return told


def _some(items: list[str], zh: str, en: str) -> str:
    """What is said where only the first of some items are told."""
    return (zh or en) if len(items) > MOST_TOLD else ""


def _beside(row: pd.Series, language: str) -> str:
    """A target and its base in one phrase."""
    base = said(row, language, "base_")
    aim, since = said(row, language, "target_"), when(row, language, "base_")
    return pick(
        language,
        f"{called(row, 'zh')}目标{aim}，{since}为{base}",
        f"{inside(row, 'en')}: target {aim}, {since} {base}",
    )


def _odds_sentence(rows: pd.DataFrame, language: str) -> list[str]:
    known = rows[rows["probability"].notna()]
    if known.empty:
        return []
    told = [
        f"{inside(row, language)}{pick(language, '', ' ')}{odds_text(row, language)}"
        for _, row in known.head(3).iterrows()
    ]
    return [
        pick(
            language,
            f"有三年以上数据的{len(known)}项，按以往波动估计达到目标的可能性：{'；'.join(told)}。",
            f"For {len(known)} with three known years or more, the estimated odds of meeting the "
            f"target: {'; '.join(told)}.",
        )
    ]


def plan_cards(facts: PlanFacts, language: str) -> list[Card]:
    """Four key targets: binding ones first, then the leading indicators."""
    rows = facts.current[facts.current["period_end"].notna()].drop_duplicates("indicator_id")
    binding = rows["target_kind"].eq("binding")
    chosen = pd.concat([rows[binding], rows[~binding]]).head(CARDS)
    return [_card(row, language) for _, row in chosen.iterrows()]


def _card(row: pd.Series, language: str) -> Card:
    """A target, called one beside the number, and below it what is known of the result."""
    lines: list[tuple[str, Any]] = [(_aim_line(row, language), None)]
    if pd.notna(row["latest"]):
        lines.append(_result_line(row, language))
    elif pd.notna(row["base"]):
        before = when(row, language, "base_")
        told = said(row, language, "base_")
        text = pick(language, f"此前实际{told}（{before}）", f"Before: {told} ({before})")
        lines.append((text, row["base_observation_id"]))
    lines.append((upper_first(pick(language, *VERDICTS[row["verdict"]])), None))
    before, digits, after = number_parts(
        row["target_value"],
        row["unit"],
        language,
        qualifier=row["target_qualifier"],
        precision=row["target_precision"],
    )
    return Card(
        label=called(row, language),
        value=(pick(language, f"目标{before}", f"target {before}"), digits, after),
        lines=tuple(lines),
        observation_id=str(row["target_id"]),
        done=None if pd.isna(row["completion"]) else float(row["completion"]),
        missed=row["verdict"] in ("missed", "behind"),
    )


def _result_line(row: pd.Series, language: str) -> tuple[str, Any]:
    """What was reached; its date where the target's own period does not tell it."""
    told, now = said(row, language, "latest_"), when(row, language, "latest_")
    text = pick(language, f"实际{told}", f"Result: {told}")
    if now != when(row, language, "target_"):
        text += pick(language, f"（{now}）", f" ({now})")
    if pd.notna(row["completion"]):
        rate = rate_text(row, language)
        text += pick(language, f"，完成{rate}", f", {rate} of target")
    return text, row["latest_observation_id"]


def _aim_line(row: pd.Series, language: str) -> str:
    kind = ""
    if row["target_kind"] != "not_stated":
        kind = pick(language, "，", ", ") + word(KINDS, row["target_kind"], language)
    return upper_first(f"{when(row, language, 'target_')}{kind}")
