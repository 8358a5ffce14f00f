"""Every error the toolkit raises: one root, one subclass a stage.

A message says what was wrong, where, and what to do next. An error about text
that somebody wrote (a world file, a diagram) also carries the line, the column
and a caret under the place.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


class CausalkitError(Exception):
    """The root of every error raised on purpose by causalkit."""


@dataclass(frozen=True)
class Place:
    """A position in a text that somebody wrote.

    Parameters
    ----------
    source : str
        Name of the text: a file name, or a word such as ``"diagram"``.
    text : str
        The line that contains the position.
    line : int
        Line number, counted from 1.
    column : int
        Column number, counted from 1.
    """

    source: str
    text: str
    line: int
    column: int

    def pointed(self, message: str) -> str:
        """Return the message with its position and a caret under it.

        Examples
        --------
        >>> print(Place("my.world", "pain = )", 3, 8).pointed("unexpected ')'"))
        my.world, line 3, column 8: unexpected ')'
            pain = )
                   ^
        """
        start = max(0, self.column - 60)
        window = self.text[start : start + 100].replace("\t", " ")
        caret = " " * (self.column - 1 - start) + "^"
        where = f"{self.source}, line {self.line}, column {self.column}"
        return f"{where}: {message}\n    {window}\n    {caret}"


class LocatedError(CausalkitError):
    """An error that can point at the text which caused it.

    Parameters
    ----------
    message : str
        What was wrong and what to do.
    place : Place, optional
        Where; without it the message stands alone.
    """

    def __init__(self, message: str, place: Place | None = None) -> None:
        self.message = message
        self.place = place
        super().__init__(place.pointed(message) if place else message)


class DiagramError(LocatedError):
    """A causal diagram, or the text of one, that cannot be used."""


class QuestionError(LocatedError):
    """A question that does not fit the diagram, the world or the data."""


class WorldError(LocatedError):
    """A world whose text or equations cannot be used."""


class SamplingError(CausalkitError):
    """A survey that cannot be drawn from its world."""


class TruthError(CausalkitError):
    """A truth that cannot be computed, or not as precisely as asked."""


class NotIdentified(CausalkitError):
    """The diagram does not allow the question to be answered from the data.

    Parameters
    ----------
    message : str
        Which association cannot be told from the effect, and why.
    path : tuple of str, optional
        The variables along the path that stays open, in order; empty where the
        reason is not a path.
    obstacles : tuple of str, optional
        The variables that keep it open: hidden ones that nobody can adjust for,
        colliders that were conditioned on, selected variables.

    Examples
    --------
    >>> found = NotIdentified("x ← u → y stays open", path=("x", "u", "y"), obstacles=("u",))
    >>> found.obstacles
    ('u',)
    """

    def __init__(
        self, message: str, path: tuple[str, ...] = (), obstacles: tuple[str, ...] = ()
    ) -> None:
        self.message = message
        self.path = path
        self.obstacles = obstacles
        super().__init__(message)


class EstimationError(CausalkitError):
    """Data that an estimator cannot use, or an estimator that does not fit."""


class DataFileError(CausalkitError):
    """A data file that cannot be read or written."""


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return a sentence that suggests the nearest of the choices.

    Parameters
    ----------
    word : str
        What was written.
    choices : iterable of str
        What could have been meant.

    Returns
    -------
    str
        A sentence with a leading space, or the empty string where nothing is near.

    Examples
    --------
    >>> did_you_mean("kratm", ["pain", "kratom"])
    ' Did you mean "kratom"?'
    >>> did_you_mean("zzz", ["pain", "kratom"])
    ''
    """
    near = difflib.get_close_matches(word, list(choices), n=1)
    return f' Did you mean "{near[0]}"?' if near else ""
