"""The key under a diagram: one small sample for every look that occurs in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import accumulate
from math import ceil
from typing import TYPE_CHECKING

from causalkit.plots.geometry import Box, Curve
from causalkit.plots.style import (
    ARROWS,
    STYLES,
    ArrowRole,
    ArrowStyle,
    Roles,
    Style,
    latent,
    selected,
)
from causalkit.plots.text import Label

if TYPE_CHECKING:
    from causalkit.graph.diagram import Diagram

SAMPLE = (0.28, 0.15)
SIZE = 8.0
GAP = 0.08
BETWEEN = 0.24
LINE = 0.24


@dataclass(frozen=True)
class Entry:
    """One entry of the key: a sample and what it means.

    Parameters
    ----------
    sample : Box or Curve
        A small box or arrow.
    style : Style or ArrowStyle
        The look of the sample.
    label : Label
        What it means.
    place : Box
        Place and size of the label, inches.
    """

    sample: Box | Curve
    style: Style | ArrowStyle
    label: Label
    place: Box


def meanings(
    diagram: Diagram, roles: Roles, arrows: Collection[ArrowRole]
) -> dict[str, Style | ArrowStyle]:
    """Return the looks that occur in a diagram, by what they mean."""
    present = {roles.role(diagram, name) for name in diagram.nodes}
    looks: dict[str, Style | ArrowStyle] = {
        meaning: STYLES[role]
        for role, meaning in (
            ("exposure", "exposure"),
            ("outcome", "outcome"),
            ("adjusted", "adjusted for"),
        )
        if role in present
    }
    if diagram.latent:
        looks["latent (unmeasured)"] = latent(Style())
    if diagram.selected:
        looks["selected on"] = selected(Style())
    if "missingness" in present:
        looks["missingness indicator"] = STYLES["missingness"]
    return looks | {role: ARROWS[role] for role in ARROWS if role in arrows and role != "other"}


def entries(
    looks: Mapping[str, Style | ArrowStyle], *, centre: float, width: float
) -> tuple[Entry, ...]:
    """Return the entries of the key: a centred table that hangs below the drawing.

    Parameters
    ----------
    looks : mapping of str to Style or ArrowStyle
        The looks, by what they mean.
    centre : float
        Horizontal middle of the drawing, inches.
    width : float
        The width that the table may fill, inches.

    Returns
    -------
    tuple of Entry
        Placed below y = 0 and centred on it.

    Examples
    --------
    >>> looks = {"exposure": Style(), "outcome": Style(), "causal path": ArrowStyle()}
    >>> key = entries(looks, centre=1.0, width=4.0)
    >>> [entry.label.lines[0] for entry in key]
    ['exposure', 'outcome', 'causal path']
    >>> all(entry.place.top < 0 for entry in key)
    True
    """
    texts = list(looks)
    columns = _columns(texts, width)
    starts = list(accumulate(columns, initial=centre - (sum(columns) - BETWEEN) / 2))
    return tuple(
        _entry(
            text,
            looks[text],
            starts[place % len(columns)],
            -(place // len(columns) + 1.25) * LINE,
        )
        for place, text in enumerate(texts)
    )


def _entry(text: str, style: Style | ArrowStyle, left: float, middle: float) -> Entry:
    label = Label((text,), SIZE)
    centre = left + SAMPLE[0] + GAP + label.width / 2
    place = Box(centre, middle, label.width, label.height)
    if isinstance(style, ArrowStyle):
        return Entry(_arrow(left, middle), style, label, place)
    return Entry(Box(left + SAMPLE[0] / 2, middle, *SAMPLE), style, label, place)


def _arrow(left: float, middle: float) -> Curve:
    controls = tuple((left + SAMPLE[0] * share / 3, middle) for share in range(4))
    return Curve("exposure", "outcome", controls)


def _columns(texts: list[str], width: float) -> list[float]:
    """Return the widths of the columns of the widest table that fits."""
    advances = [SAMPLE[0] + GAP + Label((text,), SIZE).width + BETWEEN for text in texts]
    for rows in range(1, len(texts) + 1):
        number = ceil(len(texts) / rows)
        columns = [max(advances[column::number]) for column in range(number)]
        if sum(columns) - BETWEEN <= width:
            break
    return columns if texts else [BETWEEN]
