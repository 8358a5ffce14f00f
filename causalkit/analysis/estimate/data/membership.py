"""Who belongs to the group asked about: yes, no, or nobody knows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.estimate import Identification
from causalkit.analysis.estimate.reading.columns import Mask, read_column
from causalkit.graph.question import Condition


def membership(data: pd.DataFrame, identification: Identification) -> tuple[Mask, Mask]:
    """Return who is known to be in the group asked about, and of whom that is not known.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Backdoor or NoConfounding
        The question with its population.

    Returns
    -------
    inside, unknown : ndarray of bool of shape (n,)

    Examples
    --------
    >>> from causalkit.analysis.identify import NoConfounding
    >>> from causalkit.graph.question import Question
    >>> asked = NoConfounding(Question.of("kratom", "phq9", population="age >= 40"))
    >>> inside, unknown = membership(pd.DataFrame({"age": [50, 30, None]}), asked)
    >>> inside.tolist(), unknown.tolist()
    ([True, False, False], [False, False, True])
    """
    inside, outside = np.ones(len(data), dtype=bool), np.zeros(len(data), dtype=bool)
    for condition in known_conditions(data, identification):
        present = ~read_column(data, condition.variable).missing
        holds = condition.holds(data[condition.variable])
        inside &= holds
        outside |= present & ~holds
    return inside, ~inside & ~outside


def known_conditions(data: pd.DataFrame, identification: Identification) -> tuple[Condition, ...]:
    """Return the conditions that the table must tell; on what all were selected it need not.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Backdoor or NoConfounding
        The question with its population, and the selected variables.

    Returns
    -------
    tuple of Condition

    Examples
    --------
    >>> from causalkit.analysis.identify import NoConfounding
    >>> from causalkit.graph.question import Question
    >>> asked = NoConfounding(
    ...     Question.of("kratom", "phq9", population="responds"), frozenset({"responds"})
    ... )
    >>> known_conditions(pd.DataFrame({"kratom": [1, 0]}), asked)
    ()
    """
    population = identification.question.population
    return tuple(
        condition
        for condition in (population if isinstance(population, tuple) else ())
        if condition.variable in data.columns or condition.variable not in identification.selected
    )
