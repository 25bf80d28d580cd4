"""What lies in data/raw: source notes, transcribed readings and cited series, as two tables.

A source folder holds `source.yml` and one of

* `readings.csv`: the numbers of one document with their spans in its text (the text itself may be
  absent: a newspaper's sentences are not ours to pass on);
* `series.csv`: values cited from elsewhere; each cited source becomes a document of its own.
"""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from hrss_analysis import tables, units
from hrss_analysis.tables import TableError

NOTE_KEYS = {
    "title": True,
    "publisher": False,
    "published": False,
    "published_note": False,
    "kind": True,
    "region_code": False,
    "year_from": False,
    "year_to": False,
    "part_year": True,
    "reliability": True,
    "sha256": False,
    "url": False,
    "note": False,
}


@dataclass(frozen=True)
class Source:
    """One folder below data/raw.

    Attributes:
        source_id: Name of the folder.
        note: What `source.yml` says.
        rows: The transcribed table, one row for each number, typed but not yet interpreted.
        path: The file the rows came from.
    """

    source_id: str
    note: dict[str, Any]
    rows: pd.DataFrame
    path: Path

    @property
    def is_series(self) -> bool:
        """Tell whether the rows are cited values rather than readings of one document."""
        return self.path.name == "series.csv"


def read_sources(raw: Path) -> list[Source]:
    """Read every source folder below `raw`, in the order of their names.

    Raises:
        TableError: There is no source, or one of them is malformed.
    """
    folders = sorted(path for path in raw.glob("*") if path.is_dir())
    if not folders:
        raise TableError(f"{raw}: no source folder; add a document with `hrss add FILE`")
    return [_read_source(folder) for folder in folders]


def _read_source(folder: Path) -> Source:
    note = read_note(folder / "source.yml")
    found = [folder / name for name in ("readings.csv", "series.csv") if (folder / name).exists()]
    if len(found) != 1:
        raise TableError(f"{folder}: needs either readings.csv or series.csv, has {len(found)}")
    path = found[0]
    schema = (
        tables.raw_series_schema() if path.name == "series.csv" else (tables.raw_readings_schema())
    )
    table = tables.read_csv(path)
    if path.name == "readings.csv":
        table = _with_optional_columns(table)
    rows = tables.validate(table, schema, where=str(path))
    return Source(folder.name, note, rows, path)


def _with_optional_columns(table: pd.DataFrame) -> pd.DataFrame:
    missing = [name for name in tables.RAW_OPTIONAL if name not in table]
    return table.assign(**dict.fromkeys(missing, pd.NA))


def read_note(path: Path) -> dict[str, Any]:
    """Return a source note: what is known of a document, by the keys of `NOTE_KEYS`.

    Raises:
        TableError: The file is missing, not YAML, or has unknown or missing keys.
    """
    try:
        note = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise TableError(f"{path}: no source note; write one (see data/raw/README.md)") from None
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise TableError(f"{path}: not a YAML file in UTF-8 ({error})") from None
    if not isinstance(note, dict):
        raise TableError(f"{path}: must hold keys and values such as `title: …`")
    unknown = sorted(set(note) - set(NOTE_KEYS))
    missing = sorted(key for key, required in NOTE_KEYS.items() if required and key not in note)
    if unknown or missing:
        raise TableError(
            f"{path}: unknown keys {unknown}, missing keys {missing}; "
            f"keys are {', '.join(NOTE_KEYS)}"
        )
    if not isinstance(note["part_year"], bool):
        raise TableError(f"{path}: part_year must be true or false, not {note['part_year']!r}")
    if (note.get("year_from") or 0) > (note.get("year_to") or 9999):
        raise TableError(f"{path}: year_from lies after year_to; correct one of them")
    return note


def build_documents(sources: list[Source], readings: pd.DataFrame) -> pd.DataFrame:
    """Return the documents table: one row for each document; key `document_id`.

    Args:
        sources: All sources.
        readings: All readings; they are counted for each document.

    Raises:
        TableError: A source note breaks the contract.
    """
    rows: list[dict[str, Any]] = []
    for source in sources:
        rows += _cited_documents(source) if source.is_series else [_document(source)]
    frame = pd.DataFrame(rows)
    numbers = readings.groupby("document_id")
    unlinked = readings["indicator_id"].isna().groupby(readings["document_id"]).sum()
    frame["readings"] = frame["document_id"].map(numbers.size()).fillna(0)
    frame["unlinked_readings"] = frame["document_id"].map(unlinked).fillna(0)
    return tables.conform(frame, "documents")


