"""Formulas against exact numbers: put the observed joint in, and the truth has to come out.

Random diagrams get random discrete models, hidden variables included. The truth is computed
from the model with its equations replaced; the formula sees what is observed, nothing else.
"""

from __future__ import annotations

import random

import numpy as np
import pytest

from causalkit.analysis.identify.general import (
    Functional,
    NotIdentifiable,
    identify_distribution,
)
from causalkit.analysis.identify.general.expression import Quotient, Sum, inside_out


def error(functional: Functional, model) -> float:
    truth = model.truth(functional.query)
    found = functional.evaluate(model.observed()).to_numpy()
    return float(np.abs(found.ravel() - truth.ravel()).max())


def kinds(functional: Functional) -> set[str]:
    """What the formula shows of the ways in which it was found."""
    parts = inside_out(functional.expression)
    bound = [name for part in parts if isinstance(part, Sum) for name in part.variables]
    found = {"quotient"} if any(isinstance(part, Quotient) for part in parts) else set()
    found |= {"arbitrary"} if functional.arbitrary else set()
    return found | (
        {"exposure summed"} if set(bound).intersection(functional.query.exposure) else set()
    )


@pytest.mark.parametrize("given", [False, True])
@pytest.mark.parametrize("ternary", [0, 0.4])
def test_every_formula_gives_the_truth(random_case, model_of, given: bool, ternary: float):
    chance, rng = random.Random(int(given)), np.random.default_rng(int(10 * ternary))
    seen = {"identified": 0, "not": 0, "several": 0}
    for _ in range(350):
        diagram, query = random_case(chance, largest=7 if ternary else 8, given=given)
        try:
            found = identify_distribution(diagram, query.outcome, query.exposure, query.given)
        except NotIdentifiable:
            seen["not"] += 1
            continue
        seen["identified"] += 1
        seen["several"] += len(query.outcome) > 1
        assert error(found, model_of(diagram, rng, ternary)) < 1e-10, (diagram, str(found))
    assert seen["identified"] > 200
    assert min(seen.values()) > 40, seen


def test_the_rarer_kinds_of_formula_give_the_truth_too(random_case, model_of):
    chance, rng = random.Random(3), np.random.default_rng(3)
    seen = {"quotient": 0, "arbitrary": 0, "exposure summed": 0}
    for _ in range(2500):
        diagram, query = random_case(chance)
        try:
            found = identify_distribution(diagram, query.outcome, query.exposure)
        except NotIdentifiable:
            continue
        for kind in kinds(found):
            seen[kind] += 1
        if kinds(found):
            assert error(found, model_of(diagram, rng)) < 1e-10, (diagram, str(found))
    assert min(seen.values()) > 8, seen


NESTED = "r1>x x>y s1>y s2>y s3>y r2>s1 r3>s2"
TIES = [("r1", "y"), ("s1", "r1"), ("r2", "y"), ("s2", "r2"), ("r3", "y"), ("s3", "r3")]


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_quotients_inside_quotients_give_the_truth(arrows, model_of, depth: int):
    """Each time a variable is forgotten the formula of the step before is needed twice."""
    ties = TIES[: 2 * depth]
    inside = {"x", *(node for tie in ties for node in tie)}
    text = [arrow for arrow in NESTED.split() if inside.issuperset(arrow.split(">"))]
    text += [f"u{index}>{node}" for index, tie in enumerate(ties) for node in tie]
    diagram = arrows(" ".join(text), " ".join(f"u{index}" for index in range(len(ties))))
    exposure = ["x", *(f"s{index}" for index in range(1, depth + 1))]
    found = identify_distribution(diagram, "y", exposure)
    assert sum(isinstance(part, Quotient) for part in inside_out(found.expression)) >= depth
    assert error(found, model_of(diagram, np.random.default_rng(depth))) < 1e-10


def test_the_value_of_an_arbitrary_variable_makes_no_difference(arrows, model_of):
    """The napkin: z appears in the formula, and the diagram says that its value is all one."""
    diagram = arrows("w>z z>x x>y u>w u>x v>w v>y", "u v")
    found = identify_distribution(diagram, "y", "x")
    model = model_of(diagram, np.random.default_rng(1))
    series = model.observed()
    frequent = series.groupby("z").sum().idxmax()
    assert found.arbitrary == ("z",)
    assert error(found, model) < 1e-10
    # The formula at the other value of z, which `evaluate` does not use.
    kept = series.xs(1 - frequent, level="z")
    weights = series.groupby("w").sum()
    joint = (
        kept
        / kept.groupby("w").transform("sum")
        * weights.loc[kept.index.get_level_values("w")].to_numpy()
    )
    by_hand = joint.groupby(["x", "y"]).sum() / joint.groupby("x").sum()
    assert np.allclose(by_hand.to_numpy(), model.truth(found.query).ravel(), atol=1e-12)
