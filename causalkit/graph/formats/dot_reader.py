"""Reads a text in the DOT language, as Graphviz does but for what no diagram can say."""

from __future__ import annotations

import re

from causalkit.graph.drawing import Drawing
from causalkit.graph.formats.language import DOT
from causalkit.graph.formats.markings import Marking, check_roleless
from causalkit.graph.formats.statements import StatementReader
from causalkit.graph.formats.tokens import Token

KEYWORDS = frozenset({"strict", "graph", "digraph", "subgraph", "node", "edge"})
DEFAULTS = ("node", "edge", "graph")
DOTTED = re.compile(r"[^\W\d]\.")
NO_HTML = "HTML-like strings are not read as names; put the name in quotes"


class DotReader(StatementReader):
    """Walks through one DOT text."""

    language = DOT

    def __init__(self, text: str, source: str) -> None:
        super().__init__(text, source)
        self.subgraphs: set[str] = set()
        # What dagitty takes for variables, and what Graphviz cannot read.
        self.dot_alone: list[Token] = []
        self.dagitty_alone: list[Token] = []

    def read(self) -> Drawing:
        """Return the drawing that the text describes."""
        self._header()
        self.statements()
        self.check_closing("digraph")
        self.neighbours.check()
        self._check_mixture()
        return self.sketch.drawing()

    def settings(self) -> bool:
        """Pass over what ``node [...]`` and the like say about all that follows."""
        word = self.cursor.token
        if not any(map(word.says, DEFAULTS)) or self.cursor.ahead().text != "[":
            return super().settings()
        self.cursor.take()
        markings = self.markings()
        check_roleless(markings, "all that follow", self.cursor)
        if word.says("edge"):
            self.dot_alone.append(word)
            self._check_heads(markings)
        return True

    def opens_group(self) -> bool:
        """Read the word ``subgraph`` and a name before the brace, too."""
        if not self.cursor.token.says("subgraph"):
            return super().opens_group()
        self.dot_alone.append(self.cursor.take())
        if self.cursor.token.is_name:
            self._subgraph(self.cursor.take())
        self.cursor.expect("{", "after subgraph and its name")
        return True

    def variables(self) -> list[str]:
        """Read one name, or several with commas between them."""
        names = [self.variable()]
        while self.cursor.skip(","):
            names.append(self.variable())
        return names

    def variable(self) -> str:
        """Read the name of a variable, and pass over the port of its box."""
        token = self.cursor.token
        if token.kind == "html" or (token.kind == "arrow" and token.text in ("<", "<<")):
            self.cursor.fail(NO_HTML)
        name = super().variable()
        while self.cursor.skip(":"):
            self.cursor.joined("the port of a box", "")
        return name

    def check_name(self, token: Token) -> None:
        """Refuse the words of the language, too, unless they are quoted."""
        super().check_name(token)
        if any(map(token.says, KEYWORDS)):
            self.cursor.fail(f"{token} is a word of the DOT language; a name needs quotes", token)
        if token.kind == "name" and DOTTED.search(token.text):
            self.dagitty_alone.append(token)

    def arrow(self) -> Token:
        """Read an arrow, and note whether Graphviz could."""
        before = self.cursor.behind()
        arrow = super().arrow()
        around = self.cursor.text[before.stop if before else 0 : self.cursor.token.start]
        if arrow.text != "->" or ";" in around:
            self.dagitty_alone.append(arrow)
        return arrow

    def markings(self) -> list[Marking]:
        """Read what stands in square brackets, and note whether Graphviz could."""
        found = super().markings()
        self.dagitty_alone += [each.key for each in found if each.value is None]
        return found

    def check_arrow(self, markings: list[Marking]) -> None:
        """Refuse arrows that are drawn without a head, with two, or not at all."""
        super().check_arrow(markings)
        self._check_heads(markings)

    def _header(self) -> None:
        if self.cursor.token.says("strict"):
            self.dot_alone.append(self.cursor.take())
        kind = self.cursor.token
        if kind.says("graph"):
            self.cursor.fail("an undirected graph says nothing about causes; use digraph")
        if not kind.says("digraph"):
            hint = "; it is dagitty text" if kind.says("dag") else ""
            self.cursor.fail(f'a DOT text begins with "digraph {{", not with {kind}{hint}')
        self.cursor.take()
        if self.cursor.token.is_name:
            self._title(self.cursor.joined("a name", ""))
        self.cursor.expect("{", "after digraph and its name")
        self.check_opening("digraph")

    def _title(self, title: Token) -> None:
        if title.kind == "name" and DOTTED.search(title.text):
            self.cursor.fail("this name needs quotes", title)
        if title.kind == "quoted" or not title.text.isidentifier():
            self.dot_alone.append(title)

    def _check_mixture(self) -> None:
        if self.dot_alone and self.dagitty_alone:
            self.cursor.fail(
                f"only dagitty can read {self.dagitty_alone[0]}, but it would take"
                f" {self.dot_alone[0]} for a variable; change one of them",
                self.dagitty_alone[0],
            )

    def _subgraph(self, name: Token) -> None:
        if name.text in self.subgraphs:
            self.cursor.fail("there are two subgraphs of this name; Graphviz makes them one", name)
        self.subgraphs.add(name.text)

    def _check_heads(self, markings: list[Marking]) -> None:
        said = {each.key.text: each.value.text.lower() for each in markings if each.value}
        direction = said.get("dir", "forward")
        head = direction in ("forward", "both") and said.get("arrowhead") != "none"
        tail = direction in ("back", "both") and said.get("arrowtail") != "none"
        if tail or not head:
            self.cursor.fail(
                "this arrow is drawn with two heads, backwards or without a head; write a -> b"
                " for a cause, and a latent variable for a cause that two variables share",
                markings[0].key,
            )
        if "invis" in said.get("style", ""):
            self.cursor.fail("this arrow is invisible; is it one? Remove it", markings[0].key)
