"""Performance measures, by hand and against their definition."""

from __future__ import annotations

import math

import numpy as np
import pytest

from causalkit.meeting import Performance

# Estimate, standard error, low, high; the truth is 2.
FIGURES = np.array(
    [
        [1.0, 1.0, 0.0, 2.0],
        [2.0, 1.0, 1.0, 3.0],
        [3.0, 2.0, 2.0, 4.0],
        [6.0, 2.0, 5.0, 7.0],
    ]
)


def test_the_measures_by_hand():
    found = Performance.of("difference", FIGURES, 2.0)
    assert (found.method, found.replications, found.mean) == ("difference", 4, 3.0)
    assert found.bias == 1.0
    assert found.empirical_error == pytest.approx(math.sqrt(14 / 3))
    assert found.model_error == pytest.approx(math.sqrt(2.5))
    assert found.root_mean_squared_error == pytest.approx(math.sqrt(4.5))
    assert found.coverage == 0.75


def test_the_monte_carlo_errors_by_hand():
    """Morris, White and Crowther (2019), table 6; the root by the delta method."""
    error = Performance.of("difference", FIGURES, 2.0).monte_carlo_error
    assert error.bias == pytest.approx(math.sqrt(14 / 3) / 2)
    assert error.empirical_error == pytest.approx(math.sqrt(14 / 3) / math.sqrt(6))
    assert error.model_error == pytest.approx(math.sqrt(3 / (4 * 4 * 2.5)))
    assert error.root_mean_squared_error == pytest.approx(math.sqrt(59 / 4) / (2 * math.sqrt(4.5)))
    assert error.coverage == pytest.approx(math.sqrt(0.75 * 0.25 / 4))


def test_the_error_of_the_truth_is_part_of_that_of_the_bias():
    error = Performance.of("difference", FIGURES, 2.0, truth_error=1.0).monte_carlo_error
    assert error.bias == pytest.approx(math.sqrt(14 / 12 + 1))


def test_estimates_that_never_err_have_no_error():
    exact = np.array([[2.0, 0.0, 2.0, 2.0]] * 3)
    found = Performance.of("difference", exact, 2.0)
    assert (found.root_mean_squared_error, found.coverage) == (0.0, 1.0)
    assert found.monte_carlo_error.root_mean_squared_error == 0.0


@pytest.mark.parametrize(
    "measure", ["bias", "empirical_error", "model_error", "root_mean_squared_error", "coverage"]
)
def test_a_monte_carlo_error_is_how_much_its_measure_varies(studies, measure):
    """Over 1 500 studies of 150 surveys the two agree to within a tenth."""
    varies = np.std([getattr(each, measure) for each in studies], ddof=1)
    claimed = np.mean([getattr(each.monte_carlo_error, measure) for each in studies])
    assert claimed == pytest.approx(varies, rel=0.1)


@pytest.fixture(scope="module")
def studies() -> list[Performance]:
    chance = np.random.default_rng(1)
    values = chance.normal(0.3, 1.0, (1500, 150))
    errors = chance.uniform(0.7, 1.1, (1500, 150))
    tables = np.stack([values, errors, values - 1.96 * errors, values + 1.96 * errors], axis=2)
    return [Performance.of("any", table, 0.0) for table in tables]
