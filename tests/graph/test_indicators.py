"""Indicators: what marks the gaps of what, in diagrams and in worlds."""

from __future__ import annotations

from m_graphs import XY, m_graph

from causalkit.analysis.identify.missingness.gaps import Gaps
from causalkit.graph import Diagram, Question
from causalkit.graph.indicators import indicators
from causalkit.nature import World


def test_an_indicator_is_named_after_what_it_marks():
    diagram = m_graph("x>y x>?y y>?x a>missing_person")
    assert indicators(diagram) == {"missing_y": "y", "missing_x": "x"}


def test_what_is_hidden_has_no_gaps_and_a_gap_has_none():
    diagram = Diagram.of(
        [("u", "missing_u"), ("x", "missing_x"), ("x", "missing_missing_x")], latent=["u"]
    )
    assert indicators(diagram) == {"missing_x": "x"}


def test_a_world_with_gaps_has_them_in_its_diagram():
    world = World.from_text(
        "# Gaps\neffect of x on y\n"
        "z ~ bernoulli(0.5)\nx ~ bernoulli(0.2 + 0.5*z)\ny ~ normal(x + z, 1)\n"
        "missing y when bernoulli(0.1 + 0.3*z)\nmissing x when bernoulli(0.1)\n"
    )
    assert indicators(world.diagram) == {"missing_y": "y", "missing_x": "x"}
    assert world.diagram.parents("missing_y") == ("z",)


def test_what_an_analysis_needs_and_what_of_it_has_gaps():
    diagram = Diagram.of(
        [(cause, "y") for cause in ("x", "a", "b", "c", "missing_b", "missing_y", "missing_d")],
        ["d", "missing_s", "s", "missing_a"],
        selected=["s"],
    )
    question = Question.of("x", "y", population="a == 1 and s == 1")
    gaps = Gaps(diagram, question, ("b", "missing_b"))
    assert gaps.group == ("a",)
    assert gaps.variables == ("x", "y", "a", "b", "missing_b")
    assert gaps.incomplete == ("y", "a", "b")
    assert gaps.indicators == ("missing_a", "missing_b", "missing_y")
    assert gaps.kept == ("b",)
    assert Gaps(Diagram.of([("x", "y")]), XY, ()).incomplete == ()
