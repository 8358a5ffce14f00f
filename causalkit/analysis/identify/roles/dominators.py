"""What every way on must pass: dominators, in a graph without circles.

A vertex *dominates* another if every way from that one to the end runs through it. The
dominators of a vertex follow each other like the ancestors in a tree, so that it is
enough to know the first of them. Where a vertex has several ways on, it is the point at
which these meet: the deepest one that their branches of the tree have in common. If
that is the end itself, the vertex has two ways to the end that share nothing.

Source: Ramalingam and Reps (1994), An incremental algorithm for maintaining the
dominator tree of a reducible flowgraph, for building the tree from the end; Myers
(1983), An applicative random-access stack, for the jumps that find meeting points fast.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce


class DominatorTree:
    """The first dominator of each vertex; vertices are added after all their ways on.

    Examples
    --------
    Two ways lead from 3 to the end, over 1 and over 2, and only one leads from 4:

    >>> tree = DominatorTree()
    >>> one, two = tree.add([tree.END]), tree.add([tree.END])
    >>> three = tree.add([one, two])
    >>> tree.first[three] == tree.END, tree.first[tree.add([three])] == three
    (True, True)
    """

    END = 0
    """The vertex where all ways end."""

    def __init__(self) -> None:
        self.first = [self.END]
        self._depth = [0]
        self._jump = [self.END]

    def add(self, ways: Iterable[int]) -> int:
        """Add a vertex and return its number.

        Parameters
        ----------
        ways : iterable of int
            The vertices to which one can go on from it; at least one.

        Returns
        -------
        int
        """
        first = reduce(self._meeting, ways)
        jump = self._jump[first]
        again = self._jump[jump]
        even = self._depth[first] - self._depth[jump] == self._depth[jump] - self._depth[again]
        self.first.append(first)
        self._depth.append(self._depth[first] + 1)
        self._jump.append(again if even else first)
        return len(self.first) - 1

    def _meeting(self, one: int, other: int) -> int:
        """Return the deepest vertex that is on the branches of both."""
        if self._depth[one] < self._depth[other]:
            one, other = other, one
        while self._depth[one] > self._depth[other]:
            jump = self._jump[one]
            one = jump if self._depth[jump] >= self._depth[other] else self.first[one]
        while one != other:
            step = self.first if self._jump[one] == self._jump[other] else self._jump
            one, other = step[one], step[other]
        return one
