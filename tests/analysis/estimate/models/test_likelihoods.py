"""Negative binomial and ordinal regression, beside statsmodels and by copies of rows."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.special import expit
from statsmodels.miscmodels.ordinal_model import OrderedModel

from causalkit.analysis.estimate.models.generalized import SeparationError
from causalkit.analysis.estimate.models.negative_binomial import negative_binomial_fit
from causalkit.analysis.estimate.models.newton import climbed
from causalkit.analysis.estimate.models.ordinal import ordinal_fit
from causalkit.analysis.estimate.models.poisson import poisson_fit
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.models.setting import observed

N = 1_500
FITS = [negative_binomial_fit, ordinal_fit]


def people(seed: int, discrete: bool = False) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    columns = rng.integers(0, 3, (N, 2)).astype(float) if discrete else rng.normal(size=(N, 2))
    return np.column_stack([np.ones(N), columns]), columns @ [0.5, -0.3]


def counts(seed: int, linear: np.ndarray) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.poisson(np.exp(0.7 + linear) * rng.gamma(2, 0.5, N)).astype(float)


def levels(seed: int, linear: np.ndarray) -> np.ndarray:
    noise = np.random.default_rng(seed).logistic(size=N)
    return np.digitize(linear + noise, [-1, 0, 1.5]).astype(float) ** 2


def outcome_of(fitted, seed: int, linear: np.ndarray) -> np.ndarray:
    return counts(seed, linear) if fitted is negative_binomial_fit else levels(seed, linear)


@pytest.mark.parametrize("seed", range(4))
def test_negative_binomial_is_that_of_statsmodels(seed: int):
    terms, linear = people(seed)
    outcome = counts(seed + 10, linear)
    fit = negative_binomial_fit(terms, outcome)
    model = sm.NegativeBinomial(outcome, terms)
    start = np.append(fit.coefficients, 0.5)
    theirs = model.fit(start, method="newton", tol=1e-14, maxiter=200, disp=0)
    np.testing.assert_allclose(fit.coefficients, theirs.params[:-1], rtol=1e-8)
    # Robust covariance of coefficients and dispersion together, from the scores.
    scores, bread = model.score_obs(theirs.params), np.linalg.inv(-model.hessian(theirs.params))
    robust = (bread @ scores.T @ scores @ bread)[:-1, :-1] * N / (N - 4)
    np.testing.assert_allclose(fit.influence.T @ fit.influence, robust, rtol=1e-7)


def test_counts_that_vary_like_poissons_are_given_a_poisson_regression():
    terms, linear = people(1)
    outcome = np.round(np.exp(1 + linear))
    fit, poisson = negative_binomial_fit(terms, outcome), poisson_fit(terms, outcome)
    np.testing.assert_array_equal(fit.coefficients, poisson.coefficients)
    np.testing.assert_array_equal(fit.influence, poisson.influence)


@pytest.mark.parametrize("seed", range(3))
def test_ordinal_is_that_of_statsmodels(seed: int):
    terms, linear = people(seed)
    outcome = levels(seed + 20, linear)
    fit = ordinal_fit(terms, outcome)
    model = OrderedModel(outcome.astype(int), terms[:, 1:], distr="logit")
    steps = np.log(np.diff(fit.thresholds))
    start = np.concatenate([fit.coefficients[1:], fit.thresholds[:1], steps])
    theirs = model.fit(start, method="bfgs", gtol=1e-9, disp=0)
    np.testing.assert_allclose(fit.coefficients[1:], theirs.params[:2], atol=1e-6)
    thresholds = model.transform_threshold_params(theirs.params)[1:-1]
    np.testing.assert_allclose(fit.thresholds, thresholds, atol=1e-6)
    means = theirs.predict() @ [0, 1, 4, 9]
    np.testing.assert_allclose(fit.mean_at(observed(terms))[0], means, atol=1e-6)
    errors = np.sqrt(np.diagonal(fit.inverse))[1:3]
    np.testing.assert_allclose(errors, theirs.bse[:2], rtol=1e-4)


def test_two_levels_make_a_logistic_regression():
    terms, linear = people(5)
    outcome = (np.random.default_rng(6).random(N) < expit(linear)).astype(float)
    fit, theirs = ordinal_fit(terms, outcome), sm.Logit(outcome, terms).fit(disp=0, tol=1e-14)
    np.testing.assert_allclose(fit.coefficients[1:], theirs.params[1:], rtol=1e-8)
    np.testing.assert_allclose(fit.mean_at(observed(terms))[0], theirs.predict(), rtol=1e-8)
    np.testing.assert_allclose(-fit.thresholds, theirs.params[:1], rtol=1e-8)


def test_the_gradient_of_an_ordinal_mean_is_its_change():
    terms, linear = people(7)
    fit, everybody = ordinal_fit(terms, levels(8, linear)), observed(terms)
    weights = np.random.default_rng(9).random(N)
    gradient = fit.gradient_at(everybody, fit.mean_at(everybody), weights)[0]
    for place in range(3):
        for name, index in (("coefficients", place), ("thresholds", place)):
            moved = [getattr(fit, name) + step * np.eye(3)[index] for step in (1e-6, -1e-6)]
            ends = [
                weights @ type(fit)(**{**vars(fit), name: each}).mean_at(everybody)[0]
                for each in moved
            ]
            found = gradient[place + (3 if name == "thresholds" else 0)]
            assert found == pytest.approx((ends[0] - ends[1]) / 2e-6, rel=1e-5)


@pytest.mark.parametrize("fitted", FITS)
def test_weights_are_copies_of_rows(fitted):
    terms, linear = people(11)
    outcome = outcome_of(fitted, 12, linear)
    copies = np.random.default_rng(13).integers(1, 4, N)
    weighted = fitted(terms, outcome, copies.astype(float))
    copied = fitted(np.repeat(terms, copies, axis=0), np.repeat(outcome, copies))
    np.testing.assert_allclose(weighted.coefficients, copied.coefficients, rtol=1e-9)
    np.testing.assert_allclose(weighted.inverse, copied.inverse, rtol=1e-8, atol=1e-14)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("fitted", FITS)
def test_distinct_rows_have_the_fit_of_all_rows(fitted, weighted: bool):
    terms, linear = people(14, discrete=True)
    outcome = outcome_of(fitted, 15, linear)
    weights = np.random.default_rng(16).uniform(0.5, 2, N) if weighted else None
    kinds, codes = np.unique(terms, axis=0, return_inverse=True)
    whole, fit = fitted(terms, outcome, weights), fitted(kinds, outcome, weights, codes.ravel())
    np.testing.assert_allclose(fit.coefficients, whole.coefficients, rtol=1e-9)
    direction = np.arange(1.0, len(whole.inverse.T) + 1)
    expected = whole.influence_along(direction)
    np.testing.assert_allclose(fit.influence_along(direction), expected, rtol=1e-7, atol=1e-10)


@pytest.mark.parametrize("fitted", FITS)
def test_the_unit_of_a_column_does_not_matter(fitted):
    terms, linear = people(22)
    outcome, units = outcome_of(fitted, 23, linear), np.array([1, 1e-9, 1e7])
    one, other = fitted(terms, outcome), fitted(terms * units, outcome)
    np.testing.assert_allclose(other.coefficients * units, one.coefficients, rtol=1e-8)


@pytest.mark.parametrize("fitted", FITS)
def test_scores_add_up_to_zero(fitted):
    terms, linear = people(17)
    weights = np.random.default_rng(18).uniform(0.5, 2, N)
    fit = fitted(terms, outcome_of(fitted, 19, linear), weights)
    sums = fit.influence_along(np.eye(len(fit.inverse.T))).sum(axis=0)
    assert np.abs(sums).max() < 1e-9


@pytest.mark.parametrize("fitted", FITS)
def test_a_kind_that_is_all_at_the_bottom_has_no_finite_estimate(fitted):
    terms, linear = people(20)
    outcome = outcome_of(fitted, 21, linear) * (terms[:, 1] > 0)
    group = np.column_stack([np.ones(N), terms[:, 1] > 0])
    with quiet(), pytest.raises(SeparationError):
        fitted(group.astype(float), outcome)


def test_a_hill_without_a_top_is_given_up():
    assert climbed(lambda x: (float(x[0]), np.ones(1), np.zeros((1, 1))), np.zeros(1)) is None
    assert climbed(lambda x: (float("nan"), np.ones(1), np.eye(1)), np.zeros(1)) is None
