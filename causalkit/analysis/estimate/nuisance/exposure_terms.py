"""How covariates enter the model of an exposure: as curves, as lines, or as a formula says.

A curve for every number is the safe default. Somebody who repeats a published analysis needs
the very terms that were published, and a formula writes them down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.models.design import design, independent
from causalkit.analysis.estimate.reading.columns import Column, Numbers
from causalkit.errors import EstimationError, did_you_mean


@dataclass(frozen=True, eq=False)
class Lines:
    """An intercept and straight lines in some columns, with their names.

    Parameters
    ----------
    matrix : ndarray of float of shape (n, p)
        The intercept, then the columns; of full rank.
    names : tuple of str
        For each column what it is; empty for the intercept.
    """

    matrix: Numbers
    names: tuple[str, ...]


def lines(columns: tuple[Column, ...], rows: int) -> Lines:
    """Return an intercept, each number as it is, and an indicator of each label but the first.

    Parameters
    ----------
    columns : tuple of Column
        Without missing values.
    rows : int
        Number of rows, for the case that there is no column.

    Returns
    -------
    Lines

    Examples
    --------
    >>> sex = Column("sex", np.array([0.0, 1.0]), ("female", "male"))
    >>> lines((sex,), 2).names
    ('', 'sex = male')
    """
    blocks, names = [np.ones(rows)], [""]
    for column in columns:
        if column.labels:
            blocks += [(column.values == level).astype(np.float64) for level in column.levels[1:]]
            names += [f"{column.name} = {column.shown(level)}" for level in column.levels[1:]]
        else:
            blocks.append(column.values)
            names.append(column.name)
    matrix = np.column_stack(blocks)
    kept = independent(matrix)
    return Lines(np.ascontiguousarray(matrix[:, kept]), tuple(names[column] for column in kept))


def exposure_terms(covariates: tuple[Column, ...], rows: int, terms: str) -> Numbers:
    """Return the design of the covariates in a model of the exposure.

    Parameters
    ----------
    covariates : tuple of Column
        Without missing values.
    rows : int
        Number of rows, for the case that there is no covariate.
    terms : {"curves", "lines"} or str
        Numbers as curves, or as they are, or what a formula says.

    Returns
    -------
    ndarray of float of shape (n, p)
        Of full rank. Each line is in such a unit that its mean square is 1.

    Raises
    ------
    EstimationError
        If the formula cannot be read, names what is not adjusted for, or leaves out what is.

    Examples
    --------
    >>> age = Column("age", np.array([1.0, 2.0, 4.0, 7.0]))
    >>> squares = exposure_terms((age,), 4, "age + I(age**2)")[:, 2]
    >>> (squares / squares[0]).round(6).tolist()
    [1.0, 4.0, 16.0, 49.0]
    """
    if terms == "curves":
        return design(covariates, rows).matrix
    matrix = lines(covariates, rows).matrix if terms == "lines" else _read(covariates, rows, terms)
    matrix = matrix[:, independent(matrix)]
    return np.ascontiguousarray(matrix / np.sqrt(np.mean(matrix**2, axis=0)))


def _read(covariates: tuple[Column, ...], rows: int, formula: str) -> Numbers:
    from formulaic import Formula, model_matrix
    from formulaic.errors import FormulaicError

    table = pd.DataFrame({column.name: _as_table(column) for column in covariates}, range(rows))
    try:
        asked = {str(name) for name in Formula(formula).required_variables}
        _check_names(formula, asked, set(table.columns))
        matrix = np.asarray(model_matrix(formula, table, na_action="ignore"), dtype=np.float64)
    except (FormulaicError, SyntaxError, TypeError, ValueError) as error:
        raise EstimationError(f'the formula "{formula}" cannot be read: {error}') from None
    if not np.isfinite(matrix).all():
        raise EstimationError(f'the formula "{formula}" gives values that are not finite')
    return np.hstack([np.ones((rows, 1)), matrix])


def _as_table(column: Column) -> pd.Series[Any]:
    if not column.labels:
        return pd.Series(column.values)
    kind = pd.CategoricalDtype([column.shown(level) for level in column.levels])
    return pd.Series([column.shown(value) for value in column.values], dtype=kind)


def _check_names(formula: str, asked: set[str], covariates: set[str]) -> None:
    for name in sorted(asked - covariates):
        hint = did_you_mean(name, covariates)
        raise EstimationError(f'"{name}" in the formula is not adjusted for.{hint}')
    for name in sorted(covariates - asked):
        raise EstimationError(
            f'the formula "{formula}" leaves out "{name}", which has to be adjusted for'
        )
