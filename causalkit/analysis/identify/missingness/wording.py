"""The turns of phrase that every verdict on missing values needs."""

from __future__ import annotations

from collections.abc import Sequence

from causalkit.analysis.identify.missingness.complete_rows import show_contrast, show_strata
from causalkit.analysis.identify.missingness.gaps import Gaps
from causalkit.analysis.identify.phrases import listed
from causalkit.graph.path import Path

MOST_NAMED = 6
"""So many variables or factors are named in a sentence; the others are counted."""


def several(names: Sequence[str]) -> str:
    """Return names as a sentence lists them, the first ones only if there are many.

    Parameters
    ----------
    names : sequence of str
        One name or more.

    Returns
    -------
    str

    Examples
    --------
    >>> print(several(["age", "sex"]))
    age and sex
    >>> print(several(list("abcdefghij")))
    a, b, c, d, e, f and 4 more
    """
    if len(names) <= MOST_NAMED:
        return listed(names)
    return f"{', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED} more"


def misled(gaps: Gaps, path: Path) -> str:
    """Return that the complete rows alone mislead, and at what.

    Parameters
    ----------
    gaps : Gaps
        An analysis of which the complete rows do not show the effect.
    path : Path
        What they get wrong.

    Returns
    -------
    str

    Examples
    --------
    >>> from causalkit.graph import Diagram, Question
    >>> diagram = Diagram.of([("x", "y"), ("z", "y"), ("z", "missing_y")])
    >>> path = Path(("missing_y", "z", "y"), (False, True))
    >>> print(misled(Gaps(diagram, Question.of("x", "y"), ("z",)), path))
    Complete rows alone mislead: missing_y ← z → y. They show y in each stratum of x and z as ...
    """
    found = f"Complete rows alone mislead: {path}."
    if show_contrast(gaps) and show_strata(gaps):
        found += f" They show {strata(gaps)} as it is, but mix the strata wrongly."
    return found


def strata(gaps: Gaps) -> str:
    """Return what the complete rows may still show.

    Parameters
    ----------
    gaps : Gaps
        The analysis and its gaps.

    Returns
    -------
    str

    Examples
    --------
    >>> from causalkit.graph import Diagram, Question
    >>> print(strata(Gaps(Diagram.of([("x", "y")]), Question.of("x", "y"), ())))
    y in each stratum of x
    """
    within = several((*gaps.question.exposure, *gaps.kept))
    return f"{listed(gaps.question.outcome)} in each stratum of {within}"


def go_on(gaps: Gaps) -> str:
    """Return what remains to be done once the gaps are taken care of.

    Parameters
    ----------
    gaps : Gaps
        The analysis and its gaps.

    Returns
    -------
    str

    Examples
    --------
    >>> from causalkit.graph import Diagram, Question
    >>> print(go_on(Gaps(Diagram.of([("x", "y")]), Question.of("x", "y"), ())))
    compare them as they are
    """
    return f"adjust for {several(gaps.kept)}" if gaps.kept else "compare them as they are"
