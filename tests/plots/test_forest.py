from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations

import pytest
from matplotlib import pyplot
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from causalkit.graph import Question
from causalkit.meeting import Comparison, Row, compare
from causalkit.meeting.figures import MINUS, Figures, decimals
from causalkit.nature import Truth, world
from causalkit.plots import plot_forest, save
from causalkit.plots.forest_columns import Columns
from causalkit.plots.forest_rows import MARKS, lines, middles

QUESTION = Question.of("kratom", "phq9", population="responds")
CONFOUNDERS = ("age", "anxiety", "before", "opioid_history", "pain", "sex")


def row(method: str, kind: str, value: float, error: float, adjustment=()) -> Row:
    margin = 1.96 * error
    return Row(method, kind, adjustment, value, error, value - margin, value + margin)


def truth(value: float, error: float = 0.0) -> Truth:
    return Truth(
        question=QUESTION, value=value, monte_carlo_error=error, method="simulation", people=0
    )


SURVEY = Comparison(
    "Self-medication: kratom and depression",
    QUESTION,
    (
        row("difference", "naive", 1.62, 0.29),
        row("regression", "adjusted", 0.09, 0.31, CONFOUNDERS),
        row("weighting", "adjusted", -0.14, 0.38, CONFOUNDERS),
        row("dowhy regression", "second opinion", 0.09, 0.30, CONFOUNDERS),
    ),
    truth(-0.5, 0.004),
    2_000,
    "PHQ-9 sum [points]",
)
REAL = replace(SURVEY, truth=None)
UNIDENTIFIED = replace(
    SURVEY,
    rows=SURVEY.rows[:1],
    reason="kratom ← vulnerability → phq9 cannot be blocked, because vulnerability is latent; " * 2,
)
RATIO = replace(
    SURVEY,
    question=Question.of("kratom", "relapse", scale="ratio"),
    rows=(
        Row("difference", "naive", (), 2.4, 0.6, 1.6, 3.9),
        Row("regression", "adjusted", ("pain",), 1.1, 0.2, 0.81, 1.6),
    ),
    truth=truth(1.3),
)
SMALL = replace(
    SURVEY,
    title="A title that goes on for longer than any title has a right to and has to be wrapped",
    rows=(row("difference", "naive", -0.0132, 0.004), row("regression", "adjusted", -0.002, 0.003)),
    truth=truth(-0.0021),
)
COMPARISONS = {
    "survey": SURVEY,
    "real": REAL,
    "unidentified": UNIDENTIFIED,
    "ratio": RATIO,
    "small": SMALL,
}


def markers(axes) -> list:
    return [line for line in axes.lines if line.get_marker() not in ("None", "none", "")]


def dashed(axes) -> list:
    return [line for line in axes.lines if line.is_dashed()]


def texts(axes) -> list:
    low, high = axes.get_xlim()
    ticks = [text for text in axes.get_xticklabels() if low <= text.get_position()[0] <= high]
    written = [*axes.texts, *ticks, axes.xaxis.label, axes._left_title]
    return [text for text in written if text.get_text().strip()]


def test_rows_stand_from_top_to_bottom_naive_adjusted_second_opinion_truth():
    shuffled = replace(SURVEY, rows=SURVEY.rows[::-1])
    axes = plot_forest(shuffled, ax=Figure().subplots())
    shown = sorted(markers(axes), key=lambda line: -line.get_ydata()[0])
    assert [line.get_marker() for line in shown] == ["o", "s", "s", "^", "D"]
    assert [line.get_label() for line in shown][0::4] == ["difference", "truth"]


def test_only_the_naive_marker_is_open():
    axes = plot_forest(SURVEY, ax=Figure().subplots())
    faces = {line.get_marker(): to_hex(line.get_markerfacecolor()) for line in markers(axes)}
    assert [marker for marker, face in faces.items() if face == "#ffffff"] == ["o"]


