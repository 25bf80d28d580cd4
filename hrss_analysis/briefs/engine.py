"""A papermill engine that runs cells with IPython in the process it is called in.

Starting a kernel and importing the libraries costs more than a brief's own work. `publish` forks a
fresh process for each page from one that has everything imported; in it no kernel is needed, and
nothing of one page can reach another. The pages are the same as from a kernel (a test compares).
"""

from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import RichOutput, capture_output
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines

NAME = "in_process"


class InProcessEngine(Engine):
    """Runs a notebook's code cells in this process, in order, and stops at the first error."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, **kwargs: Any
    ) -> None:
        """Run all cells and keep their outputs in the notebook.

        Args:
            nb_man: papermill's record of the run.
            kernel_name: Ignored; the language is checked by papermill.
            kwargs: Options of other engines, ignored.
        """
        InteractiveShell.clear_instance()
        shell = InteractiveShell.instance()
        for index, cell in enumerate(nb_man.nb.cells):
            nb_man.cell_start(cell, index)
            failed = cell.cell_type == "code" and not run_cell(shell, cell, index)
            if failed:
                nb_man.cell_exception(cell, index)
                break
            nb_man.cell_complete(cell, index)


def run_cell(shell: InteractiveShell, cell: NotebookNode, index: int) -> bool:
    """Run one code cell, keep its outputs, and tell whether it went well."""
    with capture_output() as captured:
        result = shell.run_cell(cell.source, store_history=False)
    cell.execution_count = index + 1
    cell.outputs = [*_streams(captured.stdout, captured.stderr), *_displayed(captured.outputs)]
    error = result.error_before_exec or result.error_in_exec
    if error is not None:
        # IPython prints the traceback to stdout as well; the error output says it once.
        cell.outputs = [
            new_output("error", ename=type(error).__name__, evalue=str(error), traceback=[])
        ]
    return error is None


def _streams(out: str, err: str) -> list[NotebookNode]:
    texts = {"stdout": out, "stderr": err}
    return [new_output("stream", name=name, text=text) for name, text in texts.items() if text]


def _displayed(outputs: list[RichOutput]) -> list[NotebookNode]:
    return [
        new_output("display_data", data=shown.data, metadata=shown.metadata or {})
        for shown in outputs
    ]


def preload() -> list[str]:
    """Return the modules a page needs that a forked process should find imported."""
    return [
        *("pandas", "seaborn", "statsmodels.api", "matplotlib.pyplot", "nbconvert", "papermill"),
        *("IPython.core.interactiveshell", "pandera.pandas", "pyarrow.parquet"),
        *("hrss_analysis.page", "hrss_analysis.briefs"),
    ]


papermill_engines.register(NAME, InProcessEngine)
