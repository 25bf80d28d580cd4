import pandas as pd
import pytest

from hrss_analysis import tables
from hrss_analysis.comparisons import GATE, Side, build_comparisons, grade, reason_text


def observation(region, value, **cells):
    """One observation of new urban jobs in 2024, changed by `cells`."""
    row = {
        "region_code": region,
        "indicator_id": "urban_new_employment",
        "role": "actual",
        "measure": "flow",
        "period_start": "2024-01-01",
        "period_end": "2024-12-31",
        "years": 1.0,
        "value": float(value),
        "unit": "person",
        "qualifier": "eq",
        "value_lower": float(value),
        "value_upper": float(value),
        "status": "reported",
        "reading_ids": "r",
        "document_ids": "d",
        "agrees": True,
        **cells,
    }
    name = f"{region}:{row['indicator_id']}:{row['period_end']}:{row['measure']}"
    return {"observation_id": name, **row}


def residents(region, value, year=2020):
    return observation(
        region,
        value,
        indicator_id="resident_population",
        measure="stock",
        period_start=pd.NA,
        period_end=f"{year}-11-01",
        years=float("nan"),
    )


@pytest.fixture
def compare(regions, indicators):
    """Compare Yunxi (420322) with Qianjiang (429005) in one view; returns the row of the pair."""

    def run(*rows, view="level", pair=("420322", "429005")):
        documents = pd.DataFrame({"region_code": ["420322", "429005"]})
        observed = tables.conform(pd.DataFrame(list(rows)), "observations")
        built = build_comparisons(observed, documents, regions, indicators)
        wanted = built[
            (built["view"] == view)
            & (built["region_code"] == pair[0])
            & (built["other_code"] == pair[1])
            & (built["indicator_id"] == "urban_new_employment")
        ]
        return wanted.iloc[0]

    return run


def test_same_year_is_comparable_with_gap_and_ratio(compare):
    row = compare(observation("420322", 300), observation("429005", 200))
    assert (row["grade"], row["gap"], row["ratio"]) == ("comparable", 100, 1.5)
    assert row["within_rounding"] == "no"


def test_printed_forms_that_meet_are_within_rounding(compare):
    row = compare(
        observation("420322", 12000, value_lower=11500.0, value_upper=12500.0),
        observation("429005", 12367),
    )
    assert row["within_rounding"] == "yes"


def test_a_region_that_did_not_report_is_a_row(compare):
    row = compare(observation("420322", 300))
    assert (row["grade"], row["reason"]) == ("not_reported", "not_reported")
    assert pd.isna(row["other_value"])
    assert row["value"] == 300


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"scope": "campaign"}, "campaign_only"),
        ({"flag": "d"}, "definition_differs"),
        ({"flag": "p"}, "year_to_date"),
        ({"period_end": "2024-06-30", "years": 0.5}, "part_of_year"),
        ({"qualifier": "ge"}, "bound_only"),
        ({"period_start": "2021-01-01", "period_end": "2021-12-31"}, "years_far"),
        (
            {"period_start": "2020-01-01", "years": 5.0, "measure": "cumulative"},
            "totals_differ",
        ),
    ],
)
def test_unlike_values_stand_apart_without_a_gap(compare, cells, reason):
    row = compare(observation("420322", 300, **cells), observation("429005", 200))
    assert (row["grade"], row["reason"]) == ("apart", reason)
    assert pd.isna(row["gap"])
    assert pd.isna(row["ratio"])


def test_values_at_other_dates_of_the_year_stand_apart(compare):
    stock = {"measure": "stock", "period_start": pd.NA, "years": float("nan")}
    row = compare(
        observation("420322", 300, **stock),
        observation("429005", 200, **stock, period_end="2024-03-31"),
    )
    assert (row["grade"], row["reason"]) == ("apart", "dates_differ")


def test_other_year_is_named_as_such(compare):
    other = {"period_start": "2023-01-01", "period_end": "2023-12-31"}
    row = compare(observation("420322", 300), observation("429005", 200, **other))
    assert (row["grade"], row["gap"]) == ("years_differ", 100)


def test_five_year_total_compares_as_its_yearly_average(compare):
    total = {"period_start": "2020-01-01", "years": 5.0, "measure": "cumulative"}
    row = compare(
        observation("420322", 1500, **total), observation("429005", 200), view="yearly_average"
    )
    assert (row["grade"], row["value"], row["ratio"]) == ("averaged", 300, 1.5)


def test_rate_per_10_000_residents_names_its_denominator(compare):
    row = compare(
        observation("420322", 300),
        residents("420322", 600_000),
        observation("429005", 200),
        residents("429005", 800_000),
        view="per_10k_residents",
    )
    assert (row["value"], row["other_value"], row["ratio"]) == (5.0, 2.5, 2.0)
    assert row["denominator_id"] == "420322:resident_population:2020-11-01:stock"


def test_no_population_near_the_year_gives_no_rate(compare):
    row = compare(
        observation("420322", 300),
        residents("420322", 600_000, year=2010),
        observation("429005", 200),
        residents("429005", 800_000),
        view="per_10k_residents",
    )
    assert (row["grade"], row["reason"]) == ("not_reported", "no_denominator")


def test_the_nation_is_taken_in_the_year_of_the_region(compare):
    nation = [
        observation("100000", value, period_start=f"{year}-01-01", period_end=f"{year}-12-31")
        for year, value in ((2023, 1000), (2024, 2000), (2025, 3000))
    ]
    row = compare(observation("420322", 300), *nation, pair=("420322", "100000"))
    assert (row["relation"], row["other_value"]) == ("nation", 2000)


def test_the_first_rule_that_applies_decides():
    keys = [rule.key for rule in GATE]
    assert keys[0] == "not_reported"
    assert keys[-1] == "same_period"
    assert grade(Side(), Side(), "level").key == "not_reported"


@pytest.mark.parametrize("rule", GATE, ids=lambda rule: rule.key)
def test_every_rule_explains_itself_in_both_languages(rule):
    chinese, english = reason_text(rule.key, "zh"), reason_text(rule.key, "en")
    assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese)
    assert english.isascii()
