"""The forest plot: naive, adjusted and true, one below the other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from textwrap import fill, wrap
from typing import TYPE_CHECKING

from causalkit.graph.wording import plain
from causalkit.plots.drawing import figure_of
from causalkit.plots.forest_columns import FONT, Columns
from causalkit.plots.forest_rows import (
    DETAIL_SIZE,
    MARKS,
    Line,
    lines,
    middles,
)
from causalkit.plots.style import GREY, INK
from causalkit.plots.text import Label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.ticker import Locator

    from causalkit.graph.question import Question
    from causalkit.meeting import Comparison

AXES_WIDTH = 3.6
HEADER = 0.24
MARGIN = 0.12
BELOW = 0.8
TITLE_SIZE = 11.0
NOTE_CHARACTERS = 48
LABEL_CHARACTERS = 56
MEASURES = {
    "difference": "Difference in",
    "ratio": "Ratio of mean",
    "odds ratio": "Odds ratio of",
}
NARROW, WIDE = 2.0, 10.0  # spans of a ratio's axis


def plot_forest(
    comparison: Comparison, *, label: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the estimates of a comparison with their intervals, and the truth if it is known.

    A dashed line runs down from the truth's diamond through all rows, a thin one
    marks no effect. Ratios stand on a logarithmic axis where their intervals allow it.

    Parameters
    ----------
    comparison : Comparison
        What is shown.
    label : str, optional
        What to call the outcome, with its unit; the comparison's own label when left out.
    ax : matplotlib.axes.Axes, optional
        Where to draw; without it a figure of fitting size is made.

    Returns
    -------
    matplotlib.axes.Axes
        The axes; both columns of text stand beside them.

    Examples
    --------
    >>> from causalkit.graph.question import Question
    >>> from causalkit.meeting import Comparison, Row
    >>> from matplotlib.figure import Figure
    >>> naive = Row("difference", "naive", (), 1.6, 0.3, 1.0, 2.2)
    >>> comparison = Comparison(
    ...     "A survey", Question.of("kratom", "phq9"), (naive,), None, 2_000, "PHQ-9 sum [points]"
    ... )
    >>> axes = plot_forest(comparison, ax=Figure().subplots())
    >>> print(axes.get_xlabel())
    Difference in PHQ-9 sum [points]
    kratom 1 vs 0, ATE
    """
    shown = lines(comparison, NOTE_CHARACTERS)
    columns = Columns.of(shown)
    title = _title(comparison.title, columns)
    axes = _new_axes(shown, columns, title) if ax is None else ax
    _prepare(axes, shown, comparison.question)
    heights = middles(shown)
    for line, height in zip(shown, heights, strict=True):
        _draw(axes, line, height)
    columns.draw(axes, heights, HEADER / 2)
    _write_title(axes, title, columns)
    axis_label = _axis_label(comparison.question, label or comparison.outcome_label)
    axes.set_xlabel(axis_label, fontsize=9.5, family=FONT, color=INK, parse_math=False)
    return axes


def _new_axes(shown: Sequence[Line], columns: Columns, title: Label) -> Axes:
    """Return axes that leave exactly the room that the text around them needs."""
    from matplotlib import pyplot

    height = HEADER + sum(line.height for line in shown)
    full_width = columns.left + AXES_WIDTH + columns.right + 2 * MARGIN
    full_height = BELOW + height + title.height + 2 * MARGIN
    figure = pyplot.figure(figsize=(full_width, full_height))
    return figure.add_axes(
        (
            (MARGIN + columns.left) / full_width,
            BELOW / full_height,
            AXES_WIDTH / full_width,
            height / full_height,
        )
    )


def _prepare(axes: Axes, shown: Sequence[Line], question: Question) -> None:
    """Set scale, limits, ticks and reference lines."""
    nothing = 0.0 if question.scale == "difference" else 1.0
    positions = _positions(shown, nothing)
    logarithmic = question.scale != "difference" and min(positions) > 0
    if logarithmic:
        axes.set_xscale("log")
    axes.set_xlim(_limits(positions, logarithmic=logarithmic))
    axes.set_ylim(-sum(line.height for line in shown), HEADER)
    _set_ticks(axes, logarithmic=logarithmic)
    _draw_references(axes, shown, nothing)


