"""Climbing a likelihood by Newton's method, with shorter steps where a full one leads down."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from causalkit.analysis.estimate.reading.columns import Numbers

STEPS = 200
HALVINGS = 30
FLAT = 1e-12
"""A direction in which a hill bends less than this share of the most is flat."""

REACHED = 1e-16
"""The top is reached where the next step is shorter than a hundred-millionth standard error."""

Slopes = tuple[float, Numbers, Numbers]
"""A log-likelihood, its slope, and the negative of its curvature."""


def climbed(slopes: Callable[[Numbers], Slopes], start: Numbers) -> tuple[Numbers, Numbers] | None:
    """Return where a log-likelihood is greatest, and the inverse of its curvature there.

    Parameters
    ----------
    slopes : callable
        Returns for some parameters the log-likelihood, its slope and the negative of its
        curvature.
    start : ndarray of float of shape (k,)
        Parameters to start from.

    Returns
    -------
    parameters : ndarray of float of shape (k,)
    inverse : ndarray of float of shape (k, k)
        The two are None where no top is reached.

    Examples
    --------
    >>> top = climbed(lambda x: (-float(x @ x) / 2, -x, np.eye(1)), np.ones(1))
    >>> top[0]
    array([0.])
    """
    here, (height, slope, curvature) = start, slopes(start)
    for _ in range(STEPS):
        if not (np.isfinite(height) and np.isfinite(curvature).all() and curvature.any()):
            return None
        inverse, is_hill = _upward(curvature)
        step = inverse @ slope
        if is_hill and slope @ step < REACHED:
            return here + step, inverse
        for halving in range(HALVINGS):
            there = here + step / 2**halving
            found = slopes(there)
            # Near the top heights are equal to all digits; then the slope has to fall.
            if found[0] > height or (slope @ step < 1e-6 and np.isfinite(found[0])):
                break
        else:
            return None
        here, (height, slope, curvature) = there, found
    return None


def _upward(curvature: Numbers) -> tuple[Numbers, bool]:
    """Return the inverse of a curvature, bent to lead up where the hill is hollow."""
    lengths = np.sqrt(np.abs(np.diagonal(curvature)))
    scale = 1 / np.where(lengths > 0, lengths, 1)
    sizes, directions = np.linalg.eigh(curvature * np.outer(scale, scale))
    least = FLAT * np.abs(sizes).max()
    directions = directions * scale[:, None]
    inverse = (directions / np.maximum(np.abs(sizes), least)) @ directions.T
    return inverse, bool(sizes[0] > least)
