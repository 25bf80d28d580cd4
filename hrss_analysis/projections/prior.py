"""The prior: kinds of yearly growth and how often each occurs in other short series.

On the transformed scale (log, or logit for bounded rates) yearly growth is long-run growth plus a
persistent deviation (AR(1)), a one-off shock and measurement noise. A *kind* is one setting of the
seven numbers of that process; the prior is some hundred and fifty kinds with weights, learnt from
other series (empirical Bayes: Laird 1978, Koenker & Mizera 2014), never from the short one itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hrss_analysis.projections.process import covariance

Floats = NDArray[np.float64]

SIZES = np.geomspace(0.005, 1.0, 16)
# Shares of the squared size: noise, shock, persistent.
SHARES = (
    (0.0, 1.0, 0.0),
    (0.0, 0.7, 0.3),
    (0.0, 0.4, 0.6),
    (0.0, 0.1, 0.9),
    (0.2, 0.8, 0.0),
    (0.5, 0.5, 0.0),
    (0.9, 0.1, 0.0),
    (0.2, 0.4, 0.4),
    (0.2, 0.1, 0.7),
    (0.5, 0.1, 0.4),
)
PERSISTENCE = (0.4, 0.7, 0.9)
GROWTH = {
    "panel": ((-0.03, 0.0, 0.03, 0.06), (0.0, 0.02, 0.05, 0.1)),
    "neutral": ((0.0,), (0.0, 0.03, 0.06, 0.1, 0.2)),
}
WINDOW = 20  # growth rates in one window: a kind describes a stretch, not a whole century
STRIDE = 5  # windows of one series overlap, so that weights do not hang on where the cuts fall
ROUNDS = 100  # of EM; more only sharpens weights that the data cannot tell apart
STRENGTH = 25.0  # own windows that weigh as much as the shipped prior
NEGLIGIBLE = 3e-3  # a kind below this weight is dropped: half the kinds, the same scores


@dataclass(frozen=True, eq=False)
class Prior:
    """Kinds of growth with weights that add up to one; one entry of each array is one kind."""

    name: str
    table: NDArray[np.str_]  # "panel" (growth may have a mean) or "neutral" (mean zero)
    weight: Floats
    size: Floats
    noise: Floats
    shock: Floats
    persistent: Floats
    phi: Floats
    growth_mean: Floats
    growth_spread: Floats

    @property
    def neutral(self) -> "Prior":
        """The neutral half alone: it knows how much series move and assumes no direction."""
        return _neutral(self)

    def to_frame(self) -> pd.DataFrame:
        """One row for each kind, columns as the fields."""
        return pd.DataFrame({f.name: getattr(self, f.name) for f in fields(self)[1:]})


@lru_cache(maxsize=1024)
def _neutral(prior: Prior) -> Prior:
    frame = prior.to_frame().query("table == 'neutral'")
    frame["weight"] /= frame["weight"].sum()
    return prior_from_frame(frame, name=f"{prior.name}, neutral")


def prior_from_frame(frame: pd.DataFrame, name: str) -> Prior:
    """Make a prior of a table with one row for each kind."""
    columns = [f.name for f in fields(Prior)[1:]]
    missing = sorted(set(columns) - set(frame.columns))
    if missing:
        raise ValueError(f"a prior needs the columns {columns}; missing: {missing}")
    numbers = {c: frame[c].to_numpy(float) for c in columns[1:]}
    if not np.isclose(numbers["weight"].sum(), 1):
        raise ValueError(f"the weights of a prior add up to 1, got {numbers['weight'].sum():.4f}")
    return Prior(name=name, table=frame["table"].to_numpy(str), **numbers)


def read_prior(path: Path, name: str) -> Prior:
    """Read a prior from CSV."""
    return prior_from_frame(pd.read_csv(path), name)


@cache
def shipped_prior() -> Prior:
    """Return the prior that ships with the package (M1, M3 and Tourism yearly series)."""
    source = files("hrss_analysis.projections") / "prior.csv"
    return read_prior(Path(str(source)), "M1+M3+Tourism yearly")


def grid(table: str) -> pd.DataFrame:
    """Every kind that a table of the prior may use; one row for each kind."""
    means, spreads = GROWTH[table]
    rows = [
        (table, size, *shares, phi, mean, spread)
        for size, shares, phi, mean, spread in product(SIZES, SHARES, PERSISTENCE, means, spreads)
        if shares[2] or phi == PERSISTENCE[0]
    ]
    columns = [f.name for f in fields(Prior)[1:] if f.name != "weight"]
    return pd.DataFrame(rows, columns=columns).assign(weight=1 / len(rows))


def growth_windows(panel: Iterable[pd.Series]) -> list[Floats]:
    """Cut log growth rates of each series into overlapping windows, counted from its end.

    Years follow one another within a window; a missing value, or one that is not positive, ends it.
    """
    windows = []
    for series in panel:
        series = series.sort_index()
        with np.errstate(divide="ignore", invalid="ignore"):
            growth = np.diff(np.log(series.to_numpy(float)))
        growth[(np.diff(series.index.to_numpy(int)) != 1) | ~np.isfinite(growth)] = np.nan
        for part in np.split(growth, np.flatnonzero(np.isnan(growth))):
            run = part[~np.isnan(part)]
            ends = range(len(run), min(WINDOW, len(run)) - 1, -STRIDE)
            windows += [run[max(0, end - WINDOW) : end] for end in ends if end]
    return windows


def log_likelihood(prior: Prior, windows: list[Floats]) -> Floats:
    """Log density of every window (rows) under every kind (columns)."""
    out = np.empty((len(windows), len(prior.weight)))
    lengths = np.array([len(w) for w in windows])
    for length in np.unique(lengths):
        rows = np.flatnonzero(lengths == length)
        values = np.array([windows[i] for i in rows])
        levels = covariance(prior, length)
        step = np.diff(np.eye(length + 1), axis=0)
        growth = step @ levels @ step.T
        root = np.linalg.cholesky(growth)
        scale = np.log(np.diagonal(root, axis1=1, axis2=2)).sum(1) + length * np.log(2 * np.pi) / 2
        for k, mean in enumerate(prior.growth_mean):
            white = np.linalg.solve(root[k], values.T - mean)
            out[rows, k] = -0.5 * (white**2).sum(0) - scale[k]
    return out


def _weigh(likelihood: Floats) -> Floats:
    """Weights of the kinds that make the windows most likely (EM for mixing proportions)."""
    density = _relative(likelihood)
    weight = np.full(density.shape[1], 1 / density.shape[1])
    for _ in range(ROUNDS):
        weight *= density.T @ (1 / (density @ weight)) / len(density)
    weight[weight < min(NEGLIGIBLE, weight.max())] = 0
    return weight / weight.sum()


def _relative(likelihood: Floats) -> Floats:
    """Densities of each window, relative to its likeliest kind."""
    return np.exp(likelihood - likelihood.max(axis=1, keepdims=True))


def relearn_prior(
    panel: list[pd.Series],
    *,
    base: Prior | None = None,
    strength: float = STRENGTH,
    name: str = "own panel",
) -> Prior:
    """Re-weight the kinds of a prior by series of one's own.

    The weights are the most probable ones under a Dirichlet distribution around those of the base,
    so that a few series move them a little and many series decide.

    Args:
        panel: Yearly series of positive values, indexed by integer year; those of one family count
            one by one although they move together.
        base: The prior to start from; the shipped prior if left out.
        strength: Number of own windows of growth that weigh as much as the base.
        name: What the prior was learnt from besides the base.

    Raises:
        ValueError: If the panel has no two neighbouring years with positive values, or the strength
            is negative or not finite.
    """
    if not 0 <= strength < np.inf:
        raise ValueError(f"strength is a number of windows, zero or more; got {strength}")
    windows = growth_windows(panel)
    if not windows:
        raise ValueError("the panel has no two neighbouring years with positive values")
    base = base or shipped_prior()
    weight = base.weight.copy()
    for table in np.unique(base.table):
        mine = base.table == table
        frame = base.to_frame()[mine]
        before = frame["weight"].to_numpy() / frame["weight"].sum()
        half = prior_from_frame(frame.assign(weight=before), table)
        density, now = _relative(log_likelihood(half, windows)), before
        for _ in range(ROUNDS):
            counts = now * (density.T @ (1 / (density @ now)))
            now = (strength * before + counts) / (strength + len(windows))
        weight[mine] = now * base.weight[mine].sum()
    return prior_from_frame(base.to_frame().assign(weight=weight), f"{base.name} and {name}")


def fit_prior(panel: list[pd.Series], name: str = "own panel") -> Prior:
    """Learn how often each kind of growth occurs in a panel of yearly series.

    Args:
        panel: Yearly series of positive values, indexed by integer year.
        name: What the prior was learnt from; it is told beside every projection.

    Returns:
        Half the weight for kinds whose long-run growth may have a mean, half for those without.

    Raises:
        ValueError: If the panel has no two neighbouring years with positive values.
    """
    windows = growth_windows(panel)
    if not windows:
        raise ValueError("the panel has no two neighbouring years with positive values")
    halves = []
    for table in GROWTH:
        kinds = grid(table)
        likelihood = log_likelihood(prior_from_frame(kinds, table), windows)
        kinds["weight"] = _weigh(likelihood) / len(GROWTH)
        halves.append(kinds[kinds["weight"] > 0])
    return prior_from_frame(pd.concat(halves, ignore_index=True), name)
