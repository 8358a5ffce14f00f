"""How much can flow from one place to another, and where it is held up.

The narrowest place lets through exactly as much as can flow: a greatest flow fills some
pipes that together part the source from the sink, and no narrower pipes part them. So to
find the narrowest cut one lets flow what can.

A flow is improved along paths on which there is room left, and taking back what was sent
the other way counts as room. The trick is to use up all shortest paths at once, then all
of the next length, and so on: there are few lengths, however many paths there are. When
no path is left, whatever the source still reaches is its side of the cut, of several
narrowest cuts the one nearest to the source.

Source: Dinitz (1970), Algorithm for solution of a problem of maximum flow in networks
with power estimation; Ford and Fulkerson (1956), Maximal flow through a network.
"""

from __future__ import annotations

from math import inf


class Pipes:
    """Pipes between numbered places, and how much room there is left in each.

    A pipe and the way back through it are numbered 2k and 2k + 1.

    Parameters
    ----------
    places : int
        How many places there are.

    Examples
    --------
    >>> pipes = Pipes(3)
    >>> pipes.lay(0, 1, 5)
    >>> pipes.lay(1, 2, 3)
    >>> pipes.source_side(0, 2)
    {0, 1}
    """

    def __init__(self, places: int) -> None:
        self.leaving: list[list[int]] = [[] for _ in range(places)]
        self.ends: list[int] = []
        self.room: list[float] = []

    def lay(self, start: int, end: int, width: float = inf, back: float = 0) -> None:
        """Lay a pipe.

        Parameters
        ----------
        start, end : int
            The two places.
        width, back : int or float, optional
            How much can flow to the end, and how much the other way.
        """
        self.leaving[start].append(len(self.ends))
        self.leaving[end].append(len(self.ends) + 1)
        self.ends += (end, start)
        self.room += (width, back)

    def source_side(self, source: int, sink: int) -> set[int]:
        """Return the places on the source's side of the narrowest cut nearest to it.

        Parameters
        ----------
        source, sink : int
            Two places that pipes without limit alone do not join.

        Returns
        -------
        set of int
        """
        while True:
            # 1. How far each place is from the source, where there is room.
            distance, onwards = self._layers(source, sink)
            if sink not in distance:
                return set(distance)
            # 2. Use up all the shortest paths.
            self._fill(source, sink, onwards)

    def _layers(self, source: int, sink: int) -> tuple[dict[int, int], dict[int, list[int]]]:
        """Return the distance of each place, and the pipes that lead from it one step further."""
        leaving, ends, room = self.leaving, self.ends, self.room
        distance, onwards, layer = {source: 0}, dict[int, list[int]](), [source]
        while layer and sink not in distance:
            following: list[int] = []
            for place in layer:
                further = distance[place] + 1
                onwards[place] = leading = []
                for pipe in leaving[place]:
                    if room[pipe]:
                        end = ends[pipe]
                        if end not in distance:
                            distance[end] = further
                            following.append(end)
                        if distance[end] == further:
                            leading.append(pipe)
            layer = following
        return distance, onwards

    def _fill(self, source: int, sink: int, onwards: dict[int, list[int]]) -> None:
        """Send along paths that only lead onwards whatever can be sent."""
        ends, room = self.ends, self.room
        path: list[int] = []
        while path or onwards[source]:
            place = ends[path[-1]] if path else source
            if place == sink:
                path = self._send(path)
            elif not onwards.get(place):
                # From here nothing can be sent: the last step is not taken again.
                onwards[ends[path.pop() ^ 1]].pop()
            elif room[onwards[place][-1]]:
                path.append(onwards[place][-1])
            else:
                onwards[place].pop()

    def _send(self, path: list[int]) -> list[int]:
        """Fill the narrowest pipe of a path, and return the path up to there."""
        room = self.room
        amount = min(room[pipe] for pipe in path)
        for pipe in path:
            room[pipe] -= amount
            room[pipe ^ 1] += amount
        full = next(index for index, pipe in enumerate(path) if not room[pipe])
        return path[:full]
