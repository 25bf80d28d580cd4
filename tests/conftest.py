from pathlib import Path

import pytest

from hrss_analysis import pipeline, reference
from hrss_analysis.tables import read_tables

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def built():
    """All tables, built from the raw folder of the repository."""
    return pipeline.build_tables(ROOT / "data" / "raw")


@pytest.fixture
def regions():
    return reference.regions()


@pytest.fixture
def indicators():
    return reference.indicators()


@pytest.fixture(scope="session")
def tables():
    """The stored tables, as a notebook reads them."""
    return read_tables(ROOT / "data" / "processed")