def test_every_estimate_stands_in_its_interval():
    axes = plot_forest(SURVEY, ax=Figure().subplots())
    intervals = {
        line.get_ydata()[0]: line.get_xdata()
        for line in axes.lines
        if line.get_linestyle() == "-" and line.get_ydata()[0] == line.get_ydata()[1]
    }
    for line in markers(axes):
        low, high = intervals[line.get_ydata()[0]]
        assert low <= line.get_xdata()[0] <= high


def test_a_dashed_line_marks_the_truth_through_all_rows():
    (line,) = dashed(plot_forest(SURVEY, ax=Figure().subplots()))
    assert set(line.get_xdata()) == {-0.5}
    heights = middles(lines(SURVEY, 48))
    assert min(line.get_ydata()) < heights[-1] < heights[0] < max(line.get_ydata())


def test_without_a_truth_there_is_neither_diamond_nor_dashed_line():
    axes = plot_forest(REAL, ax=Figure().subplots())
    assert dashed(axes) == []
    assert "D" not in {line.get_marker() for line in markers(axes)}


@pytest.mark.parametrize(("comparison", "nothing"), [(SURVEY, 0.0), (RATIO, 1.0)])
def test_a_thin_line_marks_no_effect(comparison, nothing):
    axes = plot_forest(comparison, ax=Figure().subplots())
    assert any(list(line.get_xdata()) == [nothing, nothing] for line in axes.lines)
    low, high = axes.get_xlim()
    assert low < nothing < high


def test_ratios_stand_on_a_logarithmic_axis_unless_an_interval_reaches_zero():
    assert plot_forest(RATIO, ax=Figure().subplots()).get_xscale() == "log"
    broad = replace(RATIO, rows=(Row("difference", "naive", (), 1.5, 1.0, -0.4, 3.4),))
    assert plot_forest(broad, ax=Figure().subplots()).get_xscale() == "linear"


def test_odds_ratios_are_called_so_and_stand_on_a_logarithmic_axis():
    odds = replace(RATIO, question=Question.of("kratom", "relapse", scale="odds ratio"))
    axes = plot_forest(odds, ax=Figure().subplots())
    assert axes.get_xscale() == "log"
    assert axes.get_xlabel().startswith("Odds ratio of")


def test_what_is_not_identified_is_said_where_the_estimates_would_stand():
    axes = plot_forest(UNIDENTIFIED, ax=Figure().subplots())
    note = next(text for text in axes.texts if "blocked" in text.get_text())
    assert " ".join(note.get_text().split()) == UNIDENTIFIED.reason.strip()
    assert "not identified" in [text.get_text() for text in axes.texts]
    assert [line.get_marker() for line in markers(axes)] == ["o", "D"]


def test_what_could_not_be_estimated_is_said_too():
    failed = replace(SURVEY, rows=SURVEY.rows[:1], notes=("regression: singular matrix",))
    written = [text.get_text() for text in plot_forest(failed, ax=Figure().subplots()).texts]
    assert "regression: singular matrix" in written
    assert "not estimated" in written


def test_the_axis_says_outcome_contrast_and_population():
    axes = plot_forest(SURVEY, ax=Figure().subplots())
    assert axes.get_xlabel().splitlines() == [
        "Difference in PHQ-9 sum [points]",
        "kratom 1 vs 0, ATE among responds = 1",
    ]
    axes = plot_forest(RATIO, label="relapse", ax=Figure().subplots())
    assert axes.get_xlabel().startswith("Ratio of mean relapse\n")


def test_the_title_is_that_of_the_comparison():
    axes = plot_forest(SURVEY, ax=Figure().subplots())
    assert axes.get_title(loc="left") == SURVEY.title


def test_figures_stand_beside_their_rows():
    columns = Columns.of(lines(SURVEY, 48))
    assert columns.figures[0] == ("1.62", "[1.05,", "2.19]")
    assert columns.figures[2] == (f"{MINUS}0.14", f"[{MINUS}0.88,", "0.60]")
    assert columns.figures[-1] == (f"{MINUS}0.50", "", "")


