"""Mixtures of normal distributions: posterior weights, probabilities and quantiles, for many series."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from hrss_analysis.projections.process import Conditioned

Floats = NDArray[np.float64]
STEPS = 5  # Newton steps on the probit scale, where mixtures of one centre are almost straight


@dataclass(frozen=True)
class Mixture:
    """Distribution of each year ahead for several series."""

    weight: Floats  # series × kinds
    mean: Floats  # series × kinds × years ahead
    sd: Floats  # kinds × years ahead

    def probability_below(self, value: Floats) -> Floats:
        """Probability of staying at or below `value` (series × years ahead)."""
        z = (value[:, None, :] - self.mean) / self.sd
        return np.einsum("sk,skh->sh", self.weight, ndtr(z))

    def quantiles(self, probabilities: Floats) -> Floats:
        """Quantiles, series × years ahead × probabilities."""
        centre = np.einsum("sk,skh->sh", self.weight, self.mean)
        square = np.einsum("sk,skh->sh", self.weight, self.mean**2 + self.sd**2)
        spread = np.sqrt(square - centre**2)
        goal = ndtri(probabilities)
        found = [
            self._search(centre + 0.9 * spread * z, z, spread) for z in goal
        ]
        return np.stack(found, axis=-1)

    def _search(self, start: Floats, goal: float, spread: Floats) -> Floats:
        at = start
        for _ in range(STEPS):
            z = (at[:, None, :] - self.mean) / self.sd
            below = np.einsum("sk,skh->sh", self.weight, ndtr(z))
            density = np.einsum("sk,skh->sh", self.weight, np.exp(-0.5 * z**2) / self.sd)
            score = ndtri(np.clip(below, 1e-12, 1 - 1e-12))
            slope = density / np.exp(-0.5 * score**2)
            at = at - np.clip((score - goal) / slope, -spread, spread)
        return at


def posterior(prior_weight: Floats, kinds: Conditioned, differences: Floats) -> Mixture:
    """Re-weight the kinds by the likelihood of what is known (Bayes).

    Args:
        prior_weight: Weight of each kind before.
        kinds: The kinds, conditioned on the same observations.
        differences: Observations minus reference, series × known differences.
    """
    count, known = kinds.known_drift.shape
    flat = kinds.whiten.reshape(count * known, known)
    drift = np.einsum("kij,kj->ki", kinds.whiten, kinds.known_drift)
    white = (differences @ flat.T).reshape(len(differences), count, known) - drift
    log_weight = np.log(prior_weight) - 0.5 * (white**2).sum(2) - kinds.log_scale
    weight = np.exp(log_weight - log_weight.max(axis=1, keepdims=True))
    ahead = kinds.gain.shape[1]
    gain = kinds.gain.reshape(count * ahead, known)
    rest = kinds.ahead_drift - np.einsum("khi,ki->kh", kinds.gain, kinds.known_drift)
    mean = (differences @ gain.T).reshape(len(differences), count, ahead) + rest
    return Mixture(weight / weight.sum(axis=1, keepdims=True), mean, kinds.sd)
