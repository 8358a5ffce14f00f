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
    _check_rank(rows, terms, matrix, fitted)
    weights = rows.weights[fitted] if rows.weighted else None
    if not logistic:
        return linear_fit(matrix, outcome, weights)
    if outcome.min() == outcome.max():
        raise EstimationError(
            f'the outcome "{rows.outcome.name}" is {outcome[0]:g} for everybody '
            f"{_among(rows, fitted)}, so its regression has no answer; use more data, or weighting"
        )
    try:
        return logistic_fit(matrix, outcome, weights)
    except SeparationError:
        covariates = tuple(column.chosen(fitted) for column in rows.covariates)
        apart = told_apart_by(covariates, outcome == outcome.max())
        raise EstimationError(
            f'the outcome "{rows.outcome.name}" is the same for everybody of some kind '
            f"{_among(rows, fitted)}, so its regression has no answer; the covariate that tells "
            f"the outcomes apart is {apart}"
        ) from None


def _check_rank(rows: Rows, terms: Design, matrix: Numbers, fitted: Mask) -> None:
    size, columns = matrix.shape
    if size <= columns:
        raise EstimationError(
            f"a model with {columns} terms cannot be fitted to {size} rows {_among(rows, fitted)}; "
            f"adjust for fewer variables or use more data"
        )
    lost = sorted(set(range(columns)) - set(independent(matrix).tolist()))
    if lost:
        name = next(filter(None, (terms.owners[column] for column in lost)), "")
        raise EstimationError(
            f'people of some kinds of "{name}" do not occur {_among(rows, fitted)}, so nobody '
            f"knows their outcome there (no overlap); restrict the question to a group or "
            f"merge levels"
        )


def _among(rows: Rows, fitted: Mask) -> str:
    shown = (f"{c.name} = {c.shown(c.values[fitted][0])}" for c in rows.exposures)
    return f"among those with {' and '.join(shown)}" if np.any(fitted) else "in an empty group"
