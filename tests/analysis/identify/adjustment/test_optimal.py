"""The most precise set: no valid set has a smaller variance in any linear model tried."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest
from brute_force import minimal, valid_sets
from linear_models import LinearModel

from causalkit.analysis.identify import (
    minimal_adjustment,
    minimum_cost_adjustment,
    optimal_adjustment,
)
from causalkit.errors import NotIdentified
from causalkit.graph import Diagram, Question


def variances(model: LinearModel, question: Question, sets) -> list[float]:
    (exposure,), (outcome,) = question.exposure, question.outcome
    return [model.asymptotic_variance(outcome, exposure, each) for each in sets]


def confounded(chance: random.Random, hidden: int) -> tuple[Diagram, Question]:
    """A diagram with much before the exposure, little after it, and an effect."""
    names = [f"v{index}" for index in range(8)]
    edges = [pair for pair in combinations(names, 2) if chance.random() < 0.35]
    latent = chance.sample([name for name in names if name not in ("v5", "v7")], hidden)
    return Diagram.of([*edges, ("v5", "v7")], names, latent), Question.of("v5", "v7")


def test_no_valid_set_is_more_precise():
    chance, rng = random.Random(1), np.random.default_rng(1)
    choices = 0
    for _ in range(200):
        diagram, question = confounded(chance, chance.choice([0, 1]))
        try:
            best = optimal_adjustment(diagram, question)
        except NotIdentified:
            continue
        valid = valid_sets(diagram, question)
        assert best in valid
        choices += len(valid) > 1
        model = LinearModel.random(diagram, rng)
        (least,) = variances(model, question, [best])
        assert least <= min(variances(model, question, valid)) * (1 + 1e-9), (diagram, question)
    assert choices > 60


@pytest.mark.parametrize("smallest", [False, True])
def test_of_the_minimal_and_of_the_smallest_sets_the_most_precise_is_taken(smallest):
    """This holds with hidden variables too."""
    chance, rng = random.Random(2), np.random.default_rng(2)
    choices = 0
    for _ in range(400):
        diagram, question = confounded(chance, chance.choice([0, 1, 2]))
        sets = minimal(valid_sets(diagram, question))
        if smallest:
            sets = tuple(each for each in sets if len(each) == len(sets[0]))
        if len(sets) < 2:
            continue
        choices += 1
        find = minimum_cost_adjustment if smallest else minimal_adjustment
        best, model = find(diagram, question), LinearModel.random(diagram, rng)
        assert best in sets
        (least,) = variances(model, question, [best])
        assert least <= min(variances(model, question, sets)) * (1 + 1e-9), (diagram, question)
    assert choices > 25


def test_what_explains_only_the_outcome_belongs_to_it():
    diagram = Diagram.of(
        [("i", "x"), ("c", "x"), ("c", "y"), ("x", "m"), ("m", "y"), ("w", "m"), ("v", "y")]
    )
    assert optimal_adjustment(diagram, Question.of("x", "y")) == ("c", "v", "w")


@pytest.mark.parametrize(
    ("diagram", "population", "message"),
    [
        (
            Diagram.of([("x", "y"), ("u", "y")], latent=["u"]),
            "all",
            "u is hidden, and would belong",
        ),
        (Diagram.of([("y", "x")], ["sex"]), "all", "not identified by adjustment"),
        (Diagram.of([], ["x", "y"]), "all", "x does not affect y"),
        (Diagram.of([("x", "y"), ("sex", "y")]), "sex", "sex is conditioned on already"),
    ],
)
def test_where_the_theory_names_none(diagram, population, message):
    with pytest.raises(NotIdentified, match=message):
        optimal_adjustment(diagram, Question.of("x", "y", population=population))
