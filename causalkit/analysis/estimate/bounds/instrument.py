"""Bounds from an instrument: a lottery whose winners need not take the prize.

Where people are assigned to an exposure by lot but do as they like, those who comply may
differ from the others, and the effect in everybody is not identified. But assignment is
independent of what kind of person somebody is. There are only sixteen kinds: four ways of
responding to assignment (never, always, comply, defy) times four ways of responding to the
exposure. The shares of the kinds must add up to what is seen under either assignment, and the
least and the largest effect that any such shares give are the bounds. Nothing is assumed of
who defies or how the effect varies.

Not everything can be seen under an instrument. If the data are such that no shares fit them,
then the lot was no lot, or it acts on the outcome by another way: the instrument is refuted.

Source: Balke and Pearl (1997), Bounds on treatment effects from studies with imperfect
compliance; Pearl (1995), On the testability of causal models with latent and instrumental
variables, for the inequality.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.bounds.bounds import Bounds
from causalkit.analysis.estimate.bounds.interval import largest_beyond_chance
from causalkit.analysis.estimate.bounds.outcome_range import (
    bounded,
    check_two_groups,
    group_mean,
    rows_for_bounds,
)
from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.effect.contrast import check_level
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.reading.columns import Column
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.errors import EstimationError
from causalkit.graph.question import Question

Cells = dict[str, Mean]
"""P(y, x | z) by the name "yx.z", each with its influence function."""

LOWER = (
    (-1, "11.1 00.0", ""),
    (0, "11.0", "11.1 10.1 01.0 10.0"),
    (0, "", "01.1 10.1"),
    (0, "00.1", "01.1 10.1 01.0 00.0"),
)
"""Lower bounds: a constant, the cells to be added and those to be subtracted.

