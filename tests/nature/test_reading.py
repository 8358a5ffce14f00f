"""From a world file and the files it includes to a model, presets and a question."""

from __future__ import annotations

import pytest

import causalkit
from causalkit.errors import WorldError
from causalkit.nature import World

PEOPLE = """\
# People

effect of age on pain from 30 to 50
ageing = 0.01
preset old: ageing = 0.05
age  ~ uniform(18, 80)                    # Age [years]
pain ~ bernoulli(ageing*age/2)            # Pain
"""
SURVEY = """\
# A survey
# of people

effect of kratom on phq9
include people
pull = 1
strength = pull*2
preset strong: pull = 3, ageing = 0.02
kratom ~ bernoulli(expit(strength*pain - 2))
phq9 ~ normal(2*pain - kratom, 1)
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "people.world").write_text(PEOPLE)
    (tmp_path / "survey.world").write_text(SURVEY)
    return tmp_path


def refused(text: str, message: str) -> WorldError:
    with pytest.raises(WorldError, match=message) as caught:
        World.from_text(text, "my.world")
    return caught.value


def test_an_included_file_gives_equations_knobs_and_presets(folder):
    world = causalkit.world(folder / "survey.world")
    assert list(world.sample(10, 1).frame) == ["age", "pain", "kratom", "phq9"]
    assert {knob.name: knob.value for knob in world.knobs} == {"ageing": 0.01, "pull": 1}
    assert [preset.name for preset in world.presets] == ["old", "strong"]
    assert world.with_preset("strong").knobs[0].value == 0.02


def test_an_included_file_gives_neither_question_nor_story(folder):
    world = causalkit.world(folder / "survey.world")
    assert world.question.exposure == ("kratom",)
    assert (world.title, world.story, world.name) == ("A survey", "of people", "survey")


def test_people_are_the_same_in_the_file_that_includes_them(folder):
    alone = causalkit.world(folder / "people.world").sample(100, 1).frame
    within = causalkit.world(folder / "survey.world").sample(100, 1).frame
    assert alone.equals(within[["age", "pain"]])


def test_what_is_computed_from_knobs_alone_is_no_variable(folder):
    world = causalkit.world(folder / "survey.world")
    assert "strength" not in world.diagram.nodes
    assert world.model.constants["strength"] == 2
    assert world.set(pull=4).model.constants["strength"] == 8


def test_shipped_worlds_can_be_included_from_anywhere(tmp_path):
    path = tmp_path / "mine.world"
    path.write_text("effect of kratom on mine\ninclude triangle\nmine ~ normal(kratom, 1)")
    assert "mine" in causalkit.world(path).sample(5, 1).frame


def test_an_error_in_an_included_file_points_into_that_file(folder):
    (folder / "people.world").write_text(PEOPLE.replace("uniform", "unifrom"))
    with pytest.raises(WorldError, match='Did you mean "uniform"') as caught:
        causalkit.world(folder / "survey.world")
    place = caught.value.place
    assert (place.source, place.line, place.column) == ("people.world", 6, 8)


@pytest.mark.parametrize("names", [["a"], ["a", "b"], ["a", "b", "c"]])
def test_files_that_include_each_other(tmp_path, names):
    for name, other in zip(names, [*names[1:], names[0]], strict=True):
        (tmp_path / f"{name}.world").write_text(f"effect of x on y\ninclude {other}\n")
    circle = " → ".join([*names, names[0]])
    with pytest.raises(WorldError, match=f"include each other in a circle: {circle}"):
        causalkit.world(tmp_path / "a.world")


def test_a_long_chain_of_files(tmp_path):
    for number in range(40):
        (tmp_path / f"w{number}.world").write_text(f"effect of x on y\ninclude w{number + 1}\n")
    with pytest.raises(WorldError, match="more than 20 deep"):
        causalkit.world(tmp_path / "w0.world")


def test_a_file_that_is_not_there(folder):
    error = refused("effect of x on y\nx = 1\ninclude triangel", 'no world "triangel" to include')
    assert 'Did you mean "triangle"' in str(error)
    assert (error.place.line, error.place.column) == (3, 9)


BASE = "effect of x on y\nx ~ bernoulli(0.5)\ny ~ normal(x, 1)\n"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (BASE + "x = 3", 4, '"x" is given twice .first in my.world, line 2.'),
        (BASE + "k = 1\nk = 2", 5, '"k" is given twice'),
        (BASE + "missing y when x\nmissing y when x", 5, '"missing_y" is given twice'),
        (BASE + "missing z when x", 4, '"z" is no released variable'),
        (BASE + "latent z = x\nmissing z when x", 5, '"z" is no released variable'),
        (BASE + "select s = 1 + x", 4, "a condition is expected here"),
        (BASE + "missing y when x + 1", 4, "a condition is expected here"),
        (BASE + "k = 1\npreset p: j = 2", 5, 'there is no knob "j"'),
        (BASE + "preset p: x = 2", 4, 'there is no knob "x"'),
        (BASE + "z = zz + 1\nzx = 1", 4, 'nothing is called "zz" in this world'),
        (BASE + "a = b + x\nb = a", 4, "circle: a → b → a|circle: b → a → b"),
        (BASE + "a = a + x", 4, "itself|circle"),
        (BASE + "effect of x on y", 4, "a world asks one question.*this one asks 2"),
        (BASE.replace("on y", "on z"), 1, 'no variable "z" in this world'),
        (BASE.replace("on y", "on y from 0 to 2"), 1, '"x" lies between 0 and 1, not 2'),
        (BASE.replace("on y", "to y"), 1, 'expected "on" here'),
        (BASE.replace("effect of x", "  effect of k") + "k = 2", 1, 'no variable "k"'),
    ],
)
def test_what_does_not_fit_together(text, line, message):
    error = refused(text, message)
    assert (error.place.source, error.place.line) == ("my.world", line)


def test_a_world_needs_a_question_and_something_to_release():
    refused("x ~ bernoulli(0.5)", "a world asks one question.*this one asks 0")
    refused("effect of x on y\nlatent x ~ bernoulli(0.5)\nlatent y = x", "releases at least one")
    refused("", "a world asks one question")


def test_questions_about_categories():
    base = "region ~ categorical(north=0.5, south=0.5)\ny ~ normal(region == 'north', 1)\n"
    World.from_text(f"effect of region on y from south to north\n{base}")
    refused(f"effect of region on y\n{base}", '"region" is one of north, south')
    refused(f"effect of y on region\n{base}", 'the outcome "region" is a category')
    refused(f"effect of y on y2 from low to high\n{base}y2 = y", '"y" is a number')
