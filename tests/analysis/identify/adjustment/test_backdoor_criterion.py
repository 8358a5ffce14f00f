"""The textbooks' criterion, word by word, against every subset of random diagrams."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from brute_force import adjustable, minimal, subsets

from causalkit.analysis.identify import backdoor_sets, is_adjustment_set, satisfies_backdoor
from causalkit.errors import NotIdentified
from causalkit.graph import Diagram, Question, paths


def passes(diagram: Diagram, question: Question, chosen: Iterable[str]) -> bool:
    """No descendant of the exposure; every proper path that begins with ``x ←`` is blocked."""
    held = set(chosen) | diagram.selected
    if held & diagram.descendants(*question.exposure):
        return False
    return not any(
        path.is_backdoor
        and path.is_open(diagram, chosen)
        and not set(path.nodes[1:]).intersection(question.exposure)
        for start in question.exposure
        for path in paths(diagram, start, question.outcome[0], limit=None)
    )


def listed(diagram: Diagram, question: Question) -> list[tuple[str, ...]]:
    try:
        found = list(backdoor_sets(diagram, question))
    except NotIdentified:
        return []
    assert found
    return sorted(found, key=lambda each: (len(each), each))


@pytest.mark.parametrize(("exposures", "selected"), [(1, 0), (1, 1), (2, 0)])
def test_sets_are_those_of_the_definition(random_diagram, exposures, selected):
    chance = random.Random(10 * exposures + selected)
    met = {True: 0, False: 0}
    for _ in range(250):
        diagram, exposure, outcome = random_diagram(
            chance, largest=7, exposures=exposures, selected=selected
        )
        population = " and ".join(sorted(diagram.selected)) or "all"
        question = Question.of(exposure, outcome, population=population)
        valid = []
        for chosen in subsets(adjustable(diagram, question)):
            expected = passes(diagram, question, chosen)
            assert satisfies_backdoor(diagram, question, chosen) == expected, (diagram, chosen)
            met[expected] += 1
            if expected:
                assert is_adjustment_set(diagram, question, chosen)
                valid.append(chosen)
        assert listed(diagram, question) == list(minimal(valid))
    assert min(met.values()) > 200


def test_it_is_stricter_than_it_needs_to_be():
    """A consequence of the exposure beside the causal path does no harm."""
    diagram = Diagram.of([("pain", "x"), ("pain", "y"), ("x", "y"), ("x", "nausea")])
    question = Question.of("x", "y")
    assert is_adjustment_set(diagram, question, ["pain", "nausea"])
    assert not satisfies_backdoor(diagram, question, ["pain", "nausea"])
    assert list(backdoor_sets(diagram, question)) == [("pain",)]


def test_the_reason_is_given():
    question = Question.of("x", "y")
    with pytest.raises(NotIdentified, match="some path into the exposure stays open"):
        backdoor_sets(Diagram.of([("u", "x"), ("u", "y")], latent=["u"]), question)
    aside = Diagram.of([("x", "y"), ("x", "nausea")])
    with pytest.raises(NotIdentified, match="the exposure affects nausea, conditioned on already"):
        backdoor_sets(aside, question, required=["nausea"])