Four more come of exchanging the two assignments, and the upper bounds of calling every 1 of
the outcome a 0.
"""

MOST_SHOWN = 6
ROUNDING = 1e-9

REFUTED = (
    'the instrument "{name}" is refuted: in these data the instrumental inequality fails by more '
    'than chance, so "{name}" is not assigned by lot or acts on the outcome by another way'
)
ASSUMED = (
    'Instrument: "{name}" is as good as drawn by lot.',
    'Exclusion: "{name}" acts on the outcome by way of the exposure only.',
)
DOUBTFUL = (
    "In these data the instrumental inequality fails by {excess:.2g}, which chance may do; the "
    "bounds are the less certain."
)
LARGEST_OF_SEVERAL = (
    "Each bound is the most extreme of eight, which in small samples is too far inside; the "
    "interval makes up for it."
)


def instrument_bounds(
    data: pd.DataFrame,
    question: Question,
    instrument: str,
    *,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
) -> Bounds:
    """Return the bounds that a binary instrument gives for a binary exposure and outcome.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    question : Question
        The effect in everybody, or in a group, on the scale of differences.
    instrument : str
        Column of two values, assigned as good as by lot, that acts by way of the exposure only.
    level : float, optional
        Level of confidence, between 0 and 1.
    sampling : Sampling, optional
        Survey weights and clusters.

    Returns
    -------
    Bounds

    Raises
    ------
    EstimationError
        If exposure, outcome or instrument have not two values each, or the data refute the
        instrument: what is seen under it is more than chance away from all that can be.

    Notes
    -----
    Balke and Pearl (1997), Bounds on treatment effects from studies with imperfect compliance,
    equations 5 and 6; the bounds are sharp. The interval is that of Chernozhukov, Lee and Rosen
    (2013), Intersection bounds. Data that break the instrumental inequality by no more than
    chance are bounded, with a note.

    Examples
    --------
    >>> counts = {(0, 0, 0): 74, (0, 0, 1): 11514, (1, 0, 0): 34, (1, 0, 1): 2385}
    >>> counts |= {(1, 1, 0): 12, (1, 1, 1): 9663}
    >>> rows = [cell for cell, count in counts.items() for _ in range(count)]
    >>> frame = pd.DataFrame(rows, columns=["assigned", "vitamin", "alive"])
    >>> found = instrument_bounds(frame, Question.of("vitamin", "alive"), "assigned")
    >>> round(found.low, 4), round(found.high, 4)
    (-0.1946, 0.0054)
    """
    check_level(level)
    _check_population(question)
    rows = rows_for_bounds(data, question, sampling, instrument)
    check_two_groups("instrument_bounds", rows)
    cells = _cells(rows)
    excess = _excess(cells)
    refuted = REFUTED.format(name=instrument)
    if largest_beyond_chance(excess, level, rows.clusters) > ROUNDING:
        raise EstimationError(refuted)
    worst = max(mean.value for mean in excess)
    notes = (DOUBTFUL.format(excess=worst),) if worst > ROUNDING else ()
    return bounded(
        "instrument_bounds",
        rows,
        _lower(cells),
        [_sum(0, [], [mean]) for mean in _lower(_exchanged(cells, outcome=True))],
        level,
        tuple(each.format(name=instrument) for each in ASSUMED),
        refuted=refuted,
        notes=(LARGEST_OF_SEVERAL, *notes),
    )


def _check_population(question: Question) -> None:
    if question.population in ("exposed", "unexposed"):
        raise EstimationError(
            f"the instrument bounds the effect in everybody, not in the {question.population}; ask "
            f"about everybody or give a condition"
        )


def _cells(rows: Rows) -> Cells:
    """Return P(y, x | z) for each of the eight combinations."""
    (instrument,) = rows.others
    if not rows.is_binary:
        raise _other_values("an outcome of zeros and ones", rows.outcome)
    if len(instrument.levels) != 2:
        raise _other_values("an instrument of two values", instrument)
    assigned = instrument.values == instrument.levels[1]
    outcome, exposed = rows.outcome.values == 1, rows.treated
    return {
        f"{y}{x}.{z}": group_mean(rows, assigned == z, 1.0 * ((outcome == y) & (exposed == x)))
        for y in (0, 1)
        for x in (0, 1)
        for z in (0, 1)
    }


def _other_values(needed: str, column: Column) -> EstimationError:
    shown = [column.shown(level) for level in column.levels]
    values = ", ".join([*shown[:MOST_SHOWN], *["…"] * (len(shown) > MOST_SHOWN)])
    return EstimationError(
        f'the bounds need {needed}, but "{column.name}" takes {values}; make two groups of these'
    )


def _excess(cells: Cells) -> list[Mean]:
    """Return by how much the instrumental inequality fails, where it is positive."""
    pairs = [(f"0{x}.{z}", f"1{x}.{1 - z}") for x in (0, 1) for z in (0, 1)]
    return [_sum(-1, [cells[first], cells[second]], []) for first, second in pairs]


def _lower(cells: Cells) -> list[Mean]:
    return [
        _sum(
            constant, [each[name] for name in plus.split()], [each[name] for name in minus.split()]
        )
        for constant, plus, minus in LOWER
        for each in (cells, _exchanged(cells, outcome=False))
    ]


def _exchanged(cells: Cells, *, outcome: bool) -> Cells:
    """Return the cells with the two outcomes or the two assignments exchanged."""
    other = {"0": "1", "1": "0"}
    return {
        (other[name[0]] + name[1:] if outcome else name[:-1] + other[name[-1]]): mean
        for name, mean in cells.items()
    }


def _sum(constant: float, plus: list[Mean], minus: list[Mean]) -> Mean:
    parts = [(1.0, mean) for mean in plus] + [(-1.0, mean) for mean in minus]
    value = constant + sum(sign * mean.value for sign, mean in parts)
    influence = np.sum([sign * mean.influence for sign, mean in parts], axis=0)
    return Mean(float(value), influence)
