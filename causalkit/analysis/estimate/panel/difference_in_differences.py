"""Difference-in-differences: how much more the exposed changed than the others did.

Before and after alone mistakes for an effect whatever else happened in between; exposed and
unexposed alone, whatever else sets them apart. The difference of the two changes is free of
both, if without exposure both groups would have changed alike.

Where all exposed units become exposed at once, this is a regression with two-way fixed
effects. Where they do so one after another, that regression compares the later ones also with
those that are exposed already, and may come out with the wrong sign though every single effect
is positive. Then each group is compared with the unexposed alone, and the effects are averaged.

Source: Card and Krueger (1994), Minimum wages and employment; Goodman-Bacon (2021),
Difference-in-differences with variation in treatment timing; Callaway and Sant'Anna (2021),
Difference-in-differences with multiple time periods.
"""

from __future__ import annotations

import pandas as pd

from causalkit.analysis.estimate.effect.contrast import check_level, estimated, standard_error
from causalkit.analysis.estimate.estimate import Estimate
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.panel.few import few_exposed
from causalkit.analysis.estimate.panel.fixed_effects import mixture, two_way_fixed_effects
from causalkit.analysis.estimate.panel.group_time import (
    Controls,
    GroupTime,
    average,
    check_controls,
    group_times,
)
from causalkit.analysis.estimate.panel.panel import Panel, read_panel
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.estimate.suitability import check_suits
from causalkit.analysis.identify.parallel_trends.parallel_trends import ParallelTrends

STAGGERED = (
    "Exposure starts at different times. Two-way fixed effects would mix in comparisons with units "
    "that are exposed already (Goodman-Bacon 2021), so each group was compared with unexposed "
    "units only, and the effects were averaged (Callaway and Sant'Anna 2021)."
)


def difference_in_differences(
    data: pd.DataFrame,
    identification: ParallelTrends,
    *,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
    controls: Controls = "not yet exposed",
) -> Estimate:
    """Return the effect in the exposed by difference-in-differences.

    Parameters
    ----------
    data : pandas.DataFrame
        One row for each unit in each period. It is not changed.
    identification : ParallelTrends
        The question, which columns say unit and time, and given what trends are parallel.
    level : float, optional
        Level of confidence, between 0 and 1.
    sampling : Sampling, optional
        Survey weights and clusters, the same for a unit in all periods. Without clusters
        each unit is one.
    controls : {"not yet exposed", "never exposed"}, optional
        Whom each group is compared with where exposure starts at different times, or trends
        are parallel given covariates.

    Returns
    -------
    Estimate
        The effect averaged over the exposed units and the periods in which they are exposed.
        ``n`` counts rows. Where exposure starts at different times, the figure ``"two-way
        fixed effects"`` is what that regression would have said.

    Raises
    ------
    EstimationError
        If another population or scale is asked about; if the table is no panel of an
        exposure that comes and stays; or if nobody is unexposed while others are exposed.

    Notes
    -----
    With one time of exposure and no covariates: two-way fixed effects, where all periods
    before exposure count alike. Otherwise group-time average effects, measured from the last
    period before exposure; given covariates they are doubly robust (Sant'Anna and Zhao 2020).
    Their average is the "simple" one of Callaway and Sant'Anna (2021), section 3.1.3. Its
    error includes that of how many units became exposed when, as in another sample of units.

    Examples
    --------
    >>> from causalkit.graph.question import Question
    >>> frame = pd.DataFrame({"state": [1, 1, 2, 2, 3, 3, 4, 4], "year": [8, 9] * 4})
    >>> frame["law"] = [0, 1, 0, 1, 0, 0, 0, 0]
    >>> frame["deaths"] = [9.0, 6.0, 8.0, 4.0, 5.0, 4.5, 3.0, 3.5]
    >>> asked = Question.of("law", "deaths", population="exposed")
    >>> found = difference_in_differences(frame, ParallelTrends(asked, "state", "year"))
    >>> round(found.value, 3)
    -3.5
    """
    check_level(level)
    check_suits("difference_in_differences", identification, (ParallelTrends,))
    panel = read_panel("difference_in_differences", data, identification, sampling)
    check_controls(panel, controls)
    if panel.staggered or panel.covariates:
        return _averaged(panel, level, controls)
    with quiet():
        value, error = two_way_fixed_effects(panel)
    notes = few_exposed(panel)
    return estimated("difference_in_differences", panel.rows, value, error, level, notes=notes)


def _averaged(panel: Panel, level: float, controls: Controls) -> Estimate:
    with quiet():
        effects = tuple(each for each in group_times(panel, controls) if each.relative >= 0)
        mean = average(panel, effects)
        fixed = mixture(panel) if panel.staggered else 0.0
    notes = (STAGGERED,) if panel.staggered else ()
    return estimated(
        "difference_in_differences",
        panel.rows,
        mean.value,
        standard_error(mean.influence, panel.clusters),
        level,
        notes=(*notes, *_out_of_sight(panel, effects), *few_exposed(panel)),
        figures={"two-way fixed effects": fixed} if panel.staggered else {},
    )


def _out_of_sight(panel: Panel, effects: tuple[GroupTime, ...]) -> tuple[str, ...]:
    """Return a note where some exposed periods have no control."""
    seen = {(each.start, each.period) for each in effects}
    lost = [
        (start, period)
        for start in panel.groups
        for period in range(start, len(panel.periods))
        if (start, period) not in seen
    ]
    if not lost:
        return ()
    first = panel.periods[min(period for _, period in lost)]
    note = (
        f"From period {first} on, some exposed units have nobody left to be compared with; their "
        f"effects from then on are not in the average."
    )
    return (note,)
