"""Edge lists as Python writes them; the text is taken apart and never run.

Beside a list of pairs this understands the call that makes a graph out of it in pgmpy or
networkx: ``BayesianNetwork([("mood", "kratom")], latents={"mood"})``. Imports before it
and a name it is assigned to are passed over. Everything else is an error.
"""

from __future__ import annotations

import ast
import warnings

from causalkit.errors import DiagramError, Place
from causalkit.graph.drawing import Drawing
from causalkit.graph.formats.sketch import Sketch

CLASSES = (
    "DAG",
    "BayesianNetwork",
    "BayesianModel",
    "DiscreteBayesianNetwork",
    "LinearGaussianBayesianNetwork",
    "DiGraph",
    "from_edge_list",
)
ROLE_ARGUMENTS = {
    "latents": "latent",
    "exposures": "exposure",
    "outcomes": "outcome",
    "adjustment": "adjusted",
}
PAIR = (ast.List, ast.Tuple)
COLLECTIONS = (ast.List, ast.Tuple, ast.Set)
MOST_CHARACTERS = 1_000_000


def read_python_edges(text: str, source: str) -> Drawing:
    """Return the drawing that a list of pairs, or the call of a graph class, describes.

    Parameters
    ----------
    text : str
        The text, of at most a million characters.
    source : str
        Its name, for the messages.

    Returns
    -------
    Drawing

    Raises
    ------
    DiagramError
        If the text is no Python, or anything but pairs of strings, with the place.

    Examples
    --------
    >>> text = "model = DAG([('mood', 'kratom')], latents={'mood'}, exposures='kratom')"
    >>> read_python_edges(text, "diagram").exposure
    ('kratom',)
    """
    return PythonReader(text, source).read()


class PythonReader:
    """Walks through the syntax tree of one text.

    Parameters
    ----------
    text : str
        The whole text.
    source : str
        Its name, for the messages.
    """

    def __init__(self, text: str, source: str) -> None:
        self.text, self.source = text.lstrip(), source
        self.sketch = Sketch()

    def read(self) -> Drawing:
        """Return the drawing that the text describes."""
        value = self._value()
        if isinstance(value, ast.Call):
            self._call(value)
        else:
            self._edges(value)
        return self.sketch.drawing()

    def _value(self) -> ast.expr:
        """Return the one expression of the text."""
        statements = [
            each
            for each in _parsed(self.text, self.source)
            if not isinstance(each, ast.Import | ast.ImportFrom)
        ]
        if len(statements) == 1 and isinstance(statements[0], ast.Expr | ast.Assign):
            return statements[0].value
        odd = (statements[1:] or statements)[:1]
        raise self._error("expected one list of pairs, or one call that makes a graph", *odd)

    def _call(self, call: ast.Call) -> None:
        self._check_class(call)
        pairs = [*call.args, *(each.value for each in call.keywords if each.arg == "ebunch")]
        if len(pairs) > 1:
            raise self._error("give everything but the pairs by name: latents={...}", pairs[1])
        for each in pairs:
            self._edges(each)
        for keyword in call.keywords:
            if keyword.arg != "ebunch":
                self._argument(keyword.arg, keyword.value)

    def _check_class(self, call: ast.Call) -> None:
        function = call.func
        name = function.attr if isinstance(function, ast.Attribute) else None
        name = function.id if isinstance(function, ast.Name) else name
        if name not in CLASSES:
            raise self._error(f"expected a list, or a call of {', '.join(CLASSES)}", call)

    def _argument(self, argument: str | None, value: ast.expr) -> None:
        if argument == "roles" and isinstance(value, ast.Dict):
            for key, names in zip(value.keys, value.values, strict=True):
                self._argument(self._name(key), names)
        elif argument in ROLE_ARGUMENTS:
            for name in self._names(value):
                self.sketch.role(name, ROLE_ARGUMENTS[argument])
        else:
            known = ", ".join(ROLE_ARGUMENTS)
            raise self._error(f"{argument} is not understood; known are {known}", value)

    def _edges(self, value: ast.expr) -> None:
        if isinstance(value, ast.Constant) and value.value is None:
            return
        if not isinstance(value, COLLECTIONS):
            raise self._error("expected a list of pairs", value)
        for pair in value.elts:
            if not isinstance(pair, PAIR) or len(pair.elts) != 2:
                raise self._error('expected a pair ("cause", "effect")', pair)
            self._arrow(self._name(pair.elts[0]), self._name(pair.elts[1]), pair)

    def _arrow(self, cause: str, effect: str, pair: ast.expr) -> None:
        try:
            self.sketch.node(cause)
            self.sketch.node(effect)
            self.sketch.arrow(cause, effect)
        except DiagramError as error:
            raise self._error(error.message, pair) from None

    def _names(self, value: ast.expr) -> list[str]:
        # The empty set has no sign of its own.
        if isinstance(value, ast.Call) and ast.unparse(value) == "set()":
            return []
        names = value.elts if isinstance(value, COLLECTIONS) else [value]
        return [self._name(each) for each in names]

    def _name(self, value: ast.expr | None) -> str:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            return value.value
        raise self._error("a variable is named by a text in quotes", value)

    def _error(self, message: str, node: ast.stmt | ast.expr | None = None) -> DiagramError:
        line, column = (node.lineno, node.col_offset) if node else (1, 0)
        return DiagramError(message, _place(self.text, self.source, line, column))


def _parsed(text: str, source: str) -> list[ast.stmt]:
    if len(text) > MOST_CHARACTERS:
        raise DiagramError(f"more than {MOST_CHARACTERS:,} characters of Python; write a table")
    try:
        with warnings.catch_warnings():
            # An odd escape is Python's business, and none of the user's.
            warnings.simplefilter("ignore")
            return ast.parse(text).body
    except SyntaxError as error:
        place = _place(text, source, error.lineno or 1, (error.offset or 1) - 1)
        raise DiagramError(f"this is not Python: {error.msg}", place) from None
    except (ValueError, MemoryError, RecursionError) as error:
        raise DiagramError(f"Python cannot read this text: {error or 'too deep'}") from None


def _place(text: str, source: str, line: int, offset: int) -> Place:
    lines = text.split("\n")
    shown = lines[min(line, len(lines)) - 1]
    # Python counts the bytes of a line, and a reader its characters.
    column = len(shown.encode()[:offset].decode(errors="ignore")) + 1
    return Place(source, shown, line, column)
