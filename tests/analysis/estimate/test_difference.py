"""The naive contrast, beside scipy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm, ttest_ind

from causalkit.analysis.estimate import difference
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
