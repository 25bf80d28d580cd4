"""The same fact stated twice: readings whose printed forms leave no common value."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from hrss_analysis.audit.finding import Contradiction, period_of, printed

FACT = [
    *("region_code", "indicator_id", "role", "measure", "period_start", "period_end"),
    *("scope", "unit"),
]
# Relative distance of two statements: below the first a matter of rounding, above the last grave.
SLIGHT, GRAVE = 0.001, 0.10


def repeated(readings: pd.DataFrame) -> Iterator[Contradiction]:
    """Find facts that a document, or several, state with values that exclude each other."""
    known = readings.dropna(subset=["region_code", "indicator_id"])
    for _, group in known.groupby(FACT, dropna=False):
        if len(group) > 1 and group["value_lower"].max() > group["value_upper"].min():
            yield _finding(list(group.itertuples()))


def _finding(rows: list[Any]) -> Contradiction:
    low = min(rows, key=lambda row: row.value_upper)
    high = max(rows, key=lambda row: row.value_lower)
    gap = (high.value - low.value) / max(abs(high.value), abs(low.value))
    severity = "notice" if gap < SLIGHT else "error" if gap > GRAVE else "warning"
    inside = low.document_id == high.document_id
    places = [f"{printed(row)}（{row.reading_id}）" for row in (low, high)]
    where_zh = "同一文件" if inside else "不同文件"
    where_en = "one document" if inside else "two documents"
    return Contradiction(
        severity,
        "within_document" if inside else "between_documents",
        high.region_code,
        high.indicator_id,
        period_of(high),
        f"{where_zh}对同一指标给出{places[0]}和{places[1]}，相差{gap:.1%}，超出印刷精度",
        f"{where_en} give {printed(low)} ({low.reading_id}) and {printed(high)} "
        f"({high.reading_id}) for one fact: {gap:.1%} apart, more than rounding allows",
        " ".join(row.reading_id for row in rows),
    )
