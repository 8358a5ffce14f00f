"""Reads a dagitty text token by token."""

from __future__ import annotations

import re
from typing import NoReturn

from causalkit.errors import DiagramError, did_you_mean
from causalkit.graph.drawing import Drawing
from causalkit.graph.formats.quoting import side_by_side
from causalkit.graph.formats.sketch import ROLES, Sketch
from causalkit.graph.formats.tokens import HINT, Token, tokens
from causalkit.graph.located import place_at

SHORT_ROLES = {
    "e": "exposure",
    "o": "outcome",
    "a": "adjusted",
    "l": "latent",
    "u": "latent",
    "s": "selected",
}
ROLE_NAMES = {**{role: role for role in ROLES}, **SHORT_ROLES}

NUMBER = r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*"
POSITION = re.compile(f"{NUMBER},{NUMBER}")


class DagittyReader:
    """Walks through the tokens of one text and gathers a sketch.

    Parameters
    ----------
    text : str
        The whole text.
    source : str
        Its name, for the messages.
    """

    def __init__(self, text: str, source: str) -> None:
        self.text, self.source = text, source
        self.tokens = tokens(text, source)
        self.index = 0
        self.sketch = Sketch()
        self.last_name = -1

    def read(self) -> Drawing:
        """Return the drawing that the text describes."""
        self._header()
        while not self._skip("}"):
            if not self._skip(";"):
                self._statement()
        if self.token.kind != "end":
            self._fail(f"did not expect {self.token} after the closing brace")
        return self.sketch.drawing()

    @property
    def token(self) -> Token:
        """The token that is read next; at the end, the end."""
        return self.tokens[self.index]

    def _header(self) -> None:
        kind = self.token.text.lower()
        if kind in ("digraph", "graph", "strict"):
            self._fail("this is the DOT language; read it with read_dot")
        if kind in ("mag", "pag", "pdag"):
            self._fail(f"a {kind} is not a causal diagram but a class of them; draw one dag")
        if kind != "dag":
            self._fail(f'a dagitty text begins with "dag {{", not with {self.token}')
        self.index += 1
        if self.token.is_name:
            self.index += 1
        self._expect("{", "after dag and its name, which stands in quotes if it has spaces")

    def _statement(self) -> None:
        after = self.tokens[self.index + 1 : self.index + 2]
        if self.token.is_name and [(each.kind, each.text) for each in after] == [("mark", "=")]:
            self.index += 1
            self._value()
            return
        names, joined = self._names(), False
        while self.token.kind == "arrow":
            arrow, joined = self._arrow(), True
            others = self._names()
            self._join(names, arrow, others)
            names = others
        if self._skip("["):
            self._attributes([] if joined else names)

    def _names(self) -> list[str]:
        """Read a name, or a group of names in braces."""
        if not self._skip("{"):
            return [self._name()]
        names: list[str] = []
        while not self._skip("}"):
            if not self.token.is_name:
                self._fail(f"a group holds names only, and {self.token} is none")
            names.append(self._take_name())
            self._skip(";")
        return names

    def _name(self) -> str:
        if not self.token.is_name:
            self._fail(f"expected the name of a variable, not {self.token}; {HINT}")
        before = self.tokens[self.last_name] if self.last_name == self.index - 1 else None
        if before and not self.token.begins_line and "name" in (before.kind, self.token.kind):
            self._fail(side_by_side(before.text, self.token.text))
        self.last_name = self.index
        return self._take_name()

    def _take_name(self) -> str:
        name = self.token.text
        if not name:
            self._fail("a variable needs a name, and this one is empty")
        self.sketch.node(name)
        self.index += 1
        return name

    def _arrow(self) -> Token:
        arrow = self.token
        if arrow.text not in ("->", "<-", "<->"):
            self._fail(f"a causal diagram has the arrows ->, <- and <->, but not {arrow}")
        self.index += 1
        return arrow

    def _join(self, left: list[str], arrow: Token, right: list[str]) -> None:
        try:
            for start in left:
                for end in right:
                    self._join_two(start, arrow.text, end)
        except DiagramError as error:
            self._fail(error.message, arrow)

    def _join_two(self, start: str, arrow: str, end: str) -> None:
        if arrow == "->":
            self.sketch.arrow(start, end)
        elif arrow == "<-":
            self.sketch.arrow(end, start)
        else:
            self.sketch.confounding(start, end)

    def _attributes(self, names: list[str]) -> None:
        """Read what stands in square brackets; without names it belongs to an arrow."""
        while not self._skip("]"):
            key = self.token
            if not key.is_name:
                self._fail(f"expected a role or another attribute, not {key}")
            self.index += 1
            if self.token.text != "=":
                self._role(key, names)
            elif key.text in ROLES:
                self._fail("a role stands without a value", key)
            else:
                self._position(key, self._value(), names)
            _ = self._skip(",") or self._skip(";")

    def _role(self, key: Token, names: list[str]) -> None:
        if key.text not in ROLE_NAMES:
            near = did_you_mean(key.text, ROLES)
            self._fail(f"{key} is not a role; the roles are {', '.join(ROLES)}.{near}", key)
        if not names:
            self._fail(
                "a role belongs to a variable, not to an arrow; write it as a statement"
                f" of its own, such as: kratom [{ROLE_NAMES[key.text]}]",
                key,
            )
        for name in names:
            self.sketch.role(name, ROLE_NAMES[key.text])

    def _position(self, key: Token, value: Token, names: list[str]) -> None:
        if key.text != "pos" or not names:
            return
        match = POSITION.fullmatch(value.text)
        if not match:
            self._fail(f'a position is two numbers, pos="1,2", not {value}', value)
        for name in names:
            self.sketch.positions[name] = (float(match[1]), float(match[2]))

    def _value(self) -> Token:
        """Read ``= value`` and return the value."""
        self._expect("=", "")
        if self.token.kind != "quoted" and self.token.text == "-":
            self.index += 1
        if not self.token.is_name:
            self._fail(f"expected a value, not {self.token}")
        self.index += 1
        return self.tokens[self.index - 1]

    def _skip(self, mark: str) -> bool:
        if self.token.kind == "end" and mark in "}]":
            self._fail(f'the text ends before the closing "{mark}"')
        found = self.token.kind == "mark" and self.token.text == mark
        self.index += found
        return found

    def _expect(self, mark: str, where: str) -> None:
        if not self._skip(mark):
            self._fail(f'expected "{mark}" {where}, not {self.token}')

    def _fail(self, message: str, token: Token | None = None) -> NoReturn:
        start = (token or self.token).start
        raise DiagramError(message, place_at(self.text, start, self.source))
