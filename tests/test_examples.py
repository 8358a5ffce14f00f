"""Every example runs, shows a picture, keeps its promise and leaves nothing behind."""

from __future__ import annotations

import ast
import tokenize
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import matplotlib as mpl
import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"
SCRIPTS = sorted(EXAMPLES.glob("*.py"))
NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run an example in an empty folder and return its variables."""
    mpl.use("Agg")
    from matplotlib import pyplot

    def run_it(script: Path) -> SimpleNamespace:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(pyplot, "show", lambda: None)
        before = set(EXAMPLES.rglob("*"))
        variables = SimpleNamespace(**run_path(str(script)))
        assert pyplot.get_fignums(), "an example shows a picture"
        pyplot.close("all")
        assert not list(tmp_path.iterdir())
        assert set(EXAMPLES.rglob("*")) == before
        assert capsys.readouterr().out.splitlines()[-1] == variables.verdict
        return variables

    return run_it


def lines_of_code(script: Path) -> int:
    with script.open("rb") as file:
        tokens = [each for each in tokenize.tokenize(file.readline) if each.type not in NO_CODE]
    lines = {
        line for each in tokens[1:-1] for line in range(each.start[0], each.end[0] + 1)
    }  # without the encoding and the end
    docstring = ast.parse(script.read_text(encoding="utf-8")).body[0]
    return len(lines - set(range(1, docstring.end_lineno + 1)))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_an_example_has_the_form_of_a_gallery_script(script):
    text = script.read_text(encoding="utf-8")
    title, underline = ast.get_docstring(ast.parse(text)).splitlines()[:2]
    assert underline == "=" * len(title)
    assert text.count("\n# %%\n") >= 3
    assert text.count("The surprise:") == 1
    assert text.endswith("print(verdict)\npyplot.show()\n")
    assert lines_of_code(script) <= 60


def test_the_examples_are_numbered_without_a_gap_and_each_is_tested():
    assert [script.name[:3] for script in SCRIPTS] == [f"{i + 1:02}_" for i in range(len(SCRIPTS))]
    tested = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert {script.stem[3:] for script in SCRIPTS} <= tested


def test_naive_adjusted_true(run):
    example = run(EXAMPLES / "01_naive_adjusted_true.py")
    assert len(example.data) == example.found.n == 2_000
    outcome = example.world.codebook["phq9"]
    assert (outcome.minimum, outcome.maximum) == (0, 27)
    before = example.data.groupby("kratom")[["depression", "anxiety"]].mean()
    assert (before.loc[True] > before.loc[False]).all()
    assert example.truth == 0
    assert example.naive.low > example.truth
    assert len(example.found.adjusted) == 2
    assert all(row.covers(example.truth) for row in example.found.adjusted)


def test_three_presets_one_correlation(run):
    example = run(EXAMPLES / "02_three_presets_one_correlation.py")
    assert example.truth["benign"] < -0.5
    assert example.truth["null"] == 0
    assert example.truth["harmful"] > 0.5
    assert min(example.naive.values()) > 1
    assert example.naive_range < 0.2
    assert example.truth_range > 1
    pull = {
        name: {knob.name: knob.value for knob in world.knobs}["pull"]
        for name, world in example.worlds.items()
    }
    assert pull["benign"] > pull["null"] > pull["harmful"]
    for comparison in example.found.values():
        assert all(row.covers(comparison.truth.value) for row in comparison.adjusted)


def test_a_triangle_by_hand(run):
    example = run(EXAMPLES / "03_a_triangle_by_hand.py")
    assert example.naive > 0
    assert (example.in_stratum < 0).all()
    assert len(example.in_stratum) == 2
    assert example.identified.adjustment == ("pain",)
    assert example.by_regression.value == pytest.approx(example.by_hand, abs=1e-9)
    assert example.by_regression.covers(example.truth)


def test_the_covariate_to_leave_alone(run):
    example = run(EXAMPLES / "04_the_covariate_to_leave_alone.py")
    assert (example.associations.loc[True] > example.associations.loc[False]).all()
    assert example.naive.covers(example.truth)
    assert len(example.adjusted.adjusted) == 2
    for row in example.adjusted.adjusted:
        assert row.adjustment == ("forum",)
        assert not row.covers(example.truth)
    assert (example.open_before, example.open_after) == (False, True)
    assert example.nothing == ()
    readers = example.world.sample(20_000, seed=3, reveal=True).frame.query("forum and not herbs")
    assert readers["family"].mean() > 0.5


def test_adjusting_for_the_mediator(run):
    example = run(EXAMPLES / "05_adjusting_for_the_mediator.py")
    variables = len(example.backwards.nodes)
    assert len(example.backwards.edges) == variables * (variables - 1) / 2
    assert example.as_confounder.adjustment == ("pain", "relief")
    assert example.as_confounder.low > 0
    assert example.as_mediator.adjustment == ("pain",)
    assert example.as_mediator.high < 0
    assert example.as_mediator.covers(example.truth.value)
    direct = {knob.name: knob.value for knob in example.world.knobs}["harm"] * 27
    assert example.as_confounder.covers(direct)


def test_everyone_in_the_clinic(run):
    example = run(EXAMPLES / "06_everyone_in_the_clinic.py")
    assert example.truth > 0
    widths = [survey.naive.high - survey.naive.low for survey in example.surveys]
    assert widths == sorted(widths, reverse=True)
    assert all(survey.naive.high < 0 for survey in example.surveys)
    assert example.obstacles == ("patient",)
    assert "collider" in example.reason
    off_by = abs(example.among_everybody - example.truth)
    assert off_by < abs(example.among_patients - example.truth) / 3
    assert example.among_everybody > 0


def test_twins(run):
    example = run(EXAMPLES / "07_twins.py")
    assert (example.lived == example.twins["phq9"]).all()
    assert example.most_common == 0
    assert (example.effects == example.effects.round()).all()
    assert example.average != round(example.average)
    assert (example.effects[example.without == 0] == 0).all()
    assert example.average == pytest.approx(example.world.truth().value, abs=0.05)
    assert example.among_exposed < example.average < example.among_unexposed < 0 < example.naive


def test_turn_a_knob(run):
    example = run(EXAMPLES / "08_turn_a_knob.py")
    assert example.world.title == "Coffee before the exam"
    assert set(example.truth.values()) == {example.with_arrow.truth.value} == {4.0}
    assert example.without_arrow.truth.value == 4.0
    assert list(example.naive.values()) == sorted(example.naive.values(), reverse=True)
    assert example.with_arrow.naive.high < 0
    assert example.without_arrow.naive.covers(4.0)
    assert all(row.covers(4.0) for row in example.with_arrow.adjusted)


def test_how_often_is_it_right(run):
    example = run(EXAMPLES / "09_how_often_is_it_right.py")
    assert all(study.replications == 100 for study in example.studies.values())
    assert example.naive == sorted(example.naive, reverse=True)
    assert example.naive[0] - example.naive[-1] > 0.3
    for study in example.studies.values():
        performance = study["regression"]
        distance = abs(performance.coverage - 0.95)
        assert distance < 2 * performance.monte_carlo_error.coverage


def test_a_second_opinion(run):
    example = run(EXAMPLES / "10_a_second_opinion.py")
    assert example.found.rows[-1].kind == "second opinion"
    assert {row.adjustment for row in example.found.rows[1:]} == {("pain",)}
    agreed = example.agreed
    assert all(row.covers(agreed.truth.value) for row in agreed.rows[1:])
    assert example.regression == pytest.approx(example.by_people, abs=1e-9)
    assert example.second == pytest.approx(example.by_information, abs=1e-9)
    assert example.found.adjusted[0].covers(example.truth)
    assert not example.found.rows[-1].covers(example.truth)
    assert example.use[True] > example.use[False]


def test_four_ways_to_adjust_wrongly(run):
    example = run(EXAMPLES / "11_four_ways_to_adjust_wrongly.py")
    assert example.missed == ["nothing", "collider", "mediator", "consequence"]
    assert example.estimates["right"].covers(example.truth)
    kinds = {
        name: [each.kind for each in found.reasons] for name, found in example.verdicts.items()
    }
    assert kinds == {
        "nothing": ["open back-door path"],
        "collider": ["collider opened by conditioning"],
        "mediator": ["causal path blocked"],
        "consequence": ["forbidden descendant"],
    }


def test_through_the_front_door(run):
    example = run(EXAMPLES / "12_through_the_front_door.py")
    assert "mood is hidden" in example.reason
    assert example.frontdoor.mediators == ("relief",)
    assert example.naive > 0.1
    assert example.truth == pytest.approx(-0.15)
    assert example.estimate == pytest.approx(example.truth, abs=0.01)


def test_a_published_analysis(run):
    example = run(EXAMPLES / "13_a_published_analysis.py")
    assert set(example.identified.adjustment) == {*example.NUMBERS, *example.LABELS}
    for each, printed in example.found.values():
        assert f"{each.value:.1f}" == printed.split()[0]
    assert example.naive.value < example.values[0]
    assert (example.g_estimated.n, example.naive.n) == (1566, 1566)
    assert len(example.everybody) == 1629
    assert example.older > 0
    assert example.data["age"].corr(example.data["wt82_71"]) < 0


def test_an_experiment_as_the_truth(run):
    example = run(EXAMPLES / "14_an_experiment_as_the_truth.py")
    assert (len(example.trained), len(example.data)) == (185, 185 + 15_992)
    assert round(example.truth.value) == 1794
    assert example.naive.value - example.truth.value < -10_000
    assert example.before[0] > 5 * example.before[1]
    assert all(each.covers(example.truth.value) for each in example.adjusted)
    assert abs(example.weighted - example.truth.value) < 20


def test_far_from_college(run):
    example = run(EXAMPLES / "15_far_from_college.py")
    assert "ability is hidden" in example.reason
    assert example.instrument.instrument == "nearc4"
    assert set(example.instrument.given) == set(example.COVARIATES)
    assert len(example.data) == 3010
    assert (round(example.least.value, 3), round(example.usual.value, 3)) == (0.071, 0.124)
    assert example.safe.high - example.safe.low > example.usual.high - example.usual.low
    assert example.usual.low > 0


def test_every_choice_of_covariates(run):
    example = run(EXAMPLES / "16_every_choice_of_covariates.py")
    assert example.truth == pytest.approx(-1)
    assert len(example.curve.table) == 32
    assert len(example.valid) == 4
    assert (example.valid["low"] < -1).all()
    assert (example.valid["high"] > -1).all()
    assert example.spread < 0.05
    assert example.majority > 0
    assert example.wrong["estimate"].min() < -1 < example.wrong["estimate"].max()
    kinds = {"open back-door path", "causal path blocked", "collider opened by conditioning"}
    assert set(example.wrong["kind"]) == kinds
