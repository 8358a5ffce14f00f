"""The interval around bounds, by its critical values and on many samples."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from causalkit.analysis.estimate.bounds.interval import interval, largest_beyond_chance
from causalkit.analysis.estimate.effect.mean import Mean

NOISE = np.random.default_rng(1).normal(size=400)
NOISE -= NOISE.mean()
ERROR = float(np.sqrt(NOISE @ NOISE) / 400)


@pytest.mark.parametrize(("width", "expected"), [(0, 0.975), (0.3, 0.95), (50, 0.95)])
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_far_apart_an_error_is_all_on_one_side(width: float, expected: float, level: float):
    reach = norm.ppf(1 - (1 - level) * (1 - expected) / 0.05)
    low, high = interval([Mean(1, NOISE)], [Mean(1 + width, NOISE)], level)
    assert (low, high) == pytest.approx((1 - reach * ERROR, 1 + width + reach * ERROR), abs=1e-4)


def test_in_between_the_margin_solves_the_equation_of_imbens_and_manski():
    low, high = interval([Mean(0, NOISE)], [Mean(ERROR, 0.5 * NOISE)], 0.95)
    reach = -low / ERROR
    assert norm.cdf(reach + 1) - norm.cdf(-reach) == pytest.approx(0.95)
    assert high - ERROR == pytest.approx(reach * ERROR / 2)


def test_a_bound_without_error_stays_where_it_is():
    low, high = interval([Mean(0, 0 * NOISE)], [Mean(0, 0 * NOISE)], 0.95)
    assert (low, high) == (0, 0)


def test_the_same_bound_twice_is_one_bound():
    once = interval([Mean(0, NOISE)], [Mean(5, NOISE)], 0.95)
    twice = interval([Mean(0, NOISE)] * 2, [Mean(5, NOISE)] * 2, 0.95)
    assert twice == pytest.approx(once, abs=0.1 * ERROR)


def test_a_bound_that_is_far_from_the_largest_does_not_matter():
    idle = Mean(-10, np.random.default_rng(2).permutation(NOISE))
    alone = interval([Mean(0, NOISE)] * 2, [Mean(5, NOISE)], 0.95)
    beside = interval([Mean(0, NOISE), idle], [Mean(5, NOISE)], 0.95)
    assert beside == pytest.approx(alone, abs=0.1 * ERROR)


def test_the_largest_of_several_needs_the_quantile_of_a_largest_error():
    several = np.linalg.qr(np.random.default_rng(3).normal(size=(400, 8)))[0] * 20
    means = [Mean(0, column) for column in several.T]
    expected = -norm.ppf(0.95 ** (1 / 8)) / 20
    assert largest_beyond_chance(means, 0.95, None) == pytest.approx(expected, rel=0.03)


def test_clusters_of_one_are_no_clusters():
    alone = interval([Mean(0, NOISE)] * 2, [Mean(5, NOISE)], 0.95)
    clustered = interval([Mean(0, NOISE)] * 2, [Mean(5, NOISE)], 0.95, np.arange(400))
    assert clustered == pytest.approx(alone, rel=0.01)


def test_bounds_that_contradict_each_other_leave_nothing():
    low, high = interval([Mean(1, NOISE)], [Mean(0, NOISE)], 0.95)
    assert low > high
