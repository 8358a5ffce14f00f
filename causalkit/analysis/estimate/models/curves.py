"""Natural cubic splines: smooth curves with a few joints.

Between joints a curve is a cubic polynomial, at a joint two of them meet without a corner,
and beyond the outer joints it runs straight, because there are too few people to say more.

Source: Harrell (2015), Regression modeling strategies, section 2.4.
"""

from __future__ import annotations

import numpy as np

from causalkit.analysis.estimate.models.blocks import blocks
from causalkit.analysis.estimate.reading.columns import Numbers

JOINTS = (0.05, 0.275, 0.5, 0.725, 0.95)
"""Where a curve has its joints: quantiles of the covariate."""


def joints(values: Numbers) -> Numbers:
    """Return where the curve of a covariate has its joints.

    Parameters
    ----------
    values : ndarray of float of shape (n,)
        A covariate with at least three different values.

    Returns
    -------
    ndarray of float
        Three to five values, in order.

    Examples
    --------
    >>> joints(np.array([0.0] * 98 + [1.0, 4.0]))
    array([0., 1., 4.])
    """
    found = np.unique(np.quantile(values, JOINTS))
    if len(found) < 3:
        # Nearly everybody has the same value: let the few others shape the curve.
        found = np.quantile(np.unique(values), (0.0, 0.5, 1.0))
    return found


def curve(values: Numbers, joints: Numbers) -> Numbers:
    """Return the terms of a natural cubic spline, without the intercept.

    Parameters
    ----------
    values : ndarray of float of shape (n,)
        Values of a covariate.
    joints : ndarray of float of shape (k,)
        Where the curve has its joints, in order.

    Returns
    -------
    ndarray of float of shape (n, k - 1)
        Each column is the curve that is 1 at one joint and 0 at the others. The first
        joint has none, because with all of them the columns would add up to 1.

    Examples
    --------
    At the joints the columns are indicators, and beyond the outer ones they are straight:

    >>> terms = curve(np.array([0.0, 1.0, 2.0, 4.0, 6.0]), np.array([0.0, 1.0, 2.0]))
    >>> terms.tolist()
    [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [-3.0, 3.5], [-6.0, 6.0]]
    """
    return Curve(values, joints)[:]


class Curve:
    """The terms of a natural cubic spline, computed for those rows that are asked for.

    Parameters
    ----------
    values : ndarray of float of shape (n,)
        Values of a covariate.
    joints : ndarray of float of shape (k,)
        Where the curve has its joints, in order.

    Examples
    --------
    >>> Curve(np.array([0.0, 1.0, 2.0]), np.array([0.0, 1.0, 2.0]))[1:].tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """

    ndim = 2

    def __init__(self, values: Numbers, joints: Numbers) -> None:
        from scipy.interpolate import CubicSpline

        self._values, self._ends = values, joints[[0, -1]]
        self._spline = CubicSpline(joints, np.eye(len(joints))[:, 1:], bc_type="natural")
        self._slopes = self._spline(self._ends, 1)
        self.shape = len(values), len(joints) - 1

    def __getitem__(self, rows: slice) -> Numbers:
        """Return the terms of some rows, an array of shape (m, k - 1)."""
        values = self._values[rows]
        terms = np.empty((len(values), self.shape[1]))
        for block in blocks(len(values)):
            terms[block] = self._terms(values[block])
        return terms

    def _terms(self, values: Numbers) -> Numbers:
        first, last = self._ends
        terms = np.asarray(self._spline(np.clip(values, first, last)))
        terms += np.outer(np.minimum(values - first, 0), self._slopes[0])
        terms += np.outer(np.maximum(values - last, 0), self._slopes[1])
        return terms
