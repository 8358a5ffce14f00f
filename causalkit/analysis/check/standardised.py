"""Standardised differences: how unlike two groups are, in a unit that needs no table.

Ten years of age and ten points of a scale cannot be compared. Divided by the standard
deviation of the variable they can: a *standardised mean difference* of 0.1 is a tenth of
the spread among people. The spread is that within the two groups *before* any weighting,
and it stays the divisor afterwards; otherwise weighting could seem to help by making
people more unlike each other. A label becomes one indicator for each level. Of a number
the squared distance from the mean is compared as well, because groups of the same mean
age may still differ in how many are very young or very old.

Source: Rubin (2001), Using propensity scores to help design observational studies; Austin
and Stuart (2015), Moving towards best practice when using inverse probability of treatment
weighting using the propensity score.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causalkit.analysis.estimate.reading.columns import Column, Mask, Numbers


@dataclass(frozen=True, eq=False)
class Term:
    """One aspect of a covariate in which two groups can differ.

    Parameters
    ----------
    covariate : str
        Name of the covariate.
    name : str
        What is compared, such as ``"age"``, ``"age²"`` or ``"region = south"``.
    values : ndarray of float of shape (n,)
        Its values.
    spreads : bool
        Whether its variance says something that its mean does not: not that of an
        indicator, and not that of a square.
    """

    covariate: str
    name: str
    values: Numbers
    spreads: bool = False


def terms_of(column: Column, weights: Numbers) -> tuple[Term, ...]:
    """Return in which respects two groups can differ in a covariate.

    Parameters
    ----------
    column : Column
        The covariate, without missing values.
    weights : ndarray of float of shape (n,)
        How much each row counts.

    Returns
    -------
    tuple of Term
        None where the covariate does not vary.

    Examples
    --------
    >>> sex = Column("sex", np.array([0.0, 1.0, 2.0]), ("female", "male", "other"))
    >>> [term.name for term in terms_of(sex, np.ones(3))]
    ['sex = female', 'sex = male', 'sex = other']
    """
    levels = column.levels
    if len(levels) < 2:
        return ()
    if column.labels:
        shown = levels if len(levels) > 2 else levels[1:]
        return tuple(_indicator(column, level) for level in shown)
    if len(levels) == 2:
        plain = levels.tolist() == [0.0, 1.0]
        return (
            (Term(column.name, column.name, column.values),)
            if plain
            else (_indicator(column, levels[1]),)
        )
    middle = np.average(column.values, weights=weights)
    square = Term(column.name, f"{column.name}²", (column.values - middle) ** 2)
    return Term(column.name, column.name, column.values, spreads=True), square


def _indicator(column: Column, level: float) -> Term:
    values = np.asarray(column.values == level, dtype=np.float64)
    return Term(column.name, f"{column.name} = {column.shown(level)}", values)


def mean_and_variance(values: Numbers, weights: Numbers) -> tuple[float, float]:
    """Return the weighted mean and variance.

    Parameters
    ----------
    values, weights : ndarray of float of shape (n,)
        Values, and how much each counts.

    Returns
    -------
    mean, variance : float
        The variance is divided by the sum of the weights.

    Examples
    --------
    >>> mean_and_variance(np.array([1.0, 3.0]), np.array([2.0, 2.0]))
    (2.0, 1.0)
    """
    mean = np.average(values, weights=weights)
    return float(mean), float(np.average((values - mean) ** 2, weights=weights))


def pooled_deviation(values: Numbers, treated: Mask, weights: Numbers) -> float:
    """Return the unit of a standardised difference.

    Parameters
    ----------
    values : ndarray of float of shape (n,)
        What is compared.
    treated : ndarray of bool of shape (n,)
        Who is in the first group.
    weights : ndarray of float of shape (n,)
        Survey weights.

    Returns
    -------
    float
        Square root of the mean of the two groups' variances.

    Examples
    --------
    >>> pooled_deviation(np.array([1.0, 3.0, 5.0, 5.0]), np.array([1, 1, 0, 0]) > 0, np.ones(4))
    0.7071067811865476
    """
    variances = (mean_and_variance(values[g], weights[g])[1] for g in (treated, ~treated))
    return float(np.sqrt(sum(variances) / 2))


def standardised_difference(values: Numbers, treated: Mask, weights: Numbers, unit: float) -> float:
    """Return the difference of two groups' weighted means, in units of the spread.

    Parameters
    ----------
    values : ndarray of float of shape (n,)
        What is compared.
    treated : ndarray of bool of shape (n,)
        Who is in the first group.
    weights : ndarray of float of shape (n,)
        How much each row counts.
    unit : float
        What :func:`pooled_deviation` returns.

    Returns
    -------
    float

    Examples
    --------
    >>> ages, treated = np.array([40.0, 50.0, 30.0, 40.0]), np.array([True, True, False, False])
    >>> standardised_difference(ages, treated, np.ones(4), 5.0)
    2.0
    """
    first, second = (
        mean_and_variance(values[group], weights[group])[0] for group in (treated, ~treated)
    )
    return (first - second) / unit


def variance_ratio(values: Numbers, treated: Mask, weights: Numbers) -> float:
    """Return the first group's weighted variance divided by the second's.

    Parameters
    ----------
    values : ndarray of float of shape (n,)
        What is compared.
    treated : ndarray of bool of shape (n,)
        Who is in the first group.
    weights : ndarray of float of shape (n,)
        How much each row counts.

    Returns
    -------
    float
        Infinite where only the second does not vary.

    Examples
    --------
    >>> variance_ratio(np.array([1.0, 5.0, 1.0, 3.0]), np.array([1, 1, 0, 0]) > 0, np.ones(4))
    4.0
    """
    first, second = (
        mean_and_variance(values[group], weights[group])[1] for group in (treated, ~treated)
    )
    if second > 0:
        return first / second
    return np.inf if first > 0 else 1.0
