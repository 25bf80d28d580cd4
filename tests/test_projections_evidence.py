"""Long series, a prior re-learnt, and the evidence that ships."""

import numpy as np
import pandas as pd
import pytest

from hrss_analysis.projections import project, read_evidence, relearn_prior, shipped_prior
from hrss_analysis.projections.backtesting import measure_errors
from hrss_analysis.projections.combine import LEAST, SHARE, theta_line
from hrss_analysis.projections.prior import prior_from_frame
from hrss_analysis.projections.rivals import forecast_by


def walk():
    """A prior of one kind: a random walk, whose centre is the last value."""
    kind = {"size": 0.1, "noise": 0.0, "shock": 1.0, "persistent": 0.0, "phi": 0.4}
    kind |= {"growth_mean": 0.0, "growth_spread": 0.0, "weight": 0.5}
    frame = pd.DataFrame([kind | {"table": t} for t in ("panel", "neutral")])
    return prior_from_frame(frame, "walk")


def growing(count):
    years = np.arange(2025 - count, 2025)
    return pd.Series(100.0 + 5 * np.arange(count) + 3 * (np.arange(count) % 3), index=years)


# --- long series --------------------------------------------------------------------------------


def test_theta_of_a_constant_is_constant():
    assert theta_line(np.full(6, 7.0), 3).tolist() == pytest.approx([7, 7, 7])


def test_theta_follows_a_line_at_half_its_slope():
    line = theta_line(np.arange(1.0, 31.0), 3)
    assert np.diff(line).tolist() == pytest.approx([0.5, 0.5])
    assert line[0] == pytest.approx(30.5, abs=0.02)


def test_theta_agrees_with_statsmodels():
    values = growing(30).to_numpy()
    theirs = forecast_by("theta", np.arange(30), values, 4, (0.8,))[:, 0]
    assert theta_line(values, 4) == pytest.approx(theirs, rel=0.01)


def test_a_long_series_goes_part_of_the_way_to_theta():
    history = growing(LEAST)
    last = history.iloc[-1]
    wanted = last * (theta_line(history.to_numpy(), 3) / last) ** SHARE
    fan = project(history, 3, prior=walk(), levels=(0.8,))
    assert fan["median"].tolist() == pytest.approx(wanted.tolist(), rel=1e-6)
    short = project(history.iloc[1:], 3, prior=walk(), levels=(0.8,))
    assert short["median"].tolist() == pytest.approx([last] * 3)
    assert (fan["upper"] / fan["median"]).tolist() == pytest.approx(
        (short["upper"] / short["median"]).tolist(), rel=1e-6
    )


def test_a_gap_or_a_rate_keeps_our_centre():
    history = growing(LEAST + 1)
    last = history.iloc[-1]
    gap = project(history.drop(2020), 1, prior=walk(), levels=(0.8,))
    rate = project(history / 10, 1, prior=walk(), levels=(0.8,), bounds=(0, 100))
    assert gap["median"].tolist() == pytest.approx([last])
    assert rate["median"].tolist() == pytest.approx([last / 10])


# --- a prior re-learnt --------------------------------------------------------------------------


def calm_panel(count=30):
    random = np.random.default_rng(3)
    return [
        pd.Series(np.exp(np.cumsum(random.normal(0, 0.01, 12))), index=range(12))
        for _ in range(count)
    ]


def width(prior):
    fan = project(pd.Series({2022: 100.0, 2023: 101.0, 2024: 100.0}), 1, prior=prior)
    row = fan.set_index("level").loc[0.95]
    return np.log(row["upper"] / row["lower"])


def test_calm_series_of_ones_own_narrow_the_band_and_many_do_so_more():
    widths = [width(p) for p in (shipped_prior(), relearn_prior(calm_panel(3)))]
    widths.append(width(relearn_prior(calm_panel(60))))
    assert widths[0] > 1.05 * widths[1]
    assert widths[1] > 1.05 * widths[2]


def test_the_base_holds_against_few_series():
    base = shipped_prior()
    stubborn = relearn_prior(calm_panel(3), strength=1e9)
    assert np.allclose(stubborn.weight, base.weight, atol=1e-6)
    learnt = relearn_prior(calm_panel(3), name="own")
    assert learnt.name == f"{base.name} and own"
    assert learnt.weight.sum() == pytest.approx(1)
    for table in ("panel", "neutral"):
        assert learnt.weight[learnt.table == table].sum() == pytest.approx(0.5, abs=1e-4)


@pytest.mark.parametrize("strength", [-1.0, np.nan, np.inf])
def test_a_strength_that_makes_no_sense_is_refused(strength):
    with pytest.raises(ValueError, match="strength"):
        relearn_prior(calm_panel(3), strength=strength)


def test_a_panel_without_neighbouring_years_teaches_nothing():
    with pytest.raises(ValueError, match="neighbouring"):
        relearn_prior([pd.Series({2000: 1.0, 2002: 2.0})])


# --- the evidence -------------------------------------------------------------------------------


GOALS = {3: 19.5, 4: 18.9, 5: 18.9, 6: 18.7, 8: 18.2, 10: 18.2, 0: 17.8}  # sMAPE by known years


