"""An exposure with more than two settings, beside statsmodels and by hand."""

from __future__ import annotations

import warnings
from functools import partial

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from small_changes import inflation

from causalkit.analysis.estimate.models.multinomial import multinomial_fit
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.estimate.weighting import weighting
from causalkit.analysis.identify import Backdoor
from causalkit.errors import EstimationError
from causalkit.graph import Question

LEVELS = np.array(["never", "weekly", "daily"])
TARGETS = ["all", "exposed", "unexposed", "overlap"]


def three_groups(seed: int, n: int = 600) -> pd.DataFrame:
    """People in pain, and the old, take more of it."""
    rng = np.random.default_rng(seed)
    pain, age = rng.random(n) < 0.4, rng.normal(0, 1, n)
    log_odds = np.column_stack([np.zeros(n), -0.3 + 0.5 * age, -0.8 + pain + 0.3 * age])
    level = np.argmax(log_odds + rng.gumbel(size=(n, 3)), axis=1)
    frame = pd.DataFrame({"pain": pain, "age": age, "kratom": LEVELS[level]})
    effect = np.array([0, 1, 2])[level] * (1 + pain)
    frame["phq9"] = 6 + 3 * pain + age + effect + rng.normal(0, 1.5, n)
    return frame


def by_hand(frame: pd.DataFrame, target: str) -> float:
    """Daily against never, with the multinomial regression of statsmodels."""
    codes = pd.Categorical(frame["kratom"], LEVELS).codes
    terms = sm.add_constant(frame[["age", "pain"]].astype(float))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = sm.MNLogit(codes, terms).fit(disp=0, method="newton", tol=1e-12)
    never, daily = np.asarray(fit.predict())[:, 0], np.asarray(fit.predict())[:, 2]
    overlap = 1 / (1 / np.asarray(fit.predict())).sum(axis=1)
    counts = {"all": 1, "exposed": daily, "unexposed": never, "overlap": overlap}[target]
    outcome = frame["phq9"].to_numpy()
    treated = np.average(outcome, weights=(codes == 2) * counts / daily)
    return float(treated - np.average(outcome, weights=(codes == 0) * counts / never))


def asked_of(identified, target: str, *names: str):
    population = "all" if target == "overlap" else target
    asked = identified(*names, treated="daily", reference="never", population=population)
    weights = "overlap" if target == "overlap" else "question"
    return asked, {"terms": "lines", "population_weights": weights}


@pytest.mark.parametrize("target", TARGETS)
def test_the_weights_are_those_of_a_multinomial_regression(identified, target: str):
    frame = three_groups(1)
    asked, options = asked_of(identified, target, "age", "pain")
    found = weighting(frame, asked, **options)
    assert found.value == pytest.approx(by_hand(frame, target), rel=1e-6)
    assert found.n == len(frame)


@pytest.mark.parametrize("normalised", [True, False])
@pytest.mark.parametrize("target", TARGETS)
def test_the_standard_error_is_made_of_what_each_row_does(identified, target, normalised: bool):
    asked, options = asked_of(identified, target, "age", "pain")
    estimate = partial(weighting, identification=asked, normalised=normalised, **options)
    assert 0.98 < inflation(estimate, three_groups(2, 121)) < 1.07


def test_with_one_set_of_strata_it_is_exact_stratification(identified):
    frame = three_groups(3, 2000)
    asked, options = asked_of(identified, "all", "pain")
    means = frame.groupby(["pain", "kratom"])["phq9"].mean().unstack()
    share = frame["pain"].value_counts(normalize=True)
    expected = ((means["daily"] - means["never"]) * share).sum()
    assert weighting(frame, asked, **options).value == pytest.approx(expected, rel=1e-6)


def test_the_fit_is_that_of_statsmodels_in_any_unit():
    frame = three_groups(4)
    terms = np.column_stack([np.ones(600), 1e6 * frame["age"], 1e-6 * frame["pain"]])
    groups = pd.Categorical(frame["kratom"], LEVELS).codes.astype(int)
    ours = multinomial_fit(terms, groups)
    theirs = sm.MNLogit(groups, terms * [1, 1e-6, 1e6]).fit(disp=0, method="newton", tol=1e-12)
    np.testing.assert_allclose(ours.coefficients * [[1], [1e6], [1e-6]], theirs.params, rtol=1e-6)
    np.testing.assert_allclose(ours.chances(terms), theirs.predict(), rtol=1e-6)


def test_a_weight_stands_for_so_many_copies_of_a_row(identified):
    frame = three_groups(5).assign(people=lambda f: 1 + f.index % 3)
    copies = frame.loc[frame.index.repeat(frame["people"])]
    asked, options = asked_of(identified, "all", "age", "pain")
    weighted = weighting(frame, asked, sampling=Sampling(weights="people"), **options)
    assert weighted.value == pytest.approx(weighting(copies, asked, **options).value, rel=1e-6)


def test_several_exposures_are_set_together():
    rng = np.random.default_rng(6)
    pain = rng.random(5000) < 0.5
    kratom, opioids = rng.random((2, 5000)) < 0.3 + 0.3 * pain
    frame = pd.DataFrame({"pain": pain, "kratom": kratom, "opioids": opioids})
    frame["phq9"] = pain + 2 * kratom + opioids + 3 * kratom * opioids + rng.normal(size=5000)
    question = Question.of(["kratom", "opioids"], "phq9")
    found = weighting(frame, Backdoor(question, ("pain",), (("pain",),), complete=True))
    assert found.covers(6)
    assert found.standard_error < 0.1


def test_a_group_that_a_covariate_decides_is_named(identified):
    frame = three_groups(7).assign(kratom=np.resize(["never", "weekly"], 600))
    frame.loc[frame["age"] > 0.5, "kratom"] = "daily"
    with pytest.raises(EstimationError, match=r'no overlap.*decided by "age"'):
        weighting(frame, identified("age", "pain", treated="daily", reference="never"))


def test_too_few_people_for_the_model(identified):
    frame = three_groups(8, 12)
    with pytest.raises(EstimationError, match=r"with \d+ terms cannot be fitted to 12 rows"):
        weighting(frame, identified("age", "pain", treated="daily", reference="never"))
