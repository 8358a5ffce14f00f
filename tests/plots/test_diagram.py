from __future__ import annotations

import pytest
from matplotlib import pyplot
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from causalkit.errors import CausalkitError, DiagramError
from causalkit.graph import Diagram, Path, Question
from causalkit.graph.drawing import Drawing
from causalkit.nature import shipped_worlds
from causalkit.plots import plot_diagram
from causalkit.plots.diagram import causal_edges
from causalkit.plots.layout import lay_out
from causalkit.plots.legend import entries, meanings
from causalkit.plots.style import ARROWS, STYLES, Roles, Style, latent, selected
from causalkit.plots.text import Label

QUESTION = Question.of("kratom", "phq9")
SURVEY = Diagram.of(
    [
        ("mood", "pain"),
        ("mood", "phq9"),
        ("pain", "kratom"),
        ("pain", "phq9"),
        ("pain", "missing_pain"),
        ("kratom", "sleep"),
        ("sleep", "phq9"),
        ("kratom", "responds"),
    ],
    latent=["mood"],
    selected=["responds"],
)


def boxes(axes) -> list[FancyBboxPatch]:
    return [patch for patch in axes.patches if isinstance(patch, FancyBboxPatch)]


def filled(axes, role: str) -> int:
    return sum(to_hex(box.get_facecolor()) == STYLES[role].fill for box in boxes(axes))


def test_the_figure_is_made_only_when_no_axes_are_given():
    given = Figure().subplots()
    assert plot_diagram(SURVEY, ax=given) is given
    assert pyplot.get_fignums() == []
    plot_diagram(SURVEY)
    assert len(pyplot.get_fignums()) == 1


def test_roles_are_drawn_once_in_the_diagram_and_once_in_the_key():
    axes = plot_diagram(SURVEY, question=QUESTION, adjusted=["pain"], ax=Figure().subplots())
    assert [filled(axes, role) for role in ("exposure", "outcome", "adjusted")] == [2, 2, 2]


def test_without_a_question_nothing_is_emphasised():
    axes = plot_diagram(SURVEY, ax=Figure().subplots())
    assert filled(axes, "exposure") == filled(axes, "outcome") == 0
    assert len({line.get_linewidth() for line in axes.lines}) == 1


def test_a_drawing_brings_its_own_roles():
    drawing = Drawing(SURVEY, exposure=("kratom",), outcome=("phq9",), adjusted=("pain",))
    axes = plot_diagram(drawing, ax=Figure().subplots())
    assert [filled(axes, role) for role in ("exposure", "outcome", "adjusted")] == [2, 2, 2]


def test_causal_arrows_are_those_on_a_way_from_exposure_to_outcome():
    roles = Roles(("kratom",), ("phq9",))
    assert causal_edges(SURVEY, roles) == {("kratom", "sleep"), ("sleep", "phq9")}


def test_causal_arrows_are_thicker():
    axes = plot_diagram(SURVEY, question=QUESTION, ax=Figure().subplots())
    widths = sorted(line.get_linewidth() for line in axes.lines)
    assert len(widths) == len(SURVEY.edges) + 1
    assert widths[-3] == widths[-1] > 2 * widths[-4]


def test_open_biasing_paths_stand_out_and_are_explained():
    open_ = Path.through(SURVEY, ["kratom", "pain", "phq9"])
    axes = plot_diagram(SURVEY, question=QUESTION, biasing=[open_], ax=Figure().subplots())
    plain = plot_diagram(SURVEY, question=QUESTION, ax=Figure().subplots())
    style = ARROWS["open biasing path"]
    assert sum(line.get_color() == style.colour for line in axes.lines) == 2 + 1
    assert not any(line.get_color() == style.colour for line in plain.lines)


def test_arrows_differ_in_more_than_colour():
    looks = {(style.line_width, style.head, style.dashes) for style in ARROWS.values()}
    assert len(looks) == len(ARROWS)


