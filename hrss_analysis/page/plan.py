"""The tables of a plan brief: every target with base, latest value, pace and verdict."""

from __future__ import annotations

import pandas as pd

from hrss_analysis.monitoring import KINDS, VERDICTS, reason_words
from hrss_analysis.page.brief import Brief
from hrss_analysis.page.cells import sourced_cell
from hrss_analysis.page.markup import Cell, nothing, table_html
from hrss_analysis.page.sources import marks_text
from hrss_analysis.prose.goals import PlanFacts
from hrss_analysis.prose.parts import called, said, upper_first
from hrss_analysis.prose.periods import years_text
from hrss_analysis.prose.plan import plan_period_text
from hrss_analysis.prose.progress import needed_text, odds_text, progress_text, verdict_counts
from hrss_analysis.prose.words import pick, word

PLAIN = ("reached", "short")  # the verdict says as much
HANDED = [
    *("indicator_id", "unit", "measure", "period_start", "period_end", "target", "qualifier"),
    *("status", "target_kind", "direction", "base", "base_period_end", "base_averaged"),
    *("base_meets_target", "latest", "latest_period_end", "completion_pct", "reached_pct"),
    *("elapsed_pct", "required_change", "required_growth_pct", "verdict", "reason", "n"),
    *("probability", "current_status", "anticipated_progress"),
]


def target_table(brief: Brief, facts: PlanFacts, *, earlier: bool = False) -> None:
    """Show every target of the newest plan, or of those before; nothing where there is none.

    Binding and expected targets stand apart where the plan prints the kind. Columns that would be
    empty throughout are left out.

    Args:
        brief: The page.
        facts: The region's targets.
        earlier: Show the targets before the newest plan.
    """
    rows = facts.earlier if earlier else facts.current
    if rows.empty:
        return
    columns = [name for name, show in _columns(rows).items() if show]
    heads = {
        "base": brief.say("此前", "Before"),
        "latest": brief.say("目标期内最近", "Latest"),
        "progress": brief.say("相当于目标", "Share of target"),
        "needed": brief.say("每年需要", "Needed each year"),
        "odds": brief.say("可能性", "Odds"),
    }
    header = [
        brief.say("指标", "Indicator"),
        brief.say("目标", "Target"),
        *[heads[name] for name in columns],
        brief.say("结论", "Verdict"),
    ]
    title = _title(facts, rows, brief.language, earlier)
    shown = pd.concat(
        [rows["target_id"], rows["base_observation_id"], rows["latest_observation_id"]]
    )
    brief.table(
        table_html(header, _body(brief, rows, columns), title, brief.language, "key cmp"),
        title,
        subtitle=brief.say(
            "小字为所属时期",
            "Small type: the period of a value",
        )
        + _usual_text(rows, brief.language),
        note=brief.ledger.legend(shown.dropna()),
        data=rows[HANDED].assign(observation_id=rows["target_id"]),
    )


def _columns(rows: pd.DataFrame) -> dict[str, bool]:
    needed = rows["required_change"].notna() & rows["verdict"].isin(
        ["undetermined", "on_pace", "behind"]
    )
    return {
        "base": bool(rows["base"].notna().any()),
        "latest": bool(rows["latest"].notna().any()),
        "progress": bool(rows["share"].notna().any()),
        "needed": bool(needed.any()),
        "odds": bool(rows["probability"].notna().any()),
    }


def _usual_reason(rows: pd.DataFrame) -> str:
    """The reason that most verdicts share; it is told once, above the table."""
    told = rows.loc[~rows["reason"].isin(PLAIN), "reason"]
    counts = told.value_counts()
    return str(counts.index[0]) if len(counts) and counts.iloc[0] > len(rows) / 2 else ""


def _usual_text(rows: pd.DataFrame, language: str) -> str:
    usual = _usual_reason(rows)
    if not usual:
        return ""
    words = reason_words(usual, language)
    return pick(
        language,
        f"；结论未另注明理由的：{words}",
        f". Unless stated otherwise, the reason for a verdict is: {words}",
    )


def _title(facts: PlanFacts, rows: pd.DataFrame, language: str, earlier: bool) -> str:
    tally = verdict_counts(rows, language)
    if earlier:
        return pick(
            language, f"更早的{len(rows)}项目标：{tally}", f"{len(rows)} earlier targets: {tally}"
        )  # fmt: skip
    period = plan_period_text(facts, language)
    return pick(
        language,
        f"{period}{len(rows)}项目标：{tally}",
        f"{len(rows)} targets, {period}: {tally}",
    )


def _body(brief: Brief, rows: pd.DataFrame, columns: list[str]) -> list[tuple[str, list[Cell]]]:
    """Rows under a head for each kind, where the plan says which kind."""
    body: list[tuple[str, list[Cell]]] = []
    hidden = (*PLAIN, _usual_reason(rows))
    stated = rows["target_kind"].ne("not_stated").any()
    for kind in KINDS:
        part = rows[rows["target_kind"].eq(kind)]
        if part.empty:
            continue
        if stated:
            head = upper_first(word(KINDS, kind, brief.language))
            if kind == "not_stated":
                head = brief.say("未注明约束性或预期性", "Binding or expected not stated")
            count = brief.say(f"：{len(part)}项", f": {len(part)}")
            body.append((head + count, []))
        body += [_row(brief, row, columns, hidden) for _, row in part.iterrows()]
    return body


def _row(
    brief: Brief, row: pd.Series, columns: list[str], hidden: tuple[str, ...]
) -> tuple[str, list[Cell]]:
    cells = {
        "base": _value(brief, row, "base_"),
        "latest": _value(brief, row, "latest_"),
        "progress": _progress(brief, row),
        "needed": _needed(brief, row),
        "odds": _odds(brief, row),
    }
    inner = [cells[name] for name in columns]
    return called(row, brief.language), [
        _value(brief, row, "target_"),
        *inner,
        _verdict(brief, row, hidden),
    ]


def _value(brief: Brief, row: pd.Series, prefix: str) -> Cell:
    language = brief.language
    if pd.isna(row[f"{prefix}value"]):
        return nothing(language, "未公布", "not reported")
    ends = (row[f"{prefix}period_start"], row[f"{prefix}period_end"])
    return sourced_cell(
        brief,
        row[f"{prefix}observation_id"],
        said(row, language, prefix),
        marks_text(row[f"{prefix}status"], row[f"{prefix}flag"], language),
        small=years_text(*ends, language),
    )


def _progress(brief: Brief, row: pd.Series) -> Cell:
    share, time = progress_text(row, brief.language)
    if not share:
        return Cell(text="–", kind="none")
    marks = marks_text(row["completion_status"], pd.NA, brief.language)
    return sourced_cell(brief, row["completion_observation_id"], share, marks, small=time)


def _needed(brief: Brief, row: pd.Series) -> Cell:
    text = needed_text(row, brief.language) if row["verdict"] not in ("met", "missed") else ""
    return Cell(text=text) if text else Cell(text="–", kind="none")


def _odds(brief: Brief, row: pd.Series) -> Cell:
    if pd.isna(row["probability"]):
        return Cell(text="–", kind="none")
    return Cell(text=odds_text(row, brief.language))


def _verdict(brief: Brief, row: pd.Series, hidden: tuple[str, ...]) -> Cell:
    language = brief.language
    bad = row["verdict"] in ("missed", "behind")
    return Cell(
        text=upper_first(word(VERDICTS, row["verdict"], language)),
        small="" if row["reason"] in hidden else reason_words(row["reason"], language),
        kind="text miss" if bad else "text",
    )
