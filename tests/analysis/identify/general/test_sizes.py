"""Diagrams of a size or a shape that slow programs do not get through."""

from __future__ import annotations

from itertools import combinations

import pytest

from causalkit.analysis.identify.general import NotIdentifiable, identify_distribution
from causalkit.analysis.identify.general.expression import inside_out
from causalkit.graph import Diagram

LONG = 10_000
CHAIN = [(f"v{i}", f"v{i + 1}") for i in range(LONG - 1)]
LAST = f"v{LONG - 1}"


def test_a_chain_of_ten_thousand_collapses():
    assert identify_distribution(Diagram.of(CHAIN), LAST, "v0").text == f"P({LAST} | v0)"


def test_a_front_door_of_ten_thousand_steps_collapses():
    diagram = Diagram.of([*CHAIN, ("u", "v0"), ("u", LAST)], latent=["u"])
    assert identify_distribution(diagram, LAST, "v0").text == (
        f"Σ_{{v9998}} P(v9998 | v0) Σ_{{v0'}} P({LAST} | v0', v9998) P(v0')"
    )


def test_ten_thousand_that_share_a_hidden_cause_are_a_hedge_in_few_words():
    hidden = [("u", f"v{i}") for i in range(LONG)]
    with pytest.raises(NotIdentifiable) as caught:
        identify_distribution(Diagram.of([*CHAIN, *hidden], latent=["u"]), LAST, "v0")
    assert len(caught.value.hedge.larger) == LONG
    assert "v5, v6 and 9993 others together" in str(caught.value)
    assert len(str(caught.value)) < 1000


def test_five_thousand_exposures_and_outcomes_in_turn():
    exposure, outcome = ([f"v{i}" for i in range(start, LONG, 2)] for start in (0, 1))
    found = identify_distribution(Diagram.of(CHAIN), outcome, exposure)
    assert found.text.startswith(f"P({LAST} | v9998) P(v9997 | v9996)")
    assert found.text.count("P(") == LONG // 2


def test_the_complete_diagram_of_150_adjusts_for_what_comes_before():
    names = [f"v{i:03}" for i in range(150)]
    found = identify_distribution(Diagram.of(combinations(names, 2)), names[-1], names[75])
    before = ", ".join(names[:75])
    assert found.text == f"Σ_{{{before}}} P(v149 | v075, {before}) P({before})"


def test_a_hidden_cause_of_five_thousand():
    names = [f"c{i}" for i in range(5000)]
    star = [("u", name) for name in names]
    front = Diagram.of(
        [*star, *((name, "m") for name in names[:-1]), ("m", names[-1])], latent=["u"]
    )
    found = identify_distribution(front, names[-1], "c0")
    assert found.text.count("c17,") == 4
    with pytest.raises(NotIdentifiable):
        identify_distribution(Diagram.of([*star, ("c0", "c1")], latent=["u"]), "c1", "c0")
    all_of_them = Diagram.of([*star, *(("x", name) for name in names)], latent=["u"])
    assert identify_distribution(all_of_them, names, "x").text.endswith(" | x)")


def nested(depth: int) -> tuple[Diagram, list[str]]:
    """A diagram in which variables can be forgotten only one after the other."""
    edges, ties = [("r1", "x"), ("x", "y")], []
    for step in range(1, depth + 1):
        edges += [(f"s{step}", "y"), *([(f"r{step + 1}", f"s{step}")] if step < depth else [])]
        ties += [(f"r{step}", "y"), (f"s{step}", f"r{step}")]
    edges += [(f"u{number}", end) for number, tie in enumerate(ties) for end in tie]
    hidden = [f"u{number}" for number in range(len(ties))]
    return Diagram.of(edges, latent=hidden), ["x", *(f"s{step}" for step in range(1, depth + 1))]


def test_quotients_inside_quotients_share_their_parts():
    """Written in full the formula would double with each step: 2 to the 120 probabilities."""
    diagram, exposure = nested(120)
    found = identify_distribution(diagram, "y", exposure)
    assert len(inside_out(found.expression)) < 1000
    assert len(found.text) < 3_000_000
    assert ", where Q1(" in found.text
    assert r"\text{where } Q_{1}(" in found.latex


def test_a_chain_of_conditions_is_exchanged_for_the_last():
    given = [f"v{i}" for i in range(10, 100, 10)]
    found = identify_distribution(Diagram.of(CHAIN[:500]), "v500", "v0", given)
    assert found.text == "P(v500 | v90)"
