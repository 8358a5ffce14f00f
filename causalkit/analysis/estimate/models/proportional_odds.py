"""The likelihood of proportional odds: a level lies between two thresholds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from causalkit.analysis.estimate.models.blocks import blocks, quadratic
from causalkit.analysis.estimate.models.newton import Slopes
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import Groups


@dataclass(frozen=True, eq=False)
class ProportionalOdds:
    """The log-likelihood of coefficients and thresholds.

    Parameters
    ----------
    design : ndarray of float of shape (d, q)
        The terms, without an intercept.
    level : ndarray of int of shape (d,)
        The position of each outcome among the levels.
    weight : ndarray of float of shape (d,)
        How much each row counts.
    thresholds : int
        Their number, one less than that of the levels.
    """

    design: Numbers
    level: Groups
    weight: Numbers
    thresholds: int

    def slopes(self, at: Numbers) -> Slopes:
        """Return the log-likelihood, its slope and the negative of its curvature.

        Parameters
        ----------
        at : ndarray of float of shape (q + thresholds,)
            The coefficients, then the thresholds.

        Returns
        -------
        float, ndarray of float, ndarray of float
        """
        height, slope, curvature = 0.0, np.zeros_like(at), np.zeros((len(at),) * 2)
        for block in blocks(len(self.design)):
            upper, lower = self._sides(block)
            chance, up, down, bend_up, bend_down = self._shape(at, block, upper, lower)
            weight = self.weight[block]
            height += float(weight @ np.log(chance))
            slope += (weight * up) @ upper - (weight * down) @ lower
            across = upper.T @ (lower * (weight * up * down)[:, None])
            curvature += upper.T @ (upper * (weight * (up**2 - bend_up))[:, None])
            curvature += lower.T @ (lower * (weight * (down**2 + bend_down))[:, None])
            curvature -= across + across.T
        return height, slope, curvature

    def scores(self, at: Numbers) -> Numbers:
        """Return the slope of each row's log-likelihood, without its weight.

        Parameters
        ----------
        at : ndarray of float of shape (q + thresholds,)
            The coefficients, then the thresholds.

        Returns
        -------
        ndarray of float of shape (d, q + thresholds)
        """
        found = np.empty((len(self.design), len(at)))
        for block in blocks(len(found)):
            upper, lower = self._sides(block)
            _, up, down, _, _ = self._shape(at, block, upper, lower)
            found[block] = upper * up[:, None] - lower * down[:, None]
        return found

    def largest_variance(self, inverse: Numbers) -> float:
        """Return the largest variance of the log-odds of any row at its thresholds.

        Parameters
        ----------
        inverse : ndarray of float of shape (q + thresholds, q + thresholds)
            Inverse of the curvature.

        Returns
        -------
        float
        """
        sides = (side for block in self._blocks() for side in self._sides(block))
        return max(float(quadratic(side, inverse).max()) for side in sides)

    def _blocks(self) -> Iterator[slice]:
        return blocks(len(self.design))

    def _sides(self, block: slice) -> tuple[Numbers, Numbers]:
        """Return the terms of the distance to the threshold above and to the one below."""
        level, terms = self.level[block], -self.design[block]
        places = np.eye(self.thresholds)
        nowhere = np.zeros((1, self.thresholds))
        above, below = np.vstack([places, nowhere])[level], np.vstack([nowhere, places])[level]
        # Nothing lies beyond the outermost levels, and no coefficient can move it.
        upper = np.where((level < self.thresholds)[:, None], np.hstack([terms, above]), 0)
        lower = np.where((level > 0)[:, None], np.hstack([terms, below]), 0)
        return upper, lower

    def _shape(
        self, at: Numbers, block: slice, upper: Numbers, lower: Numbers
    ) -> tuple[Numbers, ...]:
        """Return the chance of each row's level, and how its logarithm rises and bends."""
        from scipy.special import expit

        level = self.level[block]
        high = np.where(level < self.thresholds, upper @ at, np.inf)
        low = np.where(level > 0, lower @ at, -np.inf)
        # The difference of two logistic curves, without subtracting two nearly equal numbers.
        chance = expit(high) * expit(-low) * -np.expm1(low - high)
        up, down = (expit(side) * expit(-side) / chance for side in (high, low))
        return chance, up, down, up * (1 - 2 * expit(high)), down * (1 - 2 * expit(low))
