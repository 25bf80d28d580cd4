"""The same fact stated twice: readings whose printed forms leave no common value, or do."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pandas as pd

from hrss_analysis.audit.finding import Contradiction, finding
from hrss_analysis.units import last_nonzero_place

FACT = [
    *("region_code", "indicator_id", "role", "measure", "period_start", "period_end"),
    *("scope", "unit"),
]
# Roles that say one thing of a fact; there may be a floor and an aim, growth on a month and a year.
SAYING_ONE = ("actual", "share", "completion_rate")
LISTED = 60  # characters within which numbers of one fact are its tiers or parts
# Relative distance of two statements: below the first a matter of rounding, above the last grave.
SLIGHT, GRAVE = 0.001, 0.10


def repeated(readings: pd.DataFrame) -> Iterator[Contradiction]:
    """Find facts that a document, or several, state with values that exclude each other.

    Two exact statements that leave a common value confirm each other.
    """
    known = readings.dropna(subset=["region_code", "indicator_id"])
    known = known[known.duplicated(FACT, keep=False)]
    for _, group in known.groupby(FACT, dropna=False):
        rows = list(group.itertuples())
        if group["value_lower"].max() > group["value_upper"].min():
            if rows[0].role in SAYING_ONE:
                yield from _contradiction(rows)
        elif group["qualifier"].eq("eq").sum() > 1:
            yield _agreement(rows)


def _kind(rows: list[Any]) -> str:
    inside = len({row.document_id for row in rows}) == 1
    return "within_document" if inside else "between_documents"


def _contradiction(rows: list[Any]) -> Iterator[Contradiction]:
    low = min(rows, key=lambda row: row.value_upper)
    high = max(rows, key=lambda row: row.value_lower)
    if _listed(low, high) or _rounded(low, high) or _rounded(high, low):
        return
    gap = (high.value - low.value) / max(abs(high.value), abs(low.value))
    others = [row for row in rows if row is not low and row is not high]
    kind = _kind([low, high])
    inside = kind == "within_document"
    yield finding(
        "notice" if gap < SLIGHT else "error" if gap > GRAVE else "warning",
        kind,
        [high, low, *others],
        f"{'同一文件' if inside else '不同文件'}对同一指标给出{{1}}和{{0}}，"
        f"相差{gap:.1%}，超出印刷精度",
        f"{'one document gives' if inside else 'two documents give'} {{1}} and {{0}} for one "
        f"fact: {gap:.1%} apart, more than rounding allows",
    )


def _listed(one: Any, other: Any) -> bool:
    same = one.document_id == other.document_id
    return bool(same and abs(one.start - other.start) <= LISTED)


def _rounded(short: Any, full: Any) -> bool:
    """Whether a number of the same text is the other one told shorter, as headlines tell it."""
    if short.document_id != full.document_id or pd.isna(short.literal) or not short.value:
        return False
    step = last_nonzero_place(Decimal(str(short.value)))
    return round(Decimal(str(full.value)) / step) * step == Decimal(str(short.value))


def _agreement(rows: list[Any]) -> Contradiction:
    terms_zh = "、".join(f"{{{place}}}" for place in range(len(rows)))
    terms_en = ", ".join(f"{{{place}}}" for place in range(len(rows)))
    return finding(
        "confirmed",
        _kind(rows),
        rows,
        f"同一指标的各处写法相符：{terms_zh}",
        f"the statements of one fact agree: {terms_en}",
    )
