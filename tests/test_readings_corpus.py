"""How well texts are read that nobody tuned the reader on (see corpus/README.md).

Run `python -m pytest tests/test_readings_corpus.py -s` for the figures. Figures are matched by
overlap of their spans. A silent error is one that nobody sees: a value off by 万 or 亿, a target
taken for an actual value or the other way round, a number given an indicator it does not measure.
"""

import csv
from collections import Counter
from math import isclose, log10
from pathlib import Path

import pandas as pd
import pytest

from hrss_analysis import reference
from hrss_analysis.readings import UndatedError, read_text

CORPUS = Path(__file__).parent / "corpus"
SLIPS = (4, 8)


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def extracted(half, regions, indicators):
    for about in rows(CORPUS / half / "documents.csv"):
        text = (CORPUS / half / about["doc"]).read_bytes().decode("utf-8")
        known = {"document_id": about["doc"], "region_code": None}
        known |= {"regions": regions, "indicators": indicators}
        try:
            given = about["document_date"] or None
            found = read_text(text, document_date=given, **known).readings
        except UndatedError:  # as `hrss read` does: numbers without periods
            found = read_text(text, document_date="2000-12-31", **known).readings
            found = found.assign(period_start="", period_end="")
        yield about["doc"], found.to_dict("records")


def overlap(gold, found):
    return min(int(gold["end"]), found["end"]) - max(int(gold["start"]), found["start"])


def pairs(gold, found):
    """Match one to one, largest overlap first."""
    scored = [
        (-overlap(g, f), i, j)
        for i, g in enumerate(gold)
        for j, f in enumerate(found)
        if overlap(g, f) > 0
    ]
    used_gold, used_found, matched = set(), set(), []
    for _, i, j in sorted(scored):
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            matched.append((gold[i], found[j]))
    return matched


def own_id(found):
    return "" if pd.isna(found["indicator_id"]) else found["indicator_id"]


def fact(indicator_id, role, value):
    return (indicator_id, role, round(float(value), 6))


def silent(gold, found):
    old, new = float(gold["value"]), float(found["value"])
    if old and new and any(isclose(abs(log10(abs(new / old))), s, abs_tol=0.01) for s in SLIPS):
        yield "value off by 万 or 亿"
    if {gold["role"], found["role"]} == {"actual", "target"}:
        yield "target and actual confused"
    if own_id(found) and own_id(found) != gold["indicator_id"]:
        yield "indicator it does not measure"


def score(half):
    counts = Counter()
    regions = pd.read_csv(CORPUS / "regions.csv", dtype="string")
    gold = rows(CORPUS / half / "gold.csv")
    for doc, found in extracted(half, regions, reference.indicators()):
        own = [row for row in gold if row["doc"] == doc]
        matched = pairs(own, found)
        counts.update(gold=len(own), found=len(found), matched=len(matched))
        for g, f in matched:
            counts["value"] += isclose(float(g["value"]), float(f["value"]), rel_tol=1e-9)
            counts["unit"] += g["unit"] == f["unit"]
            counts["role"] += g["role"] == f["role"]
            counts["year"] += g["period_end"][:4] == str(f["period_end"])[:4]
            counts.update(silent(g, f))
        wanted = [fact(g["indicator_id"], g["role"], g["value"]) for g in own if g["indicator_id"]]
        given = [fact(own_id(f), f["role"], f["value"]) for f in found if own_id(f)]
        counts["told"] += sum(one in given for one in wanted)
        counts["untold"] += sum(one not in given for one in wanted)
        counts["untrue"] += sum(one not in wanted for one in given)
    return counts


def f1(hits, missed, extra):
    return 2 * hits / (2 * hits + missed + extra)


@pytest.mark.parametrize(
    ("half", "figures", "values", "indicators"),
    [("tune", 0.985, 0.99, 0.96), ("held", 0.98, 0.99, 0.91)],
)
def test_accuracy_does_not_fall(half, figures, values, indicators):
    counts = score(half)
    missed, extra = counts["gold"] - counts["matched"], counts["found"] - counts["matched"]
    told = {
        "figure F1": f1(counts["matched"], missed, extra),
        **{name: counts[name] / counts["matched"] for name in ("value", "unit", "role", "year")},
        "indicator F1": f1(counts["told"], counts["untold"], counts["untrue"]),
    }
    print(half, counts["gold"], {name: round(rate, 4) for name, rate in told.items()})
    print({name: number for name, number in counts.items() if " " in name})
    assert told["figure F1"] >= figures
    assert told["value"] >= values
    assert told["indicator F1"] >= indicators


@pytest.mark.parametrize("half", ["tune", "held"])
def test_every_annotated_literal_stands_at_its_span(half):
    texts = {
        about["doc"]: (CORPUS / half / about["doc"]).read_bytes().decode("utf-8")
        for about in rows(CORPUS / half / "documents.csv")
    }
    assert {path.name for path in (CORPUS / half).glob("*.txt")} == set(texts)
    for row in rows(CORPUS / half / "gold.csv"):
        assert texts[row["doc"]][int(row["start"]) : int(row["end"])] == row["literal"]


def test_no_text_is_in_both_halves():
    tuned, held = (
        {about["doc"] for about in rows(CORPUS / half / "documents.csv")}
        for half in ("tune", "held")
    )
    assert not tuned & held
