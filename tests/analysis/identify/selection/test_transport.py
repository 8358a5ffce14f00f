"""Selection: when the effect among respondents is the effect in everybody."""

from __future__ import annotations

import pytest

from causalkit.analysis.identify import backdoor_adjustment
from causalkit.errors import NotIdentified
from causalkit.graph import Diagram, Question

CASES = {
    # arrows, and for which populations the effect is identified
    "chance decides who responds": ("kratom>phq9 luck>responds", {"all", "exposed", "responds"}),
    "the exposure decides": ("kratom>phq9 kratom>responds", {"all", "exposed", "responds"}),
    "a cause of the outcome decides": ("kratom>phq9 pain>phq9 pain>responds", {"responds"}),
    "the outcome decides": ("kratom>phq9 phq9>responds", set()),
    "a confounder decides": (
        "pain>kratom pain>phq9 kratom>phq9 pain>responds",
        {"responds"},
    ),
    "a confounded exposure decides": (
        "pain>kratom pain>phq9 kratom>phq9 kratom>responds",
        {"exposed", "responds"},
    ),
    "selection comes first and moves the exposure": (
        "responds>kratom pain>kratom pain>phq9 kratom>phq9",
        {"all", "responds"},
    ),
}


def diagram(arrows: str) -> Diagram:
    pairs = [(arrow.split(">")[0], arrow.split(">")[1]) for arrow in arrows.split()]
    return Diagram.of(pairs, selected=["responds"])


@pytest.mark.parametrize("population", ["all", "exposed", "responds"])
@pytest.mark.parametrize(("arrows", "identified"), CASES.values(), ids=CASES)
def test_who_the_respondents_speak_for(arrows: str, identified: set[str], population: str):
    question = Question.of("kratom", "phq9", population=population)
    if population in identified:
        assert backdoor_adjustment(diagram(arrows), question).complete
    else:
        with pytest.raises(NotIdentified):
            backdoor_adjustment(diagram(arrows), question)


def test_the_finding_suggests_to_ask_about_the_respondents():
    arrows = "kratom>phq9 pain>phq9 pain>responds"
    with pytest.raises(NotIdentified) as caught:
        backdoor_adjustment(diagram(arrows), Question.of("kratom", "phq9"))
    assert "for the target population" in str(caught.value)
    assert "responds ← pain → phq9 links who is in the data with phq9" in str(caught.value)
    assert str(caught.value).endswith("ask for the effect among responds")
    assert caught.value.obstacles == ("responds",)


def test_an_exposure_that_decides_and_is_confounded_is_named():
    arrows = "pain>kratom pain>phq9 kratom>phq9 kratom>responds"
    with pytest.raises(NotIdentified) as caught:
        backdoor_adjustment(diagram(arrows), Question.of("kratom", "phq9"))
    assert "kratom bears on who is in the data" in str(caught.value)
    assert caught.value.path == ("kratom", "pain", "phq9")


def test_every_selection_that_is_not_part_of_the_question_must_speak_for_everybody():
    twice = Diagram.of(
        [("kratom", "phq9"), ("pain", "phq9"), ("pain", "asked"), ("luck", "responds")],
        selected=["asked", "responds"],
    )
    assert (
        backdoor_adjustment(twice, Question.of("kratom", "phq9", population="asked")).adjustment
        == ()
    )
    with pytest.raises(NotIdentified, match="among responds == 1 and asked"):
        backdoor_adjustment(twice, Question.of("kratom", "phq9", population="responds"))
