"""Inverse-probability weighting: make the groups alike, then compare.

The *propensity score* is the probability of being exposed, given the covariates. Someone
who was exposed against the odds stands for many who were not, and is given that much
weight. In the weighted data exposure has nothing to do with the covariates any more, and
the two weighted means can be compared like those of an experiment. For the effect in the
exposed, only the unexposed are weighted, so as to resemble them; for the effect in the
unexposed it is the other way round.

Each mean is divided by the sum of its weights (Hájek's form), which makes stabilised
weights and others the same and keeps the mean within the range of the outcome. The
interval knows that the propensity was estimated; ignoring that would make it too wide
for the effect in everybody, and too wide or too narrow for the effect in the exposed.

Source: Robins, Hernán and Brumback (2000), Marginal structural models; Lunceford and
Davidian (2004), Stratification and weighting via the propensity score.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.data.columns import Numbers
from causalkit.analysis.estimate.data.rows import Rows, prepare
from causalkit.analysis.estimate.data.sampling import SIMPLE, Sampling
from causalkit.analysis.estimate.effect.contrast import check_level, contrast
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.estimate import Estimate, Identification
from causalkit.analysis.estimate.models.design import design
from causalkit.analysis.estimate.models.fit import Fit
from causalkit.analysis.estimate.models.propensity import propensity_fit
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.suitability import ADJUSTMENT, check_suits
from causalkit.errors import EstimationError


def weighting(
    data: pd.DataFrame,
    identification: Identification,
    *,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
) -> Estimate:
    """Return the effect by inverse-probability weighting.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Backdoor
        The question, and what to adjust for.
    level : float, optional
        Level of confidence, between 0 and 1.
    sampling : Sampling, optional
        Survey weights and clusters.

    Returns
    -------
    Estimate

    Raises
    ------
    EstimationError
        If the exposure is not a matter of two groups, or some people could only have
        been in one of them.

    Notes
    -----
    The propensity model has the covariates as curves and indicators, but no products of
    two of them. Where a few people carry most of the weight, the interval is too short.

    Examples
    --------
    >>> from causalkit.analysis.identify import identify
    >>> from causalkit.graph import Diagram
    >>> from causalkit.graph.question import Question
    >>> pain = np.repeat([0, 1], 40)
    >>> kratom = np.tile([0, 0, 0, 1], 20) ^ pain
    >>> phq9 = 4 + 5 * pain - 2 * kratom + np.tile([-1, 1], 40)
    >>> frame = pd.DataFrame({"pain": pain, "kratom": kratom, "phq9": phq9})
    >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9")])
    >>> found = weighting(frame, identify(diagram, Question.of("kratom", "phq9")))
    >>> found.adjustment
    ('pain',)
    """
    check_level(level)
    check_suits("weighting", identification, ADJUSTMENT)
    rows = prepare(data, identification, sampling=sampling)
    _check_two_groups(rows)
    with quiet():
        terms = design(rows.covariates, rows.n).matrix
        fit = propensity_fit(rows, terms)
        treated = _weighted_mean(rows, terms, fit, exposed=True)
        reference = _weighted_mean(rows, terms, fit, exposed=False)
    return contrast("weighting", rows, treated, reference, level)


def _check_two_groups(rows: Rows) -> None:
    rows.check_arms()
    others = rows.n - np.count_nonzero(rows.treated) - np.count_nonzero(rows.reference)
    if others:
        names = " and ".join(f'"{column.name}"' for column in rows.exposures)
        raise EstimationError(
            f"weighting compares two groups, but in {others} of {rows.n} rows {names} has "
            f"another value than the two compared; use regression"
        )


def _weighted_mean(rows: Rows, terms: Numbers, fit: Fit, exposed: bool) -> Mean:
    """Return the weighted mean of one group, and the influence of each row on it."""
    weights, change = (rows.weights * each for each in _weights(rows, fit.mean(terms), exposed))
    value = float(weights @ rows.outcome.values / weights.sum())
    residuals = rows.outcome.values - value
    share = weights / weights.sum()
    gradient = (change * residuals) @ terms / weights.sum()
    # A row draws the mean towards itself by its share; its residual is larger without it.
    influence = share * residuals / (1 - share) + fit.influence_along(gradient)
    return Mean(value, rows.n * influence)


def _weights(rows: Rows, propensity: Numbers, exposed: bool) -> tuple[Numbers, Numbers]:
    """Return the weights of one group, and how they change with the log-odds of exposure.

    With g the probability of the group, a person in it weighs 1 / g, to stand for
    everybody; (1 - g) / g, to stand for the other group; or 1, to stand for their own.
    """
    group = rows.treated if exposed else rows.reference
    chance, sign = (propensity, 1.0) if exposed else (1 - propensity, -1.0)
    odds_against = np.where(group, (1 - chance) / chance, 0.0)
    population = rows.question.population
    if population == ("exposed" if exposed else "unexposed"):
        return group.astype(np.float64), np.zeros_like(propensity)
    weights = odds_against if population in ("exposed", "unexposed") else odds_against + group
    return weights, -sign * odds_against
