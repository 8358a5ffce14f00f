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

from typing import Literal, get_args

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.data.rows import Rows, prepare
from causalkit.analysis.estimate.effect.contrast import check_level, contrast
from causalkit.analysis.estimate.estimate import Estimate, Identification
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.nuisance.propensity import REFERENCE, TREATED, propensity
from causalkit.analysis.estimate.nuisance.terms import covariate_design
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.estimate.suitability import ADJUSTMENT, check_suits
from causalkit.analysis.estimate.weights.concentration import (
    effective_size,
    weight_figures,
    weight_notes,
)
from causalkit.analysis.estimate.weights.marginal_structural import DoseModel, dose_means
from causalkit.analysis.estimate.weights.overlap import (
    OVERLAP_NOTE,
    check_everybody,
    overlap_population,
)
from causalkit.analysis.estimate.weights.population import population_asked
from causalkit.analysis.estimate.weights.truncation import check_truncation, truncation_note
from causalkit.analysis.estimate.weights.weighted_mean import weighted_mean
from causalkit.errors import EstimationError

PopulationWeights = Literal["question", "overlap"]
"""Whom the groups are made to resemble: the population of the question, or the overlap."""

BALANCED = 0.2
"""Stabilised weights whose mean is further from 1 than this come from a wrong density."""


def weighting(
    data: pd.DataFrame,
    identification: Identification,
    *,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
    population_weights: PopulationWeights = "question",
    normalised: bool = True,
    truncation: float | None = None,
    terms: str = "curves",
    dose_model: DoseModel = "linear",
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
    population_weights : {"question", "overlap"}, optional
        Whom the groups are made to resemble: the population of the question, or the people
        who could well have had either setting.
    normalised : bool, optional
        Whether to divide each mean by the sum of its weights (Hájek), not by the size of the
        population (Horvitz and Thompson).
    truncation : float, optional
        Share of the weights to cap at either end, such as 0.01; in each group.
    terms : {"curves", "lines"} or str, optional
        How the covariates enter the propensity model: as curves, as straight lines, or by
        the right-hand side of a formula.
    dose_model : {"linear", "quadratic"}, optional
        For a continuous exposure: the shape of the mean outcome over the dose, or of its
        log-odds for an outcome of zeros and ones.

    Returns
    -------
    Estimate
        Its figures are the effective sample sizes and the largest share of the weight of a
        group; for a continuous exposure also the mean of the stabilised weights.

    Raises
    ------
    EstimationError
        If a setting of the exposure does not occur, some people could only have been in one
        of the groups, or an option does not suit the question.

    Notes
    -----
    The propensity model has the covariates as curves and indicators, but no products of
    two of them, unless the formula says so. An exposure with more than two settings gets a
    multinomial model, so that two settings are compared in the whole population. A single
    exposure with more than six different values is a dose. Its stabilised weights come from
    normal densities, and the outcome in the weighted data follows a marginal structural
    model in the dose alone. Caps on weights are taken as given by the interval.

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
    >>> round(found.figures["effective sample size, treated"], 6)
    30.0
    """
    check_level(level)
    check_truncation(truncation)
    _check_choice("population_weights", population_weights, get_args(PopulationWeights))
    _check_choice("dose_model", dose_model, get_args(DoseModel))
    check_suits("weighting", identification, ADJUSTMENT)
    rows = prepare(data, identification, sampling=sampling)
    overlap = population_weights == "overlap"
    if rows.continuous:
        _check_dose_options(rows, overlap, normalised)
        return _dose(rows, level, terms, dose_model, truncation)
    if dose_model != "linear":
        raise EstimationError("dose_model is for a continuous exposure, and this one is groups")
    return _groups(rows, level, terms, overlap, normalised, truncation)


def _groups(
    rows: Rows, level: float, terms: str, overlap: bool, normalised: bool, truncation: float | None
) -> Estimate:
    """Return the contrast of two weighted groups."""
    rows.check_arms()
    if overlap:
        check_everybody(rows)
    with quiet():
        scores = propensity(rows, covariate_design(rows, terms).matrix)
        population = overlap_population(scores) if overlap else population_asked(rows, scores)
        (treated, treated_weights), (reference, reference_weights) = (
            weighted_mean(
                rows, scores, population, group, normalised=normalised, truncation=truncation
            )
            for group in (TREATED, REFERENCE)
        )
    notes = (
        *([OVERLAP_NOTE] if overlap else []),
        *([truncation_note(truncation)] if truncation else []),
        *weight_notes(treated=treated_weights, reference=reference_weights),
    )
    figures = weight_figures(treated_weights, reference_weights)
    return contrast("weighting", rows, treated, reference, level, notes=notes, figures=figures)


def _dose(
    rows: Rows, level: float, terms: str, dose_model: DoseModel, truncation: float | None
) -> Estimate:
    """Return the contrast of two doses in a marginal structural model."""
    with quiet():
        design = covariate_design(rows, terms).matrix
        treated, reference, stabilised = dose_means(rows, design, dose_model, truncation)
    weights, middle = rows.weights * stabilised, float(np.average(stabilised, weights=rows.weights))
    notes = (
        *([truncation_note(truncation)] if truncation else []),
        *([_unbalanced(middle)] if abs(middle - 1) > BALANCED else []),
        *weight_notes(whole=weights),
    )
    figures = {
        "effective sample size": effective_size(weights),
        "largest weight share": float(weights.max() / weights.sum()),
        "mean stabilised weight": middle,
    }
    return contrast("weighting", rows, treated, reference, level, notes=notes, figures=figures)


def _unbalanced(middle: float) -> str:
    return (
        f"The stabilised weights have the mean {middle:.2f}, and it should be 1: the dose, given "
        f"the covariates, is not normal around the mean that was fitted."
    )


def _check_dose_options(rows: Rows, overlap: bool, normalised: bool) -> None:
    name = rows.continuous[0].name
    if overlap:
        raise EstimationError(
            f'"{name}" is continuous, and overlap weights are for groups; take '
            f'population_weights="question"'
        )
    if not normalised:
        raise EstimationError(
            f'"{name}" is continuous, and its model is a regression, which has no choice of '
            f"normalised weights; leave normalised=True"
        )


def _check_choice(name: str, chosen: object, choices: tuple[str, ...]) -> None:
    if chosen not in choices:
        known = " or ".join(f'"{choice}"' for choice in choices)
        raise EstimationError(f"{name} is {known}, not {chosen!r}")
