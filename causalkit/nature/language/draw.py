"""The right-hand side of ``~``: one distribution with its parameters and labels."""

from __future__ import annotations

from collections.abc import Iterator

from causalkit.errors import WorldError, did_you_mean
from causalkit.nature.distributions import FAMILIES, Parameter
from causalkit.nature.functions import FUNCTIONS
from causalkit.nature.language.expression import Call, Expression, Label, Name, Number


def draw(expression: Expression) -> Call:
    """Check that an expression is a call of a distribution, and bring it to one form.

    Parameters
    ----------
    expression : Expression
        What stands after ``~``.

    Returns
    -------
    Call
        The call. Its arguments are the parameters in their order, defaults included; its
        keywords are the labels: each with its probability in ``categorical``, each with
        the cut above it in ``ordinal``.

    Raises
    ------
    WorldError
        If it is no distribution, a parameter is missing or too many, or its labels cannot be
        understood.

    Examples
    --------
    >>> from causalkit.nature.language.translation import parse_expression
    >>> draw(parse_expression("ordinal(x, low < 0.5 < high)")).keywords
    (('low', Number(value=0.5)), ('high', Number(value=inf)))
    >>> draw(parse_expression("student_t(5, scale=2)")).arguments
    (Number(value=5.0), Number(value=0.0), Number(value=2.0))
    """
    if not isinstance(expression, Call) or expression.function in FUNCTIONS:
        raise WorldError("after ~ stands a distribution.", expression.place)
    if expression.function not in FAMILIES:
        hint = did_you_mean(expression.function, FAMILIES)
        message = f'there is no distribution "{expression.function}".{hint}'
        raise WorldError(message, expression.place)
    if expression.function == "ordinal":
        return _ordinal(expression)
    if expression.function == "categorical":
        return _categorical(expression)
    return Call(expression.function, tuple(_parameters(expression)), (), expression.place)


def _parameters(call: Call) -> Iterator[Expression]:
    """Yield what is written for each parameter: in its position, by its name, or its default."""
    parameters = FAMILIES[call.function].parameters
    if len(call.arguments) > len(parameters):
        raise WorldError(f"{_signature(call)} takes no more arguments.", call.place)
    named = _named(call, [each.name for each in parameters])
    for position, parameter in enumerate(parameters):
        if position < len(call.arguments):
            yield call.arguments[position]
        else:
            yield named.get(parameter.name) or _default(parameter, call)


def _named(call: Call, known: list[str]) -> dict[str, Expression]:
    named: dict[str, Expression] = {}
    for name, value in call.keywords:
        place = value.place or call.place
        if name not in known:
            message = f'{_signature(call)} has no parameter "{name}".{did_you_mean(name, known)}'
            raise WorldError(message, place)
        if name in named or known.index(name) < len(call.arguments):
            raise WorldError(f"{name} is given twice.", place)
        named[name] = value
    return named


def _default(parameter: Parameter, call: Call) -> Number:
    if parameter.default is None:
        raise WorldError(f"{_signature(call)}: {parameter.name} is left out.", call.place)
    return Number(parameter.default)


def _signature(call: Call) -> str:
    names = (each.name for each in FAMILIES[call.function].parameters)
    return f"{call.function}({', '.join(names)})"


def _categorical(call: Call) -> Call:
    pairs: list[tuple[str, Expression]] = []
    for argument in call.arguments:
        if not isinstance(argument, Call) or argument.function != "labels":
            message = (
                "categorical takes labels with probabilities: categorical(north=0.3, south=0.7)."
            )
            raise WorldError(message, argument.place)
        pairs.extend(argument.keywords)
    return _labelled(Call(call.function, (), (*pairs, *call.keywords), call.place))


def _ordinal(call: Call) -> Call:
    """Turn ``ordinal(x, low < 0.5 < high)`` into labels, each with the cut above it."""
    message = "ordinal takes a location and labels with cuts: ordinal(x, low < 0.5 < high)."
    if len(call.arguments) != 2 or call.keywords:
        raise WorldError(message, call.place)
    location, chain = call.arguments
    if not isinstance(chain, Call) or chain.function != "<" or len(chain.arguments) % 2 == 0:
        raise WorldError(message, chain.place)
    labels = [_label_text(each, message) for each in chain.arguments[::2]]
    cuts = [*chain.arguments[1::2], Number(float("inf"))]
    pairs = tuple(zip(labels, cuts, strict=True))
    return _labelled(Call(call.function, (location,), pairs, call.place))


def _label_text(expression: Expression, message: str) -> str:
    if isinstance(expression, Name):
        return expression.name
    if isinstance(expression, Label):
        return expression.text
    raise WorldError(message, expression.place)


def _labelled(call: Call) -> Call:
    labels = [label for label, _ in call.keywords]
    if not 2 <= len(labels) <= 100:
        raise WorldError("a category has from 2 to 100 labels.", call.place)
    if len(set(labels)) < len(labels):
        raise WorldError("a category's labels differ from each other.", call.place)
    return call
