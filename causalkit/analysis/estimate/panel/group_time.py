"""Group-time average effects: one comparison for each group in each period.

Units that become exposed in the same period form a group. For a group and a period, take how
the outcome has changed since the last period before exposure, and subtract how it has changed
for those who are still unexposed: a difference-in-differences with two groups and two periods
that nobody can misread. Nothing is assumed of how effects differ between groups or grow with
time, because no exposed unit ever serves as a control. Averages of these answer larger
questions, and as each comes with its influence function, so do the averages.

Source: Callaway and Sant'Anna (2021), Difference-in-differences with multiple time periods.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.panel.doubly_robust import doubly_robust
from causalkit.analysis.estimate.panel.panel import Panel
from causalkit.analysis.estimate.reading.columns import Mask, Numbers
from causalkit.errors import EstimationError

Controls = Literal["not yet exposed", "never exposed"]
"""Who shows how the exposed would have changed."""


@dataclass(frozen=True, eq=False)
class GroupTime:
    """The average effect in one group in one period.

    Parameters
    ----------
    start : int
        Position of the period in which the group becomes exposed.
    period : int
        Position of the period in which the effect is seen.
    effect : Mean
        The effect, with the influence of each unit.
    """

    start: int
    period: int
    effect: Mean

    @property
    def relative(self) -> int:
        """How many periods after the start of exposure."""
        return self.period - self.start


def check_controls(panel: Panel, controls: Controls) -> None:
    """Raise unless there are such controls.

    Parameters
    ----------
    panel : Panel
        The panel.
    controls : {"not yet exposed", "never exposed"}
        Who shows how the exposed would have changed.

    Raises
    ------
    EstimationError
        If it is neither word, or all units become exposed and the never exposed are asked for.
    """
    if controls not in get_args(Controls):
        raise EstimationError(
            f'the controls are "not yet exposed" or "never exposed", not {controls!r}'
        )
    if controls == "never exposed" and not panel.never.any():
        raise EstimationError(
            'all units become exposed at some time; use controls="not yet exposed"'
        )


def group_times(panel: Panel, controls: Controls) -> tuple[GroupTime, ...]:
    """Return the effects of all groups in all periods for which there are controls.

    Parameters
    ----------
    panel : Panel
        The panel.
    controls : {"not yet exposed", "never exposed"}
        Who shows how the exposed would have changed. Those not yet exposed include the
        never exposed.

    Returns
    -------
    tuple of GroupTime
        Before exposure, too, where the effect should be none; but not in the period that
        all others are compared with, the last one before exposure or its anticipation.

    Raises
    ------
    EstimationError
        If there is no such control in any period.
    """
    check_controls(panel, controls)
    found = []
    for start in panel.groups:
        base = start - panel.anticipation - 1
        for period in range(len(panel.periods)):
            compared = _controls(panel, start, max(period, base), controls)
            if period != base and compared.any():
                effect = _effect(panel, start, period, base, compared)
                found.append(GroupTime(start, period, effect))
    if not any(each.relative >= 0 for each in found):
        raise EstimationError(
            "no unit is unexposed long enough to be compared with an exposed one; add units that "
            "are never exposed"
        )
    return tuple(found)


def average(panel: Panel, effects: tuple[GroupTime, ...]) -> Mean:
    """Return the average of some group-time effects over the units of their groups.

    Parameters
    ----------
    panel : Panel
        The panel.
    effects : tuple of GroupTime
        At least one.

    Returns
    -------
    Mean
        Each effect counts by the size of its group, and the influence knows that the sizes
        are estimated.
    """
    inside = np.array([panel.starts == each.start for each in effects])
    sizes = inside @ panel.weights
    values = np.array([each.effect.value for each in effects])
    value = float(sizes @ values / sizes.sum())
    of_effects = sizes @ np.array([each.effect.influence for each in effects]) / sizes.sum()
    of_sizes = len(panel.starts) * panel.weights * ((values - value) @ inside) / sizes.sum()
    return Mean(value, of_effects + of_sizes)


def _controls(panel: Panel, start: int, latest: int, controls: Controls) -> Mask:
    """Return the units that the exposure has not reached by some period."""
    if controls == "never exposed":
        return panel.never
    unexposed = panel.never | (panel.starts > latest + panel.anticipation)
    return np.asarray(unexposed & (panel.starts != start))


def _effect(panel: Panel, start: int, period: int, base: int, controls: Mask) -> Mean:
    change = panel.outcome[:, period] - panel.outcome[:, base]
    exposed = panel.starts == start
    if panel.covariates:
        return doubly_robust(change, exposed, controls, panel.covariates_in(base), panel.weights)
    ours, others = (_mean(change, panel.weights, group) for group in (exposed, controls))
    return Mean(ours.value - others.value, ours.influence - others.influence)


def _mean(change: Numbers, weights: Numbers, group: Mask) -> Mean:
    """Return the mean change of one group, with the usual correction for having estimated it."""
    counted = np.where(group, weights, 0.0)
    value = float(counted @ change / counted.sum())
    size = int(np.count_nonzero(group))
    correction = np.sqrt(size / max(size - 1, 1))
    return Mean(value, counted * (change - value) / counted.mean() * correction)
