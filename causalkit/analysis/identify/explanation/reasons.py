"""What is wrong with a set of variables, each reason with the path that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from causalkit.analysis.identify.criterion.criterion import Criterion
from causalkit.analysis.identify.phrases import listed
from causalkit.analysis.identify.selection.transport import check_selection
from causalkit.errors import NotIdentified
from causalkit.graph.diagram import Diagram
from causalkit.graph.indexed import directed_path
from causalkit.graph.open_paths import open_paths
from causalkit.graph.path import Path

ReasonKind = Literal[
    "open back-door path",
    "collider opened by conditioning",
    "causal path blocked",
    "forbidden descendant",
    "selected people differ",
]


@dataclass(frozen=True)
class Reason:
    """One reason why a set is not to be adjusted for.

    Parameters
    ----------
    kind : str
        ``"open back-door path"``: a path that is not the effect was left open.
        ``"collider opened by conditioning"``: a path is open because a collider on it, or
        something that the collider causes, is conditioned on.
        ``"causal path blocked"``: something that carries the effect is conditioned on.
        ``"forbidden descendant"``: something that the effect changes is conditioned on.
        ``"selected people differ"``: those in the data do not speak for those asked about.
    path : tuple of str
        The variables along the path that shows it.
    variables : tuple of str
        Those whose adjustment is the mistake; for an open path, those that would block it.
    text : str
        The reason in one sentence.
    """

    kind: ReasonKind
    path: tuple[str, ...]
    variables: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Reasons:
    """The reasons against a set.

    Parameters
    ----------
    found : tuple of Reason
        None where the set is valid.
    complete : bool
        Whether every open path is named; False where their listing was capped.
    """

    found: tuple[Reason, ...]
    complete: bool


def reasons_against(diagram: Diagram, criterion: Criterion, limit: int) -> Reasons:
    """Return every reason why what a criterion requires is not to be adjusted for.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram, in which the group asked about is not conditioned on.
    criterion : Criterion
        The adjustment criterion; the set is what it requires.
    limit : int
        At most so many open paths are named.

    Returns
    -------
    Reasons
        Open paths first, shorter ones before longer ones.

    Examples
    --------
    >>> diagram = Diagram.of([("x", "m"), ("m", "y")])
    >>> from causalkit.graph.question import Question
    >>> criterion = Criterion(diagram, Question.of("x", "y"), required=frozenset(["m"]))
    >>> [reason.text for reason in reasons_against(diagram, criterion, 20).found]
    ['x → m → y carries the effect, and adjusting for m blocks it']
    """
    question, graph = criterion.question, criterion.backdoor_graph
    opened = open_paths(graph, question.exposure, question.outcome, criterion.required, limit=limit)
    found = (
        *(_open(criterion, path) for path in opened.paths),
        *_blocked(criterion),
        *_forbidden(criterion),
        *_selected(diagram, criterion),
    )
    return Reasons(found, opened.complete)


def _open(criterion: Criterion, path: Path) -> Reason:
    triples = path.triples(criterion.backdoor_graph, criterion.required)
    colliders = [triple for triple in triples if triple.kind == "collider"]
    if colliders:
        names = tuple(triple.middle for triple in colliders)
        why = listed(triple.reason for triple in colliders)
        return Reason("collider opened by conditioning", path.nodes, names, f"{path}: {why}")
    blockers = tuple(name for name in path.nodes[1:-1] if name in criterion.candidates)
    text = f"{path} is open: {_way_to_block(criterion, path, blockers)}"
    return Reason("open back-door path", path.nodes, blockers, text)


def _way_to_block(criterion: Criterion, path: Path, blockers: tuple[str, ...]) -> str:
    inside = path.nodes[1:-1]
    if blockers:
        return f"adjusting for {' or '.join(blockers)} would block it"
    if not inside:
        return f"{path.nodes[-1]} is itself a cause of {path.nodes[0]}"
    return listed(_why_not(criterion, name) for name in inside)


def _why_not(criterion: Criterion, name: str) -> str:
    if name in criterion.diagram.latent:
        return f"{name} is hidden"
    return f"{name} is changed by the effect"


def _blocked(criterion: Criterion) -> Iterator[Reason]:
    graph, exposure = criterion.diagram.indexed, criterion.exposure
    for number in sorted(criterion.carrying & criterion.fixed):
        before = directed_path(graph.children, exposure, {number})
        after = directed_path(graph.children, {number}, criterion.outcome, walls=exposure)
        path = _named(criterion, (*before, *after[1:]))
        name = graph.names[number]
        text = f"{path} carries the effect, and {_holding(criterion, name)} blocks it"
        yield Reason("causal path blocked", path.nodes, (name,), text)


def _forbidden(criterion: Criterion) -> Iterator[Reason]:
    graph = criterion.diagram.indexed
    first = {child for number in criterion.exposure for child in graph.children[number]}
    changed = graph.descendants(criterion.carrying) - criterion.carrying
    for number in sorted(changed & criterion.fixed):
        after = directed_path(graph.children, first & criterion.carrying, {number})
        cause = min(criterion.exposure.intersection(graph.parents[after[0]]))
        path, name = _named(criterion, (cause, *after)), graph.names[number]
        text = f"{path}: the effect changes {name}, and {_holding(criterion, name)} distorts it"
        yield Reason("forbidden descendant", path.nodes, (name,), text)


def _selected(diagram: Diagram, criterion: Criterion) -> Iterator[Reason]:
    try:
        check_selection(diagram, criterion.diagram, criterion.question)
    except NotIdentified as finding:
        yield Reason("selected people differ", finding.path, finding.obstacles, finding.message)


def _holding(criterion: Criterion, name: str) -> str:
    return f"adjusting for {name}" if name in criterion.required else f"selection on {name}"


def _named(criterion: Criterion, numbers: tuple[int, ...]) -> Path:
    return Path.through(criterion.diagram, (criterion.diagram.nodes[n] for n in numbers))
