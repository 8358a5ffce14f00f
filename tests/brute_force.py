"""The criteria word by word, and every subset tried: what the algorithms must agree with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

import networkx as nx

from causalkit.graph import Diagram, Question, d_separated, paths

Sets = tuple[tuple[str, ...], ...]
Blocks = Callable[[Diagram, Question, Iterable[str]], bool]


def subsets(names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Every subset, smaller ones first, each in alphabetical order."""
    free = sorted(names)
    for size in range(len(free) + 1):
        yield from combinations(free, size)


def forbidden(diagram: Diagram, question: Question) -> set[str]:
    """Everything on a proper causal path after the exposure, and what that changes."""
    graph = nx.DiGraph()
    graph.add_nodes_from(diagram.nodes)
    graph.add_edges_from(diagram.edges)
    carriers = {
        node
        for start in question.exposure
        for path in nx.all_simple_paths(graph, start, question.outcome[0])
        if not set(path[1:]).intersection(question.exposure)
        for node in path[1:]
    }
    return carriers.union(*(nx.descendants(graph, node) for node in carriers))


def blocks_by_paths(diagram: Diagram, question: Question, chosen: Iterable[str]) -> bool:
    """Whether no proper path that is not causal is open: the definition, word by word."""
    return not any(
        path.is_open(diagram, chosen)
        for start in question.exposure
        for path in paths(diagram, start, question.outcome[0], limit=None)
        if not path.is_causal and not set(path.nodes[1:]).intersection(question.exposure)
    )


def blocks_by_separation(diagram: Diagram, question: Question, chosen: Iterable[str]) -> bool:
    """The same by d-separation, where the first arrows of causal paths are cut."""
    target = question.outcome[0]
    cut = [
        (cause, effect)
        for cause, effect in diagram.edges
        if cause in question.exposure
        and effect not in question.exposure
        and target in diagram.without_outgoing(*question.exposure).descendants(effect)
    ]
    graph = diagram.without_edges(cut)
    return d_separated(graph, question.exposure, question.outcome, chosen)


def minimal(valid: list[tuple[str, ...]]) -> Sets:
    spare = [c for c in valid if not any(set(other) < set(c) for other in valid)]
    return tuple(sorted(spare, key=lambda chosen: (len(chosen), chosen)))


def adjustable(diagram: Diagram, question: Question) -> set[str]:
    """What somebody could adjust for, wisely or not."""
    fixed = {*question.exposure, *question.outcome} | diagram.latent | diagram.selected
    return set(diagram.nodes) - fixed


def valid_sets(
    diagram: Diagram, question: Question, blocks: Blocks = blocks_by_separation
) -> list[tuple[str, ...]]:
    """Every set that passes the adjustment criterion."""
    excluded = forbidden(diagram, question)
    if excluded & diagram.selected:
        return []
    tried = subsets(adjustable(diagram, question) - excluded)
    return [chosen for chosen in tried if blocks(diagram, question, chosen)]


def minimal_sets(
    diagram: Diagram, question: Question, blocks: Blocks = blocks_by_separation
) -> Sets:
    """The sets that pass the adjustment criterion and from which nothing can be spared."""
    return minimal(valid_sets(diagram, question, blocks))
