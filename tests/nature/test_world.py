"""A world as people hold it in their hands: found by name, asked, described."""

from __future__ import annotations

import pytest

import causalkit
from causalkit.errors import QuestionError, WorldError
from causalkit.nature import World, shipped_worlds
from causalkit.nature.reading import WORLDS

SMALL = """\
# A title
# A story in
#
# two paragraphs.

effect of x on y
pull = 0.5     # What pulls [log-odds] -- design choice

# -- NCHS 390
x ~ bernoulli(expit(pull))            # Exposed
y ~ normal(2*x, 1)                    # Outcome [points]
latent u ~ normal(0, 1)
preset strong: pull = 2               # Pulls more
"""


def test_shipped_worlds_are_those_with_a_question():
    found = shipped_worlds()
    assert "health" not in found
    assert set(found) < {path.stem for path in WORLDS.glob("*.world")}
    assert all(world.question.exposure == ("kratom",) for world in found.values())


def test_a_file_of_ones_own_works_like_a_shipped_one(tmp_path):
    path = tmp_path / "mine.world"
    path.write_text(SMALL, encoding="utf-8")
    world = causalkit.world(path, "strong")
    assert (world.name, world.title, world.preset) == ("mine", "A title", "strong")
    assert world.story == "A story in\n\ntwo paragraphs."
    assert world.text == SMALL
    assert [knob.value for knob in world.knobs] == [2.0]


def test_an_own_file_may_include_a_shipped_one_or_its_neighbour(tmp_path):
    (tmp_path / "people.world").write_text("age ~ uniform(18, 80)\n", encoding="utf-8")
    path = tmp_path / "mine.world"
    path.write_text("effect of x on y\ninclude people\nx ~ bernoulli(0.5)\ny = x*age\n")
    assert "age" in causalkit.world(path).sample(10, 1).frame


def test_the_codebook_tells_label_unit_source_and_role():
    book = World.from_text(SMALL).codebook
    assert book.names == ("x", "y")
    assert (book["x"].label, book["x"].role, book["x"].source) == (
        "Exposed",
        "exposure",
        "NCHS 390",
    )
    assert (book["y"].unit, book["y"].role, book["y"].kind) == ("points", "outcome", "number")
    assert World.from_text(SMALL).codebook_of(reveal=True)["u"].role == "latent"


def test_a_world_can_be_asked_something_else():
    world = World.from_text(SMALL).ask("effect of x on y among exposed")
    assert world.question.estimand == "ATT"
    assert world.truth().value == world.truth("effect of x on y").value == 2.0
    with pytest.raises(QuestionError, match='Did you mean "y"'):
        world.ask("effect of x on yy")
    with pytest.raises(QuestionError, match="lies between 0 and 1"):
        world.ask("effect of x on y from 0 to 2")


def test_a_knob_may_have_any_name():
    text = SMALL.replace("pull", "self")
    assert World.from_text(text).set(self=1.5).knobs[0].value == 1.5


def test_provenance_says_how_to_draw_the_survey_again():
    world = World.from_text(SMALL, "small.world").with_preset("strong").do(x=1)
    told = world.sample(10, seed=4).provenance
    assert (told.world, told.preset, told.seed, told.n) == ("small", "strong", 4, 10)
    assert told.knobs == {"pull": 2.0}
    assert told.changes == ("do(x = 1)",)
    assert told.version == causalkit.__version__


def test_changes_make_another_world_and_leave_this_one():
    world = World.from_text(SMALL)
    before = world.sample(20, 1).frame
    world.do(x=1).set(pull=3)
    assert world.sample(20, 1).frame.equals(before)
    assert world == World.from_text(SMALL)


def test_a_question_is_asked_once():
    with pytest.raises(WorldError, match="this one asks 2"):
        World.from_text(SMALL + "effect of x on y\n")


HEAD = "effect of x on y\nx ~ bernoulli(0.5)\n"


def test_a_knob_of_0_or_1_is_a_switch():
    world = World.from_text(HEAD + "k = 2\nstrong = k > 1\non = 1\ny = 2*x if strong and on else x")
    assert world.truth().value == 2.0
    assert world.set(k=0).truth().value == 1.0
    assert world.set(on=0).truth().value == 1.0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("y = x\nselect s ~ normal(0, 1)", "a condition is expected"),
        ("y = x\nmissing y when poisson(1)", "a condition is expected"),
        ("y = x\nk = 1\npreset a: k = 2\npreset a: k = 3", "given twice"),
    ],
)
def test_what_a_world_refuses(text, message):
    with pytest.raises(WorldError, match=message):
        World.from_text(HEAD + text)


def test_the_exact_truth_looks_at_probabilities_too():
    with pytest.raises(WorldError, match="must be a probability"):
        World.from_text(HEAD + "y ~ bernoulli(0.5 + 2*x)").truth()
