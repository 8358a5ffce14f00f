"""The rows of a mediation analysis, and a regression in either group of exposure.

The models are fitted among the treated and among the reference group separately. So the
mediator may matter more with the exposure than without (interaction), and so may every
covariate.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.data.rows import MOST_GROUPS, Rows, prepare
from causalkit.analysis.estimate.models.design import Design, independent
from causalkit.analysis.estimate.models.fit import Fit
from causalkit.analysis.estimate.models.linear import linear_fit
from causalkit.analysis.estimate.models.logistic import SeparationError, logistic_fit
from causalkit.analysis.estimate.reading.columns import Column, Mask, Numbers
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.estimate.suitability import check_suits
from causalkit.analysis.identify.mediation.mediation import Kind, Mediation
from causalkit.errors import EstimationError


def mediation_rows(
    method: str, data: pd.DataFrame, identification: Mediation, kind: Kind, sampling: Sampling
) -> Rows:
    """Return the rows, once it is known that the effect is identified and has two groups.

    Parameters
    ----------
    method : str
        Name of the estimator.
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Mediation
        Which effects are identified, and what to adjust for.
    kind : {"controlled", "natural"}
        The kind of effect that is to be estimated.
    sampling : Sampling
        Survey weights and clusters.

    Returns
    -------
    Rows
        Its ``others`` are the mediators, then what else is adjusted for after the exposure.

    Raises
    ------
    EstimationError
        If this kind of effect is not identified, or the two settings do not both occur.
    """
    check_suits(method, identification, (Mediation,))
    if kind not in identification.kinds:
        raise EstimationError(
            f"{method} needs {kind} effects to be identified, and they are not: "
            f"{'; '.join(identification.reasons)}"
        )
    others = (*identification.mediators, *identification.intermediate)
    rows = prepare(data, identification, sampling=sampling, others=others)
    for column in rows.continuous:
        raise EstimationError(
            f'"{column.name}" takes {len(column.levels)} different values, and mediation compares '
            f"two groups; make groups of the values"
        )
    rows.check_arms()
    return rows


def is_continuous(column: Column) -> bool:
    """Return whether a mediator takes too many values to be levels.

    Parameters
    ----------
    column : Column
        The mediator.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_continuous(Column("sleep", np.arange(10.0)))
    True
    """
    return not column.labels and len(column.levels) > MOST_GROUPS


def mediator_terms(column: Column, values: Numbers) -> Numbers:
    """Return how a mediator enters the model of the outcome: as a line, or level by level.

    Parameters
    ----------
    column : Column
        The mediator.
    values : ndarray of float of shape (n,)
        Values of it, seen or set.

    Returns
    -------
    ndarray of float of shape (n, p)

    Examples
    --------
    >>> mediator_terms(Column("pain", np.array([0.0, 1.0, 1.0])), np.array([1.0, 0.0])).tolist()
    [[1.0], [0.0]]
    """
    if is_continuous(column):
        # In standard units, for a mediator may be counted in billions.
        return np.asarray((values - column.values.mean()) / column.values.std())[:, None]
    return np.asarray(values[:, None] == column.levels[1:], dtype=np.float64)


def arm_fit(
    rows: Rows, terms: Design, response: Numbers, name: str, arm: Mask, *, binary: bool
) -> Fit:
    """Return a regression among some of the rows.

    Parameters
    ----------
    rows : Rows
        All the rows.
    terms : Design
        The design on all the rows.
    response : ndarray of float of shape (n,)
        What is regressed: shares between 0 and 1 where ``binary``.
    name : str
        Its name, for the messages.
    arm : ndarray of bool of shape (n,)
        Who is in the regression.
    binary : bool
        Whether the regression is logistic.

    Returns
    -------
    Fit

    Raises
    ------
    EstimationError
        If there are too few rows for the terms, people of some kind do not occur among them, or
        the response is the same for everybody of some kind.
    """
    matrix = terms.matrix[arm]
    _check_rank(rows, terms, matrix, name, arm)
    # Only the regression with a weight for each row takes shares for zeros and ones.
    shares = binary and not np.isin(response, (0.0, 1.0)).all()
    weights = rows.weights[arm] if rows.weighted or shares else None
    if not binary:
        return linear_fit(matrix, response[arm], weights)
    try:
        return logistic_fit(matrix, response[arm], weights)
    except SeparationError:
        raise EstimationError(
            f"{name} is the same for everybody of some kind{_among(rows, arm)}, so its regression "
            f"has no answer; merge levels or adjust for fewer variables"
        ) from None


def _check_rank(rows: Rows, terms: Design, matrix: Numbers, name: str, arm: Mask) -> None:
    size, columns = matrix.shape
    if size <= columns:
        raise EstimationError(
            f"a model of {name} with {columns} terms cannot be fitted to {size} rows"
            f"{_among(rows, arm)}; adjust for fewer variables or use more data"
        )
    lost = sorted(set(range(columns)) - set(independent(matrix).tolist()))
    if lost:
        owner = next(filter(None, (terms.owners[column] for column in lost)), terms.owners[-1])
        raise EstimationError(
            f'in the model of {name}, some kinds of "{owner}" do not occur{_among(rows, arm)} or '
            f"repeat what other variables say (no overlap); merge levels or leave it out"
        )


def _among(rows: Rows, arm: Mask) -> str:
    shown = (f"{c.name} = {c.shown(c.values[arm][0])}" for c in rows.exposures)
    return f" among those with {' and '.join(shown)}" if arm.any() else ""
