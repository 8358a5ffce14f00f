"""The event study drawn: the effect by periods since exposure started."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causalkit.plots.style import GREY, INK
from causalkit.plots.surface import EXPOSURE, caption, fresh, plainly

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from causalkit.analysis.estimate.panel.event_study import EventStudy


def plot_event_study(
    study: EventStudy, *, label: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the effect in each period with its interval, and the verdict on those before exposure.

    Hollow marks stand for periods before exposure, where nothing should be seen; filled ones for
    periods with exposure. The reference period is a cross on the line of no effect, and a dashed
    line stands where exposure starts.

    Parameters
    ----------
    study : EventStudy
        What is shown. Intervals are for one period at a time.
    label : str, optional
        What to call the outcome, with its unit; its name when left out.
    ax : matplotlib.axes.Axes, optional
        Where to draw; without it a figure is made.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from causalkit.analysis.estimate import Estimate
    >>> from causalkit.analysis.estimate.panel.event_study import EventStudy
    >>> from causalkit.analysis.estimate.panel.pretrend import Pretrend
    >>> from causalkit.graph.question import Question
    >>> asked = Question.of("law", "deaths", population="exposed")
    >>> found = Estimate("event_study", asked, (), -3.5, 0.6, -4.7, -2.3)
    >>> study = EventStudy(asked, -1, (0,), (found,), Pretrend(0, None, "Nothing to see."), 0.95)
    >>> plot_event_study(study, ax=Figure().subplots()).get_ylabel()
    'Effect on deaths'
    """
    axes = fresh(6.4, 4.0) if ax is None else ax
    axes.axhline(0.0, color=GREY, linewidth=0.8, zorder=1)
    axes.axvline(-0.5, color=GREY, linewidth=0.8, linestyle=(0, (5, 3)), zorder=1)
    for period, each in zip(study.periods, study.estimates, strict=True):
        _draw(axes, period, each.low, each.value, each.high)
    axes.plot(
        [study.reference],
        [0.0],
        marker="x",
        color=INK,
        linestyle="none",
        label="reference",
        zorder=4,
    )
    axes.set_xlabel("Periods since exposure started", color=INK, fontsize=9.5)
    outcome = label or ", ".join(study.question.outcome)
    axes.set_ylabel(f"Effect on {outcome}", color=INK, fontsize=9.5, parse_math=False)
    _set_ticks(axes)
    plainly(axes)
    caption(axes, study.pretrend.verdict)
    return axes


def _draw(axes: Axes, period: int, low: float, value: float, high: float) -> None:
    before = period < 0
    axes.plot([period, period], [low, high], color=EXPOSURE, linewidth=1.6, zorder=2)
    axes.plot(
        [period],
        [value],
        marker="o",
        markersize=6,
        markerfacecolor="white" if before else EXPOSURE,
        markeredgecolor=EXPOSURE,
        markeredgewidth=1.5,
        linestyle="none",
        label="before" if before else "after",
        zorder=3,
    )


def _set_ticks(axes: Axes) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
