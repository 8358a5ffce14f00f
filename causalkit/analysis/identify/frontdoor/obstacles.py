"""Why nothing will do as a front door, as a sentence.

If anything will do, so will the largest set of variables that are unconfounded with
the exposure and whose other back doors the exposure shuts. When even that one lets a
directed path pass, each variable on the path has its reason: it is hidden (so that
condition 1 fails), a back-door path joins it to the exposure (condition 2), or one that
the exposure does not block joins it to the outcome (condition 3).
"""

from __future__ import annotations

from causalkit.analysis.identify.frontdoor.criterion import FrontdoorCriterion
from causalkit.analysis.identify.phrases import being, effect, listed
from causalkit.analysis.identify.population import conditions
from causalkit.errors import NotIdentified
from causalkit.graph.diagram import Diagram
from causalkit.graph.indexed import directed_path
from causalkit.graph.path import Path
from causalkit.graph.question import Question
from causalkit.graph.separation import open_path

MOST_REASONS = 3


def check_selected(diagram: Diagram, question: Question) -> None:
    """Raise unless the data hold everybody, or all of a group that nobody changes.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    question : Question
        The effect that is asked about.

    Raises
    ------
    NotIdentified
        If the data are selected by something that is not part of the group asked about,
        or that the exposure changes.

    Examples
    --------
    >>> check_selected(Diagram.of([("x", "y")], ["s"], selected=["s"]), Question.of("x", "y"))
    Traceback (most recent call last):
    causalkit.errors.NotIdentified: effect of x on y is not identified by the front door: ...
    """
    asked = {condition.variable for condition in conditions(question)}
    moved = diagram.descendants(*question.exposure)
    for name in diagram.ordered(diagram.selected):
        if name not in asked:
            why = f"the data are selected on {name}, and the criterion speaks of everybody"
            raise _refusal(question, why, obstacles=(name,))
        if name in moved:
            free = Diagram(diagram.nodes, diagram.edges).do(*question.exposure)
            path = open_path(free, question.exposure, [name])
            why = f"the data are selected on {name}, which the exposure changes, {path}"
            raise _refusal(question, why, path, (name,))


def not_intercepted(criterion: FrontdoorCriterion) -> NotIdentified:
    """Return the finding that no set meets all three conditions.

    Parameters
    ----------
    criterion : FrontdoorCriterion
        The front-door criterion for a question for which no set meets it.

    Returns
    -------
    NotIdentified

    Examples
    --------
    >>> diagram = Diagram.of([("x", "m"), ("m", "y"), ("u", "x"), ("u", "m")], latent=["u"])
    >>> print(not_intercepted(FrontdoorCriterion(diagram, Question.of("x", "y"))))
    effect of x on y is not identified by the front door: x → m → y cannot be ...
    """
    largest = criterion.largest(criterion.candidates)
    graph = criterion.graph
    way = directed_path(graph.children, criterion.exposure, criterion.outcome, largest)
    passing = Path.through(criterion.diagram, [graph.names[node] for node in way])
    inside = passing.nodes[1:-1]
    hidden = [name for name in inside if name in criterion.diagram.latent]
    measured = [name for name in inside if name not in hidden]
    doors = [_open_door(criterion, name, largest) for name in measured[:MOST_REASONS]]
    reasons = [being(hidden, "hidden")] if hidden else []
    reasons += [why for why, _ in doors]
    if len(measured) > MOST_REASONS:
        reasons.append("the others fail alike")
    if not doors:
        reasons = [f"{reasons[0] if hidden else 'nothing stands on it'} (condition 1)"]
    why = f"{passing} cannot be intercepted, because {listed(reasons)}"
    if doors:
        door = doors[0][1]
        return _refusal(criterion.question, why, door, door.nodes[1:-1])
    return _refusal(criterion.question, why, passing, tuple(hidden))


def _open_door(criterion: FrontdoorCriterion, name: str, largest: set[int]) -> tuple[str, Path]:
    """Return what keeps a variable out of the largest set, and the path that is open."""
    diagram, exposure = criterion.diagram, criterion.question.exposure
    if criterion.graph.position[name] not in criterion.candidates:
        path = open_path(diagram.without_outgoing(*exposure), exposure, [name])
        return f"the back door {path} is open (condition 2)", path
    # Joined to the largest set the variable must break condition 3, or it would be in it.
    behind = diagram.without_outgoing(name, *criterion.graph.named(largest))
    path = open_path(behind, [name], criterion.question.outcome, exposure)
    return f"the back door {path} is open given {listed(exposure)} (condition 3)", path


def _refusal(
    question: Question, why: str, path: Path | None = None, obstacles: tuple[str, ...] = ()
) -> NotIdentified:
    message = f"{effect(question)} is not identified by the front door: {why}"
    return NotIdentified(message, path=path.nodes if path else (), obstacles=obstacles)
