"""The outcome regression of one group, as estimators use it that have a propensity too."""

from __future__ import annotations

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.models.design import Design, independent
from causalkit.analysis.estimate.models.fit import Fit
from causalkit.analysis.estimate.models.linear import linear_fit
from causalkit.analysis.estimate.models.logistic import SeparationError, logistic_fit
from causalkit.analysis.estimate.models.overlap import told_apart_by
from causalkit.analysis.estimate.reading.columns import Mask, Numbers
from causalkit.errors import EstimationError


def outcome_fit(rows: Rows, terms: Design, fitted: Mask, *, logistic: bool) -> Fit:
    """Return the outcome regression among some rows of one group.

    Parameters
    ----------
    rows : Rows
        All rows.
    terms : Design
        The design of the covariates.
    fitted : ndarray of bool of shape (n,)
        The rows to fit the model to.
    logistic : bool
        Whether the log-odds are linear in the terms, for outcomes from 0 to 1; else the mean.

    Returns
    -------
    Fit

    Raises
    ------
    EstimationError
        If there are too few rows, people of some kind are not among them, or all of some kind
        have the same outcome.
    """
    matrix, outcome = terms.matrix[fitted], rows.outcome.values[fitted]
    check_rank(rows, terms, matrix, fitted)
    weights = rows.weights[fitted] if rows.weighted else None
    if not logistic:
        return linear_fit(matrix, outcome, weights)
    if outcome.min() == outcome.max():
        raise EstimationError(
            f'the outcome "{rows.outcome.name}" is {outcome[0]:g} for everybody'
            f"{among(rows, fitted)}, so its regression has no answer; use more data, or weighting"
        )
    try:
        return logistic_fit(matrix, outcome, weights)
    except SeparationError:
        raise no_answer(rows, fitted) from None


def no_answer(rows: Rows, fitted: Mask) -> EstimationError:
    """Return the error of an outcome that is the same for everybody of some kind.

    Parameters
    ----------
    rows : Rows
        All rows.
    fitted : ndarray of bool of shape (n,)
        Which rows are fitted.

    Returns
    -------
    EstimationError
        It names the covariate that tells the outcomes apart.
    """
    covariates = tuple(column.chosen(fitted) for column in rows.covariates)
    outcome = rows.outcome.values[fitted]
    return EstimationError(
        f'the outcome "{rows.outcome.name}" is the same for everybody of some kind'
        f"{among(rows, fitted)}, so its regression has no answer; the covariate that tells "
        f"the outcomes apart is {told_apart_by(covariates, outcome > outcome.min())}"
    )


def check_rank(rows: Rows, terms: Design, matrix: Numbers, fitted: Mask) -> None:
    """Raise unless the rows suffice for every term of the model.

    Parameters
    ----------
    rows : Rows
        All rows.
    terms : Design
        The design.
    matrix : ndarray of float of shape (m, p)
        Its rows that are fitted, or the distinct ones of them.
    fitted : ndarray of bool of shape (n,)
        Which rows are fitted.

    Raises
    ------
    EstimationError
        If there are too few, or people of some kind are not among them.
    """
    size, columns = np.count_nonzero(fitted), matrix.shape[1]
    if size <= columns:
        raise EstimationError(
            f"a model with {columns} terms cannot be fitted to {size} rows{among(rows, fitted)}; "
            f"adjust for fewer variables or use more data"
        )
    # A design has full rank among everybody, but perhaps not among some.
    kept = range(columns) if fitted.all() else independent(matrix).tolist()
    lost = sorted(set(range(columns)) - set(kept))
    if lost:
        name = next(filter(None, (terms.owners[column] for column in lost)), "")
        raise EstimationError(
            f'people of some kinds of "{name}" do not occur{among(rows, fitted)}, so nobody '
            f"knows their outcome there (no overlap); restrict the question to a group or "
            f"merge levels"
        )


def among(rows: Rows, fitted: Mask) -> str:
    """Return which rows these are, as the end of a sentence.

    Parameters
    ----------
    rows : Rows
        All rows.
    fitted : ndarray of bool of shape (n,)
        Some of them, with one value of each exposure.

    Returns
    -------
    str
        Nothing where they are all.
    """
    if fitted.all():
        return ""
    if not fitted.any():
        return " in an empty group"
    shown = (f"{c.name} = {c.shown(c.values[fitted][0])}" for c in rows.exposures)
    return f" among those with {' and '.join(shown)}"
