"""A second opinion: the same question, answered by dowhy.

dowhy is an independent library for causal inference. It gets the diagram and the table,
decides for itself whether the adjustment set suffices, estimates the effect, and can try to
refute its own estimate by spoiling the data in ways of which the outcome is known.

This is the only room that touches dowhy, and it keeps dowhy at arm's length. Every call
works on a copy of just the columns needed; the exposure is coded 0 and 1; rows with missing
values are left out; hidden variables are not in the table; the diagram goes in as a plain
networkx graph; and what is not identified is refused before dowhy is asked. Its warnings, log
messages and progress bars stay inside, and so does what it does to the random numbers of
everybody else.

Source: Sharma and Kiciman (2020), DoWhy: an end-to-end library for causal inference.
"""

from __future__ import annotations

from causalkit.analysis.second_opinion.refuters import refutations
from causalkit.analysis.second_opinion.regression import regression
from causalkit.analysis.second_opinion.repetition import REFUTERS, Refuter

__all__ = ["REFUTERS", "Refuter", "refutations", "regression"]
