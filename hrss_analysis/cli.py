"""The `hrss` command.

Unknown commands, options and values end with exit code 2 and the valid choices; failed work with 1.
"""

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from hrss_analysis import __version__

# Kinds of document, as in the contract; written here so that `--help` need not read it.
DOCUMENT_KINDS = ("work_summary", "plan", "news_feature", "bulletin")
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.version_option(__version__)
@click.option("-v", "--verbose", is_flag=True, help="Show what every step did.")
def main(verbose: bool) -> None:
    """Figures of Chinese labour and social-security bureaus: tables, comparisons, briefs."""
    # Before numpy is imported: on small matrices its threads only wait for one another.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
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
        message = f"{error}\nnothing was stored; {processed} is as it was"
        raise click.ClickException(message) from error
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


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--source-note", type=click.Path(dir_okay=False, path_type=Path), metavar="NOTE.yml")
@click.option("--document-date", metavar="DATE", help="2024, 2024-12 or 2024-12-31.")
@click.option("--region", metavar="CODE", help="Region the documents speak of.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="CSV; else printed.")
@click.option("--unread", is_flag=True, help="List the numbers nobody claimed instead.")
@click.option("--workers", type=click.IntRange(1), default=os.cpu_count() or 1)
def read(
    files: tuple[Path, ...],
    source_note: Path | None,
    document_date: str | None,
    region: str | None,
    out: Path | None,
    unread: bool,
    workers: int,
) -> None:
    """Read documents (txt, html, docx, pdf, xlsx, or folders of them) into readings."""
    from hrss_analysis import intake
    from hrss_analysis.documents import DocumentError, find_documents
    from hrss_analysis.tables import TableError

    try:
        note = intake.read_note(source_note) if source_note else intake.About()
        about = intake.About(document_date or note.published, region or note.region_code, note.kind)
        paths = find_documents(files)
    except (ValueError, DocumentError, TableError) as error:
        raise click.UsageError(str(error)) from error
    table, failures = _read_all(intake.read_files(paths, about, workers), len(paths), unread)
    if out:
        intake.store_csv(table, out)
        click.echo(f"{len(table)} rows of {len(paths) - len(failures)} files in {out}", err=True)
    else:
        click.echo(table.to_csv(index=False, lineterminator="\n"), nl=False)
    if failures:
        raise click.ClickException("\n".join(failures))


def _read_all(results: Iterator[Any], count: int, unread: bool) -> tuple[Any, list[str]]:
    """Collect what files gave, with progress; return the table and what failed."""
    import pandas as pd
    from tqdm import tqdm

    frames, failures = [], []
    for result in tqdm(results, total=count, unit="file", disable=count < 2, file=sys.stderr):
        frames.append(result.unread if unread else result.readings)
        if result.error:
            failures.append(result.error)
        if result.undated:
            click.echo(f"{result.path}: no date found; give --document-date", err=True)
    return pd.concat(frames, ignore_index=True), failures


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@raw_option
@click.option("--id", "source_id", prompt="Name of the source (lower case, hyphens)")
@click.option("--title", prompt=True)
@click.option("--publisher", prompt=True)
@click.option("--published", prompt="Published (2024, 2024-12 or 2024-12-31)")
@click.option("--kind", prompt=True, type=click.Choice(DOCUMENT_KINDS))
@click.option("--region", prompt="Region code (six digits)", metavar="CODE")
@click.option("--reliability", default="middle", type=click.Choice(("high", "middle", "low")))
@click.option("--part-year", is_flag=True, help="Figures of its last year may be year to date.")
@click.option("--url", default="")
@click.option("--note", default="")
def add(file: Path, raw: Path, source_id: str, region: str, **note: Any) -> None:
    """Take a document into the raw folder: its source note, a copy and its readings."""
    from hrss_analysis import intake
    from hrss_analysis.tables import TableError

    known = {key: value for key, value in note.items() if value != ""}
    try:
        folder = intake.add_document(file, raw, {**known, "region_code": region}, source_id)
    except (ValueError, TableError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{folder}: added; run `hrss build` next")


@main.command()
@processed_option
@click.option("--format", "form", type=click.Choice(("text", "csv")), default="text")
@click.option("--language", type=click.Choice(("zh", "en")), default="zh")
@click.option("--region", "regions", multiple=True, metavar="CODE", help="Only these regions.")
def audit(processed: Path, form: str, language: str, regions: tuple[str, ...]) -> None:
    """Show contradictions between numbers, and relations that confirm them."""
    from hrss_analysis import audit as auditing
    from hrss_analysis import tables

    try:
        data = tables.read_tables(processed)
    except tables.TableError as error:
        raise click.ClickException(str(error)) from error
    known = data["regions"]["region_code"].tolist()
    unknown = [code for code in regions if code not in known]
    if unknown:
        raise click.BadParameter(
            f"no region {unknown[0]!r}; choose from {', '.join(known)}", param_hint="--region"
        )
    found = auditing.as_table(auditing.audit(data), language)
    if regions:
        found = found[found["region"].isin(regions)]
    if form == "csv":
        click.echo(found.to_csv(index=False, lineterminator="\n"), nl=False)
        return
    for row in found.itertuples():
        click.echo(f"{row.severity} {row.kind} {row.region} {row.indicator_id} {row.period}")
        click.echo(f"    {row.message}\n    {row.reading_ids}")
    counts = found["severity"].value_counts()
    told = [f"{counts.get(name, 0)} {name}" for name in auditing.SEVERITIES]
    click.echo(", ".join(told))


@main.command()
@click.argument("words", nargs=-1, required=True, metavar="OBSERVATION | REGION INDICATOR PERIOD")
@processed_option
@raw_option
@click.option("--reports", type=FOLDER, default=Path("reports"), help="The published pages.")
@click.option(
    "--texts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="HRSS_TEXTS",
    help="Documents, known by checksum; their characters are shown. Or HRSS_TEXTS.",
)
def trace(
    words: tuple[str, ...], processed: Path, raw: Path, reports: Path, texts: Path | None
) -> None:
    """Show the way of a value from the pages to its printed characters.

    A span DOCUMENT:START-END (or reading id) goes the other way, from characters to pages.
    """
    from hrss_analysis import tables
    from hrss_analysis import trace as tracing

    places = tracing.Places(reports, [raw] if texts is None else [texts, raw])
    try:
        lines = tracing.told(tables.read_tables(processed), words, places)
    except tracing.TraceError as error:
        raise click.UsageError(str(error)) from error
    except tables.TableError as error:
        raise click.ClickException(str(error)) from error
    click.echo("\n".join(lines))


KINDS = ("region", "comparison", "plan", "map", "projection")


@main.command()
@processed_option
@click.option("--notebooks", type=FOLDER, default=Path("notebooks"), help="The brief notebooks.")
@click.option("--reports", type=FOLDER, default=Path("reports"), help="Where the pages go.")
@click.option("--region", "regions", multiple=True, metavar="CODE", help="Only these regions.")
@click.option("--brief", "kinds", multiple=True, type=click.Choice(KINDS), help="Only these kinds.")
@click.option("--language", "languages", multiple=True, type=click.Choice(("zh", "en")))
@click.option("--workers", type=click.IntRange(1), default=os.cpu_count() or 1)
@click.option("--force", is_flag=True, help="Run unchanged pages too.")
@click.option("--publisher", default="", help="Your office and its contact, shown on every page.")
def publish(
    processed: Path,
    notebooks: Path,
    reports: Path,
    regions: tuple[str, ...],
    kinds: tuple[str, ...],
    languages: tuple[str, ...],
    workers: int,
    force: bool,
    publisher: str,
) -> None:
    """Run the notebooks and publish their pages; unchanged pages are not run again.

    Two or more regions together make a comparison of just these.
    """
    from tqdm import tqdm

    from hrss_analysis import briefs, tables

    try:
        data = tables.read_tables(processed)
        jobs = briefs.choose_jobs(
            notebooks, data, regions=regions, kinds=kinds or KINDS, languages=languages
        )
        with tqdm(total=len(jobs), unit="page", file=sys.stderr) as bar:

            def progress(name: str, outcome: str) -> None:
                bar.set_postfix_str(f"{name}: {outcome}", refresh=False)
                bar.update()

            briefs.publish(
                jobs,
                processed=processed,
                reports=reports,
                workers=workers,
                force=force,
                publisher=publisher,
                progress=progress,
            )
    except briefs.ParameterError as error:
        raise click.UsageError(str(error)) from error
    except (tables.TableError, briefs.PublishError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{len(jobs)} pages in {reports}; open {reports / 'index.html'}")
