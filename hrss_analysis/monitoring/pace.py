"""Shares of the period and of the way to a target, required change, and the verdict."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from hrss_analysis.monitoring.pairing import TOTALS, Known
from hrss_analysis.projections.targets import required_growth, way_made

NAN = float("nan")


@dataclass(frozen=True, kw_only=True)
class Aim:
    """A target with its plan period and the two values it is held against.

    Attributes:
        target: Row of the observations table.
        plan: First and last day of the plan.
        floor: The value shall be at least the target; else at most.
        base: The value before the plan.
        latest: What was reached within the plan.
        rate: Printed completion rate of the same period (lower end, upper end), or nothing.
    """

    target: Any
    plan: tuple[date, date]
    floor: bool
    base: Known
    latest: Known
    rate: tuple[float, float] | None = None

    @property
    def total(self) -> bool:
        """The target is a total over its period, not a level at its end."""
        return self.target.measure in TOTALS

    @property
    def closed(self) -> bool:
        """The latest value covers the whole period, or was taken at its end."""
        return self.latest.end is not None and self.latest.end >= self.plan[1]


def direction_of(target: Any, better: str) -> str:
    """Return whether a target is a `floor` or a `ceiling`; `unknown` where nothing tells.

    Its printed qualifier decides (以上, 控制在…以内), else which way the indicator is better.
    """
    if target.qualifier in ("ge", "gt"):
        return "floor"
    if target.qualifier in ("le", "lt"):
        return "ceiling"
    return {"up": "floor", "down": "ceiling"}.get(better, "unknown")


def elapsed_share(plan: tuple[date, date], day: date) -> float:
    """Return the share of a plan's days that lie up to a day (时间进度)."""
    start, end = plan
    return ((day - start).days + 1) / ((end - start).days + 1)


def meets(aim: Aim, known: Known, scale: float = 1.0) -> bool | None:
    """Tell whether a value meets the target; nothing where its printed form leaves both open.

    Args:
        aim: The target.
        known: The value.
        scale: Factor of the target, for a base over another number of years.
    """
    if not known.rows:
        return None
    goal = aim.target.value * scale
    low, high = known.lower, known.upper
    sure, out = (low >= goal, high < goal) if aim.floor else (high <= goal, low > goal)
    return True if sure else False if out else None


def base_meets(aim: Aim) -> bool | None:
    """Tell whether the base met the target already; totals are compared by their yearly average."""
    years = aim.plan[1].year - aim.plan[0].year + 1
    scale = aim.base.years / years if aim.total and aim.base.rows else 1.0
    return meets(aim, aim.base, scale)


def reached_share(aim: Aim, value: float) -> float:
    """Return the share of the target that a value makes: of a total, or of the way from the base.

    Missing where the base is unknown, only a bound, or met the target already.
    """
    if not aim.latest.rows or np.isnan(value):
        return NAN
    if aim.total:
        return float(value / aim.target.value) if aim.target.value else NAN
    if not aim.base.exact or base_meets(aim) is not False:
        return NAN
    return way_made(aim.base.value, value, float(aim.target.value))


def verdict(aim: Aim) -> tuple[str, str]:
    """Return the verdict on a target and its reason, keys of `VERDICTS` and `REASONS`."""
    if not aim.latest.rows:
        return "undetermined", aim.latest.reason
    if aim.closed:
        return _closed(aim)
    return _by_level(aim) if not aim.total else _by_total(aim)


def _closed(aim: Aim) -> tuple[str, str]:
    if aim.rate is not None and aim.floor:
        low, high = aim.rate
        if low >= 100 or high < 100:
            return ("met" if low >= 100 else "missed"), "printed_rate"
    done = meets(aim, aim.latest)
    if done is None:
        return _unclear(aim)
    return ("met", "reached") if done else ("missed", "short")


def _by_total(aim: Aim) -> tuple[str, str]:
    if aim.floor and meets(aim, aim.latest):
        return "met", "early"
    if not aim.floor and meets(aim, aim.latest) is False:
        return "missed", "short"
    return _paced(aim)


def _by_level(aim: Aim) -> tuple[str, str]:
    held, before = meets(aim, aim.latest), base_meets(aim)
    if held and (before or not aim.floor):
        return "on_pace", "kept"
    if held:
        return "met", "early"
    if before and held is False:
        return "behind", "lost"
    if held is None:
        return _unclear(aim)
    return _paced(aim)


def _paced(aim: Aim) -> tuple[str, str]:
    """Hold the share of the way against the share of the time."""
    assert aim.latest.end is not None
    elapsed = elapsed_share(aim.plan, aim.latest.end)
    ends = sorted(reached_share(aim, value) for value in (aim.latest.lower, aim.latest.upper))
    if np.isnan(ends).any():
        return "undetermined", "no_base"
    # Of a total with an upper limit less is better: it may not run ahead of time.
    low, high = ends if aim.floor or not aim.total else (-ends[1], -ends[0])
    goal = elapsed if aim.floor or not aim.total else -elapsed
    if low >= goal:
        return "on_pace", "ahead_of_time"
    return ("behind", "behind_time") if high < goal else _unclear(aim)


def _unclear(aim: Aim) -> tuple[str, str]:
    return "undetermined", "within_rounding" if aim.latest.agrees else "contradictory"


def required(aim: Aim) -> dict[str, float]:
    """Return what is needed each year from the last known value to the target.

    Returns:
        `years_left`; `required_change` each year in the target's unit (for a total over several
        years: the amount that each remaining year needs); `required_growth_pct` each year, missing
        for rates in percent and for totals over several years. Negative: the target lies below the
        last value. All missing once the period is over or nothing is known.
    """
    nothing = {"years_left": NAN, "required_change": NAN, "required_growth_pct": NAN}
    goal, end = float(aim.target.value), aim.plan[1]
    if aim.total and aim.plan[0].year < end.year:
        until = aim.latest.end or date(aim.plan[0].year - 1, 12, 31)
        left = (1 - elapsed_share(aim.plan, until)) * (end.year - aim.plan[0].year + 1)
        if left <= 0:
            return nothing
        done = aim.latest.value if aim.latest.rows else 0.0
        return nothing | {"years_left": round(left, 2), "required_change": (goal - done) / left}
    last = aim.latest if aim.latest.rows and not aim.total else aim.base
    if aim.closed or not last.exact or last.end is None:
        return nothing
    years = end.year - last.end.year
    if years < 1:
        return nothing
    value = last.value / last.years
    growth = NAN if aim.target.unit == "percent" else 100 * required_growth(value, goal, years)
    change = (goal - value) / years
    return {"years_left": years, "required_change": change, "required_growth_pct": growth}
