"""Whose effect is asked about, and what that conditions on.

To ask about the people aged 40 or more is to look only at them, and looking only at
some people is conditioning, with all its consequences: it can open a path as well as
block one. So a group enters the diagram. A group with one value of a variable fixes
that variable; a group such as ``age >= 40`` becomes a variable of its own, caused by
age and fixed, because age still varies inside it. Conditioning on the exposed needs
no such step: a set that makes exposed and unexposed people comparable does so whoever
is averaged over afterwards.

A group must not be formed by something that the exposure changes. People would enter
or leave it because of the exposure, and those compared would not be the same kind of
people. The exception is selection: where the data hold only people who responded, one
may ask about those people, provided that responding opens no path.

Source: Hernán and Robins (2020), Causal Inference: What If, sections 4.1 and 7.1;
LaPlante and Perković (2024), Conditional adjustment in a Markov equivalence class.
"""

from __future__ import annotations

from collections.abc import Iterable

from causalkit.analysis.identify.phrases import effect, listed
from causalkit.errors import NotIdentified, QuestionError, did_you_mean
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Condition, Question
from causalkit.graph.separation import open_path


def conditions(question: Question) -> tuple[Condition, ...]:
    """Return the conditions that a person must meet to be asked about.

    Parameters
    ----------
    question : Question
        The effect that is asked about.

    Returns
    -------
    tuple of Condition
        Empty where everybody, the exposed or the unexposed are asked about.

    Examples
    --------
    >>> conditions(Question.of("kratom", "phq9", population="exposed"))
    ()
    """
    return question.population if isinstance(question.population, tuple) else ()


def check_ends(diagram: Diagram, question: Question) -> None:
    """Raise unless exposure and outcome are variables that vary in the data.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    question : Question
        The effect that is asked about.

    Raises
    ------
    QuestionError
        If the diagram does not have them.
    NotIdentified
        If one of them is hidden, or the data are selected on it.

    Examples
    --------
    >>> check_ends(Diagram.of([("x", "y")], latent=["y"]), Question.of("x", "y"))
    Traceback (most recent call last):
    causalkit.errors.NotIdentified: effect of x on y is not identified: y is hidden, so ...
    """
    for name in (*question.exposure, *question.outcome):
        _check_known(diagram, name)
        if name in diagram.latent:
            why = f"{name} is hidden, so no data hold it"
        elif name in diagram.selected:
            why = f"the data are selected on {name}, so it does not vary in them"
        else:
            continue
        raise NotIdentified(f"{effect(question)} is not identified: {why}", obstacles=(name,))


def check_adjustable(diagram: Diagram, question: Question, names: Iterable[str]) -> None:
    """Raise unless one could adjust for the variables, wisely or not.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    question : Question
        The effect that is asked about.
    names : iterable of str
        The variables.

    Raises
    ------
    QuestionError
        If one of them is unknown, hidden, the exposure or the outcome.

    Examples
    --------
    >>> diagram = Diagram.of([("mood", "x"), ("x", "y")], latent=["mood"])
    >>> check_adjustable(diagram, Question.of("x", "y"), ["mood"])
    Traceback (most recent call last):
    causalkit.errors.QuestionError: mood is hidden, so nobody can adjust for it
    """
    for name in names:
        _check_known(diagram, name)
        if name in diagram.latent:
            raise QuestionError(f"{name} is hidden, so nobody can adjust for it")
        if name in question.exposure or name in question.outcome:
            part = "the exposure" if name in question.exposure else "the outcome"
            raise QuestionError(f"{name} is {part}; a question is not adjusted for its own ends")


def conditioned(diagram: Diagram, question: Question) -> Diagram:
    """Return the diagram in which the group asked about is conditioned on.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    question : Question
        The effect that is asked about.

    Returns
    -------
    Diagram
        What is conditioned on is marked as selected: the selected variables and those
        of the group. A variable that only has to lie in a range gets a child that
        stands for the range.

    Raises
    ------
    QuestionError
        If the group is formed by an unknown variable, by exposure or outcome, or by
        people whom the data do not hold.
    NotIdentified
        If it is formed by a hidden variable, or by something that the exposure changes.

    Examples
    --------
    >>> diagram = Diagram.of([("age", "kratom"), ("age", "phq9"), ("kratom", "phq9")])
    >>> group = conditioned(diagram, Question.of("kratom", "phq9", population="age >= 40"))
    >>> group.parents("age >= 40"), sorted(group.selected)
    (('age',), ['age >= 40'])
    """
    if not conditions(question):
        return diagram
    edges, fixed = dict.fromkeys(diagram.edges), set(diagram.selected)
    for condition in conditions(question):
        _check_condition(diagram, question, condition)
        if condition.variable in diagram.selected:
            continue
        node = condition.variable if condition.relation == "==" else _group(diagram, condition)
        fixed.add(node)
        if node != condition.variable:
            edges[condition.variable, node] = None
    return Diagram.of(edges, diagram.nodes, diagram.latent, fixed)


def _group(diagram: Diagram, condition: Condition) -> str:
    name = str(condition)
    while name in diagram.nodes:
        name += "'"
    return name


def _check_known(diagram: Diagram, name: str) -> None:
    if name not in diagram.nodes:
        hint = did_you_mean(name, diagram.nodes)
        raise QuestionError(f'the diagram has no variable "{name}".{hint}')


def _check_condition(diagram: Diagram, question: Question, condition: Condition) -> None:
    name = condition.variable
    _check_known(diagram, name)
    if name in question.exposure:
        raise QuestionError(
            f"a group of people cannot be formed by the exposure: ask among the exposed or "
            f"the unexposed, not among {condition}"
        )
    if name in question.outcome:
        raise QuestionError(f"a group of people cannot be formed by the outcome: {condition}")
    if name in diagram.selected:
        _check_released(condition)
    elif name in diagram.latent:
        raise NotIdentified(
            f"{effect(question)} among {condition} is not identified: {name} is hidden, so "
            f"nobody knows who belongs to the group",
            obstacles=(name,),
        )
    elif name in diagram.descendants(*question.exposure):
        raise _moved_by_exposure(diagram, question, condition)


def _check_released(condition: Condition) -> None:
    if not isinstance(condition.value, str) and not condition.holds([1]).all():
        raise QuestionError(
            f"nobody is in the data with {condition}: they hold only people selected by "
            f"{condition.variable} == 1"
        )


def _moved_by_exposure(diagram: Diagram, question: Question, condition: Condition) -> NotIdentified:
    name = condition.variable
    unconditioned = Diagram(diagram.nodes, diagram.edges).do(*question.exposure)
    path = open_path(unconditioned, question.exposure, [name])
    return NotIdentified(
        f"{effect(question)} among {condition} is not identified by adjustment: "
        f"{listed(question.exposure)} changes who belongs to the group, {path}",
        path=path.nodes,
        obstacles=(name,),
    )
