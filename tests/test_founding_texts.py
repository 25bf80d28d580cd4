"""The reader against the transcribed readings of the founding documents.

Their texts may not be passed on. Where somebody has them, `HRSS_TEXTS` names the folder; texts are
known by checksum. What the reader gives must be what was transcribed, but for the differences
listed, with the reason, in `expected/founding_differences.csv`.
"""

import csv
import hashlib
import os
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

from hrss_analysis.intake import About, read_file

FIELDS = ("value", "unit", "qualifier", "role", "indicator_id", "period_end")
LISTED = Path(__file__).parent / "expected" / "founding_differences.csv"


def texts():
    folder = os.environ.get("HRSS_TEXTS")
    paths = Path(folder).glob("*.txt") if folder else []
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in paths}


def at_hand():
    found = texts()
    for note in sorted((ROOT / "data" / "raw").glob("*/source.yml")):
        known = yaml.safe_load(note.read_text(encoding="utf-8"))
        if known.get("sha256") in found:
            yield note.parent, known, found[known["sha256"]]


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cell(value):
    return "" if value is None or value != value else str(value)


def differences(folder, note, path):
    """Yield (document, span, field, transcribed, extracted) for all that differs."""
    about = About(str(note["published"]), note["region_code"], note["kind"])
    extracted = {
        (str(row.start), str(row.end)): row for row in read_file(path, about).readings.itertuples()
    }
    transcribed = {(row["start"], row["end"]): row for row in rows(folder / "readings.csv")}
    for span in sorted(extracted.keys() | transcribed.keys(), key=lambda span: int(span[0])):
        name = "-".join(span)
        if span not in extracted or span not in transcribed:
            yield folder.name, name, "reading", str(span in transcribed), str(span in extracted)
            continue
        for field in FIELDS:
            old, new = transcribed[span][field], cell(getattr(extracted[span], field))
            same = float(old) == float(new) if field == "value" else old == new
            if not same:
                yield folder.name, name, field, old, new


@pytest.mark.skipif(not list(at_hand()), reason="HRSS_TEXTS names no folder with their texts")
def test_extracted_readings_equal_the_transcribed_ones_but_for_what_is_listed():
    listed = [tuple(row.values())[:5] for row in rows(LISTED)]
    own = {folder.name for folder, _, _ in at_hand()}
    found = [line for place in at_hand() for line in differences(*place)]
    assert found == [line for line in listed if line[0] in own]
    assert all(row["explanation"] for row in rows(LISTED))
