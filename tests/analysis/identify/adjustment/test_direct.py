"""Sets for the direct effect: every subset, and the coefficients of linear models."""

from __future__ import annotations

import random

import numpy as np
import pytest
from brute_force import adjustable, minimal, subsets
from linear_models import LinearModel

from causalkit.analysis.identify import direct_effect_sets, is_direct_adjustment_set
from causalkit.errors import NotIdentified
from causalkit.graph import Diagram, Question, d_separated


def separates(diagram: Diagram, exposure: str, outcome: str, chosen: tuple[str, ...]) -> bool:
    """The single-door criterion: nothing after the outcome, and all but the arrow blocked."""
    after = diagram.descendants(outcome)
    if exposure not in after and set(chosen) & after and outcome in diagram.descendants(exposure):
        return False
    arrow = [(exposure, outcome)] if diagram.has_edge(exposure, outcome) else []
    return d_separated(diagram.without_edges(arrow), [exposure], [outcome], chosen)


def test_every_minimal_set_of_random_diagrams_is_listed(random_diagram):
    chance = random.Random(1)
    met = {True: 0, False: 0}
    for _ in range(500):
        diagram, (exposure,), outcome = random_diagram(chance, largest=8)
        question, valid = Question.of(exposure, outcome), []
        for chosen in subsets(adjustable(diagram, question)):
            expected = separates(diagram, exposure, outcome, chosen)
            assert is_direct_adjustment_set(diagram, question, chosen) == expected
            valid += [chosen] if expected else []
        met[bool(valid)] += 1
        if valid:
            found = sorted(direct_effect_sets(diagram, question), key=lambda s: (len(s), s))
            assert found == list(minimal(valid))
        else:
            with pytest.raises(NotIdentified, match="something other than the arrow itself"):
                direct_effect_sets(diagram, question)
    assert min(met.values()) > 50


def test_in_a_linear_model_such_a_set_gives_the_coefficient_on_the_arrow(random_diagram):
    chance, rng = random.Random(2), np.random.default_rng(2)
    hits = 0
    for _ in range(120):
        diagram, (exposure,), outcome = random_diagram(chance, largest=6)
        question, model = Question.of(exposure, outcome), LinearModel.random(diagram, rng)
        for chosen in subsets(adjustable(diagram, question)):
            slope = model.regression(outcome, exposure, chosen)
            declared = is_direct_adjustment_set(diagram, question, chosen)
            assert (abs(slope - model.coefficient(exposure, outcome)) < 1e-8) == declared
            hits += declared
    assert hits > 200


def test_a_hidden_cause_of_mediator_and_outcome_ruins_it():
    diagram = Diagram.of([("x", "m"), ("m", "y"), ("u", "m"), ("u", "y")], latent=["u"])
    with pytest.raises(NotIdentified):
        direct_effect_sets(diagram, Question.of("x", "y"))


def test_the_mediator_has_to_be_adjusted_for():
    diagram = Diagram.of([("x", "m"), ("m", "y"), ("x", "y"), ("c", "x"), ("c", "y")])
    assert list(direct_effect_sets(diagram, Question.of("x", "y"))) == [("c", "m")]
    assert list(direct_effect_sets(diagram, Question.of("x", "y"), required=["m"])) == [("c", "m")]
