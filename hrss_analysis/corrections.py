"""Corrections of readings as data: `corrections.yml` in the raw folder.

A correction is an editorial judgement. It names a reading, repeats what is printed there, says what
is used instead and why, and fails the build when the reading no longer says so.
"""

import datetime
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from hrss_analysis import tables, units
from hrss_analysis.tables import TableError

FILE = "corrections.yml"
FIELDS = {
    "reading_id": True,
    "action": True,
    "printed": True,
    "use": False,
    "reason_zh": True,
    "reason_en": True,
    "evidence": True,
    "who": True,
    "when": True,
}
FLAGS = re.compile("[bdu]+")


def build_corrections(raw: Path, readings: pd.DataFrame) -> pd.DataFrame:
    """Return the corrections table: one row for each corrected reading; key `reading_id`.

    Args:
        raw: The raw folder; without `corrections.yml` the table is empty.
        readings: The readings table, which keeps what is printed.

    Raises:
        TableError: The file or an entry is malformed, or an entry does not match its reading; the
            message names file, entry, field and remedy.
    """
    path = raw / FILE
    known = readings.set_index("reading_id", drop=False)
    rows: dict[str, dict[str, Any]] = {}
    for number, entry in enumerate(_entries(path), start=1):
        where = f"{path}, entry {number}"
        if isinstance(entry, dict) and "reading_id" in entry:
            where += f" ({entry['reading_id']})"
        cells = _fields(entry, where)
        if cells["reading_id"] in rows:
            raise TableError(f"{where}: this reading has a correction already; keep one of the two")
        rows[cells["reading_id"]] = _matched(cells, known, where)
    frame = pd.DataFrame(list(rows.values()), columns=tables.columns("corrections"))
    return tables.conform(frame, "corrections", where=str(path))


def _entries(path: Path) -> list[Any]:
    if not path.exists():
        return []
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise TableError(f"{path}: not a YAML file in UTF-8 ({error}); correct it") from None
    if entries is None:
        return []
    if not isinstance(entries, list):
        raise TableError(f"{path}: must be a list; begin each correction with `- reading_id: …`")
    return entries


def _fields(entry: Any, where: str) -> dict[str, Any]:
    """Return the cells of an entry as texts, after checking that all fields are there."""
    if not isinstance(entry, dict):
        raise TableError(f"{where}: must hold fields and values such as `action: replace`")
    unknown = sorted(str(name) for name in set(entry) - set(FIELDS))
    missing = [name for name, needed in FIELDS.items() if needed and entry.get(name) in (None, "")]
    if unknown or missing:
        raise TableError(
            f"{where}: unknown fields {unknown}, missing fields {missing}; "
            f"fields are {', '.join(FIELDS)}"
        )
    cells = {name: None if value is None else str(value) for name, value in entry.items()}
    actions = tables.allowed("corrections", "action")
    if cells["action"] not in actions:
        raise TableError(
            f"{where}, field action: {cells['action']!r} must be one of {', '.join(actions)}"
        )
    if not isinstance(entry["when"], datetime.date):
        raise TableError(f"{where}, field when: {cells['when']!r} must be a day written YYYY-MM-DD")
    if (cells["action"] == "drop") == bool(cells.get("use")):
        told = "leave it out, a dropped reading" if cells["action"] == "drop" else "give it, this"
        raise TableError(f"{where}, field use: {told} has {'no' if 'out' in told else 'a'} use")
    return cells


def _matched(cells: dict[str, Any], known: pd.DataFrame, where: str) -> dict[str, Any]:
    name = cells["reading_id"]
    if name not in known.index:
        raise TableError(f"{where}, field reading_id: no such reading; {_moved(cells, known)}")
    reading = known.loc[name]
    printed = _printed(reading)
    if cells["printed"] != printed:
        raise TableError(
            f"{where}, field printed: {cells['printed']!r}, but the reading says {printed!r}; "
            "check whether the correction still holds, then correct or remove it"
        )
    row = {**cells, "printed_value": reading["value"]}
    if cells["action"] == "flag" and not FLAGS.fullmatch(cells["use"]):
        raise TableError(
            f"{where}, field use: {cells['use']!r} must be flags out of b (break), d (definition "
            "differs) and u (unreliable)"
        )
    return row | _replacement(cells, reading, where) if cells["action"] == "replace" else row


def _printed(reading: pd.Series) -> str:
    if pd.notna(reading["literal"]):
        return str(reading["literal"])
    return tables.number_text(reading["value"])


def _moved(cells: dict[str, Any], known: pd.DataFrame) -> str:
    """Tell where the printed characters stand now, if the document still has them."""
    same = known["document_id"].eq(cells["reading_id"].rpartition(":")[0])
    found = known.loc[same & known["literal"].eq(cells["printed"]).fillna(False), "reading_id"]
    if len(found):
        return f"the same characters are now {', '.join(found)}; name the right one"
    return "the document has it no longer; remove the correction"


def _replacement(cells: dict[str, Any], reading: pd.Series, where: str) -> dict[str, Any]:
    """Return the value used with its precision and interval, in the unit of the reading."""
    try:
        value = units.printed_value(cells["use"])
        precision = units.printed_precision(cells["use"], value)
    except ValueError as error:
        raise TableError(
            f"{where}, field use: {error}; write the number as a document would, such as 27.29万人"
        ) from None
    if float(value) == reading["value"]:
        raise TableError(f"{where}, field use: is the printed value; remove the correction")
    lower, upper = units.interval(
        value,
        precision,
        str(reading["qualifier"]),
        str(reading["unit"]),
        ceiling=units.ceiling(str(reading["unit"]), str(reading["role"])),
    )
    ends = {"precision": precision, "value_lower": lower, "value_upper": upper}
    return {"value": float(value)} | {name: _float(end) for name, end in ends.items()}


def _float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)
