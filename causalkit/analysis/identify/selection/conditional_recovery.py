"""Whether a conditional distribution in everybody follows from selected people: the finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["as it is", "external data", "not recoverable", "not settled"]


@dataclass(frozen=True)
class ConditionalRecovery:
    """Whether a conditional distribution in everybody follows from selected people.

    Parameters
    ----------
    outcome : tuple of str
        The variables whose distribution is asked about, in the order of the diagram.
    given : tuple of str
        The variables that define the strata, in the order of the diagram.
    verdict : {"as it is", "external data", "not recoverable", "not settled"}
        The distribution among the selected is that in everybody; or it can be put right
        with what is known from outside; or different populations leave the same data
        behind; or the theory used here says neither yes nor no.
    external : tuple of str
        The variables whose joint distribution must come from outside, those of the
        strata among them; empty unless external data are the verdict.
    formula : str
        How it is computed; empty where it is not recovered.
    reason : str
        Why, in words.
    path : tuple of str
        The variables along the path that links outcome and selection; empty where the
        distribution is recovered.
    """

    outcome: tuple[str, ...]
    given: tuple[str, ...]
    verdict: Verdict
    external: tuple[str, ...]
    formula: str
    reason: str
    path: tuple[str, ...]
