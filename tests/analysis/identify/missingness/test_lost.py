"""Effects that are lost: for each case two worlds, different effects, the same data.

The worlds are asleep but for the variables that a proof needs, which every diagram of the case
has; what sleeps tells nothing. So one pair of worlds a case proves it for all diagrams.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pytest
from m_graphs import XY, drawn_case, m_graph

from causalkit.analysis.identify.missingness import missing_values
from causalkit.analysis.identify.missingness.gaps import Gaps
from causalkit.analysis.identify.missingness.lost import Loss, losses
from causalkit.errors import NotIdentified
from causalkit.graph import Diagram, Question, paths


def first(diagram: Diagram, question: Question = XY, adjustment: Iterable[str] = ()) -> Loss:
    found = missing_values(diagram, question, adjustment)
    loss = next(iter(losses(Gaps(diagram, question, found.adjustment))))
    assert found.verdict == "not recoverable"
    assert found.path == loss.path.nodes
    assert str(loss.path) in found.reason
    return loss


def null_space(equations: np.ndarray) -> np.ndarray:
    """One direction in which all the equations keep their value."""
    direction = np.linalg.svd(equations)[2][-1]
    assert np.allclose(equations @ direction, 0)
    return direction / np.abs(direction).max()


def is_chance(*tables: np.ndarray) -> bool:
    return all((table > 0).all() and (table < 1).all() for table in tables)


def test_an_outcome_that_hides_itself():
    assert first(m_graph("x>y y>?y")).role == "outcome"
    # One row for each setting of the exposure: the shares of three outcomes.
    outcome = np.array([[0.5, 0.2, 0.3], [0.2, 0.3, 0.5]])
    shown = np.array([0.8, 0.6, 0.5])
    seen = outcome * shown
    inverse = 1 / shown + 0.3 * null_space(seen)
    other_outcome, other_shown = seen * inverse, 1 / inverse
    assert is_chance(other_outcome, other_shown)
    assert np.allclose(other_outcome.sum(axis=1), 1)
    assert np.allclose(other_outcome * other_shown, seen)
    effects = [table[1] @ range(3) - table[0] @ range(3) for table in (outcome, other_outcome)]
    assert abs(effects[0] - effects[1]) > 0.02


def test_an_outcome_that_shares_a_hidden_cause_with_its_gaps():
    loss = first(m_graph("x>y u>y u>?y", latent="u"))
    assert str(loss.path) == "missing_y ← u → y"
    # The hidden cause is what each person would be: never 1, 1 if exposed, always 1.
    kinds = np.array([[0, 0], [0, 1], [1, 1]])
    share = {"shown": np.array([0.2, 0.2, 0.2]), "hidden": np.array([0.2, 0.1, 0.1])}
    other = {"shown": share["shown"], "hidden": np.array([0.1, 0.2, 0.1])}
    means = [(world["shown"] + world["hidden"]) @ kinds for world in (share, other)]
    assert np.isclose(sum(share["hidden"]), sum(other["hidden"]))
    assert abs((means[0][1] - means[0][0]) - (means[1][1] - means[1][0])) > 0.05


def test_a_confounder_that_hides_itself():
    assert first(m_graph("z>x z>y x>y z>?z"), adjustment="z").role == "confounder"
    rng = np.random.default_rng(0)
    share, shown = np.full(6, 1 / 6), np.linspace(0.3, 0.8, 6)
    exposed, ill = rng.uniform(0.2, 0.8, 6), rng.uniform(0.2, 0.8, (2, 6))
    # P(x, y | z): one row for each combination, one column for each value of z.
    arms = np.array([1 - exposed, exposed])
    joint = np.concatenate([arms * (1 - ill), arms * ill])
    other = share + 0.03 * null_space(joint)
    other_shown = share * shown / other
    assert is_chance(other, other_shown)
    assert np.isclose(other.sum(), 1)
    for one, two in ((shown, other_shown), (1, 1)):
        assert np.allclose((joint * share * one).sum(axis=1), (joint * other * two).sum(axis=1))
    assert np.allclose(joint * share * shown, joint * other * other_shown)
    effects = [(ill[1] - ill[0]) @ weight for weight in (share, other)]
    assert abs(effects[0] - effects[1]) > 1e-3
    among_exposed = [
        (ill[1] - ill[0]) @ (weight * exposed) / (weight @ exposed) for weight in (share, other)
    ]
    assert abs(among_exposed[0] - among_exposed[1]) > 1e-3


def test_an_exposure_that_hides_itself_with_the_help_of_the_outcome():
    assert first(m_graph("x>y x>?x y>?x")).role == "exposure"
    both = np.array([[0.3, 0.2], [0.2, 0.3]])
    shown = np.array([[0.5, 0.6], [0.7, 0.4]])
    other = both + np.array([[0.05, 0.0], [-0.05, 0.0]])
    other_shown = both * shown / other
    assert is_chance(other, other_shown)
    assert np.allclose(both.sum(axis=0), other.sum(axis=0))
    assert np.allclose(both * shown, other * other_shown)
    effects = []
    for table in (both, other):
        mean = table[:, 1] / table.sum(axis=1)
        effects.append(mean[1] - mean[0])
    assert abs(effects[0] - effects[1]) > 0.05


LOST = {
    "by way of what is hidden": ("x>y y>u u>?y", "u", "missing_y ← u ← y"),
    "an effect through something seen": ("x>m m>y y>?y", "", "missing_y ← y"),
    "a gap that changes the outcome": ("x>y ?y>y", "", "missing_y → y"),
}


@pytest.mark.parametrize(("text", "latent", "path"), LOST.values(), ids=LOST)
def test_further_ways_for_an_outcome_to_hide(text: str, latent: str, path: str):
    assert str(first(m_graph(text, latent)).path) == path


KEPT = {
    "something seen lies between": ("x>y y>m m>?y", [], "weighting"),
    "only the exposure hides itself": ("x>y z>x z>y x>?x", ["z"], "weighting"),
    "a confounder that is seen": ("z>x z>y x>y z>?y", ["z"], "weighting"),
    "the exposure does nothing": ("z>y y>?y z>x", ["z"], "not settled"),
    "an effect through something seen": ("z>x z>y x>m m>y z>?z", ["z"], "not settled"),
}


@pytest.mark.parametrize(("text", "adjustment", "verdict"), KEPT.values(), ids=KEPT)
def test_what_is_not_lost(text: str, adjustment: list[str], verdict: str):
    diagram = m_graph(text)
    assert list(losses(Gaps(diagram, XY, tuple(adjustment)))) == []
    assert missing_values(diagram, XY, adjustment).verdict == verdict


def test_among_people_alike_in_a_confounder_it_does_no_harm_that_it_hides_itself():
    diagram = m_graph("z>x z>y x>y z>?z")
    among = Question.of("x", "y", population="z == 1")
    assert missing_values(diagram, among, []).verdict == "complete cases"
    assert missing_values(diagram, XY, ["z"]).verdict == "not recoverable"


def test_an_exposure_that_is_not_contrasted_loses_nothing():
    diagram = m_graph("x>y w>a y>?y")
    both = Question.of(["w", "x"], "y", treated=[1, 0], reference=[0, 0])
    assert list(losses(Gaps(diagram, both, ()))) == []
    assert list(losses(Gaps(diagram, Question.of(["w", "x"], "y"), ())))


def test_each_proof_has_what_its_worlds_need():
    """Hidden ways where they must be hidden, and an effect that nothing measured carries."""
    chance, seen = random.Random(2), {"outcome": 0, "confounder": 0, "exposure": 0}
    while min(seen.values()) < 15:
        case = drawn_case(chance)
        try:
            found = missing_values(case.diagram, case.question, case.adjustment)
        except NotIdentified:
            continue
        diagram = case.diagram
        for loss in losses(Gaps(diagram, case.question, found.adjustment)):
            seen[loss.role] += 1
            assert {loss.path.nodes[0], loss.path.nodes[-1]} == {loss.name, f"missing_{loss.name}"}
            assert set(loss.path.nodes[1:-1]) <= diagram.latent
            assert not any(a and not b for a, b in pairwise(loss.path.forward))
            if loss.role == "outcome":
                assert any(path.is_causal for path in paths(diagram, "x", "y"))
            else:
                assert hidden_way(diagram, "x", "y")
            if loss.role == "confounder":
                assert hidden_way(diagram, loss.name, "x")
                assert hidden_way(diagram, loss.name, "y")


def hidden_way(diagram: Diagram, cause: str, effect: str) -> bool:
    ways = (path for path in paths(diagram, cause, effect, limit=None) if path.is_causal)
    return any(set(path.nodes[1:-1]) <= diagram.latent for path in ways)
