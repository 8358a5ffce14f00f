"""The old layout of dagitty's texts: a list of variables, then a list of arrows.

Each variable has a line with its name, a marker – E for exposure, O for outcome, A for
adjusted, U for unobserved, 1 for none of these – and perhaps its place on the page. After
a blank line, each line names a variable and those to which arrows lead from it::

    kratom E @0.2,0.5
    phq9 O @0.8,0.5
    chronic%20pain 1 @0.5,0.1

    kratom phq9
    chronic%20pain kratom phq9

Two variables that name each other share a cause that nobody measured. In place of the
list there may be a matrix of zeros and ones. Blanks in names are written as in web
addresses, or as they are. dagitty passes over names that it does not know; here they
are errors.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from urllib.parse import unquote

from causalkit.errors import DiagramError, Place, did_you_mean
from causalkit.graph.diagram import Edge
from causalkit.graph.drawing import Drawing
from causalkit.graph.formats.sketch import Sketch

ROLE_LETTERS = {"E": "exposure", "O": "outcome", "A": "adjusted", "U": "latent"}
MARKER = re.compile(r"[EOAU]+|\d+")
NUMBER = r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)"
PLACE = re.compile(f"@{NUMBER},{NUMBER}")
BLANK_LINE = re.compile(r"\r?\n[ \t]*\r?\n")
# What JavaScript takes for a blank is not quite what Python does.
WORD = re.compile(r"[^ \t\r\n\f\v\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")

Line = tuple[int, str]
"""A line of the text and its number, counted from 1."""


def is_legacy(text: str) -> bool:
    r"""Return whether a text is laid out in two parts with a blank line between them.

    Parameters
    ----------
    text : str
        The whole text.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_legacy("kratom E\nphq9 O\n\nkratom phq9"), is_legacy("kratom, phq9")
    (True, False)
    """
    return bool(BLANK_LINE.search(text.lstrip()))


def read_legacy(text: str, source: str) -> Drawing:
    r"""Return the drawing that a text in the old layout describes.

    Parameters
    ----------
    text : str
        The text.
    source : str
        Its name, for the messages.

    Returns
    -------
    Drawing

    Raises
    ------
    DiagramError
        If the text cannot be read, with the place.

    Examples
    --------
    >>> drawing = read_legacy("my%20pain 1\nkratom E\n\nmy%20pain kratom", "diagram")
    >>> drawing.diagram.edges, drawing.exposure
    ((('my pain', 'kratom'),), ('kratom',))
    """
    return LegacyReader(text, source).read()


class LegacyReader:
    """Walks through the lines of one text.

    Parameters
    ----------
    text : str
        The whole text.
    source : str
        Its name, for the messages.
    """

    def __init__(self, text: str, source: str) -> None:
        self.source = source
        self.sketch = Sketch()
        self.variables, self.arrows = _parts(text)
        self.line: Line = (1, "")
        self.longest_name = 1

    def read(self) -> Drawing:
        """Return the drawing that the text describes."""
        for line in self.variables:
            self.line = line
            self._variable()
        if self.arrows and not any(re.search(r"[^01\s]", line) for _, line in self.arrows):
            self._matrix()
        else:
            self._list()
        return self.sketch.drawing()

    def _variable(self) -> None:
        words = _words(self.line[1])
        place = words.pop() if len(words) > 1 and "@" in self.line[1] else None
        marker = words.pop() if len(words) > 1 or place else "1"
        if not MARKER.fullmatch(marker):
            raise self._error(
                "in the old layout of dagitty a line is a name and one of the markers E, O,"
                f' A, U or 1, but this one ends in "{marker}"'
            )
        self.longest_name = max(self.longest_name, len(words))
        name = self._decoded(" ".join(words))
        if name in self.sketch.nodes:
            raise self._error(f'the variable "{name}" is listed twice')
        self._take_down(self.sketch.node, name)
        for letter in marker:
            if letter in ROLE_LETTERS:
                self.sketch.role(name, ROLE_LETTERS[letter])
        if place is not None:
            self.sketch.positions[name] = self._place(place)

    def _place(self, written: str) -> tuple[float, float]:
        match = PLACE.fullmatch(written)
        if not match:
            raise self._error(f'a position is two numbers, @1,2, not "{written}"')
        return float(match[1]), float(match[2])

    def _list(self) -> None:
        directed: dict[Edge, None] = {}
        for line in self.arrows:
            self.line = line
            cause, *effects = self._names()
            for effect in effects:
                # An arrow against one that is there already makes it one with two heads.
                if (effect, cause) in directed:
                    del directed[effect, cause]
                    self._take_down(self.sketch.confounding, effect, cause)
                else:
                    directed[cause, effect] = None
        for cause, effect in directed:
            self._take_down(self.sketch.arrow, cause, effect)

    def _names(self) -> list[str]:
        """Return the names of a line, without the places that may follow the effects."""
        words, names, place_may_follow = deque(_words(self.line[1])), [], False
        while words:
            if place_may_follow and words[0].startswith("@"):
                self._place(words.popleft())
                place_may_follow = False
            else:
                names.append(self._known(words))
                place_may_follow = len(names) > 1
        return names

    def _known(self, words: deque[str]) -> str:
        """Take words from the left until they are a name; the shortest wins."""
        first = written = words.popleft()
        for _ in range(self.longest_name):
            name = self._decoded(written)
            if name in self.sketch.nodes:
                return name
            if words:
                written += " " + words.popleft()
        near = did_you_mean(first, self.sketch.nodes)
        raise self._error(
            f'"{first}" does not begin the name of a variable of the list above.{near}'
        )

    def _matrix(self) -> None:
        self.line = self.arrows[0]
        entries = [word for _, line in self.arrows for word in _words(line)]
        names = list(self.sketch.nodes)
        if len(entries) != len(names) ** 2 or not {"0", "1"}.issuperset(entries):
            raise self._error(
                f"a matrix for {len(names)} variables has as many rows and columns of 0 and 1"
            )
        if [_words(line)[0] for _, line in self.variables] != names:
            raise self._error("where the arrows are a matrix, the name of a variable is one word")
        for position, entry in enumerate(entries):
            if entry == "1":
                cause, effect = divmod(position, len(names))
                self._take_down(self.sketch.arrow, names[cause], names[effect])

    def _decoded(self, written: str) -> str:
        try:
            if not BROKEN_ESCAPE.search(written):
                return unquote(written, errors="strict")
        except UnicodeDecodeError:
            pass
        raise self._error(
            f'"%" begins an escape such as %20, and is itself written %25; not so in "{written}"'
        )

    def _take_down(self, what: Callable[..., None], *names: str) -> None:
        try:
            what(*names)
        except DiagramError as error:
            raise self._error(error.message) from None

    def _error(self, message: str) -> DiagramError:
        number, line = self.line
        return DiagramError(message, Place(self.source, line, number, 1))


def _words(line: str) -> list[str]:
    return WORD.findall(line)


def _parts(text: str) -> tuple[list[Line], list[Line]]:
    """Return the lines before and after the first blank one, without other blank ones."""
    begin = len(text) - len(text.lstrip())
    blank = BLANK_LINE.search(text, begin)
    end = blank.end() - 1 if blank else len(text)
    break_at = text.count("\n", 0, end)
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    return (
        [line for line in lines if line[0] <= break_at],
        [line for line in lines if line[0] > break_at],
    )
