"""What a region's brief speaks of: one row for each indicator, with its target and earlier value.

The scoreboard only selects and pairs rows of the observations table. Whether a target was met, and
how many were, comes from the targets of `goals` alone, as on the plan brief.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from hrss_analysis.monitoring.build import spanned
from hrss_analysis.prose.goals import before, ending, once, region_goals
from hrss_analysis.prose.words import name_of, places

CARRIED = (
    *("value", "qualifier", "precision", "status", "period_start", "period_end", "measure"),
    *("value_lower", "value_upper"),
)
JUDGED = (
    *("completion", "completion_status", "completion_precision", "completion_qualifier"),
    *("completion_observation_id", "verdict", "reason"),
)


@dataclass(frozen=True)
class Facts:
    """One region's figures, ready to be told.

    `board` has one row for each indicator, measure and scope (key). Columns `value`, `period_*`,
    `status`, `flag`, `observation_id` describe the latest actual value, missing where only a target
    is known; `target_*` the target of the same period; `completion*` the completion rate in
    percent; `met` whether the target was met (missing: cannot be judged); `base_*` the latest
    earlier actual value of the same measure and length; `next_*` the nearest later target.
    `goals` are the region's targets as on the plan brief; they alone are counted.
    """

    region: pd.Series
    documents: pd.DataFrame
    indicators: pd.DataFrame
    observations: pd.DataFrame
    readings: pd.DataFrame
    board: pd.DataFrame
    goals: pd.DataFrame
    period_start: Any
    period_end: Any
    measure: str

    def name(self, language: str) -> str:
        """Name of the region."""
        return name_of(self.region, language)

    @property
    def due(self) -> pd.DataFrame:
        """Targets that end in the year of the main period."""
        return ending(self.goals, self._year) if self._year else self.goals.iloc[:0]

    @property
    def past(self) -> pd.DataFrame:
        """Targets that ended before."""
        return before(self.goals, self._year) if self._year else self.goals.iloc[:0]

    @property
    def ahead(self) -> pd.DataFrame:
        """Targets that end later, and those without a period."""
        seen = {*self.due["target_id"], *self.past["target_id"]}
        return self.goals[~self.goals["target_id"].isin(seen)]

    @property
    def _year(self) -> int:
        return 0 if pd.isna(self.period_end) else int(str(self.period_end)[:4])

    @property
    def counted(self) -> pd.DataFrame:
        """Rows of the board about the whole of an indicator, population left out."""
        board = self.board
        return board[board["scope"].isna() & board["domain"].ne("population")]


def region_facts(tables: dict[str, pd.DataFrame], region_code: str) -> Facts:
    """Select one region's figures from the tables.

    Args:
        tables: The stage tables by name.
        region_code: Six-digit division code.

    Returns:
        The region's facts.

    Raises:
        ValueError: When the code is unknown or the region has no observation.
    """
    regions = tables["regions"].set_index("region_code", drop=False)
    if region_code not in regions.index:
        raise ValueError(
            f"unknown region_code {region_code!r}: choose from {', '.join(regions.index)}"
        )
    own = tables["observations"].query("region_code == @region_code")
    if own.empty:
        raise ValueError(f"region {region_code} has no observation in the tables")
    documents = _own_documents(tables["documents"], own, region_code)
    start, end, measure = _main_period(own, documents)
    goals = region_goals(tables, region_code)
    wide = spanned(own, tables["readings"])
    return Facts(
        region=regions.loc[region_code],
        documents=documents,
        indicators=tables["indicators"],
        observations=own,
        readings=tables["readings"],
        board=scoreboard(wide, tables["indicators"], goals),
        goals=once(goals),
        period_start=start,
        period_end=end,
        measure=measure,
    )


def _own_documents(
    documents: pd.DataFrame, observations: pd.DataFrame, region_code: str
) -> pd.DataFrame:
    """Documents about the region first, then the others that its observations rest on."""
    used = set(" ".join(observations["document_ids"]).split())
    rows = documents[documents["document_id"].isin(used)]
    own = rows["region_code"].eq(region_code).fillna(False)
    return rows.assign(own=own).sort_values("own", ascending=False, kind="stable")


def _main_period(observations: pd.DataFrame, documents: pd.DataFrame) -> tuple[Any, Any, str]:
    """The period that most actual values of the region's own documents share."""
    own = set(documents.loc[documents["own"], "document_id"])
    actual = observations[observations["role"].eq("actual")]
    mine = actual[[bool(own & set(ids.split())) for ids in actual["document_ids"]]]
    rows = mine if len(mine) else actual
    if rows.empty:
        return pd.NA, pd.NA, "stock"
    spans = rows.dropna(subset=["period_start"])
    spans = spans if len(spans) else rows
    keys = ["period_start", "period_end", "measure"]
    counts = spans.groupby(keys, dropna=False).size().reset_index(name="rows")
    best = counts.sort_values(["rows", "period_end"], kind="stable").iloc[-1]
    return best["period_start"], best["period_end"], str(best["measure"])


