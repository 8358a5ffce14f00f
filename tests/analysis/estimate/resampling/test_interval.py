"""Intervals from samples, beside scipy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from causalkit.analysis.estimate import difference
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.estimate.resampling.analysis import Analysis
from causalkit.analysis.estimate.resampling.bootstrap import bootstrap
from causalkit.analysis.estimate.resampling.interval import acceleration, bca
from causalkit.analysis.estimate.resampling.replicates import Replicates
from causalkit.analysis.identify import NoConfounding
from causalkit.graph import Question

ASKED = NoConfounding(Question.of("kratom", "phq9"))


def skewed(n: int = 60) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    kratom = np.arange(n) % 3 == 0
    return pd.DataFrame({"kratom": kratom, "phq9": rng.lognormal(0, 1 + kratom, n)})


@pytest.mark.parametrize(("interval", "theirs"), [("percentile", "percentile"), ("bca", "BCa")])
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_scipy_makes_the_same_interval_of_the_same_samples(interval, theirs, level: float):
    frame = skewed()
    found = bootstrap(difference, frame, ASKED, seed=5, level=level, interval=interval)
    drawn = Replicates.of(frame, Analysis(difference, ASKED, SIMPLE, level, {}), found.value)
    values, _ = drawn.drawn(np.random.SeedSequence(5).spawn(500))

    def statistic(kratom: np.ndarray, phq9: np.ndarray, axis: int = -1) -> np.ndarray:
        means = [np.nanmean(np.where(kratom == value, phq9, np.nan), axis=axis) for value in (1, 0)]
        return means[0] - means[1]

    class Given:
        bootstrap_distribution = values

    expected = stats.bootstrap(
        (frame["kratom"].to_numpy(), frame["phq9"].to_numpy()),
        statistic,
        paired=True,
        n_resamples=0,
        bootstrap_result=Given,
        confidence_level=level,
        method=theirs,
        vectorized=True,
    )
    assert found.standard_error == pytest.approx(expected.standard_error)
    assert (found.low, found.high) == pytest.approx(tuple(expected.confidence_interval), rel=1e-6)


def test_a_normal_interval_is_symmetric():
    found = bootstrap(difference, skewed(), ASKED, seed=5, interval="normal")
    margin = stats.norm.ppf(0.975) * found.standard_error
    assert (found.low, found.high) == pytest.approx((found.value - margin, found.value + margin))


def test_kinds_count_for_as_many_as_they_are():
    frame = pd.DataFrame({"kratom": [1, 1, 1, 0, 0] * 30, "phq9": [1, 0, 0, 1, 0] * 30})
    by_kind = bootstrap(difference, frame, ASKED, seed=1, replicates=2000, interval="bca")
    single = frame.assign(number=np.arange(len(frame)))
    by_row = bootstrap(
        difference,
        single,
        ASKED,
        seed=1,
        replicates=2000,
        interval="bca",
        sampling=Sampling(clusters="number"),
    )
    assert (by_kind.low, by_kind.high) == pytest.approx((by_row.low, by_row.high), abs=0.03)


def test_acceleration_is_a_sixth_of_the_skewness():
    values = np.random.default_rng(1).exponential(size=50)
    without = (values.sum() - values) / 49
    found = acceleration(without, np.ones(50, dtype=int))
    assert found == pytest.approx(stats.skew(values) / (6 * np.sqrt(50)))
    assert acceleration(np.ones(4), np.ones(4, dtype=int)) == 0


def test_an_estimate_beyond_all_samples_ends_the_interval():
    assert bca(np.arange(100.0), 200.0, 0.95, 0.0) == (99.0, 99.0)
    assert bca(np.arange(100.0), -1.0, 0.95, 0.0) == (0.0, 0.0)
