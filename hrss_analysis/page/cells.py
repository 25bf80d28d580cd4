"""Table cells of values: linked to their source, with marks and what was printed before."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hrss_analysis.page.brief import Brief
from hrss_analysis.page.markup import Cell, nothing
from hrss_analysis.page.sources import marks_text
from hrss_analysis.prose.numbers import named_unit, quantity
from hrss_analysis.prose.words import pick


def sourced_cell(
    brief: Brief,
    observation_id: Any,
    text: str,
    marks: str = "",
    *,
    small: str = "",
    kind: str = "",
) -> Cell:
    """A text that leads to an observation's source; a corrected one tells what was printed."""
    anchor, hint = brief.ledger.anchor(observation_id)
    printed = brief.ledger.was_printed(observation_id)
    below = pick(brief.language, "，", ", ").join(part for part in (small, printed) if part)
    return Cell(text=text, anchor=anchor, hint=hint, marks=marks, small=below, kind=kind)


def observed_cell(
    brief: Brief, observations: pd.DataFrame, observation_id: Any, *, small: str = ""
) -> Cell:
    """A value as published; in words where there is none.

    Args:
        brief: The page.
        observations: The observations by id.
        observation_id: The value, or missing.
        small: A second line.

    Returns:
        The cell. English leaves persons out: the indicator's name says who is counted.
    """
    language = brief.language
    if pd.isna(observation_id):
        return nothing(language, "未公布", "not reported")
    row = observations.loc[str(observation_id)]
    text = quantity(
        row["value"],
        named_unit(row["unit"], language),
        language,
        qualifier=row["qualifier"],
        precision=row["precision"],
    )
    marks = marks_text(row["status"], row["flag"], language)
    return sourced_cell(brief, observation_id, text, marks, small=small)
