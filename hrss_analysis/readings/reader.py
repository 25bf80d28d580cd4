"""Text in, readings out."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from hrss_analysis.readings.counted import counted_unit
from hrss_analysis.readings.dating import Calendar, Dated
from hrss_analysis.readings.documents import Gazetteer, infer_date, parse_date, speaking_date
from hrss_analysis.readings.exclusions import find_excluded
from hrss_analysis.readings.folding import RunningText, unwrap
from hrss_analysis.readings.labels import label_of
from hrss_analysis.readings.linking import Linker
from hrss_analysis.readings.links import Link
from hrss_analysis.readings.measuring import measure_of
from hrss_analysis.readings.mentions import find_mentions
from hrss_analysis.readings.passages import Clause, Passage, place_quantities, split_clauses
from hrss_analysis.readings.periods import Period
from hrss_analysis.readings.plan_tables import Kinds, TableReading, read_tables
from hrss_analysis.readings.pricing import money_unit
from hrss_analysis.readings.quantities import Quantity, Unread, find_quantities
from hrss_analysis.readings.roles import judge_all
from hrss_analysis.readings.sections import find_sections
from hrss_analysis.readings.times import find_times

COLUMNS = [
    *("start", "end", "literal", "value", "unit", "qualifier", "precision", "indicator_id"),
    *("label_zh", "role", "region_name", "region_code", "period_start", "period_end"),
    *("measure", "scope", "target_kind"),
]
UNREAD_COLUMNS = ["start", "end", "literal", "reason"]


@dataclass(frozen=True)
class ReadResult:
    """What was read of one text.

    `readings` has one row for each number, in the columns of the `readings` table from `start` to
    `target_kind`; key `start`, `end`; values are exact decimals in base units. `unread` has one row
    for each other number or stretch with numbers: `start`, `end`, `literal`, `reason`.
    """

    readings: pd.DataFrame
    unread: pd.DataFrame


@dataclass(frozen=True)
class Dictionary:
    """Measure, unit and name of each indicator."""

    measures: dict[str, str]
    units: dict[str, str]
    names: dict[str, str]


def read_text(
    text: str,
    *,
    document_id: str,
    document_date: str | None,
    region_code: str | None,
    regions: pd.DataFrame,
    indicators: pd.DataFrame,
    kind: str | None = None,
) -> ReadResult:
    """Read every number of a text: deterministic, offline, in time linear in its length.

    Args:
        text: The text as printed; spans count its characters.
        document_id: Name of the text in error messages.
        document_date: ISO date, possibly without day or month; inferred where not given.
        region_code: Region the text speaks of; inferred from its head where not given.
        regions: The region table.
        indicators: The indicator dictionary.
        kind: Kind of document; `plan` where its title does not say so.

    Returns:
        Readings and what was left unread.

    Raises:
        ValueError: The date cannot be read or inferred.
    """
    today = parse_date(document_date) if document_date else infer_date(text, document_id)
    today = speaking_date(text, today)
    running = unwrap(text)
    book = Dictionary(*(_column(indicators, name) for name in ("measure", "unit", "name_zh")))
    gazetteer = Gazetteer(regions, running.text, region_code)
    tables = read_tables(running.text, today, Kinds(book.measures, book.units))
    excluded = find_excluded(running.text, tables.stretches)
    quantities, unread = find_quantities(running.text, [(u.start, u.end) for u in excluded])
    clauses = split_clauses(running.text, quantities)
    passages = place_quantities(running.text, quantities, clauses)
    kept = _with_units(passages, unread)
    links = _linked(running.text, clauses, quantities, kept)
    calendar = _calendar(running.text, quantities, tables.stretches, today, kind)
    rows = [_table_row(reading, calendar, gazetteer, book) for reading in tables.readings]
    rows += [_row(link, running.text, calendar.date(link), gazetteer, book) for link in links]
    return _result(text, running, rows, [*excluded, *unread])


def _column(indicators: pd.DataFrame, name: str) -> dict[str, str]:
    return dict(zip(indicators["indicator_id"], indicators[name], strict=True))


def _with_units(passages: list[Passage], unread: list[Unread]) -> list[Passage]:
    """Settle what each number counts; numbers that count nothing go to the unread."""
    kept = []
    for passage in passages:
        quantity = passage.quantity
        quantity.unit = counted_unit(passage)
        if quantity.unit:
            kept.append(passage)
        else:
            unread.append(Unread(quantity.start, quantity.end, "no unit"))
    return kept


def _linked(
    text: str, clauses: list[Clause], quantities: list[Quantity], passages: list[Passage]
) -> list[Link]:
    judgements = judge_all(text, passages)
    return Linker(text, clauses, find_mentions(text, clauses, quantities)).link(
        passages, judgements
    )


def _calendar(
    text: str,
    quantities: list[Quantity],
    tables: list[tuple[int, int]],
    today: date,
    kind: str | None,
) -> Calendar:
    marks = find_times(text, today, tables)
    sections = find_sections(text, quantities, marks, today, tables)
    return Calendar(text, marks, sections, today, plan=kind == "plan")


def _row(
    link: Link, text: str, dated: Dated, gazetteer: Gazetteer, book: Dictionary
) -> dict[str, Any]:
    unit = money_unit(text, link, book.units)
    measure = measure_of(link, unit, book.measures, dated)
    place = gazetteer.place_of(link.passage)
    row = _number(link.passage.quantity, measure, dated.period)
    return row | {
        "value": -row["value"] if link.judgement.decline else row["value"],
        "unit": unit,
        "indicator_id": "" if _aims_at_share(link, dated, book) else link.indicator_id,
        "label_zh": label_of(link, dated.role, book.names),
        "role": dated.role,
        "region_name": place.name,
        "region_code": place.code,
        "scope": "sub_group" if link.scope == "part" else link.scope,
        "target_kind": "",
    }


def _aims_at_share(link: Link, dated: Dated, book: Dictionary) -> bool:
    """占比达到33%: a share that is aimed at is no target of the indicator it is a part of."""
    shared = link.role == "share" or (link.base is not None and link.base.role == "share")
    counted = book.units.get(link.indicator_id) != "percent"
    percent = link.passage.quantity.unit == "percent"
    return dated.role == "target" and shared and counted and percent


def _table_row(
    reading: TableReading, calendar: Calendar, gazetteer: Gazetteer, book: Dictionary
) -> dict[str, Any]:
    period = reading.period or calendar.around(reading.quantity.start)
    row = _number(reading.quantity, _table_measure(reading, book), period)
    return row | {
        "indicator_id": reading.indicator_id,
        "label_zh": book.names.get(reading.indicator_id, reading.label),
        "role": reading.role,
        "region_name": gazetteer.home.name,
        "region_code": gazetteer.home.code,
        "scope": "",
        "target_kind": reading.target_kind,
    }


def _table_measure(reading: TableReading, book: Dictionary) -> str:
    unit = reading.quantity.unit
    if reading.cumulative:
        return "cumulative"
    if unit == "yuan_per_month":
        return "price"
    if unit in ("percent", "percentage_point"):
        return "rate"
    measure = book.measures.get(reading.indicator_id) or ("rate" if unit == "other" else "flow")
    return "flow" if reading.role == "growth" and measure == "stock" else measure


def _number(quantity: Quantity, measure: str, period: Period) -> dict[str, Any]:
    """Columns that follow from the printed number, its measure and its period."""
    flow = measure in ("flow", "cumulative")
    return {
        "start": quantity.start,
        "end": quantity.end,
        "value": quantity.value,
        "unit": quantity.unit,
        "qualifier": quantity.qualifier,
        "precision": None
        if quantity.worded
        else quantity.scale * Decimal(1).scaleb(-quantity.decimals),
        "period_start": period.start.isoformat() if flow else "",
        "period_end": period.end.isoformat(),
        "measure": measure,
    }


def _result(
    text: str, running: RunningText, rows: list[dict[str, Any]], dropped: list[Unread]
) -> ReadResult:
    """Carry spans back to the printed text and put everything in order."""
    for row in rows:
        row["start"], row["end"] = running.printed(row["start"], row["end"])
        row["literal"] = text[row["start"] : row["end"]]
    readings = pd.DataFrame(rows, columns=COLUMNS).sort_values(["start", "end"], ignore_index=True)
    spans = sorted((*running.printed(item.start, item.end), item.reason) for item in dropped)
    left = [(start, end, text[start:end], reason) for start, end, reason in spans]
    return ReadResult(readings, pd.DataFrame(left, columns=UNREAD_COLUMNS))
