"""do, replace, cut and set: what changes, and what stays."""

from __future__ import annotations

import numpy as np
import pytest

import causalkit
from causalkit.errors import WorldError
from causalkit.nature import World

TRIANGLE = """\
effect of kratom on phq9
pull = 1.5     # log-odds
pain   ~ bernoulli(0.3)
sex    ~ categorical(female=0.5, male=0.5)
dose   ~ binomial(3, 0.5)
kratom ~ bernoulli(expit(-1 + pull*pain))
phq9   ~ normal(4 + 3*pain - 1*kratom + (sex == "female"), 1)
"""


@pytest.fixture
def triangle() -> World:
    return World.from_text(TRIANGLE)


def crude_difference(world: World) -> float:
    data = world.sample(200_000, 1).frame
    return data["phq9"][data["kratom"]].mean() - data["phq9"][~data["kratom"]].mean()


def test_do_cuts_the_arrows_into_the_variable(triangle):
    after = triangle.do(kratom=1)
    assert after.diagram.parents("kratom") == ()
    assert after.sample(100, 1).frame["kratom"].all()
    assert after.changes == ("do(kratom = 1)",)


def test_do_keeps_the_type_of_the_column(triangle):
    before = triangle.sample(100, 1).frame.dtypes
    after = triangle.do(kratom=True, sex="male", dose=2).sample(100, 1).frame.dtypes
    assert (before == after).all()


def test_do_takes_an_expression_of_other_variables(triangle):
    data = triangle.do(kratom="pain and sex == 'female'").sample(500, 1).frame
    expected = data["pain"] & (data["sex"] == "female")
    np.testing.assert_array_equal(data["kratom"], expected)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"kratm": 1}, 'Did you mean "kratom"'),
        ({"kratom": 2}, "0 or 1"),
        ({"sex": "mle"}, 'Did you mean "male"'),
        ({"dose": float("nan")}, "finite"),
        ({"pain": "kratom"}, "circle: pain → kratom → pain"),
    ],
)
def test_do_refuses_what_does_not_fit(triangle, settings, message):
    with pytest.raises(WorldError, match=message):
        triangle.do(**settings)


def test_randomising_by_replace_removes_confounding(triangle):
    truth = triangle.truth().value
    assert crude_difference(triangle) > truth + 0.5
    assert crude_difference(triangle.replace("kratom ~ bernoulli(0.5)")) == pytest.approx(
        truth, abs=0.03
    )


def test_replace_refuses_an_unknown_variable_and_a_cycle(triangle):
    with pytest.raises(WorldError, match="no variable"):
        triangle.replace("kava ~ bernoulli(0.5)")
    with pytest.raises(WorldError, match="circle"):
        triangle.replace("pain ~ bernoulli(expit(phq9))")


def test_a_cut_arrow_carries_no_association_but_keeps_the_distribution(triangle):
    parted = triangle.cut("pain", "kratom")
    assert crude_difference(parted) == pytest.approx(triangle.truth().value, abs=0.03)
    before = triangle.sample(200_000, 1).frame["kratom"].mean()
    assert parted.sample(200_000, 1).frame["kratom"].mean() == pytest.approx(before, abs=0.005)


def test_a_cut_copies_the_causes_of_the_cause():
    world = World.from_text(
        "effect of x on y\nu ~ normal(0, 1)\na ~ normal(u, 1)\n"
        "x ~ bernoulli(expit(a))\ny ~ normal(a + u + x, 1)"
    )
    parted = world.cut("a", "x")
    data = parted.sample(100_000, 1, reveal=True).frame
    copy = data["a_copy_for_x"]
    assert abs(np.corrcoef(copy, data["u"])[0, 1]) < 0.02
    assert copy.var() == pytest.approx(data["a"].var(), rel=0.03)
    assert set(parted.diagram.parents("x")) == {"a_copy_for_x"}


def test_cut_refuses_an_arrow_that_is_not_there(triangle):
    with pytest.raises(WorldError, match="no arrow phq9 → kratom; causes of kratom: pain"):
        triangle.cut("phq9", "kratom")


def test_knobs_are_set_by_name(triangle):
    assert {knob.name: knob.value for knob in triangle.set(pull=0).knobs} == {"pull": 0.0}
    with pytest.raises(WorldError, match='Did you mean "pull"'):
        triangle.set(pul=0)
    with pytest.raises(WorldError, match="finite"):
        triangle.set(pull=float("inf"))


def test_a_preset_sets_its_knobs_and_a_knob_can_follow():
    harmful = causalkit.world("self_medication", "harmful", pull=0.1)
    values = {knob.name: knob.value for knob in harmful.knobs}
    declared = next(each for each in harmful.presets if each.name == "harmful").values
    assert values["pull"] == 0.1
    assert values["change"] == declared["change"] > 0
    assert harmful.preset == "harmful"
    with pytest.raises(WorldError, match='Did you mean "harmful"'):
        causalkit.world("self_medication", "harmfull")
