"""The picture of a causal diagram."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from causalkit.graph.diagram import Diagram
from causalkit.graph.path import Path
from causalkit.plots.drawing import draw_arrow, draw_box, draw_label, figure_of
from causalkit.plots.geometry import Box, Curve
from causalkit.plots.layout import Layout, lay_out
from causalkit.plots.legend import GAP, SAMPLE, Entry, entries, meanings
from causalkit.plots.style import ARROWS, INK, ArrowRole, ArrowStyle, Roles, Style
from causalkit.plots.text import Label, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from causalkit.graph.drawing import Drawing
    from causalkit.graph.question import Question

MARGIN = 0.1
CHARACTERS = 16
NARROWEST_KEY = 4.2


def plot_diagram(
    diagram: Diagram | Drawing,
    *,
    question: Question | None = None,
    adjusted: Iterable[str] = (),
    biasing: Iterable[Path] = (),
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a causal diagram, its causal paths emphasised.

    Boxes with square corners are conditioned on: adjusted for, or (double outline)
    selected on. A dashed outline marks a latent variable. Thick arrows are those on
    a directed path from exposure to outcome. A latent variable without causes and with
    one effect is that effect's noise and is left out, as is the custom.

    Parameters
    ----------
    diagram : Diagram or Drawing
        What to draw; a drawing brings its own exposure, outcome and adjusted
        variables, which the arguments below replace.
    question : Question, optional
        Says which variables are exposure and outcome.
    adjusted : iterable of str, optional
        Variables that are adjusted for.
    biasing : iterable of Path, optional
        Open paths that are not the effect; their arrows stand out.
    labels : mapping of str to str, optional
        What to write instead of a variable's name; long texts are wrapped.
    ax : matplotlib.axes.Axes, optional
        Where to draw; without it a figure of fitting size is made.

    Returns
    -------
    matplotlib.axes.Axes
        The axes, in inches of the drawing's natural size.

    Raises
    ------
    DiagramError
        If the diagram is empty or lacks one of the variables named.

    Examples
    --------
    >>> from causalkit.graph.diagram import Diagram
    >>> from causalkit.graph.question import Question
    >>> from matplotlib.figure import Figure
    >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9")])
    >>> axes = plot_diagram(
    ...     diagram,
    ...     question=Question.of("kratom", "phq9"),
    ...     adjusted=["pain"],
    ...     ax=Figure().subplots(),
    ... )
    >>> axes.get_aspect()
    1.0
    """
    whole, roles = _roles(diagram, question, tuple(adjusted))
    bare = without_noise(whole, roles)
    layout = lay_out(bare, _labels(bare, roles, labels or {}))
    arrows = arrow_roles(bare, roles, biasing)
    key = entries(
        meanings(bare, roles, set(arrows.values())),
        centre=layout.width / 2,
        width=max(layout.width, NARROWEST_KEY),
    )
    axes, scale = _prepared(ax, _extent(layout, key))
    _draw_arrows(axes, layout, bare, arrows, scale)
    _draw_variables(axes, layout, bare, roles, scale)
    _draw_key(axes, key, scale)
    return axes


def without_noise(diagram: Diagram, roles: Roles) -> Diagram:
    """Return the diagram without latent variables that only add noise to one other.

    Examples
    --------
    >>> diagram = Diagram.of([("kratom", "phq9"), ("noise", "phq9")], latent=["noise"])
    >>> without_noise(diagram, Roles(("kratom",), ("phq9",))).nodes
    ('kratom', 'phq9')
    """
    named = {*roles.exposure, *roles.outcome, *roles.adjusted}
    noise = {
        name
        for name in diagram.latent - named
        if not diagram.parents(name) and len(diagram.children(name)) == 1
    }
    return diagram.restricted_to(name for name in diagram.nodes if name not in noise)


def causal_edges(diagram: Diagram, roles: Roles) -> frozenset[tuple[str, str]]:
    """Return the arrows that lie on a directed path from an exposure to an outcome.

    Examples
    --------
    >>> diagram = Diagram.of([("pain", "kratom"), ("kratom", "sleep"), ("sleep", "phq9")])
    >>> sorted(causal_edges(diagram, Roles(("kratom",), ("phq9",))))
    [('kratom', 'sleep'), ('sleep', 'phq9')]
    """
    after = diagram.descendants(*roles.exposure)
    before = diagram.ancestors(*roles.outcome)
    return frozenset(
        (cause, effect) for cause, effect in diagram.edges if cause in after and effect in before
    )


