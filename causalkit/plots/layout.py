"""Where every variable and every arrow of a diagram goes on the page.

A causal diagram reads best when time runs one way: causes before effects, and
arrows that take their bends between the boxes, never behind one. Graphviz's
``dot`` (Gansner et al., 1993) draws so: it puts the variables on layers, orders each
layer so that few arrows cross, and routes the arrows round the boxes.

``dot`` was chosen by trial over igraph 1.0's Sugiyama layout with curves through the
bends it proposes. On small diagrams, of 3 to 5 variables, they are equal but for one
crossing. On the four of 8 to 21 variables ``dot`` had 3, 24, 11 and 14 crossings and hid
no arrow; igraph, in the better of its two directions, had 5, 40, 35 and 43, hid 11
arrows behind boxes, and needed up to four times the length of arrows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from causalkit.errors import DiagramError
from causalkit.graph.indicators import indicators
from causalkit.plots.arrivals import attached
from causalkit.plots.geometry import Box, Curve, Point, crossings
from causalkit.plots.text import POINTS_PER_INCH, Label

if TYPE_CHECKING:
    from causalkit.graph.diagram import Diagram

PAGE = (7.5, 5.5)
PADDING = (0.013, 0.0085)  # for each point of the font
CLEARANCE = 0.07
ORDERS = 12

_one_at_a_time = Lock()


@dataclass(frozen=True)
class Layout:
    """A diagram laid out: boxes, the labels inside them, and arrows.

    Parameters
    ----------
    boxes : mapping of str to Box
        The box of every variable, inches from the lower left corner.
    labels : mapping of str to Label
        The text of every variable, centred in its box.
    curves : tuple of Curve
        The arrows, in the order of the diagram's edges.
    width, height : float
        Size of the whole, inches.
    """

    boxes: Mapping[str, Box]
    labels: Mapping[str, Label]
    curves: tuple[Curve, ...]
    width: float
    height: float

    @property
    def shrinkage(self) -> float:
        """How much the drawing shrinks to fit a page of 7.5 × 5.5 inches; 1 when it fits."""
        return min(1.0, PAGE[0] / self.width, PAGE[1] / self.height)


def lay_out(diagram: Diagram, labels: Mapping[str, Label]) -> Layout:
    """Place the variables and route the arrows of a diagram.

    Of the two directions, left to right and top to bottom, the one is taken that
    stays larger on a page, then the one with fewer crossings, then left to right. What
    dot finds depends on the variable it begins with, so up to twelve beginnings are tried
    and the drawing with the fewest crossings, then with the shortest arrows, is kept.

    Parameters
    ----------
    diagram : Diagram
        What to draw.
    labels : mapping of str to Label
        The text of every variable.

    Returns
    -------
    Layout
        The same for the same input.

    Raises
    ------
    DiagramError
        If the diagram has no variables.

    References
    ----------
    Gansner, E. R., Koutsofios, E., North, S. C. & Vo, K.-P. (1993). A technique for
    drawing directed graphs. IEEE Transactions on Software Engineering 19(3), 214–230.

    Examples
    --------
    >>> from causalkit.graph.diagram import Diagram
    >>> fork = Diagram.of([("pain", "kratom"), ("pain", "phq9")])
    >>> layout = lay_out(fork, {name: Label((name,)) for name in fork.nodes})
    >>> layout.boxes["pain"].right < layout.boxes["kratom"].left
    True
    """
    if not diagram.nodes:
        raise DiagramError("there is nothing to draw: the diagram has no variables")
    across, down = (
        _directed(diagram.nodes, diagram, labels, direction) for direction in ("LR", "TB")
    )
    direction = "TB" if _burden(down) < _burden(across) else "LR"
    orders = _rotations(diagram.nodes)
    turned = (_directed(order, diagram, labels, direction) for order in orders)
    return min(turned, key=_tangle)


def _burden(layout: Layout) -> tuple[float, int]:
    return -round(layout.shrinkage, 1), crossings(layout.curves)


def _tangle(layout: Layout) -> tuple[int, float]:
    return crossings(layout.curves), sum(curve.length for curve in layout.curves)


def _rotations(nodes: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Return the order of the variables begun at several places: dot's result depends on it."""
    stride = ceil(len(nodes) / ORDERS)
    return (nodes[start:] + nodes[:start] for start in range(0, len(nodes), stride))


