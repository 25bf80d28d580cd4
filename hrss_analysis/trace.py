"""A value back to its printed characters, and printed characters forward to the pages.

The way: page, table, observation, readings, document, characters. The characters around a span are
shown only where the document itself is at hand, known by its checksum.
"""

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from html import escape
from pathlib import Path

import pandas as pd

from hrss_analysis.documents import SUPPORTED, DocumentError, read_document
from hrss_analysis.tables import number_text

TEXTS_VARIABLE = "HRSS_TEXTS"
AROUND = 20  # characters shown on both sides of a span
SPAN = re.compile(r"(?P<document>[a-z0-9-]+):(?P<start>\d+)(?:-(?P<end>\d+))?")
ENTRY = re.compile(r'<li id="(v\d+)" data-observation="([^"]+)"')
NEAREST = 8  # names offered for one that is unknown
STATES = {
    "verified": "the characters are as read",
    "differs": "the text has other characters here; read the document again",
    "absent": "no text with this checksum at hand; name its folder with --texts",
    "cited": "a cited value, without characters",
}

Tables = Mapping[str, pd.DataFrame]


class TraceError(ValueError):
    """Something asked for does not exist; the message names what does."""


@dataclass(frozen=True)
class Places:
    """Where published pages and the texts of the documents are looked for.

    Attributes:
        reports: Folder of the pages; it need not exist.
        texts: Folders with documents at any depth; a document is known by its checksum.
    """

    reports: Path
    texts: Sequence[Path] = field(default=())

    def text_of(self, sha256: object) -> str | None:
        """Return the text of the document with this checksum, or None where it is not at hand."""
        for folder in self.texts:
            if path := _by_checksum(folder).get(str(sha256)):
                return _text(path)
        return None


def find_places(processed: Path) -> Places:
    """Return the places beside a folder of tables, and the texts that `HRSS_TEXTS` names."""
    named = os.environ.get(TEXTS_VARIABLE)
    texts = [Path(named)] if named else []
    return Places(processed.parents[1] / "reports", [*texts, processed.parent / "raw"])


@cache
def _by_checksum(folder: Path) -> dict[str, Path]:
    files = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in SUPPORTED]
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in files if path.is_file()}


@cache
def _text(path: Path) -> str | None:
    try:
        return read_document(path).text
    except DocumentError:
        return None


def find_observations(data: Tables, words: Sequence[str]) -> list[str]:
    """Return the ids of the observations that some words name, in the order of the table.

    Args:
        data: The tables.
        words: One observation id; or one span DOCUMENT:START-END (a reading id is one); or region
            and indicator, each by code or name, and period (2024, 2021-2025, or days as in the
            table).

    Raises:
        TraceError: A word is unknown; the message names valid ones.
    """
    observed = data["observations"]
    if len(words) == 3:
        return _by_key(data, *words)
    if len(words) != 1:
        raise TraceError(
            "give an observation id, a span DOCUMENT:START-END, or REGION INDICATOR PERIOD"
        )
    word = words[0]
    if word in set(observed["observation_id"]):
        return [word]
    span = SPAN.fullmatch(word)
    if span and span["document"] in set(data["documents"]["document_id"]) | _series(data):
        names = set(find_readings(data, word)["reading_id"])
        rests = observed["reading_ids"].map(lambda ids: not names.isdisjoint(ids.split()))
        return observed.loc[rests, "observation_id"].tolist()
    raise TraceError(f"no observation or span {word!r}; {_offer(data, word)}")


def _series(data: Tables) -> set[str]:
    """Names before the row numbers of cited readings."""
    return set(data["readings"]["reading_id"].str.rpartition(":")[0])


def find_readings(data: Tables, span: str) -> pd.DataFrame:
    """Return the readings that a span DOCUMENT:START-END touches, or the cited row DOCUMENT:ROW.

    Raises:
        TraceError: No reading is there; the message names the nearest.
    """
    readings = data["readings"]
    asked = SPAN.fullmatch(span)
    if asked is None:
        raise TraceError(f"{span!r} is no span; write DOCUMENT:START-END")
    own = readings[readings["reading_id"].str.rpartition(":")[0].eq(asked["document"])]
    start, end = int(asked["start"]), int(asked["end"] or int(asked["start"]) + 1)
    touched = own["reading_id"].eq(span)
    if not touched.any():
        touched = ((own["start"] < end) & (own["end"] > start)).fillna(False)
    if touched.any():
        return own[touched]
    far = (own["start"].astype("float64") - start).abs().sort_values(kind="stable")
    near = own.loc[far.index[:NEAREST], "reading_id"]
    raise TraceError(f"no number was read at {span}; the nearest are {', '.join(near)}")


