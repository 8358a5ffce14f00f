"""Where arrows leave and reach their boxes.

Arrows are routed round boxes that are a little larger than those drawn, so that none
grazes a box it only passes. Here their ends are prolonged to the boxes as drawn. Where
several arrows arrive at one side, their tips move along it: off the corners, which are
round, and apart as far as the side allows. A curve leans along with its tip, so that
straight arrows stay straight.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from causalkit.plots.geometry import Box, Curve, Point, passes, ways

CORNER = 0.06
APART = 0.11
POWERS = (1, 4)  # a curve leans all along, or mostly near its end


@dataclass(frozen=True)
class Side:
    """One side of a box.

    Parameters
    ----------
    axis : {0, 1}
        The coordinate that is the same all along the side: 0 for left and right.
    at : float
        That coordinate, inches.
    inward : float
        Which way the box lies from here: 1 for greater coordinates, -1 for smaller.
    low, high : float
        The stretch of the side between its corners, inches.
    """

    axis: int
    at: float
    inward: float
    low: float
    high: float

    def point(self, position: float) -> Point:
        """Return the point of the side at a position along it."""
        return (position, self.at) if self.axis else (self.at, position)


def sides(box: Box) -> tuple[Side, Side, Side, Side]:
    """Return the sides of a box: left, right, bottom and top.

    Examples
    --------
    >>> [side.at for side in sides(Box(0.0, 0.0, 2.0, 1.0))]
    [-1.0, 1.0, -0.5, 0.5]
    """
    half_width = max(0.0, box.width / 2 - CORNER)
    half_height = max(0.0, box.height / 2 - CORNER)
    beside = (box.y - half_height, box.y + half_height)
    across = (box.x - half_width, box.x + half_width)
    return (
        Side(0, box.left, 1.0, *beside),
        Side(0, box.right, -1.0, *beside),
        Side(1, box.bottom, 1.0, *across),
        Side(1, box.top, -1.0, *across),
    )


def attached(curves: Sequence[Curve], boxes: Mapping[str, Box]) -> tuple[Curve, ...]:
    """Prolong the ends of arrows to their boxes and keep the tips apart.

    Parameters
    ----------
    curves : sequence of Curve
        Arrows that begin and end close to their boxes.
    boxes : mapping of str to Box
        The box of every variable.

    Returns
    -------
    tuple of Curve
        The arrows in the same order.

    Examples
    --------
    >>> boxes = {"a": Box(0.0, 0.0, 1.0, 0.4), "b": Box(5.0, 0.0, 1.0, 0.4)}
    >>> to_corner = Curve("a", "b", ((0.6, 0.0), (1, 0.1), (2, 0.1), (4.4, 0.2)))
    >>> attached([to_corner], boxes)[0].tip
    (4.5, 0.14)
    """
    arrows = [_leaving(curve, boxes) for curve in curves]
    arrivals: dict[tuple[str, Side], list[tuple[float, int]]] = defaultdict(list)
    for place, arrow in enumerate(arrows):
        side, position = aim(boxes[arrow.target], arrow.controls[::-1])
        arrivals[arrow.target, side].append((position, place))
    for (_, side), arriving in arrivals.items():
        wanted, places = zip(*sorted(arriving), strict=True)
        for place, position in zip(places, apart(wanted, side.low, side.high), strict=True):
            arrows[place] = _reaching(arrows[place], side.point(position), boxes)
    return tuple(arrows)


def aim(box: Box, points: Sequence[Point]) -> tuple[Side, float]:
    """Return the side of a box that an arrow reaches when prolonged, and where along it.

    Parameters
    ----------
    box : Box
        What the arrow is about to reach.
    points : sequence of point
        Control points of the arrow, the one close to the box first, inches.

    Returns
    -------
    (Side, float)
        Near a corner, the side that the arrow faces more.

    Examples
    --------
    >>> side, position = aim(Box(0.0, 0.0, 2.0, 1.0), [(-1.1, 0.0), (-1.3, -0.1)])
    >>> side.at, round(position, 3)
    (-1.0, 0.05)
    """
    end = points[0]
    heading = np.subtract(end, next(point for point in points if point != end))
    outside = {side: (side.at - end[side.axis]) * side.inward for side in sides(box)}
    near = [side for side in outside if outside[side] >= max(outside.values()) - CORNER]
    side = max(near, key=lambda side: side.inward * heading[side.axis])
    slope = float(heading[1 - side.axis] / max(1e-9, abs(heading[side.axis])))
    return side, end[1 - side.axis] + float(np.clip(slope, -1, 1)) * outside[side]


def apart(wanted: Sequence[float], low: float, high: float) -> list[float]:
    """Return positions in range and apart, together as near as can be to the wanted ones.

    Parameters
    ----------
    wanted : sequence of float
        Positions in rising order, inches.
    low, high : float
        The range, inches.

    Returns
    -------
    list of float
        Positions in rising order, at least 0.11 apart or as far as the range allows.

    Examples
    --------
    >>> [round(position, 3) for position in apart([0.5, 0.5, 3.0], 0.0, 1.0)]
    [0.445, 0.555, 1.0]
    >>> apart([0.2, 0.3, 0.4], 0.0, 0.1)
    [0.0, 0.05, 0.1]
    """
    from scipy.optimize import isotonic_regression

    # Less the room that those before them need, positions only have to rise.
    gap = min(APART, (high - low) / max(1, len(wanted) - 1))
    room = gap * np.arange(len(wanted))
    rising = isotonic_regression(np.asarray(wanted) - room).x
    positions: list[float] = (np.clip(rising, low, high - room[-1]) + room).tolist()
    return positions


def hidden(curve: Curve, boxes: Mapping[str, Box]) -> tuple[str, ...]:
    """Return the variables, other than its ends, behind whose boxes a curve passes."""
    ends = (curve.source, curve.target)
    return tuple(name for name, box in boxes.items() if name not in ends and passes(curve, box))


def _leaving(curve: Curve, boxes: Mapping[str, Box]) -> Curve:
    """Lean a curve so that it begins at the border of its source."""
    side, position = aim(boxes[curve.source], curve.controls)
    start = side.point(float(np.clip(position, side.low, side.high)))
    return _turned(_reaching(_turned(curve), start, boxes))


def _reaching(curve: Curve, tip: Point, boxes: Mapping[str, Box]) -> Curve:
    """Lean a curve so that it ends at a new tip; where it would pass a box, prolong it there."""
    leaning = (_leaning(curve, tip, power) for power in POWERS)
    clear = (way for way in leaning if not hidden(way, boxes))
    return next(clear, _prolonged(curve, tip))


def _prolonged(curve: Curve, tip: Point) -> Curve:
    """Add a straight piece."""
    step = np.subtract(tip, curve.tip) / 3
    piece = (np.add(curve.tip, step * number) for number in (1, 2, 3))
    return replace(curve, controls=(*curve.controls, *((float(x), float(y)) for x, y in piece)))


def _leaning(curve: Curve, tip: Point, power: int) -> Curve:
    """Move the tip, and each control point the less the farther it is from the tip."""
    points = np.array(curve.controls)
    shares = (ways(points) / ways(points)[-1]) ** power
    moved = points + shares[:, None] * np.subtract(tip, curve.tip)
    return replace(curve, controls=tuple((x, y) for x, y in moved.tolist()))


def _turned(curve: Curve) -> Curve:
    return Curve(curve.target, curve.source, curve.controls[::-1])
