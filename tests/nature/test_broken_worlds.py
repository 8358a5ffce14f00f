"""A thousand broken world files: each ends in one clear error, and soon."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import causalkit
from causalkit.errors import WorldError
from causalkit.nature.reading import WORLDS

TEXT = (WORLDS / "self_medication.world").read_text(encoding="utf-8")
TRIANGLE = (WORLDS / "triangle.world").read_text(encoding="utf-8")
within_a_second = timedelta(seconds=1)


def examples(number: int) -> settings:
    too_slow = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    return settings(max_examples=number, deadline=within_a_second, suppress_health_check=too_slow)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "broken.world"


def refused(file: Path, content: bytes) -> WorldError:
    file.write_bytes(content)
    with pytest.raises(WorldError) as caught:
        causalkit.world(file)
    message = str(caught.value)
    assert message.strip()
    assert len(message) < 1_000
    return caught.value


def readable_or_refused(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with contextlib.suppress(WorldError):
        assert causalkit.world(file).question is not None


@given(st.integers(0, len(TEXT) - 1))
@examples(150)
def test_truncated(file, end):
    readable_or_refused(file, TEXT[:end].encode())


@given(st.integers(1, 15), st.data())
@examples(100)
def test_a_truncated_last_statement(file, short, data):
    statements = [line for line in TRIANGLE.split("\n") if "~" in line]
    statement = data.draw(st.sampled_from(statements)).split("#")[0].rstrip()
    cut = statement[: -min(short, len(statement) - statement.index("~") - 1)]
    rest = "\n".join(line for line in TRIANGLE.split("\n") if not line.startswith(statement))
    error = refused(file, f"{rest}\n{cut}".encode())
    assert error.place is not None


@given(st.randoms(use_true_random=False))
@examples(100)
def test_shuffled_characters(file, random):
    letters = list(TRIANGLE)
    random.shuffle(letters)
    readable_or_refused(file, "".join(letters).encode())


@given(st.randoms(use_true_random=False))
@examples(100)
def test_shuffled_words(file, random):
    words = TRIANGLE.split(" ")
    random.shuffle(words)
    readable_or_refused(file, " ".join(words).encode())


@given(st.sampled_from(["pain", "kratom", "bernoulli", "expit"]), st.integers(0, 10**6))
@examples(100)
def test_misspelt(file, word, where):
    text = "effect of kratom on phq9\npain ~ bernoulli(0.3)\n"
    text += "kratom ~ bernoulli(expit(-1 + pain))\nphq9 ~ normal(pain + kratom, 1)\n"
    used = [i for i in range(len(text)) if text.startswith(word, i)]
    position = used[1:][where % (len(used) - 1)] if len(used) > 1 else used[0]
    middle = position + len(word) // 2
    error = refused(file, (text[:middle] + text[middle + 1 :]).encode())
    assert "Did you mean" in str(error) or "nothing is called" in str(error)


@given(st.integers(2, 40))
@examples(50)
def test_cyclic(file, length):
    ring = [f"a{i} = a{(i + 1) % length} + 1" for i in range(length)]
    error = refused(file, "\n".join(["effect of a0 on a1", *ring]).encode())
    assert "→" in str(error)


@given(
    st.sampled_from(["(", "-", "not ", "abs(", "1+(", "[", "{"]),
    st.integers(200, 3_000),
)
@examples(100)
def test_absurdly_nested(file, opening, depth):
    closing = {"(": ")", "abs(": ")", "1+(": ")", "[": "]", "{": "}"}.get(opening, "")
    expression = opening * depth + "x" + closing * depth
    refused(file, f"effect of x on y\nx ~ bernoulli(0.5)\ny = {expression}".encode())


@given(
    st.sampled_from(
        [
            "9" * 400,
            "9" * 5_000,
            "1e400",
            "9**9**9",
            "9**9**9**9",
            "exp(1000)",
            "1/0",
            "log(0)",
            "sqrt(-1)",
            "10.0**400",
        ]
    ),
    st.sampled_from(["y = {}*x", "k = {}\ny = x", "y ~ normal(x, {})", "y = clip(x, 0, {})"]),
)
@examples(100)
def test_gigantic_numbers(file, number, form):
    refused(file, f"effect of x on y\nx ~ bernoulli(0.5)\n{form.format(number)}".encode())


@given(st.binary(min_size=1, max_size=200), st.integers(0, 300))
@examples(150)
def test_not_utf_8(file, noise, where):
    raw = TRIANGLE.encode()
    refused(file, raw[:where] + b"\xff\xfe" + noise + raw[where:])


@given(st.text(max_size=400))
@examples(150)
def test_any_text(file, text):
    readable_or_refused(file, text.encode("utf-8", "surrogatepass"))


START = "effect of x on y\nx ~ bernoulli(0.5)\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "asks 0"),
        (START + "y = x*z\nz ~ bernoulli(1.5)", "must be a probability; it is 1.5"),
        (START + "y ~ normal(x, -1)", "must be not negative"),
        (START + "x = 1\ny = x", "given twice (first in"),
        (START + "z = x", 'no variable "y"'),
        (START + "y = __import__('os')", 'no function "__import__"'),
        (START + "y = x.__class__", "a dot is not part"),
        (START + "y = (lambda: 1)()", "one word can be called"),
        (START + "y = open('f')", 'no function "open"'),
        (START + "y = x\ntime t = 0..3", "not part of this version"),
        (START + "y[t] = x", "not part of this version"),
        (START + "y = x\ninclude broken", "in a circle"),
        (START + "y = x\ninclude nowhere", 'no world "nowhere"'),
        (START + "y = x\npreset p: k = 1", 'no knob "k"'),
        (START + 'y = 1*(z == "b")\nz ~ categorical({"=1+1": 0.5, "b": 0.5})', "spreadsheet"),
        (START + "y = z == 'a'\nz ~ categorical(a=0.5, b=0.4)", "add up to 0.9"),
        ("effect of x on y\nlatent x ~ bernoulli(0.5)\nlatent y = x", "releases at least one"),
        (START + "y = x\nmissing z when x", "no released variable"),
        (START + "y = x\nselect s = y + 0.5", "a condition is expected"),
    ],
)
def test_what_the_error_says(file, text, message):
    assert message in str(refused(file, text.encode()))


def test_an_error_points_at_its_place(file):
    text = "effect of x on y\nx ~ bernoulli(0.5)\ny ~ normal(2*xx,\n           1)"
    error = refused(file, text.encode())
    assert str(error) == (
        'broken.world, line 3, column 14: nothing is called "xx" in this world. Did you mean "x"?'
        "\n    y ~ normal(2*xx,\n                 ^"
    )


def test_a_value_that_is_not_finite_is_found_when_it_is_drawn(file):
    file.write_text("effect of x on y\nx ~ bernoulli(0.5)\nz ~ normal(0, 1)\ny = x + log(z)")
    world = causalkit.world(file)
    with pytest.raises(WorldError, match='"y" is not a finite number for some people'):
        world.sample(100, 1)


def test_a_comparison_with_what_is_no_number_is_found_too(file):
    file.write_text("effect of x on y\nx ~ bernoulli(0.5)\nz ~ normal(0, 1)\ny = log(z) > 0")
    with pytest.raises(WorldError, match="not a finite number"):
        causalkit.world(file).sample(100, 1)


def test_a_file_that_is_not_there(file):
    with pytest.raises(WorldError, match="No such file"):
        causalkit.world(file)
    with pytest.raises(WorldError, match='Did you mean "triangle"'):
        causalkit.world("triangel")