def test_the_shipped_evidence_meets_the_goals():
    ours = read_evidence().query("sample == 'all' and method == 'growth_mixture'")
    whole = ours[ours["ahead"].isna()].set_index("n")
    for n, most in GOALS.items():
        row = whole.loc[n]
        assert row["series"] > 1300
        assert row["smape"] <= most
        assert 0.94 <= row["covered_95"] <= 0.975
        assert 0.79 <= row["covered_80"] <= 0.90
        assert row["msis_95"] <= (29 if n == 3 else 26)


def test_the_shipped_evidence_covers_in_every_year_ahead():
    ours = read_evidence().query("sample == 'all' and method == 'growth_mixture'")
    cells = ours[ours["ahead"].notna()].set_index(["n", "ahead"])
    assert len(cells) == 9 * 6
    assert cells["covered_95"].between(0.925, 0.985).all()


def test_the_shipped_evidence_keeps_what_was_called_likely_and_unlikely():
    told = read_evidence().query("sample == 'all' and method == 'growth_mixture' and n != 1")
    assert (told["likely_met"] >= 0.82).all()
    assert (told["unlikely_met"] <= 0.17).all()
    rows = read_evidence().query("sample == 'all' and ahead.isna() and n >= 2")
    brier = rows.pivot_table(index="n", columns="method", values="brier")
    assert (brier["growth_mixture"] <= brier.min(axis=1)).all()


def test_targets_and_odds_worked_out_by_hand():
    evidence = pytest.importorskip("hrss_analysis.projections.evidence")
    targets = evidence.targets_of(100.0, 2)
    assert targets[1].tolist() == pytest.approx([81, 90.25, 100, 110.25, 121])
    odds = evidence.normal_odds(np.array([[[100.0, 100 - 12.8155, 100 + 12.8155]]]), targets[None])
    assert odds[0, 0, 2] == pytest.approx(0.5)  # the median itself
    assert odds[0, 0, 4] == pytest.approx(0.158655, abs=1e-5)  # one standard deviation above
    chance = np.array([0.9, 0.8, 0.5, 0.19, np.nan])
    met = np.array([True, False, True, False, True])
    told = evidence.odds_came_true(chance, met)
    assert told["likely_met"] == 0.5
    assert told["unlikely_met"] == 0
    assert told["brier"] == pytest.approx((0.01 + 0.64 + 0.25 + 0.0361) / 4)


def test_reference_methods_on_the_same_series():
    few = read_evidence().query("panel != 'own series' and n >= 3 and ahead.isna()")
    for sample, measures in (("all", ("smape", "msis_95")), ("every 16th", ("msis_95",))):
        rows = few[few["sample"].eq(sample)]
        for measure in measures:
            scores = rows.pivot_table(index="n", columns="method", values=measure)
            others = scores.drop(columns="growth_mixture").min(axis=1)
            assert (scores["growth_mixture"] <= others).all(), (sample, measure)


def test_errors_of_a_forecast_that_could_not_be_made_are_missing():
    rows = pd.DataFrame(
        {"actual": [110.0, 110.0], "median": [100.0, np.nan], "mean_change": [5.0, 5.0]}
    )
    for level in ("80", "95"):
        rows[f"lower_{level}"], rows[f"upper_{level}"] = [90.0, np.nan], [105.0, np.nan]
    one, none = measure_errors(rows).to_dict("records")
    assert one["smape"] == pytest.approx(100 * 10 / 105)
    assert one["mase"] == 2
    assert one["msis_95"] == pytest.approx((15 + 40 * 5) / 5)
    assert one["covered_80"] == 0
    assert np.isnan([none["smape"], none["mase"], none["covered_80"], none["msis_95"]]).all()


@pytest.mark.slow
def test_evidence_on_a_few_series():
    evidence = pytest.importorskip("hrss_analysis.projections.evidence")
    random = np.random.default_rng(5)
    panel = []
    for _ in range(24):
        values = np.exp(np.cumsum(random.normal(0.02, 0.05, 16)))
        whole = pd.Series(values, index=range(16))
        panel.append((whole.iloc[:12], whole.iloc[12:]))
    every = evidence.competition_evidence(panel)
    ahead = every[every["ahead"].notna()].set_index(["method", "n", "ahead"]).sort_index()
    assert ahead.loc[("growth_mixture", 5), "series"].tolist() == [24] * 4
    table = every[every["ahead"].isna()].set_index(["sample", "method", "n"]).sort_index()
    assert 0 < table.loc[("all", "growth_mixture", 5), "brier"] < 0.25
    assert table.loc[("all", "growth_mixture", 5), "series"] == 24
    assert table.loc[("every 16th", "theta", 5), "series"] == 2
    last = [(test - train.iloc[-1]).abs() * 200 / (test + train.iloc[-1]) for train, test in panel]
    wanted = np.mean([one.mean() for one in last])
    assert table.loc[("all", "naive", 5), "smape"] == pytest.approx(wanted)


@pytest.mark.slow
def test_the_backtest_notebook_runs(tmp_path):
    from pathlib import Path

    import papermill

    notebook = Path(__file__).parents[1] / "notebooks" / "projection_backtests.ipynb"
    done = papermill.execute_notebook(
        notebook, tmp_path / "out.ipynb", {"language": "en"}, cwd=notebook.parent
    )
    shown = [o for cell in done.cells if cell.cell_type == "code" for o in cell.outputs]
    assert not [o for o in shown if o.output_type == "error"]
    assert sum("text/html" in o.get("data", {}) for o in shown) >= 4
