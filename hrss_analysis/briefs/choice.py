"""Which pages the user asked for."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hrss_analysis.briefs.parameters import ParameterError
from hrss_analysis.briefs.publish import BriefJob, default_jobs


def choose_jobs(
    notebooks: Path,
    tables: dict[str, Any],
    *,
    regions: Sequence[str] = (),
    kinds: Sequence[str] = (),
    languages: Sequence[str] = (),
) -> list[BriefJob]:
    """Return the pages of a full run that fit the user's choice; nothing chosen means all.

    Two or more regions together replace the comparison by one of just these regions.

    Raises:
        ParameterError: A region has no page; the message names those that have.
    """
    jobs = default_jobs(notebooks, tables)
    known = sorted({job.parameters["region_code"] for job in jobs if _is_single(job)})
    unknown = [code for code in regions if code not in known]
    if unknown:
        raise ParameterError(f"no page for region {unknown[0]!r}; choose from {', '.join(known)}")
    if regions:
        compared = [_of_regions(job, regions) for job in jobs if not _is_single(job)]
        jobs = [job for job in jobs if _is_single(job) and job.parameters["region_code"] in regions]
        jobs += compared if len(set(regions)) > 1 else []
    chosen = [
        job
        for job in jobs
        if (not kinds or job.notebook.stem.removesuffix("_brief") in kinds)
        and (not languages or job.parameters["language"] in languages)
    ]
    if not chosen:
        raise ParameterError(
            "no page fits the choice: a comparison needs two or more regions, a projection needs "
            "a region with known years"
        )
    return chosen


def _is_single(job: BriefJob) -> bool:
    return "region_code" in job.parameters


def _of_regions(job: BriefJob, regions: Sequence[str]) -> BriefJob:
    codes = ",".join(dict.fromkeys(regions))
    return BriefJob(job.notebook, {**job.parameters, "region_codes": codes})
