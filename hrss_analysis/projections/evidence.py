"""What the projections are worth: `python -m hrss_analysis.projections.evidence`.

Development only; it writes `evidence.csv`, which ships with the package. Several panels are scored.
The yearly series of M1, M3 and Tourism, cut to their last n years, each with a prior fitted on the
other half of the series; the slow reference methods on every sixteenth series, and ours there too;
ours on all series also by year ahead. Targets are what some yearly growths make of the last value:
did those called likely come true, and those called unlikely?
And the project's own series, at every earlier year, with the shipped prior, with it re-learnt from
the own series of other indicators, and with a prior of those alone. What regions above are worth is
scored on both the project's own regions and states (`regional`).
"""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from hrss_analysis.projections.backtesting import (
    ENDS,
    LEVELS,
    backtests,
    measure_errors,
    summarise_backtests,
)
from hrss_analysis.projections.collect import collect
from hrss_analysis.projections.fit import competition_panel
from hrss_analysis.projections.history import History, read_history
from hrss_analysis.projections.methods import METHOD
from hrss_analysis.projections.predict import in_units, predict, quantiles
from hrss_analysis.projections.prior import Prior, fit_prior, relearn_prior, shipped_prior
from hrss_analysis.projections.regional import own_regions, states_regions
from hrss_analysis.projections.rivals import RIVALS, forecast_by
from hrss_analysis.projections.targets import WORDS
from hrss_analysis.tables import read_tables

WRITTEN = Path(__file__).with_name("evidence.csv")
LENGTHS = (1, 2, 3, 4, 5, 6, 8, 10, 0)  # known years; 0 is the whole history
SLOW, EVERY = ("theta", "ets"), 16
SEED = 20250101
MEASURES = ["smape", "mase", "covered_80", "covered_95", "msis_95"]
ODDS = ["brier", "likely_met", "unlikely_met"]
WRITTEN_COLUMNS = ["panel", "sample", "method", "n", "ahead", "series", *MEASURES, *ODDS]
GROWTHS = np.array([-0.1, -0.05, 0.0, 0.05, 0.1])  # of targets, yearly
LIKELY, UNLIKELY = WORDS[0][0], WORDS[-1][0]
AHEAD = 5  # years, on the project's own series and on those of regions
STATES_KNOW = (1, 2, 3, 5, 10)  # years

Learn = Callable[[list[pd.Series]], Prior]


def halves(count: int) -> np.ndarray:
    """A half, 0 or 1, for each series, drawn by a fixed seed."""
    return np.random.default_rng(SEED).permutation(np.arange(count) % 2)


def competition_evidence(panel: list[tuple[pd.Series, pd.Series]]) -> pd.DataFrame:
    """Score all methods on series cut to their last n years, ours by year ahead too.

    Args:
        panel: Training and test part of each series, indexed by a running year.
    """
    half = halves(len(panel))
    whole = [pd.concat(parts) for parts in panel]
    others = [[w for w, f in zip(whole, half, strict=True) if f != k] for k in (0, 1)]
    priors = [fit_prior(series) for series in others]
    tables = []
    for n in LENGTHS:
        known = [train.tail(n) if n else train for train, _ in panel]
        rows = [i for i, part in enumerate(known) if len(part) >= n]
        few = [i for i in rows if i % EVERY == 0]
        for sample, kept in (("all", rows), (f"every {EVERY}th", few)):
            for method in (METHOD, *RIVALS):
                if sample == "all" and method in SLOW:
                    continue
                by_year = sample == "all" and method == METHOD
                scored = _scored(panel, known, kept, method, priors, half, by_year=by_year)
                tables.append(scored.assign(sample=sample, method=method, n=n))
    return pd.concat(tables)


def _scored(
    panel: list[tuple[pd.Series, pd.Series]],
    known: list[pd.Series],
    rows: list[int],
    method: str,
    priors: list[Prior],
    half: np.ndarray,
    *,
    by_year: bool,
) -> pd.DataFrame:
    """One row: the measures of one method, averaged within each series first; one by year ahead."""
    horizon = max(len(panel[i][1]) for i in rows)
    ends = np.empty((len(rows), horizon, len(ENDS)))
    odds = np.empty((len(rows), horizon, len(GROWTHS)))
    targets = [targets_of(float(known[i].iloc[-1]), horizon) for i in rows]
    if method == METHOD:
        for k, prior in enumerate(priors):
            mine = [place for place, i in enumerate(rows) if half[i] == k]
            histories = [read_history(known[rows[place]]) for place in mine]
            wanted = [targets[place] for place in mine]
            ends[mine], odds[mine] = _ours(histories, wanted, horizon, prior)
    else:
        for place, i in enumerate(rows):
            years, values = known[i].index.to_numpy(), known[i].to_numpy(float)
            ends[place] = forecast_by(method, years, values, horizon, LEVELS)
        odds = normal_odds(ends, np.array(targets))
    frames = [
        pd.DataFrame(end[: len(panel[i][1])], columns=ENDS).assign(
            series=i,
            ahead=range(1, len(panel[i][1]) + 1),
            actual=panel[i][1].to_numpy(),
            mean_change=panel[i][0].diff().abs().mean(),
            odds=list(chance[: len(panel[i][1])]),
            target=list(target[: len(panel[i][1])]),
        )
        for i, end, chance, target in zip(rows, ends, odds, targets, strict=True)
    ]
    made = measure_errors(pd.concat(frames, ignore_index=True)).dropna(subset="median")
    tables = [_averages(made).assign(ahead=pd.NA)]
    if by_year:
        tables += [_averages(part).assign(ahead=year) for year, part in made.groupby("ahead")]
    return pd.concat(tables)


