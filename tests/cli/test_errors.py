"""What cannot be done ends in one message, and in the right exit status."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

KNOWN = "clinic, general_population, m_bias, mediator, self_medication, triangle"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show", "self_medicaton"), 'no world "self_medicaton".* Did you mean "self_medication"'),
        (("truth", "no/such.world"), "cannot read the world file no/such.world"),
        (
            ("truth", "self_medication", "--preset", "harmfull"),
            'no preset "harmfull".*: benign, null, harmful. Did you mean "harmful"',
        ),
        (("compare", "triangle", "--set", "releif=1"), 'no knob "releif".* Did you mean "relief"'),
        (("compare", "triangle", "--set", "relief"), '"relief" turns no knob; write'),
        (("truth", "triangle", "--set", "relief=much"), '"relief=much" turns no knob; write'),
        (("truth", "triangle", "--set", "relief=inf"), "finite number"),
        (("truth", "triangle", "--set", "preset=1"), 'no knob "preset"'),
        (("truth", "triangle", "--question", "effect of kratm on phq9"), 'mean "kratom"'),
    ],
)
def test_an_error_says_what_to_do(called, arguments, message):
    done = called(*arguments)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("causalkit: ")
    assert re.search(message, done.err), done.err


def test_the_program_ends_with_status_1_and_no_traceback(started):
    done = started("compare", "triangel")
    assert (done.status, done.out) == (1, "")
    assert done.err == (
        f'causalkit: there is no world "triangel"; there are: {KNOWN}. Did you mean "triangle"? '
        "A file of your own ends in .world.\n"
    )


def test_a_broken_world_file_is_pointed_at(called, tmp_path):
    file = tmp_path / "broken.world"
    file.write_text("effect of x on y\nx ~ normal(0, 1)\ny ~ nomal(x, 1)\n", encoding="utf-8")
    done = called("show", file)
    assert done.status == 1
    assert "broken.world, line 3, column 5" in done.err
    assert done.err.splitlines()[1:3] == ["    y ~ nomal(x, 1)", "        ^"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("no-such-command",),
        ("compare",),
        ("compare", "triangle", "--no-such-option"),
        ("compare", "triangle", "-n", "0"),
        ("compare", "triangle", "--seed", "-1"),
        ("trials", "triangle", "--replications", "1"),
        ("compare-data", "survey.csv"),
        ("sample", "triangle"),
        ("compare", "triangle", "--plot", "forest.pdf"),
        ("show", "triangle", "--plot", "diagram"),
    ],
)
def test_a_wrong_call_ends_with_status_2(called, arguments):
    done = called(*arguments)
    assert (done.status, done.out) == (2, "")
    assert "Usage: causalkit" in done.err


def test_a_picture_that_cannot_be_written_is_an_error(called, tmp_path):
    done = called("show", "triangle", "--plot", tmp_path / "no such folder" / "diagram.svg")
    assert done.status == 1
    assert "cannot write" in done.err


@pytest.mark.skipif(os.name == "nt", reason="pipes are closed otherwise on Windows")
@pytest.mark.parametrize("arguments", [("worlds",), ("show", "self_medication", "--json")])
def test_a_reader_who_has_gone_causes_no_traceback(arguments):
    """As in ``causalkit worlds | head -1``."""
    reader, writer = os.pipe()
    os.close(reader)
    code = "from causalkit.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert done.stderr == b""
