"""The command line, called as people call it: in this process, or as a program of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from causalkit.cli import main

PROGRAM = "from causalkit.cli import main; main()"
DECIDE_COLOUR = ("FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS", "TTY_COMPATIBLE", "COLUMNS")


@dataclass(frozen=True)
class Output:
    """What a command printed and how it ended."""

    status: int
    out: str
    err: str

    @property
    def words(self) -> str:
        """The report without its line breaks."""
        return " ".join(self.out.split())

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document that was printed."""
        return json.loads(self.out)


@pytest.fixture
def called(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Output]:
    """Call a command in this process: ``called("truth", "triangle")``."""

    def call(*arguments: object) -> Output:
        monkeypatch.setattr(sys, "argv", ["causalkit", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        # The figures of a program end with it; here they would stay for the next test.
        if "matplotlib.pyplot" in sys.modules:
            sys.modules["matplotlib.pyplot"].close("all")
        return Output(ended.value.code or 0, *capsys.readouterr())

    return call


@pytest.fixture
def started(tmp_path: Path) -> Callable[..., Output]:
    """Start the program on its own, its output in pipes: ``started("truth", "triangle")``."""
    plain = {name: value for name, value in os.environ.items() if name not in DECIDE_COLOUR}

    def start(*arguments: object, **environment: str) -> Output:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, *map(str, arguments)],
            cwd=tmp_path,
            env=plain | environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return Output(done.returncode, done.stdout, done.stderr)

    return start


@pytest.fixture(scope="session")
def quick() -> tuple[str, ...]:
    """Without dowhy, which takes seconds to load."""
    return ("--no-second-opinion",)
