"""MCAR, MAR and MNAR: the textbook cases, and what the words mean in exact numbers."""

from __future__ import annotations

import random

import numpy as np
import pytest
from exact_models import Population
from m_graphs import XY, drawn_case, m_graph

from causalkit.analysis.identify.missingness import mechanism, missing_values
from causalkit.graph import Diagram
from causalkit.graph.indicators import indicators

CASES = {
    "coffee over the forms": ("x>y", "MCAR"),
    "a hidden reason that has to do with nothing": ("x>y u>?y", "MCAR"),
    "the old do not answer": ("x>y z>y z>?y", "MAR"),
    "those who do not answer differ in what was asked": ("x>y y>?y", "MNAR"),
    "a reason with gaps of its own": ("x>y x>?y x>?x", "MNAR"),
    "each hides the other": ("x>y y>?x x>?y", "MNAR"),
    "a hidden reason that has to do with the outcome": ("x>y u>y u>?y", "MNAR"),
}


@pytest.mark.parametrize(("text", "word"), CASES.values(), ids=CASES)
def test_textbook_cases(text: str, word: str):
    diagram = m_graph(text, latent="u" if "u>" in text else "")
    assert mechanism(diagram, indicators(diagram)) == word


def test_gaps_may_look_random_only_among_those_who_were_selected():
    diagram = m_graph("x>y y>s s>?y", selected="s")
    assert mechanism(diagram, ["missing_y"]) == "MCAR"
    without = Diagram(diagram.nodes, diagram.edges)
    assert mechanism(without, ["missing_y"]) == "MAR"


def test_at_random_is_not_harmless_and_not_at_random_is_not_hopeless():
    harmful = missing_values(m_graph("z>x z>y x>y z>?y"), XY, ["z"])
    assert (harmful.mechanism, harmful.verdict) == ("MAR", "weighting")
    harmless = missing_values(m_graph("x>y x>?x"), XY, [])
    assert (harmless.mechanism, harmless.verdict) == ("MNAR", "complete cases")


def tables(people: Population, names: list[str], gaps: list[str]) -> np.ndarray:
    """The joint distribution of the gaps and of variables, among the selected."""
    values = people.values()
    rows = people.weight * people.where(values, people.diagram.selected)
    cell = people.stratum(values[name] for name in (*gaps, *names))
    joint = np.bincount(cell, rows, 2 ** (len(gaps) + len(names)))
    return (joint / joint.sum()).reshape(2 ** len(gaps), -1)


def independent(joint: np.ndarray) -> bool:
    return np.allclose(joint, np.outer(joint.sum(axis=1), joint.sum(axis=0)), atol=1e-12)


def test_the_words_say_what_the_numbers_do():
    chance, rng = random.Random(4), np.random.default_rng(4)
    seen = {"MCAR": 0, "MAR": 0, "MNAR": 0}
    while min(seen.values()) < 12:
        diagram = drawn_case(chance, most=7).diagram
        of = indicators(diagram)
        varying = [n for n in diagram.observed if n not in of and n not in diagram.selected]
        hiding = [name for name in varying if name in of.values()]
        seen_always = [name for name in varying if name not in hiding]
        word = mechanism(diagram, of)
        if not of or seen[word] >= 40:
            continue
        seen[word] += 1
        completely, at_random = [], []
        for _ in range(6):
            people = Population.random(diagram, rng)
            joint = tables(people, [*seen_always, *hiding], list(of))
            completely.append(independent(joint))
            strata = joint.reshape(len(joint), 2 ** len(seen_always), -1)
            at_random.append(
                all(
                    independent(strata[:, stratum] / strata[:, stratum].sum())
                    for stratum in range(strata.shape[1])
                    if strata[:, stratum].sum() > 0
                )
            )
        assert all(completely) == (word == "MCAR"), diagram
        assert all(at_random) == (word != "MNAR"), diagram


def test_only_the_gaps_asked_about_count():
    diagram = m_graph("x>y z>y z>?y y>?z")
    words = [mechanism(diagram, gaps) for gaps in (["missing_y"], ["missing_z"], [])]
    assert words == ["MNAR", "MNAR", "MCAR"]
