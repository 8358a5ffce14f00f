"""What must be tracked to weight gaps away, against every set that might be."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import combinations

import pytest
from m_graphs import drawn_case, m_graph

from causalkit.analysis.identify.missingness import weighting
from causalkit.analysis.identify.missingness.ordering import NoOrder, ordered_weights
from causalkit.analysis.identify.missingness.weighting import sequential_weights
from causalkit.graph import Diagram
from causalkit.graph.indicators import indicators

TEXTBOOK = {
    "what is adjusted for": ("z>x z>y x>y z>?y", "xyz", ["P(missing_y = 0 | z)"]),
    "what nobody adjusts for": ("a>y x>y a>?y", "xy", ["P(missing_y = 0 | a)"]),
    "what has gaps itself": (
        "a>y x>y a>?y b>a b>?a",
        "xy",
        ["P(missing_a = 0 | b)", "P(missing_y = 0 | a, missing_a = 0)"],
    ),
    "not what is of no account": ("x>y a>?y a>?a", "xy", ["P(missing_y = 0)"]),
    "rather what has no gaps": (
        "a>y b>a b>?y a>?a x>y",
        "xy",
        ["P(missing_y = 0 | b)"],
    ),
    "what keeps gaps apart": (
        "x>y a>?x a>?y y>?x x>?y",
        "xy",
        ["P(missing_x = 0 | a, y, missing_y = 0)", "P(missing_y = 0 | a, x, missing_x = 0)"],
    ),
    "a gap of something else": ("x>y y>m m>?a ?a>?y", "xy", ["P(missing_y = 0 | missing_a)"]),
}


@pytest.mark.parametrize(("text", "wanted", "factors"), TEXTBOOK.values(), ids=TEXTBOOK)
def test_textbook_diagrams(text: str, wanted: str, factors: list[str]):
    diagram = m_graph(f"{text} a>q")
    weights = sequential_weights(diagram, tuple(wanted), indicators(diagram))
    assert sorted(map(str, weights)) == factors


HOPELESS = {
    "it hides itself": ("x>y y>?y", "missing_y", "y"),
    "what it depends on hides itself": ("a>y x>y a>?y a>?a", "missing_a", "a"),
    "a hidden reason": ("x>y u>y u>?y", "missing_y", "y"),
    "one gap makes another and hides the reason": ("x>y x>?y ?y>?x", "missing_y", "missing_x"),
}


@pytest.mark.parametrize(("text", "indicator", "other"), HOPELESS.values(), ids=HOPELESS)
def test_what_cannot_be_weighted_away(text: str, indicator: str, other: str):
    diagram = m_graph(text, latent="u" if "u>" in text else "")
    with pytest.raises(NoOrder) as caught:
        sequential_weights(diagram, ["x", "y"], indicators(diagram))
    assert (caught.value.indicator, caught.value.other) == (indicator, other)
    assert not caught.value.capped


def trackable(diagram: Diagram, wanted: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every set of measured variables that might be tracked, no variable with its own gaps."""
    of = indicators(diagram)
    free = [n for n in diagram.observed if n not in wanted and n not in diagram.selected]
    for size in range(len(free) + 1):
        for further in combinations(free, size):
            names = (*wanted, *further)
            if not any(of.get(name, name) in names and name in of for name in names):
                yield names


def possible(diagram: Diagram, wanted: Sequence[str]) -> bool:
    for names in trackable(diagram, wanted):
        try:
            ordered_weights(diagram, names, indicators(diagram))
        except NoOrder:
            continue
        return True
    return False


def test_adding_what_lies_between_finds_weights_wherever_tracking_anything_would():
    chance, seen = random.Random(8), {True: 0, False: 0}
    for _ in range(1000):
        case = drawn_case(chance, most=9)
        wanted = [n for n in ("x", "y", *case.adjustment) if n not in indicators(case.diagram)]
        try:
            sequential_weights(case.diagram, wanted, indicators(case.diagram))
        except NoOrder:
            assert not possible(case.diagram, wanted), case
            seen[False] += 1
        else:
            seen[True] += 1
    assert min(seen.values()) > 200


def test_the_search_gives_up_in_the_end_and_says_so(monkeypatch):
    links = [(f"v{i + 1}", f"v{i}") for i in range(200)]
    gaps = [(f"v{i + 1}", f"missing_v{i}") for i in range(200)]
    diagram = Diagram.of([*links, *gaps, ("v0", "y")])
    of = indicators(diagram)
    assert len(sequential_weights(diagram, ["v0", "y"], of)) == 200
    monkeypatch.setattr(weighting, "MOST_STEPS", 100)
    with pytest.raises(NoOrder) as caught:
        sequential_weights(diagram, ["v0", "y"], of)
    assert caught.value.capped
