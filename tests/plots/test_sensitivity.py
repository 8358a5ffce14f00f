"""Bias contours and Rosenbaum's bounds, drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from causalkit.analysis.check import Check
from causalkit.analysis.check.sensitivity.robustness_value import robustness_value
from causalkit.analysis.check.sensitivity.rosenbaum_bounds import rosenbaum_bounds
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.identify import Backdoor
from causalkit.errors import CausalkitError
from causalkit.graph import Question
from causalkit.plots.contours import plot_contours
from causalkit.plots.files import save
from causalkit.plots.rosenbaum import plot_rosenbaum

ASKED = Backdoor(Question.of("kratom", "phq9"), ("pain",), (("pain",),), complete=True)


def survey() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    pain = rng.normal(size=400)
    kratom = 0.3 * pain + rng.normal(size=400)
    phq9 = pain + 0.5 * kratom + rng.normal(size=400)
    people = 1 + (pain > 0)
    return pd.DataFrame({"pain": pain, "kratom": kratom, "phq9": phq9, "people": people})


@pytest.fixture(scope="module")
def robust() -> Check:
    return robustness_value(survey(), ASKED, benchmark=("pain",))


@pytest.fixture(scope="module")
def bounds() -> Check:
    return rosenbaum_bounds(np.random.default_rng(2).normal(1, 1, 50))


class TestContours:
    """What would be left of an estimate."""

    @pytest.mark.parametrize("show", ["estimate", "t"])
    def test_every_benchmark_has_its_diamond_and_what_it_would_leave(self, robust, show: str):
        axes = plot_contours(robust, show=show, ax=Figure().subplots())
        rows = robust.table[robust.table["kind"] == "benchmark"]
        marks = [line for line in axes.get_lines() if line.get_marker() == "D"]
        assert [mark.get_xdata()[0] for mark in marks] == rows["partial R² with exposure"].tolist()
        assert [mark.get_ydata()[0] for mark in marks] == rows["partial R² with outcome"].tolist()
        texts = [text.get_text() for text in axes.texts]
        for times, left in zip(rows["times"], rows[show], strict=True):
            assert f"{times:g}× pain ({left:.3g})" in texts

    def test_the_line_where_the_conclusion_changes_passes_the_robustness_value(self, robust):
        axes = plot_contours(robust, ax=Figure().subplots())
        border = axes.collections[-1].get_paths()[0].vertices
        along = border[np.abs(border[:, 0] - border[:, 1]).argmin()].mean()
        step = np.diff(np.unique(robust.table["partial R² with exposure"])).max()
        limit = robust.figures["robustness value of the interval"]
        assert along == pytest.approx(limit, abs=step)

    def test_with_weights_there_is_no_t_value(self):
        check = robustness_value(survey(), ASKED, sampling=Sampling(weights="people"))
        plot_contours(check, ax=Figure().subplots())
        with pytest.raises(CausalkitError, match='show="estimate"'):
            plot_contours(check, show="t")

    def test_it_makes_a_figure_with_the_verdict_above(self, robust, tmp_path):
        axes = plot_contours(robust)
        assert axes.get_title(loc="left").replace("\n", " ") == robust.verdict
        save(axes, tmp_path / "contours.png")
        assert (tmp_path / "contours.png").stat().st_size > 5000


class TestRosenbaum:
    """P-values against hidden bias."""

    def test_the_worst_p_value_is_drawn_and_marked_where_the_conclusion_falls(self, bounds):
        axes = plot_rosenbaum(bounds, ax=Figure().subplots())
        lines = {line.get_label(): line for line in axes.get_lines()}
        assert lines["at worst"].get_ydata().tolist() == bounds.table["largest p-value"].tolist()
        falls = lines["conclusion falls"]
        place = falls.get_xdata()[0], falls.get_ydata()[0]
        assert place == pytest.approx((bounds.figures["largest gamma"], 0.05))

    def test_where_there_is_no_conclusion_none_is_marked(self, bounds):
        none = replace(bounds, figures={**bounds.figures, "largest gamma": 1.0})
        axes = plot_rosenbaum(none, ax=Figure().subplots())
        assert "conclusion falls" not in [line.get_label() for line in axes.get_lines()]

    def test_it_makes_a_figure_with_the_verdict_above(self, bounds, tmp_path):
        axes = plot_rosenbaum(bounds)
        assert axes.get_title(loc="left").replace("\n", " ") == bounds.verdict
        save(axes, tmp_path / "bounds.png")
        assert (tmp_path / "bounds.png").stat().st_size > 5000


def test_each_draws_its_own_check_only(robust, bounds):
    with pytest.raises(CausalkitError, match="not a check of Rosenbaum bounds"):
        plot_contours(bounds)
    with pytest.raises(CausalkitError, match="not a check of robustness value"):
        plot_rosenbaum(robust)
