"""What a world file says, statement by statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from causalkit.errors import Place
from causalkit.nature.kinds import Kind
from causalkit.nature.language.expression import Expression, names

Part = Literal["released", "latent", "select", "missing"]


@dataclass(frozen=True)
class Remark:
    """What the comment behind a statement says.

    Parameters
    ----------
    label : str
        What the name stands for.
    unit : str
        Unit, from square brackets.
    source : str
        Where the numbers come from: a citation, or ``design choice``.
    """

    label: str = ""
    unit: str = ""
    source: str = ""


@dataclass(frozen=True)
class Knob:
    """A named number that can be set: ``relief = -1.5``."""

    name: str
    value: float
    remark: Remark = Remark()
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Equation:
    """How one variable comes about.

    Parameters
    ----------
    name : str
        The variable.
    expression : Expression
        A call of a distribution where ``random``, else what the variable equals.
    random : bool
        Whether it is drawn (``~``) or computed (``=``).
    part : {"released", "latent", "select", "missing"}
        Its part in the survey.
    remark : Remark
        Label, unit and source.
    place : Place, optional
        Where it stands.
    kept : Kind, optional
        The kind it keeps although its equation was replaced by a constant.
    """

    name: str
    expression: Expression
    random: bool
    part: Part = "released"
    remark: Remark = Remark()
    place: Place | None = field(default=None, compare=False)
    kept: Kind | None = None

    @property
    def mentions(self) -> tuple[str, ...]:
        """Names of variables and knobs in the expression, each once, in order."""
        return tuple(dict.fromkeys(name.name for name in names(self.expression)))


@dataclass(frozen=True)
class Preset:
    """A named set of knob values."""

    name: str
    values: Mapping[str, float]
    label: str = ""
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class QuestionText:
    """The line ``effect of … on …`` as it was written."""

    text: str
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Include:
    """``include NAME``: the equations of another world file."""

    name: str
    place: Place | None = field(default=None, compare=False)


Statement = Knob | Equation | Preset | QuestionText | Include


@dataclass(frozen=True)
class Script:
    """A whole world file.

    Parameters
    ----------
    title : str
        First line of the opening comment.
    story : str
        The rest of the opening comment.
    statements : tuple of Statement
        In the order of the file.
    """

    title: str
    story: str
    statements: tuple[Statement, ...]
