"""Indicators that bound each other: sums, parts and ratios named in `relations.csv`."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from hrss_analysis import tables
from hrss_analysis.audit.finding import Contradiction
from hrss_analysis.tables import number_text

POPULATION_SLACK = 0.05  # how far a population of another year may be off
MOST_YEARS = 5


def read_relations() -> pd.DataFrame:
    """Return the relations, one row for each: kind, whole, parts, denominator."""
    with (tables.REFERENCE_DATA / "relations.csv").open("rb") as file:
        return pd.read_csv(file, dtype="string", keep_default_na=False)


def related(observations: pd.DataFrame) -> Iterator[Contradiction]:
    """Find actual values of one region and year that break a relation between indicators."""
    rows = observations.query("role == 'actual' and measure in ['stock', 'rate']")
    rows = rows[rows["scope"].isna() & ~rows["flag"].str.contains("d", na=False)]
    values = _Values(rows)
    for relation in read_relations().itertuples():
        check = {"sum": _sum, "part": _part, "ratio": _ratio}[relation.kind]
        for region, year in values.places(relation.whole):
            yield from check(values, relation, region, year)


class _Values:
    """Actual values by indicator, region and year; populations also of neighbouring years."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self._rows: dict[tuple[str, str, str], Any] = {
            (row.indicator_id, row.region_code, row.period_end[:4]): row
            for row in rows.itertuples()
        }

    def places(self, indicator_id: str) -> list[tuple[str, str]]:
        found = [(r, year) for i, r, year in self._rows if i == indicator_id]
        if indicator_id == "resident_population":
            return sorted({(r, y) for i, r, y in self._rows if r in {code for code, _ in found}})
        return found

    def get(self, indicator_id: str, region: str, year: str) -> Any:
        exact = self._rows.get((indicator_id, region, year))
        if exact is not None or indicator_id != "resident_population":
            return exact
        near = [
            (abs(int(y) - int(year)), y)
            for i, r, y in self._rows
            if i == indicator_id and r == region and abs(int(y) - int(year)) <= MOST_YEARS
        ]
        return self._rows[(indicator_id, region, min(near)[1])] if near else None


def _sum(values: _Values, relation: Any, region: str, year: str) -> Iterator[Contradiction]:
    whole = values.get(relation.whole, region, year)
    parts = [values.get(part, region, year) for part in relation.parts.split("|")]
    if any(part is None for part in parts):
        return
    total = sum(part.value for part in parts)
    slack = sum(row.value_upper - row.value_lower for row in [whole, *parts]) / 2
    if abs(total - whole.value) > slack + 1e-6 * whole.value:
        terms = " + ".join(number_text(part.value) for part in parts)
        yield _finding(
            "warning",
            "parts_and_total",
            [whole, *parts],
            f"{terms} = {number_text(total)}，与合计{number_text(whole.value)}不符",
            f"{terms} = {number_text(total)}, not the total {number_text(whole.value)}",
        )


def _part(values: _Values, relation: Any, region: str, year: str) -> Iterator[Contradiction]:
    whole = values.get(relation.whole, region, year)
    part = values.get(relation.parts, region, year)
    if whole is None or part is None or whole is part:
        return
    slack = POPULATION_SLACK if relation.whole == "resident_population" else 0.0
    if part.value_lower > whole.value_upper * (1 + slack):
        yield _finding(
            "error",
            "part_exceeds_whole",
            [part, whole],
            f"{number_text(part.value)}大于其所属总体{number_text(whole.value)}"
            f"（{whole.period_end[:4]}年）",
            f"{number_text(part.value)} exceeds the {number_text(whole.value)} it is a part of "
            f"({whole.period_end[:4]})",
        )


def _ratio(values: _Values, relation: Any, region: str, year: str) -> Iterator[Contradiction]:
    rate = values.get(relation.whole, region, year)
    top = values.get(relation.parts, region, year)
    base = values.get(relation.denominator, region, year)
    if top is None or base is None or rate is None:
        return
    implied = 100 * top.value / rate.value
    off = abs(implied - base.value) / base.value
    if off > POPULATION_SLACK:
        yield _finding(
            "warning" if off > 2 * POPULATION_SLACK else "notice",
            "share_and_population",
            [rate, top, base],
            f"{number_text(top.value)} ÷ {rate.value:g}% = {implied:.0f}，"
            f"与常住人口{number_text(base.value)}（{base.period_end[:4]}年）相差{off:.1%}",
            f"{number_text(top.value)} ÷ {rate.value:g}% = {implied:.0f}, {off:.1%} from the "
            f"{number_text(base.value)} residents of {base.period_end[:4]}",
        )


def _finding(severity: str, kind: str, rows: list[Any], zh: str, en: str) -> Contradiction:
    first = rows[0]
    ids = " ".join(row.reading_ids for row in rows)
    year = first.period_end[:4]
    return Contradiction(severity, kind, first.region_code, first.indicator_id, year, zh, en, ids)
