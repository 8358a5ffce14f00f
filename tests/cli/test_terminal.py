"""What only a terminal gets: progress, and completion of names."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from causalkit.cli.screen import progress

PROGRAM = Path(sys.executable).with_name("causalkit")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "shown"), [(Terminal, True), (io.StringIO, False)])
def test_progress_is_shown_on_a_terminal_only(monkeypatch, stream, shown):
    monkeypatch.setenv("TERM", "xterm")
    error = stream()
    monkeypatch.setattr(sys, "stderr", error)
    with progress("Drawing surveys", 3) as done:
        done(1)
        done(3)
    assert ("Drawing surveys" in error.getvalue()) == shown
    assert bool(error.getvalue()) == shown


@pytest.mark.skipif(os.name == "nt", reason="bash is asked")
def test_the_completion_script_is_printed():
    """Bash runs the program, so the script is one for bash; the last command keeps bash there."""
    done = subprocess.run(
        ["bash", "-c", f"'{PROGRAM}' --show-completion; true"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "_CAUSALKIT_COMPLETE=complete_bash" in done.stdout
    assert "complete -o default -F _causalkit_completion causalkit" in done.stdout


def test_names_of_worlds_are_completed():
    asked = {
        "_CAUSALKIT_COMPLETE": "complete_bash",
        "COMP_WORDS": "causalkit compare m",
        "COMP_CWORD": "2",
    }
    done = subprocess.run(
        [PROGRAM], env=os.environ | asked, capture_output=True, encoding="utf-8", check=False
    )
    assert done.stdout.split() == ["m_bias", "mediator"]
    assert done.stderr == ""
