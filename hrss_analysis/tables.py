"""The tables: columns, keys and units; the only code that stores them.

`reference_data/datapackage.json` (Data Package v2) is the one place where columns, keys and allowed
values are written down. From it come the pandera schemas that check tables in code, the column
types on reading and writing, and the `datapackage.json` published beside the CSV files.
"""

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pyarrow
import pyarrow.parquet

REFERENCE_DATA = files("hrss_analysis") / "reference_data"

# What the transcribed files below data/raw carry; the fields are those of the `readings` table.
RAW_READINGS = [
    *("start", "end", "literal", "value", "unit", "qualifier", "indicator_id", "label_zh"),
    *("role", "region_name", "region_code", "period_start", "period_end", "measure", "scope"),
    *("status", "flag", "note", "target_kind"),
]
# Columns of the above that a transcribed file may lack.
RAW_OPTIONAL = ("target_kind",)
RAW_SERIES = [
    *("region_name", "region_code", "indicator_id", "label_zh", "role", "period_start"),
    *("period_end", "measure", "value", "unit", "qualifier", "status", "flag"),
    *("source_title", "source_publisher", "source_url", "confirmed_by_url", "note"),
]
# The citation of a value taken from elsewhere, and whether it is required.
CITATION = {
    "source_title": True,
    "source_publisher": False,
    "source_url": False,
    "confirmed_by_url": False,
}

PANDAS_TYPES = {
    "string": "string",
    "date": "string",
    "integer": "Int64",
    "number": "float64",
    "boolean": "bool",
}
ARROW_TYPES = {
    "string": pyarrow.string(),
    "date": pyarrow.date32(),
    "integer": pyarrow.int64(),
    "number": pyarrow.float64(),
    "boolean": pyarrow.bool_(),
}


class TableError(ValueError):
    """A table breaks its contract; the message names file, row, column and remedy."""


@cache
def contract() -> dict[str, Any]:
    """Return the Data Package descriptor that all tables keep to."""
    return json.loads((REFERENCE_DATA / "datapackage.json").read_text(encoding="utf-8"))


def resource(name: str) -> dict[str, Any]:
    """Return the descriptor of one table.

    Raises:
        KeyError: No table has that name; the message lists those that exist.
    """
    by_name = {entry["name"]: entry for entry in contract()["resources"]}
    if name not in by_name:
        raise KeyError(f"no table {name!r}; tables are {', '.join(by_name)}")
    return by_name[name]


def columns(name: str) -> list[str]:
    """Return the column names of one table, in order."""
    return [field["name"] for field in resource(name)["schema"]["fields"]]


def allowed(name: str, column: str) -> list[str]:
    """Return the allowed values of a coded column, such as the units of `readings`."""
    fields = {field["name"]: field for field in resource(name)["schema"]["fields"]}
    return list(fields[column]["constraints"]["enum"])


def is_date(values: pd.Series) -> pd.Series:
    """Tell which texts are real days written YYYY-MM-DD."""
    shaped = values.str.fullmatch(r"\d{4}-\d{2}-\d{2}")
    return shaped & pd.to_datetime(values, format="%Y-%m-%d", errors="coerce").notna()


def _column(field: Mapping[str, Any]) -> pa.Column:
    limits = field.get("constraints", {})
    checks = []
    if "enum" in limits:
        checks.append(pa.Check.isin(limits["enum"], error=f"one of {', '.join(limits['enum'])}"))
    if "pattern" in limits:
        pattern = f"(?:{limits['pattern']})$"
        checks.append(pa.Check.str_matches(f"^{pattern}", error=f"of the form {pattern[3:-2]}"))
    if "minimum" in limits:
        checks.append(pa.Check.ge(limits["minimum"], error=f"at least {limits['minimum']}"))
    if "maximum" in limits:
        checks.append(pa.Check.le(limits["maximum"], error=f"at most {limits['maximum']}"))
    if "exclusiveMinimum" in limits:
        checks.append(
            pa.Check.gt(limits["exclusiveMinimum"], error=f"above {limits['exclusiveMinimum']}")
        )
    if field["type"] == "date":
        checks.append(pa.Check(is_date, error="a day written YYYY-MM-DD"))
    return pa.Column(
        PANDAS_TYPES[field["type"]],
        checks=checks,
        nullable=not limits.get("required", False),
        unique=limits.get("unique", False),
        coerce=True,
        description=field["description"],
    )


