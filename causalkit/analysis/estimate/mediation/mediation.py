"""The whole of a mediation analysis: total, direct and indirect effects side by side.

The *proportion mediated* is the indirect effect divided by the total one, as differences of
means whatever the scale of the question. It is a proportion only where both have the same
sign, and it says little where the total effect is small.

Source: VanderWeele (2015), Explanation in causal inference, section 2.13.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.effect.contrast import check_level, estimated, standard_error
from causalkit.analysis.estimate.estimate import Estimate
from causalkit.analysis.estimate.mediation.arms import is_continuous, mediation_rows
from causalkit.analysis.estimate.mediation.controlled import Setting, controlled_direct_effect
from causalkit.analysis.estimate.mediation.formula import Models, fitted_models, nested_mean
from causalkit.analysis.estimate.mediation.natural import (
    DIRECT,
    INDIRECT,
    TOTAL,
    natural_contrast,
)
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.reading.columns import Column
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.identify.mediation.mediation import Mediation
from causalkit.errors import EstimationError

OPPOSED = (
    "The indirect effect and the total effect have opposite signs, or the indirect one is the "
    "larger, so this is no proportion; read the two effects instead."
)
SMALL = (
    "The data cannot tell the total effect from none, so nobody knows what this is a proportion of."
)


@dataclass(frozen=True)
class MediationEstimates:
    """The effects of an exposure through and past a mediator.

    Parameters
    ----------
    total : Estimate
        The whole effect.
    natural_direct : Estimate
        The effect past the mediator, which stays what it would be without exposure.
    natural_indirect : Estimate
        The effect through the mediator, with the exposure in place. As a difference, it and the
        natural direct effect add up to the total effect; as a ratio they multiply.
    controlled_direct : Estimate
        The effect with everybody's mediator set to one value, which its note names.
    proportion_mediated : Estimate
        The indirect effect divided by the total one, as differences of means.
    """

    total: Estimate
    natural_direct: Estimate
    natural_indirect: Estimate
    controlled_direct: Estimate
    proportion_mediated: Estimate


def mediation(
    data: pd.DataFrame,
    identification: Mediation,
    *,
    at: Setting | None = None,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
) -> MediationEstimates:
    """Return the effects through and past a mediator, the whole, and the proportion mediated.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Mediation
        Which effects are identified, and what to adjust for.
    at : mapping of str to (float or str), optional
        What the mediator is set to in the controlled direct effect; where not given, to its
        median, or for levels to the most frequent.
    level : float, optional
        Level of confidence, between 0 and 1.
    sampling : Sampling, optional
        Survey weights and clusters.

    Returns
    -------
    MediationEstimates

    Raises
    ------
    EstimationError
        If natural effects are not identified, or as for `natural_direct_effect`.

    Notes
    -----
    See `natural_direct_effect` and `controlled_direct_effect`.

    Examples
    --------
    >>> from causalkit.analysis.identify.mediation.mediation import identify_mediation
    >>> from causalkit.graph import Diagram
    >>> from causalkit.graph.question import Question
    >>> kratom, noise = np.repeat([0, 1], 40), np.tile([-1, 1], 40)
    >>> sleep = np.tile([0, 0, 1, 0, 1, 1, 0, 0, 1, 0], 8) | (np.arange(80) > 70)
    >>> frame = pd.DataFrame({"kratom": kratom, "sleep": sleep})
    >>> frame["phq9"] = 9 - 2 * kratom - 3 * sleep + noise
    >>> diagram = Diagram.of([("kratom", "sleep"), ("sleep", "phq9"), ("kratom", "phq9")])
    >>> asked = identify_mediation(diagram, Question.of("kratom", "phq9"), "sleep")
    >>> found = mediation(frame, asked)
    >>> bool(np.isclose(
    ...     found.natural_direct.value + found.natural_indirect.value, found.total.value
    ... ))
    True
    """
    check_level(level)
    rows = mediation_rows("mediation", data, identification, "natural", sampling)
    with quiet():
        models = fitted_models(rows)
        total, direct, indirect = (
            natural_contrast(method, models, settings, level)
            for method, settings in (
                ("total_effect", TOTAL),
                ("natural_direct_effect", DIRECT),
                ("natural_indirect_effect", INDIRECT),
            )
        )
        proportion = _proportion(models, level)
    setting = at if at is not None else {rows.others[0].name: _usual(rows, rows.others[0])}
    controlled = controlled_direct_effect(
        data, identification, at=setting, level=level, sampling=sampling
    )
    return MediationEstimates(total, direct, indirect, controlled, proportion)


def _proportion(models: Models, level: float) -> Estimate:
    """Return the indirect effect divided by the total one, by the delta method."""
    high, middle, low = (nested_mean(models, *each) for each in ((1, 1), (1, 0), (0, 0)))
    total, indirect = high.value - low.value, high.value - middle.value
    if total == 0:
        raise EstimationError(
            "the total effect is exactly 0, so no proportion of it is mediated; ask for "
            "natural_direct_effect and natural_indirect_effect"
        )
    share = indirect / total
    of_total, of_indirect = high.influence - low.influence, high.influence - middle.influence
    rows = replace(models.rows, question=replace(models.rows.question, scale="difference"))
    spread = standard_error((of_indirect - share * of_total) / total, rows.clusters)
    unsure = standard_error(of_total, rows.clusters)
    notes = [OPPOSED] if not 0 <= share <= 1 else []
    if abs(total) < 2 * unsure:
        notes.append(SMALL)
    return estimated("proportion_mediated", rows, share, spread, level, notes=tuple(notes))


def _usual(rows: Rows, mediator: Column) -> float | str:
    """Return the median of a mediator, or its most frequent level."""
    if is_continuous(mediator):
        return float(np.median(mediator.values))
    counts = [rows.weights[mediator.values == level].sum() for level in mediator.levels]
    level = mediator.levels[int(np.argmax(counts))]
    if not mediator.labels:
        return float(level)
    label = mediator.labels[int(level)]
    return label if isinstance(label, int | float | str) else str(label)
