"""One region's targets, each with the values it is held against, ready to be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from hrss_analysis.prose.words import name_of, places


@dataclass(frozen=True)
class PlanFacts:
    """One region's targets, ready to be told.

    `goals` has one row for each target (key `target_id`): the columns of the monitoring table, the
    indicator's names, and for each of `target`, `base` and `latest` the columns `…_value`,
    `…_qualifier`, `…_precision`, `…_status`, `…_measure`, `…_period_start`, `…_period_end` and
    `…_observation_id`. `share` is the latest value in percent of a target that is a floor;
    `completion` the same of counts and amounts, and the printed rate wherever there is one.
    Rows of the newest plan come first, then as on the other pages.
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
        return ending(self.goals, self.year)

    @property
    def earlier(self) -> pd.DataFrame:
        """Targets whose period ended before."""
        return before(self.goals, self.year)


def ending(goals: pd.DataFrame, year: int) -> pd.DataFrame:
    """Targets whose period ends in a year; those without a period go with the newest ones."""
    ends = goals["end_year"]
    undated = ends.isna() & (ends.max() == year if ends.notna().any() else True)
    return goals[ends.eq(year).fillna(False) | undated]


def before(goals: pd.DataFrame, year: int) -> pd.DataFrame:
    """Targets whose period ended before a year."""
    return goals[goals["end_year"].lt(year).fillna(False)]


def at_base(goals: pd.DataFrame) -> pd.DataFrame:
    """Targets that ask for no more than was reached before their plan, where more is better."""
    met = goals["base_meets_target"].eq("yes").fillna(False)
    return goals[met & goals["direction"].eq("floor")]


def base_level(goal: pd.Series) -> float:
    """The base of a target; where it spans other years, its yearly average over the plan's."""
    if pd.isna(goal["base"]):
        return float("nan")
    if goal["base_averaged"] != "yes":
        return float(goal["base"])
    plan, base = (_years(goal, part) for part in ("plan", "base_period"))
    return float(goal["base"]) * plan / base


def _years(goal: pd.Series, part: str) -> int:
    return int(str(goal[f"{part}_end"])[:4]) - int(str(goal[f"{part}_start"])[:4]) + 1


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
    goals = once(region_goals(tables, region_code))
    used = set(" ".join(observations.loc[own["target_id"], "document_ids"]).split())
    documents = tables["documents"]
    return PlanFacts(
        region=tables["regions"].set_index("region_code", drop=False).loc[region_code],
        documents=documents[documents["document_id"].isin(used)],
        goals=goals,
        year=int(goals["end_year"].max()),
    )


def region_goals(tables: dict[str, pd.DataFrame], region_code: str) -> pd.DataFrame:
    """Every target of a region with what it is held against; no row where there is none.

    Returns:
        The columns described at `PlanFacts`. Key: `target_id`.
    """
    monitoring = tables["monitoring"]
    own = monitoring[monitoring["region_code"].eq(region_code)]
    observations = tables["observations"].set_index("observation_id", drop=False)
    names = tables["indicators"].set_index("indicator_id")[["domain", "name_zh", "name_en"]]
    goals = own.join(names, on="indicator_id")
    goals["end_year"] = goals["period_end"].astype("string").str[:4].astype("Int64")
    for prefix, ids in (("target", "target_id"), ("base", "base_ids"), ("latest", "latest_ids")):
        goals = goals.join(_shown(goals, prefix, ids, observations))
    goals = goals.join(_completion(goals, observations))
    goals = goals.assign(place=goals["indicator_id"].map(places(tables["indicators"])))
    by = ["end_year", "place", "target_id"]
    ordered = goals.sort_values(by, ascending=[False, True, True], kind="stable")
    return ordered.reset_index(drop=True)


COMPLETION = ("completion", "share", "completion_status", "completion_precision")


def _completion(goals: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """The printed completion rate of each target, else the value over the target."""
    rates = observations[observations["role"].eq("completion_rate")]
    rows = [_rate(goal, rates) for _, goal in goals.iterrows()]
    names = [*COMPLETION, "completion_qualifier", "completion_observation_id"]
    return pd.DataFrame(rows, index=goals.index, columns=names)


def _rate(goal: pd.Series, rates: pd.DataFrame) -> dict[str, Any]:
    start, end = goal["target_period_start"], goal["target_period_end"]
    same = rates["region_code"].eq(goal["region_code"])
    same &= rates["indicator_id"].eq(goal["indicator_id"]) & rates["period_end"].eq(end)
    same &= rates["period_start"].isna() if pd.isna(start) else rates["period_start"].eq(start)
    printed = rates[same.fillna(False)]
    if len(printed):
        rate = printed.iloc[0]
        return {
            "completion": rate["value"],
            "share": rate["value"],
            "completion_status": rate["status"],
            "completion_precision": rate["precision"],
            "completion_qualifier": rate["qualifier"],
            "completion_observation_id": rate["observation_id"],
        }
    if goal["direction"] != "floor" or pd.isna(goal["latest"]) or not goal["target"]:
        return {}
    share = 100 * float(goal["latest"]) / float(goal["target"])
    rough = goal["target_qualifier"] in ("approx", "over", "nearly")
    return {
        "completion": pd.NA if goal["unit"] == "percent" else share,
        "share": share,
        "completion_status": "derived",
        "completion_qualifier": "approx" if rough else goal["latest_qualifier"],
    }


def once(goals: pd.DataFrame) -> pd.DataFrame:
    """Tell a target once that a plan's text sets for each year and its table for the last one."""
    same = ["indicator_id", "end_year", "target", "unit", "direction"]
    stated = goals["target_kind"].ne("not_stated")
    dated = goals["end_year"].notna()
    ranked = goals.assign(stated=stated).sort_values("stated", ascending=False, kind="stable")
    kept = goals[~ranked.duplicated(same).reindex(goals.index) | ~dated]
    return kept.reset_index(drop=True)


def _shown(goals: pd.DataFrame, prefix: str, ids: str, observations: pd.DataFrame) -> pd.DataFrame:
    """How each value is written: its own printed form, or plain where several were added up."""
    plain = {"qualifier": "eq", "precision": pd.NA, "status": "derived", "flag": pd.NA}
    rows = []
    known = ("period_start", "period_end") if prefix == "target" else ()
    heads = ["value", "measure", *plain, "observation_id", *known]
    for _, goal in goals.iterrows():
        names = [] if pd.isna(goal[ids]) else str(goal[ids]).split()
        row = {"value": goal[prefix], "measure": "cumulative", **plain}
        row |= {"observation_id": names[0] if names else pd.NA}
        if len(names) == 1:
            one = observations.loc[names[0]]
            row |= {name: one[name] for name in (*plain, "measure")}
        row |= {name: goal[name] for name in known}
        rows.append(row)
    return pd.DataFrame(rows, index=goals.index, columns=heads).add_prefix(f"{prefix}_")
