"""The sentences of a region brief, computed from its scoreboard."""

from __future__ import annotations

import pandas as pd

from hrss_analysis.prose.goals import at_base
from hrss_analysis.prose.numbers import percent
from hrss_analysis.prose.parts import (
    Card,
    Head,
    called,
    lower_first,
    said,
    said_parts,
    upper_first,
    when,
)
from hrss_analysis.prose.periods import date_text, period_text
from hrss_analysis.prose.progress import rate_text
from hrss_analysis.prose.scoreboard import Facts
from hrss_analysis.prose.targets import change_text, completion_text, judged
from hrss_analysis.prose.words import DOMAINS, HEADLINES, listed, name_of, pick, short_name, word

CARDS = 4
SERIES_ZH, SERIES_EN = "人社统计简报", "Labour and social security brief"


def region_head(facts: Facts, language: str) -> Head:
    """Open a region brief.

    Args:
        facts: The region's figures.
        language: `zh` or `en`.

    Returns:
        Finding, lead, dates, coverage and notice.
    """
    place = facts.name(language)
    when_main = period_text(facts.period_start, facts.period_end, facts.measure, language)
    finding = region_finding(facts, language)
    lead = region_lead(facts, language)
    return Head(
        title=pick(
            language,
            f"{place}{when_main}人社简报：{finding}",
            f"{place} {when_main} labour brief: {finding}",
        ),
        description=lead,
        kicker=pick(
            language,
            f"{SERIES_ZH} · {place} · {when_main}",
            f"{SERIES_EN} · {place} · {when_main}",
        ),
        h1=finding,
        lead=lead,
        dates=region_dates(facts, language),
        facts=(coverage_phrase(facts, language),),
        notice=region_notice(facts, language),
    )


def region_finding(facts: Facts, language: str) -> str:
    """The finding of the page: targets met, or the leading figures where no target is known."""
    rows, due = judged(facts), facts.due
    if rows.empty:
        return _figures_finding(facts, language)
    below = at_base(facts.ahead)
    if len(below) and len(due) > 2:
        return _plan_finding(due, below, len(facts.ahead), language)
    first = rows.iloc[0]
    name = pick(language, called(first, "zh"), lower_first(called(first, "en")))
    if pd.notna(first["completion"]):
        rate = rate_text(first, language)
        tail = pick(language, f"{name}完成{rate}", f"{name} at {rate} of target")
    else:
        value = said(first, language, "latest_")
        tail = pick(language, f"{name}{value}", f"{name} {value}")
    return _tally(due, language) + pick(language, f"，{tail}", f"; {tail}")


def _tally(due: pd.DataFrame, language: str) -> str:
    """How many targets of a year were met; where some cannot be judged, how many."""
    year, count = int(due["end_year"].max()), len(due)
    met, open_ = (int(due["verdict"].eq(key).sum()) for key in ("met", "undetermined"))
    if met == count:
        return pick(
            language, f"{year}年{count}项目标均已完成", f"All {count} targets for {year} met"
        )
    left = pick(language, f"、{open_}项无法判断", f", {open_} unclear") if open_ else ""
    return pick(
        language,
        f"{year}年{count}项目标完成{met}项{left}",
        f"{met} of {count} targets for {year} met{left}",
    )


def _plan_finding(due: pd.DataFrame, below: pd.DataFrame, count: int, language: str) -> str:
    ahead = int(below["end_year"].max())
    zh, en = f"目标中{len(below)}项", f"{len(below)}"
    if len(below) == count:
        zh, en = f"{count}项目标都", f"all {count}"
    return _tally(due, language) + pick(
        language, f"，{ahead}年{zh}不高于已有水平", f"; {en} for {ahead} ask no more"
    )


