"""From the people in the data to everybody: selection bias.

Where a survey holds only those who responded, adjustment can give the effect among
*them*. It is the effect in the whole population only if responding has nothing to do
with the outcome that people would have under either exposure. Two things can link
them. There may be an open path from selection to outcome that is not the effect itself.
Or the exposure is among the causes of selection, so that respondents differ in what
made them take it, and some of that also bears on the outcome.

Whether a set blocks the biasing paths among the respondents is a question for the set;
whether respondents speak for everybody is one for the diagram alone.

Source: Correa and Bareinboim (2017), Causal effect identification by adjustment under
confounding and selection biases, definition 4 (c) and (d): the generalised adjustment
criterion, type 1. For the effect in the exposed or the unexposed the same reasoning,
with the exposure held fixed as it was found, gives a single condition.
"""

from __future__ import annotations

from causalkit.analysis.identify.criterion.criterion import Criterion
from causalkit.analysis.identify.phrases import effect, listed
from causalkit.analysis.identify.population import conditions
from causalkit.analysis.identify.selection.pair_criterion import PairCriterion
from causalkit.errors import NotIdentified
from causalkit.graph.diagram import Diagram
from causalkit.graph.path import Path
from causalkit.graph.question import Question
from causalkit.graph.separation import d_separated, open_path


def check_selection(diagram: Diagram, group: Diagram, question: Question) -> None:
    """Raise unless the effect among the selected is that in the population asked about.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    group : Diagram
        The same with the group asked about, see :func:`conditioned`.
    question : Question
        The effect that is asked about, known to be identified among the selected.

    Raises
    ------
    NotIdentified
        If the selected need not speak for the others. It names the path and suggests
        to ask about the selected.

    Examples
    --------
    >>> diagram = Diagram.of([("kratom", "phq9"), ("phq9", "responds")], selected=["responds"])
    >>> check_selection(diagram, diagram, Question.of("kratom", "phq9"))
    Traceback (most recent call last):
    causalkit.errors.NotIdentified: effect of kratom on phq9 is not identified by adjustment ...
    """
    asked = {condition.variable for condition in conditions(question)}
    selection = diagram.ordered(diagram.selected - asked)
    pair = PairCriterion(Criterion(group, question), selection)
    if pair.bridges(()):
        return
    fixed = group.selected - set(selection)
    free = Diagram(group.nodes, group.edges, group.latent)
    if isinstance(question.population, str) and question.population != "all":
        _check_links(free, question, selection, fixed)
    else:
        _check_links(free.do(*question.exposure), question, selection, fixed)
        _check_causes(free, question, selection, fixed)
    # The group asked about was itself selected on a consequence of the exposure.
    path = open_path(pair.target_graph, selection, question.outcome)
    raise not_representative(question, selection, path, links(path, question))


def links(path: Path, question: Question) -> str:
    """Return the clause that a path sets the people in the data apart from the others.

    Parameters
    ----------
    path : Path
        An open path from what decided who is in the data to the outcome.
    question : Question
        The effect that is asked about.

    Returns
    -------
    str

    Examples
    --------
    >>> links(Path(("responds", "phq9"), (False,)), Question.of("kratom", "phq9"))
    'responds ← phq9 links who is in the data with phq9'
    """
    return f"{path} links who is in the data with {listed(question.outcome)}"


def not_representative(
    question: Question, selection: tuple[str, ...], path: Path, why: str, remedy: str = ""
) -> NotIdentified:
    """Return the finding that the people in the data do not speak for the others.

    Parameters
    ----------
    question : Question
        The effect that is asked about.
    selection : tuple of str
        The variables on which people were selected.
    path : Path
        What links selection and outcome.
    why : str
        The same as a clause.
    remedy : str, optional
        A sentence that says what would help, without its full stop.

    Returns
    -------
    NotIdentified

    Examples
    --------
    >>> path = Path(("responds", "phq9"), (False,))
    >>> question = Question.of("kratom", "phq9")
    >>> print(not_representative(question, ("responds",), path, links(path, question)))
    effect of kratom on phq9 is not identified by adjustment for the target population: ...
    """
    population = "the target population"
    if isinstance(question.population, str) and question.population != "all":
        population = f"the {question.population} of the target population"
    return NotIdentified(
        f"{effect(question)} is not identified by adjustment for {population}: {why}; the data "
        f"hold only people selected on {listed(selection)}. {remedy + '. ' if remedy else ''}"
        f"It is identified for those people: ask for the effect among "
        f"{' and '.join((*map(str, conditions(question)), *selection))}",
        path=path.nodes,
        obstacles=selection,
    )


def _check_links(
    diagram: Diagram, question: Question, selection: tuple[str, ...], fixed: frozenset[str]
) -> None:
    """Raise if selection and outcome are linked, the exposure being held fixed (c)."""
    given = {*question.exposure, *fixed}
    if not d_separated(diagram, selection, question.outcome, given):
        path = open_path(diagram, selection, question.outcome, given)
        raise not_representative(question, selection, path, links(path, question))


def _check_causes(
    diagram: Diagram, question: Question, selection: tuple[str, ...], fixed: frozenset[str]
) -> None:
    """Raise if an exposure that decides who is in the data is confounded (d)."""
    backdoor = diagram.without_outgoing(*question.exposure)
    for exposure in diagram.ordered(diagram.ancestors(*selection) & set(question.exposure)):
        if not d_separated(backdoor, [exposure], question.outcome, fixed):
            path = open_path(backdoor, [exposure], question.outcome, fixed)
            why = f"{exposure} bears on who is in the data, and {path} makes them differ"
            raise not_representative(question, selection, path, why)
