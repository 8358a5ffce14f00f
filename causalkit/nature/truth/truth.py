"""The answer to a question, known because the equations are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from causalkit.errors import TruthError
from causalkit.graph import Question

Method = Literal["linear", "enumeration", "simulation"]


@dataclass(frozen=True)
class Truth:
    """An effect computed from the equations.

    Parameters
    ----------
    question : Question
        What was asked.
    value : float
        The difference, in units of the outcome, the ratio, or the odds ratio.
    monte_carlo_error : float
        Standard error of ``value`` from simulating finitely many people; 0 where exact.
    method : {"linear", "enumeration", "simulation"}
        How it was computed.
    people : int
        How many simulated people of the population it rests on; 0 where exact.
    """

    question: Question
    value: float
    monte_carlo_error: float
    method: Method
    people: int = 0

    @property
    def is_exact(self) -> bool:
        """Whether no simulation was needed."""
        return self.method != "simulation"


class NotExact(TruthError):
    """The model has no exact answer that this toolkit can compute; simulate instead."""