def _figures_finding(facts: Facts, language: str) -> str:
    rows = facts.counted
    rows = rows[rows["value"].notna() & rows["period_end"].eq(facts.period_end).fillna(False)]
    if rows.empty:
        return pick(language, "没有可以讲述的实际数值", "No actual value is known")
    pieces = [
        pick(
            language,
            f"{called(row, 'zh')}{said(row, 'zh')}",
            f"{called(row, 'en')} {said(row, 'en')}",
        )
        for _, row in rows.head(2).iterrows()
    ]
    if language == "zh":
        return "，".join(pieces)
    return "; ".join([pieces[0], *map(lower_first, pieces[1:])])


def region_lead(facts: Facts, language: str) -> str:
    """One sentence with level, change and target of the two leading indicators."""
    rows = facts.counted
    rows = rows[rows["value"].notna() & rows["period_end"].eq(facts.period_end).fillna(False)]
    place = facts.name(language)
    if rows.empty:
        return pick(
            language,
            f"文件没有公布{place}的实际数值。",
            f"No actual value of {place} was published.",
        )
    period = period_text(facts.period_start, facts.period_end, facts.measure, language)
    clauses = [_clause(row, facts, language) for _, row in rows.head(2).iterrows()]
    if language == "zh":
        return f"{period}，{place}" + "；".join(clauses) + "。"
    return f"{place}, {period}: " + "; ".join(map(lower_first, clauses)) + "."


def _clause(row: pd.Series, facts: Facts, language: str) -> str:
    """One indicator's level, then its change and target as far as they are known."""
    text = pick(
        language, f"{called(row, 'zh')}{said(row, 'zh')}", f"{called(row, 'en')} {said(row, 'en')}"
    )
    if row["measure"] == "stock" and facts.measure != "stock":
        text = pick(language, f"{when(row, 'zh')}{text}", f"{text} ({when(row, 'en')})")
    parts = [text]
    if pd.notna(row["base_value"]):
        parts.append(change_text(row, language))
    if pd.notna(row["completion"]):
        parts.append(completion_text(row, language))
    return pick(language, "，", ", ").join(parts)


def region_dates(facts: Facts, language: str) -> tuple[tuple[str, str, str], ...]:
    """The last day the figures speak of, and when the newest own document was published."""
    own = facts.documents[facts.documents["own"]]
    dates = []
    if pd.notna(facts.period_end):
        end = str(facts.period_end)
        words = date_text(end, language)
        if part_year(facts):  # the period is the year, but nobody knows up to which day
            end = end[:4]
            words = pick(language, f"{end}年年内（日期未注明）", f"part of {end} (day not printed)")
        dates.append((pick(language, "数据截至", "Data to"), end, words))
    published = own["published"].dropna()
    if len(published):
        last = str(published.max())
        dates.append(
            (pick(language, "文件发布", "Document published"), last, date_text(last, language))
        )
    return tuple(dates)


def coverage_counts(facts: Facts) -> tuple[int, int]:
    """How many indicators of the dictionary have an actual value, and how many there are."""
    rows = facts.counted
    reported = rows.loc[rows["value"].notna(), "indicator_id"].nunique()
    return reported, int(facts.indicators["domain"].ne("population").sum())


def coverage_phrase(facts: Facts, language: str) -> str:
    """Coverage in one phrase."""
    reported, total = coverage_counts(facts)
    share = percent(100 * reported / total, decimals=0)
    return pick(
        language,
        f"{total}项指标公布{reported}项（{share}）",
        f"{reported} of {total} indicators reported ({share})",
    )


def coverage_by_domain(facts: Facts) -> dict[str, tuple[int, int]]:
    """For each domain how many indicators have an actual value, and how many there are."""
    known = facts.counted[facts.counted["value"].notna()].groupby("domain")["indicator_id"]
    reported, totals = known.nunique(), facts.indicators["domain"].value_counts()
    return {
        name: (int(reported.get(name, 0)), int(totals[name]))
        for name in DOMAINS
        if name != "population" and name in totals
    }


def coverage_title(facts: Facts, language: str) -> str:
    """How many indicators have a value, and the domains in which none has."""
    reported, total = coverage_counts(facts)
    empty = [name for name, (known, _) in coverage_by_domain(facts).items() if not known]
    names = listed([word(DOMAINS, name, language) for name in empty], language)
    none = pick(language, f"，{names}类没有", f"; none on {names.lower()}") if empty else ""
    return pick(
        language,
        f"{total}项指标中{reported}项有实际数值{none}",
        f"{reported} of {total} indicators have an actual value{none}",
    )


