"""The chance of a complete row, factor by factor, against every order of the indicators."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import permutations

import pytest
from m_graphs import drawn_case, m_graph

from causalkit.analysis.identify.missingness import Weight, ordering
from causalkit.analysis.identify.missingness.ordering import NoOrder, ordered_weights
from causalkit.graph import Diagram, d_separated
from causalkit.graph.indicators import indicators

TEXTBOOK = {
    "completely at random": ("x>y", "x y", ["P(missing_x = 0)", "P(missing_y = 0)"]),
    "at random": ("x>y x>?y", "y", ["P(missing_y = 0 | x)"]),
    "monotone": (
        "x>y ?x>?y x>?y",
        "x y",
        ["P(missing_x = 0)", "P(missing_y = 0 | x, missing_x = 0)"],
    ),
    "each hides the other": (
        "x>y x>?y y>?x",
        "x y",
        ["P(missing_y = 0 | x, missing_x = 0)", "P(missing_x = 0 | y, missing_y = 0)"],
    ),
    "a hidden reason for both, so the order counts": (
        "x>y u>?x u>?y x>?y",
        "x y",
        ["P(missing_x = 0)", "P(missing_y = 0 | x, missing_x = 0)"],
    ),
}


def with_gaps(text: str, hiding: str) -> Diagram:
    """The diagram, with an indicator for each of the names even if no arrow touches it."""
    diagram = m_graph(text)
    nodes = dict.fromkeys([*diagram.nodes, *(f"missing_{name}" for name in hiding.split())])
    return Diagram(tuple(nodes), diagram.edges, diagram.latent | ({"u"} & set(nodes)))


@pytest.mark.parametrize(("text", "hiding", "factors"), TEXTBOOK.values(), ids=TEXTBOOK)
def test_textbook_factorisations(text: str, hiding: str, factors: list[str]):
    diagram = with_gaps(text, hiding)
    weights = ordered_weights(diagram, ["x", "y"], indicators(diagram))
    assert sorted(map(str, weights)) == sorted(factors)


def obstacle(text: str, tracked: Sequence[str] = ("x", "y")) -> NoOrder:
    diagram = with_gaps(text, "")
    with pytest.raises(NoOrder) as caught:
        ordered_weights(diagram, tracked, indicators(diagram))
    return caught.value


def test_what_stands_in_the_way_is_named():
    found = obstacle("x>y y>?y")
    assert (found.indicator, found.other, found.capped) == ("missing_y", "y", False)
    found = obstacle("x>y x>?y ?y>?x")
    assert {found.indicator, found.other} == {"missing_x", "missing_y"}


def test_nothing_with_gaps_needs_no_weights():
    assert ordered_weights(m_graph("x>y z>?z"), ["x", "y"], {"missing_z": "z"}) == ()


def computable(diagram: Diagram, tracked: Sequence[str], order: Sequence[str]) -> bool:
    """Whether each factor depends only on what can be seen, in the words of the theorem."""
    of = indicators(diagram)
    for place, node in enumerate(order):
        before, later = order[:place], order[place + 1 :]
        given = {*tracked, *before}
        boundary = [
            name for name in given if not d_separated(diagram, [node], [name], given - {name})
        ]
        unseen = [other for other in later if of[other] in boundary]
        if of[node] in boundary or not d_separated(diagram, [node], unseen, given):
            return False
    return True


def test_an_order_is_found_whenever_there_is_one():
    chance, seen = random.Random(6), {True: 0, False: 0}
    while min(seen.values()) < 120:
        diagram = drawn_case(chance, most=9).diagram
        of = indicators(diagram)
        tracked = [n for n in diagram.observed if n not in of and n not in diagram.selected]
        expected = any(computable(diagram, tracked, order) for order in permutations(of))
        try:
            weights: tuple[Weight, ...] = ordered_weights(diagram, tracked, of)
        except NoOrder:
            assert not expected, diagram
        else:
            assert expected, diagram
            assert computable(diagram, tracked, [weight.indicators[0] for weight in weights])
        seen[expected] += 1


def test_the_search_gives_up_in_the_end_and_says_so(monkeypatch):
    """Hidden reasons tie all gaps to each other; the last of them hides itself."""
    names = [f"c{i}" for i in range(12)]
    edges = [("u", f"missing_{name}") for name in names] + [("c11", "missing_c11")]
    diagram = Diagram.of([*edges, *((name, "y") for name in names)], latent=["u"])
    monkeypatch.setattr(ordering, "MOST_TRIED", 40)
    with pytest.raises(NoOrder) as caught:
        ordered_weights(diagram, names, indicators(diagram))
    assert caught.value.capped
    monkeypatch.setattr(ordering, "MOST_TRIED", 5000)
    with pytest.raises(NoOrder) as caught:
        ordered_weights(diagram, names, indicators(diagram))
    assert not caught.value.capped
