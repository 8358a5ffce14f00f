"""Whether a given pair will do, and why not."""

from __future__ import annotations

import pytest
from selection_cases import XY, arrows

from causalkit.analysis.identify.selection.external import identify_with_external
from causalkit.analysis.identify.selection.pair_check import check_pair
from causalkit.errors import DiagramError, NotIdentified, QuestionError
from causalkit.graph import Diagram, Question


def refusal(diagram: Diagram, *sets: list[str]) -> NotIdentified:
    with pytest.raises(NotIdentified) as caught:
        check_pair(diagram, XY, *sets)
    return caught.value


def test_why_a_given_pair_will_not_do():
    diagram = arrows("a>x a>y x>m m>y m>d a>s u>x u>a", latent="u")
    found = refusal(diagram, ["a", "m"], [])
    assert str(found) == (
        "effect of x on y is not identified by adjusting for a and m: m carries the effect "
        "itself, x → m"
    )
    found = refusal(diagram, ["a", "d"], [])
    assert str(found).endswith("d depends on the effect itself, x → m → d")
    assert found.path == ("x", "m", "d")
    found = refusal(diagram, [], [])
    assert str(found) == (
        "effect of x on y is not identified by comparing people as they are: x ← a → y stays open"
    )
    assert "u is hidden, so no data hold" in str(refusal(diagram, ["a", "u"], []))
    assert "s ← a → y links" in str(refusal(diagram, ["a"], []))
    assert check_pair(diagram, XY, ["a"], ["a"]).needs_external


def test_sets_that_make_no_sense():
    diagram = arrows("a>x a>y x>y u>y a>s", latent="u")
    with pytest.raises(QuestionError, match="x is part of the question; name covariates"):
        check_pair(diagram, XY, ["x"])
    with pytest.raises(QuestionError, match="a would have to be adjusted for"):
        check_pair(diagram, XY, [], ["a"])
    with pytest.raises(QuestionError, match="u is hidden, so the strata"):
        identify_with_external(diagram, XY, ["u"])
    with pytest.raises(DiagramError, match='no variable "b"'):
        identify_with_external(diagram, XY, ["b"])
    with pytest.raises(QuestionError, match='no variable "z"'):
        identify_with_external(diagram, Question.of("z", "y"))
