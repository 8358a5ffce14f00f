"""The front-door estimator: two steps through a mediator, where confounding cannot follow.

Somebody's genes may make them smoke and fall ill, and nobody measured the genes. But smoking
harms by way of the tar, and tar was measured. What smoking does to tar is plain to see, as the
genes have nothing to do with tar but by way of smoking. What tar does to health can be seen
among smokers and among others separately, as within either group the genes do not decide the
tar. Put together: take the tar of the smokers, and for each amount the mean health that
everybody would have with it, smokers and others in their proportions.

For mediators that take few values this is counted, and no model is assumed. Otherwise the mean
outcome is modelled as a curve in each mediator, one for each setting of the exposure; that
curves of several mediators add up is then an assumption. How the mediators depend on the
exposure is never modelled: those that occurred with a setting are taken as they are.

Source: Pearl (1995), Causal diagrams for empirical research, section 3.2; Fulcher, Shpitser,
Marealle and Tchetgen Tchetgen (2020), Robust inference on population indirect causal effects:
the generalized front door criterion.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.data.argument import Argument
from causalkit.analysis.estimate.data.rows import MOST_GROUPS, Rows, prepare
from causalkit.analysis.estimate.effect.contrast import check_level, contrast
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.estimate import Estimate
from causalkit.analysis.estimate.mediators.outcome import Outcome, by_cells, by_curves
from causalkit.analysis.estimate.mediators.settings import settings
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.reading.columns import Mask
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.estimate.suitability import check_suits
from causalkit.analysis.identify.frontdoor.frontdoor import Frontdoor
from causalkit.errors import EstimationError

Model = Literal["cells", "curves"]
"""Whether the mean outcome is counted for each value of the mediators, or modelled."""

OUTSIDE = 0.1
"""If more people than this have mediators that other groups never have, a note says so."""


def front_door(
    data: pd.DataFrame,
    identification: Frontdoor,
    *,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
    model: Model | None = None,
) -> Estimate:
    """Return the effect by the front-door formula.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Frontdoor
        The question and the mediators.
    level : float, optional
        Level of confidence, between 0 and 1.
    sampling : Sampling, optional
        Survey weights and clusters.
    model : {"cells", "curves"}, optional
        How the mean outcome depends on the mediators. By default it is counted in cells where
        no mediator is a number with more than six values, and a curve otherwise.

    Returns
    -------
    Estimate

    Raises
    ------
    EstimationError
        If an exposure is continuous, a setting of it does not occur, or mediators occur with
        one setting only, so that nobody knows the outcome there.

    Notes
    -----
    With cells the estimator is efficient: its influence function is that of Fulcher et al.
    An outcome of zeros and ones gets logistic curves.

    Examples
    --------
    >>> from causalkit.graph.question import Question
    >>> smoking = np.repeat([0, 1], 40)
    >>> tar = np.tile([0, 0, 0, 1], 20) ^ smoking
    >>> cancer = 2 + 3 * tar + 4 * smoking + np.tile([-1, 1], 40)
    >>> frame = pd.DataFrame({"smoking": smoking, "tar": tar, "cancer": cancer})
    >>> asked = Question.of("smoking", "cancer")
    >>> found = front_door(frame, Frontdoor(asked, ("tar",), (("tar",),), True))
    >>> round(found.value, 2)  # 3 for tar, which is more frequent by a half; none of the 4
    1.5
    """
    check_level(level)
    check_suits("front_door", identification, (Frontdoor,))
    _check_model(model)
    argument, mediators = Argument(identification.question), identification.mediators
    rows = prepare(data, argument, sampling=sampling, others=mediators)
    _check_groups(rows)
    with quiet():
        groups = settings(rows)
        counted = model == "cells" or (model is None and not _curved(rows))
        outcome = (by_cells if counted else by_curves)(rows, groups)
        treated = _mean(rows, outcome, rows.treated)
        reference = _mean(rows, outcome, rows.reference)
    notes = _notes(rows, outcome, counted)
    return contrast("front_door", rows, treated, reference, level, notes=notes)


def _mean(rows: Rows, outcome: Outcome, setting: Mask) -> Mean:
    """Return the mean outcome under a setting, and the influence of each row on it."""
    # 1. Of each row the mean outcome with its mediators, over the people asked about.
    within = np.average(outcome.means, axis=0, weights=outcome.settings.share)
    # 2. The mediators of those who had the setting.
    taken = np.where(setting, rows.weights, 0.0) / rows.weights[setting].sum()
    value = float(taken @ within)
    # 3. Who had the setting; a row draws the mean towards itself by its share.
    influence = rows.n * taken * (within - value) / (1 - taken)
    # 4. How many of the people asked about there are of each group.
    if rows.question.population not in ("exposed", "unexposed"):
        by_group = outcome.means @ taken
        influence += rows.weights * (by_group[outcome.settings.group] - value)
    # 5. How the outcome depends on the mediators, in each group.
    return Mean(value, influence + outcome.influence(taken))


def _check_model(model: str | None) -> None:
    if model is not None and model not in get_args(Model):
        raise EstimationError(f"model is one of {', '.join(get_args(Model))}, not {model!r}")


def _check_groups(rows: Rows) -> None:
    for column in rows.continuous:
        raise EstimationError(
            f'"{column.name}" takes {len(column.levels)} different values, and front_door looks '
            f"at the mediators within each; cut it into a few groups"
        )
    rows.check_arms()


def _curved(rows: Rows) -> bool:
    return any(not each.labels and len(each.levels) > MOST_GROUPS for each in rows.others)


def _notes(rows: Rows, outcome: Outcome, counted: bool) -> tuple[str, ...]:
    if not rows.others:
        return ("By the diagram no path leads from exposure to outcome, so there is no effect.",)
    if counted:
        return ()
    notes = ["The mean outcome is a curve in each mediator, for each setting of the exposure."]
    if outcome.outside > OUTSIDE:
        notes.append(
            f"{100 * outcome.outside:.0f} % of those compared have a mediator beyond all values "
            f"that occur with another setting; there the curves are extended on trust."
        )
    return tuple(notes)
