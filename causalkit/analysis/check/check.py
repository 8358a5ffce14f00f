"""What every check returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

Finding = Literal["reassuring", "doubtful", "alarming"]
"""How a check came out."""


@dataclass(frozen=True, eq=False)
class Check:
    """What a check of an estimate found.

    Parameters
    ----------
    name : str
        Name of the check, such as ``"balance"``.
    finding : {"reassuring", "doubtful", "alarming"}
        How it came out.
    verdict : str
        What was found, in a sentence or two, with the figures that matter.
    meaning : str
        What this does and does not tell, in a few sentences; the same for all data.
    table : pandas.DataFrame
        What was looked at, one row each, ready to be shown or drawn; columns named in words.
    figures : mapping of str to float
        The figures of the verdict, by name.

    Examples
    --------
    >>> table = pd.DataFrame({"covariate": ["age"], "before": [0.4], "after": [0.02]})
    >>> found = Check("balance", "reassuring", "All is balanced.", "Of what was measured.", table)
    >>> print(found)
    balance: All is balanced.
    """

    name: str
    finding: Finding
    verdict: str
    meaning: str
    table: pd.DataFrame
    figures: Mapping[str, float] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.name}: {self.verdict}"
