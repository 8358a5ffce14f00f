"""A world file is never run: hostile text ends in an error, at once."""

from __future__ import annotations

import ast
import time
from pathlib import Path

import pytest

import causalkit
from causalkit.errors import WorldError
from causalkit.nature import World

HOSTILE = [
    "x.__class__",
    "x.__class__.__bases__[0].__subclasses__()",
    "().__class__",
    "''.join(x)",
    "'{0.__class__}'.format(x)",
    "x[0]",
    "x['a']",
    "x[0:1]",
    "[y for y in x]",
    "{y for y in x}",
    "{y: y for y in x}",
    "sum(y for y in x)",
    "f'{x}'",
    'f\'{__import__("os").system("true")}\'',
    "(y := x)",
    "lambda: x",
    "(lambda: x)()",
    "await x",
    "yield",
    "(yield x)",
    "*x",
    "min(*x)",
    "min(**x)",
    "__import__('os')",
    "__import__('os').system('true')",
    "__builtins__",
    "__name__ + x",
    "__debug__ + x",
    "eval('1')",
    "exec('1')",
    "compile('1', '', 'eval')",
    "open('/etc/passwd')",
    "globals()",
    "getattr(x, 'y')",
    "print(x)",
    "breakpoint()",
    "exit()",
    "x; import os",
    "import os",
    "x = 2",
    "'a'*10**9",
    "'a'*10**9 == x",
    "x*'a'",
    "9**9**9**9",
    "9**9**9",
    "2**100000*x",
    "10**400",
    "1" * 3_000,
    "-" * 3_000 + "x",
    "not " * 900 + "x",
    "~" * 3_000 + "x",
    "x" + "+x" * 1_900,
    "x" + "**x" * 1_000,
    "x" + "<x" * 1_900,
    "x" + "()" * 1_000,
    "x" + ".a" * 1_900,
    "x" + "[0]" * 1_000,
    "(" * 25 + "x" + ")" * 25 + "(" * 40,
    "1 if x else " * 300 + "2",
    "x if " * 500 + "x" + " else x" * 500,
    "min(x, " * 29 + "x" + ")" * 29 + ".a",
    "max(" + "x, " * 60 + "x)",
    "\uff58 + 1",  # full-width x, which Python takes for x
    "\U0001d431 + 1",  # mathematical bold x
    "\u0445 + 1",  # Cyrillic
    "e\uff58p(x)",
    "\uff41bs(x)",
    "x\u200b + 1",  # zero width
    "x + \u0661",  # Arabic digit 1
    "x \u2212 1",  # typographic minus
    "x\\\n+ 1",
    "x == '\\ud800'",
    "x == '\ud800'",
    "x == '\\x00'",
    "x == 'a' 'b' f''",
    "x == '''a''' + b''",
    "...",
    "None",
    "Ellipsis",
    "nan",
    "inf*x",
    "1e999*x",
    "0x" + "f" * 400,
    "1_",
    "0777",
    "match x",
    "x if x",
    "print x",
    "`x`",
    "x!",
    "$x",
    "{x}",
    "{'a': x}",
    "{**x}",
    "{}",
    "()",
    "[]",
]
FORMS = ["y = {}", "y ~ normal({}, 1)", "y ~ bernoulli({})", "missing x when {}", "y = max(1, {})"]


@pytest.mark.parametrize("expression", HOSTILE, ids=lambda text: ascii(text[:30]))
def test_hostile_text_is_refused_at_once(expression):
    for form in FORMS:
        text = f"effect of x on z\nx ~ bernoulli(0.5)\nz = x\n{form.format(expression)}"
        started = time.process_time()
        with pytest.raises(WorldError) as caught:
            World.from_text(text)
        assert time.process_time() - started < 0.5
        assert len(str(caught.value)) < 1_000


@pytest.mark.parametrize(
    "expression",
    ["x.__class__", "__import__('os')", "[z for z in x]", "\uff58", "'a'*10**9", "lambda: 1"],
)
def test_interventions_are_no_way_round(expression):
    world = World.from_text("effect of x on z\nx ~ bernoulli(0.5)\nz = 2*x")
    with pytest.raises(WorldError):
        world.do(z=expression)
    with pytest.raises(WorldError):
        world.replace(f"z = {expression}")


@pytest.mark.parametrize("name", ["__class__", "x.y", "x;y", "x y", "", "\uff58", "x\n"])
def test_nor_are_names(name):
    with pytest.raises(WorldError):
        World.from_text(f"effect of x on z\nx ~ bernoulli(0.5)\nz = x\n{name} ~ normal(0, 1)")
    with pytest.raises(WorldError):
        World.from_text(f"effect of x on z\nx ~ bernoulli(0.5)\nz = x\nk = 1\npreset {name}: k = 2")


def calls_in(path: Path) -> list[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def called(call: ast.Call) -> str:
    return ast.unparse(call.func)


SOURCES = sorted(Path(causalkit.__file__).parent.rglob("*.py"))


def test_nothing_in_the_package_runs_text():
    runners = {"eval", "exec", "compile", "__import__"}
    found = [
        (path.name, called(call))
        for path in SOURCES
        for call in calls_in(path)
        if called(call) in runners or called(call).endswith((".eval", ".exec", ".query"))
        if not called(call).endswith("tree.query")  # looks for neighbours
    ]
    assert len(SOURCES) > 50
    assert found == []


def test_pythons_grammar_is_used_for_expressions_and_lists_of_arrows_only():
    parses = {
        path.name: [ast.unparse(each) for each in call.keywords]
        for path in SOURCES
        for call in calls_in(path)
        if called(call) == "ast.parse"
    }
    assert parses == {"translation.py": ["mode='eval'"], "python_edges.py": []}
