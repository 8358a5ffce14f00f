"""What stands in square brackets: the parts that variables play, and their places.

dagitty knows a part by its name alone, whatever value stands behind it: to dagitty
``latent=false`` is latent. Nobody means that, so it is an error here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from causalkit.errors import did_you_mean
from causalkit.graph.formats.cursor import Cursor
from causalkit.graph.formats.sketch import ROLES, Sketch
from causalkit.graph.formats.tokens import Token

SYNONYMS = {
    "e": "exposure",
    "source": "exposure",
    "o": "outcome",
    "target": "outcome",
    "a": "adjusted",
    "l": "latent",
    "u": "latent",
    "unobserved": "latent",
    "s": "selected",
}
ROLE_NAMES = {**{role: role for role in ROLES}, **SYNONYMS}
YES = frozenset({"true", "yes", "1"})

# dagitty reads 1e3 as 3, and of 1.2.3 only a part.
NUMBER = r"\s*([-+]?(?:\d+\.?\d*|\.\d+))\s*"
POSITION = re.compile(f"{NUMBER},{NUMBER}!?")


class Marking(NamedTuple):
    """One attribute in square brackets.

    Parameters
    ----------
    key : Token
        Its name.
    value : Token or None
        What stands behind the ``=``, if anything.
    """

    key: Token
    value: Token | None

    @property
    def role(self) -> str | None:
        """The part it says a variable plays, if it is about that."""
        return ROLE_NAMES.get(self.key.text)


def read_markings(cursor: Cursor) -> list[Marking]:
    """Read what stands in the square brackets that may follow.

    Parameters
    ----------
    cursor : Cursor
        The text; it is left behind the brackets.

    Returns
    -------
    list of Marking
        Empty where no bracket follows.

    Raises
    ------
    DiagramError
        If something else than attributes stands in them.

    Examples
    --------
    >>> from causalkit.graph.formats.language import DAGITTY
    >>> [each.role for each in read_markings(Cursor("[e, beta=1]", "diagram", DAGITTY))]
    ['exposure', None]
    """
    found = []
    while cursor.skip("["):
        while not cursor.skip("]"):
            if not cursor.token.is_name:
                cursor.fail(f"expected a role or another attribute, not {cursor.token}")
            key = cursor.take()
            found.append(Marking(key, cursor.value() if cursor.at("=") else None))
            cursor.skip(",")
    return found


def mark(sketch: Sketch, name: str, markings: list[Marking], cursor: Cursor) -> None:
    """Take down what the markings say about a variable; others are passed over.

    Parameters
    ----------
    sketch : Sketch
        Where it is taken down.
    name : str
        The variable.
    markings : list of Marking
        What stands behind its name.
    cursor : Cursor
        The text, for the messages.

    Raises
    ------
    DiagramError
        If a role has a value that denies it, a position is not two numbers, or a word
        without a value is no role.
    """
    for marking in markings:
        if marking.role:
            _check_yes(marking, marking.role, cursor)
            sketch.role(name, marking.role)
        elif marking.value is None:
            near = did_you_mean(marking.key.text, ROLES)
            roles = ", ".join(ROLES)
            cursor.fail(f"{marking.key} is not a role; the roles are {roles}.{near}", marking.key)
        elif marking.key.text == "pos":
            sketch.positions[name] = _position(marking.value, cursor)


def check_roleless(markings: list[Marking], owner: str, cursor: Cursor) -> None:
    """Raise where a role is given to something else than a variable.

    Parameters
    ----------
    markings : list of Marking
        What stands behind it.
    owner : str
        What it is, such as ``"an arrow"``.
    cursor : Cursor
        The text, for the messages.

    Raises
    ------
    DiagramError
        At the role.
    """
    for marking in markings:
        # Short names with a value may well be something else: [e=0.5].
        if marking.key.text in ROLES or (marking.role and marking.value is None):
            cursor.fail(
                f"a role belongs to a variable, not to {owner}; write it as a statement"
                f" of its own, such as: kratom [{marking.role}]",
                marking.key,
            )


def _check_yes(marking: Marking, role: str, cursor: Cursor) -> None:
    if marking.value is not None and marking.value.text.lower() not in YES:
        cursor.fail(
            f"dagitty takes a variable with [{marking.key.text}] for {role}, whatever"
            f" the value; write [{role}], or leave it out",
            marking.key,
        )


def _position(value: Token, cursor: Cursor) -> tuple[float, float]:
    match = POSITION.fullmatch(value.text)
    if not match:
        cursor.fail(f'a position is two plain numbers, pos="1,2", not {value}', value)
    return float(match[1]), float(match[2])
