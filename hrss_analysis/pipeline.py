"""Runs the stages in order; the only module that knows them all.

The body of `build_tables` is the architecture: sources, readings, documents, corrections,
observations, then comparisons, projections and their back-tests, monitoring and indices.
"""

import logging
from pathlib import Path

import pandas as pd
from frictionless import FrictionlessException, Package

from hrss_analysis import reference, tables
from hrss_analysis.checks import Finding, run_checks
from hrss_analysis.comparisons import build_comparisons
from hrss_analysis.corrections import build_corrections
from hrss_analysis.indices import build_indices
from hrss_analysis.monitoring import build_monitoring
from hrss_analysis.observations import build_observations
from hrss_analysis.projections import backtests, build_projections, round_backtests
from hrss_analysis.sources import build_documents, build_readings, read_sources

logger = logging.getLogger(__name__)

HORIZON_YEAR = 2030


def build_tables(raw: Path) -> dict[str, pd.DataFrame]:
    """Build all tables from the raw folder, in memory.

    Raises:
        TableError: A source is malformed; the message names file, row and remedy.
    """
    regions, indicators = reference.regions(), reference.indicators()
    sources = read_sources(raw)
    readings = build_readings(sources, regions, indicators)
    documents = build_documents(sources, readings)
    corrections = build_corrections(raw, readings)
    observations = build_observations(readings, documents, indicators, corrections)
    comparisons = build_comparisons(observations, documents, regions, indicators)
    projected = build_projections(observations, indicators, regions, horizon_year=HORIZON_YEAR)
    projected = tables.conform(projected, "projections")
    tests = round_backtests(backtests(observations, indicators, regions))
    monitored = build_monitoring(observations, readings, documents, indicators, projected)
    return {
        "regions": regions,
        "indicators": indicators,
        "documents": documents,
        "readings": readings,
        "corrections": corrections,
        "observations": observations,
        "comparisons": comparisons,
        "projections": projected,
        "backtests": tables.conform(tests, "backtests"),
        "monitoring": monitored,
        "indices": build_indices(observations, regions, indicators),
    }


def build(raw: Path, processed: Path) -> list[Finding]:
    """Build, check and store all tables; a failure leaves the last good tables as they were.

    Returns:
        The warnings.

    Raises:
        TableError: A source is malformed or a check fails.
    """
    data = build_tables(raw)
    findings = run_checks(data)
    _stop_on_failure(findings)
    tables.write_tables(data, processed)
    for name, frame in data.items():
        logger.info("%s: %d rows", name, len(frame))
    return findings


def check(processed: Path) -> list[Finding]:
    """Check the stored tables: contracts in code, the Data Package, and all cross-table checks.

    Returns:
        The warnings.

    Raises:
        TableError: A table breaks its contract or a check fails.
    """
    findings = run_checks(tables.read_tables(processed))
    _stop_on_failure(findings)
    try:
        report = Package(processed / "datapackage.json").validate()
    except FrictionlessException as error:
        raise tables.TableError(
            f"{processed}/datapackage.json: {error.error.message}; run `hrss build`"
        ) from None
    if not report.valid:
        errors = report.flatten(["title", "rowNumber", "fieldName", "message"])
        lines = [" ".join(str(part) for part in error if part) for error in errors[:20]]
        raise tables.TableError(f"{processed}/datapackage.json:\n" + "\n".join(lines))
    return findings


def _stop_on_failure(findings: list[Finding]) -> None:
    failed = [finding for finding in findings if finding.severity == "fail"]
    if failed:
        lines = [f"{finding.check}: {finding.message}" for finding in failed[:20]]
        more = [f"... and {len(failed) - 20} more"] if len(failed) > 20 else []
        raise tables.TableError("\n".join([*lines, *more]))
