"""One indicator in several regions: who may stand beside whom, read from the graded pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import pandas as pd

from hrss_analysis.comparisons import GAP_GRADES, LARGER
from hrss_analysis.prose.words import name_of, places

APART = "apart"
PER_PERSON_VIEWS = ("per_10k_insured", "per_10k_residents")


@dataclass(frozen=True)
class Levels:
    """One indicator, one view, several regions.

    `rows` has one row for each region asked for (key `region_code`), highest value first or, where
    the periods differ so that nothing is ranked, in the order asked for. `place`
    is `ranked`, `apart` (its value must not be ranked with the others; `reason` says why),
    `no_population` or `not_reported`. `references` has the parent regions, provinces and the nation
    with the same columns. `qualifier` is that of the value, or `approx` where the persons it is
    divided by are not exact; `denominator_*` tells how many they are, and when; `flag` and
    `denominator_flag` are theirs. `ties` are pairs of
    regions whose printed forms leave room for equal values.
    """

    indicator: pd.Series
    view: str
    rows: pd.DataFrame
    references: pd.DataFrame
    ties: frozenset[frozenset[str]] = frozenset()

    def tied(self, one: str, other: str) -> bool:
        """Tell whether the difference of two regions is within rounding."""
        return frozenset((one, other)) in self.ties

    @property
    def ranked(self) -> pd.DataFrame:
        """Regions that may stand side by side."""
        return self.rows[self.rows["place"].eq("ranked")]

    @property
    def same_period(self) -> bool:
        """Whether the regions that may stand side by side have one period, so that they rank."""
        return not unlike_periods(self.ranked)

    def placed(self, place: str) -> pd.DataFrame:
        """Regions of one place."""
        return self.rows[self.rows["place"].eq(place)]


def levels(
    tables: dict[str, pd.DataFrame], indicator_id: str, region_codes: Sequence[str]
) -> Levels:
    """Select one indicator of several regions in the view that lets most of them be compared.

    Rates and prices are compared as they are; counts and amounts per 10,000 insured persons where
    the indicator belongs to an insurance and they are known, else per 10,000 residents.

    Args:
        tables: The stage tables by name.
        indicator_id: The indicator.
        region_codes: The regions, in the order of the page.

    Returns:
        The regions and their references.

    Raises:
        ValueError: A region was never held against others, or a pair has no grade.
    """
    indicator = tables["indicators"].set_index("indicator_id", drop=False).loc[indicator_id]
    _compared(tables["comparisons"], region_codes)
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
    rows, references = (with_qualifiers(part, known) for part in (rows, references))
    order = rows
    if not unlike_periods(rows[rows["place"].eq("ranked")]):
        order = rows.sort_values("value", ascending=False, kind="stable", na_position="last")
    ties = _ties(seen, pd.concat([rows, references])["observation_id"])
    return Levels(indicator, view, order.reset_index(drop=True), references, ties)


def unlike_periods(rows: pd.DataFrame) -> bool:
    """Whether the values belong to different years or spans, so that they are not ranked."""
    return len(rows[["period_start", "period_end"]].drop_duplicates()) > 1


def _compared(comparisons: pd.DataFrame, region_codes: Sequence[str]) -> None:
    known = sorted(set(comparisons["region_code"]))
    unknown = [code for code in region_codes if code not in known]
    if unknown:
        raise ValueError(
            f"region {unknown[0]} has no document of its own, so nothing was compared with it; "
            f"choose from {', '.join(known)}"
        )


def _ties(seen: pd.DataFrame, shown: pd.Series) -> frozenset[frozenset[str]]:
    """Pairs of regions whose shown values may be equal."""
    ids = set(shown.dropna())
    both = seen["observation_id"].isin(ids) & seen["other_observation_id"].isin(ids)
    tied = seen[both & seen["within_rounding"].eq("yes").fillna(False)]
    return frozenset(map(frozenset, zip(tied["region_code"], tied["other_code"], strict=True)))


def with_qualifiers(rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Carry along each value's qualifier, its denominator and whether it was corrected."""
    qualifiers = known["qualifier"]
    own = rows["observation_id"].map(qualifiers).fillna("eq")
    exact = rows["denominator_id"].map(qualifiers).fillna("eq").eq("eq")
    below = {
        f"denominator_{name}": rows["denominator_id"].map(known[column])
        for name, column in (
            ("value", "value"),
            ("end", "period_end"),
            ("qualifier", "qualifier"),
            ("flag", "flag"),
        )
    }
    below["flag"] = rows["observation_id"].map(known["flag"])
    corrected = rows["observation_id"].map(known["status"]).eq("corrected").fillna(False)
    return rows.assign(qualifier=own.where(exact, "approx"), corrected=corrected, **below)


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
        & pairs["grade"].isin(GAP_GRADES)
    ]
    views = [view for view in PER_PERSON_VIEWS if usable["view"].eq(view).any()]
    return views[0] if views else PER_PERSON_VIEWS[-1]


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
    usable = pairs[pairs["other_value"].notna() & pairs["grade"].isin(GAP_GRADES)]
    known = set(usable["indicator_id"])
    dictionary = tables["indicators"].query("domain != 'population'")["indicator_id"]
    place = places(tables["indicators"])
    names = sorted(known & set(dictionary), key=lambda name: place[name])
    found = [levels(tables, name, [region_code]) for name in names]
    return [item for item in found if len(item.ranked) and len(item.references)]


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
        conflicts = _conflicts(seen, rows[rows["place"].eq("ranked")])
        if conflicts.empty:
            return rows
        code = _worst(conflicts, rows)
        reasons = conflicts.loc[conflicts["region_code"].eq(code), "reason"]
        rows.loc[rows["region_code"].eq(code), ["place", "reason"]] = [APART, reasons.iloc[0]]


