"""Text in, readings out."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd

from hrss_analysis.readings.counted import counted_unit
from hrss_analysis.readings.dating import Calendar, Dated, measure_of
from hrss_analysis.readings.exclusions import find_excluded
from hrss_analysis.readings.folding import unwrap
from hrss_analysis.readings.lexicon import matcher
from hrss_analysis.readings.linking import Link, Linker
from hrss_analysis.readings.mentions import find_mentions
from hrss_analysis.readings.passages import Passage, place_quantities, split_clauses
from hrss_analysis.readings.periods import find_times
from hrss_analysis.readings.plan_tables import TableReading, read_tables
from hrss_analysis.readings.quantities import Quantity, Unread, find_quantities
from hrss_analysis.readings.roles import judge
from hrss_analysis.readings.sections import find_sections

COLUMNS = [
    *("start", "end", "literal", "value", "unit", "qualifier", "precision", "indicator_id"),
    *("label_zh", "role", "region_name", "region_code", "period_start", "period_end"),
    *("measure", "scope"),
]
UNREAD_COLUMNS = ["start", "end", "literal", "reason"]


@dataclass(frozen=True)
class ReadResult:
    """What was read: `readings` (one row for each number) and `unread` (the other numbers)."""

    readings: pd.DataFrame
    unread: pd.DataFrame


def read_text(  # noqa: PLR0913
    text: str,
    *,
    document_id: str,
    document_date: str | None,
    region_code: str | None,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    kind: str | None = None,
) -> ReadResult:
    """Read all numbers of one text."""
    running = unwrap(text)
    today = date.fromisoformat(document_date) if document_date else date(2024, 12, 31)
    measures = dict(zip(indicators["indicator_id"], indicators["measure"], strict=True))
    units = dict(zip(indicators["indicator_id"], indicators["unit"], strict=True))
    tables = read_tables(running.text, today, measures)
    excluded = find_excluded(running.text, tables.stretches)
    quantities, unread = find_quantities(running.text, [(u.start, u.end) for u in excluded])
    clauses = split_clauses(running.text, quantities)
    passages = place_quantities(running.text, quantities, clauses)
    kept: list[Passage] = []
    for passage in passages:
        passage.quantity.unit = counted_unit(passage)
        if not passage.quantity.unit:
            unread.append(Unread(passage.quantity.start, passage.quantity.end, "no unit"))
            continue
        kept.append(passage)
    judgements = [judge(running.text, passage) for passage in kept]
    mentions = find_mentions(running.text, clauses, quantities)
    links = Linker(running.text, clauses, mentions).link(kept, judgements)
    marks = find_times(running.text, today)
    sections = find_sections(running.text, quantities, marks, today)
    calendar = Calendar(running.text, marks, sections, today)
    rows = [_table_row(text, running, reading, measures) for reading in tables.readings]
    for link in links:
        dated = calendar.date(link)
        unit = _unit(running.text, link, units)
        rows.append(_row(text, running, link, dated, unit, measure_of(link, unit, measures, dated)))
    frame = pd.DataFrame(rows, columns=COLUMNS).sort_values(["start", "end"], ignore_index=True)
    dropped = sorted([*excluded, *unread], key=lambda item: item.start)
    lost = [
        (*running.printed(item.start, item.end), running.text[item.start : item.end], item.reason)
        for item in dropped
    ]
    return ReadResult(frame, pd.DataFrame(lost, columns=UNREAD_COLUMNS))


def _unit(text: str, link: Link, units: dict[str, str]) -> str:
    """元 beside a monthly price is yuan a month unless the words nearest to it say otherwise."""
    quantity = link.passage.quantity
    if quantity.unit_literal != "元" or quantity.scale != 1:
        return quantity.unit
    start = max(text.rfind("。", 0, quantity.start), text.rfind("\n", 0, quantity.start)) + 1
    said = [
        (max((m.end() for m in matcher("context", kind).finditer(text, start, quantity.start)), default=-1), kind)
        for kind in ("not_monthly", "monthly")
    ]
    place, kind = max(said)
    monthly = kind == "monthly" if place >= 0 else units.get(link.indicator_id) == "yuan_per_month"
    priced = units.get(link.indicator_id) == "yuan_per_month" or (
        not link.indicator_id
        and matcher("context", "price_head").search(text, start, quantity.start) is not None
    )
    return "yuan_per_month" if monthly and priced else "yuan"


def _row(text, running, link: Link, dated: Dated, unit: str, measure: str) -> dict:  # noqa: ANN001
    quantity: Quantity = link.passage.quantity
    start, end = running.printed(quantity.start, quantity.end)
    value = -quantity.value if link.judgement.decline else quantity.value
    precision = quantity.scale * Decimal(1).scaleb(-quantity.decimals)
    flow = measure in ("flow", "cumulative")
    return {
        "start": start,
        "end": end,
        "literal": text[start:end],
        "value": value,
        "unit": unit,
        "qualifier": quantity.qualifier,
        "precision": None if quantity.worded else precision,
        "indicator_id": link.indicator_id,
        "label_zh": link.passage.left[-20:],
        "role": dated.role,
        "region_name": "",
        "region_code": "",
        "period_start": dated.period.start.isoformat() if flow else "",
        "period_end": dated.period.end.isoformat(),
        "measure": measure,
        "scope": link.scope,
    }


def _table_row(text, running, reading: TableReading, measures: dict[str, str]) -> dict:  # noqa: ANN001
    quantity = reading.quantity
    start, end = running.printed(quantity.start, quantity.end)
    measure = measures.get(reading.indicator_id) or (
        "rate" if quantity.unit in ("percent", "other") else "flow"
    )
    measure = "cumulative" if reading.cumulative else measure
    flow = measure in ("flow", "cumulative")
    return {
        "start": start,
        "end": end,
        "literal": text[start:end],
        "value": quantity.value,
        "unit": quantity.unit,
        "qualifier": quantity.qualifier,
        "precision": quantity.scale * Decimal(1).scaleb(-quantity.decimals),
        "indicator_id": reading.indicator_id,
        "label_zh": reading.label,
        "role": reading.role,
        "region_name": "",
        "region_code": "",
        "period_start": reading.period.start.isoformat() if flow else "",
        "period_end": reading.period.end.isoformat(),
        "measure": measure,
        "scope": "",
    }
