from types import SimpleNamespace

import pandas as pd
import pytest

from hrss_analysis import tables
from hrss_analysis.comparisons import GATE, Side, build_comparisons, grade, reason_text


def observation(region, value, **cells):
    """One observation of the income of urban residents in 2024, changed by `cells`."""
    row = {
        "region_code": region,
        "indicator_id": "disposable_income_urban",
        "role": "actual",
        "measure": "flow",
        "period_start": "2024-01-01",
        "period_end": "2024-12-31",
        "years": 1.0,
        "value": float(value),
        "unit": "yuan",
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


def jobs(region, value, **cells):
    """New urban jobs in 2024, a count."""
    return observation(
        region, value, **{"indicator_id": "urban_new_employment", "unit": "person", **cells}
    )


def residents(region, value, year=2020, **cells):
    stock = {"measure": "stock", "period_start": pd.NA, "period_end": f"{year}-11-01"}
    people = {"indicator_id": "resident_population", "unit": "person", "years": float("nan")}
    return observation(region, value, **{**stock, **people, **cells})


@pytest.fixture
def compare(regions, indicators):
    """Compare Yunxi (420322) with Qianjiang (429005) in one view; returns the row of the pair."""

    def run(*rows, view="level", pair=("420322", "429005"), indicator="disposable_income_urban"):
        documents = pd.DataFrame({"region_code": ["420322", "429005", "420300"]})
        observed = tables.conform(pd.DataFrame(list(rows)), "observations")
        built = build_comparisons(observed, documents, regions, indicators)
        wanted = built[
            (built["view"] == view)
            & (built["region_code"] == pair[0])
            & (built["other_code"] == pair[1])
            & (built["indicator_id"] == indicator)
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
        jobs("420322", 300),
        residents("420322", 600_000),
        jobs("429005", 200),
        residents("429005", 800_000),
        view="per_10k_residents",
        indicator="urban_new_employment",
    )
    assert (row["value"], row["other_value"], row["ratio"]) == (5.0, 2.5, 2.0)
    assert row["denominator_id"] == "420322:resident_population:2020-11-01:stock"


def test_no_population_near_the_year_gives_no_rate(compare):
    row = compare(
        jobs("420322", 300),
        residents("420322", 600_000, year=2010),
        jobs("429005", 200),
        residents("429005", 800_000),
        view="per_10k_residents",
        indicator="urban_new_employment",
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


def test_a_gap_within_the_precision_of_the_residents_is_within_rounding(compare):
    """300 of 371,000 (about, so 370,500 to 371,500) against 8.086 per 10,000."""
    row = compare(
        jobs("420322", 300),
        residents("420322", 371_000, value_lower=370_500.0, value_upper=371_500.0),
        jobs("429005", 8086),
        residents("429005", 10_000_000),
        view="per_10k_residents",
        indicator="urban_new_employment",
    )
    assert row["lower"] == pytest.approx(300 / 37.15)
    assert row["upper"] == pytest.approx(300 / 37.05)
    assert row["within_rounding"] == "yes"


def test_neighbouring_rounded_values_are_not_within_rounding(compare):
    """60.42万 is [604,150, 604,250) and 60.43万 [604,250, 604,350): no common value."""
    row = compare(
        observation("420322", 604_200, value_lower=604_150.0, value_upper=604_250.0),
        observation("429005", 604_300, value_lower=604_250.0, value_upper=604_350.0),
    )
    assert row["within_rounding"] == "no"


def test_a_total_is_never_held_against_another(compare):
    row = compare(jobs("420322", 300), jobs("429005", 200), indicator="urban_new_employment")
    assert (row["grade"], row["reason"]) == ("apart", "size_differs")
    assert pd.isna(row["gap"]) and pd.isna(row["ratio"])


def test_a_county_inside_its_prefecture_is_not_counted_beside_it(compare):
    rows = (observation("420300", 500), observation("420322", 300))
    row = compare(*rows, pair=("420300", "420322"))
    assert (row["relation"], row["grade"], row["reason"]) == ("within", "apart", "inside")
    back = compare(*rows, pair=("420322", "420300"))
    assert (back["relation"], back["grade"]) == ("parent", "comparable")


def test_another_administrative_level_stands_apart(compare):
    rows = (observation("420300", 500), observation("429005", 300))
    row = compare(*rows, pair=("420300", "429005"))
    assert (row["relation"], row["reason"]) == ("other_level", "level_differs")
    assert pd.isna(row["gap"])


def test_a_share_of_the_parent_is_a_ratio_of_one_period(compare):
    options = {"view": "share", "indicator": "urban_new_employment", "pair": ("420322", "420300")}
    row = compare(jobs("420322", 300), jobs("420300", 1200), **options)
    assert (row["grade"], row["ratio"]) == ("share", 0.25)
    assert pd.isna(row["gap"]) and pd.isna(row["within_rounding"])
    other_year = {"period_start": "2023-01-01", "period_end": "2023-12-31"}
    row = compare(jobs("420322", 300), jobs("420300", 1200, **other_year), **options)
    assert (row["grade"], row["reason"]) == ("apart", "share_of_other_years")
    assert pd.isna(row["ratio"])


def insured(region, value, year=2024, **cells):
    return residents(
        region,
        value,
        indicator_id="basic_pension_insured",
        period_end=f"{year}-12-31",
        **cells,
    )


def benefits(region, value):
    return observation(region, value, indicator_id="pension_benefits_paid")


def test_benefits_compare_per_insured_person(compare):
    row = compare(
        benefits("420322", 6_000_000),
        insured("420322", 2000),
        benefits("429005", 5_000_000),
        insured("429005", 2500),
        view="per_10k_insured",
        indicator="pension_benefits_paid",
    )
    # 3,000 and 2,000 yuan a person
    assert (row["value"], row["other_value"], row["ratio"]) == (3e7, 2e7, 1.5)
    assert "basic_pension_insured" in row["denominator_id"]


@pytest.mark.parametrize(
    "cells", [{"year": 2022}, {"qualifier": "ge"}, {"scope": "sub_group"}, {"flag": "d"}]
)
def test_old_bounded_or_partial_insured_are_no_denominator(compare, cells):
    row = compare(
        benefits("420322", 6_000_000),
        insured("420322", 2000, **cells),
        benefits("429005", 5_000_000),
        insured("429005", 2500),
        view="per_10k_insured",
        indicator="pension_benefits_paid",
    )
    assert (row["grade"], row["reason"]) == ("not_reported", "no_insured")
    assert pd.isna(row["value"])


OTHER_YEAR = {"period_start": "2023-01-01", "period_end": "2023-12-31"}
THREE_AGO = {"period_start": "2021-01-01", "period_end": "2021-12-31"}
TWO_AGO = {"period_start": "2022-01-01", "period_end": "2022-12-31"}
HALF = {"period_end": "2024-06-30", "years": 0.5}
FIVE = {"measure": "cumulative", "period_start": "2020-01-01", "years": 5.0}
AT_DATE = {"measure": "stock", "period_start": pd.NA, "years": float("nan")}
IN_MARCH = {**AT_DATE, "period_end": "2024-03-31"}
INSURED = {"view": "per_10k_insured"}
RESIDENTS = {"view": "per_10k_residents"}
SHARE = {"view": "share", "relation": "parent"}
AVERAGE = {"view": "yearly_average", "own": FIVE}

# rule: what makes it decide, and what differs from that by little and must not. `own` and `other`
# change the two observations, which else tell the same of one year; None is no observation.
GATE_CASES = {
    "not_reported": ({"other": None}, {}),
    "inside": ({"relation": "within"}, {"relation": "parent"}),
    "level_differs": ({"relation": "other_level"}, {"relation": "province"}),
    "campaign_only": ({"own": {"scope": "campaign"}}, {"own": {"scope": pd.NA}}),
    "definition_differs": ({"own": {"flag": "bd"}}, {"own": {"flag": "b"}}),
    "year_to_date": ({"own": {"flag": "p"}}, {"own": {"flag": "e"}}),
    "part_of_year": ({"own": HALF}, {"own": {**HALF, "years": 1.0}}),
    "years_far": ({"own": THREE_AGO}, {"own": TWO_AGO}),
    "dates_differ": ({"own": AT_DATE, "other": IN_MARCH}, {"own": IN_MARCH, "other": IN_MARCH}),
    "bound_only": ({"own": {"qualifier": "ge"}}, {"own": {"qualifier": "over"}}),
    "size_differs": ({"counted": True}, {"counted": True, **RESIDENTS}),
    "no_insured": ({**INSURED, "value": None}, INSURED),
    "no_denominator": ({**RESIDENTS, "value": None}, {**INSURED, "value": None}),
    "share_of_other_years": ({**SHARE, "own": OTHER_YEAR}, SHARE),
    "share": (SHARE, {**SHARE, "view": "level"}),
    "totals_differ": ({"own": FIVE}, {"own": FIVE, "other": FIVE}),
    "averaged": ({**AVERAGE, "averaged": True}, AVERAGE),
    "years_differ": ({"own": OTHER_YEAR}, {"own": OTHER_YEAR, "other": OTHER_YEAR}),
    "same_period": ({}, {"own": OTHER_YEAR}),
}


def decide(*, turned=False, own=(), other=(), value=2.0, averaged=False, **pair):
    """Return the key of the rule that decides on two sides; `turned` puts the second first."""
    seen = [
        None
        if cells is None
        else SimpleNamespace(**{"flag": pd.NA, "scope": pd.NA} | observation("r", 1, **dict(cells)))
        for cells in (own, other)
    ]
    sides = [Side(seen[0], value, averaged=averaged), Side(seen[1], 2.0)]
    return grade(*(reversed(sides) if turned else sides), **{"view": "level", **pair}).key


def test_the_cases_are_those_of_the_gate():
    assert list(GATE_CASES) == [rule.key for rule in GATE]


@pytest.mark.parametrize("key", GATE_CASES)
def test_a_rule_of_the_gate_decides_where_it_should_and_nowhere_near(key):
    fires, spares = GATE_CASES[key]
    assert decide(**fires) == key
    assert decide(**fires, turned=True) == key, "whichever side it is"
    assert decide(**spares) != key
    assert decide(**spares, turned=True) != key


def test_every_insured_indicator_of_the_dictionary_is_one(indicators):
    by_id = indicators.set_index("indicator_id")
    named = by_id["insured"].dropna()
    assert len(named) >= 5
    assert set(by_id.loc[named, "measure"]) == {"stock"}
    assert by_id.loc[named.index, "denominator"].notna().all()
