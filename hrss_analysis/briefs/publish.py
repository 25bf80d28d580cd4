"""Run parameterised notebooks and put their pages into place, each in a process of its own.

A page that fails keeps its last good version; the others go on; at the end the failures are raised
together. Pages whose inputs have not changed are not run again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from importlib.metadata import version
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Any

from hrss_analysis.briefs.engine import NAME as IN_PROCESS
from hrss_analysis.briefs.engine import preload
from hrss_analysis.briefs.index import SINGLE, write_index
from hrss_analysis.briefs.parameters import ParameterError, check_parameters
from hrss_analysis.briefs.render import PACKAGE, PageError, head_of, render
from hrss_analysis.briefs.workbook import write_workbook
from hrss_analysis.page.brief import PROCESSED_VARIABLE, page_name
from hrss_analysis.prose.words import LANGUAGES, pick
from hrss_analysis.tables import read_tables

MANIFEST = "manifest.json"
QUIET = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "MPLBACKEND": "agg",
}
LIBRARIES = ("matplotlib", "seaborn", "pandas", "nbconvert", "papermill")
Progress = Callable[[str, str], None]  # page name; published, unchanged or failed


class PublishError(RuntimeError):
    """Some pages failed; the message lists each with its notebook, cell and cause."""


@dataclass(frozen=True)
class BriefJob:
    """One page to make: a notebook and all its parameters."""

    notebook: Path
    parameters: dict[str, Any]

    @property
    def name(self) -> str:
        """Name of the page without its ending."""
        return page_name(self.notebook.stem, self.parameters)

    @property
    def alternate(self) -> str:
        """Name of the page in the other language."""
        other = next(name for name in LANGUAGES if name != self.parameters["language"])
        return page_name(self.notebook.stem, self.parameters | {"language": other})


def default_jobs(notebooks: Path, tables: dict[str, Any]) -> list[BriefJob]:
    """List the pages of a full run, in both languages.

    Every region with a document of its own gets a region brief, and with targets a plan brief;
    the notebook's own defaults make the comparison; the nation gets a map; these regions and the
    nation get a projection brief where anything about their indicators can be said of the years
    ahead.

    Args:
        notebooks: Folder of the notebooks.
        tables: The stage tables.

    Returns:
        The jobs, by kind, then region code.
    """
    documented = set(tables["documents"]["region_code"].dropna())
    observed = set(tables["observations"]["region_code"])
    nation = set(tables["regions"].query("level == 'nation'")["region_code"])
    told = tables["indicators"].query("domain != 'population'")["indicator_id"]
    ahead = tables["projections"].dropna(subset=["median"])
    ahead = ahead[ahead["indicator_id"].isin(told)]
    projected = set(ahead["region_code"]) & (documented | nation)
    aimed = set(tables["monitoring"].dropna(subset=["period_end"])["region_code"]) & documented
    jobs = []
    for language in LANGUAGES:
        jobs += [
            BriefJob(notebooks / "region_brief.ipynb", {"region_code": code, "language": language})
            for code in sorted(documented & observed)
        ]
        jobs.append(BriefJob(notebooks / "comparison_brief.ipynb", _comparison(language)))
        jobs += [
            BriefJob(notebooks / "map_brief.ipynb", _map(code, language)) for code in sorted(nation)
        ]
        jobs += [
            BriefJob(notebooks / "plan_brief.ipynb", {"region_code": code, "language": language})
            for code in sorted(aimed)
        ]
        jobs += [
            BriefJob(
                notebooks / "projection_brief.ipynb",
                {"region_code": code, "horizon_year": 2030, "language": language},
            )
            for code in sorted(projected)
        ]
    return jobs


def _comparison(language: str) -> dict[str, Any]:
    codes = "420322,429005,430103"
    return {"region_codes": codes, "domain": "employment", "indicators": "", "language": language}


def _map(code: str, language: str) -> dict[str, Any]:
    shown = {"region_code": code, "indicator": "urban_new_employment", "year": 0}
    return shown | {"language": language}


def publish(
    briefs: Sequence[BriefJob],
    *,
    processed: Path,
    reports: Path,
    workers: int = 2,
    force: bool = False,
    publisher: str = "",
    progress: Progress | None = None,
) -> list[Path]:
    """Publish pages, an index in both languages and the tables as CSV.

    The same inputs give the same bytes. `reports/manifest.json` holds, for each page, the hash of
    everything it was made from.

    Args:
        briefs: The pages to make.
        processed: Folder of the stage tables.
        reports: Folder for the pages; made if missing.
        workers: Notebooks run at a time.
        force: Run unchanged pages too.
        publisher: Who publishes and how to reach them, shown on every page; nothing if empty.
        progress: Called with page name and outcome as pages finish.

    Returns:
        The pages named in `briefs` that are now in place.

    Raises:
        PublishError: When a page failed, after all others were tried.
        ParameterError: When a parameter is wrong; no kernel has been started then.
    """
    tables = read_tables(processed)
    for job in briefs:
        check_parameters(job.notebook, job.parameters, tables)
    reports.mkdir(parents=True, exist_ok=True)
    manifest = _read_manifest(reports)
    pages = {
        name: BriefJob(Path(entry["notebook"]), entry["parameters"])
        for name, entry in manifest.items()
    } | {job.name: job for job in briefs}
    inputs = _inputs_hash(processed)
    beside = {job.name: {"publisher": publisher, **links(job, pages)} for job in briefs}
    due = {job.name: (job, fingerprint(job, inputs, beside[job.name])) for job in briefs}
    tell = progress or (lambda name, outcome: None)
    for name, (_, mark) in list(due.items()):
        if not force and _unchanged(reports / f"{name}.html", manifest.get(name), mark):
            due.pop(name)
            tell(name, "unchanged")
    failures = _run_all(due, processed, reports, workers, manifest, beside, tell)
    _write_manifest(reports, manifest)
    _copy_tables(processed, reports / "data")
    write_index(manifest, tables, reports, publisher)
    if failures:
        listed = "\n".join(f"  {name}: {why}" for name, why in sorted(failures.items()))
        raise PublishError(f"{len(failures)} of {len(briefs)} pages failed:\n{listed}")
    return [reports / f"{job.name}.html" for job in briefs]


def _run_all(
    due: dict[str, tuple[BriefJob, str]],
    processed: Path,
    reports: Path,
    workers: int,
    manifest: dict[str, Any],
    beside: dict[str, dict[str, Any]],
    tell: Progress,
) -> dict[str, str]:
    """Run the due jobs in processes; fill the manifest; return what failed and why."""
    if not due:
        return {}
    failures = {}
    with _pool(workers) as pool:
        running: dict[Future[dict[str, Any]], str] = {
            pool.submit(make_page, job, processed.resolve(), reports, beside[name]): name
            for name, (job, _) in due.items()
        }
        for future in as_completed(running):
            name = running[future]
            error = future.exception()
            if error is None:
                manifest[name] = {**future.result(), "inputs": due[name][1]}
                tell(name, "published")
            else:
                failures[name] = str(error).strip() or type(error).__name__
                tell(name, "failed")
    return failures


def _pool(workers: int) -> ProcessPoolExecutor:
    """Return a pool in which every page gets a fresh process.

    Where the system can fork, processes start from a server that has the libraries imported and no
    threads of its own; elsewhere each starts from nothing.
    """
    if "forkserver" not in get_all_start_methods():
        return ProcessPoolExecutor(max(1, workers), get_context("spawn"), max_tasks_per_child=1)
    # The numerical libraries must not start threads in the server.
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    context = get_context("forkserver")
    context.set_forkserver_preload(preload())
    return ProcessPoolExecutor(max(1, workers), context, max_tasks_per_child=1)


def links(job: BriefJob, pages: dict[str, BriefJob]) -> dict[str, Any]:
    """Addresses of the pages beside one: the other language, other briefs of its region.

    Args:
        job: The page.
        pages: All pages of the folder by name.

    Returns:
        `alternate`, an address or nothing, and `related`, pairs of label and address in the order
        of the index.
    """
    language, code = job.parameters["language"], job.parameters.get("region_code")
    related = [
        (pick(language, *words), f"{name}.html")
        for notebook, words in SINGLE.items()
        for name, page in sorted(pages.items())
        if page.notebook.stem == notebook
        and notebook != job.notebook.stem
        and page.parameters["region_code"] == code
        and page.parameters["language"] == language
    ]
    alternate = f"{job.alternate}.html" if job.alternate in pages else ""
    return {"alternate": alternate, "related": related if job.notebook.stem in SINGLE else []}


def make_page(
    job: BriefJob, processed: Path, reports: Path, beside: dict[str, Any]
) -> dict[str, Any]:
    """Run one notebook, render it and move the page into place.

    Args:
        job: The page.
        processed: Folder of the stage tables.
        reports: Folder of the pages.
        beside: The publisher and the addresses of the pages beside it, see `links`.

    Returns:
        The page's entry in the manifest.

    Raises:
        PageError: With notebook, parameters, cell and cause.
    """
    os.environ[PROCESSED_VARIABLE] = str(processed)
    where = f"{job.notebook.name} ({_told(job.parameters)})"
    try:
        notebook = _executed(job)
        text = render(notebook, workbook=f"{job.name}.xlsx", **beside)
    except PageError as error:
        raise PageError(f"{where}: {error}") from None
    head = head_of(notebook)
    page, book = (reports / f"{job.name}.{os.getpid()}.part{n}" for n in (1, 2))
    page.write_text(text, encoding="utf-8")
    write_workbook(notebook, head, book)
    # Readers see the old page or the new one, never half of one.
    book.replace(reports / f"{job.name}.xlsx")
    page.replace(reports / f"{job.name}.html")
    shown = ("lang", "title", "h1", "lead", "dates", "facts")
    return {
        "notebook": job.notebook.stem,
        "parameters": job.parameters,
        "page": {key: head[key] for key in shown},
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }


def _executed(job: BriefJob) -> Any:
    """Run the notebook in this process, which no other notebook has used."""
    import papermill
    from papermill.exceptions import PapermillExecutionError

    try:
        return papermill.execute_notebook(
            str(job.notebook),
            None,
            parameters=job.parameters,
            cwd=str(job.notebook.parent),
            engine_name=IN_PROCESS,
            progress_bar=False,
            request_save_on_cell_execute=False,
        )
    except PapermillExecutionError as error:
        raise PageError(
            f"cell {error.cell_index + 1} failed: {error.ename}: {error.evalue}"
        ) from None


def _told(parameters: dict[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in parameters.items())


def fingerprint(job: BriefJob, inputs: str, beside: dict[str, Any]) -> str:
    """Hash what a page is made from: tables, code, notebook, parameters, the pages beside it."""
    digest = hashlib.sha256(inputs.encode())
    digest.update(job.notebook.read_bytes())
    digest.update(json.dumps(job.parameters, sort_keys=True).encode())
    digest.update(json.dumps(beside, sort_keys=True).encode())
    return digest.hexdigest()


def _inputs_hash(processed: Path) -> str:
    """Hash of the tables, the package and the libraries that draw and render."""
    digest = hashlib.sha256()
    own = [
        path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ]
    for path in [*sorted(processed.glob("*.csv")), *sorted(own)]:
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    digest.update(" ".join(f"{name} {version(name)}" for name in LIBRARIES).encode())
    return digest.hexdigest()


def _unchanged(page: Path, entry: dict[str, Any] | None, mark: str) -> bool:
    """The page in place is the one that these inputs made."""
    if entry is None or entry.get("inputs") != mark:
        return False
    if not page.with_suffix(".xlsx").exists():
        return False
    return page.exists() and hashlib.sha256(page.read_bytes()).hexdigest() == entry["sha256"]


def _read_manifest(reports: Path) -> dict[str, Any]:
    """Entries of pages that are still in place."""
    path = reports / MANIFEST
    if not path.exists():
        return {}
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return {}  # a spoiled manifest costs one full run, no page
    return {name: entry for name, entry in entries.items() if (reports / f"{name}.html").exists()}


def _write_manifest(reports: Path, manifest: dict[str, Any]) -> None:
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    waiting = reports / f"{MANIFEST}.part"
    waiting.write_text(text, encoding="utf-8")
    waiting.replace(reports / MANIFEST)


def _copy_tables(processed: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for path in [*sorted(processed.glob("*.csv")), processed / "datapackage.json"]:
        if path.exists():
            shutil.copyfile(path, target / path.name)


__all__ = ["BriefJob", "ParameterError", "PublishError", "default_jobs", "make_page", "publish"]
