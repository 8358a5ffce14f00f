"""A confidence set that stays valid however weak the instrument: Anderson and Rubin's.

The usual interval is built round a quotient as if its denominator were known not to be zero.
Anderson and Rubin turn the question round. If the effect were b, then the outcome minus b
times the exposure would have nothing to do with the instrument any more. That is a plain
regression, and it can be tested for each b, weak instrument or not. The effects that are not
rejected are the confidence set. Where the instrument hardly moves the exposure, the set has no
bounds, and rightly so: then nearly any effect agrees with the data. For a single instrument
this is Fieller's interval for a quotient.

Source: Anderson and Rubin (1949), Estimation of the parameters of a single equation in a
complete system of stochastic equations; Fieller (1954), Some problems in interval estimation;
Mikusheva (2010), Robust confidence sets in the presence of weak instruments.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from causalkit.analysis.estimate.instruments.reduced_form import ReducedForm
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.errors import EstimationError

NO_ERROR = 1e-20
"""A variance smaller than this, relative to the square, is that of rounding."""

REAL = 1e-7
"""A root whose imaginary part is smaller, relative to its size, is a real one."""


@dataclass(frozen=True)
class ConfidenceSet:
    """The effects that the data do not reject.

    Parameters
    ----------
    pieces : tuple of (float, float)
        The intervals that make up the set, in order; infinite where it has no bound.
    """

    pieces: tuple[tuple[float, float], ...]

    @property
    def low(self) -> float:
        """The lower end of the set."""
        return self.pieces[0][0]

    @property
    def high(self) -> float:
        """The upper end of the set."""
        return self.pieces[-1][1]

    @property
    def is_interval(self) -> bool:
        """Whether it is a single interval with two ends."""
        return len(self.pieces) == 1 and bool(np.isfinite([self.low, self.high]).all())

    def __str__(self) -> str:
        return " or ".join(_piece(low, high) for low, high in self.pieces)


def confidence_set(form: ReducedForm, level: float) -> ConfidenceSet:
    """Return the effects that a test of the instruments does not reject.

    Parameters
    ----------
    form : ReducedForm
        What the instruments do to outcome and exposure.
    level : float
        Level of confidence.

    Returns
    -------
    ConfidenceSet

    Raises
    ------
    EstimationError
        If the set is empty, because no effect agrees with all the instruments, or if there
        are too few clusters, or no errors, for a test.

    Examples
    --------
    >>> one = np.ones((1, 1))
    >>> form = ReducedForm(np.array([3.0]), np.array([1.0]), one, 0.01 * one, 0 * one, one, 2.0)
    >>> print(confidence_set(form, 0.95))
    from 1.03 to 5.21
    """
    from scipy.special import chdtri

    critical = float(chdtri(len(form.exposure), 1 - level))
    _check_spread(form)
    ends = [-np.inf, *_roots(form, critical), np.inf]
    inside = [
        (low, high)
        for low, high in pairwise(ends)
        if _statistic(form, _between(low, high)) <= critical
    ]
    if not inside:
        raise EstimationError(
            f"no effect agrees with all the instruments at the level {level:g}: the Anderson–Rubin "
            f"set is empty, so one of them is no instrument, or the effect is not the same for all"
        )
    return ConfidenceSet(_joined(inside))


def _check_spread(form: ReducedForm) -> None:
    number, chance = len(form.outcome), form.outcome_covariance
    if np.linalg.matrix_rank(chance) < number:
        raise EstimationError(
            f"there are too few clusters to test {number} instruments; use the usual interval"
        )
    if np.linalg.norm(chance) <= NO_ERROR * (form.outcome @ form.outcome):
        raise EstimationError(
            "the instrument decides the outcome without any error, so nothing can be tested; "
            "use the usual interval"
        )


def _statistic(form: ReducedForm, effect: float) -> float:
    rest = form.outcome - effect * form.exposure
    return float(rest @ np.linalg.solve(form.covariance_at(effect), rest))


def _roots(form: ReducedForm, critical: float) -> list[float]:
    """Return the effects whose test statistic is exactly the critical value.

    There the matrix ``critical * covariance - rest rest'`` is singular. Its entries are
    quadratic in the effect: a quadratic eigenvalue problem, made linear. Source: Tisseur and
    Meerbergen (2001), The quadratic eigenvalue problem, section 3.4.
    """
    from scipy.linalg import eig

    cross = form.cross_covariance + form.cross_covariance.T
    y, d = form.outcome, form.exposure
    constant = critical * form.outcome_covariance - np.outer(y, y)
    linear = -critical * cross + np.outer(y, d) + np.outer(d, y)
    square = critical * form.exposure_covariance - np.outer(d, d)
    # In units in which the effect is about 1.
    scale, unit = float(np.linalg.norm(constant)), _unit(constant, square)
    constant, linear, square = constant / scale, linear * unit / scale, square * unit**2 / scale
    eye, zero = np.eye(len(d)), np.zeros((len(d), len(d)))
    left = np.block([[zero, eye], [-constant, -linear]])
    right = np.block([[eye, zero], [zero, square]])
    above, below = eig(left, right, right=False, homogeneous_eigvals=True)
    finite = np.abs(below) > REAL * np.abs(above) * 1e-3
    roots = above[finite] / below[finite]
    real = np.abs(roots.imag) <= REAL * (1 + np.abs(roots.real))
    return [float(root) for root in np.sort(unit * roots[real].real)]


def _unit(constant: Numbers, square: Numbers) -> float:
    sizes = float(np.linalg.norm(constant)), float(np.linalg.norm(square))
    return float(np.sqrt(sizes[0] / sizes[1])) if min(sizes) > 0 else 1.0


def _between(low: float, high: float) -> float:
    """Return a number inside of an interval."""
    if np.isinf(low) and np.isinf(high):
        return 0.0
    if np.isinf(low):
        return high - 1 - abs(high)
    return low + 1 + abs(low) if np.isinf(high) else (low + high) / 2


def _joined(pieces: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Return the pieces with those joined that touch."""
    joined = [pieces[0]]
    for low, high in pieces[1:]:
        if low == joined[-1][1]:
            joined[-1] = (joined[-1][0], high)
        else:
            joined.append((low, high))
    return tuple(joined)


def _piece(low: float, high: float) -> str:
    if np.isinf(low) and np.isinf(high):
        return "any number"
    if np.isinf(low):
        return f"up to {high:.3g}"
    return f"{low:.3g} and above" if np.isinf(high) else f"from {low:.3g} to {high:.3g}"
