"""Tables of a page: captions, headings, cells as texts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from causalkit.analysis.estimate import Bounds, Estimate

NOTHING = "–"


@dataclass(frozen=True)
class Table:
    """A table of texts.

    Parameters
    ----------
    caption : str
        What it shows.
    headings : tuple of str
        One a column; the first column holds names.
    rows : tuple of tuple of str
        The cells.
    figures : frozenset of int
        The columns that hold figures, counted from 0.
    """

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: frozenset[int] = frozenset()


def from_frame(caption: str, frame: pd.DataFrame) -> Table:
    """Return a data frame as a table of texts.

    Parameters
    ----------
    caption : str
        What it shows.
    frame : pandas.DataFrame
        Columns named in words; its index is not shown.

    Returns
    -------
    Table
        Figures with four significant digits.

    Examples
    --------
    >>> import pandas as pd
    >>> from_frame("Balance", pd.DataFrame({"covariate": ["age"], "after": [0.01234]})).rows
    (('age', '0.01234'),)
    """
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    numeric = [is_numeric_dtype(kind) and not is_bool_dtype(kind) for kind in frame.dtypes]
    rows = frame.itertuples(index=False, name=None)
    return Table(
        caption,
        tuple(map(str, frame.columns)),
        tuple(tuple(map(cell, row)) for row in rows),
        frozenset(position for position, each in enumerate(numeric) if each),
    )


def cell(value: object) -> str:
    """Return a value as the text of a cell.

    Parameters
    ----------
    value : object
        A text, number or truth value, or nothing.

    Returns
    -------
    str

    Examples
    --------
    >>> cell(-0.123456), cell(12), cell(None), cell(True)
    ('−0.1235', '12', '–', 'yes')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = f"{value:.4g}" if isinstance(value, float) else str(value)
    return text.replace("-", "\N{MINUS SIGN}", 1) if isinstance(value, float) else text


def estimates_table(kinds: Iterable[tuple[str, Estimate]]) -> Table:
    """Return estimates as a table.

    Parameters
    ----------
    kinds : iterable of (str, Estimate)
        What each estimate stands for, and the estimate.

    Returns
    -------
    Table
    """
    headings = ("method", "", "adjusted for", "estimate", "standard error", "interval", "rows")
    return Table(
        "Estimates, each with its confidence interval",
        headings,
        tuple(_estimate_row(kind, each) for kind, each in kinds),
        frozenset({3, 4, 5, 6}),
    )


def _estimate_row(kind: str, each: Estimate) -> tuple[str, ...]:
    return (
        each.method.replace("_", " "),
        kind,
        ", ".join(each.adjustment) or "nothing",
        cell(each.value),
        cell(each.standard_error),
        f"{cell(each.low)} to {cell(each.high)}",
        f"{each.n:,}",
    )


def bounds_table(bounds: Sequence[Bounds]) -> Table:
    """Return bounds as a table.

    Parameters
    ----------
    bounds : sequence of Bounds
        The ranges.

    Returns
    -------
    Table
    """
    rows = (
        (
            each.method.replace("_", " "),
            "; ".join(each.assumptions) or "nothing",
            f"{cell(each.low)} to {cell(each.high)}",
            f"{cell(each.interval_low)} to {cell(each.interval_high)}",
        )
        for each in bounds
    )
    return Table(
        "Bounds: the effect lies between them, if what is assumed holds",
        ("method", "assumes", "bounds", "interval"),
        tuple(rows),
        frozenset({2, 3}),
    )
