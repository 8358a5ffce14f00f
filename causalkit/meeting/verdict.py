"""What a comparison shows, in words: one sentence about the naive, one about the adjusted."""

from __future__ import annotations

from causalkit.meeting.comparison import Comparison, Row


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
    if comparison.truth is None:
        return " ".join((_naive_without_truth(comparison), _adjusted_without_truth(comparison)))
    return " ".join((_naive(comparison, comparison.truth.value), _adjusted(comparison)))


def in_words(value: float, scale: str) -> str:
    """Return an effect as it is quoted in a sentence.

    Parameters
    ----------
    value : float
        The effect.
    scale : {"difference", "ratio"}
        Its scale; a difference is given its sign.

    Returns
    -------
    str
        With two decimals.

    Examples
    --------
    >>> in_words(1.5, "difference"), in_words(-1.5, "difference"), in_words(0.0, "difference")
    ('+1.50', '−1.50', '0.00')
    """
    if scale == "ratio":
        return f"{value:.2f}"
    text = f"{abs(value):.2f}"
    if float(text) == 0.0:
        return text
    return f"+{text}" if value > 0 else f"−{text}"


def _interval(row: Row, scale: str) -> str:
    low, high = in_words(row.low, scale), in_words(row.high, scale)
    return f"{in_words(row.value, scale)} (95 % interval {low} to {high})"


def _naive(comparison: Comparison, truth: float) -> str:
    scale = comparison.question.scale
    row = comparison.naive
    true = in_words(truth, scale)
    if row.covers(truth):
        return f"The naive {scale}, {_interval(row, scale)}, contains the truth, {true}."
    return f"The naive {scale}, {_interval(row, scale)}, misses the truth, {true}."


def _adjusted(comparison: Comparison) -> str:
    truth = comparison.truth
    if comparison.reason or not comparison.adjusted or truth is None:
        return _nothing_adjusted(comparison)
    right = [row.method for row in comparison.adjusted if row.covers(truth.value)]
    wrong = [row.method for row in comparison.adjusted if not row.covers(truth.value)]
    parts = []
    if right:
        parts.append(f"{_joined(right)} {_verb(right, 'contain', 'contains')} it")
    if wrong:
        parts.append(f"{_joined(wrong)} {_verb(wrong, 'miss', 'misses')} it")
    return f"{_how(comparison)} {', '.join(parts)}."


def _how(comparison: Comparison) -> str:
    adjustment = comparison.adjusted[0].adjustment
    if not adjustment:
        return "By the diagram nothing has to be adjusted for:"
    return f"Adjusted for {_joined(adjustment)}:"


def _nothing_adjusted(comparison: Comparison) -> str:
    reason = comparison.reason or "; ".join(comparison.notes)
    return f"No adjusted estimate can be given: {reason.rstrip('.')}."


def _naive_without_truth(comparison: Comparison) -> str:
    scale = comparison.question.scale
    return f"The naive {scale} is {_interval(comparison.naive, scale)}."


def _adjusted_without_truth(comparison: Comparison) -> str:
    if comparison.reason or not comparison.adjusted:
        return _nothing_adjusted(comparison)
    scale = comparison.question.scale
    found = _joined([f"{row.method} {_interval(row, scale)}" for row in comparison.adjusted])
    return f"{_how(comparison)} {found}. That is the effect if the diagram is right."


def _joined(words: list[str] | tuple[str, ...]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))


def _verb(words: list[str], several: str, one: str) -> str:
    return several if len(words) > 1 else one
