"""The monitoring table: one row for each target, with what it is held against and a verdict."""

from typing import Any

import numpy as np
import pandas as pd

from hrss_analysis import tables
from hrss_analysis.monitoring import pace
from hrss_analysis.monitoring.outlook import outlook
from hrss_analysis.monitoring.pairing import (
    Known,
    Plans,
    base_value,
    latest_value,
    plan_period,
    plan_starts,
)

YES_NO = {True: "yes", False: "no", None: None}


def build_monitoring(
    observations: pd.DataFrame,
    readings: pd.DataFrame,
    documents: pd.DataFrame,
    indicators: pd.DataFrame,
    projections: pd.DataFrame,
) -> pd.DataFrame:
    """Return the monitoring table: one row for each region, indicator and target period.

    Key: `target_id`. Values are in base units, shares in percent. Where the readings of a value
    contradict each other its bounds span them all, so that no verdict rests on choosing one.

    Args:
        observations: The observations table.
        readings: The readings table.
        documents: The documents table; plans give the period of a target at a date.
        indicators: The dictionary, for which way an indicator is better.
        projections: The projections table.
    """
    wide = spanned(observations, readings)
    by_id = observations.set_index("observation_id")
    better = indicators.set_index("indicator_id")["direction"]
    plans = plan_starts(observations, documents)
    ahead = dict(tuple(projections.groupby(["region_code", "indicator_id"])))
    rows = []
    for key, group in wide.groupby(["region_code", "indicator_id"], sort=True):
        known = list(group.itertuples())
        for target in (row for row in known if row.role == "target"):
            direction = pace.direction_of(target, better[key[1]])
            cells = _described(target, direction)
            aim = _aim(target, direction, known, plans)
            if aim is None:
                reason = "no_direction" if direction == "unknown" else "no_period"
                rows.append({**cells, "verdict": "undetermined", "reason": reason})
            else:
                future = ahead.get(key, projections.iloc[:0])
                rows.append({**cells, **_measured(aim), **outlook(aim, future, by_id)})
    return tables.conform(pd.DataFrame(rows, columns=tables.columns("monitoring")), "monitoring")


def spanned(observations: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """Let the bounds of a value whose readings contradict each other span all of them.

    A document that prints 26万 here and 27.29万 there does not tell whether 27万 was reached.
    """
    wide = observations.copy()
    by_id = readings.set_index("reading_id")
    for index, row in wide[~wide["agrees"].astype(bool)].iterrows():
        printed = by_id.reindex(str(row["reading_ids"]).split())
        printed = printed[printed["unit"].eq(row["unit"]).fillna(False)]
        lowest = printed["value_lower"].fillna(printed["value"]).min()
        highest = printed["value_upper"].fillna(printed["value"]).max()
        wide.loc[index, ["value_lower", "value_upper"]] = [lowest, highest]
    return wide


def _aim(target: Any, direction: str, known: list[Any], plans: Plans) -> pace.Aim | None:
    plan = plan_period(target, plans)
    if plan is None or direction == "unknown":
        return None
    actuals = [row for row in known if row.role == "actual"]
    rates = [row for row in known if row.role == "completion_rate" and _same_period(row, target)]
    return pace.Aim(
        target=target,
        plan=plan,
        floor=direction == "floor",
        base=base_value(actuals, target, plan),
        latest=latest_value(actuals, target, plan),
        rate=(rates[0].value_lower, rates[0].value_upper) if rates else None,
    )


def _same_period(row: Any, target: Any) -> bool:
    starts = [row.period_start, target.period_start]
    alike = bool(pd.isna(starts).all()) or (not pd.isna(starts).any() and starts[0] == starts[1])
    return alike and bool(row.period_end == target.period_end)


def _described(target: Any, direction: str) -> dict[str, Any]:
    kept = ("region_code", "indicator_id", "unit", "measure", "period_start", "period_end")
    return {
        "target_id": target.observation_id,
        **{name: getattr(target, name) for name in (*kept, "qualifier", "status")},
        "target": target.value,
        "target_kind": target.target_kind if pd.notna(target.target_kind) else "not_stated",
        "direction": direction,
    }


def _measured(aim: pace.Aim) -> dict[str, Any]:
    told, reason = pace.verdict(aim)
    met = pace.base_meets(aim)
    averaged = aim.total and bool(aim.base.rows) and aim.base.years != _plan_years(aim)
    return {
        "plan_start": aim.plan[0].isoformat(),
        "plan_end": aim.plan[1].isoformat(),
        **_value(aim.base, "base"),
        "base_averaged": YES_NO[averaged] if aim.base.rows else None,
        "base_meets_target": YES_NO[met],
        **_value(aim.latest, "latest"),
        **_shares(aim),
        **{name: _rounded(value) for name, value in pace.required(aim).items()},
        "verdict": told,
        "reason": reason,
    }


def _plan_years(aim: pace.Aim) -> int:
    return aim.plan[1].year - aim.plan[0].year + 1


def _value(known: Known, prefix: str) -> dict[str, Any]:
    if not known.rows:
        return {}
    return {
        prefix: known.value,
        f"{prefix}_period_start": known.start.isoformat() if known.start else None,
        f"{prefix}_period_end": known.end.isoformat() if known.end else None,
        f"{prefix}_ids": " ".join(row.observation_id for row in known.rows),
    }


def _shares(aim: pace.Aim) -> dict[str, Any]:
    """Completion of the target, share of the way, share of the time, in percent."""
    if aim.latest.end is None:
        return {}
    completion = np.nan
    if aim.floor and aim.target.unit != "percent" and aim.target.value:
        completion = aim.latest.value / aim.target.value * 100
    return {
        "completion_pct": _rounded(completion),
        "reached_pct": _rounded(100 * pace.reached_share(aim, aim.latest.value)),
        "elapsed_pct": _rounded(100 * pace.elapsed_share(aim.plan, aim.latest.end)),
    }


def _rounded(value: float) -> float:
    """Round a computed share: further digits only vary with the machine."""
    return round(value, 4)
