"""Reads the words of a question one by one, and points at the one that does not fit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn, cast, get_args

from causalkit.errors import Place, QuestionError, did_you_mean
from causalkit.graph.condition import Condition, Relation
from causalkit.graph.located import place_at
from causalkit.graph.wording import KEYWORDS, NAME

WORDS = re.compile(
    rf"""\s*(?:
      (?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)
    | (?P<name>{NAME.pattern})
    | "(?P<double>(?:[^"\\]|\\.)*+)"
    | '(?P<single>(?:[^'\\]|\\.)*+)'
    | (?P<relation>[=!<>]=|[<>])
    | (?P<comma>,)
    | (?P<end>\Z)
    | (?P<other>.)
    )""",
    re.VERBOSE | re.DOTALL,
)

LONGEST = 10_000


@dataclass(frozen=True)
class Word:
    """One word of a phrase.

    Parameters
    ----------
    kind : str
        ``number``, ``name``, ``quoted``, ``relation``, ``comma``, ``other`` or ``end``.
    text : str
        What it says, without quotes.
    start : int
        Where it begins in the phrase, counted from 0.
    """

    kind: str
    text: str
    start: int

    def __str__(self) -> str:
        if self.text in ('"', "'"):
            return "a quote that is never closed"
        return "the end" if self.kind == "end" else f'"{self.text}"'


class Phrase:
    """A text that is read word by word.

    Parameters
    ----------
    text : str
        What somebody wrote.
    source : str, optional
        Where it stands, for the messages.
    line : int, optional
        Number of its first line there, counted from 1.

    Raises
    ------
    QuestionError
        If the text is far too long.
    """

    def __init__(self, text: str, source: str = "question", line: int = 1) -> None:
        self.text, self.source, self.line = text, source, line
        self.index = 0
        if len(text) > LONGEST:
            raise QuestionError(f"a question has at most {LONGEST:,} characters", self._place(0))
        self.words = [_word(match) for match in WORDS.finditer(text)]

    @property
    def word(self) -> Word:
        """The word that is read next; at the end, the end."""
        return self.words[self.index]

    def read(self) -> Word:
        """Return the next word and step past it."""
        word = self.word
        self.index += word.kind != "end"
        return word

    def skip(self, keyword: str) -> bool:
        """Step past a keyword or comma if it comes next, and return whether it did."""
        found = self.word.kind in ("name", "comma") and self.word.text == keyword
        self.index += found
        return found

    def expect(self, keyword: str) -> None:
        """Step past a keyword; an error if anything else comes next."""
        if not self.skip(keyword):
            self.fail(f'expected "{keyword}" here, not {self.word}')

    def name(self, what: str) -> str:
        """Return the name that comes next; a keyword counts only in quotes."""
        if self.word.kind == "name" and self.word.text in KEYWORDS:
            self.fail(f"expected {what} here, not the word {self.word}; quote it if it is a name")
        if self.word.kind not in ("name", "quoted") or not self.word.text:
            self.fail(f"expected {what} here, not {self.word}")
        return self.read().text

    def names(self, what: str) -> tuple[str, ...]:
        """Return the names that come next, separated by commas."""
        found = [self.name(what)]
        while self.skip(","):
            found.append(self.name(what))
        return tuple(found)

    def value(self) -> float | str:
        """Return the number or label that comes next."""
        if self.word.kind != "number":
            return self.name("a number or a label")
        number = float(self.word.text)
        if abs(number) == float("inf"):
            self.fail("this number is too large")
        self.read()
        return int(number) if number.is_integer() and abs(number) < 2**53 else number

    def values(self) -> tuple[float | str, ...]:
        """Return the numbers or labels that come next, separated by commas."""
        found = [self.value()]
        while self.skip(","):
            found.append(self.value())
        return tuple(found)

    def choice(self, choices: tuple[str, ...]) -> str:
        """Return the word that comes next, which must be one of the choices."""
        if self.word.text not in choices:
            near = did_you_mean(self.word.text, choices)
            self.fail(f"expected {' or '.join(choices)} here, not {self.word}.{near}")
        return self.read().text

    def conditions(self) -> tuple[Condition, ...]:
        """Return the conditions that come next, joined by ``and``."""
        found = [self._condition()]
        while self.skip("and"):
            found.append(self._condition())
        return tuple(found)

    def finish(self) -> None:
        """Raise unless everything has been read."""
        if self.word.text == "or":
            self.fail('conditions are joined by "and" only; ask one question for each alternative')
        if self.word.kind != "end":
            self.fail(f"did not expect {self.word} here")

    def fail(self, message: str) -> NoReturn:
        """Raise an error that points at the next word."""
        raise QuestionError(message, self.place())

    def place(self) -> Place:
        """Return the position of the next word."""
        return self._place(self.word.start)

    def _place(self, offset: int) -> Place:
        return place_at(self.text, offset, self.source, self.line)

    def _condition(self) -> Condition:
        variable = self.name("a variable")
        if self.word.text == "=":
            self.fail('a comparison is written "=="')
        if self.word.kind != "relation":
            return Condition(variable, "==", 1)
        if self.word.text not in get_args(Relation):
            self.fail(
                f"{self.word} is not a comparison; use one of {', '.join(get_args(Relation))}"
            )
        return Condition(variable, cast("Relation", self.read().text), self.value())


def _word(match: re.Match[str]) -> Word:
    kind = match.lastgroup or "end"
    text, start = match[kind], match.start(kind)
    if kind in ("double", "single"):
        return Word("quoted", re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL), start - 1)
    return Word(kind, text, start)
