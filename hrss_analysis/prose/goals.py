"""One region's targets, each with the values it is held against, ready to be told."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from hrss_analysis.prose.scoreboard import places
from hrss_analysis.prose.words import name_of


@dataclass(frozen=True)
class PlanFacts:
    """One region's targets, ready to be told.

    `goals` has one row for each target (key `target_id`): the columns of the monitoring table, the
    indicator's names, and for each of `target`, `base` and `latest` the columns `…_value`,
    `…_qualifier`, `…_precision`, `…_status`, `…_measure`, `…_period_start`, `…_period_end` and
    `…_observation_id`. Rows of the newest plan come first, then as on the other pages.
    """

    region: pd.Series
    documents: pd.DataFrame
    goals: pd.DataFrame
    year: int

    def name(self, language: str) -> str:
        """Name of the region."""
        return name_of(self.region, language)

    @property
    def current(self) -> pd.DataFrame:
        """Targets of the newest plan, and those without a period."""
        return self.goals[self.goals["end_year"].eq(self.year) | self.goals["end_year"].isna()]

    @property
    def earlier(self) -> pd.DataFrame:
        """Targets whose period ended before."""
        return self.goals[self.goals["end_year"].lt(self.year).fillna(False)]


def plan_facts(tables: dict[str, pd.DataFrame], region_code: str) -> PlanFacts:
    """Select one region's targets from the tables.

    Args:
        tables: The stage tables by name.
        region_code: Six-digit division code.

    Returns:
        The region's targets.

    Raises:
        ValueError: When the region has no dated target.
    """
    monitoring = tables["monitoring"]
    own = monitoring[monitoring["region_code"].eq(region_code)]
    dated = own.dropna(subset=["period_end"])
    if dated.empty:
        known = sorted(set(monitoring.dropna(subset=["period_end"])["region_code"]))
        raise ValueError(f"region {region_code!r} has no target: choose from {', '.join(known)}")
    observations = tables["observations"].set_index("observation_id", drop=False)
    names = tables["indicators"].set_index("indicator_id")[["domain", "name_zh", "name_en"]]
    goals = own.join(names, on="indicator_id")
    goals["end_year"] = goals["period_end"].str[:4].astype("Int64")
    for prefix, ids in (("target", "target_id"), ("base", "base_ids"), ("latest", "latest_ids")):
        goals = goals.join(_shown(goals, prefix, ids, observations))
    goals = _once(goals)
    order = goals["indicator_id"].map(places(tables["indicators"]))
    goals = goals.assign(place=order).sort_values(
        ["end_year", "place", "target_id"], ascending=[False, True, True], kind="stable"
    )
    used = set(" ".join(observations.loc[own["target_id"], "document_ids"]).split())
    documents = tables["documents"]
    return PlanFacts(
        region=tables["regions"].set_index("region_code", drop=False).loc[region_code],
        documents=documents[documents["document_id"].isin(used)],
        goals=goals.reset_index(drop=True),
        year=int(dated["period_end"].str[:4].max()),
    )


def _once(goals: pd.DataFrame) -> pd.DataFrame:
    """Tell a target once that a plan's text sets for each year and its table for the last one."""
    same = ["indicator_id", "end_year", "target", "unit", "direction"]
    stated = goals["target_kind"].ne("not_stated")
    dated = goals["end_year"].notna()
    ranked = goals.assign(stated=stated).sort_values("stated", ascending=False, kind="stable")
    return goals[~ranked.duplicated(same).reindex(goals.index) | ~dated]


def _shown(goals: pd.DataFrame, prefix: str, ids: str, observations: pd.DataFrame) -> pd.DataFrame:
    """How each value is written: its own printed form, or plain where several were added up."""
    plain = {"qualifier": "eq", "precision": pd.NA, "status": "derived", "flag": pd.NA}
    rows = []
    for _, goal in goals.iterrows():
        names = [] if pd.isna(goal[ids]) else str(goal[ids]).split()
        row = {"value": goal[prefix], "measure": "cumulative", **plain}
        row |= {"observation_id": names[0] if names else pd.NA}
        if len(names) == 1:
            one = observations.loc[names[0]]
            row |= {name: one[name] for name in (*plain, "measure")}
        if prefix == "target":
            row |= {name: goal[name] for name in ("period_start", "period_end")}
        rows.append(row)
    return pd.DataFrame(rows, index=goals.index).add_prefix(f"{prefix}_")
