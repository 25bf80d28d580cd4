"""Every method of the projections table: ours, what reconciling makes of it, and the scenarios."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hrss_analysis.projections.collect import Collected
from hrss_analysis.projections.families import families, reconciled
from hrss_analysis.projections.history import History
from hrss_analysis.projections.lending import Lending
from hrss_analysis.projections.parents import Pair, borrowed_growth, can_borrow
from hrss_analysis.projections.predict import in_units, predict_one, quantiles, suited
from hrss_analysis.projections.prior import Prior
from hrss_analysis.projections.regions import nearest
from hrss_analysis.projections.residents import fan_within, residents_ahead, share_of
from hrss_analysis.projections.scenarios import remaining_path, target_path, yearly_targets
from hrss_analysis.projections.series import actual_values, total_values, yearly_values

Floats = NDArray[np.float64]
Line = Mapping[str, tuple[str, ...]]

METHOD = "growth_mixture"
# What each method is; the names stand in the column `method`.
METHODS = {
    METHOD: "the series' own years, the prior and its totals; the method of the briefs",
    "reconciled": "growth_mixture moved until the known parts of a region add up to it",
    "parent_growth": "scenario: moves as the nearest region above, below the nation, will",
    "nation_growth": "scenario: moves as the nation will",
    "last_value": "scenario: the last value stays",
    "target_path": "scenario: the plan targets are met",
}
SCENARIOS = [name for name in METHODS if METHODS[name].startswith("scenario")]
PATH = 0.0  # level of a path, which has no interval
NO_PRIOR = "none"
SAYS = {1: "band", 2: "change"}  # by number of usable years; "trend" from three on


@dataclass(frozen=True)
class Drawn:
    """One series by one method: by year ahead, (median, lower, upper, …) or a path."""

    position: int
    method: str
    ends: Floats
    prior: str
    observation_ids: str


def says(one: Collected, method: str) -> str:
    """How much may be said of a series projected by a method."""
    return "scenario" if method in SCENARIOS else SAYS.get(one.used, "trend")


def own_values(
    every: Sequence[Collected], horizon: int, levels: tuple[float, ...], lending: Lending
) -> list[Floats | None]:
    """Project every series from its own years; missing where it has no history."""
    out: list[Floats | None] = [None] * len(every)
    plain = [i for i, one in enumerate(every) if one.history and not one.rests]
    histories = [h for i in plain if (h := every[i].history)]
    residents = [every[i].residents for i in plain]
    keep = [every[i].keep_last for i in plain]
    priors = [lending.of(i, h)[0] for i, h in zip(plain, histories, strict=True)]
    values = fan_within(histories, residents, horizon, priors, levels, keep, lending.prior)
    for i, ends in zip(plain, values, strict=True):
        out[i] = ends
    for i, one in enumerate(every):
        if one.history and one.rests:
            prior = suited(lending.of(i, one.history)[0], one.history)
            drawn = predict_one(one.history, horizon, prior, one.rests)
            out[i] = in_units(quantiles(drawn, levels), one.history, one.keep_last)[0]
    return out


def own(
    every: Sequence[Collected], values: Sequence[Floats | None], lending: Lending
) -> list[Drawn]:
    """Our method for every series that can be projected."""
    drawn = []
    for i, (one, ends) in enumerate(zip(every, values, strict=True)):
        if one.history and ends is not None:
            prior, lender = lending.of(i, one.history)
            names = _rests_on(every, i, lender)
            drawn.append(Drawn(i, METHOD, ends, suited(prior, one.history).name, names))
    return drawn


def _rests_on(every: Sequence[Collected], *positions: int | None) -> str:
    """Observations of several series, each once."""
    ids = " ".join(every[i].observation_ids for i in positions if i is not None)
    return " ".join(dict.fromkeys(ids.split()))


def structural(
    every: Sequence[Collected],
    values: Sequence[Floats | None],
    above: Line,
    last_year: int,
    levels: tuple[float, ...],
    lending: Lending,
) -> tuple[list[Drawn], dict[int, str]]:
    """Families reconciled, and for the parts that contradict their total the reason."""
    prior = lending.prior
    found, refused = families(every, above)
    factors = reconciled(every, values, found, last_year, levels[0], prior)
    whole = {part: family.whole for family in found for part in family.parts}
    drawn = []
    for i, factor in factors.items():
        ends, one = values[i], every[i]
        if ends is None or one.history is None:
            continue
        its, lender = lending.of(i, one.history)
        names = _rests_on(every, i, whole.get(i), lender)
        moved = _within_residents(one, ends * factor[:, None], prior)
        drawn.append(Drawn(i, "reconciled", moved, suited(its, one.history).name, names))
    return drawn, {i: reason for i, reason in refused.items() if reason == "parts_exceed_total"}


def _within_residents(one: Collected, values: Floats, prior: Prior) -> Floats:
    if one.residents is None:
        return values
    return np.minimum(values, _residents(one, len(values), prior)[:, None])


def _residents(one: Collected, horizon: int, prior: Prior) -> Floats:
    """Residents of the years ahead of a series that they bound."""
    assert one.history and one.residents
    last = int(one.history.years[-1])
    return residents_ahead([one.residents], [last], horizon, prior)[0]


def borrowed(
    every: Sequence[Collected], above: Line, horizon: int, levels: tuple[float, ...], prior: Prior
) -> list[Drawn]:
    """Growth of the nearest known region above, and of the nation."""
    at = {(one.region_code, one.indicator_id): i for i, one in enumerate(every) if one.history}
    shares = {
        i: share_of(one.history, one.residents)
        for i, one in enumerate(every)
        if one.history and one.residents
    }
    drawn = []
    choices: dict[str, Callable[[tuple[str, ...]], tuple[str, ...]]] = {
        "parent_growth": lambda line: line[:-1],
        "nation_growth": lambda line: line[-1:],
    }
    for method, choice in choices.items():
        found = []
        for (region, indicator), i in at.items():
            line = choice(above.get(region, ()))
            known = {code for code in line if _lends(every, at, i, (code, indicator))}
            code = nearest(line, known)
            if code is not None:
                found.append((i, at[code, indicator]))
        pairs = [_pair(every, shares, i, j) for i, j in found]
        ends = borrowed_growth(pairs, horizon, prior, levels)
        for (i, j), pair, row in zip(found, pairs, ends, strict=True):
            names = _rests_on(every, i, j)
            if pair.history.scale.counted:
                row = row * _residents(every[i], horizon, prior)[:, None]
            row = _within_residents(every[i], row, prior)
            drawn.append(Drawn(i, method, row, prior.name, names))
    return drawn


def _pair(every: Sequence[Collected], shares: Mapping[int, History], i: int, j: int) -> Pair:
    """Two series as shares of their residents where both are bounded by them."""
    if i in shares and j in shares:
        return Pair(shares[i], shares[j])
    mine, theirs = every[i].history, every[j].history
    assert mine and theirs
    return Pair(mine, theirs)


def _lends(
    every: Sequence[Collected], at: Mapping[tuple[str, str], int], i: int, key: tuple[str, str]
) -> bool:
    mine = every[i].history
    theirs = every[at[key]].history if key in at else None
    return bool(mine and theirs and can_borrow(mine, theirs))


def paths(
    every: Sequence[Collected],
    observations: pd.DataFrame,
    indicators: pd.DataFrame,
    horizon: int,
) -> list[Drawn]:
    """The last value kept, and the way to the targets."""
    targets = observations[observations["role"].eq("target")].assign(role="actual")
    values = actual_values(targets, indicators)
    yearly, sums = yearly_targets(yearly_values(values)), total_values(values)
    over_years = {(row.region_code, row.indicator_id): row for row in sums.itertuples(index=False)}
    drawn = []
    for i, one in enumerate(every):
        if one.history is None:
            continue
        key = (one.region_code, one.indicator_id)
        last = np.full(horizon, one.history.value[-1])
        drawn.append(Drawn(i, "last_value", last, NO_PRIOR, one.observation_ids))
        path, names = np.full(horizon, np.nan), ""
        if key in yearly:
            wanted = {year: value for year, (value, _) in yearly[key].items()}
            path = target_path(one.history, wanted, horizon)
            names = " ".join(name for _, name in yearly[key].values())
        elif key in over_years:
            row = over_years[key]
            first_last = int(row.first_year), int(row.last_year)
            path = remaining_path(one.history, *first_last, float(row.value), horizon)
            names = str(row.observation_id)
        if np.isfinite(path).any():
            ids = f"{one.observation_ids} {names}"
            drawn.append(Drawn(i, "target_path", path, NO_PRIOR, ids))
    return drawn
