"""What the estimated propensity score does to the error.

The propensity score that people are matched on was itself estimated from them, and errs. That
error is not independent of the error of the matching: by chance the exposed are, say, a little
older than the unexposed in this sample, and an estimated score takes account of it where the
true one would not. So for the effect in everybody the estimated score makes matching more
exact, and an interval that takes it for given is too wide. For the effect in the exposed it may
be too wide or too narrow.

Two vectors for each mean say how much: its *slope*, which is how it changes with the coefficients
of the score, and what it has *shared* with them, its covariance with their score function. With A
the covariance matrix of the coefficients, the variance changes by 2 slope' A shared +
slope' A slope, which is (slope + shared)' A (slope + shared) - shared' A shared. For the effect
in everybody slope + shared is zero, and -c' A c of the paper remains. For the effect in the
exposed it is the derivative of the effect by the coefficients.

Source: Abadie and Imbens (2016), Matching on the estimated propensity score.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causalkit.analysis.estimate.matched.error import covariance_within
from causalkit.analysis.estimate.matched.matches import Matches
from causalkit.analysis.estimate.matched.pairing import Pairing
from causalkit.analysis.estimate.matched.side import Side
from causalkit.analysis.estimate.models.fit import Fit
from causalkit.analysis.estimate.reading.columns import Mask, Numbers

TINY = 1e-12
"""A probability that is divided by is no smaller than this."""


@dataclass(frozen=True, eq=False)
class Score:
    """The propensity score as a source of error.

    Parameters
    ----------
    pairing : Pairing
        Who was matched to whom.
    fit : Fit
        The model of the score.
    terms : ndarray of float of shape (n, p)
        Its design.
    inside : ndarray of bool of shape (n,)
        Who is of a kind that finds matches; everybody without a caliper.
    """

    pairing: Pairing
    fit: Fit
    terms: Numbers
    inside: Mask

    def changes(self, side: Side, near: Matches, mean: float) -> tuple[Numbers, Numbers]:
        """Return what the score changes in the error of the mean under a setting.

        Parameters
        ----------
        side : Side
            The outcomes under the setting.
        near : Matches
            For everybody the nearest who lived under it.
        mean : float
            The mean.

        Returns
        -------
        tuple of ndarray of float of shape (p,)
            The squares of the first are added to the variance, and those of the second are
            taken from it; so too where two means are contrasted.
        """
        within = covariance_within(near, self.terms, side.residual, self._survey)
        slope = self._slope(side, within)
        shared = self._shared(side, within, near, mean)
        root = np.linalg.cholesky(self.fit.inverse)
        return (slope + shared) @ root, shared @ root

    def _slope(self, side: Side, within: Numbers) -> Numbers:
        """Return how the mean changes with the coefficients: by those for whom it is imputed."""
        if not side.matches.found.any():
            return np.zeros(self.terms.shape[1])
        return -self._sign(side) * self._sum(1 / self._chance(side), within)

    def _shared(self, side: Side, within: Numbers, near: Matches, mean: float) -> Numbers:
        """Return the covariance of the mean with the score function."""
        chance = self._chance(side)
        # How often an outcome counts on average, for itself and as a match.
        counts = {"all": 1 / chance, self._own(side): np.ones_like(chance)}
        count = counts.get(self._population, (1 - chance) / chance)
        shared = self._sign(side) * self._sum(count, within)
        toward = {"exposed": 1.0, "unexposed": -1.0}.get(self._population, 0.0)
        expected = side.predicted + near.mean(side.residual, self._survey) - mean
        return shared + toward * self._sum(expected, self.terms)

    def _sum(self, each: Numbers, vectors: Numbers) -> Numbers:
        """Return the mean over the population of a product with the slope of the score."""
        chance = self.fit.mean(self.terms)
        weights = self._survey * self.inside * chance * (1 - chance)
        return np.asarray((weights * each) @ vectors / self._survey[self.pairing.matched].sum())

    def _chance(self, side: Side) -> Numbers:
        """Return the probability of being in the group of a setting."""
        chance = self.fit.mean(self.terms)
        return np.maximum(chance if side.treated else 1 - chance, TINY)

    def _sign(self, side: Side) -> float:
        return 1.0 if side.treated else -1.0

    def _own(self, side: Side) -> str:
        return "exposed" if side.treated else "unexposed"

    @property
    def _population(self) -> str:
        population = self.pairing.rows.question.population
        return population if isinstance(population, str) else "all"

    @property
    def _survey(self) -> Numbers:
        return self.pairing.rows.weights
