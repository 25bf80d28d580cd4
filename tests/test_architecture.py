"""Imports point down: a module uses only layers below its own (see the package docstring)."""

import ast
import re
from pathlib import Path

import hrss_analysis

PACKAGE = Path(hrss_analysis.__file__).parent
LAYERS = ["ground", "stage 1", "stage 2", "stage 3", "stage 4", "check", "publish", "join"]


def listed_layers():
    rows = re.findall(
        r"^(ground|stage \d|check|publish|join) +(\w+) +\S", hrss_analysis.__doc__, re.M
    )
    return {module: layer for layer, module in rows}


def room(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def inner_imports(path):
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("hrss_analysis"):
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
            found |= {parts[1] for parts in names if parts[0] == "hrss_analysis" and len(parts) > 1}
    return found - {"__version__"}


def modules():
    return [path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py"]


def test_the_docstring_lists_every_module():
    assert set(listed_layers()) == {room(path) for path in modules()}


def test_imports_point_down():
    layer = listed_layers()
    order = list(layer)
    for path in modules():
        for used in inner_imports(path) - {room(path)}:
            same = layer[used] == layer[room(path)]
            above = LAYERS.index(layer[used]) > LAYERS.index(layer[room(path)])
            later = same and order.index(used) > order.index(room(path))
            stage = same and layer[used].startswith("stage")
            assert not (above or later or stage), f"{room(path)} must not import {used}"


def test_modules_stay_small():
    for path in modules():
        lines = path.read_text(encoding="utf-8").count("\n")
        assert lines <= 400, f"{path.name} has {lines} lines; split it"
