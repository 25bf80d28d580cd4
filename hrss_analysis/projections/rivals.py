"""Reference methods drawn beside ours in back-tests: naive, straight line, Theta and ETS.

Each takes years, values, a number of years ahead and levels, and returns median and interval ends
(years ahead × (median, lower, upper, …)); missing values where the method cannot run.
"""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Rival = Callable[[Integers, Floats, int, tuple[float, ...]], Floats]

ETS_KINDS = ((None, False), ("add", False), ("add", True))  # trend, damped
ETS_LEAST = 5  # known years below which the corrected AIC of the simplest kind is not defined


def naive(years: Integers, values: Floats, horizon: int, levels: tuple[float, ...]) -> Floats:
    """Last value; band from the root mean square of past changes, growing with √horizon."""
    ahead = np.arange(1, horizon + 1)
    if len(values) < 2:
        return _missing(horizon, levels)
    change = np.diff(values) / np.sqrt(np.diff(years))
    spread = np.sqrt((change**2).mean() * ahead)
    return _normal(np.full(horizon, values[-1]), spread, levels)


def ols_line(years: Integers, values: Floats, horizon: int, levels: tuple[float, ...]) -> Floats:
    """Ordinary least squares on the year with its textbook t interval."""
    if len(values) < 3:
        return _missing(horizon, levels)
    design = np.c_[np.ones(len(values)), years - years[-1]]
    slope, *_ = np.linalg.lstsq(design, values, rcond=None)
    free = len(values) - 2
    variance = ((values - design @ slope) ** 2).sum() / free
    ahead = np.c_[np.ones(horizon), np.arange(1, horizon + 1)]
    leverage = np.einsum("hi,ij,hj->h", ahead, np.linalg.inv(design.T @ design), ahead)
    spread = np.sqrt(variance * (1 + leverage))
    return _normal(ahead @ slope, spread, levels, stats.t(free))


def theta(years: Integers, values: Floats, horizon: int, levels: tuple[float, ...]) -> Floats:
    """Theta method of statsmodels (Assimakopoulos & Nikolopoulos 2000); needs 3 years in a row."""
    from statsmodels.tsa.forecasting.theta import ThetaModel

    if len(values) < 3 or not _in_a_row(years):
        return _missing(horizon, levels)
    fitted = ThetaModel(_dated(values), period=1, deseasonalize=False).fit()
    usual = fitted.prediction_intervals(horizon, alpha=0.05).to_numpy()  # normal; each call refits
    spread = (usual[:, 1] - usual[:, 0]) / (2 * stats.norm.ppf(0.975))
    return _normal(fitted.forecast(horizon).to_numpy(), spread, levels)


def ets(years: Integers, values: Floats, horizon: int, levels: tuple[float, ...]) -> Floats:
    """Additive smoothing of statsmodels, kind by corrected AIC; needs 5 years in a row."""
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    if len(values) < ETS_LEAST or not _in_a_row(years):
        return _missing(horizon, levels)
    dated = _dated(values)
    fits = [
        ETSModel(dated, error="add", trend=trend, damped_trend=damped).fit(disp=False)
        for trend, damped in ETS_KINDS
    ]
    best = min(fits, key=lambda fit: fit.aicc if np.isfinite(fit.aicc) else np.inf)
    ahead = best.get_prediction(start=len(values), end=len(values) + horizon - 1)
    ends = [np.asarray(ahead.pred_int(alpha=1 - level)) for level in levels]
    return np.hstack([np.asarray(best.forecast(horizon))[:, None], *ends])


RIVALS: dict[str, Rival] = {"naive": naive, "ols_line": ols_line, "theta": theta, "ets": ets}


def forecast_by(
    method: str, years: Integers, values: Floats, horizon: int, levels: tuple[float, ...]
) -> Floats:
    """Forecast by a named reference method; missing where its fit fails."""
    import statsmodels.tools.sm_exceptions  # noqa: F401 (sets its own warning filters)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # short series make every optimiser complain
        try:
            return RIVALS[method](years, values, horizon, levels)
        except (ValueError, np.linalg.LinAlgError):
            return _missing(horizon, levels)


def _normal(
    point: Floats, spread: Floats, levels: tuple[float, ...], law: Any = stats.norm
) -> Floats:
    tails = np.array([p for level in levels for p in (0.5 - level / 2, 0.5 + level / 2)])
    return np.c_[point, point[:, None] + spread[:, None] * law.ppf(tails)]


def _missing(horizon: int, levels: tuple[float, ...]) -> Floats:
    return np.full((horizon, 1 + 2 * len(levels)), np.nan)


def _in_a_row(years: Integers) -> bool:
    return bool((np.diff(years) == 1).all())


def _dated(values: Floats) -> pd.Series:
    """Statsmodels wants dates; which ones does not matter."""
    return pd.Series(values, pd.period_range("2000", periods=len(values), freq="Y").to_timestamp())
