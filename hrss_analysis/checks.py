"""What must hold across the tables; each check returns findings that fail or warn.

The contract of a single table (types, keys, allowed values) is `tables.validate`; here stands what
no single row can tell. A finding that fails stops the build before anything is stored; a warning is
shown and kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from hrss_analysis import tables
from hrss_analysis.comparisons import GAP_GRADES, GATE, RATIO_GRADES

FEWEST_FOR_ODDS = 3  # known years below which nothing is said of a trend
Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Finding:
    """One thing that does not hold: the check, how bad it is, where, and what to do."""

    severity: str
    check: str
    message: str


def _findings(severity: str, check: str, bad: pd.Series, remedy: str) -> list[Finding]:
    names = [str(name) for name in bad]
    return [Finding(severity, check, f"{name}: {remedy}") for name in names]


def references_exist(data: Tables) -> list[Finding]:
    """Foreign keys of the contract: what a table names must be in the table it names."""
    found = []
    for entry in tables.contract()["resources"]:
        frame = data[entry["name"]]
        for key in entry["schema"].get("foreignKeys", []):
            column, to = key["fields"][0], key["reference"]["resource"]
            target = data[to][key["reference"]["fields"][0]]
            wrong = frame[frame[column].notna() & ~frame[column].isin(target)][column]
            remedy = f"named in {entry['name']}.{column} but not in {to}; add or correct it"
            found += _findings("fail", "references_exist", wrong.drop_duplicates(), remedy)
    return found


def observations_rest_on_readings(data: Tables) -> list[Finding]:
    """Every observation names readings that exist, and a reported one has the first one's value."""
    value = data["readings"].set_index("reading_id")["value"]
    observed = data["observations"]
    ids = observed["reading_ids"].str.split()
    lost = ids.map(lambda names: any(name not in value.index for name in names))
    remedy = "names a reading that does not exist; rebuild the tables"
    found = _findings("fail", "rests_on_readings", observed.loc[lost, "observation_id"], remedy)
    reported = observed[(observed["status"] == "reported") & ~lost]
    first = value.reindex(ids[reported.index].str[0]).to_numpy()
    other = reported.loc[reported["value"].to_numpy() != first, "observation_id"]
    return found + _findings(
        "fail", "rests_on_readings", other, "differs from the reading it names; rebuild the tables"
    )


def corrections_are_visible(data: Tables) -> list[Finding]:
    """A corrected value is its correction's and keeps what was printed; nothing rests on a drop."""
    by_id = data["corrections"].set_index("reading_id")
    rows = data["observations"]
    first = rows["reading_ids"].str.split().str[0]
    corrected = rows["status"].eq("corrected")
    other = first.map(by_id["value"]).ne(rows["value"])
    hidden = first.map(by_id["printed_value"]).ne(rows["printed_value"])
    dropped = set(by_id.index[by_id["action"].eq("drop")])
    resting = rows["reading_ids"].map(lambda names: not dropped.isdisjoint(names.split()))
    remedy = "does not match corrections.yml; rebuild the tables"
    wrong = rows.loc[(corrected & (other | hidden)) | resting, "observation_id"]
    return _findings("fail", "corrections_are_visible", wrong, remedy)


def rates_within_0_and_100(data: Tables) -> list[Finding]:
    """The level of a rate in percent lies between 0 and 100 (completion and growth need not)."""
    rates = data["observations"].query("unit == 'percent' and role in ['actual', 'target']")
    bad = rates[~rates["value"].between(0, 100)]["observation_id"]
    remedy = "a rate outside 0–100 %; look for a lost unit in its readings"
    return _findings("fail", "rates_within_0_and_100", bad, remedy)


def gaps_pass_the_gate(data: Tables) -> list[Finding]:
    """A gap or ratio stands only where the gate allows it, and each grade is its rule's."""
    pairs = data["comparisons"]
    grade_of = {rule.key: rule.grade for rule in GATE}
    name = pairs["indicator_id"] + " " + pairs["region_code"] + "–" + pairs["other_code"]
    silent = ~pairs["grade"].isin(GAP_GRADES) & pairs["gap"].notna()
    silent |= ~pairs["grade"].isin(RATIO_GRADES) & pairs["ratio"].notna()
    other = pairs["reason"].map(grade_of) != pairs["grade"]
    return _findings(
        "fail", "gaps_pass_the_gate", name[silent], "has a gap that its grade forbids"
    ) + _findings("fail", "gaps_pass_the_gate", name[other], "has a grade that is not its rule's")


