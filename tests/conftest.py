from pathlib import Path

import pytest

from hrss_analysis import pipeline, reference
from hrss_analysis.briefs.publish import default_jobs, publish
from hrss_analysis.tables import read_tables

ROOT = Path(__file__).parents[1]
# A region with a plan, one with completion rates, one whose values allow no chart of their own; the
# nation, whose projection is the longest; the comparison and the map are there anyhow.
SHOWN = {
    "region_brief": ("420300", "429005", "430103"),
    "plan_brief": ("420300",),
    "projection_brief": ("100000", "420300"),
}


def shown(job):
    """Whether a page of a full run is among those that the tests look at."""
    codes = SHOWN.get(job.notebook.stem)
    return codes is None or job.parameters["region_code"] in codes


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


@pytest.fixture(scope="session")
def published(tables, tmp_path_factory):
    """Folder with pages of every kind in both languages, really published."""
    folder = tmp_path_factory.mktemp("reports")
    jobs = [job for job in default_jobs(ROOT / "notebooks", tables) if shown(job)]
    publish(jobs, processed=ROOT / "data" / "processed", reports=folder)
    return folder
