"""Mixtures of normal distributions: posterior weights, probabilities and quantiles."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from hrss_analysis.projections.process import Conditioned

Floats = NDArray[np.float64]
STEPS = 60  # at most; four are usual
TOLERANCE = 1e-4  # of probability, before a last step that squares the error
MERGED = 10  # groups of kinds in a sum of two mixtures: interval ends move by less than 1 %
LEAST = 1e-18  # variance of a merged kind
NEGLIGIBLE = 1e-8  # weight, of the best kind's, below which a kind is not carried on


@dataclass(frozen=True)
class Mixture:
    """Distribution of each year ahead for several series."""

    weight: Floats  # series × kinds
    mean: Floats  # series × kinds × years ahead
    sd: Floats  # (series ×) kinds × years ahead

    def probability_below(self, value: Floats) -> Floats:
        """Probability of staying at or below `value` (series × years ahead)."""
        z = (value[:, None, :] - self.mean) / self.sd
        return np.clip(np.einsum("sk,skh->sh", self.weight, ndtr(z)), 0, 1)

    def quantiles(self, probabilities: Floats) -> Floats:
        """Quantiles, series × years ahead × probabilities.

        Newton's method on the probit scale, where mixtures around one centre are almost straight;
        a step that leaves the bracket (two far apart groups of kinds) is replaced by halving it.
        """
        goal, sd = ndtri(probabilities), self.sd[..., None]
        ends = self.mean[..., None] + sd * goal
        low, high = ends.min(1), ends.max(1)  # a mixture's quantile lies between its parts'
        at = np.einsum("sk,skhp->shp", self.weight, ends)
        open_ = np.arange(len(at))  # series still searched
        for _ in range(STEPS):
            here = at[open_]
            below, density = self._at(open_, here)
            score = ndtri(np.clip(below, 1e-12, 1 - 1e-12))
            low[open_] = np.where(score < goal, here, low[open_])
            high[open_] = np.where(score < goal, high[open_], here)
            with np.errstate(divide="ignore", invalid="ignore"):
                step = here - (score - goal) * np.exp(-0.5 * score**2) / density
            inside = (step >= low[open_]) & (step <= high[open_])
            at[open_] = np.where(inside, step, (low[open_] + high[open_]) / 2)
            open_ = open_[np.abs(below - probabilities).max((1, 2)) > TOLERANCE]
            if not len(open_):
                break
        return at

    def _at(self, series: NDArray[np.int64], value: Floats) -> tuple[Floats, Floats]:
        """Probability below, and density (times √2π) at, values (series × years × any)."""
        sd = (self.sd[series] if self.sd.ndim == 3 else self.sd)[..., None]
        z = (value[:, None] - self.mean[series][..., None]) / sd
        weight = self.weight[series]
        below = np.einsum("sk,skhp->shp", weight, ndtr(z))
        scaled = np.exp(-0.5 * z * z) / sd
        return below, np.einsum("sk,skhp->shp", weight, scaled)

    def merged(self, most: int = MERGED) -> "Mixture":
        """Merge kinds of like spread; mean and variance of each group are kept."""
        spread = np.broadcast_to(self.sd, self.mean.shape)
        order = np.argsort(spread[..., -1].mean(0), kind="stable")
        share = self.weight[:, order].mean(0).cumsum()
        group = np.minimum((share * most).astype(int), most - 1)
        starts = np.r_[0, np.flatnonzero(np.diff(group)) + 1]
        weight = np.add.reduceat(self.weight[:, order], starts, axis=1)
        each = self.weight[:, order, None]
        first = np.add.reduceat(each * self.mean[:, order], starts, axis=1)
        square = spread[:, order] ** 2 + self.mean[:, order] ** 2
        second = np.add.reduceat(each * square, starts, axis=1)
        safe = np.maximum(weight, np.finfo(float).tiny)[..., None]
        mean = first / safe
        return Mixture(weight, mean, np.sqrt(np.maximum(second / safe - mean**2, LEAST)))

    def plus(self, other: "Mixture") -> "Mixture":
        """Distribution of the sum with an independent mixture of one series."""
        series, _, years = self.mean.shape
        sd = np.broadcast_to(self.sd, self.mean.shape)
        sd_other = np.broadcast_to(other.sd, other.mean.shape)
        weight = self.weight[:, :, None] * other.weight[:, None]
        mean = self.mean[:, :, None] + other.mean[:, None]
        spread = np.hypot(sd[:, :, None], sd_other[:, None])
        shape = (series, -1, years)
        return Mixture(weight.reshape(series, -1), mean.reshape(shape), spread.reshape(shape))


def posterior(prior_weight: Floats, kinds: Conditioned, differences: Floats) -> Mixture:
    """Re-weight the kinds by the likelihood of what is known (Bayes).

    Args:
        prior_weight: Weight of each kind before.
        kinds: The kinds, conditioned on the same observations.
        differences: Observations minus reference, series × known differences.
    """
    count, known = kinds.known_drift.shape
    log_weight = np.log(prior_weight) + kinds.log_likelihood(differences)
    weight = np.exp(log_weight - log_weight.max(axis=1, keepdims=True))
    weight[weight < NEGLIGIBLE] = 0
    weight /= weight.sum(axis=1, keepdims=True)
    kept = weight.any(axis=0)
    ahead = kinds.gain.shape[1]
    gain = kinds.gain.reshape(count * ahead, known)
    rest = kinds.ahead_drift - np.einsum("khi,ki->kh", kinds.gain, kinds.known_drift)
    mean = (differences @ gain.T).reshape(len(differences), count, ahead) + rest
    return Mixture(weight[:, kept], mean[:, kept], kinds.sd[kept])
