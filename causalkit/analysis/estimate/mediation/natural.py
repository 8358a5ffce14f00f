"""Natural direct and indirect effects: the mediator left as it would be.

The *natural direct effect* changes the exposure and leaves everybody's mediator as it would be
without. The *natural indirect effect* leaves the exposure in place and changes the mediator
from what it would be without to what it would be with. As a difference they add up to the
total effect; as ratios they multiply.
"""

from __future__ import annotations

import pandas as pd

from causalkit.analysis.estimate.effect.contrast import check_level, contrast
from causalkit.analysis.estimate.estimate import Estimate
from causalkit.analysis.estimate.mediation.arms import mediation_rows
from causalkit.analysis.estimate.mediation.formula import Models, fitted_models, nested_mean
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.identify.mediation.mediation import Mediation

DIRECT = ((1, 0), (0, 0))
INDIRECT = ((1, 1), (1, 0))
TOTAL = ((1, 1), (0, 0))
"""The settings for outcome and mediator, of the two means that an effect compares."""

Settings = tuple[tuple[int, int], tuple[int, int]]


def natural_direct_effect(
    data: pd.DataFrame,
    identification: Mediation,
    *,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
) -> Estimate:
    """Return the effect of the exposure with the mediator as it would be without exposure.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Mediation
        Which effects are identified, and what to adjust for.
    level : float, optional
        Level of confidence, between 0 and 1.
    sampling : Sampling, optional
        Survey weights and clusters.

    Returns
    -------
    Estimate
        On the scale of the question.

    Raises
    ------
    EstimationError
        If natural effects are not identified, there are several mediators, the exposure is not
        a matter of groups, or the rows do not suffice for the models.

    Notes
    -----
    The mediation formula of Pearl (2001) with regressions in either group, as in VanderWeele
    and Vansteelandt (2010), Odds ratios for mediation analysis for a dichotomous outcome. An
    outcome of zeros and ones gets a logistic regression, any other number a linear one. The
    interval knows that all of them were fitted.

    Examples
    --------
    >>> import numpy as np
    >>> from causalkit.analysis.identify.mediation.mediation import identify_mediation
    >>> from causalkit.graph import Diagram
    >>> from causalkit.graph.question import Question
    >>> kratom, noise = np.repeat([0, 1], 40), np.tile([-1, 1], 40)
    >>> sleep = np.tile([0, 0, 1, 0, 1, 1, 0, 0, 1, 0], 8) | (np.arange(80) > 70)
    >>> frame = pd.DataFrame({"kratom": kratom, "sleep": sleep})
    >>> frame["phq9"] = 9 - 2 * kratom - 3 * sleep + noise
    >>> diagram = Diagram.of([("kratom", "sleep"), ("sleep", "phq9"), ("kratom", "phq9")])
    >>> asked = identify_mediation(diagram, Question.of("kratom", "phq9"), "sleep")
    >>> natural_direct_effect(frame, asked).method
    'natural_direct_effect'
    """
    return _natural("natural_direct_effect", DIRECT, data, identification, level, sampling)


def natural_indirect_effect(
    data: pd.DataFrame,
    identification: Mediation,
    *,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
) -> Estimate:
    """Return the effect of what the exposure does to the mediator, with exposure in place.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Mediation
        Which effects are identified, and what to adjust for.
    level : float, optional
        Level of confidence, between 0 and 1.
    sampling : Sampling, optional
        Survey weights and clusters.

    Returns
    -------
    Estimate
        On the scale of the question.

    Raises
    ------
    EstimationError
        As for `natural_direct_effect`.

    Notes
    -----
    See `natural_direct_effect`. This is the *total* indirect effect in the words of Robins and
    Greenland (1992), Identifiability and exchangeability for direct and indirect effects.
    """
    return _natural("natural_indirect_effect", INDIRECT, data, identification, level, sampling)


def natural_contrast(method: str, models: Models, settings: Settings, level: float) -> Estimate:
    """Return the contrast of two nested means.

    Parameters
    ----------
    method : str
        Name of the effect.
    models : Models
        The fitted models.
    settings : pair of (int, int)
        The settings for outcome and mediator, of either mean.
    level : float
        Level of confidence.

    Returns
    -------
    Estimate
    """
    treated, reference = (nested_mean(models, *each) for each in settings)
    return contrast(method, models.rows, treated, reference, level, notes=models.notes)


def _natural(
    method: str,
    settings: Settings,
    data: pd.DataFrame,
    identification: Mediation,
    level: float,
    sampling: Sampling,
) -> Estimate:
    check_level(level)
    rows = mediation_rows(method, data, identification, "natural", sampling)
    with quiet():
        return natural_contrast(method, fitted_models(rows), settings, level)
