"""What an omitted confounder of a given strength would do to an estimate.

A confounder that explains a share of what is left of the exposure, and a share of what is left
of the outcome, moves the estimate by a known amount. The rest is arithmetic: which estimate
remains; how large both shares must be to leave nothing; and how strong a confounder would be
that is so many times as strong as one that was measured.

Source: Cinelli and Hazlett (2020), Making sense of sensitivity: extending omitted variable bias;
equations in the functions are theirs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from causalkit.analysis.estimate.reading.columns import Numbers


@dataclass(frozen=True)
class Coefficient:
    """A coefficient of a linear regression.

    Parameters
    ----------
    value, standard_error : float
        The coefficient and its classical standard error.
    degrees : int
        Degrees of freedom of the regression.
    """

    value: float
    standard_error: float
    degrees: int

    @property
    def t(self) -> float:
        """The coefficient in standard errors."""
        return self.value / self.standard_error

    @property
    def partial(self) -> float:
        """Partial R² of the exposure with the outcome."""
        return self.t**2 / (self.t**2 + self.degrees)

    def critical(self, level: float) -> float:
        """Return how many standard errors an interval extends, with one more variable.

        Parameters
        ----------
        level : float
            Level of confidence.

        Returns
        -------
        float
        """
        from scipy.special import stdtrit

        return float(stdtrit(self.degrees - 1, (1 + level) / 2))

    def adjusted(self, of_exposure: Numbers, of_outcome: Numbers) -> tuple[Numbers, Numbers]:
        """Return the coefficient and its error with a confounder that lowers it in size.

        Parameters
        ----------
        of_exposure, of_outcome : ndarray of float
            Partial R² of the confounder with the exposure and with the outcome.

        Returns
        -------
        (ndarray of float, ndarray of float)
        """
        free = 1 - of_exposure
        spread = self.standard_error * math.sqrt(self.degrees)
        bias = spread * np.sqrt(of_outcome * of_exposure / free)  # equation (7)
        left = np.sign(self.value) * (abs(self.value) - bias)
        error = spread * np.sqrt((1 - of_outcome) / free / (self.degrees - 1))  # equation (8)
        return left, error


def robustness(of: Coefficient, share: float, critical: float = 0.0) -> float:
    """Return the robustness value: equal shares of both that would change the conclusion.

    Parameters
    ----------
    of : Coefficient
        The coefficient.
    share : float
        The share of the coefficient that the confounder takes away; 1 is all of it.
    critical : float, optional
        How many standard errors the interval extends; 0 asks about the coefficient alone.

    Returns
    -------
    float

    Notes
    -----
    Equations (18) and (19); the case of a confounder that explains the whole outcome is that of
    their online supplement.

    Examples
    --------
    >>> round(robustness(Coefficient(0.097, 0.0233, 783), 1.0), 3)
    0.138
    """
    strength = share * abs(of.t) / math.sqrt(of.degrees)
    needed = critical / math.sqrt(of.degrees - 1)
    beyond = strength - needed
    if beyond <= 0:
        return 0.0
    if needed and strength > 1 / needed:
        return (strength**2 - needed**2) / (1 + strength**2)
    return 0.5 * (math.sqrt(beyond**4 + 4 * beyond**2) - beyond**2)


def bound(times: float, with_exposure: float, with_outcome: float) -> tuple[float, float] | None:
    """Return the shares of a confounder so many times as strong as a measured one.

    Parameters
    ----------
    times : float
        How many times as strong, with exposure and outcome alike.
    with_exposure, with_outcome : float
        Partial R² of the measured covariate with exposure and outcome.

    Returns
    -------
    (float, float) or None
        Of the exposure, and at most of the outcome. None if there can be none so strong.

    Notes
    -----
    Section 4.4, with the conservative bound for a confounder that is related to the measured
    covariate only by way of the exposure.

    Examples
    --------
    >>> bound(100, 0.1, 0.1) is None
    True
    """
    if times * with_exposure >= 1 or with_exposure * (1 + times) >= 1:
        return None
    of_exposure = times * with_exposure / (1 - with_exposure)
    shared = times * with_exposure**2 / ((1 - times * with_exposure) * (1 - with_exposure))
    if shared >= 1:
        return None
    factor = (math.sqrt(times) + math.sqrt(shared)) / math.sqrt(1 - shared)
    of_outcome = factor**2 * with_outcome / (1 - with_outcome)
    return of_exposure, min(of_outcome, 1.0)