def scoreboard(
    observations: pd.DataFrame, indicators: pd.DataFrame, goals: pd.DataFrame
) -> pd.DataFrame:
    """Pair each indicator's latest value with its target, completion rate, base and next target.

    One row for each indicator, measure and scope. Key: those three columns.

    Args:
        observations: Observations of one region.
        indicators: The dictionary, in the order of the page.
        goals: Every target of the region with its verdict, from `region_goals`.

    Returns:
        The board described at `Facts`, headline indicators first, then as in the dictionary.
    """
    known = observations[observations["role"].isin(["actual", "target", "completion_rate"])]
    rows = []
    for (indicator_id, scope), group in known.groupby(["indicator_id", "scope"], dropna=False):
        actual = group[group["role"].eq("actual")]
        if actual.empty:
            rows.append({**_target_only(group), "indicator_id": indicator_id, "scope": scope})
        rows += [
            {**_board_row(part, group), "indicator_id": indicator_id, "scope": scope}
            for _, part in actual.groupby("measure", sort=False)
        ]
    board = pd.DataFrame(rows).merge(
        indicators[["indicator_id", "domain", "name_zh", "name_en", "direction", "unit"]].rename(
            columns={"unit": "usual_unit"}
        ),
        on="indicator_id",
        how="left",
        validate="m:1",
    )
    board["unit"] = board["unit"].fillna(board["usual_unit"])
    told = goals.set_index("target_id")[list(JUDGED)]
    board = board.join(told, on="target_observation_id")
    board["met"] = board["verdict"].map({"met": True, "missed": False})
    return board.iloc[_page_order(board, indicators)].reset_index(drop=True)


def _page_order(board: pd.DataFrame, indicators: pd.DataFrame) -> list[int]:
    place = places(indicators)
    return sorted(range(len(board)), key=lambda i: place[board["indicator_id"].iloc[i]])


def _board_row(part: pd.DataFrame, group: pd.DataFrame) -> dict[str, Any]:
    """One indicator and measure: its latest actual value and what stands beside it."""
    # Of two values of one date the one as defined is told, not the one in another unit or sense.
    strange = part["flag"].fillna("").str.contains("d")
    part = part.assign(plain=~strange).sort_values(
        ["period_end", "plain"], kind="stable", na_position="first"
    )
    latest = part.iloc[-1]
    row = {**_carry(latest, ""), "unit": latest["unit"], "flag": latest["flag"]}
    row |= {"observation_id": latest["observation_id"], "agrees": bool(latest["agrees"])}
    group = group[group["unit"].eq(latest["unit"]) | group["role"].eq("completion_rate")]
    earlier = part[part["period_end"].lt(latest["period_end"]).fillna(False)]
    earlier = earlier[earlier["unit"].eq(latest["unit"])]  # persons are not participations
    if pd.notna(latest["years"]):
        earlier = earlier[(earlier["years"] - latest["years"]).abs() < 0.1]
    row |= _carry(earlier.iloc[-1] if len(earlier) else None, "base_")
    row |= _target_of(latest, group)
    later = group[group["role"].eq("target") & group["period_end"].gt(latest["period_end"])]
    later = later.sort_values("period_end", kind="stable")
    return row | _carry(later.iloc[0] if len(later) else None, "next_")


def _target_only(group: pd.DataFrame) -> dict[str, Any]:
    """An indicator of which only a target or a rate is known."""
    targets = group[group["role"].eq("target")].sort_values("period_end", kind="stable")
    nearest = targets.iloc[0] if len(targets) else None
    unit = nearest["unit"] if nearest is not None else pd.NA
    return {"unit": unit, "agrees": True} | _carry(nearest, "next_")


def _carry(source: pd.Series | None, prefix: str) -> dict[str, Any]:
    names = (*CARRIED, "observation_id") if prefix else CARRIED
    return {prefix + name: pd.NA if source is None else source[name] for name in names}


def _same_period(group: pd.DataFrame, latest: pd.Series, role: str) -> pd.DataFrame:
    same = group["period_end"].eq(latest["period_end"]) & group["role"].eq(role)
    if pd.notna(latest["period_start"]):
        same &= group["period_start"].eq(latest["period_start"])
    return group[same.fillna(False)]


def _target_of(latest: pd.Series, group: pd.DataFrame) -> dict[str, Any]:
    """Target of the same period and measure."""
    targets = _same_period(group, latest, "target")
    targets = targets[targets["measure"].eq(latest["measure"])]
    return _carry(targets.iloc[0] if len(targets) else None, "target_")
