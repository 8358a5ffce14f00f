"""Good and bad controls: the models of the paper, every path and subset, exact numbers."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import pytest

from causalkit.analysis.identify.controls.control import Control, all_controls, control
from causalkit.analysis.identify.criterion.criterion import Criterion
from causalkit.errors import NotIdentified, QuestionError
from causalkit.graph import Diagram, Path, Question, d_separated, paths


def arrows(text: str, latent: Iterable[str] = (), selected: Iterable[str] = ()) -> Diagram:
    """A diagram from arrows such as "x>y z>x"."""
    pairs = [(arrow.split(">")[0], arrow.split(">")[1]) for arrow in text.split()]
    return Diagram.of(pairs, (), tuple(latent), tuple(selected))


def of_z(text: str, latent: Iterable[str] = (), selected: Iterable[str] = ()) -> Control:
    return control(arrows(text, latent, selected), Question.of("x", "y"), "z")


GOOD = ("good control", "removes", "not compared")
BAD = ("bad control", "introduces", "not compared")
AMPLIFIES = ("bad control", "amplifies", "not compared")
HELPS = ("neutral control", "none", "helps")
HURTS = ("neutral control", "none", "hurts")

# Cinelli, Forney and Pearl (2022), A crash course in good and bad controls, models 1 to 18.
MODELS = {
    1: ("z>x z>y x>y", "", GOOD),
    2: ("u>z u>y z>x x>y", "u", GOOD),
    3: ("u>z u>x z>y x>y", "u", GOOD),
    4: ("z>x z>m x>m m>y", "", GOOD),
    5: ("u>z z>x u>m x>m m>y", "u", GOOD),
    6: ("u>x u>z z>m x>m m>y", "u", GOOD),
    7: ("u>x u>z w>z w>y x>y", "uw", BAD),
    8: ("z>y x>y", "", HELPS),
    9: ("z>x x>y", "", HURTS),
    10: ("z>x u>x u>y x>y", "u", AMPLIFIES),
    11: ("x>z z>y", "", BAD),
    12: ("x>m m>y m>z", "", BAD),
    13: ("z>m x>m m>y", "", HELPS),
    14: ("x>z x>y", "", HURTS),
    15: ("x>z z>w u>w u>y x>y", "u", HURTS),
    16: ("x>z u>z u>y x>y", "u", BAD),
    17: ("x>z y>z x>y", "", BAD),
    18: ("x>y y>z", "", BAD),
}


@pytest.mark.parametrize(("text", "latent", "expected"), MODELS.values(), ids=MODELS)
def test_the_eighteen_models_of_the_paper(text: str, latent: str, expected: tuple[str, str, str]):
    found = of_z(text, latent)
    assert (found.verdict, found.bias, found.precision) == expected


def test_model_15_among_people_selected_on_what_it_affects():
    found = of_z("x>z z>w u>w u>y x>y", "u", "w")
    assert (found.verdict, found.path) == ("good control", ("x", "z", "w", "u", "y"))


def test_model_18_without_an_effect():
    """Then nothing is forbidden, and the null is tested as well with it as without."""
    found = control(Diagram.of([("y", "z")], ["x"]), Question.of("x", "y"), "z")
    assert found.verdict == "neutral control"


def test_model_7_where_the_collider_confounds_too():
    """Neither adjusting nor leaving it alone will do, unless one of its causes is measured."""
    text = "u>x u>z w>z w>y z>x z>y x>y"
    found = of_z(text, "uw")
    assert found.verdict == "bad control"
    assert found.reason == (
        "it blocks x ← z → y but opens x ← u → z ← w → y, which nothing measured can block"
    )
    assert of_z(text, "u").verdict == "good control"


REASONS = {
    "a confounder": ("z>x z>y x>y", "", "", "it blocks x ← z → y"),
    "a mediator": ("x>z z>y", "", "", "the effect itself runs through it, x → z → y"),
    "after a mediator": ("x>m m>y m>z", "", "", "the effect itself changes it, x → m → z"),
    "a collider": ("x>z u>z u>y x>y", "u", "", "it opens x → z ← u → y"),
    "selected": ("z>x z>y x>y", "", "z", "everybody in the data is alike in it already"),
    "a proxy": (
        "u>x u>y u>z x>y",
        "u",
        "",
        "it blocks no biasing path and opens none",
    ),
    "a proxy of what can be adjusted for": (
        "c>x c>y c>z x>y",
        "",
        "",
        "beside c it tells nothing about x or y",
    ),
    "a cause of the exposure, confounding being hidden": (
        "z>x u>x u>y x>y",
        "u",
        "",
        (
            "it bears on x alone, so adjusting for it amplifies the bias along x ← u → y, "
            "which nothing measured can block"
        ),
    ),
    "a cause of the exposure, confounding being measured": (
        "z>x c>x c>y x>y",
        "",
        "",
        (
            "beside c it tells something about x and nothing else about y, so it can make "
            "the estimate less precise"
        ),
    ),
    "hidden": (
        "z>x z>y x>y",
        "z",
        "",
        "z is hidden, so nobody can adjust for it; if it were measured: it blocks x ← z → y",
    ),
    "needed beside a collider": (
        "z>x z>c w>c w>y c>x x>y",
        "w",
        "",
        "together with c it blocks every biasing path",
    ),
}


@pytest.mark.parametrize(("text", "latent", "selected", "reason"), REASONS.values(), ids=REASONS)
def test_the_reason_is_a_sentence(text: str, latent: str, selected: str, reason: str):
    found = of_z(text, latent, selected)
    assert found.reason == reason
    assert found.measured == ("z" not in latent)


def test_what_cannot_be_asked():
    diagram = arrows("z>x z>y x>y", latent="z")
    with pytest.raises(QuestionError, match="x is what the question is about"):
        control(diagram, Question.of("x", "y"), "x")
    with pytest.raises(QuestionError, match=r'no variable "zz"'):
        control(diagram, Question.of("x", "y"), "zz")
    with pytest.raises(NotIdentified, match="z is hidden"):
        control(diagram, Question.of("z", "y"), "x")


def test_all_verdicts_are_those_on_each_variable(random_diagram):
    chance = random.Random(6)
    for _ in range(60):
        case = drawn(random_diagram, chance)
        every = all_controls(case.diagram, case.question)
        names = sorted(set(case.diagram.nodes) - {*case.question.exposure, *case.question.outcome})
        assert every == tuple(control(case.diagram, case.question, name) for name in names)


def test_a_group_is_held_fixed():
    """Among people of one age, age no longer differs; its collider is open for good."""
    diagram = arrows("age>x age>y x>y")
    group = Question.of("x", "y", population="age == 40")
    assert "alike" in control(diagram, group, "age").reason
    assert control(diagram, Question.of("x", "y"), "age").verdict == "good control"


@dataclass(frozen=True)
class Case:
    """A question about a random diagram, looked at path by path and subset by subset."""

    diagram: Diagram
    question: Question

    @property
    def criterion(self) -> Criterion:
        return Criterion(self.diagram, self.question)

    def biasing(self, given: Iterable[str]) -> set[Path]:
        return {path for path in self.every_path() if path.is_open(self.diagram, given)}

    def every_path(self) -> Iterator[Path]:
        ends = {*self.question.exposure, *self.question.outcome}
        for exposure in self.question.exposure:
            for path in paths(self.diagram, exposure, self.question.outcome[0], limit=None):
                if not path.is_causal and not ends.intersection(path.nodes[1:-1]):
                    yield path

    def is_valid(self, given: Iterable[str]) -> bool:
        graph, held = self.criterion.backdoor_graph, {*given} | self.diagram.selected
        ends = self.question.exposure, self.question.outcome
        return not held & self.criterion.forbidden and d_separated(graph, *ends, given)

    def valid_sets(self) -> list[tuple[str, ...]]:
        free = sorted(self.criterion.candidates)
        subsets = (c for size in range(len(free) + 1) for c in combinations(free, size))
        return [chosen for chosen in subsets if self.is_valid(chosen)]


def drawn(random_diagram, chance: random.Random) -> Case:
    selected = chance.choice([0, 0, 0, 1])
    diagram, exposure, outcome = random_diagram(
        chance, largest=7, exposures=chance.choice([1, 1, 2]), selected=selected
    )
    group = " and ".join(sorted(diagram.selected)) or "all"
    return Case(diagram, Question.of(exposure, outcome, population=group))


def test_alone_a_variable_makes_a_set_valid_or_spoils_it(random_diagram):
    """Where adjusting for it alone, or for nothing, decides, the verdict is what it decides."""
    chance, seen = random.Random(1), Counter()
    for _ in range(1000):
        case = drawn(random_diagram, chance)
        for name in case.criterion.candidates:
            without, with_it = case.is_valid([]), case.is_valid([name])
            found = control(case.diagram, case.question, name)
            seen[without, with_it] += 1
            if without != with_it:
                assert found.verdict == ("bad control" if without else "good control"), case
            elif without:
                assert (found.verdict, found.beside) == ("neutral control", ()), case
                assert found.precision != "not compared"
    assert min(seen.values()) > 60
    assert len(seen) == 4


def test_the_verdict_is_what_happens_to_paths(random_diagram):
    chance, seen = random.Random(2), Counter()
    for _ in range(450):
        case = drawn(random_diagram, chance)
        criterion, open_now = case.criterion, case.biasing([])
        ends = {*case.question.exposure, *case.question.outcome}
        for name in sorted(set(case.diagram.observed) - ends - case.diagram.selected):
            found = control(case.diagram, case.question, name)
            seen[found.verdict, found.bias, found.precision] += 1
            if name in criterion.forbidden:
                assert found.verdict == "bad control"
                continue
            blocked = open_now - case.biasing([name])
            opened = case.biasing([name]) - open_now
            if found.bias == "removes":
                assert found.path in {path.nodes for path in blocked} or found.beside
            elif found.bias == "introduces" and not found.beside:
                assert opened
            elif found.bias in ("none", "amplifies"):
                assert not blocked
                assert not opened
            if blocked and found.verdict != "good control":
                assert not case.valid_sets()
                assert found.path in {path.nodes for path in case.biasing(criterion.candidates)}
            if found.verdict == "neutral control":
                assert (found.precision != "not compared") == bool(case.valid_sets())
            if found.beside:
                assert_beside(case, found)
    assert set(seen) >= {GOOD, BAD, AMPLIFIES, HELPS, HURTS, ("neutral control", "none", "none")}


def assert_beside(case: Case, found: Control) -> None:
    """What it was judged beside is a minimal set, or makes one together with the variable."""
    chosen = {*found.beside} | ({found.variable} if found.verdict == "good control" else set())
    assert case.is_valid(chosen)
    assert not any(case.is_valid(chosen - {name}) for name in chosen)
    assert case.is_valid({*found.beside, found.variable}) == (found.verdict != "bad control")


@dataclass(frozen=True, eq=False)
class Linear:
    """Random linear Gaussian equations, and what regression makes of them without error."""

    order: tuple[str, ...]
    covariance: np.ndarray
    total: np.ndarray

    @classmethod
    def of(cls, diagram: Diagram, rng: np.random.Generator) -> Linear:
        order = diagram.topological_order
        effects = np.zeros((len(order), len(order)))
        for cause, effect in diagram.edges:
            size = rng.uniform(0.4, 1.5) * rng.choice([-1, 1])
            effects[order.index(effect), order.index(cause)] = size
        total = np.linalg.inv(np.eye(len(order)) - effects)
        return cls(order, total @ np.diag(rng.uniform(0.5, 2, len(order))) @ total.T, total)

    def left_over(self, names: Iterable[str], given: Iterable[str]) -> np.ndarray:
        """The covariance of some variables among people alike in others."""
        of = [self.order.index(name) for name in names]
        on = [self.order.index(name) for name in given]
        cross = self.covariance[np.ix_(of, on)]
        explained = cross @ np.linalg.solve(self.covariance[np.ix_(on, on)], cross.T)
        return self.covariance[np.ix_(of, of)] - (explained if on else 0)

    def bias(self, exposure: str, outcome: str, given: Iterable[str]) -> float:
        left = self.left_over([exposure, outcome], given)
        truth = self.total[self.order.index(outcome), self.order.index(exposure)]
        return float(left[0, 1] / left[0, 0] - truth)

    def variance(self, exposure: str, outcome: str, given: Iterable[str]) -> float:
        """The variance of the coefficient, times the number of people."""
        left = self.left_over([exposure, outcome], given)
        return float((left[1, 1] - left[0, 1] ** 2 / left[0, 0]) / left[0, 0])


def test_what_is_said_of_bias_and_precision_holds_in_exact_numbers(random_diagram):
    chance, rng, seen = random.Random(3), np.random.default_rng(3), Counter()
    for _ in range(550):
        diagram, (exposure,), outcome = random_diagram(chance, largest=7)
        model = Linear.of(diagram, rng)
        for name in sorted(set(diagram.observed) - {exposure, outcome}):
            found = control(diagram, Question.of(exposure, outcome), name)
            ends = exposure, outcome
            before, after = (model.bias(*ends, b) for b in (found.beside, (*found.beside, name)))
            seen[found.bias, found.precision] += 1
            if found.bias == "amplifies":
                assert abs(after) > abs(before) > 1e-9
            if found.precision != "not compared":
                assert max(abs(before), abs(after)) < 1e-9
                ratio = model.variance(*ends, (*found.beside, name))
                ratio /= model.variance(*ends, found.beside)
                assert is_as_said(found.precision, ratio), (diagram, found, ratio)
            if found.bias == "none":
                assert abs(after) < 1e-9 or found.precision == "not compared"
    assert min(seen[which] for which in (("amplifies", "not compared"), ("none", "hurts"))) > 20
    assert min(seen["none", which] for which in ("helps", "none")) > 100


def is_as_said(precision: str, ratio: float) -> bool:
    if precision == "none":
        return abs(ratio - 1) < 1e-9
    return ratio < 1 - 1e-12 if precision == "helps" else ratio > 1 + 1e-12


def test_large_diagrams_answer_at_once():
    names = [f"v{index:05d}" for index in range(10_000)]
    chain = Diagram.of(pairwise(names))
    question = Question.of("v05000", "v09999")
    assert control(chain, question, "v07000").path == tuple(names[5000:])
    assert control(chain, question, "v00100").precision == "hurts"
    whole = Diagram.of(combinations(names[:150], 2), latent=names[:40])
    verdicts = [
        control(whole, Question.of("v00080", "v00120"), name).verdict
        for name in ("v00000", "v00060", "v00100", "v00140")
    ]
    assert verdicts == ["good control", "good control", "bad control", "bad control"]


def test_the_answer_does_not_depend_on_the_order_of_hashes():
    program = (
        "from causalkit.analysis.identify.controls.control import control\n"
        "from causalkit.graph import Diagram, Question\n"
        "edges = [(a, b) for a in 'abcdefgh' for b in 'xyz'] + [('x', 'y'), ('x', 'z')]\n"
        "diagram = Diagram.of(edges, latent=[*'abc'])\n"
        "for name in 'acdhz': print(control(diagram, Question.of('x', 'y'), name))\n"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
    assert "good control" in printed.pop()
