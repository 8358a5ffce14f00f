"""From the text of an expression to its tree.

The text is read by Python's own `ast` module and translated, node by node, into
the four kinds of :mod:`~causalkit.nature.language.expression`; whatever is not on
the list is refused. Nothing is ever evaluated as Python.
"""

from __future__ import annotations

import ast
import math
import re
import warnings
from collections.abc import Callable

from causalkit.errors import Place, WorldError
from causalkit.nature.language.expression import Call, Expression, Label, Name, Number

MOST_NODES = 400
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_FORMULA_STARTS = "=+-@\t\r"

Locate = Callable[[int], Place]


def parse_expression(text: str, locate: Locate | None = None) -> Expression:
    """Read an expression.

    Parameters
    ----------
    text : str
        The text, which may span several physical lines.
    locate : callable, optional
        Gives the position of a character of ``text``, for error messages.

    Returns
    -------
    Expression
        The tree.

    Raises
    ------
    WorldError
        If the text is not an expression of the world language.

    Examples
    --------
    >>> parse_expression("1 + pain").function
    '+'
    """
    locate = locate or (lambda offset: Place("expression", text, 1, offset + 1))
    shift = len(text) - len(text.lstrip())
    flat = text.replace("\n", " ").strip()
    if not flat:
        raise WorldError("an expression is missing here.", locate(len(text)))
    tree = _python_tree(flat, lambda offset: locate(offset + shift))
    if sum(1 for _ in ast.walk(tree)) > MOST_NODES:
        raise WorldError(f"an expression has at most {MOST_NODES} parts.", locate(shift))
    return _Translation(flat, lambda offset: locate(offset + shift)).of(tree)


def _python_tree(flat: str, locate: Locate) -> ast.expr:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what Python only warns of, its next version refuses
            return ast.parse(flat, mode="eval").body
    except SyntaxError as error:
        offset = (error.offset or len(flat) + 1) - 1
        raise WorldError(f"this is not an expression: {error.msg}.", locate(offset)) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise WorldError("this expression cannot be read; simplify it.", locate(0)) from error


_BINARY: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
    ast.And: "and",
    ast.Or: "or",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_WORDS: dict[type[ast.AST], str] = {
    ast.Attribute: "a dot",
    ast.Subscript: "an index in square brackets",
    ast.Lambda: "a lambda",
    ast.List: "a list",
    ast.Tuple: "a comma",
    ast.Set: "a set",
    ast.Starred: "a star",
    ast.JoinedStr: "an f-string",
    ast.NamedExpr: "an assignment",
}


class _Translation:
    """One reading of Python's tree, node by node."""

    def __init__(self, text: str, locate: Locate) -> None:
        self._bytes = text.encode()
        self._locate = locate

    def of(self, node: ast.expr) -> Expression:
        """Translate one node, or refuse it."""
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is None:
            word = _WORDS.get(type(node), type(node).__name__)
            raise self._error(f"{word} is not part of the world language.", node)
        translated: Expression = method(node)
        return translated

    def _place(self, node: ast.expr) -> Place:
        return self._locate(len(self._bytes[: node.col_offset].decode(errors="replace")))

    def _error(self, message: str, node: ast.expr) -> WorldError:
        return WorldError(message, self._place(node))

    def _call_of(self, function: str, node: ast.expr, *arguments: ast.expr) -> Call:
        return Call(function, tuple(map(self.of, arguments)), (), self._place(node))

    def _operator(self, operator: ast.AST, node: ast.expr) -> str:
        if type(operator) not in _BINARY:
            word = type(operator).__name__
            raise self._error(f"the operator {word} is not part of the world language.", node)
        return _BINARY[type(operator)]

    def _constant(self, node: ast.Constant) -> Expression:
        if isinstance(node.value, str):
            return Label(self._checked_label(node.value, node), self._place(node))
        if not isinstance(node.value, bool | int | float):
            raise self._error("only numbers and quoted labels can stand here.", node)
        try:
            value = float(node.value)
        except OverflowError:
            value = math.inf
        if not math.isfinite(value):
            raise self._error("this number is too large.", node)
        return Number(value, self._place(node))

    def _checked_label(self, text: str, node: ast.expr) -> str:
        if not text.strip() or not text.isprintable():
            raise self._error("a label needs at least one visible character.", node)
        if text[0] in _FORMULA_STARTS:
            message = "a label may not begin with = + - @: a spreadsheet would run it as a formula."
            raise self._error(message, node)
        return text

    def _name(self, node: ast.Name) -> Name:
        written = self._written(node)
        if not NAME.fullmatch(written):
            raise self._error("a name has ASCII letters, digits and _, a letter first.", node)
        return Name(written, self._place(node))

    def _written(self, node: ast.Name) -> str:
        """Return the name as it stands in the text: Python takes look-alikes for ASCII."""
        return self._bytes[node.col_offset : node.end_col_offset].decode()

    def _unaryop(self, node: ast.UnaryOp) -> Expression:
        if isinstance(node.op, ast.UAdd):
            return self.of(node.operand)
        if isinstance(node.op, ast.Not):
            return self._call_of("not", node, node.operand)
        if isinstance(node.op, ast.USub):
            negated = self.of(node.operand)
            if isinstance(negated, Number):
                return Number(-negated.value, self._place(node))
            return Call("negative", (negated,), (), self._place(node))
        raise self._error("the operator ~ is not part of an expression.", node)

    def _binop(self, node: ast.BinOp) -> Call:
        return self._call_of(self._operator(node.op, node), node, node.left, node.right)

    def _boolop(self, node: ast.BoolOp) -> Call:
        return self._call_of(self._operator(node.op, node), node, *node.values)

    def _compare(self, node: ast.Compare) -> Expression:
        values = [self.of(each) for each in (node.left, *node.comparators)]
        operators = [self._operator(each, node) for each in node.ops]
        if len(set(operators)) == 1:
            return Call(operators[0], tuple(values), (), self._place(node))
        parts = [
            Call(operator, (left, right), (), self._place(node))
            for operator, left, right in zip(operators, values, values[1:], strict=False)
        ]
        return Call("and", tuple(parts), (), self._place(node))

    def _ifexp(self, node: ast.IfExp) -> Call:
        return self._call_of("if", node, node.test, node.body, node.orelse)

    def _call(self, node: ast.Call) -> Call:
        if not isinstance(node.func, ast.Name):
            raise self._error("only a function named by one word can be called.", node)
        arguments = tuple(map(self.of, node.args))
        keywords = tuple(self._keyword(each, node) for each in node.keywords)
        return Call(self._written(node.func), arguments, keywords, self._place(node))

    def _keyword(self, keyword: ast.keyword, node: ast.Call) -> tuple[str, Expression]:
        if keyword.arg is None:
            raise self._error("** is not part of a call.", node)
        return keyword.arg, self.of(keyword.value)

    def _dict(self, node: ast.Dict) -> Call:
        pairs = []
        for key, value in zip(node.keys, node.values, strict=True):
            label = self.of(key) if key is not None else None
            if not isinstance(label, Label):
                raise self._error("between braces stand quoted labels, each with a value.", node)
            pairs.append((label.text, self.of(value)))
        return Call("labels", (), tuple(pairs), self._place(node))
