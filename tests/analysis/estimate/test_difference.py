"""The naive contrast, beside scipy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm, ttest_ind
from statsmodels.regression.linear_model import OLS, WLS
from statsmodels.stats.contingency_tables import Table2x2

from causalkit.analysis.estimate import difference
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.identify import NoConfounding
from causalkit.errors import EstimationError
from causalkit.graph import Question

ASKED = NoConfounding(Question.of("kratom", "phq9"))
scores = st.lists(st.integers(-1000, 1000).map(lambda x: x / 8), min_size=2, max_size=30)


def table(exposed: list[float], others: list[float]) -> pd.DataFrame:
    kratom = [1] * len(exposed) + [0] * len(others)
    return pd.DataFrame({"kratom": kratom, "phq9": [*exposed, *others]})


@pytest.mark.filterwarnings("ignore:Precision loss:RuntimeWarning")  # scipy on constant groups
@given(scores, scores, st.sampled_from([0.8, 0.95, 0.99]))
def test_the_interval_is_that_of_welchs_t_test(
    exposed: list[float], others: list[float], level: float
):
    if len({*exposed, *others}) < 2 or len(set(exposed)) + len(set(others)) < 3:
        return
    found = difference(table(exposed, others), ASKED, level=level)
    welch = ttest_ind(exposed, others, equal_var=False)
    interval = welch.confidence_interval(level)
    np.testing.assert_allclose([found.low, found.high], interval, rtol=1e-9, atol=1e-9)
    assert found.value == pytest.approx(np.mean(exposed) - np.mean(others))
    assert found.n == len(exposed) + len(others)


def test_the_ratio_has_an_interval_on_the_log_scale():
    rng = np.random.default_rng(0)
    exposed, others = rng.gamma(4, 2, 5000), rng.gamma(4, 1.5, 7000)
    ratio = NoConfounding(Question.of("kratom", "phq9", scale="ratio"))
    found = difference(table([*exposed], [*others]), ratio)
    assert found.value == pytest.approx(exposed.mean() / others.mean())
    assert found.low * found.high == pytest.approx(found.value**2)
    logs = [
        np.log(rng.choice(exposed, 5000).mean() / rng.choice(others, 7000).mean())
        for _ in range(400)
    ]
    half = np.log(found.high / found.low) / 2
    assert half == pytest.approx(norm.ppf(0.975) * np.std(logs), rel=0.12)


def test_risks_are_means_of_zeros_and_ones():
    frame = pd.DataFrame({"kratom": [True] * 10 + [False] * 20, "phq9": [True] * 5 + [False] * 25})
    assert difference(frame, ASKED).value == 0.5


def test_only_the_two_groups_compared_are_used():
    frame = pd.DataFrame(
        {"kratom": ["daily", "daily", "never", "never", "weekly"], "phq9": [5, 7, 1, 3, 100]}
    )
    asked = Question.of("kratom", "phq9", treated="daily", reference="never")
    found = difference(frame, NoConfounding(asked))
    assert (found.value, found.n) == (4.0, 4)


def test_it_refuses_to_stand_in_for_adjustment(identified, survey):
    with pytest.raises(EstimationError, match=r"adjusts for nothing.*pain; use regression"):
        difference(survey(1), identified("pain"))


def test_groups_without_any_variation_have_no_error():
    found = difference(table([2, 2, 2], [1, 1]), ASKED)
    assert (found.value, found.standard_error, found.low, found.high) == (1, 0, 1, 1)


def test_the_odds_ratio_of_two_risks_is_that_of_the_fourfold_table():
    rng = np.random.default_rng(2)
    kratom = rng.random(400) < 0.4
    frame = pd.DataFrame({"kratom": kratom, "phq9": rng.random(400) < 0.2 + 0.3 * kratom})
    asked = NoConfounding(Question.of("kratom", "phq9", scale="odds ratio"))
    found = difference(frame, asked)
    counts = pd.crosstab(frame["kratom"], frame["phq9"]).to_numpy()
    fourfold = Table2x2(counts)
    assert found.value == pytest.approx(fourfold.oddsratio)
    # statsmodels divides by n where we divide by n - 1.
    np.testing.assert_allclose((found.low, found.high), fourfold.oddsratio_confint(), rtol=5e-3)


def test_an_odds_ratio_of_scores_is_refused():
    asked = NoConfounding(Question.of("kratom", "phq9", scale="odds ratio"))
    with pytest.raises(EstimationError, match="an odds ratio needs an outcome of zeros and ones"):
        difference(table([0.2, 0.4], [0.1, 0.9]), asked)


@pytest.mark.parametrize("scale", ["difference", "ratio", "odds ratio"])
def test_a_weight_is_so_many_rows(scale: str):
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"kratom": rng.random(60) < 0.5, "phq9": rng.random(60) < 0.4})
    frame["people"] = rng.integers(0, 4, 60)
    asked = NoConfounding(Question.of("kratom", "phq9", scale=scale))
    found = difference(frame, asked, sampling=Sampling(weights="people"))
    copies = difference(frame.loc[frame.index.repeat(frame["people"])], asked)
    assert found.value == pytest.approx(copies.value, rel=1e-12)
    assert found.n == np.count_nonzero(frame["people"])


def test_weights_give_the_error_of_a_weighted_regression():
    rng = np.random.default_rng(4)
    frame = pd.DataFrame({"kratom": np.repeat([0, 1], 500), "phq9": rng.normal(size=1000)})
    frame["people"] = rng.uniform(0.2, 5, 1000)
    found = difference(frame, ASKED, sampling=Sampling(weights="people"))
    design = np.column_stack([np.ones(1000), frame["kratom"]])
    fitted = WLS(frame["phq9"], design, weights=frame["people"]).fit(cov_type="HC1")
    assert found.value == pytest.approx(fitted.params.iloc[1])
    assert found.standard_error == pytest.approx(fitted.bse.iloc[1], rel=1e-3)


def test_clusters_give_the_error_of_a_regression_robust_to_them():
    rng = np.random.default_rng(5)
    school = np.repeat(np.arange(40), 25)
    frame = pd.DataFrame({"school": school, "kratom": school % 2})
    frame["phq9"] = rng.normal(size=40)[school] + rng.normal(size=1000)
    found = difference(frame, ASKED, sampling=Sampling(clusters="school"))
    design = np.column_stack([np.ones(1000), frame["kratom"]])
    fitted = OLS(frame["phq9"], design).fit(cov_type="cluster", cov_kwds={"groups": school})
    assert found.standard_error == pytest.approx(fitted.bse.iloc[1], rel=2e-3)
    assert found.standard_error > 3 * difference(frame, ASKED).standard_error


def test_clusters_of_one_are_no_clusters():
    rng = np.random.default_rng(6)
    frame = pd.DataFrame({"person": np.arange(50), "kratom": np.repeat([0, 1], 25)})
    frame["phq9"] = rng.normal(size=50)
    found = difference(frame, ASKED, sampling=Sampling(clusters="person"))
    alone = difference(frame, ASKED).standard_error
    assert found.standard_error == pytest.approx(alone * np.sqrt(50 / 49))


@pytest.mark.parametrize(
    ("column", "sampling", "message"),
    [
        ([-1.0, 1, 1, 1], Sampling(weights="column"), "negative in some rows"),
        ([0.0, 0, 0, 0], Sampling(weights="column"), "zero in every row"),
        (list("abcd"), Sampling(weights="column"), "weights are numbers"),
        ([1, 1, 1, 1], Sampling(clusters="column"), "one and the same in all rows"),
        ([1, 1, 1, 1], Sampling(clusters="columm"), 'Did you mean "column"'),
    ],
)
def test_weights_and_clusters_that_cannot_be_are_refused(column, sampling, message: str):
    frame = table([1.0, 2.0], [3.0, 5.0]).assign(column=column)
    with pytest.raises(EstimationError, match=message):
        difference(frame, ASKED, sampling=sampling)


def test_a_row_without_weight_or_cluster_is_left_out_and_counted():
    frame = table([1.0, 2.0, 3.0], [3.0, 5.0, 4.0]).assign(people=[1, None, 1, 1, 1, 1])
    found = difference(frame, ASKED, sampling=Sampling(weights="people"))
    assert (found.n, found.dropped) == (5, 1)
