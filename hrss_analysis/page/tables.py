"""The tables of a region brief: key indicators by domain, and what was reported when."""

from __future__ import annotations

import re

import pandas as pd

from hrss_analysis.monitoring import VERDICTS
from hrss_analysis.page.brief import Brief
from hrss_analysis.page.cells import sourced_cell
from hrss_analysis.page.markup import Cell, nothing, table_html
from hrss_analysis.page.sources import marks_text
from hrss_analysis.prose.numbers import Scale, named_unit, scale_of, table_number, unit_word
from hrss_analysis.prose.parts import lower_first, when
from hrss_analysis.prose.periods import years_text
from hrss_analysis.prose.progress import rate_text, verdict_counts
from hrss_analysis.prose.region import coverage_title
from hrss_analysis.prose.scoreboard import Facts
from hrss_analysis.prose.words import DOMAINS, SCOPES, name_of, pick, short_name, word
from hrss_analysis.reference import ancestors

# A column with fewer values is left out; those values stand in cards, charts and the download.
FEWEST_IN_COLUMN = 2


def indicator_table(brief: Brief, facts: Facts) -> None:
    """Show every indicator with value, period, target, completion, earlier value and next target.

    Columns that would be empty throughout are left out; the subtitle says so.

    Args:
        brief: The page.
        facts: The region's figures.
    """
    board = facts.board
    columns = [
        name
        for name in ("target_value", "completion", "base_value", "next_value")
        if board[name].notna().sum() >= FEWEST_IN_COLUMN
    ]
    rows: list[tuple[str, list[Cell]]] = []
    for domain in DOMAINS:
        part = board[board["domain"].eq(domain)]
        if part.empty:
            continue
        rows.append((_domain_head(brief, facts, domain, part), []))
        rows += [_board_row(brief, row, columns) for _, row in part.iterrows()]
    heads = {
        "target_value": brief.say("目标", "Target"),
        "completion": brief.say("完成情况", "Result"),
        "base_value": brief.say("此前", "Earlier"),
        "next_value": brief.say("下期目标", "Next target"),
    }
    header = [
        brief.say("指标（单位）", "Indicator (unit)"),
        brief.say("数值", "Value"),
        brief.say("时期", "Period"),
        *[heads[name] for name in columns],
    ]
    title = _board_title(facts, brief.language)
    html = table_html(header, rows, title, brief.language, "key")
    shown = pd.concat(
        [board["observation_id"], board["target_observation_id"], board["next_observation_id"]]
    ).dropna()
    legend = brief.ledger.legend(shown)
    brief.table(
        html,
        title,
        subtitle=brief.say(
            "“未公布”不等于0；“无目标”指文件没有同期目标",
            "Not reported is never zero; no target: none was published for the period",
        ),
        note=legend,
        data=_handed(facts, brief.language),
    )


def _board_title(facts: Facts, language: str) -> str:
    """How many values there are, how many targets the period has, and how those ended."""
    count, due = int(facts.board["value"].notna().sum()), facts.due
    if due.empty:
        return pick(
            language,
            f"主要指标：{count}个数值，均未公布同期目标",
            f"Key indicators: {count} values, none with a target for the same period",
        )
    year, aims, tally = int(due["end_year"].max()), len(due), verdict_counts(due, language)
    return pick(
        language,
        f"主要指标：{count}个数值；{year}年{aims}项目标：{tally}",
        f"Key indicators: {count} values; {aims} targets for {year}: {tally}",
    )


def _domain_head(brief: Brief, facts: Facts, domain: str, part: pd.DataFrame) -> str:
    """The domain and how many of its indicators have a value."""
    name = word(DOMAINS, domain, brief.language)
    total = int(facts.indicators["domain"].eq(domain).sum())
    whole = part["value"].notna() & part["scope"].isna()
    known = part.loc[whole, "indicator_id"].nunique()
    return brief.say(f"{name}：{total}项中公布{known}项", f"{name}: {known} of {total} reported")


