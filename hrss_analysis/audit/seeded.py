"""Planted errors: `python -m hrss_analysis.audit.seeded` plants them and counts those caught.

One error at a time goes into the readings, at a random place; observations are built anew and
audited. It is caught when a finding that was not there before names its reading. Errors in numbers
that stand in no relation to others cannot be caught; so the rate is also given among readings that
some finding about the sound tables names, most of them confirmed relations.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from hrss_analysis import tables
from hrss_analysis.audit import audit
from hrss_analysis.observations import build_observations
from hrss_analysis.units import DIGITS, interval, last_nonzero_place

Planter = Callable[[pd.DataFrame, int, np.random.Generator], dict[int, dict[str, Any]] | None]
CELLS = ["literal", "value", "qualifier", "precision", "value_lower", "value_upper"]
OTHER_ROLE = {"actual": "target", "target": "actual"}


def _stated(row: pd.Series, literal: Any, factor: Decimal, value: Decimal) -> dict[str, Any]:
    """A number misprinted: its literal, value and what its printed form allows."""
    precision = None if pd.isna(row["precision"]) else Decimal(str(row["precision"])) * factor
    level = row["unit"] == "percent" and row["role"] in OTHER_ROLE
    ceiling = Decimal(100) if level else None
    ends = interval(value, precision, row["qualifier"], row["unit"], ceiling=ceiling)
    if pd.isna(row["value_upper"]):
        ends = (None, None)
    lower, upper = (np.nan if end is None else float(end) for end in ends)
    return {
        "literal": literal,
        "value": float(value),
        "precision": np.nan if precision is None else float(precision),
        "value_lower": lower,
        "value_upper": upper,
    }


def _number(row: pd.Series) -> tuple[str, Decimal] | None:
    """The digits of a reading as printed, and what they are multiplied by."""
    value = Decimal(str(row["value"]))
    if pd.isna(row["literal"]):
        return f"{value.normalize():f}", Decimal(1)
    found = DIGITS.search(row["literal"])
    if found is None or value <= 0 or not Decimal(found.group().replace(",", "")):
        return None
    return found.group().replace(",", ""), value / Decimal(found.group().replace(",", ""))


def one_digit(readings: pd.DataFrame, place: int, rng: np.random.Generator) -> Any:
    """Change one digit that tells something: not a closing zero, no leading zero made."""
    row = readings.iloc[place]
    known = _number(row)
    if known is None or row["value"] <= 0:
        return None
    digits, scale = known
    end = len(digits) if "." in digits else len(digits.rstrip("0"))
    at = rng.choice([i for i in range(end) if digits[i] != "."])
    choices = [digit for digit in "0123456789" if digit != digits[at] and (digit, at) != ("0", 0)]
    changed = digits[:at] + rng.choice(choices) + digits[at + 1 :]
    literal = row["literal"] if pd.isna(row["literal"]) else row["literal"].replace(digits, changed)
    return {place: _stated(row, literal, Decimal(1), Decimal(changed) * scale)}


def scale_lost(readings: pd.DataFrame, place: int, rng: np.random.Generator) -> Any:
    """Drop 万 or 亿 (of a table cell: the scale in the row's label)."""
    row = readings.iloc[place]
    known = None if pd.isna(row["literal"]) else _number(row)
    if known is None or known[1] not in (Decimal(10_000), Decimal(100_000_000)):
        return None
    literal = re.sub("[万亿]", "", row["literal"])
    return {place: _stated(row, literal, 1 / known[1], Decimal(known[0]))}


def point_shifted(readings: pd.DataFrame, place: int, rng: np.random.Generator) -> Any:
    """Move the decimal point by one digit, or add or lose a closing zero: ten times or a tenth."""
    row = readings.iloc[place]
    value = Decimal(str(row["value"]))
    if value <= 0:
        return None
    whole = row["unit"] != "percent" and last_nonzero_place(value) < 10
    factor = Decimal(10) if whole or rng.random() < 0.5 else Decimal("0.1")
    return {place: _stated(row, row["literal"], factor, value * factor)}


def cells_swapped(readings: pd.DataFrame, place: int, rng: np.random.Generator) -> Any:
    """Exchange a number with the next of its unit in the document or series."""
    row = readings.iloc[place]
    after = readings.iloc[place + 1 : place + 13]
    near = after["document_id"].eq(row["document_id"])
    if pd.isna(row["start"]):
        near = after["indicator_id"].eq(row["indicator_id"])
        near &= after["region_code"].eq(row["region_code"])
    fit = after[near & after["unit"].eq(row["unit"]) & after["value"].ne(row["value"])]
    if fit.empty:
        return None
    other = readings.index.get_loc(fit.index[0])
    return {place: fit.iloc[0][CELLS].to_dict(), other: row[CELLS].to_dict()}


def roles_swapped(readings: pd.DataFrame, place: int, rng: np.random.Generator) -> Any:
    """Call an actual value a target, or a target an actual value."""
    role = OTHER_ROLE.get(readings.iloc[place]["role"])
    return None if role is None else {place: {"role": role}}


def period_shifted(readings: pd.DataFrame, place: int, rng: np.random.Generator) -> Any:
    """Move the period by a year, back or ahead."""
    row = readings.iloc[place]
    if pd.isna(row["period_end"]):
        return None
    years = rng.choice([-1, 1])
    days = {name: row[name] for name in ("period_start", "period_end") if pd.notna(row[name])}
    return {place: {name: f"{int(day[:4]) + years}{day[4:]}" for name, day in days.items()}}


def indicator_wrong(readings: pd.DataFrame, place: int, rng: np.random.Generator) -> Any:
    """Give a number the indicator of a near one of its unit."""
    row = readings.iloc[place]
    near = readings.iloc[max(0, place - 6) : place + 7]
    near = near[near["document_id"].eq(row["document_id"]) & near["unit"].eq(row["unit"])]
    near = near[near["indicator_id"].notna() & near["indicator_id"].ne(row["indicator_id"])]
    if near.empty or pd.isna(row["indicator_id"]):
        return None
    return {place: {"indicator_id": near.iloc[rng.integers(len(near))]["indicator_id"]}}


ERRORS: dict[str, Planter] = {
    "one digit changed": one_digit,
    "万 or 亿 lost": scale_lost,
    "decimal point shifted": point_shifted,
    "two cells swapped": cells_swapped,
    "target and actual swapped": roles_swapped,
    "period shifted by a year": period_shifted,
    "indicator of a neighbour": indicator_wrong,
}


def complaints(data: dict[str, pd.DataFrame]) -> set[tuple[str, frozenset[str]]]:
    """Kind and readings of each finding that is no confirmation."""
    return {
        (item.kind, frozenset(item.reading_ids.split()))
        for item in audit(data)
        if item.severity != "confirmed"
    }


def measure(data: dict[str, pd.DataFrame], *, places: int = 200, seed: int = 1) -> pd.DataFrame:
    """Plant errors of every kind and count those caught.

    One row for each kind: `planted`, `caught`, `rate` with its 95 % Wilson interval (`lower`,
    `upper`), and `related`, `related_caught`, `related_rate` among readings in some relation.

    Args:
        data: The tables.
        places: Errors of each kind; fewer where fewer places allow the kind.
        seed: Of the random places and digits.
    """
    related = {name for item in audit(data) for name in item.reading_ids.split()}
    usual = complaints(data)
    rows = []
    for number, (kind, plant) in enumerate(ERRORS.items()):
        rng = np.random.default_rng([seed, number])
        outcomes = [
            (bool(touched & related), is_caught(data, planted, touched, usual))
            for planted, touched in _plantings(data["readings"], plant, places, rng)
        ]
        rows.append({"kind": kind, **_rates(outcomes)})
    return pd.DataFrame(rows)


def _plantings(
    readings: pd.DataFrame, plant: Planter, count: int, rng: np.random.Generator
) -> list[tuple[dict[int, dict[str, Any]], set[str]]]:
    found = []
    for place in rng.permutation(len(readings)):
        planted = plant(readings, int(place), rng)
        if planted is not None:
            found.append((planted, set(readings["reading_id"].iloc[list(planted)])))
        if len(found) == count:
            break
    return found


def is_caught(
    data: dict[str, pd.DataFrame],
    planted: dict[int, dict[str, Any]],
    touched: set[str],
    usual: set[tuple[str, frozenset[str]]],
) -> bool:
    """Say whether planted cells lead to a finding not among the usual ones that names them."""
    readings = data["readings"].copy()
    for place, cells in planted.items():
        for name, value in cells.items():
            readings.iloc[place, readings.columns.get_loc(name)] = value
    observations = build_observations(readings, data["documents"], data["indicators"])
    spoiled = complaints({**data, "readings": readings, "observations": observations})
    return any(ids & touched for _, ids in spoiled - usual)


def _rates(outcomes: list[tuple[bool, bool]]) -> dict[str, Any]:
    caught = [found for _, found in outcomes]
    among = [found for known, found in outcomes if known]
    lower, upper = proportion_confint(sum(caught), len(caught), method="wilson")
    return {
        "planted": len(caught),
        "caught": sum(caught),
        "rate": sum(caught) / len(caught),
        "lower": lower,
        "upper": upper,
        "related": len(among),
        "related_caught": sum(among),
        "related_rate": sum(among) / max(1, len(among)),
    }


@click.command()
@click.option("--processed", type=click.Path(path_type=Path), default=Path("data/processed"))
@click.option("--places", default=200, show_default=True, help="Errors of each kind.")
@click.option("--seed", default=1, show_default=True)
def main(processed: Path, places: int, seed: int) -> None:
    """Print how many planted errors the audit catches, for each kind."""
    found = measure(tables.read_tables(processed), places=places, seed=seed)
    click.echo(found.to_string(index=False, float_format="{:.2f}".format))


if __name__ == "__main__":
    main()
