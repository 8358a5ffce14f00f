"""The outcome of everybody under one setting: observed, or imputed from matches.

Matches are alike, not the same, and what still differs between them biases the comparison:
the more covariates, the farther away is even the nearest. The *bias correction* of Abadie and
Imbens fits a regression among the people who serve as matches, each counted as often as they
serve, and takes from it how much the outcome changes on the way from match to matched. Only
that difference is believed of the regression. In large samples the way is short, and how well
the regression is known does not matter; here it is counted all the same, since in small ones
the way may be long.

Source: Abadie and Imbens (2011), Bias-corrected matching estimators for average treatment
effects; Abadie, Drukker, Herr and Imbens (2004), Implementing matching estimators for average
treatment effects in Stata.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.matched.matches import Matches
from causalkit.analysis.estimate.matched.pairing import Pairing
from causalkit.analysis.estimate.matched.places import whitened
from causalkit.analysis.estimate.models.fit import Fit
from causalkit.analysis.estimate.models.linear import linear_fit
from causalkit.analysis.estimate.reading.columns import Mask, Numbers
from causalkit.errors import EstimationError


@dataclass(frozen=True, eq=False)
class Side:
    """What is known of the outcome under one setting.

    Parameters
    ----------
    treated : bool
        Whether the setting is that of the treated, or the reference.
    arm : ndarray of bool of shape (n,)
        Who lived under it.
    matches : Matches
        Matches that the others found among them.
    predicted : ndarray of float of shape (n,)
        What a regression makes of everybody's covariates; zeros without bias correction.
    residual : ndarray of float of shape (n,)
        Outcome minus prediction; it means something in the arm.
    outcome : ndarray of float of shape (n,)
        The outcome under the setting: observed in the arm, imputed for those with a match.
    load : ndarray of float of shape (n,)
        How much each person's outcome counts for others, as their match and in the regression.
    """

    treated: bool
    arm: Mask
    matches: Matches
    predicted: Numbers
    residual: Numbers
    outcome: Numbers
    load: Numbers


def side(pairing: Pairing, terms: Numbers | None, *, treated: bool) -> Side:
    """Return the outcome of everybody under one setting.

    Parameters
    ----------
    pairing : Pairing
        Who was matched to whom.
    terms : ndarray of float of shape (n, p) or None
        The design of the regression that corrects the bias; None for no correction.
    treated : bool
        Whether the setting is that of the treated, or the reference.

    Returns
    -------
    Side

    Raises
    ------
    EstimationError
        If fewer people serve as matches than the correction has terms.
    """
    rows = pairing.rows
    arm = rows.treated if treated else rows.reference
    matches = pairing.among_treated if treated else pairing.among_reference
    load = matches.load(pairing.goal, rows.weights)
    predicted = np.zeros(rows.n)
    if terms is not None and matches.found.any():
        fit = _fit(rows, terms, load)
        predicted = fit.mean(terms)
        load = load + _through_regression(pairing, matches, terms, fit, load)
    residual = rows.outcome.values - predicted
    imputed = predicted + matches.mean(residual, rows.weights)
    outcome = np.where(arm, rows.outcome.values, imputed)
    return Side(treated, arm, matches, predicted, residual, outcome, load)


def straight_lines(rows: Rows) -> Numbers:
    """Return the design of a correction of the bias: the covariates as they are.

    Matches are near, and over a short way every curve is straight.

    Parameters
    ----------
    rows : Rows
        The people.

    Returns
    -------
    ndarray of float of shape (n, q)
        An intercept, and columns that span the covariates.
    """
    columns = whitened(rows)
    return np.hstack([np.ones((rows.n, 1)), columns[:, columns.any(axis=0)]])


def _fit(rows: Rows, terms: Numbers, load: Numbers) -> Fit:
    """Return a regression among those who serve, counted as often as they serve."""
    serving = load > 0
    if np.count_nonzero(serving) <= terms.shape[1]:
        raise EstimationError(
            f"{np.count_nonzero(serving)} people serve as matches, too few for a correction of "
            f"the bias with {terms.shape[1]} terms; adjust for fewer variables, or match with "
            f"bias_correction=False"
        )
    return linear_fit(terms[serving], rows.outcome.values[serving], load[serving])


def _through_regression(
    pairing: Pairing, matches: Matches, terms: Numbers, fit: Fit, load: Numbers
) -> Numbers:
    """Return how much each outcome counts by way of the slopes.

    All slopes are sums of outcomes, and the correction is the slopes times the way that is left
    between the matched and their matches.
    """
    way = np.where(matches.found, pairing.goal, 0.0) @ terms - load @ terms
    return np.asarray(load * (terms @ (fit.inverse @ way)))
