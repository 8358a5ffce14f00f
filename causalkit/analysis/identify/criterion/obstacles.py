"""Why no set of variables will do, as a sentence.

If anything blocks every biasing path, then so does the set of *all* permitted causes
of exposure, outcome and what is conditioned on. When even that leaves a path open, the
path is the reason: what stands on it is hidden, or carries the effect, or is a
collider that was conditioned on and cannot be left out.
"""

from __future__ import annotations

from itertools import pairwise

from causalkit.analysis.identify.criterion.criterion import Criterion
from causalkit.analysis.identify.phrases import being, effect, listed
from causalkit.errors import NotIdentified
from causalkit.graph.diagram import Diagram
from causalkit.graph.path import Path
from causalkit.graph.question import Question
from causalkit.graph.separation import open_path


def selected_on_effect(criterion: Criterion, name: str) -> NotIdentified:
    """Return the finding that people were selected on a consequence of the effect.

    Parameters
    ----------
    criterion : Criterion
        The adjustment criterion for the question.
    name : str
        A selected variable that is forbidden.

    Returns
    -------
    NotIdentified

    Examples
    --------
    >>> diagram = Diagram.of([("x", "y"), ("y", "s")], selected=["s"])
    >>> print(selected_on_effect(Criterion(diagram, Question.of("x", "y")), "s"))
    effect of x on y is not identified by adjustment: the data are selected on s, which ...
    """
    return _on_effect(criterion, name, f"the data are selected on {name}")


def required_on_effect(criterion: Criterion, name: str) -> NotIdentified:
    """Return the finding that a consequence of the effect is adjusted for in any case.

    Parameters
    ----------
    criterion : Criterion
        The adjustment criterion for the question.
    name : str
        A required variable that is forbidden.

    Returns
    -------
    NotIdentified

    Examples
    --------
    >>> criterion = Criterion(Diagram.of([("x", "m"), ("m", "y")]), Question.of("x", "y"))
    >>> print(required_on_effect(criterion, "m"))
    effect of x on y is not identified by adjustment: m is adjusted for in any case, which ...
    """
    return _on_effect(criterion, name, f"{name} is adjusted for in any case")


def not_blocked(criterion: Criterion) -> NotIdentified:
    """Return the finding that some path stays open whatever is adjusted for.

    Parameters
    ----------
    criterion : Criterion
        The adjustment criterion for a question for which no set passes it.

    Returns
    -------
    NotIdentified

    Examples
    --------
    >>> diagram = Diagram.of([("u", "x"), ("u", "y"), ("x", "y")], latent=["u"])
    >>> print(not_blocked(Criterion(diagram, Question.of("x", "y"))))
    effect of x on y is not identified by adjustment: x ← u → y stays open, because u is hidden
    """
    graph, ends = criterion.backdoor_graph, _ends(criterion.question)
    causes = graph.ancestors(*ends, *graph.selected, *criterion.required)
    adjusted = causes.intersection(criterion.candidates) | criterion.required
    path = _witness(criterion, adjusted)
    opened = _opened_by_adjusting(criterion, path)
    if opened:
        kept = adjusted - graph.descendants(*opened)
        without = _witness(criterion, kept | criterion.required)
        if _is_hopeless(criterion, without):
            path, opened = without, ()
    reasons = _reasons(criterion, path)
    if opened:
        reasons.append(f"leaving out {listed(opened)} would open {without}")
    return NotIdentified(
        f"{effect(criterion.question)} is not identified by adjustment: {path} stays open, "
        f"because {listed(reasons)}",
        path=path.nodes,
        obstacles=_obstacles(criterion, path),
    )


def _on_effect(criterion: Criterion, name: str, how: str) -> NotIdentified:
    path = open_path(_effect_alone(criterion), criterion.question.exposure, [name])
    return NotIdentified(
        f"{effect(criterion.question)} is not identified by adjustment: {how}, "
        f"which depends on the effect itself, {path}",
        path=path.nodes,
        obstacles=(name,),
    )


def _effect_alone(criterion: Criterion) -> Diagram:
    """Return the exposure, what carries its effect and what that changes, unconditioned."""
    diagram, exposure = criterion.diagram, criterion.question.exposure
    part = diagram.do(*exposure).restricted_to({*exposure, *criterion.forbidden})
    first = [edge for edge in part.edges if edge[0] in exposure]
    aside = [edge for edge in first if edge[1] not in criterion.carriers]
    return Diagram(part.nodes, part.without_edges(aside).edges)


def _ends(question: Question) -> tuple[str, ...]:
    return (*question.exposure, *question.outcome)


def _witness(criterion: Criterion, adjusted: frozenset[str]) -> Path:
    question = criterion.question
    return open_path(criterion.backdoor_graph, question.exposure, question.outcome, adjusted)


def _colliders(path: Path) -> tuple[str, ...]:
    steps = zip(path.nodes[1:-1], pairwise(path.forward), strict=True)
    return tuple(node for node, (into, onwards) in steps if into and not onwards)


def _passed(path: Path) -> tuple[str, ...]:
    """Return the variables that would block the path if they were adjusted for."""
    colliders = _colliders(path)
    return tuple(node for node in path.nodes[1:-1] if node not in colliders)


def _opened_by_adjusting(criterion: Criterion, path: Path) -> tuple[str, ...]:
    graph = criterion.backdoor_graph
    always = graph.ancestors(*graph.selected, *criterion.required)
    return tuple(node for node in _colliders(path) if node not in always)


def _is_hopeless(criterion: Criterion, path: Path) -> bool:
    """Return whether no adjustment at all could block the path."""
    blockable = set(criterion.candidates).intersection(_passed(path))
    return not blockable and not _opened_by_adjusting(criterion, path)


def _obstacles(criterion: Criterion, path: Path) -> tuple[str, ...]:
    passed = set(_passed(path)) - set(criterion.candidates)
    return tuple(n for n in path.nodes[1:-1] if n in passed or n in _colliders(path))


def _reasons(criterion: Criterion, path: Path) -> list[str]:
    diagram, passed = criterion.diagram, _passed(path)
    hidden = [node for node in passed if node in diagram.latent]
    unwanted = [node for node in passed if node in criterion.excluded]
    carrying = [n for n in passed if n in criterion.carriers and n not in hidden]
    after = [n for n in passed if n in criterion.forbidden - criterion.carriers - set(hidden)]
    reasons = [being(hidden, "hidden")] if hidden else []
    if unwanted:
        reasons.append(being(unwanted, "not to be adjusted for"))
    if carrying:
        reasons.append(f"the effect itself runs through {listed(carrying)}")
    if after:
        reasons.append(f"the effect itself changes {listed(after)}")
    reasons += [_conditioned(criterion, node) for node in _conditioned_colliders(criterion, path)]
    if len(path.nodes) == 2:
        reasons.append(f"{path.nodes[1]} is itself a cause of {path.nodes[0]}")
    return reasons


def _conditioned_colliders(criterion: Criterion, path: Path) -> tuple[str, ...]:
    adjusting = _opened_by_adjusting(criterion, path)
    return tuple(node for node in _colliders(path) if node not in adjusting)


def _conditioned(criterion: Criterion, collider: str) -> str:
    graph = criterion.backdoor_graph
    fixed = graph.ordered(graph.descendants(collider) & (graph.selected | criterion.required))
    itself = collider in fixed
    name = collider if itself else fixed[0]
    what, which = ("it", "") if itself else (name, ", which it affects")
    if name in graph.selected:
        return f"{collider} is a collider and the data are selected on {what}{which}"
    return f"{collider} is a collider and {what} is adjusted for in any case{which}"
