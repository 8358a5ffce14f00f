"""What the preparation of a table has to know of an argument that is not an adjustment."""

from __future__ import annotations

from dataclasses import dataclass, field

from causalkit.graph.question import Question


@dataclass(frozen=True)
class Argument:
    """The question, and what is conditioned on, whatever the argument is.

    Parameters
    ----------
    question : Question
        The effect that is asked about.
    adjustment : tuple of str
        The variables that are conditioned on.
    selected : frozenset of str
        Variables by which everybody in the data was selected.

    Examples
    --------
    >>> Argument(Question.of("kratom", "phq9"), ("income",)).adjustment
    ('income',)
    """

    question: Question
    adjustment: tuple[str, ...] = ()
    selected: frozenset[str] = field(default_factory=frozenset)
