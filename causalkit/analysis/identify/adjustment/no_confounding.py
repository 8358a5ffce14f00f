"""The assumption behind a naive comparison, written down.

Whoever compares exposed with unexposed people and calls the difference an effect has
assumed that nothing else sets the two groups apart. No diagram is asked. Stating that
as an identification of its own keeps the naive estimate honest about what it needs.
"""

from __future__ import annotations

from dataclasses import dataclass

from causalkit.graph.question import Question


@dataclass(frozen=True)
class NoConfounding:
    """The assumption that exposed and unexposed people are comparable as they are.

    Parameters
    ----------
    question : Question
        The effect that is asked about.
    selected : frozenset of str, optional
        Variables by which everybody in the data was selected. A condition on one of
        them holds for every row, whether or not the data have the column.

    Examples
    --------
    >>> NoConfounding(Question.of("kratom", "phq9")).adjustment
    ()
    """

    question: Question
    selected: frozenset[str] = frozenset()

    @property
    def adjustment(self) -> tuple[str, ...]:
        """Nothing is adjusted for."""
        return ()
