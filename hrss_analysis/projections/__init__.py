"""Observations to intervals ahead, borrowed from other short series.

=========== ====================================================================
module      purpose
=========== ====================================================================
process     a kind of growth as a Gaussian process on years, in closed form
mixture     posterior weights of the kinds, probabilities and quantiles
prior       which kinds occur how often in other series; fitting and reading it
history     a yearly history, checked and put on the modelled scale
totals      sums over several years as further observations
combine     long series: part of the way to the Theta method
predict     from histories to the distribution of each year ahead
forecast    `project`, `project_many`, `target_probability`
series      observations to yearly values and totals
residents   counts of persons as a share of the residents they cannot exceed
regions     which region lies within which
lending     how much a series moves, lent by the region above
parents     growth borrowed from a region above, with its uncertainty
reconcile   parts and totals made to agree, up and down a tree of regions
families    the trees of the observations, and what reconciling moves
scenarios   the way to a plan target
collect     each region and indicator as one history, and what is missing
methods     every method of the table: ours, reconciled, scenarios
reasons     why there is no projection, in words
build       `build_projections`: the projections table
targets     plan targets: required growth, probability in words, ESCAP's indices
rivals      naive, straight line, Theta and ETS, for back-tests
backtesting what the methods would have said in past years
fit         development only: fits the prior that ships with the package
regional    development only: scores what regions above are worth
evidence    development only: scores the methods on panels of series
=========== ====================================================================
"""

from hrss_analysis.projections.backtesting import (
    backtests,
    read_evidence,
    round_backtests,
    summarise_backtests,
)
from hrss_analysis.projections.build import build_projections
from hrss_analysis.projections.forecast import project, project_many, target_probability
from hrss_analysis.projections.lending import lent_prior
from hrss_analysis.projections.methods import METHODS
from hrss_analysis.projections.prior import (
    Prior,
    fit_prior,
    read_prior,
    relearn_prior,
    shipped_prior,
)
from hrss_analysis.projections.reasons import REASONS
from hrss_analysis.projections.targets import Outlook, target_outlook

__all__ = [
    "METHODS",
    "REASONS",
    "Outlook",
    "Prior",
    "backtests",
    "build_projections",
    "fit_prior",
    "lent_prior",
    "project",
    "project_many",
    "read_evidence",
    "read_prior",
    "relearn_prior",
    "round_backtests",
    "shipped_prior",
    "summarise_backtests",
    "target_outlook",
    "target_probability",
]
