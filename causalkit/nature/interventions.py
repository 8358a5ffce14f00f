"""Changing a world: set a variable, give it another equation, cut an arrow.

``do`` is Pearl's intervention: the equation of a variable is replaced, and with
it the arrows into that variable go. Everybody keeps their noise, so the people
after an intervention are the same people.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from causalkit.errors import WorldError, did_you_mean
from causalkit.nature.kinds import BOOLEAN, Kind, numeric
from causalkit.nature.language import Number, parse_equation
from causalkit.nature.language.expression import renamed
from causalkit.nature.model import Model

Value = float | int | bool | str


def do(model: Model, name: str, value: Value) -> Model:
    """Set a variable to a value, or to an expression of other variables.

    Parameters
    ----------
    model : Model
        The world's equations.
    name : str
        The variable.
    value : number, bool or str
        What it is set to; a text is a label of its category, or an expression.

    Returns
    -------
    Model
        The model in which nothing else decides about the variable.

    Raises
    ------
    WorldError
        If there is no such variable or the value does not fit it.
    """
    equation = model.equation(name)
    kind = model.kinds[name]
    if isinstance(value, str) and value not in kind.labels:
        if kind.name == "category":
            raise _unfit(value, name, kind)
        return replaced(model, f"{name} = {value}")
    code = float(kind.labels.index(value)) if isinstance(value, str) else float(value)
    kept = _kept(kind, code, name, value)
    constant = replace(equation, expression=Number(code), random=False, kept=kept)
    return model.with_equation(constant)


def replaced(model: Model, text: str) -> Model:
    """Give a variable another equation.

    Parameters
    ----------
    model : Model
        The world's equations.
    text : str
        One equation, such as ``"pain ~ bernoulli(0.5)"``.

    Returns
    -------
    Model
        The model with that equation; label, unit and part in the survey stay.

    Raises
    ------
    WorldError
        If the text is no equation, or the variable does not exist.
    """
    new = parse_equation(text)
    old = model.equation(new.name)
    changed = model.with_equation(
        replace(old, expression=new.expression, random=new.random, place=new.place, kept=None)
    )
    changed.program  # noqa: B018 - compiling now says now what is wrong
    return changed


def cut(model: Model, cause: str, effect: str) -> Model:
    """Cut an arrow: the effect sees an independent copy of the cause instead.

    The copy has the same distribution as the cause, but comes from people of its
    own: the cause and all its causes are drawn once more.

    Parameters
    ----------
    model : Model
        The world's equations.
    cause, effect : str
        Ends of the arrow.

    Returns
    -------
    Model
        The model with hidden copies in place of the arrow.

    Raises
    ------
    WorldError
        If there is no such arrow.
    """
    equation = model.equation(effect)
    model.equation(cause)
    if cause not in model.diagram.parents(effect):
        known = ", ".join(model.diagram.parents(effect)) or "none"
        hint = did_you_mean(cause, model.diagram.parents(effect))
        message = f"there is no arrow {cause} → {effect}; causes of {effect}: {known}.{hint}"
        raise WorldError(message)
    copied = model.diagram.ancestors(cause)
    new = {name: _unused(model, f"{name}_copy_for_{effect}") for name in copied}
    copies = [
        replace(each, name=new[each.name], expression=renamed(each.expression, new), part="latent")
        for each in model.equations
        if each.name in copied
    ]
    looking_away = replace(equation, expression=renamed(equation.expression, {cause: new[cause]}))
    others = (looking_away if each is equation else each for each in model.equations)
    return replace(model, equations=(*copies, *others))


def _kept(kind: Kind, code: float, name: str, value: Value) -> Kind:
    """Keep the variable's kind where the value fits it, so that columns keep their type."""
    if kind.name in {"boolean", "category"}:
        if code not in ((0.0, 1.0) if kind == BOOLEAN else range(len(kind.labels))):
            raise _unfit(value, name, kind)
        return kind
    if not -1e300 < code < 1e300:
        raise _unfit(value, name, kind)
    whole = kind.is_whole and code.is_integer()
    return numeric(min(kind.low, code), max(kind.high, code), whole=whole)


def _unfit(value: Any, name: str, kind: Kind) -> WorldError:  # noqa: ANN401 - it is the misfit
    if kind.labels:
        hint = did_you_mean(str(value), kind.labels)
        return WorldError(f'"{name}" is one of {", ".join(kind.labels)}; not {value!r}.{hint}')
    wanted = "0 or 1" if kind.name == "boolean" else "a finite number"
    return WorldError(f'"{name}" is {wanted}; not {value!r}.')


def _unused(model: Model, name: str) -> str:
    while name in model.by_name or name in model.constants:
        name += "_again"
    return name
