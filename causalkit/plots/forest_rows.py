"""The rows of a forest plot: what each says, how it is marked and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from textwrap import wrap
from typing import TYPE_CHECKING

from causalkit.plots.style import INK
from causalkit.plots.text import LINE_HEIGHT, POINTS_PER_INCH, Label

if TYPE_CHECKING:
    from causalkit.meeting import Comparison, Row

NAME_SIZE = 10.0
DETAIL_SIZE = 8.0
DETAIL_CHARACTERS = 36
ROOM = 0.17
NORMAL_QUANTILE = 1.959964


@dataclass(frozen=True)
class Mark:
    """How a kind of row is drawn.

    Parameters
    ----------
    marker : str
        A matplotlib marker.
    colour : str
        Colour of marker and interval.
    size : float
        Size of the marker, points.
    filled : bool
        Whether the marker is filled.
    """

    marker: str
    colour: str
    size: float
    filled: bool = True


MARKS = {
    "naive": Mark("o", "#d55e00", 8.0, filled=False),
    "adjusted": Mark("s", "#0072b2", 7.5),
    "second opinion": Mark("^", "#7a5195", 8.5),
    "truth": Mark("D", INK, 8.5),
}


@dataclass(frozen=True)
class Line:
    """One row of a forest plot.

    Parameters
    ----------
    name : str
        What stands in the left-hand column.
    detail : tuple of str
        Smaller lines under the name.
    kind : {"naive", "adjusted", "second opinion", "truth", "note"}
        A note has no figures.
    value, low, high : float
        The estimate and its interval; NaN for a note.
    note : tuple of str
        The lines of a note.
    """

    name: str
    detail: tuple[str, ...]
    kind: str
    value: float
    low: float
    high: float
    note: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        """The height that the row needs, inches."""
        text = Label((self.name,), NAME_SIZE).height + self.detail_height
        note = len(self.note) * DETAIL_SIZE * LINE_HEIGHT / POINTS_PER_INCH
        return max(text, note) + ROOM

    @property
    def detail_height(self) -> float:
        """The height of the smaller lines, inches."""
        return len(self.detail) * DETAIL_SIZE * LINE_HEIGHT / POINTS_PER_INCH


def lines(comparison: Comparison, note_characters: int) -> tuple[Line, ...]:
    """Return the rows from top to bottom: naive, adjusted, second opinion, truth.

    Parameters
    ----------
    comparison : Comparison
        What is shown.
    note_characters : int
        The most characters in a line of the note on why there is no adjusted estimate.

    Returns
    -------
    tuple of Line
    """
    order = list(MARKS)
    rows = sorted(comparison.rows, key=lambda row: order.index(row.kind))
    shown = [_estimate(row) for row in rows]
    naive = sum(row.kind == "naive" for row in rows)
    shown[naive:naive] = _why_not(comparison, note_characters)
    if comparison.truth is not None:
        shown.append(_truth(comparison.truth.value, comparison.truth.monte_carlo_error))
    return tuple(shown)


def middles(shown: Sequence[Line]) -> list[float]:
    """Return the vertical middles of rows that hang below zero, inches."""
    bottoms = accumulate(line.height for line in shown)
    return [line.height / 2 - bottom for line, bottom in zip(shown, bottoms, strict=True)]


def _estimate(row: Row) -> Line:
    return Line(row.method, _wrapped(_detail(row)), row.kind, row.value, row.low, row.high)


def _detail(row: Row) -> str:
    if row.kind == "naive":
        return "naive: nothing adjusted for"
    names = ", ".join(row.adjustment)
    adjusted = f"adjusted for {names}" if names else "no adjustment needed"
    return f"second opinion, {adjusted}" if row.kind == "second opinion" else adjusted


def _why_not(comparison: Comparison, characters: int) -> tuple[Line, ...]:
    """Return the row that says why no estimate is adjusted, where none is."""
    if comparison.adjusted or not (comparison.reason or comparison.notes):
        return ()
    detail = "not identified" if comparison.reason else "not estimated"
    note = tuple(wrap(comparison.reason or "; ".join(comparison.notes), characters))
    nothing = float("nan")
    return (Line("adjusted", (detail,), "note", nothing, nothing, nothing, note),)


def _truth(value: float, error: float) -> Line:
    margin = NORMAL_QUANTILE * error
    how = f"Monte-Carlo error {error:.1g}" if error else "exact"
    return Line("truth", (how,), "truth", value, value - margin, value + margin)


def _wrapped(text: str) -> tuple[str, ...]:
    return tuple(wrap(text, DETAIL_CHARACTERS))