def _averages(made: pd.DataFrame) -> pd.DataFrame:
    """One row: errors averaged within each series first, and how often targets came true."""
    means = made.groupby("series")[MEASURES].mean()
    chance, target = (
        np.array(made[c].tolist()).reshape(-1, len(GROWTHS)) for c in ("odds", "target")
    )
    met = made["actual"].to_numpy()[:, None] >= target
    told = odds_came_true(chance, met)
    return means.mean().to_frame().T.assign(series=len(means), **told)


def targets_of(last: float, horizon: int) -> np.ndarray:
    """What each of the growths makes of the last value (years ahead × growths)."""
    return last * (1 + GROWTHS) ** np.arange(1, horizon + 1)[:, None]


def odds_came_true(chance: np.ndarray, met: np.ndarray) -> dict[str, float]:
    """Brier score, and the share met of the targets called likely, and of those called unlikely.

    Args:
        chance: Stated probabilities; missing where none is told.
        met: Whether each target was met.
    """
    told, met = chance[~np.isnan(chance)], met[~np.isnan(chance)]
    shares = (met[told >= LIKELY], met[told < UNLIKELY])
    met_of = [float(part.mean()) if part.size else np.nan for part in shares]
    brier = float(((told - met) ** 2).mean()) if told.size else np.nan
    return dict(zip(ODDS, [brier, *met_of], strict=True))


def _ours(
    histories: list[History], targets: list[np.ndarray], horizon: int, prior: Prior
) -> tuple[np.ndarray, np.ndarray]:
    """Median and interval ends, and the probability of reaching each target, by our method."""
    ends = np.empty((len(histories), horizon, len(ENDS)))
    odds = np.full((len(histories), horizon, len(GROWTHS)), np.nan)
    for positions, drawn in predict(histories, horizon, prior):
        drawn_ends, some = quantiles(drawn, LEVELS), [histories[i] for i in positions]
        ends[positions] = [
            in_units(end, known, keep_last=False)
            for end, known in zip(drawn_ends, some, strict=True)
        ]
        if some[0].used > 1:  # alike for all of them; one year says nothing of the direction
            level = np.array(
                [
                    known.scale.forward(targets[i]) - known.level[-1]
                    for i, known in zip(positions, some, strict=True)
                ]
            )
            below = [drawn.probability_below(level[..., g]) for g in range(len(GROWTHS))]
            odds[positions] = 1 - np.stack(below, axis=-1)
    return ends, odds


def normal_odds(ends: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Probability of reaching each target, read off the median and the 80 % range."""
    median, spread = ends[..., :1], (ends[..., 2:3] - ends[..., 1:2]) / (2 * ndtri(0.9))
    return ndtr((median - targets) / np.maximum(spread, np.finfo(float).tiny))


def own_evidence(observations: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Score priors on the project's own series, each learnt without the indicator it is scored on.

    Args:
        observations: The observations table.
        indicators: The indicators table.
    """
    learn: dict[str, Learn] = {
        "shipped prior": lambda _: shipped_prior(),
        "re-learnt prior": relearn_prior,
        "own series alone": fit_prior,
    }
    panel = list(_own_panel(observations, indicators))
    tables = []
    for name, make in learn.items():
        parts = []
        for indicator in sorted({key for key, _ in panel}):
            prior = make([series for key, series in panel if key != indicator])
            mine = indicators["indicator_id"].eq(indicator)
            kept = indicators[mine | indicators["indicator_id"].eq("resident_population")]
            tests = backtests(observations, kept, prior=prior, horizon=AHEAD, methods=[METHOD])
            parts.append(tests[tests["indicator_id"].eq(indicator)])
        summary = summarise_backtests(pd.concat(parts))
        tables.append(summary.assign(sample=name, n=pd.NA))
    return pd.concat(tables)[["sample", "method", "n", "series", *MEASURES]]


def _own_panel(
    observations: pd.DataFrame, indicators: pd.DataFrame
) -> Iterator[tuple[str, pd.Series]]:
    """Counts and amounts with four known years or more; rates move on another scale."""
    for one in collect(observations, indicators):
        if one.history and not one.history.scale.bounds and len(one.history.years) > 3:
            yield one.indicator_id, pd.Series(one.history.value, index=one.history.years)


def main() -> None:
    """Score both panels and write the table beside this module."""
    tables = read_tables(Path("data/processed"))
    observations, indicators = tables["observations"], tables["indicators"]
    panels = {
        "M1+M3+Tourism": competition_evidence(competition_panel()),
        "own series": own_evidence(observations, indicators),
        "own regions": own_regions(observations, indicators, tables["regions"], AHEAD),
        "US states": states_regions(STATES_KNOW, AHEAD),
    }
    table = pd.concat([rows.assign(panel=name) for name, rows in panels.items()])
    table = table[WRITTEN_COLUMNS]
    table.to_csv(WRITTEN, index=False, float_format="%.4g", lineterminator="\n")
    logging.getLogger(__name__).info("%d rows written to %s", len(table), WRITTEN)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    main()
