"""The worked example of CONTRIBUTING.md works."""

from __future__ import annotations

import re
from pathlib import Path

import causalkit
from causalkit.nature import World

TEXT = (Path(__file__).parent.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_world_that_contributors_start_from():
    block = next(
        each for each in re.findall(r"```\n(.*?)```", TEXT, re.DOTALL) if "effect of" in each
    )
    world = World.from_text(block, "coffee.world")
    found = causalkit.compare(world, ask_second_opinion=False)
    assert world.title == "Coffee and the late train"
    assert world.codebook["minutes_late"].unit == "minutes"
    assert all(variable.source == "design choice" for variable in world.codebook.variables)
    assert found.truth is not None
    assert found.truth.value == -1.0
    assert found.naive.low > 0
    assert all(row.covers(-1.0) for row in found.adjusted)


def test_the_files_it_names_exist():
    for path in re.findall(r"`([a-z_]+/[a-z_/]+(?:\.py)?)`", TEXT):
        assert (Path(__file__).parent.parent / path).exists(), path
