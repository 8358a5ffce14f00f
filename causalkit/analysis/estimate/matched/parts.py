"""The standard error of a contrast of two means, put together from its parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.matched.error import deviations, repetitions, variance_within
from causalkit.analysis.estimate.matched.matches import Matches
from causalkit.analysis.estimate.matched.nearest import nearest
from causalkit.analysis.estimate.matched.pairing import Pairing
from causalkit.analysis.estimate.matched.rule import Rule
from causalkit.analysis.estimate.matched.score_error import Score
from causalkit.analysis.estimate.matched.side import Side
from causalkit.analysis.estimate.reading.columns import Mask, Numbers


@dataclass(frozen=True, eq=False)
class Parts:
    """The parts of the error of a mean, in one long row.

    First comes what each person's outcome adds as their own, then as a match of others, then
    what the estimation of the score adds and takes away. The squares of all parts but the last
    add up to the variance, and those of the last are taken from it. A contrast of means on any
    scale has the contrast of their parts.

    Parameters
    ----------
    pairing : Pairing
        Who was matched to whom.
    rule : Rule
        How.
    terms : ndarray of float of shape (n, p)
        The design of the propensity score.
    neighbours : int
        How many people of the same group tell how variable the outcome is among people alike.
    """

    pairing: Pairing
    rule: Rule
    terms: Numbers
    neighbours: int

    def of(self, side: Side) -> Mean:
        """Return the mean under a setting with the parts of its error.

        Parameters
        ----------
        side : Side
            The outcomes under the setting.

        Returns
        -------
        Mean
            Its influence is the parts, on the scale of a standard error.
        """
        mean = float(self.pairing.goal @ np.where(self.pairing.matched, side.outcome, 0.0))
        near = self._near(side.arm)
        variance = variance_within(near, side.residual, self.pairing.rows.weights)
        own = deviations(self.pairing, side, mean)
        again = repetitions(self.pairing, side, variance)
        return Mean(mean, np.concatenate([own, again, *self._of_score(side, near, mean)]))

    def combined(self, parts: Numbers) -> float:
        """Return the standard error that parts make.

        Parameters
        ----------
        parts : ndarray of float
            The parts of a contrast.

        Returns
        -------
        float
        """
        last = len(parts) - (self.terms.shape[1] if self._estimated else 0)
        added, taken = parts[:last] @ parts[:last], parts[last:] @ parts[last:]
        plain = parts[: 2 * self.pairing.rows.n]
        # Only in tiny samples can more be taken than there is.
        return float(np.sqrt(added - taken if added > taken else plain @ plain))

    @property
    def _estimated(self) -> bool:
        """Whether the error of the score is known and matters."""
        return self.rule.on_a_line and self.rule.replacement

    def _near(self, arm: Mask) -> Matches:
        everybody = np.ones_like(arm) if self._estimated else arm
        return nearest(self.pairing.places, everybody, arm, self.neighbours + 1)

    def _of_score(self, side: Side, near: Matches, mean: float) -> tuple[Numbers, Numbers]:
        fit = self.pairing.places.propensity
        if not self._estimated or fit is None:
            return np.zeros(0), np.zeros(0)
        score = Score(self.pairing, fit, self.terms, self._inside())
        return score.changes(side, near, mean)

    def _inside(self) -> Mask:
        """Return who has somebody of either group within the caliper."""
        rows, places, caliper = self.pairing.rows, self.pairing.places, self.rule.caliper
        everybody = np.ones(rows.n, dtype=bool)
        if caliper is None:
            return everybody
        reach = caliper * places.spread(rows)
        return np.asarray(
            nearest(places, everybody, rows.treated, 1, reach).found
            & nearest(places, everybody, rows.reference, 1, reach).found
        )
