"""``causalkit compare-data``: data and a diagram of any origin."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import causalkit
from causalkit.graph.drawing import Drawing
from causalkit.graph.formats import write_dagitty


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Surveys of two worlds as CSV, with their diagrams as dagitty text."""
    home = tmp_path_factory.mktemp("surveys")
    for name in ("triangle", "self_medication"):
        world = causalkit.world(name)
        world.sample(1500, 3).frame.to_csv(home / f"{name}.csv", index=False)
        drawing = Drawing(world.diagram, world.question.exposure, world.question.outcome)
        (home / f"{name}.dagitty").write_text(write_dagitty(drawing), encoding="utf-8")
        (home / f"{name}.bare").write_text(write_dagitty(world.diagram), encoding="utf-8")
    return home


def test_a_survey_written_by_sample_is_compared(called, folder, quick, tmp_path):
    file = tmp_path / "survey.csv"
    assert called("sample", "triangle", "-n", 1500, "--seed", 3, "-o", file).status == 0
    done = called("compare-data", file, "--diagram", folder / "triangle.dagitty", *quick)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("survey.csv\nQuestion: effect of kratom on phq9 (1 vs 0, diff")
    world = called("compare", "triangle", "-n", 1500, "--seed", 3, *quick)
    rows = [line for line in world.out.splitlines() if "adjusted │" in line]
    assert len(rows) == 2
    assert all(row in done.out for row in rows)
    assert done.words.endswith("That is the effect if the diagram is right.")


def test_the_selected_are_asked_about_by_question(called, folder, quick):
    files = (folder / "self_medication.csv", "--diagram", folder / "self_medication.dagitty")
    asked = ("--question", "effect of kratom on phq9 among responds")
    done = called("compare-data", *files, *asked, *quick)
    assert (done.status, done.err) == (0, "")
    assert "Adjusted for anxiety, depression, opioids and pain: regression" in done.words


def test_the_verdict_says_that_the_effect_is_not_identified(called, folder, quick):
    """The diagram's own question is about everybody, and the data hold respondents only."""
    files = (folder / "self_medication.csv", "--diagram", folder / "self_medication.dagitty")
    done = called("compare-data", *files, *quick)
    assert done.status == 0
    assert "No adjusted estimate can be given: effect of kratom on phq9 is not identified" in (
        done.words
    )
    assert "ask for the effect among responds" in done.words


def test_a_diagram_without_roles_needs_a_question(called, folder, quick):
    files = (folder / "triangle.csv", "--diagram", folder / "triangle.bare", *quick)
    done = called("compare-data", *files)
    assert (done.status, done.out) == (1, "")
    assert "does not mark which variables are exposure and outcome" in done.err
    assert '--question "effect of EXPOSURE on OUTCOME"' in done.err
    assert called("compare-data", *files, "--question", "effect of kratom on phq9").status == 0


@pytest.mark.parametrize(
    ("old", "new", "adds"), [("pain", "pains", "mark the variable as latent"), ("phq9", "phq", "")]
)
def test_a_missing_column_is_named(called, folder, quick, tmp_path, old, new, adds):
    file = tmp_path / "renamed.csv"
    pd.read_csv(folder / "triangle.csv").rename(columns={old: new}).to_csv(file, index=False)
    done = called("compare-data", file, "--diagram", folder / "triangle.dagitty", *quick)
    assert (done.status, done.out) == (1, "")
    assert f'the data have no column "{old}"' in done.err
    assert f'Did you mean "{new}"?' in done.err
    assert adds in done.err


@pytest.mark.parametrize(
    ("file", "diagram", "message"),
    [
        ("nothing.csv", "triangle.dagitty", "there is no file"),
        ("triangle.csv", "nothing.dagitty", "cannot be opened"),
        ("triangle.dagitty", "triangle.dagitty", "does not end in .csv or .parquet"),
        ("triangle.csv", "triangle.csv", "begins neither with"),
    ],
)
def test_files_that_cannot_be_used_are_named(called, folder, quick, file, diagram, message):
    done = called("compare-data", folder / file, "--diagram", folder / diagram, *quick)
    assert (done.status, done.out) == (1, "")
    assert message in done.err


def test_plot_draws_the_forest(called, folder, quick, tmp_path):
    files = (folder / "triangle.csv", "--diagram", folder / "triangle.dagitty")
    assert called("compare-data", *files, "--plot", tmp_path / "forest.svg", *quick).status == 0
    assert (tmp_path / "forest.svg").stat().st_size > 1000
