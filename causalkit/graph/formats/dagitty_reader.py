"""Reads a dagitty text in its present layout: arrows between braces, or just arrows."""

from __future__ import annotations

import re

from causalkit.graph.drawing import Drawing
from causalkit.graph.formats.language import DAGITTY
from causalkit.graph.formats.legacy import BLANK_LINE
from causalkit.graph.formats.markings import read_markings
from causalkit.graph.formats.statements import StatementReader
from causalkit.graph.formats.tokens import Token

OTHER_GRAPHS = {
    "graph": "a graph has edges of any kind, also such without direction; where every arrow"
    " means a cause, begin with dag",
    "pdag": "a pdag stands for several diagrams: its edges -- are arrows whose direction nobody"
    " knows; choose one of them and begin with dag",
    "mag": "a mag is not a causal diagram: its arrows say who is whose ancestor, after hidden"
    " variables were left out; draw these as latent and begin with dag",
    "pag": "a pag stands for all the diagrams that no data can tell apart: its circles @ leave"
    " the ends of edges open; choose one diagram and begin with dag",
}
RESERVED = ("graph", "node")
ONE_WORD = re.compile(r"\w+")


class DagittyReader(StatementReader):
    """Walks through one dagitty text."""

    language = DAGITTY

    def read(self) -> Drawing:
        """Return the drawing of a text with braces."""
        self._header()
        self.statements()
        self.check_closing("dag")
        return self._drawing()

    def read_bare(self) -> Drawing:
        """Return the drawing of a text without braces, to which dagitty adds them."""
        _, *rest = BLANK_LINE.split(self.cursor.text, maxsplit=1)
        if rest and re.fullmatch(r"[\s01]+", rest[0].strip()):
            self.cursor.fail("dagitty takes what follows the blank line for a matrix")
        while self.cursor.token.kind != "end":
            self.statement()
        return self._drawing()

    def settings(self) -> bool:
        """Pass over ``graph [bb="0,0,1,1"]`` as well."""
        if super().settings():
            return True
        word = self.cursor.token
        about_all = word.kind == "name" and word.text == "graph"
        if about_all and self.cursor.ahead().kind != "arrow":
            self.cursor.take()
            read_markings(self.cursor)
            return True
        return False

    def check_name(self, token: Token) -> None:
        """Refuse the names that dagitty keeps for itself, too."""
        super().check_name(token)
        if token.text in RESERVED:
            self.cursor.fail(f"dagitty has no variable that is called {token}; rename it", token)
        if token.says("subgraph"):
            self.cursor.fail("dagitty takes subgraph for a variable; a group needs no word", token)

    def _header(self) -> None:
        kind = self.cursor.token.text.lower()
        if kind in OTHER_GRAPHS:
            self.cursor.fail(OTHER_GRAPHS[kind])
        if kind != "dag":
            self.cursor.fail(f'a dagitty text begins with "dag {{", not with {self.cursor.token}')
        self.cursor.take()
        if self.cursor.token.is_name:
            self._title(self.cursor.take())
        self.cursor.expect("{", "after dag and its name, which is one word")
        self.check_opening("dag")

    def _title(self, title: Token) -> None:
        if title.kind == "quoted" or not ONE_WORD.fullmatch(title.text):
            self.cursor.fail(
                'dagitty takes the word "dag" for a variable where the name of the diagram is'
                " not one word of letters, digits and _; shorten it or leave it out",
                title,
            )

    def _drawing(self) -> Drawing:
        self.neighbours.check()
        return self.sketch.drawing()
