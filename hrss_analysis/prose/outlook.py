"""One region's projections, each with the history it rests on, ready to be told and drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from hrss_analysis.prose.words import name_of, places

METHOD = "growth_mixture"  # the one that is told; the others are scenarios or moved by it
INNER, OUTER = 0.8, 0.95
ORDER = {"trend": 0, "change": 1, "band": 2, "none": 3}
WIDEST = 5  # an 80 % range with a higher quotient of its ends tells no reader anything


@dataclass(frozen=True)
class Outlook:
    """One indicator ahead.

    `history` has one row for each known year (`year`, `value`, `value_lower`, `value_upper`,
    `qualifier`, `precision`, `status`, `flag`, `agrees`, `observation_id`); `ahead` one for each
    projected year up to the horizon (`year`, `median`, `lower80`, `upper80`, `lower95`, `upper95`),
    empty where nothing may be said or the range is too wide to be of use; `targets` one for each
    later target (`year`, `value`, `observation_id`). `says` is what may be said: `trend`, `change`,
    `band` or `none`. `tests` counts the past forecasts of this series, `inside` those of which the
    80 % range held what came.
    """

    indicator: pd.Series
    unit: str
    says: str
    reason: str
    known: int
    history: pd.DataFrame
    ahead: pd.DataFrame
    targets: pd.DataFrame
    tests: int = 0
    inside: int = 0

    @property
    def last(self) -> pd.Series:
        """The last known year."""
        return self.history.iloc[-1]

    @property
    def horizon(self) -> pd.Series:
        """The last projected year."""
        return self.ahead.iloc[-1]


@dataclass(frozen=True)
class Outlooks:
    """All projections of one region up to one year."""

    region: pd.Series
    horizon_year: int
    items: tuple[Outlook, ...]

    def name(self, language: str) -> str:
        """Name of the region."""
        return name_of(self.region, language)

    @property
    def usable(self) -> list[Outlook]:
        """Those of which something may be said."""
        return [item for item in self.items if len(item.ahead)]

    def saying(self, *kinds: str) -> list[Outlook]:
        """Those of which this much may be said."""
        return [item for item in self.usable if item.says in kinds]


def projection_facts(
    tables: dict[str, pd.DataFrame], region_code: str, horizon_year: int
) -> Outlooks:
    """Select one region's projections up to a year.

    Args:
        tables: The stage tables by name.
        region_code: Six-digit division code.
        horizon_year: Last year shown.

    Returns:
        The projections: those with a trend first, then by number of known years, then as in the
        dictionary.

    Raises:
        ValueError: When the region has no row in the projections table.
    """
    rows = tables["projections"].query("region_code == @region_code and method == @METHOD")
    if rows.empty:
        raise ValueError(
            f"region {region_code} has no row in projections.csv: run `hrss build`, or choose from "
            f"{', '.join(sorted(set(tables['projections']['region_code'])))}"
        )
    items = [
        _outlook(part, tables, str(indicator_id), horizon_year)
        for indicator_id, part in rows.groupby("indicator_id", sort=False)
    ]
    place = places(tables["indicators"])
    told = [item for item in items if item.indicator["domain"] != "population"]
    told.sort(key=lambda item: (ORDER[item.says], place[item.indicator["indicator_id"]]))
    regions = tables["regions"].set_index("region_code", drop=False)
    return Outlooks(regions.loc[region_code], horizon_year, tuple(told))


def _outlook(
    rows: pd.DataFrame, tables: dict[str, pd.DataFrame], indicator_id: str, horizon_year: int
) -> Outlook:
    first = rows.iloc[0]
    indicators = tables["indicators"].set_index("indicator_id", drop=False)
    shown = rows[rows["year"].le(horizon_year) & rows["median"].notna()]
    reason = "" if pd.isna(first["reason"]) else str(first["reason"])
    usable = shown if first["says"] != "none" else shown.iloc[:0]
    ahead = _ahead(usable)
    if too_wide(ahead):
        usable, ahead, reason = usable.iloc[:0], ahead.iloc[:0], "too_wide"
    history = _history(first, tables["observations"])
    past = _past_forecasts(first, tables["backtests"])
    return Outlook(
        indicator=indicators.loc[indicator_id],
        unit=str(first["unit"]),
        says=str(first["says"]) if len(usable) else "none",
        reason=reason,
        known=int(first["n"]),
        history=history,
        ahead=ahead,
        targets=_targets(first, tables["observations"], horizon_year),
        tests=len(past),
        inside=int(past.sum()),
    )


def too_wide(ahead: pd.DataFrame) -> bool:
    """Whether the last 80 % range spans more than a factor of `WIDEST`."""
    if ahead.empty:
        return False
    end = ahead.iloc[-1]
    return bool(end["upper80"] > WIDEST * end["lower80"])


def _past_forecasts(row: pd.Series, backtests: pd.DataFrame) -> pd.Series:
    """For each past forecast whether its 80 % range held what came."""
    mine = (
        backtests["region_code"].eq(row["region_code"])
        & backtests["indicator_id"].eq(row["indicator_id"])
        & backtests["method"].eq(METHOD)
    )
    return backtests.loc[mine, "covered_80"].dropna()


def _history(row: pd.Series, observations: pd.DataFrame) -> pd.DataFrame:
    """The known years a projection rests on; totals over several years stay out of the picture."""
    ids = [] if pd.isna(row["observation_ids"]) else str(row["observation_ids"]).split()
    used = observations[
        observations["observation_id"].isin(ids)
        & observations["region_code"].eq(row["region_code"])  # others are those above that lend
        & observations["measure"].ne("cumulative")
    ]
    used = used.assign(year=used["period_end"].str[:4].astype(int))
    columns = ["year", "value", "value_lower", "value_upper", "qualifier", "precision", "status"]
    columns += ["flag", "agrees", "observation_id"]
    return used.sort_values("year")[columns].drop_duplicates("year", keep="last")


def _ahead(rows: pd.DataFrame) -> pd.DataFrame:
    """One row for each year, the two levels side by side."""
    parts: dict[str, Any] = {}
    for level, name in ((INNER, "80"), (OUTER, "95")):
        part = rows[(rows["level"] - level).abs() < 1e-9].set_index("year")
        parts |= {"median": part["median"]} if "median" not in parts else {}
        parts |= {f"lower{name}": part["lower"], f"upper{name}": part["upper"]}
    ahead = pd.DataFrame(parts).reset_index()
    return ahead.assign(year=ahead["year"].astype(int)).sort_values("year", ignore_index=True)


def _targets(row: pd.Series, observations: pd.DataFrame, horizon_year: int) -> pd.DataFrame:
    """Targets after the last known year, yearly ones only."""
    mine = observations[
        observations["region_code"].eq(row["region_code"])
        & observations["indicator_id"].eq(row["indicator_id"])
        & observations["role"].eq("target")
        & observations["measure"].ne("cumulative")
        & observations["unit"].eq(row["unit"])
    ]
    mine = mine[mine["period_end"].notna()]
    mine = mine.assign(year=mine["period_end"].str[:4].astype(int))
    last = 0 if pd.isna(row["last_year"]) else int(row["last_year"])
    kept = mine[mine["year"].gt(last) & mine["year"].le(horizon_year)]
    return kept.sort_values("year")[["year", "value", "qualifier", "precision", "observation_id"]]
