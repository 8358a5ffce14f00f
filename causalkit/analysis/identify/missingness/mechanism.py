"""MCAR, MAR and MNAR: what the three words say about arrows.

Values are *missing completely at random* (MCAR) if nothing in the data has to do with
the gaps: somebody spilled coffee over some of the forms. They are *missing at random*
(MAR) if whatever has to do with the gaps was seen in every row: the old skip the
question about income, and of everybody the age is known. Otherwise they are *missing not
at random* (MNAR): the depressed do not fill in how depressed they are.

The words sound like facts about a column, but no column can tell. Whether the rich hide
their income cannot be seen in the incomes that are not hidden. They are claims about
which arrows lead into the indicators, and it takes a diagram to make them. Nor do they
answer what one wants to know. Under MAR the complete rows may be biased, and under MNAR
they may be right: where people hide their kratom use because they use kratom, users are
too few, but each user in the data has the depression that users have.

Source: Rubin (1976), Inference and missing data; Mohan, Pearl and Tian (2013), Graphical
models for inference with missing data: the conditions as d-separations, for all people
rather than for one dataset.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from causalkit.graph.diagram import Diagram
from causalkit.graph.indicators import indicators
from causalkit.graph.separation import d_separated

Mechanism = Literal["MCAR", "MAR", "MNAR"]


def mechanism(diagram: Diagram, gaps: Iterable[str]) -> Mechanism:
    """Return what the textbooks call some gaps.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    gaps : iterable of str
        Indicators of the diagram.

    Returns
    -------
    {"MCAR", "MAR", "MNAR"}
        Among the people in the data. No gaps at all are missing completely at random.

    Examples
    --------
    >>> diagram = Diagram.of([("age", "missing_income"), ("age", "income")])
    >>> mechanism(diagram, ["missing_income"])
    'MAR'
    """
    of, chosen = indicators(diagram), diagram.ordered(gaps)
    varying = [n for n in diagram.observed if n not in of and n not in diagram.selected]
    partly = set(of.values())
    seen = [name for name in varying if name not in partly]
    hidden = [name for name in varying if name in partly]
    if d_separated(diagram, chosen, varying):
        return "MCAR"
    return "MAR" if d_separated(diagram, chosen, hidden, seen) else "MNAR"
