"""The house itself: walls, style, types, and how light its door is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = ("dowhy", "statsmodels", "matplotlib", "scipy.stats")


def succeeds(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_walls_stand():
    succeeds("lint-imports", "--no-cache")


def test_the_style_is_kept():
    succeeds("ruff", "check", "--no-cache", ".")
    succeeds("ruff", "format", "--check", "--no-cache", ".")


def test_the_types_are_strict():
    succeeds("mypy")


@pytest.mark.parametrize(
    "code",
    [
        "import causalkit; dir(causalkit)",
        "from causalkit.cli.app import app; app(['--help'], standalone_mode=False)",
        "import causalkit.graph",
        "import causalkit.plots",
        "import causalkit; causalkit.world('triangle').sample(100, 1)",
    ],
)
def test_heavy_libraries_stay_outside_until_they_are_needed(code):
    after = f"{code}; import sys; print([each for each in {HEAVY} if each in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", after], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_the_lock_is_current():
    succeeds("uv", "lock", "--check", "--offline")