def arrow_roles(
    diagram: Diagram, roles: Roles, biasing: Iterable[Path]
) -> dict[tuple[str, str], ArrowRole]:
    """Return what part every arrow plays: on an open path that biases, on a causal one, none.

    Examples
    --------
    >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9")])
    >>> path = Path.through(diagram, ["kratom", "pain", "phq9"])
    >>> list(arrow_roles(diagram, Roles(("kratom",), ("phq9",)), [path]).values())
    ['open biasing path', 'open biasing path', 'causal path']
    """
    causal, biased = causal_edges(diagram, roles), {e for path in biasing for e in path.edges}
    parts: dict[tuple[str, str], ArrowRole] = dict.fromkeys(diagram.edges, "other")
    parts |= dict.fromkeys(causal, "causal path")
    return parts | dict.fromkeys(biased.intersection(diagram.edges), "open biasing path")


def _roles(
    diagram: Diagram | Drawing, question: Question | None, adjusted: tuple[str, ...]
) -> tuple[Diagram, Roles]:
    """Split what was given into the bare diagram and the checked roles."""
    if isinstance(diagram, Diagram):
        bare, roles = diagram, Roles()
    else:
        bare = diagram.diagram
        roles = Roles(diagram.exposure, diagram.outcome, diagram.adjusted)
    if question is not None:
        roles = replace(roles, exposure=question.exposure, outcome=question.outcome)
    if adjusted:
        roles = replace(roles, adjusted=adjusted)
    bare.ordered((*roles.exposure, *roles.outcome, *roles.adjusted))
    return bare, roles


def _labels(diagram: Diagram, roles: Roles, texts: Mapping[str, str]) -> dict[str, Label]:
    return {
        name: _label(texts.get(name, name), roles.style(diagram, name)) for name in diagram.nodes
    }


def _label(text: str, style: Style) -> Label:
    return Label(wrapped(text, CHARACTERS), style.size, "bold" if style.bold else "normal")


def _extent(layout: Layout, key: tuple[Entry, ...]) -> Box:
    """Return the rectangle that holds the drawing, its key and a margin."""
    lefts = [0.0, *(entry.place.left - SAMPLE[0] - GAP for entry in key)]
    rights = [layout.width, *(entry.place.right for entry in key)]
    bottoms = [0.0, *(entry.place.bottom for entry in key)]
    width, height = max(rights) - min(lefts), layout.height - min(bottoms)
    return Box(
        min(lefts) + width / 2,
        min(bottoms) + height / 2,
        width + 2 * MARGIN,
        height + 2 * MARGIN,
    )


def _prepared(ax: Axes | None, extent: Box) -> tuple[Axes, float]:
    """Return axes that show the extent, and the scale at which they show it."""
    axes = _new_axes(extent) if ax is None else ax
    axes.set_axis_off()
    axes.set_aspect("equal")
    axes.set_xlim(extent.left, extent.right)
    axes.set_ylim(extent.bottom, extent.top)
    inches = axes.bbox.width / figure_of(axes).dpi, axes.bbox.height / figure_of(axes).dpi
    return axes, min(inches[0] / extent.width, inches[1] / extent.height)


def _new_axes(extent: Box) -> Axes:
    from matplotlib import pyplot

    figure = pyplot.figure(figsize=(extent.width, extent.height))
    return figure.add_axes((0.0, 0.0, 1.0, 1.0))


def _draw_arrows(
    axes: Axes,
    layout: Layout,
    diagram: Diagram,
    arrows: Mapping[tuple[str, str], ArrowRole],
    scale: float,
) -> None:
    for curve in layout.curves:
        style = ARROWS[arrows[curve.source, curve.target]]
        draw_arrow(axes, curve, style, scale, dashed=curve.source in diagram.latent)


def _draw_variables(
    axes: Axes, layout: Layout, diagram: Diagram, roles: Roles, scale: float
) -> None:
    for name, box in layout.boxes.items():
        style = roles.style(diagram, name)
        draw_box(axes, box, style, scale)
        draw_label(axes, layout.labels[name], box.x, box.y, style.text)


def _draw_key(axes: Axes, key: tuple[Entry, ...], scale: float) -> None:
    for entry in key:
        if isinstance(entry.sample, Curve) and isinstance(entry.style, ArrowStyle):
            draw_arrow(axes, entry.sample, entry.style, scale)
        elif isinstance(entry.sample, Box) and isinstance(entry.style, Style):
            draw_box(axes, entry.sample, entry.style, scale)
        draw_label(axes, entry.label, entry.place.x, entry.place.y, INK)
