"""The delta method, beside numerical derivatives; clusters, beside hand-written sums."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from causalkit.analysis.estimate.data.rows import prepare
from causalkit.analysis.estimate.effect.contrast import contrast, standard_error
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.effect.scale import on_scale
from causalkit.analysis.estimate.reading.columns import Column
from causalkit.analysis.identify import NoConfounding
from causalkit.errors import EstimationError
from causalkit.graph import Question

SCALES = {
    "difference": lambda mean: mean,
    "ratio": np.log,
    "odds ratio": lambda mean: np.log(mean / (1 - mean)),
}


def rows(scale: str):
    frame = pd.DataFrame({"x": [0, 0, 1, 1], "y": [0, 1, 0, 1]})
    return prepare(frame, NoConfounding(Question.of("x", "y", scale=scale)))


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("value", [0.1, 0.5, 0.93])
def test_influence_is_carried_over_in_proportion_to_the_slope(scale: str, value: float):
    given = rows(scale)
    influence = np.array([0.3, -0.1, -0.4, 0.2])
    found = on_scale(Mean(value, influence), given.question, given.outcome)
    step = 1e-6
    slope = (SCALES[scale](value + step) - SCALES[scale](value - step)) / (2 * step)
    assert found.value == pytest.approx(SCALES[scale](value))
    np.testing.assert_allclose(found.influence, slope * influence, rtol=1e-6)


@pytest.mark.parametrize("scale", ["ratio", "odds ratio"])
def test_the_standard_error_is_on_the_scale_of_the_question(scale: str):
    influence = np.array([1.0, -1.0, 0.5, -0.5])
    found = contrast("any", rows(scale), Mean(0.6, influence), Mean(0.3, -influence), 0.95)
    expected = np.exp(SCALES[scale](0.6) - SCALES[scale](0.3))
    assert found.value == pytest.approx(expected)
    assert np.log(found.high / found.value) == pytest.approx(
        1.959964 * found.standard_error / found.value, rel=1e-6
    )
    assert found.low * found.high == pytest.approx(found.value**2)


def test_people_of_a_cluster_count_as_one():
    influence = np.array([1.0, 2.0, -1.0, -2.0, 3.0, -3.0])
    clusters = np.array([0, 0, 1, 1, 2, 2])
    sums = np.array([3.0, -3.0, 0.0])
    assert standard_error(influence, clusters) == pytest.approx(
        np.sqrt(3 / 2 * (sums**2).sum()) / 6
    )


def test_one_cluster_has_no_error():
    with pytest.raises(EstimationError, match="needs two clusters, and there is one"):
        standard_error(np.ones(3), np.zeros(3, dtype=int))


@pytest.mark.parametrize(
    ("scale", "mean", "message"),
    [
        ("ratio", 0.0, "a ratio needs positive means"),
        ("ratio", -1.0, 'the mean of "y" is -1'),
        ("odds ratio", 1.0, "a probability between them"),
    ],
)
def test_means_that_have_no_ratio_are_refused(scale: str, mean: float, message: str):
    given = rows(scale)
    with pytest.raises(EstimationError, match=message):
        on_scale(Mean(mean, np.zeros(4)), given.question, given.outcome)


def test_scores_have_no_odds():
    asked = Question.of("x", "phq9", scale="odds ratio")
    scores = Column("phq9", np.array([0.2, 0.4]))
    with pytest.raises(EstimationError, match="an outcome of zeros and ones"):
        on_scale(Mean(0.3, np.zeros(2)), asked, scores)
