"""One indicator in several regions: who may stand beside whom, read from the graded pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from hrss_analysis.prose.scoreboard import HEADLINES
from hrss_analysis.prose.words import name_of

APART = "apart"
MOST_YEARS_APART = 3  # a larger region's value further away in time is no reference
VIEWS = ("per_10k_residents", "yearly_average", "level")


@dataclass(frozen=True)
class Levels:
    """One indicator, one view, several regions.

    `rows` has one row for each region asked for (key `region_code`), highest value first. `place`
    is `ranked`, `apart` (its value must not be ranked with the others; `reason` says why),
    `no_population` or `not_reported`. `references` has the parent regions, provinces and the nation
    with the same columns. `qualifier` is that of the value, or `approx` where the population it is
    divided by is not exact.
    """

    indicator: pd.Series
    view: str
    rows: pd.DataFrame
    references: pd.DataFrame

    @property
    def ranked(self) -> pd.DataFrame:
        """Regions that may stand side by side."""
        return self.rows[self.rows["place"].eq("ranked")]

    def placed(self, place: str) -> pd.DataFrame:
        """Regions of one place."""
        return self.rows[self.rows["place"].eq(place)]


def levels(
    tables: dict[str, pd.DataFrame], indicator_id: str, region_codes: Sequence[str]
) -> Levels:
    """Select one indicator of several regions in the view that lets most of them be compared.

    Rates and prices are compared as they are; counts per 10,000 residents, or as yearly averages
    where fewer than two regions have a population.

    Args:
        tables: The stage tables by name.
        indicator_id: The indicator.
        region_codes: The regions, in the order of the page.

    Returns:
        The regions and their references.
    """
    indicator = tables["indicators"].set_index("indicator_id", drop=False).loc[indicator_id]
    pairs = tables["comparisons"].query("indicator_id == @indicator_id")
    view = _best_view(pairs, indicator, region_codes)
    names = tables["regions"].set_index("region_code", drop=False)
    seen = pairs[pairs["view"].eq(view)]
    rows = pd.DataFrame([_row(seen, pairs, code, names) for code in region_codes])
    known = tables["observations"].set_index("observation_id")
    rows["marked"] = (
        rows["observation_id"].map(known[["flag", "scope"]].notna().any(axis=1)).eq(True)
    )
    rows = _separate(rows, seen)
    ranked = set(rows.loc[rows["place"].eq("ranked"), "region_code"])
    references = _references(seen, ranked, names)
    if view != "per_10k_residents" and pd.notna(indicator["denominator"]):
        references = references.iloc[:0]  # a county's count beside a nation's says nothing
    rows, references = (_qualified(part, known) for part in (rows, references))
    order = rows.sort_values("value", ascending=False, kind="stable", na_position="last")
    return Levels(indicator, view, order.reset_index(drop=True), references)


def _qualified(rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Carry along each value's qualifier and whether it was corrected."""
    qualifiers = known["qualifier"]
    own = rows["observation_id"].map(qualifiers).fillna("eq")
    exact = rows["denominator_id"].map(qualifiers).fillna("eq").eq("eq")
    corrected = rows["observation_id"].map(known["status"]).eq("corrected").fillna(False)
    return rows.assign(qualifier=own.where(exact, "approx"), corrected=corrected)


def _best_view(pairs: pd.DataFrame, indicator: pd.Series, region_codes: Sequence[str]) -> str:
    """The first view in which some region may stand beside another one or a larger one."""
    if pd.isna(indicator["denominator"]):
        return "level"
    sided = pairs["other_code"].isin(region_codes) | pairs["relation"].ne("peer")
    usable = pairs[
        pairs["region_code"].isin(region_codes)
        & sided
        & pairs["value"].notna()
        & pairs["other_value"].notna()
        & ~pairs["grade"].isin([APART, "not_reported"])
    ]
    return next((view for view in VIEWS if usable["view"].eq(view).any()), "yearly_average")


def region_levels(tables: dict[str, pd.DataFrame], region_code: str) -> list[Levels]:
    """Indicators of one region that may be set beside its parent, province or nation.

    Counts appear only per resident; a county's total beside a nation's says nothing.

    Args:
        tables: The stage tables by name.
        region_code: The region.

    Returns:
        One entry for each such indicator, headline indicators first.
    """
    pairs = tables["comparisons"].query("region_code == @region_code and relation != 'peer'")
    usable = pairs[pairs["other_value"].notna() & ~pairs["grade"].isin([APART, "not_reported"])]
    known = set(usable["indicator_id"])
    dictionary = tables["indicators"].query("domain != 'population'")["indicator_id"]
    names = [name for name in HEADLINES if name in known]
    names += [name for name in dictionary if name in known and name not in names]
    found = [levels(tables, name, [region_code]) for name in names]
    rates = [item for item in found if item.view != "yearly_average" and len(item.references)]
    return [i for i in rates if i.view != "level" or pd.isna(i.indicator["denominator"])]


