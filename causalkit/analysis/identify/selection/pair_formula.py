"""The adjustment formula under selection, written out."""

from __future__ import annotations

from collections.abc import Iterable

from causalkit.analysis.identify.population import conditions
from causalkit.graph.condition import Condition
from causalkit.graph.question import Question
from causalkit.graph.wording import written


def pair_formula(
    question: Question,
    adjustment: tuple[str, ...],
    external: tuple[str, ...],
    selection: tuple[str, ...],
) -> str:
    """Return the formula for an adjustment set, a part of which is known from outside.

    Parameters
    ----------
    question : Question
        The effect that is asked about.
    adjustment : tuple of str
        What is adjusted for.
    external : tuple of str
        The part of it that is known from outside.
    selection : tuple of str
        The variables that decided who is in the data.

    Returns
    -------
    str

    Examples
    --------
    >>> question = Question.of("x", "y", population="exposed")
    >>> print(pair_formula(question, ("a", "b"), ("b",), ("s",)))
    P(y | do(x), exposed) = Σ_{a, b} P(y | x, a, b, s = 1) P(a | b, exposed, s = 1) P(b | exposed)
    """
    group, named = _group(question), _named(question)
    inside = tuple(f"{written(name)} = 1" for name in selection)
    rest = tuple(name for name in adjustment if name not in external)
    intervention = f"do({', '.join(map(written, question.exposure))})"
    factors = [
        probability(question.outcome, (*question.exposure, *adjustment), (*group, *inside)),
        probability(rest, external, (*group, *named, *inside)),
        probability(external, (), (*group, *named)),
    ]
    summed = f"Σ_{{{', '.join(map(written, adjustment))}}} " if adjustment else ""
    asked = probability(question.outcome, (), (intervention, *group, *named))
    return f"{asked} = {summed}{' '.join(filter(None, factors))}"


def probability(names: Iterable[str], given: Iterable[str] = (), facts: Iterable[str] = ()) -> str:
    """Return a conditional probability as text; that of nothing is the empty text.

    Parameters
    ----------
    names : iterable of str
        The variables whose probability it is.
    given : iterable of str, optional
        The variables that it is conditional on.
    facts : iterable of str, optional
        Conditions that are written out already.

    Returns
    -------
    str

    Examples
    --------
    >>> print(probability(["y"], ["x"], ["s = 1"]))
    P(y | x, s = 1)
    """
    subject = ", ".join(map(written, names))
    behind = ", ".join((*map(written, given), *facts))
    if not subject:
        return ""
    return f"P({subject} | {behind})" if behind else f"P({subject})"


def _group(question: Question) -> tuple[str, ...]:
    return tuple(map(_fact, conditions(question)))


def _fact(condition: Condition) -> str:
    if condition.relation != "==":
        return str(condition)
    return f"{written(condition.variable)} = {written(condition.value)}"


def _named(question: Question) -> tuple[str, ...]:
    """Return who is averaged over, where that is not everybody in the group."""
    population = question.population
    return (population,) if isinstance(population, str) and population != "all" else ()
