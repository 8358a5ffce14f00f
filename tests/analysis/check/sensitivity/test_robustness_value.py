"""Robustness values: the published example, sensemakr, and confounders that are left out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import sensemakr
import statsmodels.formula.api as smf
from sensemakr.bias_functions import adjusted_estimate, adjusted_se
from sensemakr.sensitivity_bounds import ovb_partial_r2_bound
from sensemakr.sensitivity_statistics import robustness_value as theirs

from causalkit.analysis.check import Check
from causalkit.analysis.check.sensitivity.omitted_variable import Coefficient, bound, robustness
from causalkit.analysis.check.sensitivity.robustness_value import robustness_value
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.identify import Backdoor
from causalkit.errors import EstimationError
from causalkit.graph import Question

DARFUR = (
    "age",
    "farmer_dar",
    "female",
    "herder_dar",
    "hhsize_darfur",
    "pastvoted",
    "village",
)
EXPOSURE, OUTCOME = "partial R² with exposure", "partial R² with outcome"


def given(exposure: str, outcome: str, *names: str, **question: object) -> Backdoor:
    return Backdoor(Question.of(exposure, outcome, **question), names, (names,), complete=True)


@pytest.fixture(scope="module")
def darfur() -> pd.DataFrame:
    return pd.read_csv(Path(sensemakr.__path__[0]) / "data" / "darfur.csv")


@pytest.fixture(scope="module")
def check(darfur) -> Check:
    asked = given("directlyharmed", "peacefactor", *DARFUR)
    return robustness_value(darfur, asked, benchmark=("female",))


def survey(seed: int, n: int = 400) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    pain, age = rng.normal(size=(2, n))
    region = rng.choice(["north", "south", "west"], n)
    kratom = 0.4 * pain + 0.2 * age + 0.5 * (region == "west") + rng.normal(size=n)
    phq9 = 0.6 * kratom + 0.5 * pain + 0.3 * age + (region == "west") + rng.normal(size=n)
    return pd.DataFrame(
        {"pain": pain, "age": age, "region": region, "kratom": kratom, "phq9": phq9}
    )


class TestDarfur:
    """Cinelli and Hazlett (2020), section 5: violence and attitudes towards peace."""

    def test_the_published_robustness_values(self, check):
        figures = check.figures
        assert round(figures["estimate"], 3) == 0.097
        assert round(figures["standard error"], 3) == 0.023
        assert round(100 * figures["robustness value"], 1) == 13.9
        assert round(100 * figures["robustness value of the interval"], 1) == 7.6
        assert round(100 * figures["partial R² with outcome"], 1) == 2.2
        assert figures["degrees of freedom"] == 783

    def test_the_published_bounds_for_a_confounder_like_being_a_woman(self, check):
        rows = check.table[check.table["kind"] == "benchmark"]
        assert rows["times"].tolist() == [1, 2, 3]
        assert rows[EXPOSURE].round(3).tolist() == [0.009, 0.018, 0.027]
        assert rows[OUTCOME].round(3).tolist() == [0.125, 0.249, 0.374]
        assert rows["estimate"].round(3).tolist() == [0.075, 0.053, 0.030]
        assert rows["t"].round(2).tolist() == [3.44, 2.60, 1.63]
        assert rows["low"].round(3).tolist() == [0.032, 0.013, -0.006]

    def test_the_verdict_says_so_in_words(self, check):
        assert check.finding == "doubtful"
        assert "explain 13.9 % of what is left of exposure and outcome" in check.verdict
        assert "and 7.6 % to leave it within chance" in check.verdict
        assert check.verdict.endswith("One 3 times as strong as female would do.")

    def test_a_covariate_of_many_labels_counts_as_a_whole(self, darfur):
        asked = given("directlyharmed", "peacefactor", *DARFUR)
        table = robustness_value(darfur, asked, benchmark=("village",)).table
        others = " + ".join(name for name in DARFUR if name != "village")
        full = smf.ols(f"directlyharmed ~ {others} + C(village)", darfur).fit()
        part = smf.ols(f"directlyharmed ~ {others}", darfur).fit()
        partial = 1 - full.ssr / part.ssr
        expected = [
            k * partial / (1 - partial) for k in (1, 2, 3) if k * partial / (1 - partial) < 1
        ]
        rows = table[table["kind"] == "benchmark"]
        assert rows[EXPOSURE].tolist() == pytest.approx(expected[: len(rows)])
        assert len(rows) < 3  # nothing is three times as strong as village


def test_sensemakr_agrees_to_the_last_digit():
    rng = np.random.default_rng(1)
    for _ in range(40):
        t, degrees = rng.normal(0, 5), int(rng.integers(5, 900))
        of = Coefficient(2 * t, 2.0, degrees)
        for share in (0.5, 1.0):
            expected = float(np.asarray(theirs(t_statistic=t, dof=degrees, q=share))[0])
            assert robustness(of, share) == pytest.approx(expected)
            expected = float(np.asarray(theirs(t_statistic=t, dof=degrees, q=share, alpha=0.05))[0])
            assert robustness(of, share, of.critical(0.95)) == pytest.approx(expected)
        shares = {"r2dz_x": rng.uniform(0, 0.4), "r2yz_dx": rng.uniform(0, 0.4)}
        left, error = of.adjusted(*(np.array([each]) for each in shares.values()))
        known = {"se": 2.0, "dof": degrees, **shares}
        assert left == pytest.approx(adjusted_estimate(estimate=2 * t, **known))
        assert error == pytest.approx(adjusted_se(**known))
        times, measured = int(rng.integers(1, 4)), rng.uniform(0, 0.2, 2)
        bounds = ovb_partial_r2_bound(r2dxj_x=measured[0], r2yxj_dx=measured[1], kd=times, ky=times)
        expected = bounds[["r2dz_x", "r2yz_dx"]].iloc[0].tolist()
        assert bound(times, *measured) == pytest.approx(tuple(expected))


def test_a_confounder_that_is_left_out_does_exactly_what_its_shares_say():
    """Omit pain, and what its own partial R² predict is the estimate with it."""
    frame = survey(2)
    with_pain = smf.ols("phq9 ~ kratom + age + C(region) + pain", frame).fit()
    without = smf.ols("phq9 ~ kratom + age + C(region)", frame).fit()
    to_kratom = smf.ols("kratom ~ age + C(region) + pain", frame).fit()
    of_outcome, of_exposure = (
        fit.tvalues["pain"] ** 2 / (fit.tvalues["pain"] ** 2 + fit.df_resid)
        for fit in (with_pain, to_kratom)
    )
    check = robustness_value(frame, given("kratom", "phq9", "age", "region"))
    found = Coefficient(*(check.figures[n] for n in ("estimate", "standard error")), 394 + 1)
    left, error = found.adjusted(np.array([of_exposure]), np.array([of_outcome]))
    assert without.params["kratom"] == pytest.approx(check.figures["estimate"])
    assert left == pytest.approx([with_pain.params["kratom"]])
    assert error == pytest.approx([with_pain.bse["kratom"]])


def test_at_the_robustness_value_nothing_is_left():
    figures = robustness_value(survey(3), given("kratom", "phq9", "age")).figures
    found = Coefficient(figures["estimate"], figures["standard error"], 397)
    value = np.array([figures["robustness value"]])
    assert found.adjusted(value, value)[0] == pytest.approx([0.0], abs=1e-12)
    limit = np.array([figures["robustness value of the interval"]])
    left, error = found.adjusted(limit, limit)
    assert left - found.critical(0.95) * error == pytest.approx([0.0], abs=1e-12)


def test_the_grid_holds_the_estimate_at_its_corner_and_everything_of_interest():
    check = robustness_value(survey(4), given("kratom", "phq9", "age", "pain"), benchmark=("pain",))
    grid = check.table[check.table["kind"] == "grid"]
    corner = grid[(grid[EXPOSURE] == 0) & (grid[OUTCOME] == 0)]
    assert corner["estimate"].tolist() == [check.figures["estimate"]]
    assert grid[EXPOSURE].max() > check.figures["robustness value"]
    assert np.isfinite(grid[["estimate", "standard error", "t", "low", "high"]]).all(axis=None)


@pytest.mark.parametrize(
    ("names", "benchmark", "finding"),
    [
        (("pain",), (), "reassuring"),
        (("age", "pain", "region"), ("age",), "reassuring"),
        (("noise",), ("noise",), "reassuring"),
    ],
)
def test_an_effect_that_withstands_much_is_reassuring(names, benchmark, finding: str):
    frame = survey(5).assign(noise=np.random.default_rng(5).normal(size=400))
    assert (
        robustness_value(frame, given("kratom", "phq9", *names), benchmark=benchmark).finding
        == finding
    )


def test_an_effect_that_is_within_chance_needs_no_confounder():
    frame = survey(6).assign(phq9=np.random.default_rng(60).normal(size=400))
    check = robustness_value(frame, given("kratom", "phq9", "age"))
    assert (check.finding, check.figures["robustness value of the interval"]) == ("alarming", 0)
    assert "but chance accounts for it without any" in check.verdict


def test_a_benchmark_whose_like_would_undo_it_is_alarming():
    rng = np.random.default_rng(7)
    pain = rng.normal(size=400)
    kratom = pain + rng.normal(size=400)
    frame = pd.DataFrame({"pain": pain, "kratom": kratom})
    frame["phq9"] = 0.2 * kratom + 2 * pain + rng.normal(size=400)
    check = robustness_value(frame, given("kratom", "phq9", "pain"), benchmark=("pain",))
    assert check.finding == "alarming"


def test_part_of_the_estimate_goes_more_easily_than_all():
    frame, asked = survey(8), given("kratom", "phq9", "age")
    half, full = (robustness_value(frame, asked, share=share) for share in (0.5, 1.0))
    assert half.figures["robustness value"] < full.figures["robustness value"]
    assert "to account for 50 % of the estimate" in half.verdict


def test_the_contrast_scales_the_estimate_and_nothing_else():
    frame = survey(9)
    one = robustness_value(frame, given("kratom", "phq9", "age"))
    back = robustness_value(frame, given("kratom", "phq9", "age", treated=-3, reference=0))
    assert back.figures["estimate"] == pytest.approx(-3 * one.figures["estimate"])
    assert back.figures["robustness value"] == pytest.approx(one.figures["robustness value"])


def test_exposure_may_be_labels_or_truth():
    frame = survey(10).assign(kratom=lambda f: f["kratom"] > 0)
    labelled = frame.assign(kratom=lambda f: f["kratom"].map({True: "yes", False: "no"}))
    expected = robustness_value(frame, given("kratom", "phq9", "age")).figures
    asked = given("kratom", "phq9", "age", treated="yes", reference="no")
    assert robustness_value(labelled, asked).figures == pytest.approx(expected)


class TestSampling:
    """Survey weights and clusters: shares of variance, but no figure for the interval."""

    def test_weights_are_copies_of_rows(self):
        frame, asked = survey(11), given("kratom", "phq9", "age", "region")
        frame["people"] = np.random.default_rng(11).integers(1, 4, 400)
        copied = frame.loc[frame.index.repeat(frame["people"])]
        weighted = robustness_value(
            frame, asked, sampling=Sampling(weights="people"), benchmark=("age", "region")
        )
        plain = robustness_value(copied, asked, benchmark=("age", "region"))
        assert weighted.figures["estimate"] == pytest.approx(plain.figures["estimate"])
        mine, other = (each.table[each.table["kind"] == "benchmark"] for each in (weighted, plain))
        assert mine[EXPOSURE].tolist() == pytest.approx(other[EXPOSURE].tolist())
        assert mine[OUTCOME].tolist() == pytest.approx(other[OUTCOME].tolist())

    @pytest.mark.parametrize("sampling", [Sampling(weights="people"), Sampling(clusters="region")])
    def test_there_is_no_figure_for_the_interval(self, sampling):
        frame = survey(12).assign(people=lambda f: 1 + (f["age"] > 0))
        check = robustness_value(frame, given("kratom", "phq9", "age"), sampling=sampling)
        assert "robustness value of the interval" not in check.figures
        assert "t" not in check.table
        assert "chance" not in check.verdict


def test_the_table_is_unchanged_and_a_covariate_given_twice_changes_nothing():
    frame = survey(13).assign(months=lambda f: 12 * f["age"], year=2024)
    before = frame.copy()
    once = robustness_value(frame, given("kratom", "phq9", "age"))
    twice = robustness_value(frame, given("kratom", "phq9", "age", "months", "year"))
    pd.testing.assert_frame_equal(frame, before)
    assert twice.figures == pytest.approx(once.figures)


FAULTS = {
    "a ratio": ({"scale": "ratio"}, {}, "ask for the difference by one exposure"),
    "a benchmark that is text": ({}, {"benchmark": "age"}, r'such as \("age",\)'),
    "a benchmark not adjusted for": ({}, {"benchmark": ("agee",)}, 'the benchmark "agee" is not'),
    "a constant benchmark": ({}, {"benchmark": ("year",)}, '"year" does not vary, or repeats'),
    "a share of nothing": ({}, {"share": 0}, "is above 0, not 0"),
    "a level of 95": ({}, {"level": 95}, "the level lies between 0 and 1"),
    "labels asked of numbers": ({"treated": "a lot", "reference": "none"}, {}, "holds numbers"),
}


@pytest.mark.parametrize(("question", "options", "message"), FAULTS.values(), ids=FAULTS)
def test_what_cannot_be_asked_is_refused(question, options, message: str):
    frame = survey(14).assign(year=2024)
    with pytest.raises(EstimationError, match=message):
        robustness_value(frame, given("kratom", "phq9", "age", "year", **question), **options)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda f: f.assign(kratom=1.0), '"kratom" does not vary'),
        (lambda f: f.assign(kratom=2 * f["age"] + 1), "the covariates decide it"),
        (lambda f: f.assign(phq9=f["kratom"] + f["age"]), "tell the outcome exactly"),
        (lambda f: f.head(4), "cannot be judged on 4 rows"),
        (lambda f: f.assign(kratom=f["region"]), "has other labels than the two compared"),
    ],
)
def test_data_that_leave_nothing_to_judge_are_refused(spoil, message: str):
    frame = spoil(survey(15))
    labels = {}
    if isinstance(frame["kratom"].iloc[0], str):
        labels = {"treated": "west", "reference": "north"}
    with pytest.raises(EstimationError, match=message):
        robustness_value(frame, given("kratom", "phq9", "age", **labels))
