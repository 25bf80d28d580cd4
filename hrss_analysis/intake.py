"""The user's own documents: files to readings (`hrss read`), and into data/raw (`hrss add`)."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from hrss_analysis import reference, sources, tables
from hrss_analysis.documents import DocumentError, read_document
from hrss_analysis.readings import ReadResult, UndatedError, read_text
from hrss_analysis.tables import TableError

# What `hrss read` writes; `doc` is the file's name, offsets count characters of the decoded text.
COLUMNS = [
    *("doc", "start", "end", "literal", "value", "unit", "qualifier", "precision"),
    *("indicator_id", "label_zh", "role", "region", "region_code", "period_start", "period_end"),
    *("measure", "scope", "target_kind"),
]
UNREAD_COLUMNS = ["doc", "start", "end", "literal", "reason"]
# Below this a pool costs more than it saves.
FEWEST_FOR_A_POOL = 8
ISO_DATE = re.compile(r"(?:19|20)\d{2}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
SOURCE_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
SOME_DAY = "2000-12-31"


@dataclass(frozen=True)
class About:
    """What the user knows of a document; anything left out is taken from its text.

    Attributes:
        published: Date of the document, YYYY-MM-DD, YYYY-MM or YYYY.
        region_code: Six-digit code of the region it speaks of.
        kind: Kind of document, as in the documents table.
    """

    published: str | None = None
    region_code: str | None = None
    kind: str | None = None

    def __post_init__(self) -> None:
        known = set(reference.regions()["region_code"])
        if self.region_code is not None and self.region_code not in known:
            raise ValueError(
                f"region {self.region_code!r} is not in regions.csv; regions are {sorted(known)}"
            )
        if self.published is not None and not ISO_DATE.fullmatch(self.published):
            raise ValueError(f"date {self.published!r}: write 2023, 2023-06 or 2023-06-30")


@dataclass(frozen=True)
class FileReading:
    """What one file gave: its readings and unread numbers, or the error that stopped it."""

    path: Path
    readings: pd.DataFrame
    unread: pd.DataFrame
    error: str = ""
    undated: bool = False
    sha256: str = ""


def read_file(path: Path, about: About, name: str | None = None) -> FileReading:
    """Read one file. One row of `readings` for each number, of `unread` for each left over."""
    doc = name or path.name
    try:
        document = read_document(path)
    except DocumentError as error:
        return FileReading(path, _empty(COLUMNS), _empty(UNREAD_COLUMNS), str(error))
    try:
        found = _read(document.text, doc, about)
        dated = found.readings
    except UndatedError:
        # Without any year there is nothing to date the numbers by; the numbers still stand.
        found = _read(document.text, doc, replace(about, published=SOME_DAY))
        dated = found.readings.assign(period_start=pd.NA, period_end=pd.NA)
    return FileReading(
        path,
        _output(dated, doc),
        found.unread.assign(doc=doc).reindex(columns=UNREAD_COLUMNS),
        undated=dated is not found.readings,
        sha256=document.sha256,
    )


def _output(readings: pd.DataFrame, doc: str) -> pd.DataFrame:
    table = readings.assign(doc=doc).rename(columns={"region_name": "region"})
    for column in ("value", "precision"):
        table[column] = [
            pd.NA if pd.isna(number) else tables.number_text(number) for number in table[column]
        ]
    return table.reindex(columns=COLUMNS)


def _read(text: str, doc: str, about: About) -> ReadResult:
    return read_text(
        text,
        document_id=doc,
        document_date=about.published,
        region_code=about.region_code,
        regions=reference.regions(),
        indicators=reference.indicators(),
        kind=about.kind,
    )


def read_files(
    paths: Sequence[Path], about: About, workers: int | None = None
) -> Iterator[FileReading]:
    """Read many files, in order, on all cores; a file that fails is a result with an error."""
    names = _names(paths)
    workers = min(workers or os.cpu_count() or 1, len(paths))
    if workers <= 1 or len(paths) < FEWEST_FOR_A_POOL:
        yield from (read_file(path, about, name) for path, name in zip(paths, names, strict=True))
        return
    chunk = max(1, min(32, len(paths) // (4 * workers)))
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(read_file, paths, [about] * len(paths), names, chunksize=chunk)


def store_csv(table: pd.DataFrame, path: Path) -> None:
    """Store a table; an existing file is replaced only when the new one is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f".{path.name}.part")
    table.to_csv(waiting, index=False, lineterminator="\n", encoding="utf-8")
    waiting.replace(path)


def _names(paths: Sequence[Path]) -> list[str]:
    """Return file names, and whole paths where two files share a name."""
    counts = pd.Series([path.name for path in paths]).value_counts()
    return [path.name if counts[path.name] == 1 else str(path) for path in paths]


def _empty(columns: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns))


def read_note(path: Path) -> About:
    """Return what a source note says of the document it belongs to.

    Raises:
        TableError: The note is not a source note.
    """
    note = sources.read_note(path)
    return _about(note)


def _about(note: Mapping[str, Any]) -> About:
    published = note.get("published")
    return About(str(published) if published else None, note.get("region_code"), note.get("kind"))


def add_document(path: Path, raw: Path, note: Mapping[str, Any], source_id: str) -> Path:
    """Take a document into the raw folder with its source note and readings.

    The folder appears whole or not at all.

    Args:
        path: The document.
        raw: The raw folder.
        note: Keys and values of the source note; `sha256` is added.
        source_id: Name of the new folder: lower-case letters, digits and hyphens.

    Returns:
        The new folder.

    Raises:
        TableError: The file cannot be read, the name is taken, the note is not valid, or no number
            was read.
    """
    if not SOURCE_ID.fullmatch(source_id):
        raise TableError(f"name {source_id!r}: use lower-case letters, digits and hyphens")
    target = raw / source_id
    if target.exists():
        raise TableError(f"{target}: exists already; choose another --id")
    found = read_file(path, _about(note), source_id)
    if found.error:
        raise TableError(found.error)
    if found.readings.empty:
        raise TableError(f"{path}: no number was read in it; is it the right file?")
    raw.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=raw.parent, prefix=".adding-") as name:
        # The folder below has the final name, because checks name it in their messages.
        fresh = Path(name) / source_id
        fresh.mkdir()
        shutil.copyfile(path, fresh / f"document{path.suffix.lower()}")
        written = {**note, "sha256": found.sha256}
        (fresh / "source.yml").write_text(
            yaml.safe_dump(written, allow_unicode=True, sort_keys=False), encoding="utf-8"
        )
        _raw_rows(found.readings).to_csv(
            fresh / "readings.csv", index=False, lineterminator="\n", encoding="utf-8"
        )
        loaded = sources.read_sources(Path(name))
        readings = sources.build_readings(loaded, reference.regions(), reference.indicators())
        sources.build_documents(loaded, readings)
        fresh.rename(target)
    return target


def _raw_rows(readings: pd.DataFrame) -> pd.DataFrame:
    rows = readings.rename(columns={"region": "region_name"})
    rows = rows.assign(status="reported", flag=pd.NA, note=pd.NA)
    # Two subjects may share one printed number; the first is kept, the raw key is the span.
    return rows.drop_duplicates(["start", "end"]).reindex(columns=tables.RAW_READINGS)
