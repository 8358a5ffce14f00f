"""The reduced form: what the instrument does to the outcome and to the exposure.

Both regressions have the same right-hand side, and their errors come from the same people.
So the covariance of the two sets of coefficients is needed as well: a person with a large
error in one tends to have one in the other.

Source: Angrist and Pischke (2009), Mostly harmless econometrics, section 4.1; Andrews, Stock
and Sun (2019), Weak instruments in instrumental variables regression, section 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from causalkit.analysis.estimate.instruments.variables import Variables
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import Groups
from causalkit.errors import EstimationError

Covariance = Literal["robust", "homoskedastic"]
"""Whether the spread of the errors may differ between people."""

UNMOVED = 1e-12
"""An exposure of whose variation less than this is due to the instruments is not moved."""


@dataclass(frozen=True, eq=False)
class ReducedForm:
    """The coefficients of the instruments in two regressions, and their covariances.

    Parameters
    ----------
    outcome, exposure : ndarray of float of shape (k,)
        What a unit of each instrument does to either, given the covariates.
    outcome_covariance, exposure_covariance : ndarray of float of shape (k, k)
        The covariance of the estimates of either.
    cross_covariance : ndarray of float of shape (k, k)
        The covariance of the outcome's (rows) with the exposure's (columns).
    products : ndarray of float of shape (k, k)
        Sums of products of the instruments, cleared of the covariates.
    variation : float
        Sum of squares of the exposure, cleared of the covariates.
    """

    outcome: Numbers
    exposure: Numbers
    outcome_covariance: Numbers
    exposure_covariance: Numbers
    cross_covariance: Numbers
    products: Numbers
    variation: float

    def covariance_at(self, effect: float) -> Numbers:
        """Return the covariance of outcome minus effect times exposure.

        Parameters
        ----------
        effect : float
            An effect.

        Returns
        -------
        ndarray of float of shape (k, k)
        """
        cross = self.cross_covariance + self.cross_covariance.T
        return self.outcome_covariance - effect * cross + effect**2 * self.exposure_covariance


def reduced_form(found: Variables, covariance: Covariance = "robust") -> ReducedForm:
    """Return the regressions of outcome and exposure on the instruments.

    Parameters
    ----------
    found : Variables
        The variables.
    covariance : {"robust", "homoskedastic"}, optional
        What is assumed of the errors.

    Returns
    -------
    ReducedForm

    Raises
    ------
    EstimationError
        If the instruments do not move the exposure at all.

    Notes
    -----
    Frisch and Waugh (1933), Partial time regressions as compared with individual trends:
    covariates are cleared out of everything first.
    """
    root = np.sqrt(found.weights)[:, None]
    responses = np.column_stack([found.outcome, found.exposure])
    # 1. Clear the covariates out of instruments and responses.
    base = root * found.covariates
    instruments = _cleared(root * found.instruments, base)
    responses = _cleared(root * responses, base)
    # 2. Regress what is left on each other.
    products = instruments.T @ instruments
    inverse: Numbers = np.linalg.inv(products).astype(np.float64)
    coefficients = inverse @ instruments.T @ responses
    variation = float(responses[:, 1] @ responses[:, 1])
    if coefficients[:, 1] @ products @ coefficients[:, 1] <= UNMOVED * variation:
        raise EstimationError(
            "the instrument does not move the exposure at all in these data, so it says nothing "
            "of the effect"
        )
    # 3. Take the covariance of both sets of coefficients.
    errors = responses - instruments @ coefficients
    spread = [
        [_covariance(found, instruments, inverse, errors[:, [a, b]], covariance) for b in (0, 1)]
        for a in (0, 1)
    ]
    return ReducedForm(
        outcome=coefficients[:, 0],
        exposure=coefficients[:, 1],
        outcome_covariance=spread[0][0],
        exposure_covariance=spread[1][1],
        cross_covariance=spread[0][1],
        products=products,
        variation=variation,
    )


def _cleared(columns: Numbers, given: Numbers) -> Numbers:
    return np.asarray(columns - given @ np.linalg.lstsq(given, columns, rcond=None)[0])


def _covariance(
    found: Variables, instruments: Numbers, inverse: Numbers, errors: Numbers, kind: Covariance
) -> Numbers:
    """Return the covariance of two sets of coefficients, from the errors of both."""
    n, (first, second) = len(errors), errors.T
    if kind == "homoskedastic":
        return np.asarray(inverse * (first @ second) / found.free)
    left, right = instruments * first[:, None], instruments * second[:, None]
    correction = n / found.free
    if found.clusters is not None:
        left, right = _summed(left, found.clusters), _summed(right, found.clusters)
        correction = len(left) / (len(left) - 1) * (n - 1) / found.free
    return np.asarray(correction * inverse @ (left.T @ right) @ inverse)


def _summed(scores: Numbers, clusters: Groups) -> Numbers:
    _, places = np.unique(clusters, return_inverse=True)
    sums = np.zeros((places.max() + 1, scores.shape[1]))
    np.add.at(sums, places, scores)
    if len(sums) < 2:
        raise EstimationError("an error between clusters needs two clusters, and there is one")
    return sums
