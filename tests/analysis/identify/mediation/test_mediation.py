"""Which effects through and past a mediator are identified, and what a student reads if not."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from itertools import combinations

import pytest
from brute_force import subsets

from causalkit.analysis.identify.mediation.mediation import identify_mediation
from causalkit.errors import NotIdentified, QuestionError
from causalkit.graph import Diagram, Question, d_separated, paths

ASKED = Question.of("x", "y")
BASE = "x>m m>y x>y "


def arrows(text: str, latent: Iterable[str] = (), selected: Iterable[str] = ()) -> Diagram:
    """A diagram from arrows such as "x>y z>x"."""
    pairs = [(arrow.split(">")[0], arrow.split(">")[1]) for arrow in text.split()]
    return Diagram.of(pairs, (), tuple(latent), tuple(selected))


BOTH, ONE = ("controlled", "natural"), ("controlled",)
TEXTBOOK = {
    "nothing confounds": (BASE, "", BOTH, (), ()),
    "exposure and outcome": (BASE + "c>x c>y", "", BOTH, ("c",), ()),
    "exposure and mediator": (BASE + "c>x c>m", "", BOTH, ("c",), ()),
    "mediator and outcome": (BASE + "c>m c>y", "", BOTH, ("c",), ()),
    "one of two in a chain": (BASE + "c>m c>d d>y", "", BOTH, ("d",), ()),
    "a hidden cause of exposure and mediator": (BASE + "u>x u>m", "u", ONE, (), ()),
    "a confounder that the exposure affects": (BASE + "x>l l>m l>y", "", ONE, (), ("l",)),
    "the same, confounded itself": (BASE + "x>l l>m u>l u>y", "u", ONE, (), ("l",)),
    "with a covariate besides": (
        BASE + "x>l l>m l>y c>x c>y c>l",
        "",
        ONE,
        ("c",),
        ("l",),
    ),
    "a mediator upstream of the mediator": (BASE + "x>a a>m", "", BOTH, (), ()),
}


@pytest.mark.parametrize(("text", "latent", "kinds", "w", "after"), TEXTBOOK.values(), ids=TEXTBOOK)
def test_textbook_diagrams(text, latent, kinds, w, after):
    found = identify_mediation(arrows(text, latent), ASKED, "m")
    assert (found.kinds, found.adjustment, found.intermediate) == (kinds, w, after)
    assert (found.question, found.mediators) == (ASKED, ("m",))
    assert bool(found.reasons) == (kinds == ONE)


def test_the_cross_world_obstacle_is_named():
    found = identify_mediation(arrows(BASE + "x>l l>m l>y"), ASKED, ["m"])
    (reason,) = found.reasons
    assert reason == (
        "natural effects through m are not identified: m ← l → y confounds mediator and outcome "
        "and stays open, because l is affected by the exposure"
    )


def test_two_mediators_are_taken_together():
    found = identify_mediation(arrows(BASE + "x>l l>m l>y"), ASKED, ["m", "l"])
    assert (found.mediators, found.kinds) == (("l", "m"), BOTH)


REFUSED = {
    "a hidden cause of mediator and outcome": (
        BASE + "u>m u>y",
        "u",
        "m ← u → y confounds mediator and outcome and stays open, because u is hidden",
        "muy",
    ),
    "a hidden cause of exposure and outcome": (
        BASE + "u>x u>y",
        "u",
        "x ← u → y confounds exposure and outcome and stays open, because u is hidden",
        "xuy",
    ),
    "a hidden mediator": (BASE, "m", "m is hidden, so no data hold it", ""),
}


@pytest.mark.parametrize(("text", "latent", "why", "path"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_names_the_path(text: str, latent: str, why: str, path: str):
    with pytest.raises(NotIdentified) as caught:
        identify_mediation(arrows(text, latent), ASKED, "m")
    assert str(caught.value) == f"the effect of x on y past m is not identified: {why}"
    assert caught.value.path == tuple(path)


def test_people_selected_into_the_data():
    diagram = arrows(BASE + "s>m s>y", selected="s")
    with pytest.raises(NotIdentified, match="selected on s, and the effect is asked of everybody"):
        identify_mediation(diagram, ASKED, "m")
    found = identify_mediation(diagram, Question.of("x", "y", population="s"), "m")
    assert (found.kinds, found.adjustment, found.selected) == (BOTH, (), {"s"})
    moved = arrows(BASE + "x>s", selected="s")
    with pytest.raises(NotIdentified, match="selected on s, which the exposure changes, x → s"):
        identify_mediation(moved, Question.of("x", "y", population="s"), "m")


def test_a_group_is_held_fixed():
    diagram = arrows(BASE + "c>m c>y")
    women = Question.of("x", "y", population="c == female")
    assert identify_mediation(diagram, women, "m").adjustment == ()
    old = Question.of("x", "y", population="c >= 40")
    assert identify_mediation(diagram, old, "m").adjustment == ("c",)


@pytest.mark.parametrize(
    ("mediators", "message"),
    [
        ("c", "c is on no causal path from x to y"),
        ("x", "x is on no causal path from x to y"),
        ("n", 'the diagram has no variable "n"'),
        ((), "mediation needs at least one mediator"),
    ],
)
def test_what_is_no_mediator(mediators, message: str):
    with pytest.raises(QuestionError, match=message):
        identify_mediation(arrows(BASE + "c>x c>y"), ASKED, mediators)


def drawn(chance: random.Random) -> Diagram:
    """A random diagram in which m lies between x and y."""
    names = [f"v{number}" for number in range(chance.randint(1, 4))]
    order = ["x", "m", "y"]
    for name in names:
        order.insert(chance.randint(0, len(order)), name)
    density = chance.choice([0.25, 0.4, 0.6])
    edges = {pair for pair in combinations(order, 2) if chance.random() < density}
    hidden = chance.sample(names, min(len(names), chance.choice([0, 1, 2])))
    return Diagram.of(sorted(edges | {("x", "m"), ("m", "y")}), order, hidden)


def no_open_backdoor(diagram: Diagram, starts: str, end: str, held: set[str]) -> bool:
    """The criterion word by word: no path that begins with an arrow into its start is open."""
    return not any(
        path.is_open(diagram, held)
        for path in paths(diagram, starts, end, limit=None)
        if path.nodes[1] in diagram.parents(starts)
    )


def natural_by_words(diagram: Diagram, w: tuple[str, ...]) -> bool:
    held = set(w)
    return (
        no_open_backdoor(diagram, "x", "m", held)
        and no_open_backdoor(diagram, "x", "y", held)
        and no_open_backdoor(diagram, "m", "y", held | {"x"})
    )


def controlled_by_words(diagram: Diagram, w: tuple[str, ...], between: tuple[str, ...]) -> bool:
    """The two conditions of Pearl and Robins for the plan of setting x, then m."""
    first = d_separated(diagram.without_outgoing("x").do("m"), ["x"], ["y"], w)
    return first and no_open_backdoor(diagram, "m", "y", {"x", *w, *between})


def test_a_set_is_found_exactly_where_there_is_one():
    chance, kinds = random.Random(1), Counter[tuple[str, ...]]()
    for _ in range(1200):
        diagram = drawn(chance)
        unaffected = set(diagram.observed) - diagram.descendants("x")
        before = set(diagram.observed) - diagram.descendants("m") - {"x"}
        natural = any(natural_by_words(diagram, w) for w in subsets(unaffected))
        controlled = any(
            controlled_by_words(diagram, w, between)
            for w in subsets(unaffected)
            for between in subsets(before - set(w))
        )
        try:
            found = identify_mediation(diagram, ASKED, "m")
        except NotIdentified:
            assert not natural, diagram
            assert not controlled, diagram
            kinds[()] += 1
            continue
        assert ("natural" in found.kinds) == natural, diagram
        assert controlled, diagram
        assert unaffected.issuperset(found.adjustment)
        if natural:
            assert natural_by_words(diagram, found.adjustment), diagram
        assert controlled_by_words(diagram, found.adjustment, found.intermediate), diagram
        kinds[found.kinds] += 1
    assert min(kinds[()], kinds[ONE], kinds[BOTH]) > 50, kinds
