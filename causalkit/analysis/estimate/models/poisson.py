"""Poisson regression: the logarithm of a mean count is linear in the terms.

For the means nothing else has to be right: that counts vary as much as a Poisson
distribution says is not needed, neither for the coefficients nor, since the errors are
robust, for the interval.

Source: Gourieroux, Monfort and Trognon (1984), Pseudo maximum likelihood methods.
"""

from __future__ import annotations

from causalkit.analysis.estimate.models.fit import Fit
from causalkit.analysis.estimate.models.generalized import generalized_fit
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import Groups


def poisson_fit(
    terms: Numbers,
    outcome: Numbers,
    weights: Numbers | None = None,
    codes: Groups | None = None,
) -> Fit:
    """Return a Poisson regression by maximum likelihood.

    Parameters
    ----------
    terms : ndarray of float of shape (m, p) or (c, p)
        The design, of full rank; with ``codes`` its distinct rows.
    outcome : ndarray of float of shape (m,)
        Counts, or other numbers that are not negative.
    weights : ndarray of float of shape (m,), optional
        How much each row counts; all the same where not given.
    codes : ndarray of int of shape (m,), optional
        Which of the distinct rows each row is.

    Returns
    -------
    Fit

    Raises
    ------
    SeparationError
        If the outcome is zero for everybody of some kind, so that no maximum exists.

    Examples
    --------
    >>> import numpy as np
    >>> poisson_fit(np.ones((2, 1)), np.array([0.0, 3.0])).mean(np.ones((1, 1))).round(6)
    array([1.5])
    """
    return generalized_fit("log", terms, outcome, weights, codes)