def _by_key(data: Tables, region: str, indicator: str, period: str) -> list[str]:
    observed = data["observations"]
    region = _named(data["regions"], region, set(observed["region_code"]), "region")
    own = observed[observed["region_code"].eq(region)]
    indicator = _named(
        data["indicators"], indicator, set(own["indicator_id"]), f"indicator of {region}"
    )
    of = own[own["indicator_id"].eq(indicator)]
    periods = [_periods(row.period_start, row.period_end) for row in of.itertuples()]
    found = of[[period in spellings for spellings in periods]]
    if found.empty:
        known = ", ".join(sorted({spellings[0] for spellings in periods}))
        raise TraceError(f"{region} {indicator} has no period {period!r}; it has {known}")
    return found["observation_id"].tolist()


def _named(table: pd.DataFrame, word: str, known: set[str], kind: str) -> str:
    """Return the code that a code or a name in either language means, of those with observations.

    Raises:
        TraceError: It means none; the message names what is near, and else all there are.
    """
    names: dict[str, str] = {}
    for row in table[table.iloc[:, 0].isin(known)].itertuples(index=False):
        aliases = "" if pd.isna(row.aliases_zh) else row.aliases_zh
        for name in (row[0], row.name_zh, row.name_en.lower(), *aliases.split("|")):
            names.setdefault(name, row[0])
    found = names.get(word) or names.get(word.lower())
    if found:
        return found
    near = dict.fromkeys(names[name] for name in get_close_matches(word.lower(), names, NEAREST))
    told = table.set_index(table.columns[0])["name_zh"]
    listed = ", ".join(f"{code} {told[code]}" for code in (near or sorted(known)))
    raise TraceError(
        f"no {kind} {word!r} has observations; {'near' if near else 'there'} are {listed}"
    )


def _periods(start: object, end: object) -> list[str]:
    """Return the spellings of a period: years first, then days."""
    if pd.isna(end):
        return ["none"]
    last = str(end)
    first = last if pd.isna(start) else str(start)
    years = last[:4] if first[:4] == last[:4] else f"{first[:4]}-{last[:4]}"
    return [years, last if pd.isna(start) else f"{first}/{last}", last]


def _offer(data: Tables, word: str) -> str:
    ids = data["observations"]["observation_id"].tolist()
    documents = data["documents"]["document_id"].tolist()
    near = [name for name in ids if name.startswith(word)][:NEAREST]
    near = near or get_close_matches(word, [*ids, *documents], n=NEAREST, cutoff=0.5)
    codes = ", ".join(sorted(set(data["observations"]["region_code"])))
    offered = f"nearest are {', '.join(near)}; " if near else ""
    own = ", ".join(name for name in documents if not name.startswith("ref-"))
    return f"{offered}regions are {codes}; documents are {own}"


def pages_showing(reports: Path) -> dict[str, list[str]]:
    """Return where each observation is shown: page and anchor of its entry, by observation id."""
    shown: dict[str, list[str]] = {}
    for path in sorted(reports.glob("*.html")):
        for anchor, name in ENTRY.findall(path.read_text(encoding="utf-8")):
            shown.setdefault(name, []).append(f"{path.name}#{anchor}")
    return shown


def trace_table(data: Tables, observation_ids: Sequence[str], places: Places) -> pd.DataFrame:
    """Return the way from observations to characters: one row for each observation and reading.

    Columns: observation_id, value, unit, status, pages (anchors, split by blanks), table_row (the
    line in observations.csv), reading_id, document_id, start, end, literal, before and after (the
    characters around the span, empty where the text is not at hand), and state, a key of `STATES`.
    Key: observation_id and reading_id; the chosen reading comes first.
    """
    lines = {name: i + 2 for i, name in enumerate(data["observations"]["observation_id"])}
    observed = data["observations"].set_index("observation_id")
    pages = pages_showing(places.reports)
    rows = []
    for name in observation_ids:
        row = observed.loc[name]
        head = {"observation_id": name, "value": row["value"], "unit": row["unit"]}
        head |= {"status": row["status"], "pages": " ".join(pages.get(name, []))}
        head |= {"table_row": lines[name]}
        ids = str(row["reading_ids"]).split()
        rows += [head | cells for cells in reading_rows(data, ids, places)]
    return pd.DataFrame(rows)


def reading_rows(data: Tables, reading_ids: Sequence[str], places: Places) -> list[dict]:
    """Return for each reading its document, span, literal and the characters around it."""
    by_id = data["readings"].set_index("reading_id")
    documents = data["documents"].set_index("document_id")
    rows = []
    for name in reading_ids:
        reading = by_id.loc[name]
        document = reading["document_id"]
        cells = {"reading_id": name, "document_id": document}
        cells |= {column: reading[column] for column in ("start", "end", "literal")}
        rows.append(cells | _characters(reading, documents.loc[document, "sha256"], places))
    return rows


