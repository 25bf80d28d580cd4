from pathlib import Path

import pytest

from hrss_analysis import pipeline, reference

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
