"""Plan targets: how far, how likely, in which words.

The two indices are those of the UN Economic and Social Commission for Asia and the Pacific (ESCAP,
Progress Assessment Methodology, data.unescap.org): the Current Status Index asks how much of the
way from a base year to the target has been made, the Anticipated Progress Index whether the rest
will be.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from hrss_analysis.projections.forecast import project, target_probability
from hrss_analysis.projections.history import Bounds
from hrss_analysis.projections.prior import Prior

Verdict = Literal["met", "missed", "likely", "rather_likely", "rather_unlikely", "unlikely", "open"]

# Lowest probability of each word; below the last one a target is unlikely to be met.
WORDS: tuple[tuple[float, Verdict], ...] = (
    (0.8, "likely"),
    (0.5, "rather_likely"),
    (0.2, "rather_unlikely"),
)
ON_TRACK = 0.1  # of the way may be missing at the target year, as ESCAP counts


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What a history says of a target; missing numbers (nan) where it says nothing."""

    n: int  # known years
    years_left: int
    required_change: float  # each year, unit of the history
    required_growth: float  # each year, as a share; 0.03 is 3 %
    probability: float  # nan below two known years
    verdict: Verdict
    current_status: float  # 0 at the base year, 10 at the target
    anticipated_progress: float  # share of the way that will be made, median; 1 at the target
    expected: Literal["maintain", "accelerate", "reverse", "unknown"]


def target_outlook(
    history: pd.Series,
    year: int,
    target: float,
    *,
    direction: Literal["up", "down"],
    bounds: Bounds = None,
    prior: Prior | None = None,
) -> Outlook:
    """Hold a history against a target.

    Args:
        history: Values by integer year.
        year: Year of the target.
        target: Value to reach, in the unit of the history.
        direction: "up" if the target is a floor, "down" if it is a ceiling.
        bounds: Lowest and highest possible value of a rate.
        prior: Other series to borrow from; the shipped prior if left out.

    Returns:
        The outlook; the way is counted from the first known year, and there is none if that year
        met the target already. One known year gives the required change alone, because it says
        nothing of the direction.

    Raises:
        ValueError: As for `target_probability`.
    """
    known = history.dropna().sort_index()
    probability = target_probability(
        history, year, target, direction=direction, bounds=bounds, prior=prior
    )
    first, last, last_year = float(known.iloc[0]), float(known.iloc[-1]), int(known.index[-1])
    base = first if (target > first) == (direction == "up") else target
    left = max(year - last_year, 0)
    median = float(known[year]) if year in known.index else np.nan
    if left and len(known) > 1:
        ahead = project(history, left, bounds=bounds, prior=prior, levels=(0.8,))
        median = float(ahead["median"].iloc[-1])
    anticipated = way_made(base, median, target)
    return Outlook(
        n=len(known),
        years_left=left,
        required_change=(target - last) / left if left else np.nan,
        required_growth=required_growth(last, target, left),
        probability=probability,
        verdict=in_words(probability, known=not left),
        current_status=10 * way_made(base, last, target) if len(known) > 1 else np.nan,
        anticipated_progress=anticipated,
        expected=expectation(anticipated),
    )


def required_growth(last: float, target: float, years: int) -> float:
    """Yearly growth that leads from the last value to the target, as a share; nan if undefined."""
    if years < 1 or last <= 0 or target <= 0:
        return float("nan")
    return float((target / last) ** (1 / years) - 1)


def way_made(base: float, value: float, target: float) -> float:
    """Share of the way from a base to a target; nan if the base is the target."""
    return (value - base) / (target - base) if target != base else float("nan")


def in_words(probability: float, *, known: bool = False) -> Verdict:
    """Put the probability of meeting a target in words.

    Args:
        probability: From `target_probability`.
        known: The year of the target has its value.
    """
    if np.isnan(probability):
        return "open"
    if known:
        return "met" if probability == 1 else "missed"
    return next((word for lowest, word in WORDS if probability >= lowest), "unlikely")


def expectation(progress: float) -> Literal["maintain", "accelerate", "reverse", "unknown"]:
    """ESCAP's reading of anticipated progress: at most a tenth of the way missing is on track."""
    if np.isnan(progress):
        return "unknown"
    if progress < 0:
        return "reverse"
    return "maintain" if progress >= 1 - ON_TRACK else "accelerate"
