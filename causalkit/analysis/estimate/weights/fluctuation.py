"""Predictions bent until the weighted residuals of a group are zero on average.

The log-odds of everybody are shifted by one number times a *clever covariate*, the weight
that somebody like them has in the group. The number is a maximum-likelihood estimate, and
its equation is the one that was to hold: weighted residuals add up to zero.

Source: van der Laan and Rubin (2006), Targeted maximum likelihood learning, section 2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.models.design import Design
from causalkit.analysis.estimate.models.fit import Fit, inverse_link
from causalkit.analysis.estimate.nuisance.propensity import Propensity
from causalkit.analysis.estimate.reading.columns import Mask, Numbers
from causalkit.analysis.estimate.weights.population import population_asked, weight_slopes
from causalkit.errors import EstimationError

EDGE = 0.0005
"""How near a prediction on the scale from 0 to 1 may come to its ends before it is shifted."""


@dataclass(frozen=True, eq=False)
class Fluctuation:
    """An outcome regression that has been bent.

    Parameters
    ----------
    fit : Fit
        The regression among the group, of outcomes from 0 to 1.
    terms : Design
        The design of the covariates.
    scores : Propensity
        The chances of each group.
    group : int
        Number of the group.
    clever : ndarray of float of shape (n,)
        The clever covariate.
    shift : float
        The number that it is multiplied with.
    """

    fit: Fit
    terms: Design
    scores: Propensity
    group: int
    clever: Numbers
    shift: float

    @property
    def predicted(self) -> Numbers:
        """Everybody's mean outcome under the setting of the group, after the shift."""
        log_odds = _log_odds(self.fit, self.terms)
        return inverse_link("logit", log_odds + self.shift * self.clever)

    def stacked_influence(self, rows: Rows) -> Numbers:
        """Return the influence of each row on the mean prediction by all that was estimated.

        Parameters
        ----------
        rows : Rows
            What was fitted, with outcomes from 0 to 1.

        Returns
        -------
        ndarray of float of shape (n,)
            By way of the sample, the shift, the regression and the propensity.
        """
        # 1. How the mean, and the equation of the shift, move with log-odds and with weights.
        predicted, members = self.predicted, self.scores.members(self.group)
        slope = predicted * (1 - predicted)
        share = rows.weights * rows.target / (rows.weights * rows.target).sum()
        pushed = rows.weights * members * self.clever
        residuals = pushed * (rows.outcome.values - predicted)
        # 2. The shift moves so that its equation goes on to hold.
        by_shift = (share * slope) @ self.clever / (pushed * slope @ self.clever)
        by_log_odds = slope * (share - by_shift * pushed)
        by_weight = self.shift * self.clever * by_log_odds + by_shift * residuals
        # 3. All together.
        slopes = weight_slopes(self.scores, population_asked(rows, self.scores), self.group)
        influence = share * (predicted - share @ predicted) + by_shift * residuals
        influence += self.scores.influence_along(slopes * by_weight[:, None])
        bent = by_log_odds * _log_odds_slope(self.fit, self.terms)
        influence[members] += self.fit.influence_along(bent @ self.terms.matrix)
        return np.asarray(rows.n * influence)


def fluctuation(rows: Rows, fit: Fit, terms: Design, scores: Propensity, group: int) -> Fluctuation:
    """Return an outcome regression, bent until weighted residuals are zero on average.

    Parameters
    ----------
    rows : Rows
        Rows with outcomes from 0 to 1.
    fit : Fit
        The regression among the group.
    terms : Design
        The design of the covariates.
    scores : Propensity
        The chances of each group.
    group : int
        Number of the group.

    Returns
    -------
    Fluctuation

    Raises
    ------
    EstimationError
        If the shift has no finite answer.
    """
    clever = population_asked(rows, scores).counts / scores.chances[:, group]
    shift = _shift(rows, _log_odds(fit, terms), clever, scores.members(group))
    return Fluctuation(fit, terms, scores, group, clever, shift)


def _log_odds(fit: Fit, terms: Design) -> Numbers:
    if fit.link == "logit":
        return np.asarray(terms.matrix @ fit.coefficients)
    # A straight line may leave the scale, where there are no log-odds.
    inside = np.clip(fit.mean(terms.matrix), EDGE, 1 - EDGE)
    return np.asarray(np.log(inside / (1 - inside)))


def _log_odds_slope(fit: Fit, terms: Design) -> Numbers:
    """Return how fast each log-odds changes with the sum of the terms."""
    mean = fit.mean(terms.matrix)
    if fit.link == "logit":
        return np.ones_like(mean)
    return np.where((mean > EDGE) & (mean < 1 - EDGE), 1 / (mean * (1 - mean)), 0.0)


def _shift(rows: Rows, log_odds: Numbers, clever: Numbers, members: Mask) -> float:
    """Return by how much the clever covariate shifts the log-odds, by maximum likelihood."""
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.generalized_linear_model import GLM

    fitted = GLM(
        rows.outcome.values[members],
        clever[members][:, None],
        family=Binomial(),
        offset=log_odds[members],
        var_weights=rows.weights[members],
    ).fit(tol=1e-12)
    if not fitted.converged or not np.isfinite(fitted.params).all():
        raise EstimationError(
            "the regression cannot be bent towards the effect, because a few people carry most of "
            "the weight; restrict the question to a group in which both settings occur"
        )
    return float(fitted.params[0])