def _period_in_order(frame: pd.DataFrame) -> pd.Series:
    return ~(frame["period_end"] < frame["period_start"]).fillna(False)


def _schema(fields: Sequence[Mapping[str, Any]], key: list[str] | None) -> pa.DataFrameSchema:
    names = {field["name"] for field in fields}
    checks = []
    if {"period_start", "period_end"} <= names:
        checks.append(
            pa.Check(_period_in_order, error="period_start not after period_end", name="period")
        )
    return pa.DataFrameSchema(
        {field["name"]: _column(field) for field in fields},
        checks=checks,
        unique=key,
        strict=True,
        ordered=True,
    )


@cache
def schema(name: str) -> pa.DataFrameSchema:
    """Return the pandera schema of one table, derived from the contract."""
    described = resource(name)["schema"]
    return _schema(described["fields"], described["primaryKey"])


def _raw_schema(
    names: Sequence[str], required: Mapping[str, bool], key: list[str] | None
) -> pa.DataFrameSchema:
    known = {field["name"]: field for field in resource("readings")["schema"]["fields"]}
    fields = []
    for name in names:
        field = known.get(name, {"name": name, "type": "string", "description": "citation"})
        limits = {**field.get("constraints", {})}
        if name in required:
            limits["required"] = required[name]
        fields.append({**field, "constraints": limits})
    return _schema(fields, key)


@cache
def raw_readings_schema() -> pa.DataFrameSchema:
    """Return the schema of `readings.csv` in a source folder: spans and literals are required."""
    required = dict.fromkeys(("start", "end", "literal"), True)
    return _raw_schema(RAW_READINGS, required, ["start", "end"])


@cache
def raw_series_schema() -> pa.DataFrameSchema:
    """Return the schema of `series.csv` in a source folder: values cited from elsewhere."""
    return _raw_schema(RAW_SERIES, {**CITATION, "indicator_id": True, "region_code": True}, None)


def conform(
    frame: pd.DataFrame, name: str, *, order: list[str] | None = None, where: str = ""
) -> pd.DataFrame:
    """Order, type and check a table made in code.

    Args:
        frame: The table; missing columns of the contract are added empty.
        name: Its name in the contract.
        order: Columns to sort by; the key where none are given.
        where: What to call the table in an error.

    Returns:
        The table sorted, with the column types of the contract.

    Raises:
        TableError: A row breaks the contract.
    """
    ordered = frame.reindex(columns=columns(name))
    checked = validate(ordered, schema(name), where=where or f"table {name}")
    by = order or resource(name)["schema"]["primaryKey"]
    return checked.sort_values(by, kind="stable").reset_index(drop=True)


def validate(frame: pd.DataFrame, schema: pa.DataFrameSchema, *, where: str) -> pd.DataFrame:
    """Check a table against its schema and return it with the right types.

    Raises:
        TableError: Lists at most 20 failures with row (the header is row 1), column and remedy.
    """
    try:
        return schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        raise TableError(_explain(error.failure_cases, where)) from None


def _explain(failures: pd.DataFrame, where: str, most: int = 20) -> str:
    failures = failures.assign(row=pd.to_numeric(failures["index"], errors="coerce") + 2)
    # A check over the whole row reports each of its cells; one line a row is enough.
    whole_row = failures["schema_context"].eq("DataFrameSchema") & failures["row"].notna()
    failures = failures[~whole_row | ~failures.duplicated(["row", "check"])]
    # A value that cannot be converted also fails the checks of its type: tell it once.
    failures = failures.drop_duplicates(["row", "column", "failure_case"])
    lines = [_failure(item, where) for item in failures.itertuples()]
    shown = list(dict.fromkeys(lines))
    more = [f"... and {len(shown) - most} more"] if len(shown) > most else []
    return "\n".join([*shown[:most], *more])


