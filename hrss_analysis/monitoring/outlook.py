"""Probability of meeting a target and ESCAP's indices, where the projections allow them."""

from typing import Any

import numpy as np
import pandas as pd

from hrss_analysis.monitoring.pace import NAN, Aim, base_meets
from hrss_analysis.projections import Prior, lent_prior, shipped_prior, target_probability
from hrss_analysis.projections.history import Bounds, read_history
from hrss_analysis.projections.targets import expectation, in_words, way_made

PERCENT = (0.0, 100.0)
METHOD = "growth_mixture"  # scenarios and rivals are no basis for odds


def outlook(aim: Aim, ahead: pd.DataFrame, observations: pd.DataFrame) -> dict[str, Any]:
    """Say how likely a target is to be met.

    Only where the projections table tells a trend (three known years or more) for the year of the
    target, and only of levels and of totals over one year: a total over several years is no value
    of one year.

    Args:
        aim: The target with the values it is held against.
        ahead: Rows of the projections table of its region and indicator.
        observations: The observations table by id.

    Returns:
        `n`, `probability`, `odds`, `current_status`, `anticipated_progress`, `expected`; missing
        where nothing may be said.
    """
    told: dict[str, Any] = {"n": int(ahead["n"].iloc[0]) if len(ahead) else 0}
    told |= {"current_status": _current_status(aim)}
    year = aim.plan[1].year
    rows = ahead[ahead["year"].eq(year) & ahead["says"].eq("trend") & ahead["median"].notna()]
    rows = rows[rows["unit"].eq(aim.target.unit) & rows["method"].eq(METHOD)]
    several = aim.total and aim.plan[0].year < year
    if rows.empty or several or aim.closed:
        return told
    row = rows.iloc[0]
    bounds = PERCENT if aim.target.unit == "percent" else None
    probability = target_probability(
        _history(row, observations),
        year,
        float(aim.target.value),
        direction="up" if aim.floor else "down",
        bounds=bounds,
        prior=_prior(row, observations, bounds),
    )
    progress = _way(aim, float(row["median"]))
    return told | {
        "probability": round(probability, 3),
        "odds": in_words(probability),
        "anticipated_progress": progress,
        "expected": expectation(progress),
    }


def _prior(row: pd.Series, observations: pd.DataFrame, bounds: Bounds) -> Prior:
    """The prior that the projection used: of all, or lent by the region above it rests on."""
    used = observations.reindex(str(row["observation_ids"]).split())["region_code"]
    lender = next((code for code in used if code != row["region_code"]), None)
    if lender is None:
        return shipped_prior()
    values = _history(row.mask(row.index == "region_code", lender), observations)
    above = read_history(values, bounds=bounds)
    return lent_prior(shipped_prior(), above, f"region {lender}")


def _history(row: pd.Series, observations: pd.DataFrame) -> pd.Series:
    """The yearly values of its region that a projection rests on, by year."""
    used = observations.reindex(str(row["observation_ids"]).split())
    used = used[used["region_code"].eq(row["region_code"]) & used["measure"].ne("cumulative")]
    used = used.sort_values("period_end")
    history = pd.Series(used["value"].to_numpy(), index=used["period_end"].str[:4].astype(int))
    return history[~history.index.duplicated(keep="last")]


def _way(aim: Aim, value: float) -> float:
    """Share of the way from the base; missing without one, or where it met the target already."""
    if aim.total or not aim.base.exact or base_meets(aim) is not False or np.isnan(value):
        return NAN
    return round(way_made(aim.base.value, value, float(aim.target.value)), 3)


def _current_status(aim: Aim) -> float:
    """ESCAP's Current Status Index: 0 at the base, 10 at the target, negative for a step back."""
    if not aim.latest.exact:
        return NAN
    return round(10 * _way(aim, aim.latest.value), 2)
