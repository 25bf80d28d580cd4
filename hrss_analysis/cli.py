"""The `hrss` command.

Unknown commands, options and values end with exit code 2 and the valid choices; failed work with 1.
"""

import logging
import sys
from pathlib import Path

import click

from hrss_analysis import __version__

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.version_option(__version__)
@click.option("-v", "--verbose", is_flag=True, help="Show what every step did.")
def main(verbose: bool) -> None:
    """Figures of Chinese labour and social-security bureaus: tables, comparisons, briefs."""
    level = logging.INFO if verbose else logging.WARNING
    logging.basicConfig(level=level, format="%(message)s", stream=sys.stderr)


raw_option = click.option("--raw", type=FOLDER, default=Path("data/raw"), help="Source folders.")
processed_option = click.option(
    "--processed", type=FOLDER, default=Path("data/processed"), help="Tidy tables."
)


def _say(findings: list, done: str) -> None:
    for finding in findings:
        click.echo(f"{finding.severity}: {finding.check}: {finding.message}", err=True)
    click.echo(f"{done}; {len(findings)} warnings")


@main.command()
@raw_option
@processed_option
def build(raw: Path, processed: Path) -> None:
    """Build, check and store the tidy tables."""
    from hrss_analysis import pipeline
    from hrss_analysis.tables import TableError

    try:
        findings = pipeline.build(raw, processed)
    except TableError as error:
        raise click.ClickException(f"{error}\nnothing was stored; {processed} is as it was") from error
    _say(findings, f"tables stored in {processed}")


@main.command()
@processed_option
def check(processed: Path) -> None:
    """Check the stored tables against their contracts and each other."""
    from hrss_analysis import pipeline
    from hrss_analysis.tables import TableError

    try:
        findings = pipeline.check(processed)
    except TableError as error:
        raise click.ClickException(str(error)) from error
    _say(findings, f"all tables in {processed} keep their contracts")
