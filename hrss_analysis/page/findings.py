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
from hrss_analysis.prose.words import pick, word

ON_PAPER = 2  # so many of the worst are printed, so that a region brief keeps to two sheets


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
    left = len(found.complaints) - ON_PAPER
    if left > 0:
        told.append(f'<li class="paper">{escape(left_out(left, brief.language))}</li>')
    display(HTML(f'<ul class="findings">{"".join(told)}</ul>'))


def left_out(count: int, language: str) -> str:
    """Said on paper alone: how many findings stand only on the page."""
    return pick(
        language,
        f"纸面列出最重要的{ON_PAPER}处，其余{count}处见网页。",
        f"Printed here: the {ON_PAPER} gravest; {count} more on the web page.",
    )


def _item(brief: Brief, found: Audited, item: Contradiction, kind: str) -> str:
    about, sentence = complaint_text(found, item, brief.language)
    mark = word(SEVERITY_WORDS, item.severity, brief.language)
    where = brief.say("；", "; ").join(brief.ledger.places(item.reading_ids.split()))
    style = f' class="{kind}"' if kind else ""
    return (
        f"<li{style}><p><b>{escape(mark)}</b> {escape(about)}{brief.say('：', ': ')}"
        f'{escape(sentence)}</p><p class="where">{escape(where)}</p></li>'
    )
