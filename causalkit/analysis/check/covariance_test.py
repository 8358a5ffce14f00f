"""A test of conditional independence: whether what is left of two variables moves together.

Two variables may be associated because both depend on a third. Predict each from the third,
and look at the two residuals. If the variables are independent among people alike in the
third, the residuals are uncorrelated, whatever the variables are like: numbers, truth
values or labels, of which each level but the first has a residual of its own. This is the
*generalised covariance measure*. For two normal variables and straight lines it is the test of
the partial correlation.

The error of the covariance here includes that the predictions were fitted. So the test keeps its
level even if one of the two predictions has the wrong shape, as long as the other is right. It
sees only whether the residuals move together on average: a dependence that is upward in
one half of the people and downward in the other escapes it.

Source: Shah and Peters (2020), The hardness of conditional independence testing and the
generalised covariance measure; for the fitted predictions, Stefanski and Boos (2002), The
calculus of M-estimation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causalkit.analysis.check.cluster_sums import cluster_sums
from causalkit.analysis.estimate.models.design import design
from causalkit.analysis.estimate.models.fit import Fit
from causalkit.analysis.estimate.models.linear import linear_fit
from causalkit.analysis.estimate.models.logistic import SeparationError, logistic_fit
from causalkit.analysis.estimate.reading.columns import Column, Numbers
from causalkit.analysis.estimate.reading.sampling import Groups
from causalkit.errors import EstimationError

DECIDED = 1e-9
"""A variable of which less than this share of the variance is left is decided by the others."""

REPEATED = 1e-9
"""A direction with less than this share of the variance repeats the others."""

EXPECTED = 5.0
"""Where fewer people than this can be expected to have both of two traits, chance alone may
leave none, and no error can be told from the data."""


@dataclass(frozen=True)
class CovarianceTest:
    """A test of whether two variables are independent among people alike in others.

    Parameters
    ----------
    correlation : float
        The correlation of the two residuals; where labels have several, the one of the
        greatest size.
    statistic : float
        Statistic of an F test.
    degrees, degrees_left : int
        Its two degrees of freedom.
    p_value : float
        Probability of such a statistic or a greater one under independence.
    """

    correlation: float
    statistic: float
    degrees: int
    degrees_left: int
    p_value: float


@dataclass(frozen=True, eq=False)
class _Residual:
    """What a prediction leaves of a variable, the fit, and the chance of a trait's rarer side."""

    raw: Numbers
    slope: Numbers
    fit: Fit
    rare: Numbers | None


def covariance_test(
    left: Column,
    right: Column,
    given: tuple[Column, ...],
    weights: Numbers,
    clusters: Groups | None = None,
) -> CovarianceTest:
    """Return the test of an independence by the generalised covariance measure.

    Parameters
    ----------
    left, right : Column
        The two variables, without missing values.
    given : tuple of Column
        What people are alike in.
    weights : ndarray of float of shape (n,)
        How much each row counts; their mean is 1.
    clusters : ndarray of int of shape (n,), optional
        Who was drawn together.

    Returns
    -------
    CovarianceTest

    Raises
    ------
    EstimationError
        If a variable does not vary, is decided by the others, there are too few rows, or too
        few people can be expected to have both of two traits.

    Examples
    --------
    >>> dose = Column("dose", np.array([0.0, 1.0, 2.0, 3.0] * 5))
    >>> relief = Column("relief", np.array([0.0, 2.0, 4.0, 7.0] * 5))
    >>> covariance_test(dose, relief, (), np.ones(20)).p_value < 0.01
    True
    """
    from scipy.special import fdtrc

    terms = design(given, len(left.values)).matrix
    _check_size(terms)
    ours, others = (_residuals(column, terms, weights) for column in (left, right))
    score, influence = _scores(ours, others, weights)
    squares, degrees = _quadratic_form(score, cluster_sums(influence, clusters))
    room = (len(terms) - terms.shape[1]) if clusters is None else np.unique(clusters).size - 1
    degrees_left = room - degrees + 1
    if degrees_left < degrees:
        raise EstimationError(
            f"there are too few {'rows' if clusters is None else 'clusters'} for so many levels"
        )
    statistic = squares * degrees_left / (degrees * room)
    return CovarianceTest(
        correlation=_correlation(ours, others, weights),
        statistic=statistic,
        degrees=degrees,
        degrees_left=degrees_left,
        p_value=float(fdtrc(degrees, degrees_left, statistic)),
    )


