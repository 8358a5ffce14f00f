"""Tells two names side by side from one name with a blank that lacks its quotes.

dagitty takes ``chronic pain -> kratom`` for a variable "chronic" without arrows and an
arrow from "pain" – seldom what was meant. But people do write a whole diagram on one
line, ``x -> m y -> m``, and there dagitty is right. So two names on one line are taken
for two variables where both have an arrow of their own and one of them is met in
another place too; everywhere else they are an error.
"""

from __future__ import annotations

from collections import Counter

from causalkit.graph.formats.cursor import Cursor
from causalkit.graph.formats.quoting import quoted
from causalkit.graph.formats.tokens import Token


class Neighbours:
    """Watches the names of variables as they are read.

    Parameters
    ----------
    cursor : Cursor
        The text; each name is reported right after it was read.
    """

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.last = -1
        self.pairs: list[tuple[Token, Token]] = []
        self.met: Counter[str] = Counter()

    def met_name(self, token: Token, start: int, inside_group: bool) -> None:
        """Take down a name, and raise where it and the one before must be one."""
        self.met[token.text] += 1
        before = self.cursor.tokens[start - 1] if self.last == start - 1 >= 0 else None
        self.last = self.cursor.index - 1
        if before is None or token.apart or (before.kind, token.kind) == ("quoted", "quoted"):
            return
        after_arrow = start >= 2 and self.cursor.tokens[start - 2].kind == "arrow"
        before_arrow = self.cursor.token.kind == "arrow"
        if inside_group and not after_arrow and not before_arrow:
            return
        if not after_arrow or not (before_arrow or self.cursor.at("[")):
            self._fail(before, token)
        self.pairs.append((before, token))

    def check(self) -> None:
        """Raise at two names that are met nowhere else than side by side."""
        first = Counter(before.text for before, _ in self.pairs)
        second = Counter(token.text for _, token in self.pairs)
        for before, token in self.pairs:
            known_before = self.met[before.text] > first[before.text]
            if not known_before and self.met[token.text] == second[token.text]:
                self._fail(before, token)

    def check_group(self) -> None:
        """Raise at a group that seems to have a name; its brace is read next."""
        before = self.cursor.behind()
        if before is None or self.last != self.cursor.index - 1 or self.cursor.token.apart:
            return
        arrow = self.cursor.behind(2)
        if arrow is None or arrow.kind != "arrow":
            self.cursor.fail(
                f'a group in braces has no name, and dagitty takes "{before.text}" for a'
                " variable; leave it out, or put the group on a line of its own"
            )

    def _fail(self, before: Token, token: Token) -> None:
        one = quoted(f"{before.text} {token.text}")
        self.cursor.fail(
            f"two names side by side: one name with a blank needs quotes, {one}, and two"
            " names need a semicolon or a line break between them",
            token,
        )
