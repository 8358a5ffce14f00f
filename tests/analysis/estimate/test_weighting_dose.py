"""A continuous exposure weighted by densities, beside statsmodels and by hand."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.stats import norm
from small_changes import inflation

from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.estimate.weighting import weighting
from causalkit.analysis.identify import Backdoor
from causalkit.errors import EstimationError
from causalkit.graph import Question


def doses(seed: int, n: int = 500) -> pd.DataFrame:
    """People in pain, and the old, take higher doses; the outcome is a parabola in the dose."""
    rng = np.random.default_rng(seed)
    pain, age = rng.random(n) < 0.4, rng.normal(0, 1, n)
    dose = 4 + 0.8 * pain + 0.5 * age + rng.normal(0, 1.2, n)
    frame = pd.DataFrame({"pain": pain, "age": age, "kratom": dose})
    frame["phq9"] = 6 + 2 * pain + age - dose + 0.1 * dose**2 + rng.normal(0, 1, n)
    frame["depressed"] = frame["phq9"] > 6
    return frame


def by_hand(frame: pd.DataFrame) -> np.ndarray:
    """The stabilised weights of What If, program 12.6."""
    dose = frame["kratom"].to_numpy()
    terms = sm.add_constant(frame[["age", "pain"]].astype(float))
    mean = np.asarray(sm.OLS(dose, terms).fit().predict())
    spread = np.sqrt(np.mean((dose - mean) ** 2))
    return norm.pdf(dose, dose.mean(), dose.std()) / norm.pdf(dose, mean, spread)


def asking(outcome: str = "phq9", **question: object) -> Backdoor:
    asked = Question.of("kratom", outcome, treated=5, reference=3, **question)
    return Backdoor(asked, ("age", "pain"), (("age", "pain"),), complete=True)


@pytest.mark.parametrize("shape", ["linear", "quadratic"])
def test_it_is_a_regression_on_the_dose_in_the_weighted_data(shape: str):
    frame = doses(1)
    powers = 2 if shape == "linear" else 3
    terms = np.vander(frame["kratom"], powers, increasing=True)
    fit = sm.WLS(frame["phq9"], terms, weights=by_hand(frame)).fit()
    expected = np.diff(fit.predict(np.vander([3.0, 5.0], powers, increasing=True)))[0]
    found = weighting(frame, asking(), terms="lines", dose_model=shape)
    assert found.value == pytest.approx(expected, rel=1e-6)
    weights = by_hand(frame)
    assert found.figures["mean stabilised weight"] == pytest.approx(weights.mean())
    assert found.figures["largest weight share"] == pytest.approx(weights.max() / weights.sum())


def test_zeros_and_ones_get_a_logistic_model_of_the_dose():
    frame = doses(2)
    terms = sm.add_constant(frame["kratom"])
    fit = sm.GLM(
        frame["depressed"].astype(float),
        terms,
        family=sm.families.Binomial(),
        var_weights=by_hand(frame),
    ).fit(tol=1e-12)
    found = weighting(frame, asking("depressed", scale="odds ratio"), terms="lines")
    assert np.log(found.value) == pytest.approx(2 * fit.params["kratom"], rel=1e-6)


@pytest.mark.parametrize(
    ("outcome", "scale"), [("phq9", "difference"), ("phq9", "ratio"), ("depressed", "odds ratio")]
)
@pytest.mark.parametrize("shape", ["linear", "quadratic"])
@pytest.mark.parametrize("truncation", [None, 0.02])
def test_the_standard_error_is_made_of_what_each_row_does(
    shape: str, outcome: str, scale: str, truncation: float | None
):
    options = {"terms": "lines", "dose_model": shape, "truncation": truncation}
    estimate = partial(weighting, identification=asking(outcome, scale=scale), **options)
    assert 0.999 < inflation(estimate, doses(3, 101)) < 1.15


def test_without_covariates_it_is_a_plain_regression():
    frame = doses(4)
    question = Question.of("kratom", "phq9", treated=5, reference=3)
    found = weighting(frame, Backdoor(question, (), ((),), complete=True))
    plain = sm.OLS(frame["phq9"], sm.add_constant(frame["kratom"])).fit(cov_type="HC2")
    assert found.value == pytest.approx(2 * plain.params["kratom"])
    assert found.standard_error == pytest.approx(2 * plain.bse["kratom"])


def test_a_weight_stands_for_so_many_copies_of_a_row():
    frame = doses(5).assign(people=lambda f: 1 + f.index % 3)
    copies = frame.loc[frame.index.repeat(frame["people"])]
    weighted = weighting(frame, asking(), sampling=Sampling(weights="people"), terms="lines")
    plain = weighting(copies, asking(), terms="lines")
    assert weighted.value == pytest.approx(plain.value, rel=1e-6)


def test_everybody_alone_in_a_cluster_is_no_clusters():
    frame = doses(6).assign(who=lambda f: f.index)
    alone = weighting(frame, asking(), sampling=Sampling(clusters="who"))
    plain = weighting(frame, asking())
    assert alone.standard_error == pytest.approx(plain.standard_error * np.sqrt(500 / 499))


def test_caps_make_the_largest_weight_smaller():
    frame = doses(7)
    plain, capped = (weighting(frame, asking(), truncation=share) for share in (None, 0.02))
    assert capped.figures["largest weight share"] < plain.figures["largest weight share"]
    assert any("capped at their quantiles" in note for note in capped.notes)


def test_weights_whose_mean_is_not_one_are_reported():
    """A dose whose spread grows with age has no one normal density."""
    rng = np.random.default_rng(8)
    spread = rng.normal(size=500)
    frame = doses(8).assign(kratom=lambda f: 4 + 2 * f["age"] + np.exp(f["age"]) * spread)
    asked = Backdoor(
        Question.of("kratom", "phq9", treated=5, reference=3), ("age",), (("age",),), complete=True
    )
    found = weighting(frame, asked)
    assert abs(found.figures["mean stabilised weight"] - 1) > 0.2
    assert any("it should be 1" in note for note in found.notes)


@pytest.mark.parametrize(
    ("question", "options", "message"),
    [
        ({"treated": 500}, {}, "= 500 lies outside the values that occur"),
        ({"treated": "high"}, {}, "= high lies outside the values that occur"),
        ({"population": "exposed"}, {}, "the exposed are no group"),
        ({}, {"population_weights": "overlap"}, "overlap weights are for groups"),
        ({}, {"normalised": False}, "no choice of normalised weights"),
    ],
)
def test_what_a_dose_cannot_answer(question, options, message: str):
    asked = Question.of("kratom", "phq9", **{"treated": 5, "reference": 3, **question})
    with pytest.raises(EstimationError, match=message):
        weighting(doses(9), Backdoor(asked, ("age",), (("age",),), complete=True), **options)


def test_a_dose_beside_another_exposure_is_refused():
    frame = doses(10).assign(opioids=lambda f: f.index % 2)
    asked = Question.of(["kratom", "opioids"], "phq9", treated=[5, 1], reference=[3, 0])
    with pytest.raises(EstimationError, match='"kratom" is continuous; ask about it alone'):
        weighting(frame, Backdoor(asked, ("age",), (("age",),), complete=True))


def test_a_dose_that_the_covariates_decide_is_refused():
    frame = doses(11).assign(kratom=lambda f: 4 + 2 * f["age"] + f["pain"])
    with pytest.raises(EstimationError, match=r'"kratom" is decided by "age", "pain".*no overlap'):
        weighting(frame, asking(), terms="lines")


def test_a_dose_that_tells_the_outcomes_apart_is_refused():
    frame = doses(12).assign(depressed=lambda f: f["kratom"] > 4)
    with pytest.raises(EstimationError, match='tells the outcomes "depressed" = 0 and 1 apart'):
        weighting(frame, asking("depressed"))


def test_too_few_people_for_the_model():
    frame, terms = (
        doses(13, 7).assign(kratom=range(7)),
        "age * pain + I(age**2) + I(age**3) + I(age**4)",
    )
    with pytest.raises(EstimationError, match="a model of the dose with 7 terms cannot be fitted"):
        weighting(frame, asking(), terms=terms)


def test_the_table_is_left_as_it_was():
    frame = doses(14)
    before = frame.copy(deep=True)
    weighting(frame, asking(), truncation=0.01, dose_model="quadratic")
    pd.testing.assert_frame_equal(frame, before, check_exact=True)
