"""The data tables of the reader and the matchers made of them."""

import csv
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files


@cache
def read_table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a table below `readings/tables`.

    Raises:
        ValueError: A row has more cells than the head: a phrase with a comma needs quotes.
    """
    path = files("hrss_analysis.readings") / "tables" / f"{name}.csv"
    with path.open(encoding="utf-8") as file:
        rows = tuple(csv.DictReader(file, restkey="surplus"))
    for number, row in enumerate(rows, 2):
        if "surplus" in row:
            raise ValueError(f"tables/{name}.csv line {number}: quote the phrase with a comma")
    return rows


def alternation(words: Iterable[str]) -> str:
    """Return a pattern that matches the longest of some literal words."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in ordered)


@cache
def words(table: str, kind: str) -> str:
    """Return the pattern of all phrases of one kind in a table with columns `kind` and `phrase`.

    A phrase is a regular expression over folded text; most are plain words.

    Raises:
        KeyError: The table holds no phrase of that kind.
    """
    found = [row["phrase"] for row in read_table(table) if row["kind"] == kind]
    if not found:
        raise KeyError(f"tables/{table}.csv has no phrase of kind {kind!r}")
    return "|".join(sorted(found, key=lambda phrase: (-len(phrase), phrase)))


@cache
def matcher(table: str, kind: str, *, ending: bool = False) -> re.Pattern[str]:
    """Return the compiled pattern of a kind; `ending` wants it at the end of the text searched."""
    pattern = words(table, kind)
    return re.compile(f"(?:{pattern})$" if ending else pattern)
