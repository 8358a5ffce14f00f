"""The ball that is rolled along the arrows to learn what is associated with what.

Both balls here start at some variables and go wherever association goes; they differ
in what they take for granted. :func:`rolled` works in the whole diagram, by the rules of
the open triple: it passes through what is not held fixed, and what is held fixed sends a
ball that comes from above back up. So it climbs back to every collider that something
fixed descends from. :func:`rolled_among` is told a set that holds all its own causes,
such as the causes of everything asked about. Inside it every collider has a descendant
that matters, so a *family*, a child and its parents, is one crowd: whoever is reached and
not held fixed passes the ball on to all of it. It tells which of the fixed ones it
touched, which is what it takes to find a minimal separating set in two rolls.

Source: Shachter (1998), Bayes-Ball; van der Zander and Liśkiewicz (2020), Finding
minimal d-separators in linear time and applications, algorithm REACHABLE.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from causalkit.graph.indexed import Indexed


def rolled(
    graph: Indexed, starts: Iterable[int], fixed: Collection[int], until: Collection[int] = ()
) -> set[int]:
    """Return the variables that are associated with the starts.

    Parameters
    ----------
    graph : Indexed
        The arrows.
    starts : iterable of int
        Where the ball begins; none of them is held fixed.
    fixed : collection of int
        The variables held fixed.
    until : collection of int, optional
        The ball stops as soon as it has reached one of these, and then the others that it
        would have reached are missing.

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
    held = set(fixed)
    sought = set(until) - held
    # The ball starts as if it had come from below: it may leave in every direction.
    upwards, downwards = list(starts), list[int]()
    # A ball from below stops at what is held fixed, so it need not go there.
    from_below, from_above = held.union(upwards), set[int]()
    while upwards or downwards:
        if not (sought.isdisjoint(from_below) and sought.isdisjoint(from_above)):
            break
        if upwards:
            node = upwards.pop()
            turns_up = goes_down = True
        else:
            node = downwards.pop()
            turns_up = node in held
            goes_down = not turns_up
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
    waiting = list(starts)
    reached, unvisited = set(waiting), set(among)
    while waiting:
        node = waiting.pop()
        for child in (node, *children[node]):
            if child in unvisited:
                unvisited.remove(child)
                for member in (child, *parents[child]):
                    if member not in reached:
                        reached.add(member)
                        if member not in fixed:
                            waiting.append(member)
    return reached
