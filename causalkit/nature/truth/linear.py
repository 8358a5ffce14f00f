"""The exact effect where everything between exposure and outcome is linear.

If each variable that the exposure acts on is a linear function of the others
plus something that the exposure does not touch, the effect is the same for
everybody: the sum over causal paths of the products of the coefficients along
the path (Wright, 1934). It is then the same in every population.
"""

from __future__ import annotations

from collections.abc import Mapping

from causalkit.graph import Question
from causalkit.nature.language.expression import Call, Expression, Label, Name, Number, names
from causalkit.nature.language.syntax import Equation
from causalkit.nature.model import Model
from causalkit.nature.truth.truth import NotExact, Truth

_SHIFTED_BY = {"normal": 0, "student_t": 1}  # position of the parameter that shifts the variable


def linear_truth(model: Model, question: Question) -> Truth:
    """Return the effect by path coefficients.

    Parameters
    ----------
    model : Model
        The equations.
    question : Question
        One outcome, as a difference.

    Returns
    -------
    Truth
        Exact, and the same for everybody.

    Raises
    ------
    NotExact
        If something on the way is not linear.
    """
    if question.scale != "difference":
        raise NotExact("a ratio differs between people even where the difference does not.")
    changes = _changes(model, question)
    return Truth(question, changes.get(question.outcome[0], 0.0), 0.0, "linear")


def _changes(model: Model, question: Question) -> dict[str, float]:
    """How much each variable differs between the two settings of the exposure."""
    changes: dict[str, float] = {}
    for name, treated, reference in zip(
        question.exposure, question.treated, question.reference, strict=True
    ):
        if isinstance(treated, str) or isinstance(reference, str):
            raise NotExact("a category is not a number.")
        changes[name] = float(treated) - float(reference)
    for name in model.diagram.topological_order:
        if name in model.diagram.ancestors(*question.outcome) and name not in question.exposure:
            change = _change(model.by_name[name], changes, model)
            if change:
                changes[name] = change
    return changes


def _change(equation: Equation, changes: Mapping[str, float], model: Model) -> float:
    touched = [name for name in equation.mentions if changes.get(name)]
    if not touched:
        return 0.0
    if model.kinds[equation.name].name in {"boolean", "category"}:
        raise NotExact(f'"{equation.name}" is not linear in {touched[0]}.')
    expression = _shifting_part(equation, touched) if equation.random else equation.expression
    slopes = _slopes(expression, frozenset(touched), model.constants)
    return sum(slope * changes[name] for name, slope in slopes.items())


def _shifting_part(equation: Equation, touched: list[str]) -> Expression:
    call = equation.expression
    assert isinstance(call, Call)  # noqa: S101 - a random equation is a call of a distribution
    position = _SHIFTED_BY.get(call.function)
    if position is None or position >= len(call.arguments):
        raise NotExact(f'"{equation.name}" is not shifted by {touched[0]}.')
    others = [*call.arguments[:position], *call.arguments[position + 1 :]]
    others += [value for _, value in call.keywords]
    if any(name.name in touched for other in others for name in names(other)):
        raise NotExact(f'more than the mean of "{equation.name}" depends on {touched[0]}.')
    return call.arguments[position]


def _slopes(
    expression: Expression, touched: frozenset[str], constants: Mapping[str, float]
) -> dict[str, float]:
    """Coefficient of each touched name in an expression that is linear in them."""
    if isinstance(expression, Number | Label):
        return {}
    if isinstance(expression, Name):
        return {expression.name: 1.0} if expression.name in touched else {}
    if not any(name.name in touched for name in names(expression)):
        return {}
    parts = [_slopes(each, touched, constants) for each in expression.arguments]
    if expression.function in {"+", "-", "negative"}:
        signs = {"+": (1.0, 1.0), "-": (1.0, -1.0), "negative": (-1.0,)}[expression.function]
        return _added([(sign, part) for sign, part in zip(signs, parts, strict=True)])
    left, *right = expression.arguments
    if expression.function == "*" and not (parts[0] and parts[1]):
        factor, slopes = (right[0], parts[0]) if parts[0] else (left, parts[1])
        return _added([(_number(factor, constants), slopes)])
    if expression.function == "/" and not parts[1]:
        return _added([(1.0 / _number(right[0], constants), parts[0])])
    raise NotExact(f'"{expression.function}" is not linear.')


def _number(expression: Expression, constants: Mapping[str, float]) -> float:
    if isinstance(expression, Number):
        return expression.value
    if isinstance(expression, Name) and expression.name in constants:
        return constants[expression.name]
    raise NotExact("a coefficient differs between people.")


def _added(parts: list[tuple[float, dict[str, float]]]) -> dict[str, float]:
    total: dict[str, float] = {}
    for factor, slopes in parts:
        for name, slope in slopes.items():
            total[name] = total.get(name, 0.0) + factor * slope
    return total