def _check_size(terms: Numbers) -> None:
    rows, columns = terms.shape
    if rows <= columns + 1:
        raise EstimationError(f"there are too few rows ({rows}) for a model with {columns} terms")


def _residuals(column: Column, terms: Numbers, weights: Numbers) -> list[_Residual]:
    """Return the residuals of a number, or of the indicators of its levels."""
    levels = column.levels
    if len(levels) < 2:
        raise EstimationError(f"{column.name} does not vary")
    grouped = bool(column.labels) or len(levels) == 2
    targets = [column.values == level for level in levels[1:]] if grouped else [column.values]
    found = [
        _residual(np.asarray(target, dtype=np.float64), terms, weights, grouped)
        for target in targets
    ]
    left = [each for each in found if each is not None]
    if not left:
        raise EstimationError(f"{column.name} is decided by the others")
    return left


def _residual(target: Numbers, terms: Numbers, weights: Numbers, grouped: bool) -> _Residual | None:
    """Return what a prediction leaves, or None if that is nothing."""
    fit = _fitted(target, terms, weights, grouped)
    mean = fit.mean(terms)
    raw = target - mean
    if raw @ raw <= DECIDED * np.sum((target - target.mean()) ** 2):
        return None
    common = weights @ target > weights.sum() / 2
    rare = (1 - mean if common else mean) if grouped else None
    return _Residual(raw, fit.slope(mean), fit, rare)


def _fitted(target: Numbers, terms: Numbers, weights: Numbers, grouped: bool) -> Fit:
    if grouped:
        try:
            return logistic_fit(terms, target, weights)
        except SeparationError:
            # A straight line has an answer where some kind of people is all alike.
            return linear_fit(terms, target, weights)
    return linear_fit(terms, target, weights)


def _scores(
    ours: list[_Residual], others: list[_Residual], weights: Numbers
) -> tuple[Numbers, Numbers]:
    """Return the covariances of all pairs of residuals, and each row's influence on them."""
    pairs = [
        _pair(one, other, weights) for one in ours for other in others if _met(one, other, weights)
    ]
    if not pairs:
        raise EstimationError("too few people can be expected to have both")
    scores, influences = zip(*pairs, strict=True)
    return np.array(scores), np.column_stack(influences)


def _met(one: _Residual, other: _Residual, weights: Numbers) -> bool:
    """Whether enough people can be expected to have both of two rare traits (Cochran, 1954)."""
    if one.rare is None or other.rare is None:
        return True
    return bool(weights @ (one.rare * other.rare) >= EXPECTED)


def _pair(one: _Residual, other: _Residual, weights: Numbers) -> tuple[float, Numbers]:
    size = len(weights)
    score = float(weights @ (one.raw * other.raw)) / size
    influence = one.fit.residuals * other.raw / size
    # What fitting each prediction adds to the error; nothing where it has the right shape.
    for fitted, beside in ((one, other), (other, one)):
        direction = -fitted.fit.summed(weights * beside.raw * fitted.slope) / size
        influence = influence + fitted.fit.influence_along(direction)
    return score, influence


def _quadratic_form(score: Numbers, influence: Numbers) -> tuple[float, int]:
    """Return the scores squared in units of their covariance, and in how many directions."""
    lengths = np.sqrt(np.einsum("ij,ij->j", influence, influence))
    if not lengths.max() > 0:
        raise EstimationError("what is left of the two never varies together")
    kept = lengths > np.sqrt(REPEATED) * lengths.max()
    scaled = influence[:, kept] / lengths[kept]
    sizes, directions = np.linalg.eigh(scaled.T @ scaled)
    left = sizes > REPEATED * sizes.max()
    along = directions[:, left].T @ (score[kept] / lengths[kept])
    return float(np.sum(along**2 / sizes[left])), int(np.count_nonzero(left))


def _correlation(ours: list[_Residual], others: list[_Residual], weights: Numbers) -> float:
    found = [
        float(
            weights
            @ (one.raw * other.raw)
            / np.sqrt((weights @ one.raw**2) * (weights @ other.raw**2))
        )
        for one in ours
        for other in others
    ]
    return max(found, key=abs)
