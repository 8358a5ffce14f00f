"""From Python's tree to the language's own: what each form becomes, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causalkit.errors import WorldError
from causalkit.nature.language import Call, Label, Name, Number
from causalkit.nature.language.expression import names, renamed
from causalkit.nature.language.translation import MOST_NODES, parse_expression

a, b, c = Name("a"), Name("b"), Name("c")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("1", Number(1.0)),
        ("-1.5", Number(-1.5)),
        ("--2", Number(2)),
        ("+a", a),
        ("True", Number(1)),
        ("'north'", Label("north")),
        ("-a", Call("negative", (a,))),
        ("a + b*c", Call("+", (a, Call("*", (b, c))))),
        ("a - b - c", Call("-", (Call("-", (a, b)), c))),
        ("a / b ** c", Call("/", (a, Call("**", (b, c))))),
        ("-a ** 2", Call("negative", (Call("**", (a, Number(2))),))),
        ("a and b and c", Call("and", (a, b, c))),
        ("a or b and not c", Call("or", (a, Call("and", (b, Call("not", (c,))))))),
        ("a < b < c", Call("<", (a, b, c))),
        ("a == b", Call("==", (a, b))),
        ("a < b <= c", Call("and", (Call("<", (a, b)), Call("<=", (b, c))))),
        ("a if b else c", Call("if", (b, a, c))),
        ("f(a, b, sd=c)", Call("f", (a, b), (("sd", c),))),
        ("{'x y': a, 'z': b}", Call("labels", (), (("x y", a), ("z", b)))),
        ("(\n  a +\n  b\n)", Call("+", (a, b))),
    ],
)
def test_what_each_form_becomes(text, tree):
    assert parse_expression(text) == tree


@settings(max_examples=50, deadline=None)
@given(st.floats(0, allow_nan=False, allow_infinity=False))
def test_every_number_is_read_exactly(value):
    assert parse_expression(repr(value)) == Number(value)
    assert parse_expression(f"-{value!r}") == Number(-value)


@pytest.mark.parametrize(
    ("text", "message", "column"),
    [
        ("a // b", "operator FloorDiv is not part", 1),
        ("a % b", "operator Mod is not part", 1),
        ("1 + (a @ b)", "operator MatMult is not part", 6),
        ("a & b", "operator BitAnd is not part", 1),
        ("a is b", "operator Is is not part", 1),
        ("a in b", "operator In is not part", 1),
        ("~a", "operator ~ is not part of an expression", 1),
        ("1 + a.b", "a dot is not part", 5),
        ("a[0]", "an index in square brackets is not part", 1),
        ("a, b", "a comma is not part", 1),
        ("[a]", "a list is not part", 1),
        ("{a}", "a set is not part", 1),
        ("f(*a)", "a star is not part", 3),
        ("f(**a)", r"\*\* is not part of a call", 1),
        ("f(1)(2)", "only a function named by one word", 1),
        ("f'{a}'", "an f-string is not part", 1),
        ("lambda: a", "a lambda is not part", 1),
        ("(b := a)", "an assignment is not part", 2),
        ("1j", "only numbers and quoted labels", 1),
        ("None", "only numbers and quoted labels", 1),
        ("...", "only numbers and quoted labels", 1),
        ("b'a'", "only numbers and quoted labels", 1),
        ("1e999", "this number is too large", 1),
        ("9" * 310, "this number is too large", 1),
        ("1if a else b", "this is not an expression: invalid decimal literal", 1),
        (r"'\d' == a", "this is not an expression: .*invalid escape sequence", 1),
        ("_a", "a name has ASCII letters", 1),
        ("'ü' == ü", "a name has ASCII letters", 8),
    ],
)
def test_what_is_refused_and_where(text, message, column):
    with pytest.raises(WorldError, match=message) as caught:
        parse_expression(text)
    assert caught.value.place.column == column


def test_an_expression_has_so_many_parts_and_no_more():
    assert parse_expression(" + ".join(["a"] * 80))
    with pytest.raises(WorldError, match=f"at most {MOST_NODES} parts"):
        parse_expression(" + ".join(["a"] * 200))


def test_names_are_found_and_replaced_everywhere():
    tree = parse_expression("f(a, k=b) + (a if c else {'x': b})")
    assert [each.name for each in names(tree)] == ["a", "b", "c", "a", "b"]
    changed = renamed(tree, {"a": "d", "b": "c"})
    assert [each.name for each in names(changed)] == ["d", "c", "c", "d", "c"]
    assert renamed(tree, {}) == tree
