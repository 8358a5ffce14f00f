"""``identify`` and ``convert``: diagrams of any origin, told and written."""

from __future__ import annotations

import io
import sys

import pytest

BOW = "dag { mood [latent]; kratom <- mood -> phq9; kratom -> phq9 }"
MEDIATOR = "dag { pain -> kratom; pain -> phq9; kratom -> relief -> phq9 }"
ASKED = ("--exposure", "kratom", "--outcome", "phq9")


@pytest.fixture
def said(monkeypatch):
    """Put a text into standard input: ``said("dag { x -> y }")``."""

    def say(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))

    return say


def test_the_exit_status_says_whether_the_effect_is_identified(called, said):
    said(MEDIATOR)
    done = called("identify", "-", *ASKED)
    assert (done.status, done.err) == (0, "")
    assert "Identified by adjusting for covariates, the front-door criterion and a" in done.words
    said(BOW)
    done = called("identify", "-", *ASKED)
    assert (done.status, done.err) == (3, "")
    assert "Not identified" in done.out
    said(BOW)
    reasons = called("identify", "-", *ASKED, "--json").document["not_identified"]
    assert "kratom ← mood → phq9 stays open, because mood is hidden" in reasons["adjustment"]


def test_a_set_is_judged_with_its_reasons_and_its_repair(called, said):
    said(MEDIATOR)
    words = called("identify", "-", *ASKED, "--adjusted", "relief").words
    assert "Adjusting for relief does not give the effect of kratom on phq9:" in words
    assert "open back-door path: kratom ← pain → phq9 is open" in words
    assert "causal path blocked: kratom → relief → phq9 carries the effect" in words
    assert "smallest repair: add pain and leave out relief" in words


def test_arrows_that_no_data_can_orient_are_told(called, said):
    said("dag { kratom -> sleep; sleep -> phq9 }")
    assert "these arrows: kratom – sleep, phq9 – sleep." in called("identify", "-", *ASKED).words
    said("dag { kratom -> phq9 <- pain }")
    assert "Data could tell the direction of every arrow" in called("identify", "-", *ASKED).words


def test_adjusting_for_nothing_can_be_asked_about(called, said):
    said(MEDIATOR)
    words = called("identify", "-", *ASKED, "--adjusted", "").words
    assert "Adjusting for nothing does not give" in words


def test_the_roles_of_a_diagram_are_its_question(called, tmp_path):
    file = tmp_path / "survey.dagitty"
    file.write_text(
        "dag { kratom [exposure]; phq9 [outcome]; pain [adjusted]; kratom <- pain -> phq9 }",
        encoding="utf-8",
    )
    words = called("identify", file).words
    assert "Question: effect of kratom on phq9" in words
    assert "Adjusting for pain gives the effect of kratom on phq9" in words


def test_a_world_brings_its_question(called):
    done = called("identify", "self_medication")
    assert done.status == 0
    assert "among responds == 1" in done.words
    assert called("identify", "clinic").status == 3


def test_a_question_can_be_asked_in_words(called, said):
    said(MEDIATOR)
    words = called("identify", "-", "--question", "effect of kratom on relief").words
    assert "Question: effect of kratom on relief" in words


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-",), "does not mark exposure and outcome"),
        (("-", *ASKED, "--question", "effect of a on b"), "either with --question or with"),
        (("-", "--exposure", "kratm", "--outcome", "phq9"), 'Did you mean "kratom"'),
        (("-", *ASKED, "--adjusted", "pian"), 'Did you mean "pain"'),
        (("no_such_thing", *ASKED), 'neither a file nor a world "no_such_thing"'),
        (("-", *ASKED, "--format", "dagity"), 'Did you mean "dagitty"'),
    ],
)
def test_what_cannot_be_asked_says_why(called, said, arguments, message):
    said(MEDIATOR)
    done = called("identify", *arguments)
    assert done.status == 1
    assert message in " ".join(done.err.split())
    assert done.out == ""


def test_a_picture_shows_what_is_left_open(called, said, tmp_path):
    said(MEDIATOR)
    picture = tmp_path / "diagram.svg"
    assert called("identify", "-", *ASKED, "--adjusted", "", "--plot", picture).status == 0
    assert "#a8325e" in picture.read_text(encoding="utf-8")
    said(MEDIATOR)
    assert called("identify", "-", *ASKED, "--plot", picture).status == 0
    assert "#a8325e" not in picture.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["dagitty", "dot", "gml"])
def test_what_is_converted_reads_as_the_same_diagram(called, said, name):
    said(
        "dag { kratom [exposure]; phq9 [outcome]; mood [latent]; kratom <- mood -> phq9 <- kratom }"
    )
    text = called("convert", "-", "--to", name).out
    said(text)
    again = called("identify", "-", "--format", name, "--json").document
    assert (again["exposure"], again["outcome"]) == (["kratom"], ["phq9"])
    assert again["identified"] is False
    assert "latent" in again["roles"]["mood"]


@pytest.mark.parametrize(("name", "begins"), [("mermaid", "flowchart"), ("tikz", "\\begin{tikz")])
def test_pictures_for_documents(called, name, begins):
    done = called("convert", "self_medication", "--to", name)
    assert done.status == 0
    assert begins in done.out
    assert "kratom" in done.out


def test_an_unknown_format_is_an_error(called):
    done = called("convert", "triangle", "--to", "mermade")
    assert done.status == 1
    assert 'Did you mean "mermaid"' in " ".join(done.err.split())