def _failure(item: Any, where: str) -> str:
    place = where if pd.isna(item.row) else f"{where}, row {int(item.row)}"
    check = str(item.check)
    if check == "column_in_dataframe":
        return f"{where}: column {item.failure_case} is missing; add it"
    if check in ("column_in_schema", "column_ordered"):
        return f"{where}: column {item.failure_case} is not expected here; check name and order"
    if check == "multiple_fields_uniqueness":
        return f"{place}: the key occurs twice; remove or correct one of the rows"
    if check == "field_uniqueness":
        return f"{place}, column {item.column}: {item.failure_case!r} occurs twice; keep one"
    if check == "not_nullable":
        return f"{place}, column {item.column}: empty; give a value"
    if item.schema_context == "DataFrameSchema":
        return f"{place}: {check} does not hold; correct the row"
    if check.startswith(("coerce_dtype", "dtype")):
        return f"{place}, column {item.column}: {item.failure_case!r} is not a number; correct it"
    return f"{place}, column {item.column}: {item.failure_case!r} must be {check}"


def read_csv(path: Path) -> pd.DataFrame:
    """Read a CSV file as text; empty cells are missing, region codes stay text.

    Raises:
        TableError: The file is not there, not UTF-8 or not a table.
    """
    try:
        return pd.read_csv(path, dtype="string", keep_default_na=False, na_values=[""])
    except FileNotFoundError:
        raise TableError(f"{path}: no such file") from None
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise TableError(f"{path}: not a UTF-8 CSV table ({error})") from None


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Read all tables of a processed folder, typed and checked.

    Raises:
        TableError: A table is missing (run `hrss build`) or breaks its contract.
    """
    tables = {}
    for entry in contract()["resources"]:
        path = folder / entry["path"]
        if not path.exists():
            raise TableError(f"{path}: no such table; run `hrss build` first")
        frame = read_csv(path)
        booleans = [f["name"] for f in entry["schema"]["fields"] if f["type"] == "boolean"]
        for column in booleans:
            frame[column] = frame[column].map({"true": True, "false": False})
        tables[entry["name"]] = validate(frame, schema(entry["name"]), where=str(path))
    return tables


def number_text(value: float) -> str:
    """Write a number without exponent and without a useless decimal point."""
    return format(Decimal(repr(float(value))).normalize(), "f")


def _as_text(frame: pd.DataFrame) -> pd.DataFrame:
    text = frame.astype(object).where(frame.notna(), "")
    for column in frame.columns:
        if frame[column].dtype == "float64":
            text[column] = [number_text(v) if v != "" else "" for v in text[column]]
        elif frame[column].dtype == "bool":
            text[column] = frame[column].map({True: "true", False: "false"})
    return text


def _write_parquet(frame: pd.DataFrame, name: str, path: Path) -> None:
    arrays = []
    for field in resource(name)["schema"]["fields"]:
        values = frame[field["name"]]
        if field["type"] == "date":
            values = pd.to_datetime(values, format="%Y-%m-%d").dt.date
        clean = [None if pd.isna(value) else value for value in values]
        arrays.append(pyarrow.array(clean, ARROW_TYPES[field["type"]]))
    pyarrow.parquet.write_table(pyarrow.table(arrays, names=columns(name)), path)


def write_tables(tables: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Store all tables as CSV and Parquet with their `datapackage.json`.

    Everything is written beside the folder first and moved into place when all of it is there, so a
    failure leaves the last good tables as they were.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".tables-") as name:
        fresh = Path(name)
        described = json.loads(json.dumps(contract()))
        for entry in described["resources"]:
            frame = tables[entry["name"]]
            path = fresh / entry["path"]
            _as_text(frame).to_csv(path, index=False, lineterminator="\n")
            content = path.read_bytes()
            entry["bytes"] = len(content)
            entry["hash"] = "sha256:" + hashlib.sha256(content).hexdigest()
            _write_parquet(frame, entry["name"], path.with_suffix(".parquet"))
        (fresh / "datapackage.json").write_text(
            json.dumps(described, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        for path in sorted(fresh.iterdir()):
            path.replace(folder / path.name)
