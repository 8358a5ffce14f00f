"""How formulas are written down, for reading and for typesetting."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

TEX = {
    "\\": r"\backslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\sim{}",
    "^": r"\hat{}",
    " ": r"\ ",
    **{each: f"\\{each}" for each in "#$%&_"},
}


@dataclass(frozen=True)
class Notation:
    """The marks with which formulas are written.

    Parameters
    ----------
    name : callable
        Spells the name of a variable.
    bar : str
        Stands between variables and what is given.
    sum : str
        A sum, with a place for its variables.
    fraction : str
        A quotient, with two places.
    enclosed : str
        A formula in round brackets, with a place for it.
    inset : str
        A quotient among other factors, with a place for it.
    stacked : bool
        Whether a quotient is drawn as one formula above the other, so that these need no
        brackets.
    abbreviation : str
        The name of a part, with a place for its number.
    where : str
        Stands before the definitions of abbreviations.
    """

    name: Callable[[str], str]
    bar: str
    sum: str
    fraction: str
    enclosed: str
    inset: str
    stacked: bool
    abbreviation: str
    where: str


def _typeset(name: str) -> str:
    base, primes = re.fullmatch(r"(.*?)('*)", name, re.DOTALL).groups()  # type: ignore[union-attr]  # it matches every string
    escaped = "".join(TEX.get(letter, letter) for letter in base)
    return (escaped if len(base) == 1 else f"\\mathrm{{{escaped}}}") + primes


TEXT = Notation(
    name=str,
    bar=" | ",
    sum="Σ_{{{}}} ",
    fraction="{} / {}",
    enclosed="({})",
    inset="[{}]",
    stacked=False,
    abbreviation="Q{}",
    where=", where ",
)

LATEX = Notation(
    name=_typeset,
    bar=r" \mid ",
    sum=r"\sum_{{{}}} ",
    fraction=r"\frac{{{}}}{{{}}}",
    enclosed=r"\left({}\right)",
    inset="{}",
    stacked=True,
    abbreviation="Q_{{{}}}",
    where=r", \quad\text{where } ",
)