def _board_row(brief: Brief, row: pd.Series, columns: list[str]) -> tuple[str, list[Cell]]:
    language = brief.language
    largest = row["value"] if pd.notna(row["value"]) else row["next_value"]
    scale = scale_of(float(largest), row["unit"], language, row["precision"])
    # An English name says who is counted, unless it is told in another unit than usual.
    usual = row["unit"] == row["usual_unit"]
    unit = named_unit(row["unit"], language) if usual else row["unit"]
    name = name_of(row, language)
    if pd.notna(row["scope"]):
        name += pick(language, "·", ", ") + word(SCOPES, str(row["scope"]), language)
    unit = " ".join(p for p in (scale.name, unit_word(unit, language)) if p)
    unit = unit.replace(" ", "") if language == "zh" else unit
    if unit:  # a name may end in a bracket or a unit of its own, which would contradict this one
        name = short_name(name, language) if language == "en" else re.sub("人次$", "", name)
    head = pick(language, f"{name}（{unit}）", f"{name} ({unit})") if unit else name
    cells = [_value(brief, row, "", scale), _period(brief, row)]
    for column in columns:
        if column == "completion":
            cells.append(_result(brief, row))
        else:
            cells.append(_value(brief, row, column.removesuffix("value"), scale))
    return head, cells


def _value(brief: Brief, row: pd.Series, prefix: str, scale: Scale) -> Cell:
    language = brief.language
    if pd.isna(row[f"{prefix}value"]):
        words = {
            "": ("未公布", "not reported"),
            "target_": ("无目标", "no target"),
            "base_": ("–", "–"),
            "next_": ("–", "–"),
        }
        return nothing(language, *words[prefix])
    text = table_number(
        row[f"{prefix}value"],
        row["unit"],
        language,
        scale,
        qualifier=row[f"{prefix}qualifier"],
        precision=row[f"{prefix}precision"],
    )
    marks = marks_text(row[f"{prefix}status"], row["flag"] if not prefix else pd.NA, language)
    small = ""
    if prefix in ("base_", "next_"):
        small = years_text(row[f"{prefix}period_start"], row[f"{prefix}period_end"], language)
        small += pick(language, "年", "") if small[-1:].isdigit() else ""
    return sourced_cell(brief, row[f"{prefix}observation_id"], text, marks, small=small)


def _period(brief: Brief, row: pd.Series) -> Cell:
    if pd.isna(row["value"]):
        return Cell(text="–", kind="none")
    return Cell(text=when(row, brief.language, short=True))


def _result(brief: Brief, row: pd.Series) -> Cell:
    """The completion rate or, of a rate, the verdict; none where nothing can be judged."""
    language = brief.language
    if pd.isna(row["target_value"]) or pd.isna(row["verdict"]):
        return Cell(text="–", kind="none")
    missed = row["verdict"] in ("missed", "behind")
    told = pick(language, *VERDICTS[row["verdict"]])
    if pd.isna(row["completion"]) or row["verdict"] == "undetermined":
        kind = "none" if row["verdict"] == "undetermined" else "miss" if missed else ""
        return Cell(text=told, kind=kind)
    mark = marks_text(row["completion_status"], pd.NA, language)
    rate, source = rate_text(row, language), row["completion_observation_id"]
    return sourced_cell(brief, source, rate, mark, kind="miss" if missed else "")


def _handed(facts: Facts, language: str) -> pd.DataFrame:
    """All observations of the region for download, with what they are called."""
    names = facts.indicators.set_index("indicator_id")[f"name_{language}"]
    rows = facts.observations
    return pd.DataFrame(
        {
            "indicator": rows["indicator_id"].map(names),
            **{
                name: rows[name]
                for name in (
                    "role",
                    "measure",
                    "period_start",
                    "period_end",
                    "value",
                    "printed_value",
                    "unit",
                    "qualifier",
                    "status",
                    "flag",
                    "observation_id",
                )
            },
        }
    )