def _document(source: Source) -> dict[str, Any]:
    note = {key: value for key, value in source.note.items() if key != "published_note"}
    row = {"document_id": source.source_id, **note}
    counts = {"readings": 0, "unlinked_readings": 0}
    where = str(source.path.with_name("source.yml"))
    tables.conform(pd.DataFrame([{**row, **counts}]), "documents", where=where)
    return row


def _cited_documents(source: Source) -> list[dict[str, Any]]:
    cited = source.rows.assign(document_id=_citation_ids(source.rows))
    rows = []
    for document_id, group in cited.groupby("document_id"):
        first = group.iloc[0]
        years = group["period_end"].str[:4].astype(int)
        rows.append(
            {
                "document_id": document_id,
                "title": first["source_title"],
                "publisher": first["source_publisher"],
                "kind": "reference",
                "year_from": years.min(),
                "year_to": years.max(),
                "part_year": bool(source.note["part_year"]),
                "reliability": "low"
                if group["flag"].str.contains("u", na=False).all()
                else source.note["reliability"],
                "url": first["source_url"],
                "confirmed_by_url": first["confirmed_by_url"],
                "note": source.note.get("note"),
            }
        )
    return rows


def _citation_ids(rows: pd.DataFrame) -> list[str]:
    cited = rows[list(tables.CITATION)].fillna("").agg("|".join, axis=1)
    return ["ref-" + hashlib.sha256(text.encode()).hexdigest()[:10] for text in cited]


def build_readings(
    sources: list[Source], regions: pd.DataFrame, indicators: pd.DataFrame
) -> pd.DataFrame:
    """Return the readings table: one row for each number exactly as printed; key `reading_id`.

    Raises:
        TableError: An indicator or region is not in the reference tables, or a value does not
            agree with its printed form.
    """
    frames = [_source_readings(source) for source in sources]
    for source in sources:
        _known(source, "indicator_id", set(indicators["indicator_id"]), "indicators.csv")
        _known(source, "region_code", set(regions["region_code"]), "regions.csv")
    everything = pd.concat(frames, ignore_index=True)
    return tables.conform(everything, "readings", order=["document_id", "start", "reading_id"])


def _known(source: Source, column: str, valid: set[str], where: str) -> None:
    values = source.rows[column]
    wrong = values[values.notna() & ~values.isin(valid)]
    if len(wrong):
        row, value = wrong.index[0] + 2, wrong.iloc[0]
        raise TableError(
            f"{source.path}, row {row}, column {column}: {value!r} is not in {where}; "
            f"correct it or add it there ({len(wrong)} such rows)"
        )


def _source_readings(source: Source) -> pd.DataFrame:
    rows = source.rows
    if source.is_series:
        numbers = pd.Series(range(2, len(rows) + 2), index=rows.index).astype(str)
        frame = rows.assign(
            document_id=_citation_ids(rows), reading_id=source.source_id + ":" + numbers
        )
        return _with_intervals(frame, source)
    span = rows["start"].astype(str) + "-" + rows["end"].astype(str)
    frame = rows.assign(document_id=source.source_id, reading_id=source.source_id + ":" + span)
    wrong = frame[frame["end"] <= frame["start"]]
    if len(wrong):
        raise TableError(
            f"{source.path}, row {wrong.index[0] + 2}: end must lie behind start; correct the span"
        )
    return _with_intervals(frame, source)


def _with_intervals(frame: pd.DataFrame, source: Source) -> pd.DataFrame:
    measured = []
    for row in frame.itertuples():
        value = Decimal(repr(row.value))
        literal = getattr(row, "literal", None)
        try:
            precision = units.printed_precision(literal, value) if literal else None
        except ValueError as error:
            raise TableError(f"{source.path}, row {row.Index + 2}: {error}") from None
        lower, upper = units.interval(
            value, precision, row.qualifier, row.unit, ceiling=units.ceiling(row.unit, row.role)
        )
        measured.append({"precision": precision, "value_lower": lower, "value_upper": upper})
    return frame.join(pd.DataFrame(measured, index=frame.index).astype("float64"))
