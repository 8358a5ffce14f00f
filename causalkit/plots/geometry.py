"""Boxes and curves on the page, and what can go wrong between them.

All lengths are inches; the origin is the lower left corner of the drawing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
Line = NDArray[np.float64]

STEPS = 24


@dataclass(frozen=True)
class Box:
    """An upright rectangle around its centre.

    Parameters
    ----------
    x, y : float
        The centre, inches.
    width, height : float
        The sides, inches.

    Examples
    --------
    >>> Box(1.0, 1.0, 0.5, 0.25).left
    0.75
    """

    x: float
    y: float
    width: float
    height: float

    @property
    def left(self) -> float:
        """The smallest horizontal position inside the box."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """The largest horizontal position inside the box."""
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        """The smallest vertical position inside the box."""
        return self.y - self.height / 2

    @property
    def top(self) -> float:
        """The largest vertical position inside the box."""
        return self.y + self.height / 2

    def overlaps(self, other: Box) -> bool:
        """Tell whether the two boxes share an area.

        Examples
        --------
        >>> Box(0, 0, 2, 1).overlaps(Box(1.5, 0, 2, 1))
        True
        >>> Box(0, 0, 2, 1).overlaps(Box(2, 0, 2, 1))
        False
        """
        beside = self.right <= other.left or other.right <= self.left
        above = self.top <= other.bottom or other.top <= self.bottom
        return not (beside or above)

    def distance_to_border(self, point: Point) -> float:
        """Return how far a point lies from the nearest side, inside or outside.

        Examples
        --------
        >>> Box(0, 0, 2, 1).distance_to_border((1.25, 0.0))
        0.25
        >>> Box(0, 0, 2, 1).distance_to_border((0.9, 0.0))
        0.09999999999999998
        """
        across = abs(point[0] - self.x) - self.width / 2
        along = abs(point[1] - self.y) - self.height / 2
        if across <= 0 and along <= 0:
            return min(-across, -along)
        return float(np.hypot(max(across, 0), max(along, 0)))


@dataclass(frozen=True)
class Curve:
    """An arrow between two boxes, as a chain of cubic Bezier pieces.

    Parameters
    ----------
    source, target : str
        The variables at the two ends.
    controls : tuple of point
        3 k + 1 control points of k pieces, inches.
    """

    source: str
    target: str
    controls: tuple[Point, ...]

    @property
    def start(self) -> Point:
        """Where the arrow leaves its source."""
        return self.controls[0]

    @property
    def tip(self) -> Point:
        """Where the arrow reaches its target."""
        return self.controls[-1]

    @cached_property
    def line(self) -> Line:
        """The points of a polyline along the curve, of shape (24 k + 1, 2), inches.

        Examples
        --------
        >>> straight = Curve("a", "b", ((0, 0), (1, 0), (2, 0), (3, 0)))
        >>> straight.line[::8].round(6).tolist()
        [[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [3.0, 0.0]]
        """
        share = np.linspace(0, 1, STEPS + 1)[1:, None]
        pieces = [
            (1 - share) ** 3 * first
            + 3 * (1 - share) ** 2 * share * second
            + 3 * (1 - share) * share**2 * third
            + share**3 * last
            for first, second, third, last in self._pieces()
        ]
        return np.vstack([self.controls[:1], *pieces])

    @cached_property
    def bounds(self) -> Box:
        """The smallest box around the curve."""
        (left, bottom), (right, top) = self.line.min(axis=0), self.line.max(axis=0)
        return Box((left + right) / 2, (bottom + top) / 2, right - left, top - bottom)

    @property
    def length(self) -> float:
        """Length of the curve, inches."""
        return float(ways(self.line)[-1])

    def _pieces(self) -> list[Line]:
        points = np.asarray(self.controls, dtype=float)
        return [points[start : start + 4] for start in range(0, len(points) - 1, 3)]


def ways(line: Line) -> NDArray[np.float64]:
    """Return how far along a polyline each of its points lies.

    Examples
    --------
    >>> ways(np.array([(0.0, 0.0), (3.0, 4.0), (3.0, 5.0)])).tolist()
    [0.0, 5.0, 6.0]
    """
    return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])


def passes(curve: Curve, box: Box) -> bool:
    """Tell whether a curve goes through a box.

    Examples
    --------
    >>> straight = Curve("a", "b", ((0, 0), (1, 0), (2, 0), (3, 0)))
    >>> passes(straight, Box(2.0, 0.25, 0.4, 0.8)), passes(straight, Box(2.0, 1.0, 0.4, 0.8))
    (True, False)
    """
    if not curve.bounds.overlaps(box):
        return False
    corners = np.array(
        [
            (box.left, box.bottom),
            (box.right, box.bottom),
            (box.right, box.top),
            (box.left, box.top),
            (box.left, box.bottom),
        ]
    )
    line = curve.line
    inside = (np.abs(line - (box.x, box.y)) < (box.width / 2, box.height / 2)).all(axis=1)
    return bool(inside.any()) or _intersections(line, corners) > 0


def crossings(curves: tuple[Curve, ...]) -> int:
    """Count how often the curves cross one another.

    Parameters
    ----------
    curves : tuple of Curve
        The arrows of one drawing.

    Returns
    -------
    int
        Number of crossing points over all pairs of curves.

    Examples
    --------
    >>> rising = Curve("a", "b", ((0, 0), (1, 1), (2, 2), (3, 3)))
    >>> falling = Curve("c", "d", ((0, 3), (1, 2), (2, 1), (3, 0)))
    >>> crossings((rising, falling))
    1
    """
    return sum(
        _intersections(curve.line, other.line)
        for curve, other in combinations(curves, 2)
        if curve.bounds.overlaps(other.bounds)
    )


def _intersections(line: Line, other: Line) -> int:
    """Count the pairs of steps of two polylines that properly cross."""
    start, step = line[:-1, None], np.diff(line, axis=0)[:, None]
    other_start, other_step = other[None, :-1], np.diff(other, axis=0)[None]
    turns = _cross(step, other_step)
    with np.errstate(divide="ignore", invalid="ignore"):
        along = _cross(other_start - start, other_step) / turns
        along_other = _cross(other_start - start, step) / turns
    return int(
        ((along >= 0) & (along < 1) & (along_other >= 0) & (along_other < 1) & (turns != 0)).sum()
    )


def _cross(first: Line, second: Line) -> Line:
    product: Line = first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0]
    return product
