"""Every notebook: thin, without output, runnable by hand and by papermill."""

import ast
from pathlib import Path

import nbformat
import pytest

from hrss_analysis.briefs.parameters import declared

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
BRIEFS = ("region_brief", "comparison_brief", "plan_brief", "projection_brief", "map_brief")
MOST_CELLS, MOST_LINES = 15, 10
UNWANTED = ("/home/", "filterwarnings", "sys.path", "..\\\\")


def problems(notebook):
    """What is wrong with a notebook, in words."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    tags = [tag for cell in notebook.cells for tag in cell.metadata.get("tags", [])]
    kernel = notebook.metadata.get("kernelspec", {}).get("name")
    wrong = {
        "has output or execution counts": any(c.outputs or c.execution_count for c in code),
        "has no kernel python3": kernel != "python3",
        "needs one cell tagged parameters": tags.count("parameters") != 1,
        "has an injected cell": "injected-parameters" in tags,
        "has too many cells": len(code) > MOST_CELLS,
        "has a long cell": any(len(c.source.splitlines()) > MOST_LINES for c in code),
        "does not open with its question": notebook.cells[0].cell_type != "markdown",
        "defines or loops": any(map(defines, code)),
        "holds a path or silences warnings": any(w in c.source for c in code for w in UNWANTED),
        "has a figure typed into markdown": any(char.isdigit() for char in figures(notebook)),
    }
    return [what for what, found in wrong.items() if found]


def defines(cell):
    kinds = ast.FunctionDef | ast.ClassDef | ast.For | ast.While
    return any(isinstance(node, kinds) for node in ast.walk(ast.parse(cell.source)))


def figures(notebook):
    """Markdown without the interval levels, which are method and not data."""
    text = " ".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return text.replace("80 %", "").replace("95 %", "")


def test_there_are_briefs_and_one_to_explore():
    assert {path.stem for path in NOTEBOOKS} >= {*BRIEFS, "explore_tables"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_clean(path):
    assert problems(nbformat.read(path, as_version=4)) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_parameters_are_typed_and_explained(path):
    types = declared(path)
    assert types["language"] == "str"
    cell = next(
        cell
        for cell in nbformat.read(path, as_version=4).cells
        if "parameters" in cell.metadata.get("tags", [])
    )
    assert all("  # " in line for line in cell.source.splitlines())


def test_a_spoiled_notebook_is_found():
    spoiled = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("for x in range(3):\n    pass", execution_count=3)]
    )
    assert len(problems(spoiled)) >= 5
