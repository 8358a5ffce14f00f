"""The ball that is rolled along the arrows to learn what is associated with what.

Both balls here start at some variables and go wherever association goes; they differ
in what they take for granted. :func:`rolled` works in the whole diagram, by the rules of
the open triple. :func:`rolled_among` is told a set that holds all its own causes, such as
the causes of everything asked about. Inside it a collider always has a descendant that
matters, so every variable that is not held fixed lets the ball pass whichever way it
came, and one that is held fixed only passes it on from parent to parent. It visits each
variable once and tells which of the fixed ones it touched, which is what it takes to
find a minimal separating set in two rolls.

Source: Shachter (1998), Bayes-Ball; van der Zander and Liśkiewicz (2020), Finding
minimal d-separators in linear time and applications, algorithm REACHABLE.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from causalkit.graph.indexed import Indexed


def rolled(graph: Indexed, starts: Iterable[int], fixed: Collection[int]) -> set[int]:
    """Return the variables that are associated with the starts.

    Parameters
    ----------
    graph : Indexed
        The arrows.
    starts : iterable of int
        Where the ball begins; none of them is held fixed.
    fixed : collection of int
        The variables held fixed.

    Returns
    -------
    set of int
        The starts among them, and none that is held fixed.

    Examples
    --------
    >>> graph = Indexed.of(("x", "c", "y"), [("x", "c"), ("y", "c")])
    >>> rolled(graph, [0], []), rolled(graph, [0], [1])
    ({0, 1}, {0, 2})
    """
    parents, children = graph.parents, graph.children
    held, opened = set(fixed), graph.ancestors(fixed)
    # The ball starts as if it had come from below: it may leave in every direction.
    from_below, from_above = set(starts), set[int]()
    upwards, downwards = list(from_below), list[int]()
    while upwards or downwards:
        if upwards:
            node = upwards.pop()
            turns_up = goes_down = node not in held
        else:
            node = downwards.pop()
            turns_up, goes_down = node in opened, node not in held
        if turns_up:
            for parent in parents[node]:
                if parent not in from_below:
                    from_below.add(parent)
                    upwards.append(parent)
        if goes_down:
            for child in children[node]:
                if child not in from_above:
                    from_above.add(child)
                    downwards.append(child)
    return (from_below | from_above) - held


def rolled_among(
    graph: Indexed, starts: Iterable[int], fixed: Collection[int], among: Collection[int]
) -> set[int]:
    """Return what the ball touches inside a set that holds all its own causes.

    Parameters
    ----------
    graph : Indexed
        The arrows.
    starts : iterable of int
        Where the ball begins; none of them is held fixed.
    fixed : set of int
        The variables held fixed.
    among : set of int
        The variables in play, with each of them all its causes.

    Returns
    -------
    set of int
        The variables reached, those held fixed included that the ball ran into.

    Examples
    --------
    >>> graph = Indexed.of(("x", "c", "y"), [("x", "c"), ("y", "c")])
    >>> rolled_among(graph, [0], {1}, {0, 1, 2}), rolled_among(graph, [0], set(), {0, 2})
    ({0, 1, 2}, {0})
    """
    parents, children = graph.parents, graph.children
    reached, waiting = set(starts), list(starts)
    passed_on = set[int]()
    while waiting:
        node = waiting.pop()
        steps = list(parents[node])
        for child in children[node]:
            if child in among and child not in passed_on:
                steps.append(child)
                if child in fixed:
                    passed_on.add(child)
                    steps += parents[child]
        for step in steps:
            if step not in reached:
                reached.add(step)
                if step not in fixed:
                    waiting.append(step)
    return reached
