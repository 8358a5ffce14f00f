"""What a comparison shows, in words: one sentence about the naive, one about the adjusted."""

from __future__ import annotations

from collections.abc import Sequence

from causalkit.meeting.comparison import Comparison, Row
from causalkit.meeting.figures import Figures
from causalkit.nature import Truth


def verdict(comparison: Comparison) -> str:
    """Return what a comparison shows.

    Parameters
    ----------
    comparison : Comparison
        The table.

    Returns
    -------
    str
        Some sentences; with a truth they say who is right, without one what follows
        if the diagram is right.
    """
    truth = comparison.truth
    if comparison.reason or not comparison.adjusted:
        adjusted = _nothing_adjusted(comparison)
    elif truth is None:
        adjusted = _adjusted_alone(comparison)
    else:
        adjusted = _adjusted(comparison, truth)
    naive = _naive_alone(comparison) if truth is None else _naive(comparison, truth)
    return f"{naive} {adjusted}"


def _naive(comparison: Comparison, truth: Truth) -> str:
    row, write = comparison.naive, Figures.of(comparison)
    verb = "contains" if row.covers(truth.value) else "misses"
    claim = f"The naive {comparison.question.scale}, {_interval(row, write)},"
    return f"{claim} {verb} the truth, {write(truth.value)}."


def _naive_alone(comparison: Comparison) -> str:
    claim = _interval(comparison.naive, Figures.of(comparison))
    return f"The naive {comparison.question.scale} is {claim}."


def _adjusted(comparison: Comparison, truth: Truth) -> str:
    right = [row.method for row in comparison.adjusted if row.covers(truth.value)]
    wrong = [row.method for row in comparison.adjusted if not row.covers(truth.value)]
    parts = []
    if right:
        parts.append(f"{_joined(right)} {'contain' if len(right) > 1 else 'contains'} it")
    if wrong:
        parts.append(f"{_joined(wrong)} {'miss' if len(wrong) > 1 else 'misses'} it")
    return f"{_how(comparison)} {', '.join(parts)}."


def _adjusted_alone(comparison: Comparison) -> str:
    write = Figures.of(comparison)
    found = _joined([f"{row.method} {_interval(row, write)}" for row in comparison.adjusted])
    return f"{_how(comparison)} {found}. That is the effect if the diagram is right."


def _nothing_adjusted(comparison: Comparison) -> str:
    reasons = (comparison.reason,) if comparison.reason else comparison.notes
    return f"No adjusted estimate can be given: {'; '.join(each.rstrip('.') for each in reasons)}."


def _how(comparison: Comparison) -> str:
    adjustment = comparison.adjusted[0].adjustment
    if not adjustment:
        return "By the diagram nothing has to be adjusted for:"
    return f"Adjusted for {_joined(adjustment)}:"


def _interval(row: Row, write: Figures) -> str:
    return f"{write(row.value)} (95 % interval {write(row.low)} to {write(row.high)})"


def _joined(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