def coverage_points(facts: Facts, language: str) -> list[str]:
    """Why a page has no other chart than that of its coverage."""
    return [
        pick(
            language,
            "这些数值没有同期目标，没有可比的此前数值，也没有可以并列的地区，所以只画公布了多少。",
            "The values have no target, no comparable earlier value and no region to stand beside, "
            "so the chart shows only how much was reported.",
        )
    ]


def part_year(facts: Facts) -> bool:
    """Values of the main period may be year to date."""
    main = facts.observations[facts.observations["period_end"].eq(facts.period_end).fillna(False)]
    return bool(main["flag"].fillna("").str.contains("p").any())


def hidden_notice(region: pd.Series, language: str) -> str:
    """That the source hides the region's name, where it does."""
    if "X" not in str(region["region_code"]):
        return ""
    return pick(
        language,
        "来源文件隐去了地名，本页不推断其所在县。",
        "The source hides the county's name; this page does not guess it.",
    )


def region_notice(facts: Facts, language: str) -> str:
    """What a reader must know before the first figure."""
    hidden = hidden_notice(facts.region, language)
    notices = [hidden] if hidden else []
    if part_year(facts):
        year = str(facts.period_end)[:4]
        notices.append(
            pick(
                language,
                f"来源为{year}年年中的报道，标有“暂”的数值可能是年内累计数，不能当作全年数。",
                f"The source is an article of mid-{year}: values marked p may be year to date "
                "and must not be read as the full year.",
            )
        )
    return "".join(notices) if language == "zh" else " ".join(notices)


def region_cards(facts: Facts, language: str) -> list[Card]:
    """Four key figures; the leading indicator keeps its card when it was not reported."""
    rows = facts.counted
    rows = rows[rows["value"].notna()].drop_duplicates("indicator_id")
    current = rows["period_end"].eq(facts.period_end).fillna(False)
    rows = pd.concat([rows[current], rows[~current]])
    cards = [_card(row, language) for _, row in rows.head(CARDS).iterrows()]
    lead = HEADLINES[0]
    if lead not in set(rows["indicator_id"]):
        cards = cards[: CARDS - 1] + [_missing_card(facts, lead, language)]
    return cards


def _card(row: pd.Series, language: str) -> Card:
    lines: list[tuple[str, str | None]] = [(upper_first(when(row, language)), None)]
    if pd.notna(row["base_value"]):
        lines.append((upper_first(change_text(row, language)), row["base_observation_id"]))
    done = None
    if pd.notna(row["completion"]):
        done = float(row["completion"])
        source = first_known(row["target_observation_id"], row["completion_observation_id"])
        lines.append((upper_first(completion_text(row, language)), source))
    elif pd.notna(row["target_value"]):
        target = said(row, language, "target_")
        text = pick(language, f"目标{target}", f"Target: {target}")
        lines.append((text, row["target_observation_id"]))
    else:
        lines.append((pick(language, "未公布同期目标", "No target published for the period"), None))
    return Card(
        label=called(row, language),
        value=said_parts(row, language),
        lines=tuple(lines),
        observation_id=str(row["observation_id"]),
        done=done,
        missed=row["verdict"] in ("missed", "behind"),
    )


def first_known(*values: str | None) -> str | None:
    """The first value that is not missing."""
    return next((value for value in values if pd.notna(value)), None)


def _missing_card(facts: Facts, indicator_id: str, language: str) -> Card:
    row = facts.indicators.set_index("indicator_id").loc[indicator_id]
    return Card(
        label=short_name(name_of(row, language), language),
        value=None,
        lines=(
            (
                pick(
                    language,
                    "所收文件没有这一指标的实际数值",
                    "No document at hand gives an actual value",
                ),
                None,
            ),
        ),
    )
