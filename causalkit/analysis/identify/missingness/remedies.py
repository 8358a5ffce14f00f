"""What can be done about missing values, as a person would say it."""

from __future__ import annotations

from collections.abc import Sequence

from causalkit.analysis.identify.missingness.gaps import Gaps
from causalkit.analysis.identify.missingness.recoverability import Recoverability, Weight
from causalkit.analysis.identify.missingness.wording import MOST_NAMED, go_on, misled, several
from causalkit.analysis.identify.phrases import listed
from causalkit.analysis.identify.population import conditions
from causalkit.graph.path import Path


def nothing_missing(gaps: Gaps) -> str:
    """Return why the question of gaps does not arise.

    Parameters
    ----------
    gaps : Gaps
        An analysis without gaps.

    Returns
    -------
    str

    Examples
    --------
    >>> from causalkit.graph import Diagram, Question
    >>> print(nothing_missing(Gaps(Diagram.of([("x", "y")]), Question.of("x", "y"), ())))
    The diagram gives no missing values to x and y: use all rows.
    """
    return f"The diagram gives no missing values to {several(gaps.variables)}: use all rows."


def complete_cases(gaps: Gaps) -> str:
    """Return why the complete rows suffice.

    Parameters
    ----------
    gaps : Gaps
        An analysis of which the complete rows show the effect.

    Returns
    -------
    str

    Examples
    --------
    >>> from causalkit.graph import Diagram, Question
    >>> diagram = Diagram.of([("x", "y"), ("x", "missing_y")])
    >>> print(complete_cases(Gaps(diagram, Question.of("x", "y"), ())))
    Whether a row is complete in y has nothing to do with what y would be at either ...
    """
    question = gaps.question
    return (
        f"{_among(gaps)}hether a row is complete in {several(gaps.incomplete)} has nothing to do "
        f"with what {listed(question.outcome)} would be at either setting of "
        f"{listed(question.exposure)}. Leave out the incomplete rows and {go_on(gaps)}."
    )


def weighting(gaps: Gaps, weights: Sequence[Weight], path: Path) -> str:
    """Return why the complete rows must be weighted, and how.

    Parameters
    ----------
    gaps : Gaps
        An analysis of which the complete rows do not show the effect.
    weights : sequence of Weight
        The factors of the chance that a row is complete.
    path : Path
        What the complete rows alone get wrong.

    Returns
    -------
    str

    Examples
    --------
    >>> from causalkit.graph import Diagram, Question
    >>> diagram = Diagram.of([("x", "y"), ("z", "y"), ("z", "missing_y")])
    >>> gaps = Gaps(diagram, Question.of("x", "y"), ("z",))
    >>> weight = Weight(("missing_y",), ("z",), ())
    >>> print(weighting(gaps, [weight], Path(("missing_y", "z", "y"), (False, True))))
    Complete rows alone mislead: missing_y ← z → y. They show y in each stratum of x and z ...
    """
    factors = [str(weight) for weight in weights]
    shown = " × ".join(factors[:MOST_NAMED])
    if len(factors) > MOST_NAMED:
        shown += f" × … ({len(factors)} factors)"
    divisor = shown if len(factors) == 1 else f"({shown})"
    nodes = {name for weight in weights for name in (*weight.indicators, *weight.complete)}
    seen = gaps.diagram.ordered(gaps.of[node] for node in nodes)
    return (
        f"{misled(gaps, path)} Weight each row that is complete in {several(seen)} by "
        f"1 / {divisor}, estimated from all rows, and {go_on(gaps)}."
    )


def alternative(better: Recoverability) -> str:
    """Return the advice to adjust for something else.

    Parameters
    ----------
    better : Recoverability
        The finding for another adjustment set, with which the effect can be had.

    Returns
    -------
    str

    Examples
    --------
    >>> from causalkit.analysis.identify.missingness import missing_values
    >>> from causalkit.graph import Diagram, Question
    >>> print(alternative(missing_values(Diagram.of([("x", "y")]), Question.of("x", "y"), [])))
    Or adjust for nothing instead: then nothing is missing.
    """
    how = {
        "nothing missing": "nothing is missing",
        "complete cases": "complete cases are enough",
        "weighting": "weighting recovers the effect",
    }
    chosen = several(better.adjustment) if better.adjustment else "nothing"
    return f"Or adjust for {chosen} instead: then {how[better.verdict]}."


def _among(gaps: Gaps) -> str:
    population = gaps.question.population
    if isinstance(population, str):
        return "W" if population == "all" else f"Among the {population}, w"
    return f"Among people with {' and '.join(map(str, conditions(gaps.question)))}, w"
