"""dowhy agrees wherever it looks and is right; where it differs, the reason is stated."""

from __future__ import annotations

import random
from collections import Counter

import networkx as nx
from confounded_diagrams import draw_confounded

from causalkit.analysis.identify.frontdoor.frontdoor import frontdoor_adjustment
from causalkit.analysis.identify.instruments.instruments import instrumental_variables
from causalkit.errors import NotIdentified
from causalkit.graph import Diagram, Question


def graph_of(diagram: Diagram) -> nx.DiGraph:
    graph = nx.DiGraph(diagram.edges)
    graph.add_nodes_from(diagram.nodes)
    return graph


def minimal_frontdoor_sets(diagram: Diagram, question: Question) -> tuple[tuple[str, ...], ...]:
    try:
        return frontdoor_adjustment(diagram, question).minimal_sets
    except NotIdentified:
        return ()


def given_of_instruments(diagram: Diagram, question: Question) -> dict[str, tuple[str, ...]]:
    try:
        return {each.instrument: each.given for each in instrumental_variables(diagram, question)}
    except NotIdentified:
        return {}


def test_frontdoor_sets():
    """dowhy tries sets of effects of the exposure, and not the empty one."""
    from dowhy.causal_identifier.auto_identifier import identify_frontdoor

    chance, agreed = random.Random(4), Counter[bool]()
    for _ in range(150):
        diagram, exposure, outcome = draw_confounded(chance, largest=6)
        theirs = identify_frontdoor(graph_of(diagram), [*exposure], [*outcome], [*diagram.observed])
        effects = diagram.descendants(*exposure)
        ours = minimal_frontdoor_sets(diagram, Question.of(exposure, outcome))
        agreed[bool(theirs)] += 1
        if theirs:
            assert any({*chosen} <= {*theirs} for chosen in ours), diagram
        else:
            assert all(not chosen or not {*chosen} <= effects for chosen in ours), diagram
    assert min(agreed.values()) > 20


def test_instruments():
    """dowhy looks at causes of the exposure, conditions on nothing, and offers hidden ones.

    Nobody can compare people by a variable that is in no data, so these are left out.
    """
    from dowhy.graph import get_instruments

    chance, found = random.Random(5), Counter[str]()
    for _ in range(1500):
        diagram, exposure, outcome = draw_confounded(chance)
        theirs = set(get_instruments(graph_of(diagram), [*exposure], [*outcome]))
        ours = given_of_instruments(diagram, Question.of(exposure, outcome))
        causes = diagram.parents(*exposure)
        assert theirs - diagram.latent == {
            n for n, given in ours.items() if not given and n in causes
        }
        found["hidden"] += bool(theirs & diagram.latent)
        found["agreed"] += bool(theirs - diagram.latent)
        found["only ours"] += ours.keys() > theirs
    assert min(found["hidden"], found["agreed"], found["only ours"]) > 20, found


def test_a_hidden_lottery_is_none_here_and_one_there():
    from dowhy.graph import get_instruments

    edges = [("z", "x"), ("x", "y"), ("u", "x"), ("u", "y")]
    diagram = Diagram.of(edges, latent=["u", "z"])
    assert get_instruments(graph_of(diagram), ["x"], ["y"]) == ["z"]
    assert given_of_instruments(diagram, Question.of("x", "y")) == {}
    assert given_of_instruments(Diagram.of(edges, latent=["u"]), Question.of("x", "y")) == {"z": ()}