def _row(seen: pd.DataFrame, pairs: pd.DataFrame, code: str, names: pd.DataFrame) -> dict[str, Any]:
    """One region's own value, the same in each of its pairs."""
    own = seen[seen["region_code"].eq(code)]
    if own["observation_id"].isna().all():
        own = pairs[pairs["region_code"].eq(code)].assign(value=float("nan"))
    valued = own[own["value"].notna()]
    known = valued if len(valued) else own[own["observation_id"].notna()]
    base = {"region_code": code, **_names(names, code), "value": float("nan")}
    base |= {"observation_id": pd.NA, "denominator_id": pd.NA, "place": "not_reported"}
    base |= {"period_start": pd.NA, "period_end": pd.NA, "averaged": False, "reason": pd.NA}
    if known.empty:
        return base
    first = known.iloc[0]
    base |= {name: first[name] for name in ("observation_id", "denominator_id")}
    base |= {name: first[name] for name in ("period_start", "period_end")}
    base["place"] = "no_population"
    if len(valued):
        base |= {"value": float(first["value"]), "place": "ranked"}
        base["averaged"] = _spans_years(first["period_start"], first["period_end"])
    return base


def _spans_years(start: Any, end: Any) -> bool:
    """A total over several years, which a comparison shows as its yearly average."""
    return bool(pd.notna(start) and str(start)[:4] != str(end)[:4])


def _names(names: pd.DataFrame, code: str) -> dict[str, str]:
    row = names.loc[code]
    return {"name_zh": name_of(row, "zh"), "name_en": name_of(row, "en")}


def _separate(rows: pd.DataFrame, seen: pd.DataFrame) -> pd.DataFrame:
    """Set aside, one by one, the region that most others must not be ranked with."""
    rows = rows.copy()
    while True:
        ranked = rows.loc[rows["place"].eq("ranked"), "region_code"]
        inside = seen["region_code"].isin(ranked) & seen["other_code"].isin(ranked)
        conflicts = seen[inside & seen["grade"].eq(APART)]
        if conflicts.empty:
            return rows
        code = _worst(conflicts, rows)
        reasons = conflicts.loc[conflicts["region_code"].eq(code), "reason"]
        rows.loc[rows["region_code"].eq(code), ["place", "reason"]] = [APART, reasons.iloc[0]]


def _worst(conflicts: pd.DataFrame, rows: pd.DataFrame) -> str:
    """The region with most conflicts; of equals, a flagged one, then the longest period."""
    ends = rows["period_end"].str[:4].astype("Float64")
    years = ends - rows["period_start"].str[:4].astype("Float64")
    ranks = rows.assign(
        conflicts=rows["region_code"].map(conflicts["region_code"].value_counts()).fillna(0),
        years=years.fillna(0),
    )
    ranks = ranks[ranks["place"].eq("ranked")]
    worst = ranks.sort_values(["conflicts", "marked", "years"], kind="stable").iloc[-1]
    return str(worst["region_code"])


def _references(seen: pd.DataFrame, ranked: set[str], names: pd.DataFrame) -> pd.DataFrame:
    """Larger regions with a value near in time that may be set beside a ranked region."""
    apart = seen["period_end"].str[:4].astype("Float64") - seen["other_period_end"].str[:4].astype(
        "Float64"
    )
    pairs = seen[
        seen["region_code"].isin(ranked)
        & seen["relation"].isin(["parent", "province", "nation"])
        & seen["other_value"].notna()
        & seen["grade"].ne(APART)
        & ~seen["other_code"].isin(ranked)
        & apart.abs().le(MOST_YEARS_APART).fillna(False)
    ].drop_duplicates("other_code")
    return pd.DataFrame(
        {
            "region_code": pairs["other_code"],
            "name_zh": [names.loc[code, "name_zh"] for code in pairs["other_code"]],
            "name_en": [names.loc[code, "name_en"] for code in pairs["other_code"]],
            "value": pairs["other_value"].astype(float),
            "period_start": pairs["other_period_start"],
            "period_end": pairs["other_period_end"],
            "observation_id": pairs["other_observation_id"],
            "denominator_id": pairs["other_denominator_id"],
            "averaged": [
                _spans_years(start, end)
                for start, end in zip(
                    pairs["other_period_start"], pairs["other_period_end"], strict=True
                )
            ],
        }
    ).reset_index(drop=True)
