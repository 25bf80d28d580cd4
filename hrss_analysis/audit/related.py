"""Indicators that bound each other: sums, parts and ratios named in `relations.csv`."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from hrss_analysis import tables
from hrss_analysis.audit.finding import Contradiction, finding, period_of, places
from hrss_analysis.tables import number_text

POPULATION_SLACK = 0.05  # how far a population of another year may be off
POPULATION = "resident_population"
MOST_YEARS = 5


def read_relations() -> pd.DataFrame:
    """Return the relations, one row for each: kind, whole, parts, denominator, note.

    A part with a question mark may be missing: some sources count it within another part.
    """
    with (tables.REFERENCE_DATA / "relations.csv").open("rb") as file:
        return pd.read_csv(file, dtype="string", keep_default_na=False)


def related(observations: pd.DataFrame) -> Iterator[Contradiction]:
    """Find values of one region and period that break, or confirm, a relation of indicators."""
    rows = observations[observations["scope"].isna() & (observations["status"] != "derived")]
    rows = rows[~rows["flag"].str.contains("d", na=False)]
    for role in ("actual", "target"):
        values = _Values(rows[rows["role"] == role])
        for relation in read_relations().query("kind != 'average'").itertuples():
            check = {"sum": _sum, "part": _part, "ratio": _ratio}[relation.kind]
            for region, period in values.places(relation):
                yield from check(values, relation, region, period)


class _Values:
    """Values by indicator, region and period; populations also of neighbouring years."""

    def __init__(self, rows: pd.DataFrame) -> None:
        whole = rows["years"].isna() | rows["measure"].ne("flow") | rows["years"].between(0.95, 1.1)
        self._rows: dict[tuple[str, str, str], Any] = {
            (row.indicator_id, row.region_code, period_of(row)): row
            for row in rows[whole].itertuples()
        }

    def places(self, relation: Any) -> list[tuple[str, str]]:
        """Regions and periods for which the whole is known (the part, of a population)."""
        anchor = relation.parts if relation.whole == POPULATION else relation.whole
        return [(region, period) for i, region, period in self._rows if i == anchor]

    def get(self, indicator_id: str, region: str, period: str) -> Any:
        exact = self._rows.get((indicator_id, region, period))
        if exact is not None or indicator_id != POPULATION:
            return exact
        year = int(period[-4:])
        near = [
            (abs(int(y) - year), y)
            for i, r, y in self._rows
            if i == indicator_id and r == region and abs(int(y) - year) <= MOST_YEARS
        ]
        return self._rows[(indicator_id, region, min(near)[1])] if near else None


def _sum(values: _Values, relation: Any, region: str, period: str) -> Iterator[Contradiction]:
    whole = values.get(relation.whole, region, period)
    parts = []
    for name in relation.parts.split("|"):
        part = values.get(name.rstrip("?"), region, period)
        if part is None and not name.endswith("?"):
            return
        parts += [part] if part is not None else []
    total = sum(part.value for part in parts)
    slack = sum(row.value_upper - row.value_lower for row in [whole, *parts]) / 2
    # A value cited without its printed form may be rounded to its last digits that are not zero.
    slack += sum(_rounding(row) for row in [whole, *parts])
    off = abs(total - whole.value) > slack + 1e-6 * whole.value
    terms = places(len(parts))
    yield finding(
        "warning" if off else "confirmed",
        "parts_and_total",
        [whole, *parts],
        f"{terms} = {number_text(total)}，与合计{{0}}{'不符' if off else '相符'}",
        f"{terms} = {number_text(total)}, {'not ' if off else ''}the total {{0}}",
    )


def _rounding(row: Any) -> float:
    """Half of the last digit that is not zero, of three digits at most."""
    if isinstance(getattr(row, "literal", None), str) or row.value_upper > row.value_lower:
        return 0.0
    digits = number_text(row.value).rstrip("0")
    return min(0.5 * 10.0 ** (len(number_text(row.value)) - len(digits)), 0.005 * row.value)


def _part(values: _Values, relation: Any, region: str, period: str) -> Iterator[Contradiction]:
    whole = values.get(relation.whole, region, period)
    part = values.get(relation.parts, region, period)
    if whole is None or part is None:
        return
    slack = POPULATION_SLACK if relation.whole == POPULATION else 0.0
    if part.value_lower > whole.value_upper * (1 + slack):
        year = period_of(whole)
        yield finding(
            "error",
            "part_exceeds_whole",
            [part, whole],
            f"{{0}}大于其所属总体{{1}}（{year}年）",
            f"{{0}} exceeds the {{1}} it is a part of ({year})",
        )


def _ratio(values: _Values, relation: Any, region: str, period: str) -> Iterator[Contradiction]:
    rate = values.get(relation.whole, region, period)
    top = values.get(relation.parts, region, period)
    base = values.get(relation.denominator, region, period)
    if top is None or base is None or rate is None or rate.value <= 0:
        return
    implied = 100 * top.value / rate.value
    off = abs(implied - base.value) / base.value
    severity = "notice" if off <= 2 * POPULATION_SLACK else "warning"
    year = period_of(base)
    yield finding(
        "confirmed" if off <= POPULATION_SLACK else severity,
        "share_and_population",
        [rate, top, base],
        f"{{1}} ÷ {{0}} = {implied:.0f}，与常住人口{{2}}（{year}年）相差{off:.1%}",
        f"{{1}} ÷ {{0}} = {implied:,.0f}, {off:.1%} from the {{2}} residents of {year}",
    )
