"""Readings to observations: one value for each region, indicator, period and role.

Several readings may state one fact: a plan prints a number in its text and in two tables, an office
repeats another's. The most exact printed form becomes the value, all readings stay named, and
`agrees` says whether their printed forms leave room for one common value.
"""

import numpy as np
import pandas as pd

from hrss_analysis import tables, units

FACT = [
    "region_code",
    "indicator_id",
    "role",
    "measure",
    "period_start",
    "period_end",
    "scope",
    "unit",
    "status",
]

# Roles that state the indicator itself, in its own unit; the others are ratios about it.
LEVEL_ROLES = ("actual", "target")

# An exact number tells more than a bound, a bound more than a rough word.
EXACTNESS = {q: i for i, q in enumerate(["eq", "approx", "over", "nearly", "ge", "le", "gt", "lt"])}
TRUST = {"high": 0, "middle": 1, "low": 2}


def build_observations(
    readings: pd.DataFrame,
    documents: pd.DataFrame,
    indicators: pd.DataFrame,
    corrections: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the observations table: one row for each fact; key `observation_id`.

    Readings without an indicator or a known region are no observations; they stay in the readings
    table and are counted in the documents table.

    Args:
        readings: The readings table.
        documents: The documents table, for reliability and for figures that may be year to date.
        indicators: The dictionary, for the unit and measure an indicator usually has.
        corrections: The corrections table; a replaced value has status `corrected` and keeps what
            was printed in `printed_value`.

    Returns:
        The table; implied targets are added with status `derived`.
    """
    usual = indicators.set_index("indicator_id")[["unit", "measure"]].add_prefix("usual_")
    usable = (
        _corrected(readings, corrections)
        .dropna(subset=["indicator_id", "region_code"])
        .pipe(_with_document, documents)
        .join(usual, on="indicator_id")
        .pipe(_with_flags)
        .pipe(_with_completion_rate)
        .pipe(_most_exact_first)
    )
    facts = pd.concat([_facts(usable), _facts(_implied_targets(usable))], ignore_index=True)
    facts["years"] = _years(facts)
    facts["observation_id"] = _ids(facts)
    facts["status"] = facts["status"].mask(facts["printed_value"].notna(), "corrected")
    order = ["region_code", "indicator_id", "role", "period_end", "observation_id"]
    return tables.conform(facts.drop(columns=["usual_unit"]), "observations", order=order)


def _corrected(readings: pd.DataFrame, corrections: pd.DataFrame | None) -> pd.DataFrame:
    """Apply corrections: values replaced, flags added, dropped readings left out.

    Adds `printed_value` (empty unless replaced). The status stays that of the reading, so that a
    corrected reading still joins the others of its fact and the fact keeps its id.
    """
    frame = readings.assign(printed_value=np.nan)
    if corrections is None or corrections.empty:
        return frame
    by_id = corrections.set_index("reading_id")
    action = frame["reading_id"].map(by_id["action"])
    replaced, flagged = action.eq("replace").fillna(False), action.eq("flag").fillna(False)
    frame.loc[replaced, "printed_value"] = frame.loc[replaced, "value"]
    for column in ("value", "precision", "value_lower", "value_upper"):
        frame.loc[replaced, column] = frame.loc[replaced, "reading_id"].map(by_id[column])
    added = frame.loc[flagged, "reading_id"].map(by_id["use"])
    frame.loc[flagged, "flag"] = frame.loc[flagged, "flag"].fillna("") + added
    return frame[~action.eq("drop").fillna(False)]


def _with_document(readings: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    known = documents[["document_id", "part_year", "reliability", "year_to"]]
    return readings.merge(known, on="document_id", how="left", validate="m:1")


def _with_flags(frame: pd.DataFrame) -> pd.DataFrame:
    level = frame["role"].isin(LEVEL_ROLES)
    other_unit = level & frame["unit"].ne(frame["usual_unit"])
    summed = frame["usual_measure"].eq("flow") & frame["measure"].eq("cumulative")
    other_measure = level & frame["measure"].ne(frame["usual_measure"]) & ~summed
    last_year = frame["period_end"].str[:4] == frame["year_to"].astype("string")
    # A stock at a date is what it is; a flow counted before its year is over is not yet whole.
    partial = frame["part_year"] & last_year & frame["measure"].isin(["flow", "cumulative"])
    marks = {"d": other_unit | other_measure, "p": partial}
    for letter, where in marks.items():
        frame["flag"] = frame["flag"].fillna("") + np.where(where, letter, "")
    frame["flag"] = ["".join(sorted(set(letters))) for letters in frame["flag"]]
    return frame


def _with_completion_rate(readings: pd.DataFrame) -> pd.DataFrame:
    """Join each completion rate to the actual number it was printed behind, in the same document.

    Adds `rate_id`, `rate_lower` and `rate_upper` (percent), missing where no rate follows.
    """
    rates = readings.query("role == 'completion_rate' and value > 0 and start.notna()")
    rates = rates.rename(
        columns={"reading_id": "rate_id", "value_lower": "rate_lower", "value_upper": "rate_upper"}
    )
    actual = readings.query("role == 'actual' and start.notna()")
    by = ["document_id", "indicator_id", "region_code"]
    pairs = pd.merge_asof(
        rates.sort_values("start")[[*by, "start", "rate_id", "rate_lower", "rate_upper"]],
        actual.sort_values("start")[[*by, "start", "reading_id"]],
        on="start",
        by=by,
    ).dropna(subset="reading_id")
    pairs = pairs.drop_duplicates("reading_id").drop(columns=["start", *by])
    return readings.merge(pairs, on="reading_id", how="left", validate="1:1")


def _most_exact_first(readings: pd.DataFrame) -> pd.DataFrame:
    width = (readings["value_upper"] - readings["value_lower"]).fillna(np.inf)
    ranked = readings.assign(
        # A cited value without its printed form looks exact but need not be.
        second_hand=readings["literal"].isna(),
        trust=readings["reliability"].map(TRUST),
        exactness=readings["qualifier"].map(EXACTNESS),
        width=width,
        # Of two equally exact numbers one that needed no correction comes first.
        replaced=readings["printed_value"].notna(),
        # Of two equally exact numbers the one that was held against a target was checked.
        unassessed=readings["rate_id"].isna(),
    )
    by = [
        "second_hand",
        "trust",
        "exactness",
        "width",
        "replaced",
        "unassessed",
        "document_id",
        "start",
    ]
    return ranked.sort_values([*FACT, *by, "reading_id"], kind="stable", na_position="first")


def _facts(readings: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each fact: the first reading's value, the names of all of them."""
    groups = readings.groupby(FACT, dropna=False, sort=False)
    rows = readings.loc[~readings.duplicated(FACT)].copy()
    rows["flag"] = rows["flag"].where(rows["flag"] != "")
    rows["reading_ids"] = groups["reading_id"].agg(" ".join).to_numpy()
    rows["document_ids"] = groups["document_id"].agg(_distinct).to_numpy()
    # A plan's table says whether a target binds, its text does not: any reading may tell.
    rows["target_kind"] = groups["target_kind"].first().to_numpy()
    rows["agrees"] = [_agree(group) for _, group in groups]
    return rows.reindex(columns=[*tables.columns("observations"), "usual_unit"])


def _agree(readings: pd.DataFrame) -> bool:
    """Tell whether the printed forms of all readings leave room for one common value."""
    columns = ("value", "value_lower", "value_upper", "qualifier")
    rows = zip(*(readings[column] for column in columns), strict=True)
    return units.meet(units.ends(*row) for row in rows)


def _distinct(ids: pd.Series) -> str:
    return " ".join(dict.fromkeys(" ".join(ids).split()))


def _implied_targets(readings: pd.DataFrame) -> pd.DataFrame:
    """Return value ÷ completion rate as targets with status `derived`.

    12,367 persons at 176.7 % of the target imply a target of 7,000. The interval comes from the
    printed precision of both numbers; the roundest number within it is taken. A rate that is only
    bounded (超过100%) implies none.
    """
    known = ["rate_id", "rate_lower", "rate_upper", "value_lower", "value_upper"]
    pairs = readings.dropna(subset=known).query("rate_lower > 0").copy()
    pairs["value_lower"] = pairs["value_lower"] / (pairs["rate_upper"] / 100)
    pairs["value_upper"] = pairs["value_upper"] / (pairs["rate_lower"] / 100)
    pairs["value"] = [
        round_target(low, high)
        for low, high in zip(pairs["value_lower"], pairs["value_upper"], strict=True)
    ]
    pairs["reading_id"] = pairs["reading_id"] + " " + pairs["rate_id"]
    usual = {"qualifier": "eq", "precision": np.nan, "printed_value": np.nan}
    return pairs.assign(role="target", status="derived", **usual)


def round_target(lower: float, upper: float) -> float:
    """Return the roundest number within an interval, or its middle where none is round.

    Targets are set in round numbers: multiples of 1,000, 500, 100, 50, 10, 5 or 1 are tried in
    turn, starting at the size of the number; of several the one nearest the middle wins.

    >>> round_target(6996.8, 7000.9)
    7000.0
    """
    middle = (lower + upper) / 2
    step = 10.0 ** np.floor(np.log10(middle))
    while step >= 1:
        for size in (step, step / 2):
            nearest = float(round(middle / size) * size)
            if nearest > 0 and nearest.is_integer() and lower <= nearest <= upper:
                return nearest
        step /= 10
    return middle


def _years(observations: pd.DataFrame) -> pd.Series:
    start = pd.to_datetime(observations["period_start"])
    end = pd.to_datetime(observations["period_end"])
    days = (end - start).dt.days + 1
    return (days / 365.25).round(2).where(start.notna() & end.notna())


def _ids(observations: pd.DataFrame) -> list[str]:
    ids = []
    for row in observations.itertuples():
        start, end = ("" if pd.isna(day) else day for day in (row.period_start, row.period_end))
        period = f"{start}/{end}" if start else end
        name = f"{row.region_code}:{row.indicator_id}:{row.role}:{row.measure}:{period}"
        extra = [row.scope] if pd.notna(row.scope) else []
        extra += [row.unit] if row.unit != row.usual_unit and row.role in LEVEL_ROLES else []
        extra += [row.status] if row.status != "reported" else []
        ids.append(":".join([name, *extra]))
    return ids
