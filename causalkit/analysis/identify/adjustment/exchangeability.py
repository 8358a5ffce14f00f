"""The assumption behind an adjusted comparison for which no diagram was asked.

Most published analyses draw no diagram. They list covariates and take for granted that among
people alike in all of them it is as if chance had decided who was exposed. To redo such an
analysis one has to assume what its authors assumed, and say so.

Source: Hernán and Robins (2020), Causal Inference: What If, section 2.2.
"""

from __future__ import annotations

from dataclasses import dataclass

from causalkit.graph.question import Question


@dataclass(frozen=True)
class ConditionalExchangeability:
    """The assumption that exposed and unexposed people alike in some covariates are comparable.

    Parameters
    ----------
    question : Question
        The effect that is asked about.
    adjustment : tuple of str
        The covariates. No diagram says that they suffice.
    selected : frozenset of str, optional
        Variables by which everybody in the data was selected. A condition on one of
        them holds for every row, whether or not the data have the column.

    Examples
    --------
    >>> ConditionalExchangeability(Question.of("qsmk", "wt82_71"), ("age", "sex")).adjustment
    ('age', 'sex')
    """

    question: Question
    adjustment: tuple[str, ...]
    selected: frozenset[str] = frozenset()
