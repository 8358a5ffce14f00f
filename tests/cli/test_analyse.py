"""``causalkit analyse``: a report beside the data, a document for programs."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import causalkit
from causalkit.graph.drawing import Drawing
from causalkit.graph.formats import write_dagitty


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    """A survey of the triangle and its diagram, as files."""
    world = causalkit.world("triangle")
    world.sample(800, 3).frame.to_csv(tmp_path / "survey.csv", index=False)
    drawing = Drawing(world.diagram, world.question.exposure, world.question.outcome)
    (tmp_path / "survey.dagitty").write_text(write_dagitty(drawing), encoding="utf-8")
    return tmp_path / "survey.csv"


def diagram_of(survey: Path) -> tuple[str, Path]:
    return "--diagram", survey.with_suffix(".dagitty")


def test_a_report_is_written_beside_the_data(called, survey):
    done = called("analyse", survey, *diagram_of(survey), "--method", "regression")
    report = survey.with_name("survey-analysis.html")
    assert (done.status, done.err) == (0, "")
    assert report.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert done.words.endswith(f"Report: {report}")
    assert "Identified by adjusting for covariates" in done.words
    names = {each.name for each in survey.parent.iterdir()}
    assert names == {"survey.csv", "survey.dagitty", "survey-analysis.html"}


def test_programs_get_the_same_figures(called, survey):
    options = ("--method", "weighting", "--report", survey.with_name("report.html"), "--json")
    done = called("analyse", survey, *diagram_of(survey), *options)
    document = done.document
    frame = pd.read_csv(survey)
    world = causalkit.world("triangle")
    expected = causalkit.weighting(frame, causalkit.identify(world.diagram, world.question))
    (naive, found) = document["estimates"]
    assert (naive["kind"], naive["adjustment"]) == ("naive", None)
    assert (found["value"], found["low"]) == (expected.value, expected.low)
    assert document["identification"]["adjustment"]["minimum"] == ["pain"]
    assert document["report"].endswith("report.html")
    assert [each["name"] for each in document["sensitivity"]] == ["E-value", "robustness value"]


def test_what_is_not_identified_has_bounds_and_a_status_of_its_own(called, survey):
    hidden = survey.with_name("hidden.dagitty")
    hidden.write_text(
        "dag { kratom [exposure] depressed [outcome] u [latent] u -> kratom u -> depressed "
        "kratom -> depressed }",
        encoding="utf-8",
    )
    frame = pd.read_csv(survey).assign(depressed=lambda each: (each["phq9"] >= 5).astype(int))
    frame.to_csv(survey, index=False)
    done = called("analyse", survey, "--diagram", hidden, "--json")
    assert done.status == 3
    document = done.document
    assert [each["method"] for each in document["bounds"]] == ["no_assumption_bounds"]
    assert [each["kind"] for each in document["estimates"]] == ["naive"]


def test_no_estimate_at_all_is_a_failure(called, survey):
    frame = pd.read_csv(survey).assign(pain=lambda each: each["kratom"])
    frame.to_csv(survey, index=False)
    done = called("analyse", survey, *diagram_of(survey))
    assert done.status == 1
    assert "Not done: weighting." in done.words


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--method", "magic"), 'there is no estimator "magic"'),
        (("--method", "front_door"), "front_door does not suit this question"),
        (("--report", "no such folder/report.html"), "does not exist"),
        (("--level", 95), "the level lies between 0 and 1"),
    ],
)
def test_a_wrong_call_says_why_and_writes_nothing(called, survey, options, message):
    before = {each.name for each in survey.parent.iterdir()}
    done = called("analyse", survey, *diagram_of(survey), *options)
    assert done.status == 1
    assert message in f"{done.err} {done.words}"
    assert {each.name for each in survey.parent.iterdir()} == before


def test_a_report_that_was_there_survives_a_failure(called, survey):
    report = survey.with_name("survey-analysis.html")
    report.write_text("yesterday's", encoding="utf-8")
    assert called("analyse", survey, *diagram_of(survey), "--method", "magic").status == 1
    assert report.read_text(encoding="utf-8") == "yesterday's"
