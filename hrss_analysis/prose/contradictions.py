"""What the audit found about some regions, in words for a brief."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import pandas as pd

from hrss_analysis.audit import SEVERITIES, Contradiction, audit
from hrss_analysis.prose.parts import lower_first
from hrss_analysis.prose.words import listed, name_of, pick, word

# Told by a sign and a word, so that no colour is needed.
SEVERITY_WORDS: dict[str, tuple[str, str]] = {
    "error": ("■ 矛盾", "■ Contradiction"),
    "warning": ("▲ 存疑", "▲ Doubtful"),
    "notice": ("○ 提示", "○ Notice"),
}
COUNTED = {"error": "contradiction", "warning": "doubtful value", "notice": "notice"}
# rule -> what its confirmed relations are called
RELATIONS: dict[str, tuple[str, str]] = {
    "within_document": ("同一文件前后写的是同一个数", "the same number given twice in a document"),
    "between_documents": ("不同文件写的是同一个数", "the same number given by two documents"),
    "parts_and_total": ("分项之和等于合计", "parts that add up to their total"),
    "rate_and_quotient": ("比率等于两数相除", "rates equal to their quotient"),
    "implied_and_stated_target": (
        "写明的目标与完成率相符",
        "stated targets that fit their completion rate",
    ),
    "share_and_population": (
        "覆盖率与常住人口相符",
        "coverage rates that fit the number of residents",
    ),
}
# A target computed from a rate cannot confirm that rate; that it comes out round says little.
ROUND = "round_target"


@dataclass(frozen=True)
class Audited:
    """What the audit found about some regions.

    Attributes:
        complaints: Findings that are no confirmation, worst first.
        confirmed: Number of confirmed relations by rule.
        nested: Pairs of regions of which the first lies in the second.
        names: Of indicators and regions, by id.
        regions: Codes of the regions of the page.
    """

    complaints: list[Contradiction]
    confirmed: Counter[str]
    nested: list[tuple[str, str]]
    names: dict[str, pd.Series]
    regions: tuple[str, ...] = ()


def audited(tables: dict[str, pd.DataFrame], region_codes: str, domain: str = "") -> Audited:
    """Audit the tables and select what a brief speaks of.

    Args:
        tables: The stage tables by name.
        region_codes: Region codes split by commas.
        domain: Only findings about indicators of this domain, of population, or of none.

    Returns:
        The findings about these regions.
    """
    codes = [code.strip() for code in region_codes.split(",") if code.strip()]
    indicators = tables["indicators"].set_index("indicator_id", drop=False)
    shown = {"", *indicators.index[indicators["domain"].isin(["population", domain])]}
    found = [
        item
        for item in audit(tables)
        if item.region in codes and (not domain or item.indicator_id in shown)
    ]
    complaints = [item for item in found if item.severity != "confirmed"]
    regions = tables["regions"].set_index("region_code", drop=False)
    return Audited(
        sorted(complaints, key=lambda item: SEVERITIES.index(item.severity)),
        Counter(item.kind for item in found if item.severity == "confirmed"),
        [(code, above) for code in codes for above in _above(regions, code) if above in codes],
        {str(row.iloc[0]): row for table in (indicators, regions) for _, row in table.iterrows()},
        tuple(codes),
    )


def _above(regions: pd.DataFrame, code: str) -> list[str]:
    parent = regions.loc[code, "parent_code"]
    return [] if pd.isna(parent) else [str(parent), *_above(regions, str(parent))]


def audited_points(found: Audited, language: str) -> list[str]:
    """Say how many contradictions were found, and how many relations hold."""
    points = [_found(found, language), _confirmed(found, language)]
    for inner, outer in found.nested:
        names = [name_of(found.names[code], language) for code in (inner, outer)]
        points.append(
            pick(
                language,
                f"{names[0]}属于{names[1]}，两地数值不可相加，否则重复计算。",
                f"{names[0]} lies in {names[1]}: adding the two would count it twice.",
            )
        )
    return points


def _found(found: Audited, language: str) -> str:
    counts = Counter(item.severity for item in found.complaints)
    if not counts:
        return pick(
            language,
            "逐一核对所收数值，未发现矛盾。",
            "The numbers were checked against each other; no contradiction was found.",
        )
    told = [
        pick(
            language,
            f"{word(SEVERITY_WORDS, name, language)[2:]}{counts[name]}处",
            f"{counts[name]} {COUNTED[name]}{'s' * (counts[name] > 1)}",
        )
        for name in SEVERITY_WORDS
        if counts[name]
    ]
    return pick(
        language,
        f"逐一核对所收数值，发现{listed(told, language)}。",
        f"The numbers were checked against each other; found: {listed(told, language)}.",
    )


def _confirmed(found: Audited, language: str) -> str:
    firm = Counter({kind: n for kind, n in found.confirmed.items() if kind != ROUND})
    total, implied = firm.total(), _implied(found.confirmed[ROUND], language)
    if not total:
        return (
            pick(
                language,
                "没有一组数值可以互相印证。",
                "No numbers stand in a relation that would confirm them.",
            )
            + implied
        )
    told = pick(language, "、", "; ").join(
        [
            pick(
                language,
                f"{word(RELATIONS, kind, language)}{count}处",
                f"{word(RELATIONS, kind, language)}: {count}",
            )
            for kind, count in firm.most_common()
        ]
    )
    return (
        pick(
            language,
            f"各处数字互相对得上的有{total}处：{told}。",
            f"Numbers that bear each other out: {total} ({told}).",
        )
        + implied
    )


def _implied(count: int, language: str) -> str:
    """Round targets behind completion rates, which are no confirmation."""
    if not count:
        return ""
    return pick(
        language,
        f"另有{count}项目标由完成率倒推，得数是整数；目标本身出自完成率，不算印证。",
        f" {count} target{'s' * (count > 1)} implied by a completion rate "
        f"come{'s' * (count == 1)} out round; that does not confirm the rate.",
    )


def complaint_text(found: Audited, item: Contradiction, language: str) -> tuple[str, str]:
    """Return what a finding is about and its sentence, without the places of its numbers."""
    name = found.names.get(item.indicator_id)
    told = "" if name is None else name_of(name, language)
    if len({*found.regions, *(other.region for other in found.complaints)}) > 1:
        region = name_of(found.names[item.region], language)
        told = pick(language, region + told, f"{region}, {lower_first(told)}".rstrip(", "))
    period = pick(language, f"（{item.period}年）", f" ({item.period})") if item.period else ""
    places = "|".join(map(re.escape, item.reading_ids.split()))
    sentence = item.zh if language == "zh" else item.en
    bare = re.sub(pick(language, f"（(?:{places})）", rf" \((?:{places})\)"), "", sentence)
    end = pick(language, "。", ".")
    return told + period, bare[:1].upper() + bare[1:] + end
