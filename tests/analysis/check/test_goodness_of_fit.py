"""Tsiatis' test: its algebra by hand, its level and its power in simulation."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.special import expit
from scipy.stats import binomtest, kstest

from causalkit.analysis.check.goodness_of_fit import goodness_of_fit, groups_by_quantile
from causalkit.analysis.estimate.models.logistic import logistic_fit


def draw(seed: int, n: int = 800, bend: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    age = rng.uniform(-2, 2, n)
    exposed = rng.random(n) < expit(-0.3 + 0.8 * age + bend * age**2)
    return np.column_stack([np.ones(n), age]), exposed.astype(float)


def p_value(seed: int, clusters: int | None = None, **law: float) -> float:
    terms, outcome = draw(seed, **law)
    fit = logistic_fit(terms, outcome)
    groups = groups_by_quantile(fit.mean(terms), np.ones(len(outcome)), 10)
    together = None if clusters is None else np.arange(len(outcome)) % clusters
    return goodness_of_fit(fit, outcome, np.ones(len(outcome)), groups, together).p_value


def test_it_is_nearly_the_score_test_of_adding_the_groups():
    """The two differ in how the variance is estimated: from the residuals, or from the model."""
    terms, outcome = draw(1, n=20_000)
    fit = logistic_fit(terms, outcome)
    mean = fit.mean(terms)
    groups = groups_by_quantile(mean, np.ones(len(outcome)), 10)
    more = np.column_stack([terms, groups[:, None] == np.arange(1, 10)])
    score = more.T @ (outcome - mean)
    information = more.T @ (more * (mean * (1 - mean))[:, None])
    expected = score @ np.linalg.solve(information, score)
    found = goodness_of_fit(fit, outcome, np.ones(len(outcome)), groups)
    assert found.degrees == 9
    assert found.statistic == pytest.approx(expected, rel=0.03)


def test_it_has_the_level_that_it_claims():
    found = [p_value(seed) for seed in range(600)]
    assert binomtest(int(np.sum(np.array(found) < 0.05)), 600, 0.05).pvalue > 0.01
    assert kstest(found, "uniform").pvalue > 0.01


def test_it_sees_a_curve_that_the_model_lacks():
    found = np.array([p_value(seed, bend=0.5) for seed in range(100)])
    assert np.mean(found < 0.05) > 0.9


def test_clusters_of_one_are_no_clusters():
    assert p_value(3, clusters=800) == pytest.approx(p_value(3), rel=0.02)


def test_a_model_that_fits_every_group_cannot_be_refuted():
    outcome = np.array([0.0, 0, 1] * 20 + [0, 1, 1] * 20)
    terms = np.column_stack([np.ones(120), np.repeat([0.0, 1], 60)])
    fit = logistic_fit(terms, outcome)
    groups = groups_by_quantile(fit.mean(terms), np.ones(120), 10)
    found = goodness_of_fit(fit, outcome, np.ones(120), groups)
    assert (found.degrees, found.p_value) == (0, 1.0)
    assert sm.Logit(outcome, terms).fit(disp=0).params == pytest.approx(fit.coefficients)


def test_groups_have_equal_weight():
    rng = np.random.default_rng(1)
    values, weights = rng.random(5000), rng.gamma(2, 1, 5000)
    sums = np.bincount(groups_by_quantile(values, weights, 10), weights)
    assert sums / weights.sum() == pytest.approx(np.full(10, 0.1), abs=0.002)
