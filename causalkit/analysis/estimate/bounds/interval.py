"""A confidence interval for an effect that is only known to lie between two bounds.

Two things make it differ from the usual one. The effect can be near one bound only, unless
they nearly meet, so an error of 5 % may all be spent on that side: 1.64 standard errors to
either side where the bounds are far apart, 1.96 where they meet, and something between in
between (Imbens and Manski).

And some bounds are the *largest* of several numbers, each of which is a bound. The largest of
several estimates is too large on average, as the luckiest of them wins. So each is first
moved outwards by its own error, by as much as the largest of so many errors needs; those that
are clearly not the largest are left out first (Chernozhukov, Lee and Rosen).

Source: Imbens and Manski (2004), Confidence intervals for partially identified parameters;
Stoye (2009), More on confidence intervals for partially identified parameters; Chernozhukov,
Lee and Rosen (2013), Intersection bounds: estimation and inference.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from causalkit.analysis.estimate.effect.contrast import standard_error
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import Groups

DRAWS = 5_000
"""Draws by which the largest of several errors is known, the same ones every time."""


def interval(
    lows: Sequence[Mean], highs: Sequence[Mean], level: float, clusters: Groups | None = None
) -> tuple[float, float]:
    """Return a confidence interval for an effect between bounds.

    Parameters
    ----------
    lows, highs : sequence of Mean
        The lower bound is the largest of the first, the upper bound the smallest of the second.
    level : float
        Level of confidence.
    clusters : ndarray of int of shape (n,), optional
        Who was drawn together.

    Returns
    -------
    low, high : float
        Low exceeds high where the bounds contradict each other by more than chance.

    Examples
    --------
    >>> noise = np.array([-1.0, 1.0] * 50)
    >>> low, high = interval([Mean(0.0, noise)], [Mean(1.0, noise)], 0.95)
    >>> round(low, 3), round(high, 3)
    (-0.164, 1.164)
    """
    below = _Largest.of(lows, clusters)
    above = _Largest.of([Mean(-mean.value, -mean.influence) for mean in highs], clusters)
    if len(lows) == len(highs) == 1:
        reach = _reach(-above.values[0] - below.values[0], max(below.errors[0], above.errors[0]))
        margins = _reached(reach, level)
        low, high = below.values[0] - margins * below.errors[0], margins * above.errors[0]
        return float(low), float(high - above.values[0])
    chance = _one_sided(below, above, level)
    return below.at_most(chance), -above.at_most(chance)


def largest_beyond_chance(means: Sequence[Mean], level: float, clusters: Groups | None) -> float:
    """Return how large the largest of several numbers is at least, at some level.

    Parameters
    ----------
    means : sequence of Mean
        The numbers.
    level : float
        Level of confidence of the one-sided statement.
    clusters : ndarray of int of shape (n,), optional
        Who was drawn together.

    Returns
    -------
    float

    Examples
    --------
    >>> noise = np.array([-1.0, 1.0] * 50)
    >>> round(largest_beyond_chance([Mean(0.5, noise)], 0.95, None), 1)
    0.3
    """
    return _Largest.of(means, clusters).at_most(level)


@dataclass(frozen=True, eq=False)
class _Largest:
    """The largest of several estimates: their values, errors, and draws of their noise."""

    values: Numbers
    errors: Numbers
    noise: Numbers
    size: int

    @classmethod
    def of(cls, means: Sequence[Mean], clusters: Groups | None) -> _Largest:
        influence = np.column_stack([mean.influence for mean in means])
        errors = np.array([standard_error(mean.influence, clusters) for mean in means])
        size = len(influence)
        if clusters is not None:
            influence = np.column_stack([np.bincount(clusters, each) for each in influence.T])
            size = int(np.unique(clusters).size)
        lengths = np.sqrt((influence**2).sum(axis=0))
        directions = influence / np.where(lengths > 0, lengths, 1)
        values, vectors = np.linalg.eigh(directions.T @ directions)
        root = vectors * np.sqrt(np.maximum(values, 0))
        noise = np.random.default_rng(0).normal(size=(DRAWS, len(means))) @ root.T
        return cls(np.array([mean.value for mean in means]), errors, noise, size)

    def at_most(self, chance: float) -> float:
        """Return what the largest of the true values exceeds in so many samples at least."""
        reach = np.quantile(self.noise[:, self.near].max(axis=1), chance)
        return float((self.values - reach * self.errors)[self.near].max())

    @cached_property
    def near(self) -> Groups:
        """Which values may be the largest; the others matter less, the more people there are."""
        wide = np.quantile(self.noise.max(axis=1), 1 - 0.1 / math.log(max(self.size, 3)))
        least = (self.values - wide * self.errors).max()
        return np.flatnonzero(self.values + 2 * wide * self.errors >= least)


def _one_sided(below: _Largest, above: _Largest, level: float) -> float:
    """Return the level on either side: more than the level, the nearer the bounds are."""
    width = max(-above.at_most(0.5) - below.at_most(0.5), 0.0)
    error = max(below.errors[below.near].max(), above.errors[above.near].max())
    size = math.log(max(below.size, 3))
    return 1 - (1 - level) * _normal(_reach(width, error * size))


def _reach(width: float, error: float) -> float:
    if error > 0:
        return max(width, 0.0) / error
    return math.inf


def _reached(width: float, level: float) -> float:
    """Return how many standard errors to go to either side of bounds so many apart."""
    from scipy.optimize import brentq

    def excess(margin: float) -> float:
        return _normal(margin + width) - _normal(-margin) - level

    return float(brentq(excess, 0.0, 40.0))


def _normal(value: float) -> float:
    from scipy.special import ndtr

    return float(ndtr(value))
