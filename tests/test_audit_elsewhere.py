"""False alarms of the audit on texts other than the founding documents (see corpus/README.md).

The annotated texts of `tune` are audited one by one, as annotated, so that what the rules say is
not mixed with what the reader misread. Each finding is judged by hand;
`python tests/test_audit_elsewhere.py` prints them, and those about the texts as read.
"""

import csv
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from hrss_analysis import reference, tables, units
from hrss_analysis.audit import as_table, audit
from hrss_analysis.observations import build_observations
from hrss_analysis.readings import UndatedError, read_text

TUNE = Path(__file__).parent / "corpus" / "tune"
JUDGED = Path(__file__).parent / "expected" / "audit_findings_elsewhere.csv"
REGIONS = pd.read_csv(TUNE.parent / "regions.csv", dtype="string")
KEY = ["kind", "indicator_id", "period", "reading_ids"]
SCOPES = {"sub-group": "sub_group", "campaign": "campaign"}


def precision(literal, value):
    """Width of the last printed digit; unknown for ranges, declines in words and ratios."""
    try:
        return units.printed_precision(literal, abs(value))
    except ValueError:
        return None


def annotated(document, gold):
    """Readings of one text as annotated, with the precision of their literals."""
    rows = gold[gold["doc"] == document].copy()
    rows["document_id"] = document
    rows["label_zh"] = rows["indicator_zh"].where(rows["indicator_zh"].ne(""), rows["literal"])
    scope = rows["note"].str.split("[,;]").str[0].map(SCOPES)
    rows["scope"] = scope.where(rows["indicator_id"].eq(""))
    rows["precision"] = [
        precision(literal, Decimal(str(value)))
        for literal, value in zip(rows["literal"], rows["value"], strict=True)
    ]
    return rows.rename(columns={"region": "region_name"})


def as_read(document, about, indicators):
    """Readings of one text as the reader gives them."""
    text = (TUNE / document).read_bytes().decode("utf-8")
    known = {"document_id": document, "region_code": None}
    known |= {"regions": REGIONS, "indicators": indicators}
    try:
        return read_text(text, document_date=about["document_date"] or None, **known).readings
    except UndatedError:
        return None


def found(readings, document, about, indicators):
    """What the audit complains of in one text."""
    codes = REGIONS.set_index("name_zh")["region_code"]
    rows = readings.replace("", pd.NA)
    rows["region_code"] = rows["region_name"].map(codes)
    rows["reading_id"] = [f"{document}:{start}" for start in rows["start"]]
    rows["document_id"], rows["status"] = document, "reported"
    ends = [
        units.interval(
            Decimal(str(row.value)),
            None if pd.isna(row.precision) else Decimal(str(row.precision)),
            row.qualifier,
            row.unit,
            ceiling=units.ceiling(row.unit, row.role),
        )
        for row in rows.itertuples()
    ]
    rows["value_lower"], rows["value_upper"] = zip(*ends, strict=True)
    rows = tables.conform(rows, "readings", order=["start"])
    documents = pd.DataFrame(
        [
            {
                "document_id": document,
                "published": about["document_date"] or pd.NA,
                "kind": about["kind"],
                "region_code": codes.get(about["region_name"], pd.NA),
                "reliability": "official",
                "year_to": int(rows["period_end"].str[:4].fillna("0").max()),
                "part_year": False,
            }
        ]
    )
    data = {"readings": rows, "documents": documents, "indicators": indicators, "regions": REGIONS}
    data["observations"] = build_observations(rows, documents, indicators)
    return as_table(audit(data), "zh").query("severity != 'confirmed'")


def complaints(kind):
    """All complaints about annotated (`gold`) or read (`read`) texts, one text at a time."""
    indicators = reference.indicators()
    gold = pd.read_csv(TUNE / "gold.csv", keep_default_na=False, dtype={"start": int, "end": int})
    told = []
    with (TUNE / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        for about in csv.DictReader(file):
            document = about["doc"]
            rows = (
                annotated(document, gold)
                if kind == "gold"
                else as_read(document, about, indicators)
            )
            if rows is not None and len(rows):
                told.append(found(rows, document, about, indicators))
    return pd.concat(told, ignore_index=True)


def share_false(judged):
    return judged["verdict"].eq("false alarm").mean()


@pytest.mark.slow
def test_findings_about_annotated_texts_are_judged_and_few_are_false_alarms():
    judged = pd.read_csv(JUDGED, dtype="string").fillna({"indicator_id": ""})
    told = complaints("gold")[KEY].astype("string")
    pd.testing.assert_frame_equal(
        judged[KEY].sort_values(KEY, ignore_index=True), told.sort_values(KEY, ignore_index=True)
    )
    assert set(judged["verdict"]) <= {"true", "false alarm"} and judged["reason"].notna().all()
    assert share_false(judged) <= 1 / 6


if __name__ == "__main__":
    for name in ("gold", "read"):
        print(name, complaints(name)[KEY].to_string(index=False), sep="\n")
