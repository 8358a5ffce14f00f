"""Where the variables of a diagram go on a page, for a picture without a layout program.

Where somebody placed them all already, they stay, in the size of the page. Otherwise
causes stand to the left of their effects: each variable in the column of the longest
chain of arrows that leads to it. An arrow that would run through a variable in between
goes round it in a bend.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping

from causalkit.graph.diagram import Diagram, Edge
from causalkit.graph.drawing import Drawing

Point = tuple[float, float]

ROW = 1.5
COLUMN = 3.0
LETTER = 0.2
CLEARANCE = 0.5
WIDEST = 500.0
"""Lengths in centimetres; TeX has none beyond 575."""


def placed(drawing: Drawing) -> dict[str, Point]:
    """Return a place for each variable, in centimetres, with y growing upward.

    Parameters
    ----------
    drawing : Drawing
        The diagram; places of its own count where each variable has one. Their y grows
        downward, as on dagitty's page.

    Returns
    -------
    dict of str to (float, float)

    Examples
    --------
    >>> placed(Drawing(Diagram.of([("x", "m"), ("m", "y"), ("x", "y")])))
    {'x': (0.0, 0.0), 'm': (3.0, 0.0), 'y': (6.0, 0.0)}
    """
    nodes = drawing.diagram.nodes
    if nodes and all(node in drawing.positions for node in nodes):
        return _fitted({node: drawing.positions[node] for node in nodes}, 3 * len(nodes) ** 0.5)
    return _in_columns(drawing.diagram)


def bent(edges: Iterable[Edge], places: Mapping[str, Point]) -> set[Edge]:
    """Return the arrows that would run through a variable if they were straight.

    Parameters
    ----------
    edges : iterable of (str, str)
        The arrows.
    places : mapping of str to (float, float)
        Where the variables stand.

    Returns
    -------
    set of (str, str)

    Examples
    --------
    >>> bent([("x", "y"), ("x", "m")], {"x": (0, 0), "m": (3, 0), "y": (6, 0)})
    {('x', 'y')}
    """
    across = sorted((place, node) for node, place in places.items())
    found = set()
    for edge in edges:
        start, end = (places[node] for node in edge)
        left, right = sorted((start[0], end[0]))
        index = bisect_left(across, ((left - CLEARANCE, float("-inf")), ""))
        while index < len(across) and across[index][0][0] <= right + CLEARANCE:
            place, node = across[index]
            if node not in edge and _distance(place, start, end) < CLEARANCE:
                found.add(edge)
                break
            index += 1
    return found


def _fitted(positions: Mapping[str, Point], size: float) -> dict[str, Point]:
    lefts, tops = zip(*positions.values(), strict=True)
    span = max(max(lefts) - min(lefts), max(tops) - min(tops)) or 1.0
    scale = min(size, WIDEST) / span
    return {
        node: ((x - min(lefts)) * scale, (max(tops) - y) * scale)
        for node, (x, y) in positions.items()
    }


def _in_columns(diagram: Diagram) -> dict[str, Point]:
    columns: dict[int, list[str]] = {}
    depth: dict[str, int] = {}
    for node in diagram.topological_order:
        depth[node] = max((depth[cause] + 1 for cause in diagram.parents(node)), default=0)
    for node in diagram.nodes:
        columns.setdefault(depth[node], []).append(node)
    longest = max(map(len, diagram.nodes), default=0)
    width = min(max(COLUMN, LETTER * longest + 1), WIDEST / (len(columns) or 1))
    return {
        node: (column * width, ((len(nodes) - 1) / 2 - row) * min(ROW, WIDEST / len(nodes)))
        for column, nodes in sorted(columns.items())
        for row, node in enumerate(nodes)
    }


def _distance(point: Point, start: Point, end: Point) -> float:
    """Return how far a point is from a straight line between two others."""
    along = (end[0] - start[0], end[1] - start[1])
    off = (point[0] - start[0], point[1] - start[1])
    length = along[0] ** 2 + along[1] ** 2
    share = (off[0] * along[0] + off[1] * along[1]) / length if length else 0.0
    share = min(1.0, max(0.0, share))
    return float(((off[0] - share * along[0]) ** 2 + (off[1] - share * along[1]) ** 2) ** 0.5)