def coverage_table(brief: Brief, facts: Facts) -> None:
    """Show how many indicators of each domain have an actual value, by period.

    Args:
        brief: The page.
        facts: The region's figures.
    """
    actual = facts.observations[facts.observations["role"].eq("actual")].merge(
        facts.indicators[["indicator_id", "domain"]], on="indicator_id", how="left", validate="m:1"
    )
    actual = actual[actual["domain"].ne("population") & actual["scope"].isna()]
    years = sorted({str(end)[:4] for end in actual["period_end"].dropna()}, reverse=True)
    totals = facts.indicators["domain"].value_counts()
    rows = []
    for domain in DOMAINS:
        if domain == "population" or domain not in totals.index:
            continue
        part = actual[actual["domain"].eq(domain)]
        counts = [part[part["period_end"].str[:4].eq(y).fillna(False)] for y in years]
        cells = [_count(brief, c["indicator_id"].nunique(), int(totals[domain])) for c in counts]
        rows.append((word(DOMAINS, domain, brief.language), cells))
    header = [brief.say("领域（指标数）", "Domain (indicators)"), *years]
    rows = [
        (f"{name}（{t}）" if brief.language == "zh" else f"{name} ({t})", cells)
        for (name, cells), t in zip(
            rows,
            [totals[d] for d in DOMAINS if d != "population" and d in totals.index],
            strict=True,
        )
    ]
    title = coverage_title(facts, brief.language)
    brief.table(
        table_html(header, rows, title, brief.language, "cov"),
        title,
        subtitle=brief.say(
            "各领域有实际数值的指标数，按所属时期的最后一年计；斜纹为该年没有数值",
            "Indicators with an actual value by the last year of its period; hatched: none",
        ),
        data=actual[["indicator_id", "domain", "period_end", "observation_id"]],
        kind="noprint",
    )


def _count(brief: Brief, number: int, total: int) -> Cell:
    if number == 0:
        return Cell(text=brief.say("未公布", "not reported"), kind="n")
    return Cell(text=str(number))


def share_table(brief: Brief, facts: Facts) -> None:
    """Show a region's share of the larger regions, residents first; nothing where none is known.

    Args:
        brief: The page.
        facts: The region's figures.
    """
    language = brief.language
    code = facts.region["region_code"]
    pairs = brief.tables["comparisons"].query("region_code == @code and grade == 'share'")
    if pairs.empty:
        return
    order = facts.indicators.set_index("indicator_id", drop=False)
    names = brief.tables["regions"].set_index("region_code")[f"name_{language}"]
    larger = [other for other in ancestors(code, brief.tables["regions"]) if other in names.index]
    larger = [other for other in larger if pairs["other_code"].eq(other).any()]
    by_key = pairs.set_index(["indicator_id", "other_code"])
    rows = []
    for indicator_id in [i for i in order.index if i in set(pairs["indicator_id"])]:
        cells = [_share(brief, by_key, indicator_id, other) for other in larger]
        rows.append((name_of(order.loc[indicator_id], language), cells))
    title = _share_title(rows, str(names[larger[-1]]), language)
    brief.table(
        table_html([brief.say("指标", "Indicator"), *names[larger]], rows, title, language),
        title,
        subtitle=brief.say(
            "每行两数同属一个时期（小字）；只有同一年份的行，才能与人口份额比高低",
            "Both values of a row are of one period (small type); only rows of one year bear "
            "comparison with the share of residents",
        ),
        data=pairs[
            ["indicator_id", "other_code", "value", "other_value", "unit", "ratio", "period_end"]
            + ["observation_id", "other_observation_id"]
        ],
        kind="noprint",
    )


def _share_title(rows: list[tuple[str, list[Cell]]], larger: str, language: str) -> str:
    """The first two shares of the largest region, residents before what they are held against."""
    told = [
        pick(
            language,
            f"{name}{cells[-1].text}（{cells[-1].small}年）",
            f"{lower_first(name)} {cells[-1].text} ({cells[-1].small})",
        )
        for name, cells in rows
        if cells[-1].text != "–"
    ]
    joined = pick(language, "，", ", ").join(told[:2])
    return pick(language, f"占{larger}的份额：{joined}", f"Shares of {larger}: {joined}")


def _share(brief: Brief, by_key: pd.DataFrame, indicator_id: str, other: str) -> Cell:
    if (indicator_id, other) not in by_key.index:
        return Cell(text="–", kind="none")
    row = by_key.loc[(indicator_id, other)]
    year = years_text(row["period_start"], row["period_end"], brief.language)
    share = 100 * row["ratio"]
    text = f"{share:.2g}%" if share >= 0.001 else "<0.001%"  # two figures bear comparison
    return sourced_cell(brief, row["other_observation_id"], text, small=year)