def _directed(
    order: tuple[str, ...], diagram: Diagram, labels: Mapping[str, Label], direction: str
) -> Layout:
    places = {name: str(place) for place, name in enumerate(diagram.nodes)}
    sizes = {name: _size(labels[name]) for name in diagram.nodes}
    drawn = _dot(
        {places[name]: _roomy(sizes[name]) for name in order},
        [(places[cause], places[effect]) for cause, effect in diagram.edges],
        [(places[cause], places[effect]) for cause, effect in _ties(diagram)],
        direction,
    )
    boxes = {
        name: Box(*_points(drawn.get_node(places[name]).attr["pos"])[0], *sizes[name])
        for name in diagram.nodes
    }
    curves = tuple(
        _curve(cause, effect, drawn.get_edge(places[cause], places[effect]).attr["pos"])
        for cause, effect in diagram.edges
    )
    return _at_origin(boxes, labels, attached(curves, boxes))


def _size(label: Label) -> tuple[float, float]:
    return (
        label.width + 2 * PADDING[0] * label.size,
        label.height + 2 * PADDING[1] * label.size,
    )


def _ties(diagram: Diagram) -> list[tuple[str, str]]:
    """Return what keeps indicators of values missing at random near their variables."""
    touched = {end for edge in diagram.edges for end in edge}
    return [
        (about, indicator)
        for indicator, about in indicators(diagram).items()
        if indicator not in touched
    ]


def _roomy(size: tuple[float, float]) -> tuple[float, float]:
    return size[0] + 2 * CLEARANCE, size[1] + 2 * CLEARANCE


def _dot(
    sizes: Mapping[str, tuple[float, float]],
    edges: list[tuple[str, str]],
    ties: list[tuple[str, str]],
    direction: str,
) -> Any:  # noqa: ANN401 - pygraphviz has no types
    """Run Graphviz; no text is given to it, so it needs no fonts and says nothing of them."""
    import pygraphviz

    graph = pygraphviz.AGraph(directed=True, rankdir=direction, nodesep=0.18, ranksep=0.4)
    for name, (width, height) in sizes.items():
        graph.add_node(name, shape="box", label="", fixedsize=True, width=width, height=height)
    graph.add_edges_from(edges, arrowhead="none")
    graph.add_edges_from(ties, style="invis")
    with _one_at_a_time:  # Graphviz keeps its state in global variables
        graph.layout("dot")
    return graph


def _curve(source: str, target: str, text: str) -> Curve:
    return Curve(source, target, tuple(_points(text)))


def _points(text: str) -> list[Point]:
    pairs = (pair.split(",") for pair in text.split())
    return [(float(x) / POINTS_PER_INCH, float(y) / POINTS_PER_INCH) for x, y in pairs]


def _at_origin(
    boxes: Mapping[str, Box], labels: Mapping[str, Label], curves: tuple[Curve, ...]
) -> Layout:
    """Move everything so that the drawing begins at (0, 0)."""
    corners = [(box.left, box.bottom) for box in boxes.values()]
    corners += [(box.right, box.top) for box in boxes.values()]
    everything = np.vstack([corners, *(curve.line for curve in curves)])
    left, bottom = everything.min(axis=0).tolist()
    width, height = np.ptp(everything, axis=0).tolist()
    return Layout(
        {
            name: Box(box.x - left, box.y - bottom, box.width, box.height)
            for name, box in boxes.items()
        },
        labels,
        tuple(_moved(curve, left, bottom) for curve in curves),
        width,
        height,
    )


def _moved(curve: Curve, left: float, bottom: float) -> Curve:
    controls = tuple((x - left, y - bottom) for x, y in curve.controls)
    return Curve(curve.source, curve.target, controls)
