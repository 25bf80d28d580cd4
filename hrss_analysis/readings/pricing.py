"""Money beside monthly prices: 元 means yuan a month where the words say so."""

from hrss_analysis.readings.lexicon import matcher
from hrss_analysis.readings.links import Link

# Words about a price stand in its sentence, this close.
_SENTENCE = 300


def money_unit(text: str, link: Link, units: dict[str, str]) -> str:
    """Return the unit of a number, yuan a month for a monthly price printed in plain 元.

    Args:
        text: Running text.
        link: The number and its indicator.
        units: Base unit of each indicator.
    """
    quantity = link.passage.quantity
    left = link.passage.left
    if quantity.unit_literal == "元" and matcher("context", "monthly_beside", ending=True).search(
        left
    ):
        return "yuan_per_month"
    if quantity.unit_literal != "元" or quantity.scale != 1:
        return quantity.unit
    furthest = max(0, quantity.start - _SENTENCE)
    start = max(text.rfind(mark, furthest, quantity.start) for mark in "。\n") + 1
    start = max(start, furthest)
    if text.startswith("其中", start):
        start = max(text.rfind(mark, furthest, max(start - 1, furthest)) for mark in "。\n") + 1
        start = max(start, furthest)
    place, kind = max(
        (_last(kind, text, start, quantity.start), kind) for kind in ("not_monthly", "monthly")
    )
    by_indicator = units.get(link.indicator_id) == "yuan_per_month"
    monthly = kind == "monthly" if place >= 0 else by_indicator
    head = matcher("context", "price_head").search(text, start, quantity.start)
    priced = by_indicator or (not link.indicator_id and head is not None)
    return "yuan_per_month" if monthly and priced else "yuan"


def _last(kind: str, text: str, start: int, end: int) -> int:
    ends = [match.end() for match in matcher("context", kind).finditer(text, start, end)]
    return ends[-1] if ends else -1
