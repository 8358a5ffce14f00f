"""Reads the statements that dagitty and DOT have in common, token by token."""

from __future__ import annotations

import re
from typing import ClassVar

from causalkit.errors import DiagramError
from causalkit.graph.formats.cursor import Cursor
from causalkit.graph.formats.language import Language
from causalkit.graph.formats.markings import Marking, check_roleless, mark, read_markings
from causalkit.graph.formats.neighbours import Neighbours
from causalkit.graph.formats.sketch import Sketch
from causalkit.graph.formats.tokens import HINT, Token

DEEPEST = 50
COMMENT = re.compile(r"(?://|\#)[^\n]*|/\*(?s:.*?)\*/")
TAKEN = 'dagitty takes the word "{}" for a variable where a semicolon stands {} brace; remove it'
UNDIRECTED = (
    "an edge -- has no direction: it says that nobody knows which of the two is the cause,"
    " and a causal diagram must; write -> or <-, or <-> for a cause that both share"
)
UNDECIDED = "an edge with @ leaves open where the arrow points, and a causal diagram must say it"
REASONS = {"--": UNDIRECTED, "@-@": UNDECIDED, "@->": UNDECIDED, "<-@": UNDECIDED, "@--": UNDECIDED}


class StatementReader:
    """Walks through one text and gathers a sketch.

    Parameters
    ----------
    text : str
        The whole text.
    source : str
        Its name, for the messages.
    """

    language: ClassVar[Language]

    def __init__(self, text: str, source: str) -> None:
        self.cursor = Cursor(text, source, self.language)
        self.neighbours = Neighbours(self.cursor)
        self.sketch = Sketch()
        self.depth = 0

    def statements(self) -> list[str]:
        """Read what stands up to the closing brace, and return the variables in it."""
        names: list[str] = []
        while not self.cursor.skip("}"):
            names += self.statement()
        return list(dict.fromkeys(names))

    def statement(self) -> list[str]:
        """Read one statement, and return the variables in it."""
        if self.settings():
            return []
        grouped = self.opens_group()
        ends = self.group() if grouped else self.variables()
        names, arrow = list(ends), None
        while self.cursor.token.kind == "arrow":
            arrow = self.arrow()
            others = self.group() if self.opens_group() else self.variables()
            self._join(ends, arrow, others)
            names += others
            ends = others
        self._mark(ends, arrow, grouped)
        return names

    def check_opening(self, word: str) -> None:
        """Raise at a semicolon before the opening brace, which was read just now."""
        brace = self.cursor.behind()
        before = self.cursor.text[: brace.start] if brace else ""
        if ";" in COMMENT.sub("", before):
            self.cursor.fail(TAKEN.format(word, "before the opening"), brace)

    def check_closing(self, word: str) -> None:
        """Raise at anything but comments after the closing brace, which was read just now."""
        brace = self.cursor.behind()
        if self.cursor.token.kind != "end":
            self.cursor.fail(f"did not expect {self.cursor.token} after the closing brace")
        if brace and self.cursor.text[brace.stop :].lstrip().startswith(";"):
            self.cursor.fail(TAKEN.format(word, "after the closing"))

    def settings(self) -> bool:
        """Read a statement about the whole text, such as ``bb="0,0,1,1"``, if it is one."""
        after = self.cursor.ahead()
        if self.cursor.token.is_name and (after.kind, after.text) == ("mark", "="):
            self.cursor.take()
            self.cursor.value()
            return True
        return False

    def opens_group(self) -> bool:
        """Go on behind an opening brace if there is one, and return whether there was."""
        if self.cursor.at("{"):
            self.neighbours.check_group()
        return self.cursor.skip("{")

    def group(self) -> list[str]:
        """Read a group whose brace is open already, and return the variables in it."""
        self.depth += 1
        if self.depth > DEEPEST:
            self.cursor.fail(f"more than {DEEPEST} groups inside each other")
        names = self.statements()
        self.depth -= 1
        return names

    def variables(self) -> list[str]:
        """Read what may stand at the end of an arrow, if it is no group."""
        return [self.variable()]

    def variable(self) -> str:
        """Read the name of a variable."""
        start = self.cursor.index
        token = self.cursor.joined("the name of a variable", f"; {HINT}")
        self.check_name(token)
        self.neighbours.met_name(token, start, self.depth > 0)
        self.sketch.node(token.text)
        return token.text

    def arrow(self) -> Token:
        """Read an arrow."""
        arrow = self.cursor.token
        if arrow.text not in ("->", "<-", "<->"):
            wrong = f"a causal diagram has the arrows ->, <- and <->, but not {arrow}"
            self.cursor.fail(REASONS.get(arrow.text, wrong))
        return self.cursor.take()

    def check_name(self, token: Token) -> None:
        """Raise where a name cannot be that of a variable."""
        if not token.text:
            self.cursor.fail("a variable needs a name, and this one is empty", token)

    def markings(self) -> list[Marking]:
        """Read what stands in the square brackets that may follow."""
        return read_markings(self.cursor)

    def check_arrow(self, markings: list[Marking]) -> None:
        """Raise where the markings of an arrow say what no arrow can be."""
        check_roleless(markings, "an arrow", self.cursor)

    def _join(self, left: list[str], arrow: Token, right: list[str]) -> None:
        try:
            for start in left:
                for end in right:
                    self.sketch.join(start, arrow.text, end)
        except DiagramError as error:
            self.cursor.fail(error.message, arrow)

    def _mark(self, names: list[str], arrow: Token | None, grouped: bool) -> None:
        markings = self.markings()
        if arrow is not None:
            self.check_arrow(markings)
        elif grouped:
            check_roleless(markings, "a group", self.cursor)
        else:
            for name in names:
                mark(self.sketch, name, markings, self.cursor)
