"""Every command explains itself, quickly."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from causalkit import __version__

COMMANDS = (
    "demo",
    "worlds",
    "show",
    "sample",
    "compare",
    "truth",
    "trials",
    "compare-data",
    "identify",
    "analyse",
    "convert",
)
HEAVY = ("numpy", "pandas", "networkx", "scipy", "statsmodels", "matplotlib", "dowhy")


def test_the_program_says_where_to_start(started):
    done = started("--help")
    assert (done.status, done.err) == (0, "")
    assert "Start with: causalkit demo" in done.out
    assert all(f" {command} " in done.out for command in COMMANDS)
    assert "\x1b" not in done.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_shows_an_example(called, command):
    done = called(command, "--help")
    assert done.status == 0
    words = re.sub(r"\x1b\[[0-9;]*m", "", done.words)
    assert f"Example: causalkit {command}" in words


def test_every_example_runs(called, tmp_path, monkeypatch, quick):
    """Those that are quick; the help of a command must not promise what it cannot do."""
    monkeypatch.chdir(tmp_path)
    assert called("worlds").status == 0
    assert called("truth", "self_medication", "--preset", "harmful", "--precision", 0.1).status == 0
    assert called("sample", "self_medication", "-n", 2000, "-o", "survey.csv").status == 0
    assert called("show", "self_medication", "--plot", "diagram.svg").status == 0
    assert called("convert", "self_medication", "--to", "mermaid").status == 0
    assert called("convert", "triangle", "--to", "dagitty").out.startswith("dag {")
    options = ("--preset", "harmful", "-n", 5000, "--plot", "forest.svg", *quick)
    assert called("compare", "self_medication", *options).status == 0
    assert {each.name for each in tmp_path.iterdir()} == {
        "datapackage.json",
        "diagram.svg",
        "forest.svg",
        "survey.csv",
    }


def test_the_version_is_printed(called):
    assert called("--version").out == f"{__version__}\n"


def test_help_loads_nothing_heavy():
    code = (
        "import sys; sys.argv = ['causalkit', '--help']\n"
        "from causalkit.cli.app import app\n"
        "app(standalone_mode=False)\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