def test_figures_are_aligned():
    axes = plot_forest(SURVEY)
    renderer = axes.get_figure().canvas.get_renderer()
    ends = [
        text.get_window_extent(renderer).x1 for text in axes.texts if text.get_text().endswith("]")
    ]
    assert len(ends) == 5
    assert max(ends) - min(ends) < 1.5


def test_the_adjustment_set_stands_under_the_method_in_small_grey():
    axes = plot_forest(SURVEY, ax=Figure().subplots())
    written = {text.get_text(): text for text in axes.texts}
    detail = written["adjusted for age, anxiety, before,"]
    assert detail.get_fontsize() < written["regression"].get_fontsize()
    assert to_hex(detail.get_color()) != to_hex(written["regression"].get_color())


@pytest.mark.parametrize("comparison", COMPARISONS.values(), ids=COMPARISONS)
def test_no_texts_overlap_and_none_is_cut_off(comparison):
    axes = plot_forest(comparison)
    figure_drawn = axes.get_figure()
    figure_drawn.canvas.draw()
    renderer = figure_drawn.canvas.get_renderer()
    extents = {text: text.get_window_extent(renderer) for text in texts(axes)}
    for (one, extent), (other, second) in combinations(extents.items(), 2):
        assert not extent.padded(-0.5).overlaps(second.padded(-0.5)), (one, other)
    for text, extent in extents.items():
        assert extent.x0 >= 0, text
        assert extent.y0 >= 0, text
        assert extent.x1 <= figure_drawn.bbox.x1, text
        assert extent.y1 <= figure_drawn.bbox.y1, text


def test_the_figure_is_made_only_when_no_axes_are_given():
    given = Figure().subplots()
    assert plot_forest(SURVEY, ax=given) is given
    assert pyplot.get_fignums() == []
    plot_forest(SURVEY)
    assert len(pyplot.get_fignums()) == 1


def test_a_visible_monte_carlo_error_is_drawn():
    uncertain = replace(SURVEY, truth=truth(-0.5, 0.1))
    shown = lines(uncertain, 48)[-1]
    assert shown.detail == ("Monte-Carlo error 0.1",)
    assert shown.high - shown.low == pytest.approx(2 * 1.96 * 0.1, rel=1e-3)
    assert lines(SMALL, 48)[-1].detail == ("exact",)


def test_an_interval_without_end_does_not_stretch_the_axis():
    endless = replace(SURVEY, rows=(Row("difference", "naive", (), 1.0, 1.0, -math.inf, 2.0),))
    low, high = plot_forest(endless, ax=Figure().subplots()).get_xlim()
    assert -5 < low < high < 5


def test_dollars_are_dollars():
    axes = plot_forest(SURVEY, label="cost, $5 to $10")
    axes.get_figure().canvas.draw()
    assert "$5 to $10" in axes.get_xlabel()
    assert axes.xaxis.label.get_parse_math() is False


def test_kinds_differ_in_marker_and_colour():
    assert len({mark.marker for mark in MARKS.values()}) == len(MARKS)
    assert len({mark.colour for mark in MARKS.values()}) == len(MARKS)


def test_a_world_is_compared_and_shown(tmp_path):
    comparison = compare(world("triangle"), n=500, seed=1, ask_second_opinion=False)
    axes = plot_forest(comparison)
    assert len(markers(axes)) == len(comparison.rows) + 1
    first = save(axes, tmp_path / "first.svg").read_bytes()
    assert save(plot_forest(comparison), tmp_path / "second.svg").read_bytes() == first


def test_decimals_follow_the_precision():
    assert decimals([140.0]) == 0
    assert decimals([0.0, math.inf, 0.57]) == 2
    assert Figures(2, signed=False)(-0.004) == "0.00"
    assert Figures(0, signed=False)(-1234.5) == f"{MINUS}1234"
