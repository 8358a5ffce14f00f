"""Groups of people: what asking about them conditions on."""

from __future__ import annotations

import pytest

from causalkit.analysis.identify import backdoor_adjustment
from causalkit.errors import NotIdentified, QuestionError
from causalkit.graph import Diagram, Question

CONFOUNDED = Diagram.of([("age", "kratom"), ("age", "phq9"), ("kratom", "phq9"), ("sex", "phq9")])


def adjusted(diagram: Diagram, population: str) -> tuple[tuple[str, ...], ...]:
    return backdoor_adjustment(
        diagram, Question.of("kratom", "phq9", population=population)
    ).minimal_sets


def test_among_people_of_one_age_there_is_no_confounding_by_age():
    assert adjusted(CONFOUNDED, "age == 40") == ((),)


def test_within_a_range_of_ages_there_still_is():
    assert adjusted(CONFOUNDED, "age >= 40") == (("age",),)
    assert adjusted(CONFOUNDED, "age != 40") == (("age",),)


def test_a_group_that_has_nothing_to_do_with_confounding_changes_nothing():
    assert adjusted(CONFOUNDED, "sex == female") == (("age",),)


@pytest.mark.parametrize("population", ["exposed", "unexposed"])
def test_the_same_sets_serve_the_exposed_and_the_unexposed(population: str):
    assert adjusted(CONFOUNDED, population) == adjusted(CONFOUNDED, "all")


@pytest.mark.parametrize("population", ["pain == 1", "pain > 0.5"])
def test_a_group_formed_by_a_collider_opens_a_path(population: str):
    diagram = Diagram.of(
        [("u", "kratom"), ("u", "pain"), ("w", "pain"), ("w", "phq9"), ("kratom", "phq9")]
    )
    assert adjusted(diagram, "all") == ((),)
    assert adjusted(diagram, population) == (("u",), ("w",))


def test_a_group_that_the_exposure_forms_is_refused():
    diagram = Diagram.of([("kratom", "sleep"), ("sleep", "phq9")])
    with pytest.raises(NotIdentified, match="kratom changes who belongs to the group") as caught:
        adjusted(diagram, "sleep == 1")
    assert caught.value.path == ("kratom", "sleep")


def test_a_group_that_nobody_can_see_is_refused():
    diagram = Diagram.of([("kratom", "phq9"), ("u", "phq9")], latent=["u"])
    with pytest.raises(NotIdentified, match="u is hidden, so nobody knows"):
        adjusted(diagram, "u == 1")


@pytest.mark.parametrize(
    ("population", "message"),
    [
        ("kratom == 1", "ask among the exposed"),
        ("phq9 >= 10", "cannot be formed by the outcome"),
        ("agee >= 40", 'no variable "agee". Did you mean "age"'),
    ],
)
def test_groups_that_make_no_sense(population: str, message: str):
    with pytest.raises(QuestionError, match=message):
        adjusted(CONFOUNDED, population)


def test_people_who_were_not_selected_are_not_in_the_data():
    diagram = Diagram.of([("kratom", "phq9"), ("kratom", "responds")], selected=["responds"])
    assert adjusted(diagram, "responds") == ((),)
    with pytest.raises(QuestionError, match="nobody is in the data with responds == 0"):
        adjusted(diagram, "responds == 0")


def test_a_variable_may_be_named_like_a_group():
    diagram = Diagram.of([("age", "kratom"), ("age", "phq9"), ("age", "age >= 40")])
    assert adjusted(diagram, "age >= 40") == (("age",),)
