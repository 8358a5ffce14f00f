"""The pictures of checks: what stands where, nothing cut off, nothing left behind."""

from __future__ import annotations

from itertools import combinations

import pandas as pd
import pytest
from matplotlib import pyplot
from matplotlib.figure import Figure

from causalkit.analysis.check import Check
from causalkit.errors import CausalkitError
from causalkit.plots.calibration import plot_calibration
from causalkit.plots.check_axes import AFTER, BAD, BEFORE
from causalkit.plots.independences import plot_independences
from causalkit.plots.love import plot_love
from causalkit.plots.overlap import plot_overlap
from causalkit.plots.refutation import plot_refutation

LONG = "a_covariate_with_a_name = of quite some length, and $5"
BALANCE = Check(
    "balance", "doubtful", "", "",
    pd.DataFrame(
        {
            "covariate": ["age", "pain", "region"],
            "term": ["age", "pain", LONG],
            "before": [0.3, -0.7, 0.05],
            "after": [0.02, 0.12, -0.01],
        }
    ),
    {"threshold": 0.1},
)  # fmt: skip
OVERLAP = Check(
    "overlap", "reassuring", "", "",
    pd.DataFrame(
        {"from": [0.0, 0.5], "to": [0.5, 1.0], "exposed": [0.4, 0.6], "unexposed": [0.7, 0.3]}
    ),
    {"common support from": 0.2, "common support to": 0.9},
)  # fmt: skip
CALIBRATION = Check(
    "calibration", "reassuring", "", "",
    pd.DataFrame(
        {"predicted": [0.2, 0.6], "observed": [0.3, 0.5], "low": [0.2, 0.4], "high": [0.4, 0.7]}
    ),
)  # fmt: skip
INDEPENDENCES = Check(
    "implied independences", "alarming", "", "",
    pd.DataFrame(
        {
            "independence": ["age ⊥ pain", "age ⊥ phq9 | kratom, pain, region, sleep", "x ⊥ y"],
            "correlation": [0.01, -0.4, float("nan")],
            "adjusted p-value": [0.9, 1e-9, float("nan")],
            "result": ["not refuted", "refuted", "not tested"],
        }
    ),
)  # fmt: skip
REFUTATION = Check(
    "refutation", "doubtful", "", "",
    pd.DataFrame(
        {
            "refuter": ["placebo treatment", "random common cause", "data subset", "bootstrap"],
            "estimate": [-1.2] * 4,
            "expected": [0.0, -1.2, -1.2, -1.2],
            "mean": [0.05, -1.2, -1.15, -0.5],
            "low": [-0.4, -1.21, -1.4, -0.9],
            "high": [0.5, -1.19, -0.9, -0.1],
            "result": ["not refuted"] * 3 + ["refuted"],
        }
    ),
)  # fmt: skip
PLOTS = {
    "love": (plot_love, BALANCE),
    "overlap": (plot_overlap, OVERLAP),
    "calibration": (plot_calibration, CALIBRATION),
    "independences": (plot_independences, INDEPENDENCES),
    "refutation": (plot_refutation, REFUTATION),
}
each_plot = pytest.mark.parametrize(("plot", "check"), PLOTS.values(), ids=PLOTS)


def marks(axes, marker: str) -> list[tuple[float, float]]:
    return [
        (float(line.get_xdata()[0]), float(line.get_ydata()[0]))
        for line in axes.lines
        if line.get_marker() == marker
    ]


def legend_texts(axes) -> list[str]:
    return [text.get_text() for text in axes.get_legend().get_texts()]


def upright(axes) -> list[float]:
    return [
        float(line.get_xdata()[0])
        for line in axes.lines
        if len(set(line.get_xdata())) == 1 and list(line.get_ydata()) == [0, 1]
    ]


def test_the_largest_difference_stands_on_top_with_before_and_after():
    axes = plot_love(BALANCE, ax=Figure().subplots())
    assert marks(axes, BEFORE.marker) == [(-0.7, 0), (0.3, -1), (0.05, -2)]
    assert marks(axes, AFTER.marker) == [(0.12, 0), (0.02, -1), (-0.01, -2)]
    assert upright(axes) == [0.0, -0.1, 0.1]
    assert sorted(legend_texts(axes)) == ["after weighting", "before weighting"]


