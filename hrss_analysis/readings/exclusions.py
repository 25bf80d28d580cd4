"""Numbers that are no statistics: dates, titles, telephone numbers, list numbers, names."""

import re
from functools import cache

from hrss_analysis.readings.lexicon import read_table
from hrss_analysis.readings.quantities import Unread


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (row["reason"], re.compile(row["pattern"])) for row in read_table("not_statistics")
    )


def find_excluded(text: str, tables: list[tuple[int, int]]) -> list[Unread]:
    """Return the stretches of running text that hold no statistics, in order, without overlap.

    The table's order decides where two patterns meet.
    """
    found = [(start, -1, end, "table") for start, end in tables]
    for rank, (reason, pattern) in enumerate(_patterns()):
        found += [(m.start(), rank, m.end(), reason) for m in pattern.finditer(text)]
    kept: list[Unread] = []
    for start, _, end, reason in sorted(found):
        if not kept or start >= kept[-1].end:
            kept.append(Unread(start, end, reason))
        elif end > kept[-1].end and start == kept[-1].start:
            kept[-1] = Unread(start, end, reason)
    return kept
