"""The worked examples of CONTRIBUTING.md work."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from replications import performance

import causalkit
from causalkit.analysis.estimate.data.rows import prepare
from causalkit.analysis.estimate.effect.contrast import check_level, contrast
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.reading.sampling import SIMPLE
from causalkit.analysis.estimate.suitability import check_suits
from causalkit.analysis.identify import NoConfounding
from causalkit.graph import Question
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


def test_the_estimator_that_contributors_start_from():
    block = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)[0]
    parts = (NoConfounding, check_level, check_suits, prepare, contrast, Mean)
    names = {"np": np, "SIMPLE": SIMPLE, **{each.__name__: each for each in parts}}
    exec(compile(block, "CONTRIBUTING.md", "exec"), names)  # noqa: S102 - it is our own page

    def trial(rng: np.random.Generator) -> pd.DataFrame:
        exposed = rng.random(400) < 0.3
        return pd.DataFrame({"x": exposed, "y": 1.0 * exposed + rng.normal(size=400)})

    argument = NoConfounding(Question.of("x", "y"))
    estimate = partial(names["trial_weighting"], identification=argument, probability=0.3)
    performance(estimate, trial, 1.0, 500).check_right()
    performance(partial(estimate, probability=0.6), trial, 1.0, 60).check_wrong()


def test_the_files_it_names_exist():
    for path in re.findall(r"`([a-z_]+/[a-z_/]+(?:\.py)?)`", TEXT):
        assert (Path(__file__).parent.parent / path).exists(), path
