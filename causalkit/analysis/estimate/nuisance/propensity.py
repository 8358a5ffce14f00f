"""The propensity score: the probability of being exposed, given the covariates.

Among people with the same propensity it is chance who was exposed, as far as the covariates
go. So one number can stand for all of them, in weights, matches and strata alike. Where an
exposure has more than two settings, there is a chance for each (the *generalised*
propensity score).

Source: Rosenbaum and Rubin (1983), The central role of the propensity score in
observational studies for causal effects; Imbens (2000), The role of the propensity score in
estimating dose-response functions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.models.fit import Fit
from causalkit.analysis.estimate.models.logistic import SeparationError, logistic_fit
from causalkit.analysis.estimate.models.multinomial import MultinomialFit, multinomial_fit
from causalkit.analysis.estimate.models.overlap import told_apart_by
from causalkit.analysis.estimate.reading.columns import Mask, Numbers
from causalkit.analysis.estimate.reading.sampling import Groups
from causalkit.errors import EstimationError

REFERENCE, TREATED = 0, 1
"""The numbers of the two groups that are compared; other groups come behind."""


@dataclass(frozen=True, eq=False)
class Propensity:
    """The chance of each group, given the covariates.

    Parameters
    ----------
    groups : ndarray of int of shape (n,)
        Whose group is which.
    chances : ndarray of float of shape (n, k)
        The chance of each group; never quite zero.
    terms : ndarray of float of shape (n, p)
        The design of the covariates.
    fit : Fit or MultinomialFit
        The model behind the chances.
    """

    groups: Groups
    chances: Numbers
    terms: Numbers
    fit: Fit | MultinomialFit

    def members(self, group: int) -> Mask:
        """Return who is in a group.

        Parameters
        ----------
        group : int
            Its number.

        Returns
        -------
        ndarray of bool of shape (n,)
        """
        return np.asarray(self.groups == group)

    def influence_along(self, change: Numbers) -> Numbers:
        """Return the influence of each row by way of the fitted chances.

        Parameters
        ----------
        change : ndarray of float of shape (n, k)
            How much an estimate changes with the log-odds of each group in each row.

        Returns
        -------
        ndarray of float of shape (n,)
            The estimate's error by way of the chances is their sum.
        """
        direction = self.terms.T @ change[:, 1:]
        if isinstance(self.fit, Fit):
            return self.fit.influence_along(direction[:, 0])
        return self.fit.influence_along(direction)


def propensity(rows: Rows, terms: Numbers, fitted: Mask | None = None) -> Propensity:
    """Return the chance of each group by logistic or multinomial regression.

    Parameters
    ----------
    rows : Rows
        Rows of two groups or more, those that are compared among them.
    terms : ndarray of float of shape (n, p)
        The design of the covariates.
    fitted : ndarray of bool of shape (n,), optional
        The rows to fit the model to; all where not given.

    Returns
    -------
    Propensity

    Raises
    ------
    EstimationError
        If there are fewer rows than terms, or some people could only have been in one group.
    """
    groups = setting_groups(rows)
    chosen = np.ones(rows.n, dtype=bool) if fitted is None else fitted
    fit = _fit(rows.chosen(chosen), terms[chosen], groups[chosen])
    if isinstance(fit, Fit):
        exposed = fit.mean(terms)
        chances = np.column_stack([1 - exposed, exposed])
    else:
        chances = fit.chances(terms)
    return Propensity(groups, np.maximum(chances, np.finfo(np.float64).tiny), terms, fit)


def setting_groups(rows: Rows) -> Groups:
    """Return the group of each row: one for each setting of the exposures.

    Parameters
    ----------
    rows : Rows
        Rows whose exposures are groups.

    Returns
    -------
    ndarray of int of shape (n,)
        0 for the reference, 1 for the treated, and further numbers for other settings.
    """
    settings = np.column_stack([column.values for column in rows.exposures])
    others = ~(rows.treated | rows.reference)
    groups = np.where(rows.treated, TREATED, REFERENCE)
    if others.any():
        _, numbers = np.unique(settings[others], axis=0, return_inverse=True)
        groups[others] = TREATED + 1 + numbers.ravel()
    return np.asarray(groups, dtype=np.intp)


def propensity_fit(rows: Rows, terms: Numbers) -> Fit:
    """Return the logistic regression of exposure on covariates.

    Parameters
    ----------
    rows : Rows
        Rows of two groups.
    terms : ndarray of float of shape (n, p)
        The design of the covariates.

    Returns
    -------
    Fit
        Its mean is the probability of the treated value.

    Raises
    ------
    EstimationError
        If there are fewer rows than terms, or some people could only have been in one group.
    """
    _check_size(rows, terms.shape[1])
    weights = rows.weights if rows.weighted else None
    try:
        return logistic_fit(terms, rows.treated.astype(np.float64), weights)
    except SeparationError:
        raise _no_overlap(rows, rows.treated) from None


def _fit(rows: Rows, terms: Numbers, groups: Groups) -> Fit | MultinomialFit:
    number = groups.max() + 1
    if number <= TREATED + 1:
        return propensity_fit(rows, terms)
    _check_size(rows, terms.shape[1] * (number - 1))
    try:
        return multinomial_fit(terms, groups, rows.weights if rows.weighted else None)
    except SeparationError:
        raise _no_overlap(rows, *(groups == group for group in range(number))) from None


def _check_size(rows: Rows, parameters: int) -> None:
    if rows.n <= parameters:
        raise EstimationError(
            f"a propensity model with {parameters} terms cannot be fitted to {rows.n} rows; "
            f"adjust for fewer variables or use more data"
        )


def _no_overlap(rows: Rows, *groups: Mask) -> EstimationError:
    """Return the error that names what tells one of the groups from the others."""
    found = [told_apart_by(rows.covariates, group) for group in groups]
    # A single covariate says more than a mixture of all.
    decided = min(found, key=lambda words: words.startswith("a mixture"))
    return EstimationError(
        f"some people could only have been in one group (no overlap): the exposure is decided "
        f"by {decided}; restrict the question to a group in which both settings occur"
    )
