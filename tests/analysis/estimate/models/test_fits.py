"""Fits by sums over blocks and distinct rows, beside statsmodels on random and nasty designs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.special import expit

from causalkit.analysis.estimate.models.blocks import blocks, inverted, products
from causalkit.analysis.estimate.models.cells import alike
from causalkit.analysis.estimate.models.generalized import SeparationError
from causalkit.analysis.estimate.models.linear import linear_fit
from causalkit.analysis.estimate.models.logistic import logistic_fit
from causalkit.analysis.estimate.models.poisson import poisson_fit
from causalkit.analysis.estimate.models.quiet import quiet

Draw = Callable[[np.random.Generator], np.ndarray]
N = 3_000


def plain(rng: np.random.Generator) -> np.ndarray:
    return rng.normal(size=(N, 5))


def large(rng: np.random.Generator) -> np.ndarray:
    """More rows than a block."""
    return rng.normal(size=(40_000, 3))


def discrete(rng: np.random.Generator) -> np.ndarray:
    return rng.integers(0, [2, 3, 4], size=(20_000, 3)).astype(float)


def years(rng: np.random.Generator) -> np.ndarray:
    """Far from zero, as calendar years are."""
    return np.column_stack([rng.integers(2000, 2025, N), rng.normal(size=N)])


def units(rng: np.random.Generator) -> np.ndarray:
    return rng.normal(size=(N, 4)) * [1e-9, 1.0, 1e6, 1e12]


def twins(rng: np.random.Generator) -> np.ndarray:
    """Two columns that are almost the same."""
    first, noise = rng.normal(size=(2, N))
    return np.column_stack([first, first + 1e-4 * noise])


def rare(rng: np.random.Generator) -> np.ndarray:
    return np.column_stack([np.arange(N) < 40, rng.normal(size=N)]).astype(float)


def skewed(rng: np.random.Generator) -> np.ndarray:
    return np.exp(rng.normal(size=(N, 2)))


DESIGNS = [plain, large, discrete, years, units, twins, rare, skewed]
WEIGHTED = [False, True]


def drawn(draw: Draw, weighted: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """A design with an intercept, the sum of its standardised columns, and perhaps weights."""
    rng = np.random.default_rng(31)
    columns = draw(rng)
    linear = ((columns - columns.mean(axis=0)) / columns.std(axis=0)).mean(axis=1) * 0.5
    linear = np.clip(linear, -1.5, 1.5)
    weights = rng.uniform(0.2, 3, len(columns)) if weighted else None
    return np.column_stack([np.ones(len(columns)), columns]), linear, weights


def same(ours: np.ndarray, theirs: np.ndarray, rtol: float = 1e-8) -> None:
    np.testing.assert_allclose(ours, theirs, rtol=rtol, atol=1e-10 * np.abs(theirs).max())


@pytest.mark.parametrize("weighted", WEIGHTED)
@pytest.mark.parametrize("draw", DESIGNS)
def test_least_squares_is_that_of_statsmodels(draw: Draw, weighted: bool):
    terms, linear, weights = drawn(draw, weighted)
    outcome = 3 + linear + np.random.default_rng(1).normal(size=len(terms)) * (1 + linear**2)
    fit = linear_fit(terms, outcome, weights)
    counted = np.ones(len(terms)) if weights is None else weights
    # In columns of length one, since statsmodels loses digits where units differ.
    scale = np.sqrt((terms**2).mean(axis=0))
    theirs = sm.WLS(outcome, terms / scale, weights=counted).fit()
    errors = np.sqrt(np.diagonal(theirs.normalized_cov_params))
    same(fit.coefficients * scale / errors, theirs.params / errors)
    per = scale / errors
    same(fit.inverse * np.outer(per, per), theirs.normalized_cov_params / np.outer(errors, errors))
    robust = theirs.get_robustcov_results("HC2").cov_params() / np.outer(errors, errors)
    same((fit.influence * per).T @ (fit.influence * per), robust)


@pytest.mark.parametrize("weighted", WEIGHTED)
@pytest.mark.parametrize("draw", DESIGNS)
@pytest.mark.parametrize(
    ("fitted", "family"),
    [(logistic_fit, sm.families.Binomial()), (poisson_fit, sm.families.Poisson())],
    ids=["logistic", "poisson"],
)
def test_maximum_likelihood_is_that_of_statsmodels(fitted, family, draw: Draw, weighted: bool):
    terms, linear, weights = drawn(draw, weighted)
    rng = np.random.default_rng(2)
    logistic = fitted is logistic_fit
    outcome = (
        (rng.random(len(terms)) < expit(linear)).astype(float)
        if logistic
        else rng.poisson(np.exp(linear)).astype(float)
    )
    fit = fitted(terms, outcome, weights)
    scale = np.sqrt((terms**2).mean(axis=0))
    theirs = sm.GLM(outcome, terms / scale, family=family, var_weights=weights).fit(
        tol=1e-14, tol_criterion="params"
    )
    errors = theirs.bse
    same(fit.coefficients * scale / errors, theirs.params / errors)
    spread = np.outer(errors, errors)
    covariance = fit.inverse * np.outer(scale, scale) / spread
    same(covariance, theirs.normalized_cov_params / spread)
    mean = theirs.fittedvalues
    counted = np.ones(len(terms)) if weights is None else weights
    leverage = theirs.get_hat_matrix_diag()
    expected = counted * (outcome - mean) / np.sqrt(1 - leverage)
    np.testing.assert_allclose(fit.residuals, expected, rtol=1e-8, atol=1e-9)


def test_the_maximum_is_found_from_a_sketch_of_very_many_rows():
    rng = np.random.default_rng(3)
    terms = np.column_stack([np.ones(200_000), rng.normal(size=(200_000, 2))])
    outcome = (rng.random(len(terms)) < expit(terms @ [0.3, 1.0, -0.5])).astype(float)
    fit = logistic_fit(terms, outcome)
    score = terms.T @ (outcome - fit.mean(terms))
    assert np.abs(score / np.sqrt(np.diagonal(products(terms)))).max() < 1e-9


@pytest.mark.parametrize("weighted", WEIGHTED)
@pytest.mark.parametrize("fitted", [linear_fit, logistic_fit, poisson_fit])
def test_distinct_rows_have_the_fit_of_all_rows(fitted, weighted: bool):
    terms, linear, weights = drawn(discrete, weighted)
    outcome = (np.random.default_rng(4).random(len(terms)) < expit(linear)).astype(float)
    cells = alike(terms)
    assert len(cells.first) == 24
    whole = fitted(terms, outcome, weights)
    fit = fitted(terms[cells.first], outcome, weights, cells.codes)
    np.testing.assert_allclose(fit.coefficients, whole.coefficients, rtol=1e-12)
    np.testing.assert_allclose(fit.inverse, whole.inverse, rtol=1e-12)
    np.testing.assert_allclose(fit.influence, whole.influence, rtol=1e-10, atol=1e-15)


@pytest.mark.parametrize("fitted", [linear_fit, logistic_fit, poisson_fit])
def test_weights_are_copies_of_rows(fitted):
    terms, linear, _ = drawn(plain, weighted=False)
    rng = np.random.default_rng(5)
    outcome = (rng.random(N) < expit(linear)).astype(float)
    copies = rng.integers(1, 4, N)
    weighted = fitted(terms, outcome, copies.astype(float))
    copied = fitted(np.repeat(terms, copies, axis=0), np.repeat(outcome, copies))
    np.testing.assert_allclose(weighted.coefficients, copied.coefficients, rtol=1e-9)
    np.testing.assert_allclose(weighted.inverse, copied.inverse, rtol=1e-9)


@pytest.mark.parametrize("fitted", [linear_fit, logistic_fit, poisson_fit])
def test_rows_of_weight_zero_count_for_nothing(fitted):
    terms, linear, _ = drawn(discrete, weighted=False)
    outcome = (np.random.default_rng(6).random(len(terms)) < expit(linear)).astype(float)
    kept = terms[:, 2] > 0
    all_rows = fitted(terms, outcome, kept.astype(float))
    some = fitted(terms[kept], outcome[kept], np.ones(kept.sum()))
    np.testing.assert_allclose(all_rows.coefficients, some.coefficients, rtol=1e-9)


def test_the_influence_along_directions_is_that_of_the_coefficients():
    terms, linear, _ = drawn(plain, weighted=False)
    fit = linear_fit(terms, linear + np.random.default_rng(7).normal(size=N))
    directions = np.random.default_rng(8).normal(size=(6, 2))
    expected = fit.influence @ directions
    np.testing.assert_allclose(fit.influence_along(directions), expected, atol=1e-14)
    np.testing.assert_allclose(fit.influence_along(directions[:, 0]), expected[:, 0], atol=1e-14)


@pytest.mark.parametrize(
    ("fitted", "outcome"),
    [
        (logistic_fit, lambda x: x > 0),
        (logistic_fit, lambda x: (x > 0) | (x < -2)),
        (poisson_fit, lambda x: 3 * (x > 0)),
    ],
)
def test_a_kind_without_any_variation_has_no_finite_estimate(fitted, outcome):
    x = np.random.default_rng(9).normal(size=500)
    group = np.column_stack([np.ones(500), x > 0, x < -2]).astype(float)
    with quiet(), pytest.raises(SeparationError):
        fitted(group, outcome(x).astype(float))


def test_blocks_cover_all_rows_once():
    rows = np.concatenate([np.arange(50_000)[block] for block in blocks(50_000)])
    np.testing.assert_array_equal(rows, np.arange(50_000))


def test_a_matrix_without_enough_right_digits_is_not_inverted():
    almost = np.array([[1.0, 1 - 1e-7], [1 - 1e-7, 1.0]])
    assert inverted(almost) is None
    assert inverted(np.array([[1.0, np.nan], [np.nan, 1.0]])) is None
    assert inverted(np.diag([1.0, 0.0])) is None
