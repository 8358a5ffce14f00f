"""Why there is no instrument, as a sentence.

Either nothing that might be one is associated with the exposure; or something is, and is
linked with the outcome beside the effect, whatever is conditioned on.
"""

from __future__ import annotations

from itertools import chain

from causalkit.analysis.identify.instruments.criterion import InstrumentCriterion
from causalkit.analysis.identify.instruments.regions import Regions
from causalkit.analysis.identify.phrases import effect, listed
from causalkit.errors import NotIdentified
from causalkit.graph.ball import rolled
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question
from causalkit.graph.separation import open_path


def one_exposure_only(question: Question) -> NotIdentified:
    """Return the finding that one instrument does not serve several exposures.

    Parameters
    ----------
    question : Question
        The effect that is asked about.

    Returns
    -------
    NotIdentified

    Examples
    --------
    >>> print(one_exposure_only(Question.of(["x", "z"], "y")))
    effect of x and z on y is not identified by an instrument: one serves one exposure, not several
    """
    return _refusal(question, "one serves one exposure, not several")


def changed_by_effect(criterion: InstrumentCriterion, name: str) -> NotIdentified:
    """Return the finding that people were selected on a consequence of the effect.

    Parameters
    ----------
    criterion : InstrumentCriterion
        What an instrument must do.
    name : str
        A selected variable that the effect changes.

    Returns
    -------
    NotIdentified

    Examples
    --------
    >>> diagram = Diagram.of([("z", "x"), ("x", "y"), ("y", "s")], selected=["s"])
    >>> print(changed_by_effect(InstrumentCriterion(diagram, Question.of("x", "y")), "s"))
    effect of x on y is not identified by an instrument: the data are selected on s, which ...
    """
    diagram, carriers = criterion.diagram, criterion.adjustment.carriers
    if name in carriers:
        why = f"the data are selected on {name}, which carries the effect"
        return _refusal(criterion.question, why, obstacles=(name,))
    free = Diagram(diagram.nodes, diagram.edges).do(*carriers)
    path = open_path(free, carriers, [name])
    why = f"the data are selected on {name}, which the effect changes, {path}"
    return _refusal(criterion.question, why, path.nodes, (name,))


def no_instrument(regions: Regions) -> NotIdentified:
    """Return the finding that no variable is an instrument.

    Parameters
    ----------
    regions : Regions
        The regions of the causes of the outcome, for a question without instrument.

    Returns
    -------
    NotIdentified

    Notes
    -----
    Where anything is associated with the exposure and nothing is an instrument, something
    associated with the exposure cannot be separated from the outcome. For if a variable can
    be separated but is then parted from the exposure, one of those conditioned on stands
    between them. Either it touches where the ball from the outcome has been; or it does so
    only because one conditions on a common effect on the way to the first variable, and
    then the same is true of it, with fewer causes.

    Examples
    --------
    >>> diagram = Diagram.of([("z", "x"), ("x", "y"), ("z", "y")])
    >>> criterion = InstrumentCriterion(diagram, Question.of("x", "y"))
    >>> print(no_instrument(Regions(criterion)))
    effect of x on y is not identified by an instrument: z is linked with y beside ...
    """
    criterion, associated = regions.criterion, _associated(regions.criterion)
    if not associated:
        exposure = listed(criterion.question.exposure)
        why = f"nothing measured is associated with {exposure}, apart from what the effect changes"
        return _refusal(criterion.question, why)
    plain = (node for node in associated if node in regions.touching)
    others = (node for node in associated if not any(criterion.region(node)))
    return _linked(criterion, next(chain(plain, others)))


def _associated(criterion: InstrumentCriterion) -> list[int]:
    """Return what might be an instrument: causes of the exposure first, as in the diagram."""
    graph, exposure = criterion.graph, criterion.exposure
    found = rolled(graph, [exposure], criterion.fixed) & criterion.allowed
    causes = set(graph.parents[exposure])
    return sorted(found, key=lambda node: (node not in causes, node))


def _linked(criterion: InstrumentCriterion, node: int) -> NotIdentified:
    """Return the finding that nothing separates a variable from the outcome."""
    graph, question, name = criterion.graph, criterion.question, criterion.graph.names[node]
    causes = criterion.causes | graph.ancestors([node])
    given = graph.named((criterion.allowed & causes) - {node})
    path = open_path(criterion.adjustment.backdoor_graph, [name], question.outcome, given)
    return _refusal(
        question,
        f"{name} is linked with {listed(question.outcome)} beside the effect, {path}, "
        f"whatever is conditioned on",
        path.nodes,
        tuple(each for each in path.nodes[1:-1] if each not in given),
    )


def _refusal(
    question: Question, why: str, path: tuple[str, ...] = (), obstacles: tuple[str, ...] = ()
) -> NotIdentified:
    message = f"{effect(question)} is not identified by an instrument: {why}"
    return NotIdentified(message, path=path, obstacles=obstacles)
