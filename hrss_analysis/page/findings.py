"""The section of a brief that tells which numbers contradict each other."""

from __future__ import annotations

from html import escape

from IPython.display import HTML, display

from hrss_analysis.audit import Contradiction
from hrss_analysis.page.brief import Brief
from hrss_analysis.prose.contradictions import (
    SEVERITY_WORDS,
    Audited,
    audited_points,
    complaint_text,
)
from hrss_analysis.prose.words import word

ON_PAPER = 1  # the worst is printed, so that a region brief keeps to two sheets


def contradictions(brief: Brief, found: Audited) -> None:
    """Show the findings of the audit, worst first, each with its numbers as printed and where.

    Args:
        brief: The page.
        found: What the audit found about its regions.
    """
    brief.heading("数字核对", "Numbers checked")
    told = [f"<li>{escape(point)}</li>" for point in audited_points(found, brief.language)]
    told += [
        _item(brief, found, item, "" if place < ON_PAPER else "noprint")
        for place, item in enumerate(found.complaints)
    ]
    display(HTML(f'<ul class="findings">{"".join(told)}</ul>'))


def _item(brief: Brief, found: Audited, item: Contradiction, kind: str) -> str:
    about, sentence = complaint_text(found, item, brief.language)
    mark = word(SEVERITY_WORDS, item.severity, brief.language)
    where = brief.say("；", "; ").join(brief.ledger.places(item.reading_ids.split()))
    style = f' class="{kind}"' if kind else ""
    return (
        f"<li{style}><p><b>{escape(mark)}</b> {escape(about)}{brief.say('：', ': ')}"
        f'{escape(sentence)}</p><p class="where">{escape(where)}</p></li>'
    )
