"""The curve of an E-value: pairs of associations whose bias is the effect."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.figure import Figure

from causalkit.analysis.check import e_value
from causalkit.analysis.estimate import Estimate
from causalkit.errors import CausalkitError
from causalkit.graph import Question
from causalkit.plots import plot_e_value, plot_love

ASKED = Question.of("formula", "death", scale="ratio")


def check(value: float, low: float, high: float):
    return e_value(Estimate("regression", ASKED, (), value, 0.1, low, high))


@pytest.mark.parametrize(("value", "low", "high"), [(3.9, 1.8, 8.7), (0.4, 0.2, 0.8)])
def test_every_point_of_a_curve_explains_the_ratio_away(value, low, high):
    axes = plot_e_value(check(value, low, high), ax=Figure().subplots())
    curves = [line for line in axes.lines if len(line.get_xdata()) > 2]
    nearest = min(low, high, key=lambda end: abs(np.log(end)))
    for curve, ratio in zip(curves, (value, nearest), strict=True):
        first, second = curve.get_xdata(), curve.get_ydata()
        expected = max(ratio, 1 / ratio)
        np.testing.assert_allclose(first * second / (first + second - 1), expected, rtol=1e-9)


def test_the_marks_are_the_e_values():
    found = check(3.9, 1.8, 8.7)
    axes = plot_e_value(found, ax=Figure().subplots())
    marks = [line for line in axes.lines if len(line.get_xdata()) == 1]
    assert [line.get_xdata()[0] for line in marks] == found.table["E-value"].tolist()
    assert [line.get_ydata()[0] for line in marks] == found.table["E-value"].tolist()


def test_where_no_confounding_is_needed_the_limit_has_no_curve():
    axes = plot_e_value(check(1.2, 0.9, 1.6))
    assert axes.get_legend_handles_labels()[1] == ["estimate: 1.69"]
    pyplot.close("all")


def test_an_effect_of_nothing_at_all_can_be_drawn():
    axes = plot_e_value(check(1.0, 0.9, 1.1), ax=Figure().subplots())
    assert axes.get_legend_handles_labels()[1] == []


def test_another_check_is_refused():
    with pytest.raises(CausalkitError, match='draws the check "balance", not "E-value"'):
        plot_love(check(2.0, 1.5, 3.0))
    found = check(2.0, 1.5, 3.0)
    object.__setattr__(found, "name", "balance")
    with pytest.raises(CausalkitError, match='draws the check "E-value", not "balance"'):
        plot_e_value(found)
