"""Regions and indicators, read from `reference_data` and validated."""

from functools import cache

import pandas as pd

from hrss_analysis import tables

LEVELS = ["nation", "province", "prefecture", "county"]


@cache
def _read(name: str) -> pd.DataFrame:
    with (tables.REFERENCE_DATA / f"{name}.csv").open("rb") as file:
        frame = pd.read_csv(file, dtype="string", keep_default_na=False, na_values=[""])
    return tables.validate(frame, tables.schema(name), where=f"{name}.csv")


def regions() -> pd.DataFrame:
    """Return the region table. One row for each region; key `region_code` (GB/T 2260, text).

    Raises:
        TableError: A row breaks the contract, or a parent is unknown or not of a higher level.
    """
    frame = _read("regions")
    level = dict(zip(frame["region_code"], frame["level"], strict=True))
    for row in frame.itertuples():
        if pd.isna(row.parent_code):
            continue
        parent = level.get(row.parent_code)
        if parent is None or LEVELS.index(parent) >= LEVELS.index(row.level):
            raise tables.TableError(
                f"regions.csv: {row.region_code} has parent {row.parent_code}, which is "
                f"{parent or 'not in the table'}; name a region of a higher level"
            )
    return frame.copy()


def indicators() -> pd.DataFrame:
    """Return the indicator dictionary. One row for each indicator; key `indicator_id`."""
    return _read("indicators").copy()


@cache
def _tiles() -> pd.DataFrame:
    with (tables.REFERENCE_DATA / "tiles.csv").open("rb") as file:
        frame = pd.read_csv(file, dtype="string", comment="#", keep_default_na=False)
    return frame.astype({"column": "int64", "row": "int64"})


def tiles() -> pd.DataFrame:
    """Return the tiles of the schematic map. One row for each province; key `region_code`.

    `column` and `row` count from the upper left. They place a province near its neighbours and
    claim no border, area or status. `short_en` is the two-letter code of ISO 3166-2:CN.
    """
    return _tiles().copy()


def ancestors(region_code: str, table: pd.DataFrame) -> list[str]:
    """Return the codes a region lies in, nearest first, up to the nation.

    Raises:
        KeyError: The region is not in the table.
    """
    parent = table.set_index("region_code")["parent_code"]
    if region_code not in parent.index:
        raise KeyError(f"region {region_code!r} is not in regions.csv")
    found: list[str] = []
    while pd.notna(code := parent[found[-1] if found else region_code]):
        found.append(code)
    return found
