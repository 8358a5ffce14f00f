"""The picture of a specification curve shows every choice once, in its colour and marker."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib import pyplot

from causalkit.analysis.check import Check
from causalkit.analysis.identify.explanation.reasons import ReasonKind
from causalkit.plots.specification_curve import KINDS, plot_specification_curve


@pytest.fixture(autouse=True)
def closed():
    yield
    pyplot.close("all")


def curve(kinds: list[str]) -> Check:
    table = pd.DataFrame(
        {
            "adjustment": ["nothing", "pain", "age, pain"][: len(kinds)],
            "estimate": [-1.0, 0.5, 1.0][: len(kinds)],
            "kind": kinds,
        }
    )
    table["low"], table["high"] = table["estimate"] - 0.4, table["estimate"] + 0.4
    return Check("specification curve", "doubtful", "What it says.", "", table)


def test_every_kind_of_error_has_a_colour_and_a_marker_of_its_own():
    assert set(KINDS) == {"valid", *ReasonKind.__args__}
    assert len({colour for colour, _ in KINDS.values()}) == len(KINDS)
    assert len({marker for _, marker in KINDS.values()}) == len(KINDS)


def test_estimates_are_marked_by_their_kind():
    axes = plot_specification_curve(curve(["open back-door path", "valid", "valid"]))
    marks = {line.get_label(): line for line in axes.lines if line.get_label() in KINDS}
    assert list(marks["valid"].get_xdata()) == [1, 2]
    assert list(marks["valid"].get_ydata()) == [0.5, 1.0]
    assert marks["open back-door path"].get_marker() == "v"
    written = [text.get_text() for text in axes.get_legend().get_texts()]
    assert written == ["valid", "open back-door path"]


def test_the_lower_panel_shows_what_each_choice_adjusts_for():
    upper = plot_specification_curve(curve(["valid", "valid", "valid"]))
    lower = upper.get_figure().axes[1]
    assert [label.get_text() for label in lower.get_yticklabels()] == ["age", "pain"]
    assert [list(line.get_ydata()) for line in lower.lines] == [[], [1], [0, 1]]


def test_a_single_choice_of_nothing_can_be_drawn():
    axes = plot_specification_curve(curve(["valid"]))
    assert axes.get_figure()._suptitle.get_text() == "What it says."
