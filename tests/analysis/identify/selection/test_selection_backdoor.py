"""The selection-backdoor criterion: sufficient, as exact pairs show, and not necessary."""

from __future__ import annotations

import random

import pytest
from selection_cases import XY, Case, arrows, subsets

from causalkit.analysis.identify.selection.pair_check import check_pair
from causalkit.analysis.identify.selection.selection_backdoor import selection_backdoor
from causalkit.errors import NotIdentified, QuestionError
from causalkit.graph import Question


def test_whoever_passes_the_selection_backdoor_criterion_has_an_admissible_pair(random_diagram):
    chance, passed = random.Random(11), 0
    for _ in range(250):
        diagram, exposure, outcome = random_diagram(
            chance, exposures=chance.choice([1, 1, 2]), selected=1
        )
        case = Case(diagram, exposure, outcome, "all", ())
        for chosen in subsets(case.free):
            try:
                found = selection_backdoor(diagram, case.question, chosen)
            except NotIdentified:
                continue
            assert case.declared(chosen, chosen), (case, chosen)
            assert found.external == found.adjustment == tuple(sorted(chosen))
            passed += 1
    assert passed > 200


def test_the_selection_backdoor_criterion_is_not_necessary():
    """What follows the exposure may tell about the outcome and still do no harm."""
    diagram = arrows("x>w u>w u>y x>y", latent="u", selected=())
    assert check_pair(diagram, XY, [], []).adjustment == ()
    with pytest.raises(NotIdentified) as caught:
        selection_backdoor(arrows("x>w u>w u>y x>y w>s", latent="u"), XY, ["w"])
    assert caught.value.path == ("w", "u", "y")
    assert str(caught.value) == (
        "effect of x on y does not pass the selection-backdoor criterion: w ← u → y stays open "
        "given x"
    )
    with pytest.raises(QuestionError, match="is about the effect in everybody"):
        selection_backdoor(arrows("x>y x>s"), Question.of("x", "y", population="exposed"), [])
    with pytest.raises(QuestionError, match="y is part of the question"):
        selection_backdoor(arrows("x>y x>s"), XY, ["y"])
