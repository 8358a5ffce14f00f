"""What the README says is what the code does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import causalkit

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_made_parts_are_current():
    done = subprocess.run(
        [sys.executable, "docs/readme.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "100"},
    )
    assert done.returncode == 0, done.stderr


def test_the_python_block_runs_and_finds_the_effect(capsys):
    block = re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(block[1], "README.md", "exec"), names)  # noqa: S102 - our own README
    assert names["estimate"].covers(names["truth"].value)
    assert "anxiety" in capsys.readouterr().out


def test_the_analysis_of_the_python_blocks_runs(tmp_path, monkeypatch, capsys):
    first, curve, *_ = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(compile(first + curve, "README.md", "exec"), names)  # noqa: S102 - our own README
    assert "choices of covariates the diagram calls" in capsys.readouterr().out
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_promises_about_the_demo():
    world = causalkit.world("self_medication")
    found = causalkit.compare(world, seed=1, ask_second_opinion=False)
    assert not found.naive.covers(found.truth.value)
    assert all(row.covers(found.truth.value) for row in found.adjusted)


def test_the_test_command_is_what_continuous_integration_runs():
    assert "uv run pytest\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "\nuv run pytest\n" in TEXT
