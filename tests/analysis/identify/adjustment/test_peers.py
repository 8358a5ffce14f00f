"""networkx and dowhy: agreement where they are right, and the reason where they are not."""

from __future__ import annotations

import logging
import random

import networkx as nx
import pytest
from brute_force import adjustable, subsets, valid_sets

from causalkit.analysis.identify import (
    backdoor_adjustment,
    is_adjustment_set,
    minimal_adjustment,
    satisfies_backdoor,
)
from causalkit.errors import NotIdentified
from causalkit.graph import Diagram, Question, d_separated


def as_networkx(diagram: Diagram) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_nodes_from(diagram.nodes)
    graph.add_edges_from(diagram.edges)
    return graph


@pytest.fixture(scope="module")
def dowhy_sets():
    """The back-door sets of dowhy: ``dowhy_sets(diagram, exposure, outcome)``."""
    from dowhy.causal_identifier import BackdoorAdjustment, EstimandType, identify_effect_auto

    logging.disable(logging.CRITICAL)

    def identify(diagram: Diagram, exposure: str, outcome: str) -> list[tuple[str, ...]]:
        estimand = identify_effect_auto(
            as_networkx(diagram),
            [exposure],
            [outcome],
            list(diagram.observed),
            EstimandType.NONPARAMETRIC_ATE,
            backdoor_adjustment=BackdoorAdjustment.BACKDOOR_EXHAUSTIVE,
        )
        found = estimand.backdoor_variables or {}
        return sorted({tuple(sorted(each)) for name, each in found.items() if name != "backdoor"})

    yield identify
    logging.disable(logging.NOTSET)


def test_networkx_separates_the_same_variables(random_diagram):
    chance = random.Random(1)
    met = {True: 0, False: 0}
    for _ in range(600):
        diagram, (exposure,), outcome = random_diagram(chance, largest=8)
        graph = as_networkx(diagram)
        for chosen in subsets(set(diagram.nodes) - {exposure, outcome}):
            found = d_separated(diagram, [exposure], [outcome], chosen)
            assert found == nx.is_d_separator(graph, exposure, outcome, set(chosen))
            met[found] += 1
    assert min(met.values()) > 2_000


def test_the_minimal_separator_of_networkx_is_a_valid_set_where_all_is_measured(random_diagram):
    """In the diagram without the exposure's arrows a separator is a back-door set."""
    chance = random.Random(2)
    met = 0
    for _ in range(300):
        diagram, (exposure,), outcome = random_diagram(chance, largest=8)
        bare = Diagram(diagram.nodes, diagram.edges)
        if outcome in bare.ancestors(exposure):
            continue
        question = Question.of(exposure, outcome)
        graph = as_networkx(bare.without_outgoing(exposure))
        found = nx.algorithms.d_separation.find_minimal_d_separator(graph, exposure, outcome)
        assert is_adjustment_set(bare, question, found)
        assert len(backdoor_adjustment(bare, question).adjustment) <= len(found)
        met += bool(found)
    assert met > 20


def test_dowhy_lists_the_sets_of_the_back_door_criterion(random_diagram, dowhy_sets):
    """dowhy forbids descendants of the exposure; among the rest it tries every subset."""
    chance = random.Random(3)
    met = {True: 0, False: 0}
    for _ in range(60):
        diagram, (exposure,), outcome = random_diagram(chance, largest=6)
        if outcome not in diagram.descendants(exposure):
            continue
        hidden = [("u", exposure), ("u", outcome)] if chance.random() < 0.4 else []
        edges = [*diagram.edges, *hidden]
        diagram = Diagram.of(edges, diagram.nodes, [*diagram.latent, *dict(hidden)])
        question = Question.of(exposure, outcome)
        theirs = dowhy_sets(diagram, exposure, outcome)
        ours = [
            chosen
            for chosen in subsets(adjustable(diagram, question))
            if satisfies_backdoor(diagram, question, chosen)
        ]
        assert set(theirs) <= set(ours)
        assert bool(theirs) == bool(ours)
        met[bool(ours)] += 1
    assert min(met.values()) > 5


def test_a_set_that_only_the_complete_criterion_finds(dowhy_sets):
    """Somebody must adjust for a consequence of the exposure, as when people were selected on it.

    The textbooks' criterion, and dowhy with it, forbids every descendant of the exposure.
    Yet one beside the causal path does no harm, and the complete criterion says so.
    """
    diagram = Diagram.of([("c", "x"), ("c", "y"), ("x", "y"), ("x", "aside")])
    question = Question.of("x", "y")
    assert minimal_adjustment(diagram, question, required=["aside"]) == ("aside", "c")
    assert ("aside", "c") in valid_sets(diagram, question)
    assert all("aside" not in each for each in dowhy_sets(diagram, "x", "y"))


def test_dowhy_knows_nothing_of_selection(dowhy_sets):
    """Everybody in the data is a patient, which opens x → patient ← y; dowhy sees a variable."""
    edges = [("x", "patient"), ("y", "patient"), ("x", "y")]
    diagram = Diagram.of(edges, selected=["patient"])
    assert () in dowhy_sets(diagram, "x", "y")
    with pytest.raises(NotIdentified, match="patient is a collider and the data are selected"):
        backdoor_adjustment(diagram, Question.of("x", "y"))
