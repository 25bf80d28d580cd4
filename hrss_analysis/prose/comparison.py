"""The sentences of a comparison brief: who may stand beside whom, and by how much they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from hrss_analysis.comparisons import GATE
from hrss_analysis.indices import INDICES
from hrss_analysis.indices import REASONS as INDEX_REASONS
from hrss_analysis.prose.levels import Levels, levels, unlike_periods
from hrss_analysis.prose.numbers import percent
from hrss_analysis.prose.parts import Card, Head, lower_first
from hrss_analysis.prose.periods import date_text
from hrss_analysis.prose.ranks import (
    ends_text,
    level_card,
    region_value,
    rounding_text,
    view_name,
)
from hrss_analysis.prose.region import SERIES_EN, SERIES_ZH
from hrss_analysis.prose.scoreboard import Facts
from hrss_analysis.prose.words import DOMAINS, listed, name_of, pick, places, word

PANELS = 4
REASONS = {rule.key: (rule.zh, rule.en) for rule in GATE}


@dataclass(frozen=True)
class Comparison:
    """Several regions and the indicators of one domain; `levels` in the order of the page."""

    regions: pd.DataFrame
    domain: str
    levels: tuple[Levels, ...]
    documents: pd.DataFrame
    total: int = 0  # indicators of the domain in the dictionary

    @property
    def alike(self) -> list[Levels]:
        """Comparable indicators whose values are of the same period, so that they rank."""
        return [item for item in self.comparable if item.same_period]

    @property
    def comparable(self) -> list[Levels]:
        """Indicators of which at least two regions may be set side by side."""
        return [item for item in self.levels if len(item.ranked) >= 2]

    def names(self, language: str) -> str:
        """The regions in one phrase."""
        return listed(self.regions[f"name_{language}"].tolist(), language)


def comparison_facts(
    tables: dict[str, pd.DataFrame], region_codes: str, domain: str, indicators: str = ""
) -> Comparison:
    """Select what a comparison brief speaks of.

    Args:
        tables: The stage tables by name.
        region_codes: Region codes split by commas.
        domain: Domain whose indicators are compared.
        indicators: Indicator ids split by commas; by default all of the domain that at least one of
            the regions reports.

    Returns:
        The comparison.

    Raises:
        ValueError: When fewer than two regions are named, or none reports an indicator.
    """
    codes = split_list(region_codes)
    if len(codes) < 2:
        raise ValueError(f"region_codes needs at least two codes split by commas, got {codes}")
    wanted = split_list(indicators) or _reported(tables, codes, domain)
    if not wanted:
        raise ValueError(f"none of {', '.join(codes)} reports an indicator of {domain!r}")
    regions = tables["regions"].set_index("region_code", drop=False).loc[codes]
    documents = tables["documents"]
    return Comparison(
        regions=regions,
        domain=domain,
        levels=tuple(sorted((levels(tables, n, codes) for n in wanted), key=_most_told)),
        documents=documents[documents["region_code"].isin(codes).fillna(False)],
        total=int(tables["indicators"]["domain"].eq(domain).sum()),
    )


def _most_told(item: Levels) -> tuple[bool, int, int]:
    """Sort key: comparable first, of one period before others, then by how many regions report."""
    usable = len(item.ranked) if len(item.ranked) > 1 else 0
    return (
        not (usable and item.same_period),
        -usable,
        -int(item.rows["observation_id"].notna().sum()),
    )


def split_list(text: str) -> list[str]:
    """Split a parameter at its commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def _reported(tables: dict[str, pd.DataFrame], codes: Sequence[str], domain: str) -> list[str]:
    """Indicators of a domain that the regions report, headline indicators first."""
    actual = tables["observations"].query("role == 'actual' and region_code in @codes")
    known = set(actual["indicator_id"])
    names = set(tables["indicators"].query("domain == @domain")["indicator_id"])
    place = places(tables["indicators"])
    return sorted(known & names, key=lambda name: place[name])


def comparison_head(facts: Comparison, language: str) -> Head:
    """Open a comparison brief."""
    domain = word(DOMAINS, facts.domain, language)
    finding = comparison_finding(facts, language)
    place = facts.names(language)
    ends = [str(end) for item in facts.levels for end in item.rows["period_end"].dropna()]
    first, last = min(ends), max(ends)
    return Head(
        title=pick(
            language,
            f"{domain}比较（{place}）：{finding}",
            f"{domain} compared ({place}): {finding}",
        ),
        description=comparison_lead(facts, language),
        kicker=pick(
            language,
            f"{SERIES_ZH} · {domain}比较 · {place}",
            f"{SERIES_EN} · {domain} compared · {place}",
        ),
        h1=finding,
        lead=comparison_lead(facts, language),
        dates=(
            (pick(language, "最早数据", "Earliest data"), first, date_text(first, language)),
            (pick(language, "数据截至", "Data to"), last, date_text(last, language)),
        ),
        facts=(coverage_text(facts, language),),
    )