def _conflicts(seen: pd.DataFrame, ranked: pd.DataFrame) -> pd.DataFrame:
    """Pairs of ranked regions that the gate does not let stand side by side, both ways.

    The gate must have graded the very values that are shown, at least in one direction.
    """
    shown = dict(zip(ranked["region_code"], ranked["observation_id"], strict=True))
    graded = {(row.region_code, row.other_code): row for row in seen.itertuples()}
    found = []
    for one, two in permutations(shown, 2):
        there, back = graded.get((one, two)), graded.get((two, one))
        if there is None or back is None:
            raise ValueError(f"{one} and {two} were never graded; run `hrss build`")
        same = {there.other_observation_id == shown[two], back.other_observation_id == shown[one]}
        if there.grade not in GAP_GRADES or same == {False}:
            reason = "years_differ" if there.grade in GAP_GRADES else there.reason
            found.append({"region_code": one, "other_code": two, "reason": reason})
    return pd.DataFrame(found, columns=["region_code", "other_code", "reason"])


def _worst(conflicts: pd.DataFrame, rows: pd.DataFrame) -> str:
    """The region with most conflicts; of equals, a flagged one, then the longest period."""
    starts, ends = (
        rows[day].astype("string").str[:4].astype("Float64")
        for day in ("period_start", "period_end")
    )
    years = ends - starts
    ranks = rows.assign(
        conflicts=rows["region_code"].map(conflicts["region_code"].value_counts()).fillna(0),
        years=years.fillna(0),
    )
    ranks = ranks[ranks["place"].eq("ranked")]
    worst = ranks.sort_values(["conflicts", "marked", "years"], kind="stable").iloc[-1]
    return str(worst["region_code"])


def _references(seen: pd.DataFrame, ranked: set[str], names: pd.DataFrame) -> pd.DataFrame:
    """Larger regions that the gate lets stand beside every ranked region."""
    beside = seen[seen["region_code"].isin(ranked) & ~seen["other_code"].isin(ranked)]
    refused = set(beside.loc[~beside["grade"].isin(GAP_GRADES), "other_code"])
    around = beside[beside["relation"].isin(LARGER) & ~beside["other_code"].isin(refused)]
    pairs = around.drop_duplicates("other_code")
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