def projections_in_order(data: Tables) -> list[Finding]:
    """Lower ≤ median ≤ upper, rates stay within 0–100 %, and a missing projection says why.

    A path (level 0) has no interval.
    """
    rows = data["projections"]
    name = rows["region_code"] + " " + rows["indicator_id"] + " " + rows["year"].astype(str)
    known = rows["median"].notna()
    crossed = (
        known
        & rows["level"].gt(0)
        & ~((rows["lower"] <= rows["median"]) & (rows["median"] <= rows["upper"]))
    )
    ends = rows[["lower", "median", "upper"]]
    beyond = (rows["unit"] == "percent") & ((ends < 0) | (ends > 100)).any(axis=1)
    mute = ~known & rows["reason"].isna()
    return (
        _findings("fail", "projections_in_order", name[crossed], "interval ends are crossed")
        + _findings("fail", "projections_in_order", name[beyond], "a rate leaves 0–100 %")
        + _findings("fail", "projections_in_order", name[mute], "no projection and no reason")
    )


def verdicts_rest_on_values(data: Tables) -> list[Finding]:
    """A verdict names the values it rests on, and a probability at least three known years."""
    rows = data["monitoring"]
    known = set(data["observations"]["observation_id"])
    named = rows["latest_ids"].fillna("").str.split()
    lost = named.map(lambda names: not set(names) <= known)
    bare = rows["verdict"].ne("undetermined") & rows["latest_ids"].isna()
    early = rows["probability"].notna() & ~rows["n"].ge(FEWEST_FOR_ODDS).fillna(False)
    name, check = rows["target_id"], "verdicts_rest_on_values"
    return _findings(
        "fail", check, name[lost | bare], "a verdict without its value; rebuild the tables"
    ) + _findings("fail", check, name[early], "odds from fewer than three known years")


def projections_within_residents(data: Tables) -> list[Finding]:
    """A stock of persons or cards stays within the residents projected for its year."""
    about = data["indicators"]
    heads = about[
        about["measure"].eq("stock")
        & about["unit"].isin(["person", "card"])
        & about["denominator"].eq("resident_population")
    ]["indicator_id"]
    rows = data["projections"].query("level > 0")
    key = ["region_code", "year", "level"]
    residents = rows.query("indicator_id == 'resident_population' and method == 'growth_mixture'")
    counts = rows[rows["indicator_id"].isin(heads)].merge(
        residents[[*key, "median"]], on=key, suffixes=("", "_residents"), validate="m:1"
    )
    told = counts["reason"].fillna("").str.contains("above_residents")
    bad = counts[(counts["upper"] > counts["median_residents"] * (1 + 1e-5)) & ~told]
    name = bad["region_code"] + " " + bad["indicator_id"] + " " + bad["year"].astype(str)
    remedy = "projected beyond the residents; rebuild the tables"
    return _findings("fail", "projections_within_residents", name, remedy)


def readings_agree(data: Tables) -> list[Finding]:
    """Readings of one fact leave room for one common value (else the page must say so)."""
    bad = data["observations"].loc[~data["observations"]["agrees"], "observation_id"]
    remedy = "its readings contradict each other; the most exact one is used"
    return _findings("warn", "readings_agree", bad, remedy)


def documents_have_readings(data: Tables) -> list[Finding]:
    """A document without readings tells nothing; its extraction probably failed."""
    documents = data["documents"]
    bad = documents.loc[documents["readings"] == 0, "document_id"]
    return _findings("warn", "documents_have_readings", bad, "no readings; read it again")


CHECKS: tuple[Callable[[Tables], list[Finding]], ...] = (
    references_exist,
    observations_rest_on_readings,
    corrections_are_visible,
    rates_within_0_and_100,
    gaps_pass_the_gate,
    projections_in_order,
    verdicts_rest_on_values,
    projections_within_residents,
    readings_agree,
    documents_have_readings,
)


def run_checks(data: Tables) -> list[Finding]:
    """Run all checks over all tables and return what they found, failures first."""
    found = [finding for check in CHECKS for finding in check(data)]
    return sorted(found, key=lambda finding: finding.severity)