def test_roles_differ_in_more_than_colour():
    def shape(style: Style) -> tuple[object, ...]:
        return style.square, style.dashed, style.double, style.bold, style.line_width, style.size

    looks = [*STYLES.values(), latent(Style()), selected(Style())]
    assert len({shape(style) for style in looks}) == len(looks)


def test_the_key_explains_only_what_occurs():
    plain = Diagram.of([("kratom", "phq9")])
    roles = Roles(("kratom",), ("phq9",))
    assert list(meanings(plain, roles, ["other"])) == ["exposure", "outcome"]
    assert list(meanings(plain, roles, ["causal path"])) == ["exposure", "outcome", "causal path"]
    assert list(meanings(SURVEY, Roles(), [])) == [
        "latent (unmeasured)",
        "selected on",
        "missingness indicator",
    ]


@pytest.mark.parametrize("width", [1.0, 3.0, 5.0, 9.0])
def test_entries_of_the_key_do_not_overlap(width):
    roles = Roles(("kratom",), ("phq9",), ("pain",))
    looks = meanings(SURVEY, roles, ["causal path", "open biasing path"])
    key = entries(looks, centre=width / 2, width=width)
    places = [entry.place for entry in key]
    samples = [getattr(entry.sample, "bounds", entry.sample) for entry in key]
    everything = [*places, *samples]
    assert not any(
        one.overlaps(other) for place, one in enumerate(everything) for other in everything[:place]
    )


def test_nothing_is_cut_off():
    axes = plot_diagram(SURVEY, question=QUESTION)
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    for patch in axes.patches:
        extent = patch.get_path().get_extents(patch.get_patch_transform())
        assert left < extent.x0 < extent.x1 < right
        assert bottom < extent.y0 < extent.y1 < top


def test_labels_replace_names_and_are_wrapped():
    labels = {"kratom": "Used kratom in the past month, $5 to $10"}
    long = plot_diagram(SURVEY, labels=labels, ax=Figure().subplots())
    short = plot_diagram(SURVEY, ax=Figure().subplots())
    assert len(long.patches) > len(short.patches)


def test_text_is_as_wide_as_it_was_measured():
    label = Label(("opioid_history",), 10.0)
    (outline,) = label.outlines(1.0, 2.0)
    extents = outline.get_extents()
    assert extents.width == pytest.approx(label.width, rel=0.05)
    assert (extents.x0 + extents.x1) / 2 == pytest.approx(1.0, abs=0.01)


def test_lines_are_thinner_on_small_axes():
    small = plot_diagram(SURVEY, ax=Figure(figsize=(2, 2)).subplots())
    large = plot_diagram(SURVEY)
    assert small.lines[0].get_linewidth() < 0.6 * large.lines[0].get_linewidth()


def test_an_unknown_variable_is_named_with_a_suggestion():
    with pytest.raises(DiagramError, match="kratom"):
        plot_diagram(SURVEY, adjusted=["kratm"])
    with pytest.raises(DiagramError):
        plot_diagram(SURVEY, question=Question.of("opium", "phq9"))
    assert pyplot.get_fignums() == []


def test_axes_that_were_removed_are_refused():
    axes = Figure().subplots()
    axes.remove()
    with pytest.raises(CausalkitError, match="no figure"):
        plot_diagram(SURVEY, ax=axes)


@pytest.mark.parametrize("name", shipped_worlds())
def test_every_world_is_drawn_with_its_codebook_labels(name):
    world = shipped_worlds()[name]
    labels = {variable.name: variable.label for variable in world.codebook.variables}
    axes = plot_diagram(world.diagram, question=world.question, labels=labels)
    assert len(boxes(axes)) >= len(world.diagram.nodes)


def test_a_label_changes_the_size_of_its_box_only():
    short = lay_out(SURVEY, {name: Label((name,)) for name in SURVEY.nodes})
    long = lay_out(SURVEY, {name: Label((name, name)) for name in SURVEY.nodes})
    assert long.boxes["pain"].height > short.boxes["pain"].height
    assert long.boxes["pain"].width == short.boxes["pain"].width
