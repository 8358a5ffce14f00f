"""The set that gives the most precise estimate.

All valid sets remove the same bias, but they do not leave the same noise. Adjusting for
what explains the outcome makes an estimate more precise; adjusting for what explains the
exposure makes it less so. The best of both is the set of all direct causes of what
carries the effect, apart from the exposure and what the effect itself changes. In large
samples no valid set gives a smaller variance, whether by linear regression in a linear
model or by a good non-parametric estimator in any.

It must be measured to be used. Where one of its variables is hidden there may be no best
set at all, each of two being better under some equations; the best of the minimal sets
exists even then, see :func:`~causalkit.analysis.identify.minimal_adjustment`.

Source: Henckel, Perković and Maathuis (2022), Graphical criteria for efficient total
effect estimation via adjustment in causal linear models; Rotnitzky and Smucler (2020),
Efficient adjustment sets for population average causal treatment effect estimation in
graphical models.
"""

from __future__ import annotations

from causalkit.analysis.identify.adjustment.minimal import check_adjustable_at_all
from causalkit.analysis.identify.criterion.criterion import Criterion, criterion_for
from causalkit.analysis.identify.phrases import being, effect, listed
from causalkit.errors import NotIdentified
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question


def optimal_adjustment(diagram: Diagram, question: Question) -> tuple[str, ...]:
    """Return the adjustment set with the smallest large-sample variance.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    question : Question
        The effect that is asked about.

    Returns
    -------
    tuple of str
        In alphabetical order.

    Raises
    ------
    NotIdentified
        If no set will do, or if the theory names no best one: one of its variables is
        hidden, people were selected or a group is asked about, or the exposure has no
        effect on the outcome at all.
    QuestionError
        If the question does not fit the diagram.

    Examples
    --------
    >>> diagram = Diagram.of([("age", "x"), ("age", "pain"), ("pain", "y"), ("x", "y"), ("w", "y")])
    >>> optimal_adjustment(diagram, Question.of("x", "y"))
    ('pain', 'w')
    """
    criterion = criterion_for(diagram, question)
    check_adjustable_at_all(diagram, criterion)
    _check_within_the_theory(criterion)
    graph = diagram.indexed
    causes = {cause for node in criterion.carrying for cause in graph.parents[node]}
    # The parents of what carries the effect, without what carries it and what that changes.
    best = graph.named(causes - graph.descendants(criterion.carrying) - criterion.exposure)
    hidden = [name for name in best if name in diagram.latent]
    if hidden:
        raise _no_best(
            criterion, f"{being(hidden, 'hidden')}, and would belong to it", tuple(hidden)
        )
    return best


def _check_within_the_theory(criterion: Criterion) -> None:
    question, fixed = criterion.question, criterion.diagram.selected
    if fixed:
        names = criterion.diagram.ordered(fixed)
        raise _no_best(criterion, f"{listed(names)} is conditioned on already", names)
    for name in question.outcome:
        if name not in criterion.carriers:
            raise _no_best(criterion, f"{listed(question.exposure)} does not affect {name}")


def _no_best(criterion: Criterion, why: str, obstacles: tuple[str, ...] = ()) -> NotIdentified:
    return NotIdentified(
        f"no adjustment set is known to be the most precise one for the "
        f"{effect(criterion.question)}: {why}",
        obstacles=obstacles,
    )
