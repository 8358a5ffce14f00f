"""A finger on the tokens of a text: what stands here, what stood before, what is missing."""

from __future__ import annotations

from typing import NoReturn

from causalkit.errors import DiagramError
from causalkit.graph.formats.language import Language
from causalkit.graph.formats.tokens import Token, tokens
from causalkit.graph.located import place_at


class Cursor:
    """Walks through the tokens of one text.

    Parameters
    ----------
    text : str
        The whole text.
    source : str
        Its name, for the messages.
    language : Language
        What the text is written in.
    """

    def __init__(self, text: str, source: str, language: Language) -> None:
        self.text, self.source = text, source
        self.tokens = tokens(text, source, language)
        self.index = 0

    @property
    def token(self) -> Token:
        """The token that is read next; at the end, the end."""
        return self.tokens[self.index]

    def ahead(self, steps: int = 1) -> Token:
        """Return a token further on; behind the end, the end."""
        return self.tokens[min(self.index + steps, len(self.tokens) - 1)]

    def behind(self, steps: int = 1) -> Token | None:
        """Return a token that was read already, if there were that many."""
        return self.tokens[self.index - steps] if self.index >= steps else None

    def take(self) -> Token:
        """Return the token and go on to the next."""
        token = self.token
        self.index += 1
        return token

    def at(self, mark: str) -> bool:
        """Whether a mark is read next."""
        return self.token.kind == "mark" and self.token.text == mark

    def skip(self, mark: str) -> bool:
        """Go on behind a mark if it is read next, and return whether it was."""
        if self.token.kind == "end" and mark in "}]":
            self.fail(f'the text ends before the closing "{mark}"')
        found = self.at(mark)
        self.index += found
        return found

    def expect(self, mark: str, where: str) -> None:
        """Go on behind a mark, which must be read next."""
        if not self.skip(mark):
            self.fail(f'expected "{mark}" {where}, not {self.token}')

    def value(self) -> Token:
        """Read ``= value`` and return the value."""
        self.expect("=", "before a value")
        if self.token.kind == "html":
            return self.take()
        return self.joined("a value", "")

    def joined(self, what: str, hint: str) -> Token:
        """Read a name or quoted text, with whatever a plus sign adds to it."""
        if not self.token.is_name:
            self.fail(f"expected {what}, not {self.token}{hint}")
        token = self.take()
        while self.at("+"):
            self.index += 1
            if "name" in (token.kind, self.token.kind) or not self.token.is_name:
                self.fail("a plus sign joins two texts in quotes")
            token = token._replace(text=token.text + self.take().text)
        return token

    def fail(self, message: str, token: Token | None = None) -> NoReturn:
        """Raise an error that points at a token, or else at the one read next."""
        start = (token or self.token).start
        raise DiagramError(message, place_at(self.text, start, self.source))
