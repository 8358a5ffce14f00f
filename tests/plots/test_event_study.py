from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure

from causalkit.analysis.estimate import Estimate
from causalkit.analysis.estimate.panel.event_study import EventStudy
from causalkit.analysis.estimate.panel.pretrend import Pretrend
from causalkit.graph import Question
from causalkit.plots.event_study import plot_event_study
from causalkit.plots.files import save

ASKED = Question.of("law", "deaths", population="exposed")
EFFECTS = {-3: 0.2, -2: -0.1, 0: 1.0, 1: 1.6}
STUDY = EventStudy(
    ASKED,
    -1,
    tuple(EFFECTS),
    tuple(Estimate("event_study", ASKED, (), v, 0.3, v - 0.6, v + 0.6) for v in EFFECTS.values()),
    Pretrend(2, 0.4, "In the 2 periods before exposure nothing was seen ($p$ = 0.4)."),
    0.95,
)


def test_each_period_has_its_mark_and_its_interval():
    axes = plot_event_study(STUDY, ax=Figure().subplots())
    marks = {
        line.get_xdata()[0]: line
        for line in axes.get_lines()
        if line.get_label() in ("before", "after")
    }
    assert {period: mark.get_ydata()[0] for period, mark in marks.items()} == EFFECTS
    ends = [tuple(line.get_ydata()) for line in axes.get_lines() if len(line.get_xdata()) == 2]
    for value in EFFECTS.values():
        assert any(end == pytest.approx((value - 0.6, value + 0.6)) for end in ends)


def test_before_and_after_differ_by_more_than_colour():
    axes = plot_event_study(STUDY, ax=Figure().subplots())
    fills = {line.get_label(): line.get_markerfacecolor() for line in axes.get_lines()}
    assert fills["before"] == "white"
    assert fills["after"] != "white"


def test_the_reference_is_a_cross_at_no_effect():
    axes = plot_event_study(STUDY, ax=Figure().subplots())
    cross = next(line for line in axes.get_lines() if line.get_label() == "reference")
    assert (cross.get_xdata()[0], cross.get_ydata()[0], cross.get_marker()) == (-1, 0, "x")


def test_the_verdict_stands_above_as_it_is_written():
    axes = plot_event_study(STUDY, label="deaths [per 100 000]", ax=Figure().subplots())
    assert axes.get_title(loc="left").replace("\n", " ") == STUDY.pretrend.verdict
    assert axes.get_ylabel() == "Effect on deaths [per 100 000]"


def test_it_makes_a_figure_that_can_be_saved(tmp_path):
    axes = plot_event_study(STUDY)
    save(axes, tmp_path / "study.png")
    assert (tmp_path / "study.png").stat().st_size > 5000
    assert np.isclose(axes.get_figure().get_size_inches(), (6.4, 4.0)).all()
