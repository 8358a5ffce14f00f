"""The event study: the effect period by period, before and after exposure.

One number for the whole time after exposure hides whether the effect came at once, grew or
faded. An event study shows the difference-in-differences for each period, counted from the
start of exposure. All are measured from the last period before it, whose own is nil by
construction. Those before should be nil too, because there is no effect yet: if they are not,
the groups were already drifting apart.

Source: Callaway and Sant'Anna (2021), Difference-in-differences with multiple time periods;
Roth (2022), Pretest with caution: event-study estimates after testing for parallel trends.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.effect.contrast import check_level, estimated, standard_error
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.estimate import Estimate
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.panel.few import FEW, few_exposed, units_or_clusters
from causalkit.analysis.estimate.panel.group_time import Controls, GroupTime, average, group_times
from causalkit.analysis.estimate.panel.panel import Panel, read_panel
from causalkit.analysis.estimate.panel.pretrend import Pretrend, pretrend
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.estimate.suitability import check_suits
from causalkit.analysis.identify.parallel_trends.parallel_trends import ParallelTrends
from causalkit.errors import EstimationError
from causalkit.graph.question import Question

Window = tuple[int, int]
ByPeriod = dict[int, tuple[GroupTime, ...]]

FEW_HERE = (
    f"In this period fewer than {FEW} exposed units are seen, so that the interval is likely far "
    f"too short."
)


@dataclass(frozen=True, eq=False)
class EventStudy:
    """Effects by the number of periods since exposure started.

    Parameters
    ----------
    question : Question
        The effect that was asked about.
    reference : int
        The period that all others are measured from, counted from the start of exposure.
    periods : tuple of int
        The other periods, counted from the start of exposure, in order.
    estimates : tuple of Estimate
        The effect in each of these; intervals are for one period at a time.
    pretrend : Pretrend
        Whether the groups moved in parallel before.
    level : float
        Level of confidence.
    notes : tuple of str
        What a reader has to know, a sentence each.

    Examples
    --------
    >>> asked = Question.of("law", "deaths", population="exposed")
    >>> found = Estimate("event_study", asked, (), -3.5, 0.6, -4.7, -2.3)
    >>> study = EventStudy(asked, -1, (0,), (found,), Pretrend(0, None, "nothing to see"), 0.95)
    >>> study.table["effect"].to_dict()
    {-1: 0.0, 0: -3.5}
    """

    question: Question
    reference: int
    periods: tuple[int, ...]
    estimates: tuple[Estimate, ...]
    pretrend: Pretrend
    level: float
    notes: tuple[str, ...] = ()

    @property
    def table(self) -> pd.DataFrame:
        """One row a period, with the reference, whose effect is 0 by construction."""
        rows = {
            period: (
                each.value,
                each.standard_error,
                each.low,
                each.high,
                each.figures.get("exposed units"),
            )
            for period, each in zip(self.periods, self.estimates, strict=True)
        }
        rows[self.reference] = (0.0, 0.0, 0.0, 0.0, None)
        columns = ["effect", "standard error", "low", "high", "exposed units"]
        table = pd.DataFrame.from_dict(rows, orient="index", columns=columns, dtype=float)
        return table.rename_axis("periods since exposure").sort_index()

    def __str__(self) -> str:
        return f"{self.question}, by periods since exposure: {self.pretrend.verdict}"


def event_study(
    data: pd.DataFrame,
    identification: ParallelTrends,
    *,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
    window: Window | None = None,
    controls: Controls = "not yet exposed",
) -> EventStudy:
    """Return the effect in the exposed for each period before and after exposure started.

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
    window : (int, int), optional
        First and last period shown, counted from the start of exposure; all where not given.
        What lies outside is left out, not lumped together.
    controls : {"not yet exposed", "never exposed"}, optional
        Whom each group is compared with.

    Returns
    -------
    EventStudy

    Raises
    ------
    EstimationError
        As for difference_in_differences, or if the window holds no period.

    Notes
    -----
    Each period is an average of group-time effects over the groups that are seen in it, by
    size. With one time of exposure and no covariates this is the regression with fixed
    effects and an indicator for each period but the reference. Where exposure starts at
    different times, groups come and go along the axis, so that its ends rest on fewer units;
    ``table`` says on how many. The intervals are pointwise: each holds its own effect in 95 %
    of samples, all together in fewer.

    Examples
    --------
    >>> frame = pd.DataFrame({"state": [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4], "year": [7, 8, 9] * 4})
    >>> frame["law"] = [0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    >>> frame["deaths"] = [9.0, 9.2, 6.0, 8.0, 7.8, 4.0, 5.0, 5.1, 4.5, 3.0, 2.9, 3.5]
    >>> asked = Question.of("law", "deaths", population="exposed")
    >>> study = event_study(frame, ParallelTrends(asked, "state", "year"))
    >>> study.table["effect"].round(3).to_dict()
    {-2: 0.0, -1: 0.0, 0: -3.5}
    """
    check_level(level)
    check_suits("event_study", identification, (ParallelTrends,))
    panel = read_panel("event_study", data, identification, sampling)
    with quiet():
        by_period = _by_period(group_times(panel, controls), window)
        means = {period: average(panel, effects) for period, effects in by_period.items()}
        test = _pretrend(panel, by_period, means, level)
    return EventStudy(
        question=panel.rows.question,
        reference=-1 - panel.anticipation,
        periods=tuple(by_period),
        estimates=tuple(
            _estimate(panel, means[period], by_period[period], level) for period in by_period
        ),
        pretrend=test,
        level=level,
        notes=(*panel.rows.notes, *few_exposed(panel)),
    )


def _pretrend(panel: Panel, effects: ByPeriod, means: dict[int, Mean], level: float) -> Pretrend:
    """Return the test of the periods before exposure that rest on enough units."""
    before = (period for period in effects if period < -panel.anticipation)
    enough = [period for period in before if _support(panel, effects[period]) >= FEW]
    return pretrend(tuple(means[period] for period in enough), panel.clusters, level)


def _by_period(effects: tuple[GroupTime, ...], window: Window | None) -> ByPeriod:
    """Return the group-time effects of each period since exposure, in order."""
    occurring = sorted({each.relative for each in effects})
    first, last = window or (occurring[0], occurring[-1])
    shown = [relative for relative in occurring if first <= relative <= last]
    if not shown:
        raise EstimationError(
            f"no period lies in the window from {first} to {last}; periods since exposure go from "
            f"{occurring[0]} to {occurring[-1]}"
        )
    return {
        relative: tuple(each for each in effects if each.relative == relative) for relative in shown
    }


def _estimate(panel: Panel, mean: Mean, effects: tuple[GroupTime, ...], level: float) -> Estimate:
    error = standard_error(mean.influence, panel.clusters)
    support = _support(panel, effects)
    return estimated(
        "event_study",
        panel.rows,
        mean.value,
        error,
        level,
        notes=(FEW_HERE,) if support < FEW else (),
        figures={"exposed units": float(support)},
    )


def _support(panel: Panel, effects: tuple[GroupTime, ...]) -> int:
    """Return how many exposed units, or clusters of them, an effect rests on."""
    return units_or_clusters(panel, np.isin(panel.starts, [each.start for each in effects]))
