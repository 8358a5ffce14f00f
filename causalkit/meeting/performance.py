"""How well an estimator does over many surveys of which the truth is known.

*Bias* says whether it is right on average, the *empirical standard error* how much it
varies, the *root mean squared error* how far off it is altogether, and *coverage* how
often its interval contains the truth. The *model standard error* is what it believes
its own variation to be. All of these come from finitely many surveys, so each has a
Monte-Carlo standard error of its own.

Source: Morris, White and Crowther (2019), Using simulation studies to evaluate
statistical methods, table 6.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class MonteCarloErrors:
    """Standard errors of performance measures, because surveys were finitely many.

    Parameters
    ----------
    bias, empirical_error, model_error, root_mean_squared_error, coverage : float
        The error of the measure of that name.
    """

    bias: float
    empirical_error: float
    model_error: float
    root_mean_squared_error: float
    coverage: float


@dataclass(frozen=True)
class Performance:
    """How one estimator did over all replications.

    Parameters
    ----------
    method : str
        Name of the estimator.
    replications : int
        From how many surveys it could estimate the effect.
    mean : float
        Mean estimate.
    bias : float
        Mean estimate minus the truth.
    empirical_error : float
        Empirical standard error: the standard deviation of the estimates.
    model_error : float
        Model standard error: the root mean square of the standard errors it claimed.
    root_mean_squared_error : float
        Square root of the mean squared distance from the truth.
    coverage : float
        Share of intervals that contain the truth.
    monte_carlo_error : MonteCarloErrors
        Standard errors of these measures.
    """

    method: str
    replications: int
    mean: float
    bias: float
    empirical_error: float
    model_error: float
    root_mean_squared_error: float
    coverage: float
    monte_carlo_error: MonteCarloErrors

    @classmethod
    def of(
        cls, method: str, figures: Floats, truth: float, *, truth_error: float = 0.0
    ) -> Performance:
        """Return the performance of an estimator.

        Parameters
        ----------
        method : str
            Its name.
        figures : ndarray of float of shape (replications, 4)
            Estimate, standard error, low and high end of the interval; at least two rows.
        truth : float
            What should have been found.
        truth_error : float, optional
            Monte-Carlo standard error of the truth; the bias inherits it.

        Returns
        -------
        Performance

        Examples
        --------
        >>> figures = np.array([[1.0, 1.0, 0.0, 2.0], [3.0, 1.0, 2.0, 4.0]])
        >>> found = Performance.of("difference", figures, 1.5)
        >>> found.bias, found.monte_carlo_error.bias, found.coverage
        (0.5, 1.0, 0.5)
        """
        values, errors, low, high = figures.T
        number, spread = len(values), float(np.std(values, ddof=1))
        coverage = float(np.mean((low <= truth) & (truth <= high)))
        claimed, claimed_error = _root_mean(errors**2)
        distance, distance_error = _root_mean((values - truth) ** 2)
        return cls(
            method=method,
            replications=number,
            mean=float(np.mean(values)),
            bias=float(np.mean(values) - truth),
            empirical_error=spread,
            model_error=claimed,
            root_mean_squared_error=distance,
            coverage=coverage,
            monte_carlo_error=MonteCarloErrors(
                bias=math.hypot(spread / math.sqrt(number), truth_error),
                empirical_error=spread / math.sqrt(2 * (number - 1)),
                model_error=claimed_error,
                root_mean_squared_error=distance_error,
                coverage=math.sqrt(coverage * (1 - coverage) / number),
            ),
        )


def _root_mean(squares: Floats) -> tuple[float, float]:
    """Return the root of a mean, and its standard error by the delta method."""
    root = math.sqrt(np.mean(squares))
    error = float(np.std(squares, ddof=1)) / math.sqrt(len(squares))
    return root, error / (2 * root) if root else 0.0
