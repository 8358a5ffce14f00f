"""Trying the parts of an analysis: what fails is written down, and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from causalkit.analysis.workflow.analysis import Unavailable
from causalkit.errors import CausalkitError

Part = TypeVar("Part")
Progress = Callable[[str], None]


class Attempts:
    """The parts of an analysis that were tried.

    Parameters
    ----------
    progress : callable, optional
        Called with the name of each part before it is tried.

    Examples
    --------
    >>> attempts = Attempts()
    >>> attempts("one", lambda: 1)
    (1,)
    """

    def __init__(self, progress: Progress | None = None) -> None:
        self.failed: list[Unavailable] = []
        self._progress = progress

    def __call__(self, name: str, part: Callable[[], Part]) -> tuple[Part, ...]:
        """Return the part, alone in a tuple; an empty one where it could not be done.

        Parameters
        ----------
        name : str
            Name of the part.
        part : callable
            Does it, or raises an error of the house.

        Returns
        -------
        tuple
        """
        if self._progress:
            self._progress(name)
        try:
            return (part(),)
        except CausalkitError as error:
            self.failed.append(Unavailable(name, str(error)))
            return ()