def test_without_weights_there_is_no_after():
    alone = Check("balance", "doubtful", "", "", BALANCE.table.drop(columns="after"), {"threshold": 0.1})  # fmt: skip  # noqa: E501
    axes = plot_love(alone, ax=Figure().subplots())
    assert marks(axes, AFTER.marker) == []
    assert legend_texts(axes) == ["before weighting"]


def test_the_exposed_stand_and_the_unexposed_hang():
    axes = plot_overlap(OVERLAP, ax=Figure().subplots())
    heights = [float(bar.get_height()) for bar in axes.patches]
    assert heights == pytest.approx([0.4, 0.6, -0.7, -0.3])
    assert {bar.get_hatch() for bar in axes.patches[2:]} == {"////"}
    assert upright(axes) == [0.2, 0.9]
    assert axes.yaxis.get_major_formatter()(-0.2, 0) == "20%"


def test_predicted_stands_against_observed_with_its_interval():
    axes = plot_calibration(CALIBRATION, ax=Figure().subplots())
    assert marks(axes, AFTER.marker) == [(0.2, 0.3), (0.6, 0.5)]
    assert [line.get_xydata().tolist() for line in axes.lines if line.is_dashed()] == [
        [[0, 0], [1, 1]]
    ]
    spans = [line.get_ydata().tolist() for line in axes.lines if len(line.get_xdata()) == 2]
    assert [0.2, 0.4] in spans
    assert [0.4, 0.7] in spans


def test_a_refuted_independence_has_a_mark_of_its_own():
    axes = plot_independences(INDEPENDENCES, ax=Figure().subplots())
    assert marks(axes, AFTER.marker) == [(0.01, 0)]
    assert marks(axes, BAD.marker) == [(-0.4, -1)]
    assert [text.get_text() for text in axes.texts] == ["p = 0.900", "p < 0.001", "not tested"]
    assert legend_texts(axes) == ["not refuted", "refuted"]


def test_a_diagram_that_implies_nothing_has_an_empty_picture():
    empty = Check("implied independences", "doubtful", "", "", INDEPENDENCES.table.iloc[:0])
    axes = plot_independences(empty)
    assert axes.get_yticks().tolist() == []
    assert axes.get_legend() is None


def test_what_was_expected_stands_beside_what_was_found():
    axes = plot_refutation(REFUTATION, ax=Figure().subplots())
    assert marks(axes, AFTER.marker) == [(0.05, 0), (-1.2, -1), (-1.15, -2)]
    assert marks(axes, BAD.marker) == [(-0.5, -3)]
    assert [x for x, _ in marks(axes, "|")] == [0.0, -1.2, -1.2, -1.2]
    assert upright(axes) == [0.0, -1.2]
    assert legend_texts(axes) == ["mean, not refuted", "expected", "mean, refuted"]


@each_plot
def test_a_figure_is_made_only_without_axes(plot, check):
    given = Figure().subplots()
    assert plot(check, ax=given) is given
    assert pyplot.get_fignums() == []
    plot(check)
    assert len(pyplot.get_fignums()) == 1


@each_plot
def test_no_texts_overlap_and_none_is_cut_off(plot, check):
    axes = plot(check)
    figure = axes.get_figure()
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    (low, high), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    ticks = [t for t in axes.get_xticklabels() if low <= t.get_position()[0] <= high]
    ticks += [t for t in axes.get_yticklabels() if bottom <= t.get_position()[1] <= top]
    written = [*axes.texts, *ticks, axes.xaxis.label, axes.yaxis.label, axes._left_title]
    written += axes.get_legend().get_texts() if axes.get_legend() else []
    extents = [t.get_window_extent(renderer) for t in written if t.get_text().strip()]
    for one, other in combinations(extents, 2):
        assert not one.padded(-1).overlaps(other.padded(-1))
    for extent in extents:
        assert extent.x0 >= 0
        assert extent.y0 >= 0
        assert extent.x1 <= figure.bbox.x1
        assert extent.y1 <= figure.bbox.y1


@each_plot
def test_another_check_is_refused(plot, check):
    other = Check("sensitivity", "doubtful", "", "", check.table)
    with pytest.raises(CausalkitError, match=f'draws the check "{check.name}", not "sensitivity"'):
        plot(other)