def comparison_finding(facts: Comparison, language: str) -> str:
    """How many indicators can be compared, and how the first of them differs."""
    count, usable = len(facts.levels), facts.comparable
    if not usable:
        return pick(
            language,
            f"{count}项指标口径或时期不同，没有一项可以比较",
            f"None of {count} indicators can be compared: periods or definitions differ",
        )
    domain = word(DOMAINS, facts.domain, language)
    if not facts.alike:
        return pick(
            language,
            f"{count}项{domain}指标没有一项同期可比，{len(usable)}项时期不同、只并列",
            f"None of {count} {lower_first(domain)} indicators comparable for the same period; "
            f"{len(usable)} shown unranked",
        )
    item = facts.alike[0]
    name = pick(language, view_name(item, "zh"), lower_first(view_name(item, "en")))
    order = ends_text(item, language)
    return pick(
        language,
        f"{count}项{domain}指标中{len(facts.alike)}项同期可比：{name}，{order}",
        f"{len(facts.alike)} of {count} {lower_first(domain)} indicators comparable: {name}, "
        f"{order}",
    )


def comparison_lead(facts: Comparison, language: str) -> str:
    """Which regions report, and why the others stand apart."""
    count, usable = len(facts.levels), len(facts.comparable)
    domain = word(DOMAINS, facts.domain, language)
    unlike, alike = usable - len(facts.alike), len(facts.alike)
    text = pick(
        language,
        f"指标词典有{domain}指标{facts.total}项，{facts.names('zh')}至少一地公布的有{count}项，"
        f"其中{f'{alike}项' if alike else '没有一项'}至少两地同期可比",
        f"{facts.names('en')} report {count} of the dictionary's {facts.total} "
        f"{lower_first(domain)} indicators between them; at least two regions compare for the same "
        f"period in {alike or 'none'}",
    )
    if unlike:
        averaged = sum(bool(item.ranked["averaged"].any()) for item in facts.comparable)
        text += pick(
            language,
            f"，{unlike}项时期不同，只并列、不排名"
            + f"（{averaged}项用多年累计的年均数）" * bool(averaged),
            f"; in {unlike} the periods differ, so values stand side by side unranked"
            + f" ({averaged} by a yearly average over several years)" * bool(averaged),
        )
    aside = [item.placed("apart") for item in facts.levels]
    apart = pd.concat(aside).drop_duplicates(["region_code", "reason"])
    if len(apart):
        told = [
            pick(
                language,
                f"{row['name_zh']}（{REASONS[row['reason']][0]}）",
                f"{row['name_en']} ({REASONS[row['reason']][1]})",
            )
            for _, row in apart.iterrows()
        ]
        text += pick(
            language, f"。部分数值不参与排列：{'；'.join(told)}", f". Set apart: {'; '.join(told)}"
        )
    return text + pick(language, "。", ".")


def coverage_text(facts: Comparison, language: str) -> str:
    """How many pairs of a region and an indicator have a value."""
    pairs = len(facts.levels) * len(facts.regions)
    known = sum(int(item.rows["observation_id"].notna().sum()) for item in facts.levels)
    share = percent(100 * known / pairs, decimals=0)
    return pick(
        language,
        f"“地区—指标”{pairs}对，公布{known}对（{share}）",
        f"{known} of {pairs} region–indicator pairs reported ({share})",
    )


def comparison_cards(facts: Comparison, language: str) -> list[Card]:
    """Highest, lowest, number comparable, and the regions that report least."""
    cards = []
    for item in facts.comparable[:1]:
        ends = [(pick(language, "最高：", "Highest: "), item.ranked.iloc[0])]
        ends.append((pick(language, "最低：", "Lowest: "), item.ranked.iloc[-1]))
        for label, row in ends:
            # No order across unlike years, nor where the printed forms do not tell one.
            tied = item.tied(*item.ranked["region_code"].iloc[[0, -1]])
            label = label if item.same_period and not tied else ""
            cards.append(level_card(item, row, language, label))
    total = pick(language, f"/{len(facts.levels)}项", f" of {len(facts.levels)}")
    for code, region in facts.regions.iterrows():
        own = [item.rows[item.rows["region_code"].eq(code)] for item in facts.levels]
        known = sum(bool(row["observation_id"].notna().any()) for row in own)
        cards.append(
            Card(
                label=pick(language, "{}公布的指标", "{}: reported").format(
                    name_of(region, language)
                ),
                value=("", str(known), total),
                lines=(),
            )
        )
    return cards[:6]


