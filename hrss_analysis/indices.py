"""Composite indices as the bureaus use them, and how much a rank depends on how they are made.

The steps are those of the Handbook on Constructing Composite Indicators (OECD/JRC 2008): selection
(indicators of one theme that have a better direction), comparability (every pair of regions passes
the gate for every indicator), no imputation, normalisation, weights, aggregation, and sensitivity:
the rank of each region over all combinations of three normalisations, two aggregations and weights
that leave each indicator out or count it twice.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from hrss_analysis import tables
from hrss_analysis.comparisons import GAP_GRADES, build_comparisons

# index -> theme of its indicators, Chinese name, English name
INDICES = {
    "employment_index": ("employment", "就业综合指数", "Employment index"),
    "social_insurance_index": ("social_insurance", "社保综合指数", "Social-insurance index"),
}
FEWEST_INDICATORS = 3
FEWEST_REGIONS = 3
LOWEST = 1.0  # of the rescaled values where a geometric mean is taken: it knows no zero
REASONS = {
    "too_few_indicators": (
        "可比的指标不足三项",
        "fewer than three indicators are comparable between three regions",
    ),
    "not_reported": (
        "本地区未公布全部所用指标",
        "the region lacks an indicator that the others share",
    ),
}


def build_indices(
    observations: pd.DataFrame, regions: pd.DataFrame, indicators: pd.DataFrame
) -> pd.DataFrame:
    """Return the indices table: one row for each index and region with a value of its theme.

    Key: `index_id`, `region_code`. Regions of one administrative level stand beside each other.
    Where too few indicators are comparable there is no value, and the row says what is missing.

    Args:
        observations: The observations table.
        regions: The regions table.
        indicators: The dictionary.
    """
    everywhere = observations[["region_code"]].drop_duplicates()
    pairs = build_comparisons(observations, everywhere, regions, indicators)
    level = regions.set_index("region_code")["level"]
    pairs = pairs[pairs["relation"].eq("peer")].assign(level=pairs["region_code"].map(level))
    rows: list[dict[str, Any]] = []
    for index_id, (domain, _, _) in INDICES.items():
        chosen = _selected(indicators, domain)
        theme = observations[
            observations["role"].eq("actual") & observations["indicator_id"].isin(chosen.index)
        ]
        for name in sorted(set(level)):
            known = theme[theme["region_code"].map(level).eq(name)]
            rows += _level_rows(index_id, name, pairs[pairs["level"].eq(name)], known, chosen)
    return tables.conform(pd.DataFrame(rows, columns=tables.columns("indices")), "indices")


def _selected(indicators: pd.DataFrame, domain: str) -> pd.DataFrame:
    """Indicators of a theme that have a better direction, with the view in which they compare."""
    rows = indicators[indicators["domain"].eq(domain) & indicators["direction"].ne("neutral")]
    counted = rows["denominator"].notna()
    return rows.assign(view=np.where(counted, "per_10k_residents", "level")).set_index(
        "indicator_id"
    )


def _level_rows(
    index_id: str, level: str, pairs: pd.DataFrame, known: pd.DataFrame, chosen: pd.DataFrame
) -> list[dict[str, Any]]:
    """Rows of one index for the regions of one level."""
    groups = {
        indicator_id: _comparable(part)
        for indicator_id, part in pairs.groupby("indicator_id")
        if indicator_id in chosen.index
        for part in [part[part["view"].eq(chosen.loc[str(indicator_id), "view"])]]
    }
    used, together = common(groups)
    made = pd.DataFrame()
    if used:
        own = pairs[pairs["indicator_id"].isin(used) & pairs["region_code"].isin(together)]
        own = own[own["view"].eq(own["indicator_id"].map(chosen["view"]))]
        own = own.drop_duplicates(["region_code", "indicator_id"])
        values = own.pivot_table(
            index="region_code", columns="indicator_id", values="value", aggfunc="first"
        )
        made = compose(values, chosen["direction"].reindex(values.columns))
        made["observation_ids"] = own.groupby("region_code")["observation_id"].agg(" ".join)
    comparable = sum(len(group) >= FEWEST_REGIONS for group in groups.values())
    rows = []
    for code, part in known.groupby("region_code"):
        missing = [name for name in chosen.index if name not in set(part["indicator_id"])]
        row: dict[str, Any] = {
            "index_id": index_id,
            "region_code": code,
            "level": level,
            "comparable_indicators": comparable,
            "missing_indicator_ids": " ".join(missing) or None,
        }
        if code in made.index:
            row |= {"regions": len(made), "indicator_ids": " ".join(used), **made.loc[code]}
        else:
            row |= {"reason": "not_reported" if used else "too_few_indicators"}
        rows.append(row)
    return rows


def _comparable(pairs: pd.DataFrame) -> set[str]:
    """Regions that all pass the gate against each other; the one with most refusals goes first."""
    latest = pairs.dropna(subset="observation_id").groupby("region_code")["observation_id"].first()
    # A pair counts only if it holds the two values that the index would use.
    same = pairs["other_observation_id"].eq(pairs["other_code"].map(latest)).fillna(False)
    fine = pairs[same & pairs["grade"].isin(GAP_GRADES)]
    passed = {frozenset(pair) for pair in zip(fine["region_code"], fine["other_code"], strict=True)}
    group = set(latest.index)
    while group:
        refused = {
            code: sum(frozenset((code, other)) not in passed for other in group - {code})
            for code in sorted(group)
        }
        worst = max(refused, key=lambda code: refused[code])
        if not refused[worst]:
            break
        group.remove(worst)
    return group


def common(groups: dict[str, set[str]]) -> tuple[list[str], list[str]]:
    """Choose indicators and regions of which every value is known and comparable.

    Args:
        groups: Comparable regions by indicator.

    Returns:
        The most indicators (three or more) that share three regions or more, and these regions;
        of equally many indicators those with most regions. Both empty where there are none.
    """
    usable = {name: group for name, group in groups.items() if len(group) >= FEWEST_REGIONS}
    while len(usable) >= FEWEST_INDICATORS:
        shared = set.intersection(*usable.values())
        if len(shared) >= FEWEST_REGIONS:
            return sorted(usable), sorted(shared)
        # Without the indicator whose regions fit the others worst.
        rest = {
            name: len(set.intersection(*(g for other, g in usable.items() if other != name)))
            for name in sorted(usable)
        }
        usable.pop(max(rest, key=lambda name: rest[name]))
    return [], []


def compose(values: pd.DataFrame, directions: pd.Series) -> pd.DataFrame:
    """Make an index of 0 to 100 from comparable values, with rank intervals.

    The value is the mean of the values rescaled by minimum and maximum, with equal weights. One row
    for each region.

    Args:
        values: Regions in rows, indicators in columns; no value is missing.
        directions: `up` or `down` by indicator.

    Returns:
        `value`, `rank` (1 is best), `rank_best` and `rank_worst` over all `scenarios`.

    Raises:
        ValueError: A value is missing.
    """
    if values.isna().any(axis=None):
        raise ValueError("an index takes complete values only; leave out the region or indicator")
    better = values * np.where(directions.eq("down"), -1.0, 1.0)
    index = _minmax(better).mean(axis=1)
    ranks = pd.DataFrame([_ranks(score) for score in scenarios(better)])
    return pd.DataFrame(
        {
            "value": index.round(2),
            "rank": _ranks(index),
            "rank_best": ranks.min(),
            "rank_worst": ranks.max(),
            "scenarios": len(ranks),
        }
    )


def scenarios(better: pd.DataFrame) -> Iterator[pd.Series]:
    """Yield the score of each region in every way of making the index, all of them.

    Args:
        better: Values turned so that more is better.
    """
    count = better.shape[1]
    equal = np.ones(count)
    weights = [equal, *(equal + step * unit for unit in np.eye(count) for step in (-1.0, 1.0))]
    rescaled = LOWEST + (100 - LOWEST) * _minmax(better) / 100
    for weight in weights:
        shares = weight / weight.sum()
        for normal in (_minmax(better), _standard(better), better.rank()):
            yield normal @ shares
        yield np.exp(np.log(rescaled) @ shares)


def _minmax(better: pd.DataFrame) -> pd.DataFrame:
    """Rescale to 0–100; an indicator on which all are equal tells them nothing apart: 50."""
    spread = better.max() - better.min()
    return (100 * (better - better.min()) / spread.where(spread > 0)).fillna(50.0)


def _standard(better: pd.DataFrame) -> pd.DataFrame:
    spread = better.std(ddof=0)
    return ((better - better.mean()) / spread.where(spread > 0)).fillna(0.0)


def _ranks(score: pd.Series) -> pd.Series:
    """Ranks from the best; scores that differ only in their last bits are equal."""
    return score.round(9).rank(ascending=False, method="min").astype(int)
