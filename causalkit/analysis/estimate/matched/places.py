"""Where people stand: the coordinates between which distances are measured.

*Mahalanobis' distance* between two people is the usual distance after the covariates have been
stretched and turned until they have the same variance and no correlation. A truth value counts
as 0 and 1, and labels as one indicator for each but the first. What is constant is left out,
and what repeats other columns counts once (the pseudo-inverse of the covariance).

Source: Rubin (1980), Bias reduction using Mahalanobis-metric matching; Rosenbaum and Rubin
(1985), Constructing a control group using multivariate matched sampling methods that
incorporate the propensity score.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.matched.rule import Rule
from causalkit.analysis.estimate.models.fit import Fit
from causalkit.analysis.estimate.nuisance.propensity import propensity_fit
from causalkit.analysis.estimate.reading.columns import Column, Numbers
from causalkit.analysis.estimate.reading.strata import Strata, strata_of


@dataclass(frozen=True, eq=False)
class Places:
    """The place of each person, one for all who agree in every covariate.

    Parameters
    ----------
    strata : Strata
        Who is at which of the k places.
    coordinates : ndarray of float of shape (k, d)
        Where the places are.
    log_odds : ndarray of float of shape (k,)
        Log-odds of exposure there; zeros where no propensity score was needed.
    propensity : Fit or None
        The model of the propensity score; None where none was needed.
    """

    strata: Strata
    coordinates: Numbers
    log_odds: Numbers
    propensity: Fit | None

    def spread(self, rows: Rows) -> float:
        """Return the standard deviation of the log-odds of exposure.

        Parameters
        ----------
        rows : Rows
            The people.

        Returns
        -------
        float
        """
        log_odds = self.log_odds[self.strata.number]
        mean = np.average(log_odds, weights=rows.weights)
        squared = rows.weights @ (log_odds - mean) ** 2 / (rows.n - 1)
        return float(np.sqrt(squared))


def places_of(rows: Rows, terms: Numbers, rule: Rule) -> Places:
    """Return where people stand, as a rule of matching sees it.

    Parameters
    ----------
    rows : Rows
        Rows of two groups.
    terms : ndarray of float of shape (n, p)
        The design of the covariates, for the propensity score.
    rule : Rule
        What is compared.

    Returns
    -------
    Places

    Raises
    ------
    EstimationError
        If a propensity score is needed and cannot be fitted.
    """
    strata = strata_of(rows.covariates, rows.n)
    if not rule.on_a_line and rule.replacement:
        return Places(strata, whitened(rows)[strata.first], np.zeros(len(strata.size)), None)
    fit = propensity_fit(rows, terms)
    log_odds = terms[strata.first] @ fit.coefficients
    if not rule.on_a_line:
        return Places(strata, whitened(rows)[strata.first], log_odds, fit)
    score = log_odds if rule.distance == "log-odds" else fit.mean(terms[strata.first])
    return Places(strata, score[:, None], log_odds, fit)


def whitened(rows: Rows) -> Numbers:
    """Return coordinates in which the usual distance is that of Mahalanobis.

    Parameters
    ----------
    rows : Rows
        The people.

    Returns
    -------
    ndarray of float of shape (n, d)
        Uncorrelated columns that span all the covariates; one of zeros where none varies.
    """
    columns = [_numeric(column) for column in rows.covariates]
    matrix = np.hstack([np.zeros((rows.n, 0)), *columns])
    matrix = matrix - np.average(matrix, axis=0, weights=rows.weights)
    spread = np.sqrt(np.average(matrix**2, axis=0, weights=rows.weights))
    matrix = matrix[:, spread > 0] / spread[spread > 0]
    if not matrix.shape[1]:
        return np.zeros((rows.n, 1))
    correlation = matrix.T @ (matrix * rows.weights[:, None]) / rows.n
    sizes, directions = np.linalg.eigh(correlation)
    kept = sizes > 1e-9 * sizes[-1]
    return np.asarray(matrix @ directions[:, kept] / np.sqrt(sizes[kept]))


def _numeric(column: Column) -> Numbers:
    if not column.labels:
        return column.values[:, None]
    return np.asarray(column.values[:, None] == column.levels[1:], dtype=np.float64)
