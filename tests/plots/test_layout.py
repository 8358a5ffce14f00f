"""What every drawn diagram has to fulfil, whatever its arrows."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causalkit.errors import DiagramError
from causalkit.graph import Diagram
from causalkit.nature import shipped_worlds
from causalkit.plots.geometry import Box, Curve, crossings, passes
from causalkit.plots.layout import Layout, lay_out
from causalkit.plots.style import Roles
from causalkit.plots.text import Label, wrapped

TOUCH = 1e-6


def arrows(text: str) -> list[tuple[str, str]]:
    """Read "a, b -> c; c -> d"."""
    sides = [statement.split("->") for statement in text.split(";")]
    return [
        (cause.strip(), effect.strip())
        for causes, effects in sides
        for cause in causes.split(",")
        for effect in effects.split(",")
    ]


CLASSICS = {
    "alone": Diagram.of([], nodes=["phq9"]),
    "pair": Diagram.of(arrows("kratom -> phq9")),
    "triangle": Diagram.of(arrows("pain -> kratom, phq9; kratom -> phq9")),
    "m_bias": Diagram.of(
        arrows("stress -> kratom, forum; mood -> forum, phq9; kratom -> phq9"),
        latent=["stress", "mood"],
    ),
    "mediator": Diagram.of(arrows("kratom -> sleep, phq9; sleep -> phq9; pain -> kratom, phq9")),
    "clinic": Diagram.of(
        arrows("kratom -> clinic; phq9 -> clinic; pain -> kratom, phq9"), selected=["clinic"]
    ),
    "front door": Diagram.of(
        arrows("mood -> kratom, phq9; kratom -> relief; relief -> phq9"), latent=["mood"]
    ),
    "instrument": Diagram.of(arrows("law -> kratom; mood -> kratom, phq9; kratom -> phq9")),
    "two islands": Diagram.of(arrows("a -> b; c -> d"), nodes=["e"]),
    "full": Diagram.of(combinations("abcdefg", 2)),
    "survey": Diagram.of(
        arrows(
            "vulnerability -> pain, anxiety, before, opioid_history;"
            "age, sex -> pain, anxiety, before, kratom, severity;"
            "pain -> kratom, before, severity, missing_pain; anxiety -> kratom, severity, gad7;"
            "opioid_history -> kratom, severity; before -> motive, kratom, severity;"
            "motive -> kratom; kratom -> severity, responds; severity -> phq9, gad7"
        ),
        nodes=["missing_anxiety"],
        latent=["vulnerability", "severity"],
        selected=["responds"],
    ),
}
WORLDS = {f"world {name}": world.diagram for name, world in shipped_worlds().items()}
DIAGRAMS = {**CLASSICS, **WORLDS}


@cache
def drawn(diagram: Diagram) -> Layout:
    style = Roles().style
    return lay_out(
        diagram,
        {name: Label(wrapped(name, 16), style(diagram, name).size) for name in diagram.nodes},
    )


@pytest.fixture(scope="module", params=DIAGRAMS.values(), ids=DIAGRAMS)
def layout(request: pytest.FixtureRequest) -> Layout:
    return drawn(request.param)


def check_no_arrow_behind_a_box(layout: Layout) -> None:
    for curve in layout.curves:
        others = (name for name in layout.boxes if name not in (curve.source, curve.target))
        for name in others:
            assert not passes(curve, layout.boxes[name]), (curve.source, curve.target, name)


def check_no_boxes_overlap(layout: Layout) -> None:
    for one, other in combinations(layout.boxes, 2):
        assert not layout.boxes[one].overlaps(layout.boxes[other]), (one, other)


def check_labels_inside_their_boxes(layout: Layout) -> None:
    for name, box in layout.boxes.items():
        assert layout.labels[name].width < box.width
        assert layout.labels[name].height < box.height


def check_arrows_reach_from_border_to_border(layout: Layout) -> None:
    for curve in layout.curves:
        assert layout.boxes[curve.source].distance_to_border(curve.start) < TOUCH
        assert layout.boxes[curve.target].distance_to_border(curve.tip) < TOUCH


def check_arrows_end_outside_their_target(layout: Layout) -> None:
    for curve in layout.curves:
        target = layout.boxes[curve.target]
        inner = Box(target.x, target.y, target.width - 0.02, target.height - 0.02)
        assert not passes(curve, inner), (curve.source, curve.target)


def check_everything_on_the_page(layout: Layout) -> None:
    for place in (*layout.boxes.values(), *(curve.bounds for curve in layout.curves)):
        assert place.left >= -TOUCH
        assert place.bottom >= -TOUCH
        assert place.right <= layout.width + TOUCH
        assert place.top <= layout.height + TOUCH


CHECKS = [
    check_no_arrow_behind_a_box,
    check_no_boxes_overlap,
    check_labels_inside_their_boxes,
    check_arrows_reach_from_border_to_border,
    check_arrows_end_outside_their_target,
    check_everything_on_the_page,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_geometry(check, layout):
    check(layout)


@st.composite
def diagrams(draw: st.DrawFn) -> Diagram:
    names = [f"variable_{place}" for place in range(draw(st.integers(2, 9)))]
    pairs = list(combinations(names, 2))
    edges = draw(st.lists(st.sampled_from(pairs), max_size=16, unique=True))
    return Diagram.of(edges, nodes=draw(st.permutations(names)))


@settings(max_examples=20, deadline=None)
@given(diagrams())
def test_no_random_diagram_hides_an_arrow_or_overlaps(diagram):
    layout = drawn(diagram)
    for check in CHECKS:
        check(layout)


def test_the_same_diagram_is_laid_out_the_same():
    assert drawn.__wrapped__(CLASSICS["survey"]) == drawn(CLASSICS["survey"])


def test_a_chain_runs_from_left_to_right():
    layout = drawn(Diagram.of(arrows("kratom -> relief; relief -> phq9")))
    boxes = layout.boxes
    assert boxes["kratom"].right < boxes["relief"].left < boxes["phq9"].left


def test_a_long_chain_of_wide_names_runs_from_top_to_bottom():
    names = [f"a_rather_long_name_{place}" for place in range(8)]
    layout = drawn(Diagram.of(pairwise(names)))
    assert layout.boxes[names[0]].bottom > layout.boxes[names[-1]].top


def test_causes_come_before_effects():
    layout = drawn(CLASSICS["survey"])
    boxes = layout.boxes
    assert all(boxes[curve.source].bottom > boxes[curve.target].top for curve in layout.curves)


def test_diagrams_that_can_be_drawn_without_crossings_are():
    for name in ("triangle", "m_bias", "mediator", "clinic", "front door", "instrument"):
        assert crossings(drawn(CLASSICS[name]).curves) == 0


def test_tips_at_the_same_box_do_not_fall_together():
    layout = drawn(CLASSICS["survey"])
    tips = {name: [c.tip for c in layout.curves if c.target == name] for name in layout.boxes}
    for arriving in tips.values():
        for one, other in combinations(arriving, 2):
            assert abs(one[0] - other[0]) + abs(one[1] - other[1]) > 0.05


def test_an_indicator_of_values_missing_at_random_stands_near_its_variable():
    boxes = drawn(CLASSICS["survey"]).boxes
    distances = {
        name: abs(boxes[name].y - boxes["missing_anxiety"].y)
        for name in boxes
        if "missing" not in name
    }
    assert distances["anxiety"] < 0.35 * max(distances.values())


def test_an_empty_diagram_is_refused():
    with pytest.raises(DiagramError, match="nothing to draw"):
        drawn(Diagram.of([]))


def test_without_any_fonts_drawing_says_nothing_on_standard_error():
    code = (
        "from causalkit.graph import Diagram; from causalkit.plots.layout import lay_out;"
        "from causalkit.plots.text import Label;"
        "lay_out(Diagram.of([('a', 'b')]), {'a': Label(('a',)), 'b': Label(('b',))})"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "FONTCONFIG_FILE": "/there/are/no/fonts"},
    )
    assert finished.stderr == ""
    assert finished.stdout == ""


@pytest.mark.parametrize("name", ["<b>bold</b>", 'quoted "name"', "naïve", "-> a", "node", "\\N"])
def test_any_name_can_be_drawn(name):
    layout = drawn(Diagram.of([(name, "phq9")]))
    assert [(curve.source, curve.target) for curve in layout.curves] == [(name, "phq9")]


def test_an_arrow_is_found_behind_a_box():
    boxes = {"a": Box(0.0, 0.0, 1.0, 0.5), "b": Box(2.0, 0.0, 1.0, 0.5), "c": Box(4, 0, 1, 0.5)}
    through = Curve("a", "c", ((0.5, 0.0), (1.5, 0.0), (2.5, 0.0), (3.5, 0.0)))
    broken = Layout(boxes, {}, (through,), 5.0, 0.5)
    with pytest.raises(AssertionError):
        check_no_arrow_behind_a_box(broken)
