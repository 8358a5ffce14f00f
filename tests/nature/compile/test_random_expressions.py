"""Random expressions: computed as numpy computes them, and never outside of their kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from causalkit.errors import WorldError
from causalkit.nature import World
from causalkit.nature.block import Block, Workspace
from causalkit.nature.compile import ExpressionCompiler
from causalkit.nature.kinds import BOOLEAN, Kind, numeric
from causalkit.nature.language.translation import parse_expression

WORLD = """\
effect of x on z
quarter = 0.25
x      ~ bernoulli(0.5)
few    ~ binomial(27, 0.3)
below  = clip(round(60*z), -128, 27)
z      ~ normal(0, 2)
share  ~ beta(2, 2)
region ~ categorical(north=0.25, south=0.75)
pain   ~ ordinal(z, none < 0 < some < 2 < much)
"""
ORDER = {"none": 0.0, "some": 1.0, "much": 2.0}
many = settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@dataclass
class People:
    """Columns as plain float64, and whether anything computed from them was not finite."""

    columns: dict[str, Any]
    invalid: bool = False

    def seen(self, value: Any) -> Any:
        self.invalid |= not np.isfinite(value).all()
        return value


@dataclass(frozen=True)
class Formula:
    """A text of the world language, and what it means in numpy."""

    text: str
    of: Callable[[People], Any] = field(repr=False)


def made(text: str, operation: Callable[..., Any], *parts: Formula) -> Formula:
    def of(people: People) -> Any:
        values = [part.of(people) for part in parts]
        return people.seen(np.asarray(operation(*values), dtype=np.float64)[()])

    return Formula(text.format(*(part.text for part in parts)), of)


def named(name: str) -> Formula:
    return Formula(name, lambda people: people.columns[name])


def constant(value: float) -> Formula:
    return Formula(repr(value), lambda _: np.float64(value))


def named_or_constant(names: list[str]) -> st.SearchStrategy[Formula]:
    numbers = [0, 1, 2, 3, -1, -4, 0.5, 0.15, 2.5, -0.75, 10, 127, 1000]
    return st.sampled_from(names).map(named) | st.sampled_from(numbers).map(constant)


BINARY = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide}
UNARY = {
    "-({})": np.negative,
    "+({})": np.positive,
    "abs({})": np.abs,
    "exp({})": np.exp,
    "log({})": np.log,
    "sqrt({})": np.sqrt,
    "expit({})": lambda a: 1 / (1 + np.exp(-a)),
    "logit({})": lambda a: np.log(a) - np.log1p(-a),
    "round({})": np.round,
    "round({}, 1)": lambda a: np.round(a, 1),
    "round({}, -1)": lambda a: np.round(a, -1),
    "floor({})": np.floor,
    "ceil({})": np.ceil,
}
COMPARED = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}


@st.composite
def numbers(draw, names: list[str], depth: int) -> Formula:
    """A number, or a condition used as one."""
    if depth == 0 or draw(st.integers(0, 5)) == 0:
        return draw(named_or_constant(names))
    inner = numbers(names, depth - 1)
    form = draw(st.sampled_from(["binary", "unary", "power", "clip", "many", "if", "condition"]))
    if form == "binary":
        sign = draw(st.sampled_from(list(BINARY)))
        return made(f"({{}} {sign} {{}})", BINARY[sign], draw(inner), draw(inner))
    if form == "unary":
        text = draw(st.sampled_from(list(UNARY)))
        return made(text, UNARY[text], draw(inner))
    if form == "power":
        exponent = draw(st.sampled_from([0, 1, 2, 3, 0.5, -1]).map(constant))
        return made("({}) ** ({})", np.power, draw(inner), exponent)
    if form == "clip":
        parts = [draw(inner) for _ in range(3)]
        return made("clip({}, {}, {})", lambda a, b, c: np.minimum(np.maximum(a, b), c), *parts)
    if form == "many":
        name = draw(st.sampled_from(["min", "max"]))
        ufunc = np.minimum if name == "min" else np.maximum
        parts = draw(st.lists(inner, min_size=2, max_size=4))
        return made(
            f"{name}({', '.join(['{}'] * len(parts))})", lambda *a: reduce(ufunc, a), *parts
        )
    if form == "if":
        parts = [draw(inner), draw(conditions(names, depth - 1)), draw(inner)]
        return made("({} if {} else {})", lambda a, c, b: np.where(c, a, b), *parts)
    return draw(conditions(names, depth - 1))


@st.composite
def conditions(draw, names: list[str], depth: int) -> Formula:
    """A condition."""
    form = draw(
        st.sampled_from(["compared", "mixed", "joined", "not", "if"] if depth else ["name"])
    )
    if form == "name":
        return draw(st.sampled_from([name for name in names if name == "x"]).map(named))
    inner = numbers(names, depth - 1)
    if form in {"compared", "mixed"}:
        count = draw(st.integers(2, 3))
        sign = draw(st.sampled_from(list(COMPARED)))
        other = draw(st.sampled_from(list(COMPARED)))
        signs = [sign] if count == 2 else [sign, other if form == "mixed" or sign == "!=" else sign]
        assume(signs != ["!=", "!="])
        text = "({} " + " ".join(f"{each} {{}}" for each in signs) + ")"

        def compared(*values: Any) -> Any:
            held = [COMPARED[each](*two) for each, two in zip(signs, pairwise(values), strict=True)]
            return reduce(np.logical_and, held)

        return made(text, compared, *[draw(inner) for _ in range(count)])
    deeper = conditions(names, depth - 1)
    if form == "not":
        return made("(not {})", np.logical_not, draw(deeper))
    if form == "if":
        parts = [draw(deeper), draw(deeper), draw(deeper)]
        return made("({} if {} else {})", lambda a, c, b: np.where(c, a, b), *parts)
    word = draw(st.sampled_from(["and", "or"]))
    ufunc = np.logical_and if word == "and" else np.logical_or
    parts = draw(st.lists(deeper, min_size=2, max_size=3))
    text = "(" + f" {word} ".join(["{}"] * len(parts)) + ")"
    return made(text, lambda *a: reduce(ufunc, a), *parts)


def variables_in(formula: Formula, names: list[str]) -> bool:
    return any(re.search(rf"\b{name}\b", formula.text) for name in names)


def fits_64_bits(values: Any) -> bool:
    return bool((np.abs(values) < 2.0**62).all())


NAMES = ["x", "few", "below", "z", "share"]


def sampled() -> dict[str, Any]:
    frame = World.from_text(WORLD).sample(40, 1).frame
    columns = {name: frame[name].to_numpy(np.float64) for name in NAMES}
    return {**columns, "quarter": np.float64(0.25)}


COLUMNS = sampled()


@given(numbers([*NAMES, "quarter"], 4))
@many
def test_a_world_computes_what_numpy_computes(formula):
    assume(variables_in(formula, NAMES))
    people = People(COLUMNS)
    with np.errstate(all="ignore"):
        expected = np.broadcast_to(formula.of(people), 40)
    text = f"{WORLD}y = {formula.text}"
    try:
        survey = World.from_text(text).sample(40, 1)
    except WorldError:
        if not people.invalid:
            raise
        return
    assume(survey.codebook["y"].kind == "number" or fits_64_bits(expected))
    np.testing.assert_array_equal(survey.frame["y"].to_numpy(np.float64), expected)
    assert survey.codebook["y"].minimum <= expected.min()
    assert survey.codebook["y"].maximum >= expected.max()


ENDS = [-1e300, -1e9, -129, -128, -2.5, -1, -0.15, 0, 0.05, 0.15, 0.5, 1, 2.5, 27, 128, 2e9, 1e300]


@st.composite
def columns_of_any_kind(draw) -> tuple[dict[str, Kind], dict[str, Any]]:
    """For each name an interval, and people at its ends and in between."""
    kinds, columns = {"x": BOOLEAN}, {"x": np.arange(12) % 2 == 0}
    for name in NAMES[1:]:
        low, high = sorted(draw(st.lists(st.sampled_from(ENDS), min_size=2, max_size=2)))
        whole = draw(st.booleans()) and high - low >= 1 and abs(low) < 1e10 > abs(high)
        low, high = (np.ceil(low), np.floor(high)) if whole else (low, high)
        shares = draw(st.lists(st.floats(0, 1), min_size=10, max_size=10))
        values = np.array([low, high, *(low * (1 - s) + high * s for s in shares)])
        kinds[name] = numeric(float(low), float(high), whole=whole)
        values = np.clip(np.round(values) if whole else values, low, high)
        columns[name] = values.astype(kinds[name].storage)
    return kinds, columns


@given(columns_of_any_kind(), st.data())
@many
def test_no_value_lies_outside_of_its_kind(kinds_and_columns, data):
    kinds, columns = kinds_and_columns
    formula = data.draw(numbers(NAMES, 3))
    try:
        compiled = ExpressionCompiler(kinds, {}).expression(parse_expression(formula.text))
        values = computed(compiled.run, columns)
    except WorldError:
        return
    kind, values = compiled.kind, values[np.isfinite(values)]
    assert ((values >= kind.low) & (values <= kind.high)).all()
    if kind.name == "boolean":
        assert np.isin(values, (0, 1)).all()
    if kind.is_whole and fits_64_bits(values):
        np.testing.assert_array_equal(values, np.round(values))
        np.testing.assert_array_equal(values.astype(kind.storage), values)


def computed(run: Callable[[Block], Any], columns: dict[str, Any]) -> Any:
    """The values, from memory that holds something else and from fresh memory alike."""
    results = []
    for workspace in (None, Workspace()):
        block = Block(12, workspace)
        block.update(columns)
        with np.errstate(all="ignore"):
            results.append(np.array(np.broadcast_to(run(block), 12), dtype=np.float64))
    np.testing.assert_array_equal(*results)
    for name, column in columns.items():
        assert block[name] is column
    return results[0]
