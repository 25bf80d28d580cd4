"""Which region lies within which, as far as a series is known there."""

from collections.abc import Container

import pandas as pd


def lines_of_descent(regions: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Regions above each region, the nearest first.

    Args:
        regions: The regions table; `parent_code` is missing for the highest.

    Raises:
        ValueError: If a region lies within itself.
    """
    parent = dict(zip(regions["region_code"], regions["parent_code"], strict=True))
    above: dict[str, tuple[str, ...]] = {}
    for code in parent:
        line: list[str] = []
        at = parent[code]
        while isinstance(at, str):
            if at == code or at in line:
                raise ValueError(f"region {code} lies within itself: correct parent_code of {at}")
            line.append(at)
            at = parent.get(at)
        above[code] = tuple(line)
    return above


def nearest(line: tuple[str, ...], known: Container[str]) -> str | None:
    """The nearest region above that is known."""
    return next((code for code in line if code in known), None)
