"""The roles of variables: textbook diagrams, then each role path by path in random ones."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from itertools import combinations, pairwise
from typing import get_args

import networkx as nx
import pytest

from causalkit.analysis.identify.roles.roles import ROLES, Role, variable_roles
from causalkit.errors import QuestionError
from causalkit.graph import Diagram, Path, Question, paths


def arrows(text: str, latent: Iterable[str] = (), selected: Iterable[str] = ()) -> Diagram:
    """A diagram from arrows such as "x>y z>x"."""
    pairs = [(arrow.split(">")[0], arrow.split(">")[1]) for arrow in text.split()]
    return Diagram.of(pairs, (), tuple(latent), tuple(selected))


ON_PATH = "on a back-door path"
PROXY, HIDDEN_PROXY = "proxy of a confounder", "proxy of a hidden confounder"

TEXTBOOK = {
    "a confounder": ("z>x z>y x>y", "", "", ["confounder", ON_PATH]),
    "a cause of a confounder": ("z>c c>x c>y x>y", "", "", ["confounder"]),
    "between a hidden cause and the exposure": (
        "u>z u>y z>x x>y",
        "u",
        "",
        [ON_PATH, PROXY, HIDDEN_PROXY, "cause of the exposure only"],
    ),
    "a proxy": ("c>x c>y c>z x>y", "", "", [PROXY]),
    "a proxy of something hidden": ("u>x u>y u>z x>y", "u", "", [PROXY, HIDDEN_PROXY]),
    "a mediator": ("x>z z>y", "", "", ["mediator"]),
    "the M": ("u>x u>z w>z w>y x>y", "uw", "", ["collider"]),
    "a butterfly": (
        "u>x u>z w>z w>y z>x z>y x>y",
        "",
        "",
        ["confounder", ON_PATH, "collider"],
    ),
    "an instrument": ("z>x u>x u>y x>y", "u", "", ["instrument", "cause of the exposure only"]),
    "a hidden instrument": ("z>x x>y", "z", "", ["cause of the exposure only", "latent"]),
    "an instrument by a hidden cause": ("u>z u>x x>y", "u", "", ["instrument"]),
    "an instrument spoilt by selection": (
        "z>x z>s y>s x>y",
        "",
        "s",
        ["cause of the exposure only"],
    ),
    "a precision variable": ("z>y x>y", "", "", ["precision variable"]),
    "a precision variable of a mediator": ("z>m x>m m>y", "", "", ["precision variable"]),
    "after a mediator": ("x>m m>y m>z", "", "", ["descendant of a mediator"]),
    "after the exposure": ("x>z x>y", "", "", ["descendant of the exposure"]),
    "after the outcome": ("x>y y>z", "", "", ["descendant of the outcome"]),
    "after both": ("x>z y>z x>y", "", "", ["collider", "descendant of the outcome"]),
    "after a collider": (
        "x>c y>c c>z x>y",
        "",
        "",
        ["descendant of a collider", "descendant of the outcome"],
    ),
    "beside the outcome": ("w>z w>y x>y", "", "", ["other"]),
    "apart": ("z>w x>y", "", "", ["unrelated"]),
    "hidden and apart": ("z>w x>y", "z", "", ["unrelated", "latent"]),
    "selected": ("x>y y>z", "", "z", ["descendant of the outcome", "selected"]),
}


@pytest.mark.parametrize(
    ("text", "latent", "selected", "expected"), TEXTBOOK.values(), ids=TEXTBOOK
)
def test_textbook_diagrams(text: str, latent: str, selected: str, expected: list[str]):
    found = variable_roles(arrows(text, latent, selected), Question.of("x", "y"))
    assert found["z"] == tuple(expected)
    assert (found["x"], found["y"]) == (("exposure",), ("outcome",))


def test_an_indicator_of_missing_values_is_known_by_its_name():
    diagram = arrows("pain>x pain>y x>y pain>missing_pain pain>missing_person")
    found = variable_roles(diagram, Question.of("x", "y"))
    assert found["missing_pain"] == (PROXY, "missingness indicator")
    assert found["missing_person"] == (PROXY,)


def test_the_list_of_roles_is_closed_and_each_has_a_meaning():
    assert tuple(ROLES) == get_args(Role)
    assert all(meaning and not meaning.endswith(".") for meaning in ROLES.values())


def test_an_unknown_variable_is_a_question_error():
    with pytest.raises(QuestionError, match=r"has no variable.*Did you mean"):
        variable_roles(arrows("kratom>phq9"), Question.of("kratm", "phq9"))


def test_exposures_that_confound_each_other():
    """What one exposure does by way of another is set by hand; what is between may be both."""
    found = variable_roles(arrows("a>m m>b m>y a>y b>y"), Question.of(["a", "b"], "y"))
    assert found["m"] == ("confounder", "mediator")


class ByPaths:
    """The roles word by word, from all paths that there are."""

    def __init__(self, diagram: Diagram, question: Question) -> None:
        self.diagram, self.question = diagram, question
        self.exposure, self.outcome = question.exposure, question.outcome
        self.ends = {*self.exposure, *self.outcome}
        self.graph = nx.DiGraph(list(diagram.edges))
        self.graph.add_nodes_from(diagram.nodes)

    def causal(self, causes, effects, avoiding=()) -> list[list[str]]:
        """Every path along arrows with none of some variables inside."""
        return [
            path
            for cause in sorted(causes)
            for path in nx.all_simple_paths(self.graph, cause, set(effects) - {cause})
            if not set(avoiding).intersection(path[1:-1])
        ]

    def starts(self, effects, avoiding) -> set[str]:
        rest = set(self.diagram.nodes) - self.ends
        return {path[0] for path in self.causal(rest, effects, avoiding)}

    def effects(self, causes, avoiding=()) -> set[str]:
        found = self.causal(causes, self.diagram.nodes, avoiding)
        return {path[-1] for path in found} - self.ends

    @cached_property
    def between(self) -> list[Path]:
        """Every path between exposure and outcome with none of either inside."""
        return [
            path
            for exposure in self.exposure
            for outcome in self.outcome
            for path in paths(self.diagram, exposure, outcome, limit=None)
            if not self.ends.intersection(path.nodes[1:-1])
        ]

    def related(self, name: str, others: Iterable[str]) -> bool:
        """Whether a path without a collider joins them."""
        return any(
            not meetings(path)
            for other in others
            for path in paths(self.diagram, name, other, limit=None)
        )

    def is_instrument(self, name: str) -> bool:
        diagram, mediators = self.diagram, self.sets["mediator"]
        carriers = mediators | set(self.outcome)
        changed = carriers | self.effects(carriers & self.after(self.exposure))
        if name in diagram.selected | diagram.latent or diagram.selected & (changed | self.ends):
            return False
        moves = any(
            path.is_open(diagram)
            for x in self.exposure
            for path in paths(diagram, name, x, limit=None)
        )
        first = {(path[0], path[1]) for path in self.carrying}
        cut = diagram.without_edges(first)
        otherwise = any(
            path.is_open(cut) for y in self.outcome for path in paths(cut, name, y, limit=None)
        )
        return moves and not otherwise and name not in self.after(self.exposure)

    def after(self, causes: Iterable[str]) -> set[str]:
        return {path[-1] for path in self.causal(causes, self.diagram.nodes)}

    @cached_property
    def carrying(self) -> list[list[str]]:
        return self.causal(self.exposure, self.outcome, self.exposure)

    @cached_property
    def sets(self) -> dict[str, set[str]]:
        before = self.starts(self.exposure, self.outcome)
        causes = self.starts(self.outcome, self.exposure)
        confounders, later = before & causes, self.after(self.exposure)
        hidden = confounders & self.diagram.latent
        mediators = {name for path in self.carrying for name in path[1:-1]} - self.ends
        colliders = {name for path in self.between for name in meetings(path)}
        backdoor = [path for path in self.between if path.is_backdoor and not meetings(path)]
        barred = confounders | later | self.diagram.latent
        found = {
            "exposure": set(self.exposure),
            "outcome": set(self.outcome),
            "confounder": confounders,
            ON_PATH: {name for path in backdoor for name in path.nodes[1:-1]} - later,
            PROXY: self.effects(confounders, self.ends) - barred,
            HIDDEN_PROXY: self.effects(hidden, self.ends) - barred,
            "mediator": mediators,
            "collider": colliders,
            "cause of the exposure only": before - causes,
            "precision variable": {v for v in causes if not self.related(v, self.exposure)},
            "descendant of a mediator": self.effects(mediators, self.ends) - mediators,
            "descendant of a collider": self.effects(colliders) - colliders,
            "descendant of the outcome": self.effects(self.outcome),
        }
        found["descendant of the exposure"] = self.effects(self.exposure) - (
            mediators | found["descendant of a mediator"] | found["descendant of the outcome"]
        )
        return found

    def roles(self) -> dict[str, tuple[str, ...]]:
        found = {name: [role for role, v in self.sets.items() if name in v] for name in self.graph}
        for name, several in found.items():
            if name not in self.ends and self.is_instrument(name):
                several.append("instrument")
            if not several:
                several.append("other" if self.related(name, self.ends) else "unrelated")
            several += ["latent"] * (name in self.diagram.latent)
            several += ["selected"] * (name in self.diagram.selected)
        order = list(ROLES).index
        return {name: tuple(sorted(found[name], key=order)) for name in sorted(found)}


def meetings(path: Path) -> list[str]:
    steps = zip(path.nodes[1:-1], pairwise(path.forward), strict=True)
    return [node for node, (into, onwards) in steps if into and not onwards]


def drawn(chance: random.Random) -> tuple[Diagram, Question]:
    names = [f"v{index}" for index in range(chance.randint(4, 8))]
    density = chance.choice([0.2, 0.3, 0.4, 0.5])
    edges = [pair for pair in combinations(names, 2) if chance.random() < density]
    exposures, outcomes = chance.choice([1, 1, 1, 2]), chance.choice([1, 1, 1, 2])
    ends = chance.sample(names, exposures + outcomes)
    marked = chance.sample(names, 2)
    latent = [name for name in marked if chance.random() < 0.4]
    selected = [name for name in chance.sample(names, 1) if chance.random() < 0.3]
    chance.shuffle(names)
    diagram = Diagram.of(edges, names, latent, selected)
    return diagram, Question.of(ends[:exposures], ends[exposures:])


def test_every_role_is_what_its_definition_says_path_by_path():
    chance, seen = random.Random(1), Counter()
    for _ in range(1500):
        diagram, question = drawn(chance)
        found = variable_roles(diagram, question)
        assert dict(found) == ByPaths(diagram, question).roles(), (diagram, question)
        assert list(found) == sorted(diagram.nodes)
        seen.update(role for several in found.values() for role in several)
    assert set(seen) == set(ROLES) - {"missingness indicator"}
    assert min(seen.values()) > 25


def large(size: int, arrows_each: int) -> Diagram:
    chance = random.Random(size)
    names = [f"v{index}" for index in range(size)]
    edges = (sorted(chance.sample(range(size), 2)) for _ in range(arrows_each * size))
    hidden = chance.sample(names[1000:], size // 5)
    return Diagram.of(((names[one], names[other]) for one, other in edges), names, hidden)


@pytest.mark.parametrize("diagram", [large(2000, 3), large(2000, 15), large(10_000, 2)])
def test_large_diagrams_answer_at_once(diagram: Diagram):
    found = variable_roles(diagram, Question.of("v300", "v900"))
    assert len(found) == len(diagram.nodes)
    assert all(found.values())


def test_long_chains_and_complete_diagrams_answer_at_once():
    names = [f"v{index:05d}" for index in range(10_000)]
    chain = variable_roles(Diagram.of(pairwise(names)), Question.of("v05000", "v09999"))
    assert chain["v00000"] == ("instrument", "cause of the exposure only")
    assert chain["v07000"] == ("mediator",)
    whole = variable_roles(
        Diagram.of(combinations(names[:200], 2)), Question.of("v00100", "v00150")
    )
    assert whole["v00000"] == ("confounder", ON_PATH)
    assert whole["v00120"] == ("mediator", "collider")


def test_the_answer_does_not_depend_on_the_order_of_hashes():
    program = (
        "from causalkit.analysis.identify.roles.roles import variable_roles\n"
        "from causalkit.graph import Diagram, Question\n"
        "edges = [(a, b) for a in 'abcdefgh' for b in 'xyz'] + [('x', 'y'), ('x', 'z')]\n"
        "print(variable_roles(Diagram.of(edges, latent=[*'abc']), Question.of('x', 'y')))\n"
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
    assert "confounder" in printed.pop()
