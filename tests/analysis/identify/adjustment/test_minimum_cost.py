"""The cheapest set, against every subset of random diagrams."""

from __future__ import annotations

import random

import pytest
from brute_force import adjustable, valid_sets

from causalkit.analysis.identify import minimum_cost_adjustment
from causalkit.errors import DiagramError, NotIdentified, QuestionError
from causalkit.graph import Diagram, Question

TRIANGLE = Diagram.of([("age", "x"), ("age", "pain"), ("pain", "y"), ("x", "y")])


@pytest.mark.parametrize("selected", [0, 1])
def test_no_valid_set_is_cheaper(random_diagram, selected):
    chance = random.Random(selected)
    found = 0
    for _ in range(700):
        diagram, exposure, outcome = random_diagram(
            chance, largest=9, exposures=chance.choice([1, 1, 2]), selected=selected
        )
        population = " and ".join(sorted(diagram.selected)) or "all"
        question = Question.of(exposure, outcome, population=population)
        costs = {name: chance.choice([0.5, 1, 1.25, 3]) for name in diagram.nodes}
        for name in chance.sample(diagram.nodes, 2):
            del costs[name]
        free = sorted(adjustable(diagram, question))
        required = set(chance.sample(free, min(len(free), chance.choice([0, 0, 1]))))
        valid = [each for each in valid_sets(diagram, question) if required <= set(each)]
        if not valid:
            with pytest.raises(NotIdentified):
                minimum_cost_adjustment(diagram, question, costs, required=required)
            continue
        cheapest = minimum_cost_adjustment(diagram, question, costs, required=required)
        price = {each: sum(costs.get(name, 1) for name in each) for each in valid}
        assert price[cheapest] == min(price.values()), (diagram, question, costs)
        found += bool(cheapest)
    assert found > 100


def test_of_several_cheapest_sets_the_one_nearest_to_the_outcome_is_taken():
    assert minimum_cost_adjustment(TRIANGLE, Question.of("x", "y")) == ("pain",)


def test_prices_are_added_exactly():
    """Three times 0.1 is not more than 0.3 here, as it is among floating-point numbers."""
    edges = [(name, "x") for name in "abc"] + [(name, "d") for name in "abc"]
    diagram = Diagram.of([*edges, ("d", "y"), ("x", "y")])
    question = Question.of("x", "y")
    cheap = minimum_cost_adjustment(diagram, question, {**dict.fromkeys("abc", 0.25), "d": 0.75})
    assert cheap == ("d",)
    dear = minimum_cost_adjustment(
        diagram, question, {**dict.fromkeys("abc", 0.25), "d": 0.7500001}
    )
    assert dear == ("a", "b", "c")


@pytest.mark.parametrize("cost", [0, -1, float("inf"), float("nan")])
def test_a_cost_is_a_positive_number(cost):
    with pytest.raises(QuestionError, match="the cost of age is a positive number"):
        minimum_cost_adjustment(TRIANGLE, Question.of("x", "y"), {"age": cost})


def test_a_cost_of_nobody_is_an_error():
    with pytest.raises(DiagramError, match='no variable "agee"'):
        minimum_cost_adjustment(TRIANGLE, Question.of("x", "y"), {"agee": 2})
