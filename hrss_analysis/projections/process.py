"""Each kind of growth as a Gaussian process on years, conditioned on what is known, in closed form.

The level has a flat prior, so only differences from one known observation carry information; every
observation (a year, or a total linearised on the log scale) is a weighting of years that adds up to
one, and so is a year ahead.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from hrss_analysis.projections.prior import Prior

Floats = NDArray[np.float64]
JITTER = 1e-9  # of the size: keeps the matrices regular and is far below any printed digit


@lru_cache(maxsize=256)
def _persistent_sum(phi: float, length: int) -> Floats:
    """Covariance of the running sums of a stationary AR(1) process with unit variance."""
    step = np.arange(length)
    out = np.zeros((length + 1, length + 1))
    out[1:, 1:] = (phi ** np.abs(step[:, None] - step)).cumsum(0).cumsum(1)
    return out


def covariance(prior: Prior, length: int) -> Floats:
    """Covariance of published levels in years 0 … `length`, given the level of year 0.

    Returns:
        Array kinds × years × years; year 0 has its own measurement noise only.
    """
    year = np.arange(length + 1.0)
    phis, which = np.unique(prior.phi, return_inverse=True)
    persistent = np.array([_persistent_sum(phi, length) for phi in phis])[which]
    parts = (
        prior.persistent[:, None, None] * persistent
        + prior.shock[:, None, None] * np.minimum(year[:, None], year)
        + (prior.noise + JITTER)[:, None, None] * np.eye(length + 1)
    )
    spread = (prior.growth_spread**2)[:, None, None] * np.outer(year, year)
    return (prior.size**2)[:, None, None] * parts + spread


@dataclass(frozen=True)
class Conditioned:
    """What every kind makes of observations with given weights; values enter later.

    `whiten` turns differences (observation minus reference, less `known_drift`) into independent
    unit normals; `gain` and `ahead_drift` give the mean ahead, `sd` its standard deviation.
    """

    whiten: Floats  # kinds × known differences × known differences
    log_scale: Floats  # kinds
    known_drift: Floats  # kinds × known differences
    gain: Floats  # kinds × years ahead × known differences
    ahead_drift: Floats  # kinds × years ahead
    sd: Floats  # kinds × years ahead

    def log_likelihood(self, differences: Floats) -> Floats:
        """Log density of observations under each kind (series × kinds), less a constant.

        Args:
            differences: Observations minus reference, series × known differences.
        """
        count, known = self.known_drift.shape
        flat = self.whiten.reshape(count * known, known)
        drift = np.einsum("kij,kj->ki", self.whiten, self.known_drift)
        white = (differences @ flat.T).reshape(len(differences), count, known) - drift
        return -0.5 * (white**2).sum(2) - self.log_scale


def condition(
    prior: Prior, known: Floats, ahead: Floats, noise: Floats | None = None
) -> Conditioned:
    """Condition every kind on observations.

    Args:
        prior: The kinds.
        known: Weights, observations × years; the last row is the reference.
        ahead: Weights, years ahead × years.
        noise: Variance added to each observation (rounding).
    """
    levels = covariance(prior, known.shape[1] - 1)
    noise = np.zeros(len(known)) if noise is None else noise
    contrast, target = known[:-1] - known[-1], ahead - known[-1]
    seen = contrast @ levels @ contrast.T + np.diag(noise[:-1]) + noise[-1]
    shared = target @ levels @ contrast.T + noise[-1]
    total = np.einsum("hi,kij,hj->kh", target, levels, target) + noise[-1]
    root = np.linalg.cholesky(seen)
    whiten = np.linalg.inv(root) if root.shape[1] else root
    half = shared @ whiten.transpose(0, 2, 1)
    year = np.arange(known.shape[1])
    return Conditioned(
        whiten=whiten,
        log_scale=np.log(np.diagonal(root, axis1=1, axis2=2)).sum(1),
        known_drift=prior.growth_mean[:, None] * (contrast @ year),
        gain=half @ whiten,
        ahead_drift=prior.growth_mean[:, None] * (target @ year),
        sd=np.sqrt(np.maximum(total - (half**2).sum(2), 1e-18)),
    )


@lru_cache(maxsize=128)
def condition_on_years(prior: Prior, years: tuple[int, ...], horizon: int) -> Conditioned:
    """Condition on exactly known years (counted from the first, which is 0), for years ahead."""
    every = np.eye(years[-1] + horizon + 1)
    return condition(prior, every[list(years)], every[years[-1] + 1 :])