def _draw_references(axes: Axes, shown: Sequence[Line], nothing: float) -> None:
    """Draw the line of no effect and that of the truth."""
    rows = (axes.get_ylim()[0], 0.0)
    axes.plot([nothing, nothing], rows, color=GREY, linewidth=0.8, zorder=1)
    axes.annotate(
        "no effect",
        (nothing, HEADER / 2),
        ha="center",
        va="center_baseline",
        fontsize=DETAIL_SIZE,
        family=FONT,
        color=GREY,
    )
    for line in shown:
        if line.kind == "truth":
            at = [line.value, line.value]
            axes.plot(at, rows, color=INK, linewidth=1.1, linestyle=(0, (5, 3)), zorder=2)


def _positions(shown: Sequence[Line], nothing: float) -> list[float]:
    """Return every horizontal position that must be in view."""
    ends = [end for line in shown for end in (line.low, line.value, line.high)]
    return [nothing, *(end for end in ends if math.isfinite(end))]


def _limits(positions: Sequence[float], *, logarithmic: bool) -> tuple[float, float]:
    low, high = min(positions), max(positions)
    if logarithmic:
        beyond = max(1.05, (high / low) ** 0.08)
        return low / beyond, high * beyond
    beyond = 0.08 * (high - low) or 1.0
    return low - beyond, high + beyond


def _set_ticks(axes: Axes, *, logarithmic: bool) -> None:
    from matplotlib.ticker import FuncFormatter, NullLocator

    if logarithmic:
        axes.xaxis.set_major_locator(_ratio_ticks(*axes.get_xlim()))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.tick_params(axis="x", labelsize=9, labelfontfamily=FONT, colors=INK, color=GREY)
    axes.yaxis.set_major_locator(NullLocator())
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GREY)


def _ratio_ticks(low: float, high: float) -> Locator:
    """Return round ticks for a logarithmic axis: coarser the more it spans."""
    from matplotlib.ticker import LogLocator, MaxNLocator

    if high / low < NARROW:
        return MaxNLocator(5)
    return LogLocator(subs=(1, 2, 5) if high / low > WIDE else (1, 1.5, 2, 3, 5, 7))


def _draw(axes: Axes, line: Line, height: float) -> None:
    if line.kind == "note":
        _draw_note(axes, line, height)
        return
    mark = MARKS[line.kind]
    axes.plot(
        [line.low, line.high],
        [height, height],
        color=mark.colour,
        linewidth=1.8,
        solid_capstyle="butt",
        zorder=3,
    )
    axes.plot(
        [line.value],
        [height],
        marker=mark.marker,
        markersize=mark.size,
        markerfacecolor=mark.colour if mark.filled else "white",
        markeredgecolor=mark.colour,
        markeredgewidth=1.6,
        linestyle="none",
        label=line.name,
        zorder=4,
    )


def _draw_note(axes: Axes, line: Line, height: float) -> None:
    axes.annotate(
        "\n".join(line.note),
        (0.5, height),
        xycoords=axes.get_yaxis_transform(),
        ha="center",
        va="center",
        fontsize=DETAIL_SIZE,
        family=FONT,
        color=INK,
        zorder=5,
        parse_math=False,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 2.0},
    )


def _title(text: str, columns: Columns) -> Label:
    """Return the title in lines that are no wider than the whole figure."""
    width = columns.left + AXES_WIDTH + columns.right
    letter = Label(("n",), TITLE_SIZE, "bold").width
    return Label(tuple(wrap(text, int(width / letter))) or ("",), TITLE_SIZE, "bold")


def _write_title(axes: Axes, title: Label, columns: Columns) -> None:
    from matplotlib.transforms import ScaledTranslation

    written = axes.set_title(
        "\n".join(title.lines), loc="left", fontsize=TITLE_SIZE, family=FONT, color=INK
    )
    written.set_fontweight("bold")
    written.set_parse_math(False)
    aside = ScaledTranslation(-columns.left, 0, figure_of(axes).dpi_scale_trans)
    written.set_transform(written.get_transform() + aside)


def _axis_label(question: Question, outcome: str) -> str:
    measure = MEASURES[question.scale]
    contrast = ", ".join(
        f"{name} {plain(treated)} vs {plain(reference)}"
        for name, treated, reference in zip(
            question.exposure, question.treated, question.reference, strict=True
        )
    )
    parts = (
        f"{measure} {outcome or ', '.join(question.outcome)}",
        f"{contrast}, {question.estimand}",
    )
    return "\n".join(fill(part, LABEL_CHARACTERS) for part in parts)