def _characters(reading: pd.Series, sha256: object, places: Places) -> dict[str, str]:
    if pd.isna(reading["start"]):
        return {"before": "", "after": "", "state": "cited"}
    text = places.text_of(sha256)
    if text is None:
        return {"before": "", "after": "", "state": "absent"}
    start, end = int(reading["start"]), int(reading["end"])
    around = {"before": text[max(0, start - AROUND) : start], "after": text[end : end + AROUND]}
    same = text[start:end] == reading["literal"]
    return around | {"state": "verified" if same else "differs"}


def rests_on(data: Tables, observation_id: str) -> dict[str, int]:
    """Return how many rows of other tables use an observation, by table."""
    pairs, ahead = data["comparisons"], data["projections"]
    ids = [name for name in pairs.columns if name.endswith(("observation_id", "denominator_id"))]
    projected = ahead["observation_ids"].fillna("").str.split()
    counts = {
        "comparisons.csv": int(pairs[ids].eq(observation_id).fillna(False).any(axis=1).sum()),
        "projections.csv": int(projected.map(lambda names: observation_id in names).sum()),
    }
    return {name: count for name, count in counts.items() if count}


def told(data: Tables, words: Sequence[str], places: Places) -> list[str]:
    """Return the whole way as lines of text, from pages down to characters.

    Raises:
        TraceError: A word is unknown.
    """
    ids = find_observations(data, words)
    if not ids:
        readings = find_readings(data, words[0])["reading_id"].tolist()
        rows = reading_rows(data, readings, places)
        lines = [line for row in rows for line in _reading_lines(data, row)]
        return [*lines, "no observation rests on it: it measures no indicator of a known region"]
    table = trace_table(data, ids, places)
    lines = []
    for name, rows in table.groupby("observation_id", sort=False):
        lines += _observation_lines(data, str(name), rows.iloc[0])
        lines += [line for row in rows.to_dict("records") for line in _reading_lines(data, row)]
    return lines


def _observation_lines(data: Tables, name: str, first: pd.Series) -> list[str]:
    row = data["observations"].set_index("observation_id").loc[name]
    ends = [number_text(round(row[end], 2)) if pd.notna(row[end]) else "open" for end in _ENDS]
    printed = row["printed_value"]
    was = f", printed {number_text(printed)}" if pd.notna(printed) else ""
    lines = [f"observation {name}"]
    for page in str(first["pages"]).split():
        lines.append(f"  page      {page}")
    if not first["pages"]:
        lines.append("  page      shown on none; `hrss publish` makes the pages")
    lines.append(f"  table     observations.csv, line {first['table_row']}")
    used = rests_on(data, name)
    lines += [f"  used in   {table}, {count} rows" for table, count in used.items()]
    lines.append(
        f"  value     {number_text(row['value'])} {row['unit']} ({row['qualifier']}, "
        f"{' to '.join(ends)}), {row['status']}{was}"
    )
    return lines


_ENDS = ("value_lower", "value_upper")


def _reading_lines(data: Tables, row: Mapping) -> list[str]:
    document = data["documents"].set_index("document_id").loc[row["document_id"]]
    facts = [document["title"], document["publisher"], document["published"]]
    checksum = f"sha256 {document['sha256']}" if pd.notna(document["sha256"]) else document["url"]
    cited = " ".join(str(fact) for fact in [*facts, checksum] if pd.notna(fact))
    literal = "" if pd.isna(row["literal"]) else f" {row['literal']}"
    lines = [f"  reading   {row['reading_id']}{literal}", f"  document  {cited}"]
    corrections = data["corrections"].set_index("reading_id")
    if row["reading_id"] in corrections.index:
        made = corrections.loc[row["reading_id"]]
        use = f" {made['use']}" if pd.notna(made["use"]) else ""
        lines.append(f"  corrected {made['action']}{use}: {made['reason_en']}")
    told_here = STATES[row["state"]]
    if row["state"] in ("verified", "differs"):
        around = f"{row['before']}【{row['literal']}】{row['after']}".replace("\n", "⏎")
        told_here = f"…{around}… ({told_here})"
    return [*lines, f"  printed   {told_here}"]


def marked_html(table: pd.DataFrame) -> str:
    """Return a trace table as HTML with the printed characters marked among those around them.

    Args:
        table: What `trace_table` returned.
    """
    heads = ("pages", "observation", "value", "reading", "characters")
    rows = [
        [
            escape(str(row.pages)),
            escape(str(row.observation_id)),
            escape(f"{number_text(row.value)} {row.unit}, {row.status}"),
            escape(str(row.reading_id)),
            _marked(row.before, row.literal, row.after, row.state),
        ]
        for row in table.itertuples()
    ]
    head = "".join(f"<th>{name}</th>" for name in heads)
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _marked(before: str, literal: object, after: str, state: str) -> str:
    if pd.isna(literal):
        return STATES[state]
    mark = f"<mark>{escape(str(literal))}</mark>"
    if state == "verified":
        return f"{escape(before)}{mark}{escape(after)}"
    return f"{mark} ({STATES[state]})"
