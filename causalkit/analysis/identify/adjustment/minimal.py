"""One set to adjust for, in time proportional to the diagram.

To learn whether a set blocks every biasing path one rolls a ball from the exposure
through the proper back-door graph and looks whether it arrives. To find a set one
needs no search either. If any set blocks, then so does the largest that is permitted,
namely every permitted cause of exposure, outcome and what is conditioned on. Two rolls
make it minimal: keep what a ball from the outcome runs into, and of that what a ball
from the exposure runs into.

The set that remains is the one nearest to the outcome. Among all minimal sets it is the
best choice: it gives the smallest large-sample variance, because it explains the outcome
best and the exposure least.

Source: van der Zander, Liśkiewicz and Textor (2019), Separators and adjustment sets in
causal graphs; van der Zander and Liśkiewicz (2020), Finding minimal d-separators in
linear time and applications; Smucler, Sapienza and Rotnitzky (2022), Efficient
adjustment sets in causal graphical models with hidden variables.
"""

from __future__ import annotations

from collections.abc import Iterable

from causalkit.analysis.identify.criterion.blocking import blocks, can_block
from causalkit.analysis.identify.criterion.criterion import Criterion, criterion_for
from causalkit.analysis.identify.criterion.obstacles import (
    not_blocked,
    required_on_effect,
    selected_on_effect,
)
from causalkit.analysis.identify.selection.transport import check_selection
from causalkit.errors import NotIdentified
from causalkit.graph.ball import rolled_among
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question


def is_adjustment_set(diagram: Diagram, question: Question, adjusted: Iterable[str]) -> bool:
    """Return whether adjusting for the variables gives the effect.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    question : Question
        The effect that is asked about.
    adjusted : iterable of str
        The variables that are adjusted for; selected variables count besides.

    Returns
    -------
    bool

    Raises
    ------
    QuestionError
        If the question does not fit the diagram, or nobody can adjust for a variable.

    Examples
    --------
    >>> diagram = Diagram.of([("pain", "x"), ("pain", "y"), ("x", "m"), ("m", "y")])
    >>> question = Question.of("x", "y")
    >>> [is_adjustment_set(diagram, question, each) for each in (["pain"], [], ["pain", "m"])]
    [True, False, False]
    """
    try:
        criterion = criterion_for(diagram, question, required=adjusted)
        check_selection(diagram, criterion.diagram, question)
    except NotIdentified:
        return False
    return criterion.changed.isdisjoint(criterion.fixed) and blocks(
        criterion.backdoor_arrows, criterion
    )


def minimal_adjustment(
    diagram: Diagram,
    question: Question,
    *,
    required: Iterable[str] = (),
    excluded: Iterable[str] = (),
) -> tuple[str, ...]:
    """Return the best of the minimal adjustment sets.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    question : Question
        The effect that is asked about.
    required, excluded : iterable of str, optional
        Variables that are adjusted for in any case, and variables that are not to be.

    Returns
    -------
    tuple of str
        In alphabetical order, the required ones among them. None of the others can be
        spared. The empty tuple says that nothing needs to be adjusted for.

    Raises
    ------
    NotIdentified
        If no set will do.
    QuestionError
        If the question or the variables do not fit the diagram.

    Examples
    --------
    >>> diagram = Diagram.of([("age", "x"), ("age", "pain"), ("pain", "y"), ("x", "y")])
    >>> minimal_adjustment(diagram, Question.of("x", "y"))
    ('pain',)
    >>> minimal_adjustment(diagram, Question.of("x", "y"), excluded=["pain"])
    ('age',)
    """
    criterion = criterion_for(diagram, question, required, excluded)
    graph, fixed = criterion.backdoor_arrows, criterion.fixed
    among = graph.ancestors(criterion.exposure | criterion.outcome | fixed)
    # 1. Everything that is permitted and matters.
    chosen = among & criterion.permitted
    # 2. Of that, what a ball from the outcome runs into; it must not reach the exposure.
    touched = rolled_among(graph, criterion.outcome, chosen | fixed, among)
    if not touched.isdisjoint(criterion.exposure):
        raise not_blocked(criterion)
    _check_what_is_fixed(diagram, criterion)
    chosen &= touched
    # 3. Of that, what a ball from the exposure runs into.
    chosen &= rolled_among(graph, criterion.exposure, chosen | fixed, among)
    return tuple(sorted((*graph.named(chosen), *criterion.required)))


def check_adjustable_at_all(diagram: Diagram, criterion: Criterion) -> None:
    """Raise unless some set of variables will do.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram, in which the group asked about is not conditioned on.
    criterion : Criterion
        The adjustment criterion for the question.

    Raises
    ------
    NotIdentified
        If a path stays open whatever is adjusted for, if people were selected on a
        consequence of the effect or such a consequence is required, or if the people in
        the data do not speak for those asked about.

    Examples
    --------
    >>> diagram = Diagram.of([("x", "y"), ("y", "x2")])
    >>> check_adjustable_at_all(diagram, Criterion(diagram, Question.of("x", "y")))
    """
    if not can_block(criterion.backdoor_arrows, criterion, criterion.candidates):
        raise not_blocked(criterion)
    _check_what_is_fixed(diagram, criterion)


def _check_what_is_fixed(diagram: Diagram, criterion: Criterion) -> None:
    group = criterion.diagram
    changed = [group.nodes[number] for number in sorted(criterion.fixed & criterion.changed)]
    for name in changed:
        if name in group.selected:
            raise selected_on_effect(criterion, name)
    for name in changed:
        raise required_on_effect(criterion, name)
    check_selection(diagram, group, criterion.question)
