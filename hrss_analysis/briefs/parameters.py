"""Parameters checked before a kernel starts; papermill itself only warns."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import papermill

from hrss_analysis.prose.words import LANGUAGES

TYPES: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool}
EARLIEST_HORIZON, LATEST_HORIZON = 2000, 2100
HORIZONS = tuple(range(EARLIEST_HORIZON, LATEST_HORIZON + 1))
YEARS = {"horizon_year": HORIZONS, "year": (0, *HORIZONS)}  # 0: let the brief choose


class ParameterError(ValueError):
    """A parameter is unknown, missing, of the wrong type or has an unknown value."""


def declared(notebook: Path) -> dict[str, str]:
    """Read the parameters cell of a notebook.

    Args:
        notebook: Path of the notebook.

    Returns:
        Parameter name to type name, in the order of the cell.

    Raises:
        ParameterError: When the notebook has no parameters or one without a plain type.
    """
    found = papermill.inspect_notebook(str(notebook))
    if not found:
        raise ParameterError(f"{notebook.name}: no cell tagged 'parameters' with parameters in it")
    types = {name: str(entry["inferred_type_name"]) for name, entry in found.items()}
    untyped = [name for name, kind in types.items() if kind not in TYPES]
    if untyped:
        raise ParameterError(
            f"{notebook.name}: parameters without a plain type ({', '.join(TYPES)}): "
            f"{', '.join(untyped)}"
        )
    return types


def check_parameters(
    notebook: Path, parameters: dict[str, Any], tables: dict[str, pd.DataFrame]
) -> None:
    """Refuse parameters that the notebook or the tables do not know.

    All parameters must be given, so that a page never rests on a default that someone changed.

    Args:
        notebook: Path of the notebook.
        parameters: Values by name.
        tables: The stage tables, which hold the valid values.

    Raises:
        ParameterError: With the notebook, the parameter and the valid choices.
    """
    types = declared(notebook)
    where = f"{notebook.stem}"
    unknown = sorted(set(parameters) - set(types))
    if unknown:
        raise ParameterError(
            f"{where}: unknown parameter {', '.join(unknown)}; choose from {', '.join(types)}"
        )
    missing = [name for name in types if name not in parameters]
    if missing:
        raise ParameterError(f"{where}: missing parameter {', '.join(missing)}")
    for name, kind in types.items():
        if type(parameters[name]) is not TYPES[kind]:
            raise ParameterError(
                f"{where}: parameter {name} must be {kind}, got {parameters[name]!r} "
                f"({type(parameters[name]).__name__})"
            )
        _check_value(where, name, parameters[name], tables)


def _check_value(where: str, name: str, value: Any, tables: dict[str, pd.DataFrame]) -> None:
    if name == "language":
        _one_of(where, name, [value], LANGUAGES)
    elif name in ("region_code", "region_codes"):
        codes = [value] if name == "region_code" else _parts(value)
        known = sorted(set(tables["observations"]["region_code"]))
        _one_of(where, name, codes, known)
        if name == "region_codes" and len(set(codes)) < 2:
            raise ParameterError(f"{where}: region_codes needs at least two codes, got {value!r}")
    elif name == "domain":
        _one_of(where, name, [value], sorted(set(tables["indicators"]["domain"])))
    elif name in ("indicator", "indicators"):
        _one_of(where, name, _parts(value), tables["indicators"]["indicator_id"].tolist())
    elif name in YEARS and value not in YEARS[name]:
        years = YEARS[name]
        raise ParameterError(
            f"{where}: {name} must lie from {EARLIEST_HORIZON} to {LATEST_HORIZON}"
            f"{' or be 0' if 0 in years else ''}, got {value}"
        )


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _one_of(where: str, name: str, values: Iterable[str], known: Iterable[str]) -> None:
    choices = list(known)
    for value in values:
        if value not in choices:
            raise ParameterError(
                f"{where}: {name} has no {value!r}; choose from {', '.join(choices)}"
            )
