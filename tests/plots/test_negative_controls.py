"""Negative controls: each has its row, its interval and a mark that says what was found."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from causalkit.analysis.check import negative_controls
from causalkit.analysis.identify import NoConfounding
from causalkit.errors import CausalkitError
from causalkit.graph import Question
from causalkit.plots import plot_negative_controls


@pytest.fixture(scope="module")
def check():
    rng = np.random.default_rng(1)
    ill, shoe = rng.normal(size=(2, 400))
    kratom = (rng.normal(size=400) + ill > 0).astype(int)
    frame = pd.DataFrame({"kratom": kratom, "phq9": ill + kratom, "earlier": 2 * ill, "shoe": shoe})
    asked = NoConfounding(Question.of("kratom", "phq9"))
    return negative_controls(frame, asked, outcomes=["earlier", "shoe"])


def test_each_control_has_its_interval_and_mark(check):
    axes = plot_negative_controls(check, ax=Figure().subplots())
    assert [text.get_text() for text in axes.get_yticklabels()] == ["on earlier", "on shoe"]
    intervals = [
        line.get_xdata() for line in axes.lines if list(line.get_ydata()) in ([0, 0], [-1, -1])
    ]
    assert [list(each) for each in intervals] == check.table[["low", "high"]].values.tolist()
    marks = {line.get_label(): line.get_marker() for line in axes.lines}
    assert (marks["an effect"], marks["no effect"]) == ("D", "s")


def test_a_line_marks_no_effect(check):
    axes = plot_negative_controls(check, ax=Figure().subplots())
    assert any(list(line.get_xdata()) == [0, 0] for line in axes.lines)


def test_another_check_is_refused(check):
    with pytest.raises(CausalkitError, match='draws the check "negative controls"'):
        plot_negative_controls(type(check)("balance", "doubtful", "", "", check.table))
