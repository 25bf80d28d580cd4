"""How much was reported: the share of the indicators of each domain that have a value."""

from __future__ import annotations

import pandas as pd

from hrss_analysis.charts.dots import Dot, Reference, dots_height, draw_dots
from hrss_analysis.charts.drawing import Chart
from hrss_analysis.charts.style import NARROW, WIDE
from hrss_analysis.prose.region import coverage_by_domain, coverage_title
from hrss_analysis.prose.scoreboard import Facts
from hrss_analysis.prose.words import DOMAINS, pick, word


def coverage_chart(facts: Facts, language: str) -> Chart:
    """Draw for each domain the share of its indicators that have an actual value.

    It stands where a region's values allow no chart of their own.

    Args:
        facts: The region's figures.
        language: `zh` or `en`.

    Returns:
        The chart; a domain without any value has its row, without a dot.
    """
    counts = coverage_by_domain(facts)
    names = [word(DOMAINS, domain, language) for domain in counts]
    told = [
        pick(language, f"{total}项中{known}项", f"{known} of {total}")
        for known, total in counts.values()
    ]
    dots = [
        Dot(
            name=name,
            value=100 * known / total if known else None,
            text=text if known else pick(language, f"未公布（{total}项）", f"none of {total}"),
            own=True,
        )
        for name, text, (known, total) in zip(names, told, counts.values(), strict=True)
    ]
    ends = [Reference(100, pick(language, "全部公布", "all reported"), strong=False)]
    parts = pick(language, "，", "; ").join(f"{n} {t}" for n, t in zip(names, told, strict=True))
    return Chart(
        title=coverage_title(facts, language),
        subtitle=pick(
            language,
            f"{facts.name('zh')}，各领域有实际数值的指标占该领域指标的比重，各年合计",
            f"{facts.name('en')}, share of the indicators of a domain with a value, all years",
        ),
        desc=pick(language, f"点图。{parts}。", f"Dot plot. {parts}."),
        data=pd.DataFrame(
            {
                pick(language, "领域", "Domain"): names,
                pick(language, "有数值的指标", "Indicators with a value"): told,
            }
        ),
        draw=lambda figure, narrow: draw_dots(figure, dots, ends, origin=0),
        heights=(dots_height(dots, ends, WIDE), dots_height(dots, ends, NARROW)),
        note=pick(
            language,
            "未公布不等于0：所收文件里没有这类数值。",
            "Not reported is not zero: the documents at hand give no such value.",
        ),
    )
