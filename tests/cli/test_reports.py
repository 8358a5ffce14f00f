"""What people read: tables and sentences."""

from __future__ import annotations

import pytest

from causalkit.cli.screen import aligned

BRACKETS = """# The [red] world :smile:
# A story with [brackets] and [/red] too.
effect of x on y
slope = -0.5     # Slope [points per g]
wide = 12.25     # Width
preset steep: slope = -2   # Very [steep] indeed
z ~ normal(0, 1)              # Some [other] thing
x ~ bernoulli(expit(z))       # Exposed
y ~ normal(slope*x + z, 1)    # Score [points]
"""


@pytest.fixture
def brackets(tmp_path):
    file = tmp_path / "brackets.world"
    file.write_text(BRACKETS, encoding="utf-8")
    return file


def test_compare_prints_title_question_table_and_verdict(called, quick):
    done = called("compare", "triangle", "-n", 4000, *quick)
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "The triangle: pain stands behind both"
    assert lines[1] == "Question: effect of kratom on phq9 (1 vs 0, difference)"
    assert lines[3].rstrip() == "PHQ-9 sum [points]: difference, 4,000 people"
    rows = [line.split("│")[1:4] for line in lines if line.startswith("│")]
    assert [[cell.strip() for cell in row] for row in rows] == [
        ["naive", "difference", "–"],
        ["adjusted", "regression", "pain"],
        ["adjusted", "weighting", "pain"],
        ["truth", "equations", ""],
    ]
    assert "│    −1.08 │          exact │" in done.out
    assert "The naive difference, +" in done.words
    assert done.words.endswith("Adjusted for pain: regression and weighting contain it.")


def test_output_in_a_pipe_is_plain_text_and_nothing_is_on_standard_error(started):
    """In UTF-8, whatever the system says: a code page of Windows has no minus sign."""
    done = started("trials", "triangle", "-n", 300, "-r", 2, PYTHONIOENCODING="cp1252")
    assert (done.status, done.err) == (0, "")
    assert "\x1b" not in done.out
    assert "−1.0800 (exact" in done.out
    assert max(map(len, done.out.splitlines())) <= 100


def test_knobs_and_presets_change_the_world(called):
    assert "0.0000 (exact" in called("truth", "triangle", "--set", "relief=0").out
    assert "+2.7000 (exact" in called("truth", "triangle", "--set", "relief=-0.1").out
    assert "+2.7000 (exact" in called("truth", "triangle", "--set", "relief=−0.1").out


def test_set_can_be_given_repeatedly(called, quick):
    settings = ("--set", "help=0", "--set", "harm=0")
    assert "0.0000 (exact" in called("truth", "mediator", *settings).out
    document = called("compare", "mediator", *settings, "-n", 500, "--json", *quick).document
    assert document["knobs"] == {"help": 0.0, "harm": 0.0}


def test_knobs_are_turned_after_the_preset(called):
    turned = ("--preset", "harmful", "--set", "change=0")
    document = called("truth", "self_medication", *turned, "--json").document
    assert (document["preset"], document["knobs"]["pull"]) == ("harmful", 0.15)
    assert document["value"] == 0.0


def test_truth_answers_other_questions(called):
    done = called("truth", "triangle", "--question", "effect of kratom on phq9 as ratio")
    assert done.words.startswith("effect of kratom on phq9 (1 vs 0, ratio): 0.6992 (exact")
    done = called("truth", "self_medication", "--preset", "benign", "--precision", 0.05)
    assert "): −1.0" in done.words
    assert "by simulation, Monte-Carlo error 0.0" in done.words


def test_what_is_not_identified_is_said(called, quick):
    done = called("compare", "clinic", "-n", 500, *quick)
    assert done.status == 0
    assert "No adjusted estimate can be given: " in done.words
    assert "│ adjusted" not in done.out


def test_what_could_not_be_estimated_is_said(called, quick, tmp_path):
    file = tmp_path / "dose.world"
    file.write_text(
        "effect of x on y\nc ~ bernoulli(0.5)\nx ~ bernoulli(0.2 + 0.8*c)\ny ~ normal(x + c, 1)\n",
        encoding="utf-8",
    )
    done = called("compare", file, "-n", 500, *quick)
    assert "Not estimated – weighting: some people could only have been in one" in done.words


def test_worlds_lists_every_world_with_its_presets(called):
    done = called("worlds")
    for text in ("triangle", "m_bias", "clinic", "mediator", "benign, null, harmful"):
        assert text in done.words


def test_show_prints_texts_as_they_are(called, brackets):
    done = called("show", brackets)
    assert done.status == 0
    assert done.out.startswith("The [red] world :smile:\nA story with [brackets] and [/red] too.\n")
    assert "Slope [points per g]" in done.out
    assert "Very [steep] indeed" in done.out
    assert "Some [other] thing" in done.out


def test_show_aligns_numbers_and_gives_them_true_minus_signs(called, brackets):
    out = called("show", brackets).out
    assert "│ slope │ −0.5  │" in out
    assert "│ wide  │ 12.25 │" in out
    assert "│ steep  │ −2    │" in out
    assert "-" not in out.replace("PHQ-9", "")


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([0.5, -3.0, 12.25], [" 0.5 ", "−3   ", "12.25"]),
        ([1.0, 20.0], [" 1", "20"]),
        ([], []),
    ],
)
def test_decimal_points_stand_below_each_other(values, texts):
    assert aligned(values) == texts


def test_show_prints_the_source_as_written(called, brackets):
    assert called("show", brackets, "--source").out.strip() == BRACKETS.strip()


def test_plot_draws_the_forest_and_the_diagram(called, tmp_path, quick):
    forest, diagram = tmp_path / "forest.png", tmp_path / "diagram.svg"
    assert called("compare", "triangle", "-n", 500, "--plot", forest, *quick).status == 0
    assert called("show", "triangle", "--plot", diagram).status == 0
    assert forest.read_bytes().startswith(b"\x89PNG")
    assert "<svg" in diagram.read_text(encoding="utf-8")


def test_trials_print_every_measure_with_its_error(called):
    done = called("trials", "triangle", "-n", 400, "-r", 5)
    assert (done.status, done.err) == (0, "")
    for heading in ("bias", "empirical SE", "model SE", "RMSE", "coverage"):
        assert heading in done.out
    assert "5 surveys of 400 people" in done.out
    assert "In brackets: Monte-Carlo standard errors." in done.words
    assert done.words.endswith("(1 vs 0, difference): −1.0800 (exact, by enumeration)")
    assert "-0." not in done.out


def test_trials_say_why_nothing_is_adjusted(called):
    done = called("trials", "clinic", "-n", 400, "-r", 2)
    assert "is not identified by adjustment" in done.words
