"""The table in which naive, adjusted and true stand side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from causalkit.analysis.estimate import Estimate
from causalkit.graph import Question
from causalkit.nature import Truth

RowKind = Literal["naive", "adjusted", "second opinion"]


@dataclass(frozen=True)
class Row:
    """One estimate in the table.

    Parameters
    ----------
    method : str
        Name of the estimator.
    kind : {"naive", "adjusted", "second opinion"}
        What it stands for.
    adjustment : tuple of str
        Variables adjusted for.
    value, standard_error : float
        The estimate, on the scale of the question.
    low, high : float
        Ends of its confidence interval.
    """

    method: str
    kind: RowKind
    adjustment: tuple[str, ...]
    value: float
    standard_error: float
    low: float
    high: float

    @classmethod
    def of(cls, estimate: Estimate, kind: RowKind) -> Row:
        """Return the row of an estimate.

        Parameters
        ----------
        estimate : Estimate
            What an estimator returned.
        kind : {"naive", "adjusted", "second opinion"}
            What it stands for.

        Returns
        -------
        Row
            The figures that the table shows.
        """
        return cls(
            estimate.method,
            kind,
            estimate.adjustment,
            estimate.value,
            estimate.standard_error,
            estimate.low,
            estimate.high,
        )

    def covers(self, effect: float) -> bool:
        """Return whether the interval contains a value.

        Parameters
        ----------
        effect : float
            On the scale of the question.

        Returns
        -------
        bool
            Ends included.
        """
        return self.low <= effect <= self.high


@dataclass(frozen=True)
class Comparison:
    """What is claimed naively, what is claimed after adjusting, and what is true.

    Parameters
    ----------
    title : str
        Title of the world, or of the data.
    question : Question
        What was asked.
    rows : tuple of Row
        Naive first.
    truth : Truth or None
        The answer, where the data came from a world; None for other data.
    n : int
        Rows of the data.
    outcome_label : str
        The outcome in words, with its unit where there is one.
    notes : tuple of str
        What could not be estimated, and why.
    reason : str
        Why the diagram identifies nothing; empty where it does.
    verdict : str
        What the table shows, in words.
    """

    title: str
    question: Question
    rows: tuple[Row, ...]
    truth: Truth | None
    n: int
    outcome_label: str
    notes: tuple[str, ...] = ()
    reason: str = ""
    verdict: str = ""

    @property
    def naive(self) -> Row:
        """The naive row."""
        return self.rows[0]

    @property
    def adjusted(self) -> tuple[Row, ...]:
        """The adjusted rows, without the second opinion."""
        return tuple(row for row in self.rows if row.kind == "adjusted")
