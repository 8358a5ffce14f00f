"""Instruments beside the truth, in exact linear algebra.

In a linear model the covariances are functions of the coefficients, and so is the effect.
Random diagrams with hidden variables get random coefficients; then the covariance of
instrument and outcome, divided by that of instrument and exposure, both among people alike
in the set, must be the effect.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from itertools import permutations

import numpy as np
import pytest
from confounded_diagrams import asked_of, draw_confounded
from exact_equations import Equations
from linear_models import LinearModel

from causalkit.analysis.identify.criterion.criterion import Criterion
from causalkit.analysis.identify.instruments.instruments import instrumental_variables
from causalkit.errors import NotIdentified
from causalkit.graph import Diagram, Question, d_separated


def error(model: LinearModel, question: Question, instrument: str, given: Iterable[str]) -> float:
    """How far the ratio is from the effect, for the outcome where it is farthest."""
    (exposure,) = question.exposure
    names = [instrument, exposure, *question.outcome]
    _, with_exposure, *with_outcome = model.conditional(names, given)[0]
    truths = [model.total_effect(exposure, outcome) for outcome in question.outcome]
    return float(np.abs(np.array(with_outcome) / with_exposure - truths).max())


def test_every_instrument_gives_the_effect():
    chance, rng, sizes = random.Random(1), np.random.default_rng(1), Counter[int]()
    for _ in range(3000):
        drawn = draw_confounded(chance, outcomes=chance.choice([1, 1, 2]))
        diagram, question = asked_of(chance, drawn)
        try:
            found = instrumental_variables(diagram, question)
        except NotIdentified:
            continue
        for each in found:
            given = (*each.given, *sorted(diagram.selected))
            for _ in range(2):
                model = LinearModel.random(diagram, rng)
                assert error(model, question, each.instrument, given) < 1e-8, (diagram, each)
            sizes[len(each.given)] += 1
    assert sizes[0] > 300
    assert sizes[1] + sizes[2] + sizes[3] > 50, sizes


def test_the_definition_is_what_makes_the_ratio_right():
    """Of what the effect does not change, just the conditional instruments give the effect."""
    chance, rng, judged = random.Random(2), np.random.default_rng(2), Counter[bool]()
    for _ in range(300):
        drawn = draw_confounded(chance, outcomes=chance.choice([1, 1, 2]))
        diagram, question = asked_of(chance, drawn)
        criterion, model = Criterion(diagram, question), LinearModel.random(diagram, rng)
        pairs = list(permutations(sorted(criterion.candidates), 2))
        alone = [(name, ()) for name in criterion.candidates]
        for name, given in [*alone, *((one, (other,)) for one, other in pairs)]:
            if d_separated(diagram, [name], question.exposure, given):
                continue
            right = d_separated(criterion.backdoor_graph, [name], question.outcome, given)
            missed = error(model, question, name, (*given, *sorted(diagram.selected)))
            assert (missed < 1e-8) == right, (diagram, question, name, given)
            judged[right] += 1
    assert min(judged.values()) > 50, judged


def test_a_consequence_of_the_effect_must_be_left_alone():
    """Neither an instrument nor a variable to condition on: both would miss the effect."""
    edges = [("u", "x"), ("u", "y"), ("z", "x"), ("x", "m"), ("m", "y"), ("m", "c"), ("z", "c")]
    diagram, question = Diagram.of(edges, latent=["u"]), Question.of("x", "y")
    model = LinearModel.random(diagram, np.random.default_rng(3))
    (found,) = instrumental_variables(diagram, question)
    assert (found.instrument, found.given) == ("z", ())
    assert error(model, question, "z", ()) < 1e-8
    assert error(model, question, "z", ("c",)) > 0.01
    assert error(model, question, "c", ()) > 0.01


def test_if_all_are_moved_one_way_the_ratio_is_the_effect_in_those_who_are_moved():
    """The other assumption: nobody's exposure is lowered by what raises that of others."""
    diagram = Diagram.of([("u", "x"), ("u", "y"), ("z", "x"), ("x", "y")], latent=["u"])
    (found,) = instrumental_variables(diagram, Question.of("x", "y"))
    rng, judged = np.random.default_rng(4), 0
    for _ in range(50):
        world = Equations.random(diagram, rng)
        # The columns are the values of (u, z): whoever is exposed at z = 0 is so at z = 1.
        world.tables["x"][:, [1, 3]] |= world.tables["x"][:, [0, 2]]
        natural, weight = world.values(), world.weight
        moved = world.values(z=1)["x"] > world.values(z=0)["x"]
        if not moved.any():
            continue
        judged += 1
        difference = world.values(x=1)["y"] - world.values(x=0)["y"]
        groups = [natural[found.instrument] == value for value in (1, 0)]
        high, low = ({v: np.average(natural[v], weights=weight * g) for v in "xy"} for g in groups)
        ratio = (high["y"] - low["y"]) / (high["x"] - low["x"])
        assert ratio == pytest.approx(np.average(difference, weights=weight * moved), abs=1e-10)
    assert judged > 20