def level_points(item: Levels, language: str) -> list[str]:
    """One indicator in sentences: the order, the references, and who is missing."""
    ranked = item.ranked
    name = view_name(item, language)
    rows = pd.concat([ranked, item.references])
    values = [region_value(item, row, language) for _, row in rows.iterrows()]
    points = []
    if values:
        tied = rounding_text(item, language)
        mark = ""
        if unlike_periods(rows):
            mark = pick(language, "；时期不同，不排名", "; periods differ, not ranked")
        points.append(
            pick(
                language,
                f"{name}：{'，'.join(values)}{tied}{mark}。",
                f"{name}: {', '.join(values)}{tied}{mark}.",
            )
        )
    missing = item.placed("not_reported")
    if len(missing):
        names = listed(missing[f"name_{language}"].tolist(), language)
        points.append(
            pick(
                language,
                f"{names}未公布，不等于0。",
                f"{names} did not report it, which does not mean zero.",
            )
        )
    return points


def comparable_points(facts: Comparison, language: str) -> list[str]:
    """The first comparable indicators in sentences, or that there is none."""
    usable = facts.comparable
    if not usable:
        return [
            pick(
                language,
                "没有指标可以并列比较，原因见下。",
                "No values can be set side by side, for the reasons below.",
            )
        ]
    return [point for item in usable[:2] for point in level_points(item, language)][:3]


def beside_points(items: Sequence[Levels], facts: Facts, language: str) -> list[str]:
    """One region's comparable indicators beside larger regions, at most three."""
    if not items:
        return [
            pick(
                language,
                f"{facts.name('zh')}的数值与上级地区、全国的时期或口径不同，或缺少常住人口数，没有一项可以并列。",
                f"No value of {facts.name('en')} can be set beside a larger region: periods or "
                "definitions differ, or no population is known.",
            )
        ]
    return [level_points(item, language)[0] for item in items[:3]]


def index_points(tables: dict[str, pd.DataFrame], facts: Comparison, language: str) -> list[str]:
    """The composite index of the theme with its rank intervals, or what is missing; else nothing.

    Args:
        tables: The stage tables by name.
        facts: The comparison; a theme without an index of its own has no point.
        language: `zh` or `en`.
    """
    names = {theme: (index_id, zh, en) for index_id, (theme, zh, en) in INDICES.items()}
    if facts.domain not in names:
        return []
    index_id, zh, en = names[facts.domain]
    rows = tables["indices"].query("index_id == @index_id").set_index("region_code")
    rows = rows.reindex(facts.regions.index)
    told = [
        _index_text(row, name_of(region, language), language)
        for (_, region), (_, row) in zip(facts.regions.iterrows(), rows.iterrows(), strict=True)
    ]
    listing = pick(language, "；", "; ").join(told)
    if rows["value"].notna().any():
        return [pick(language, f"{zh}：{listing}。", f"{en}: {listing}.")]
    reasons = [INDEX_REASONS[reason] for reason in rows["reason"].dropna().unique()]
    why = pick(language, "，", "; ").join(pick(language, *reason) for reason in reasons)
    why = why or pick(language, "没有可用的指标", "no usable indicator")
    return [
        pick(
            language,
            f"{zh}尚不能编制：{why}。所缺指标：{listing}。",
            f"{en}: none can be made, {why}. Indicators lacking: {listing}.",
        )
    ]


def _index_text(row: pd.Series, region: str, language: str) -> str:
    if pd.isna(row["value"]):
        lacking = row["missing_indicator_ids"]
        if pd.isna(lacking):
            return pick(language, f"{region}全部", f"{region} all")
        count = len(str(lacking).split())
        return pick(language, f"{region}{count}项", f"{region} {count}")
    ranks = f"{row['rank_best']:.0f}–{row['rank_worst']:.0f}"
    return pick(
        language,
        f"{region}{row['value']:.1f}（第{row['rank']:.0f}位，换算法时第{ranks}位）",
        f"{region} {row['value']:.1f} (rank {row['rank']:.0f}, {ranks} if made in other ways)",
    )


def comparability_points(facts: Comparison, language: str) -> list[str]:
    """Each reason for setting a region apart, once, with the indicators it concerns."""
    aside = pd.concat(
        [item.placed("apart").assign(indicator=view_name(item, language)) for item in facts.levels]
    )
    points = []
    for (region, reason), rows in aside.groupby([f"name_{language}", "reason"], sort=False):
        points.append(
            pick(
                language,
                f"{region}：{REASONS[str(reason)][0]}，{len(rows)}项指标只单列、不排名。",
                f"{region}: {REASONS[str(reason)][1]}; "
                + ("1 indicator is" if len(rows) == 1 else f"{len(rows)} indicators are")
                + " shown apart, not ranked.",
            )
        )
    averaged = [item for item in facts.comparable if item.ranked["averaged"].any()]
    if averaged:
        points.append(
            pick(
                language,
                f"{len(averaged)}项指标用多年累计折算的年均数与单年数并列，图中以方点标出，不排名；年均数掩盖各年差别。",
                f"In {len(averaged)} indicator{'s' * (len(averaged) > 1)} the yearly average of a "
                "total over several years stands beside single years (square), not ranked; an "
                "average hides how years differ.",
            )
        )
    return points
