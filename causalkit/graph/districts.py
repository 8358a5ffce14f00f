"""Districts: observed variables that hidden causes tie together.

Two variables with a hidden cause in common are confounded. If x is confounded with m
and m with y, then all three belong to one *district*, although x and y need not share
a cause of their own. Districts are where confounding lives: between them there are
only arrows. The older name is c-component, for confounded component.

A hidden cause of thousands of variables is one entry in a list here, never the
millions of pairs that it confounds.

Source: Tian and Pearl (2002), A general identification condition for causal effects;
Tarjan (1975), Efficiency of a good but not linear set union algorithm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class Districts:
    """The districts among variables that are added one by one.

    Parameters
    ----------
    hidden_causes : mapping of str to sequence of int
        For each variable the hidden causes that it has, by number; none if it is not
        in the mapping.

    Examples
    --------
    >>> districts = Districts({"x": [0], "m": [0, 1], "y": [1]})
    >>> districts.add("x"), districts.add("y"), districts.of("y")
    (None, None, ('y',))
    >>> districts.add("m"), sorted(districts.of("y"))
    (None, ['m', 'x', 'y'])
    """

    def __init__(self, hidden_causes: Mapping[str, Sequence[int]]) -> None:
        self._hidden_causes = hidden_causes
        self._first: dict[int, str] = {}
        self._district: dict[str, list[str]] = {}

    def add(self, node: str) -> None:
        """Add a variable, which may join several districts into one.

        Parameters
        ----------
        node : str
            A variable that was not added before.
        """
        self._district[node] = [node]
        for cause in self._hidden_causes.get(node, ()):
            self._join(self._first.setdefault(cause, node), node)

    def of(self, node: str) -> tuple[str, ...]:
        """Return the district of a variable among those added so far, in no order that matters.

        Parameters
        ----------
        node : str
            A variable that was added.

        Returns
        -------
        tuple of str
        """
        return tuple(self._district[node])

    def all(self) -> tuple[tuple[str, ...], ...]:
        """Return every district, in the order in which their first variables were added.

        Returns
        -------
        tuple of tuple of str
        """
        different = {id(district): district for district in self._district.values()}
        return tuple(map(tuple, different.values()))

    def _join(self, one: str, other: str) -> None:
        small, large = sorted((self._district[one], self._district[other]), key=len)
        if small is not large:
            # Only the smaller part moves, so no variable moves more than log n times.
            large.extend(small)
            self._district.update(dict.fromkeys(small, large))
