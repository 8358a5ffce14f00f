"""Compiling expressions: names, kinds and arities are checked, once, before any block."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter

from causalkit.errors import WorldError, did_you_mean
from causalkit.nature.compile.application import applied
from causalkit.nature.compile.compiled import Compiled, constant, finite
from causalkit.nature.distributions import FAMILIES
from causalkit.nature.functions import FUNCTIONS, WORDS, Function
from causalkit.nature.kinds import Kind
from causalkit.nature.language.expression import Call, Expression, Label, Name, Number


class ExpressionCompiler:
    """Compiles expressions in one model.

    Parameters
    ----------
    kinds : mapping of str to Kind
        Kinds of the variables that are already known.
    knobs : mapping of str to float
        Values of the knobs.
    """

    def __init__(self, kinds: Mapping[str, Kind], knobs: Mapping[str, float]) -> None:
        self._kinds = kinds
        self._knobs = knobs

    def expression(self, expression: Expression) -> Compiled:
        """Compile an expression.

        Parameters
        ----------
        expression : Expression
            What a variable equals.

        Returns
        -------
        Compiled
            Its kind and how to compute it.

        Raises
        ------
        WorldError
            If a name, a function or a kind does not fit.
        """
        if isinstance(expression, Number):
            return constant(expression.value)
        if isinstance(expression, Name):
            return self._name(expression)
        if isinstance(expression, Label):
            message = "a label can only be compared with a category, as in region == 'north'."
            raise WorldError(message, expression.place)
        return self._call(expression)

    def _name(self, name: Name) -> Compiled:
        if name.name in self._knobs:
            return constant(self._knobs[name.name])
        if name.name not in self._kinds:
            hint = did_you_mean(name.name, [*self._kinds, *self._knobs])
            message = f'nothing is called "{name.name}" here.{hint}'
            raise WorldError(message, name.place)
        return Compiled(self._kinds[name.name], itemgetter(name.name))

    def _call(self, call: Call) -> Compiled:
        function = _function_of(call)
        if function.takes == "comparison":
            return self._comparison(call, function)
        arguments = [self.number(each) for each in call.arguments]
        if function.takes == "conditions":
            for argument, written in zip(arguments, call.arguments, strict=True):
                _need_condition(argument, written)
        if function.takes == "choice":
            _need_condition(arguments[0], call.arguments[0])
        return applied(function, arguments, call)

    def number(self, expression: Expression) -> Compiled:
        """Compile an expression that must not be a category.

        Parameters
        ----------
        expression : Expression
            A number or a condition.

        Returns
        -------
        Compiled
            Its kind and how to compute it.

        Raises
        ------
        WorldError
            If it is a category, or cannot be compiled.
        """
        compiled = self.expression(expression)
        if compiled.kind.name == "category":
            label = compiled.kind.labels[0]
            message = f"a category is not a number; compare it with a label: == '{label}'."
            raise WorldError(message, expression.place)
        return compiled

    def _comparison(self, call: Call, function: Function) -> Compiled:
        if not any(isinstance(each, Label) for each in call.arguments):
            arguments = [finite(self.number(each), each) for each in call.arguments]
            return applied(function, arguments, call)
        others = [each for each in call.arguments if not isinstance(each, Label)]
        kind = self.expression(others[0]).kind if len(others) == 1 else None
        if kind is None or kind.name != "category":
            raise WorldError("a label is compared with one category variable.", call.place)
        if not kind.ordered and call.function not in {"==", "!="}:
            raise WorldError("these categories have no order; use == or !=.", call.place)
        arguments = [
            _label_position(each, kind) if isinstance(each, Label) else self.expression(each)
            for each in call.arguments
        ]
        return applied(function, arguments, call)


def _function_of(call: Call) -> Function:
    if call.function in FAMILIES:
        message = f"{call.function} is a distribution: give it a variable of its own with ~."
        raise WorldError(message, call.place)
    if call.function not in FUNCTIONS or call.function == "labels":
        hint = did_you_mean(call.function, WORDS)
        raise WorldError(f'there is no function "{call.function}".{hint}', call.place)
    function = FUNCTIONS[call.function]
    if call.keywords:
        raise WorldError(f"{call.function} takes no named arguments.", call.place)
    if not function.fewest <= len(call.arguments) <= function.most:
        needs = (
            str(function.fewest)
            if function.fewest == function.most
            else (f"from {function.fewest} to {function.most}")
        )
        message = f"{call.function} takes {needs} arguments, not {len(call.arguments)}."
        raise WorldError(message, call.place)
    return function


def _need_condition(compiled: Compiled, written: Expression) -> None:
    """Refuse numbers, but for a knob that is 0 or 1: it is a switch."""
    if compiled.kind.name != "boolean" and compiled.constant not in {0.0, 1.0}:
        raise WorldError("a condition is expected here, such as pain or score > 10.", written.place)


def _label_position(label: Label, kind: Kind) -> Compiled:
    if label.text not in kind.labels:
        hint = did_you_mean(label.text, kind.labels)
        known = ", ".join(kind.labels)
        raise WorldError(f'"{label.text}" is not one of: {known}.{hint}', label.place)
    return constant(float(kind.labels.index(label.text)))
