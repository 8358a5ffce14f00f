"""Adjustment with data from outside: the pairs against exact numbers and brute force.

For each adjustment set and each part of it that might be known from outside, the formula is
computed from the distribution among the selected and that of the part in the target
population. A pair that is declared admissible must give the true means; one that is declared
inadmissible must miss them for some of the random equations.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pytest
from exact_models import Population, shares

from causalkit.analysis.identify import backdoor_adjustment
from causalkit.analysis.identify.selection.external import (
    Pair,
    SelectionAdjustment,
    identify_with_external,
)
from causalkit.analysis.identify.selection.pair_check import check_pair
from causalkit.analysis.identify.selection.population import conditioned
from causalkit.analysis.identify.selection.selection_backdoor import selection_backdoor
from causalkit.analysis.identify.selection.transport import check_selection
from causalkit.errors import DiagramError, NotIdentified, QuestionError
from causalkit.graph import Diagram, Path, Question


def arrows(text: str, latent: Iterable[str] = (), selected: Iterable[str] = ("s",)) -> Diagram:
    """A diagram from arrows such as "x>y z>x"."""
    pairs = [(arrow.split(">")[0], arrow.split(">")[1]) for arrow in text.split()]
    return Diagram.of(pairs, (), tuple(latent), tuple(selected))


XY = Question.of("x", "y")

NAMED = ("exposed", "unexposed")

TEXTBOOK = {
    "the census knows the confounder": ("a>x a>y x>y a>s", "a", (("a",), ("a",))),
    "the data suffice": ("a>x a>y x>y x>w luck>s", "a", (("a",), ())),
    "half of the adjustment set is enough": (
        "a>x a>y b>x b>y x>y b>s",
        "ab",
        (("a", "b"), ("b",)),
    ),
    "either of two will do": ("a>b b>y a>s x>y", "ab", (("a",), ("a",))),
    "a covariate that is no confounder": ("a>y a>s x>y", "a", (("a",), ("a",))),
    "the exposure decides, and is confounded": ("a>x a>y x>y x>s", "a", (("a",), ("a",))),
}


@pytest.mark.parametrize(("text", "known", "expected"), TEXTBOOK.values(), ids=TEXTBOOK)
def test_textbook_diagrams(text: str, known: str, expected: Pair):
    found = identify_with_external(arrows(text), XY, tuple(known))
    assert (found.adjustment, found.external) == expected
    assert found.needs_external == bool(expected[1])
    assert found.complete
    assert check_pair(arrows(text), XY, *expected).pairs == (expected,)


def test_without_selection_it_is_plain_adjustment(random_diagram):
    chance, identified = random.Random(1), 0
    for _ in range(300):
        diagram, exposure, outcome = random_diagram(chance, exposures=chance.choice([1, 2]))
        question = Question.of(exposure, outcome)
        try:
            plain = backdoor_adjustment(diagram, question)
        except NotIdentified:
            with pytest.raises(NotIdentified):
                identify_with_external(diagram, question, diagram.observed)
            continue
        found = identify_with_external(diagram, question, diagram.observed)
        assert found.pairs == tuple((chosen, ()) for chosen in plain.minimal_sets)
        identified += 1
    assert 50 < identified < 280


@dataclass(frozen=True)
class Case:
    """A question about a diagram with selection."""

    diagram: Diagram
    exposure: tuple[str, ...]
    outcome: str
    population: str
    group: tuple[str, ...]

    @property
    def question(self) -> Question:
        return Question.of(
            self.exposure, self.outcome, population=" and ".join(self.group) or self.population
        )

    @property
    def free(self) -> list[str]:
        excluded = {*self.exposure, self.outcome, *self.group}
        excluded |= self.diagram.latent | self.diagram.selected
        return [node for node in self.diagram.nodes if node not in excluded]

    def pairs(self) -> Iterator[Pair]:
        for chosen in subsets(self.free):
            for known in subsets(chosen):
                yield chosen, known

    def declared(self, chosen: tuple[str, ...], known: tuple[str, ...]) -> bool:
        try:
            found = check_pair(self.diagram, self.question, chosen, known)
        except NotIdentified:
            return False
        return (found.adjustment, found.external) == (tuple(sorted(chosen)), tuple(sorted(known)))

    def error(self, people: Population, chosen: tuple[str, ...], known: tuple[str, ...]) -> float:
        """The larger of the errors of the two means that the formula gives."""
        natural, weight = people.values(), people.weight
        selected = people.where(natural, self.diagram.selected)
        group = people.where(natural, self.group)
        named = group
        for name in self.exposure if self.population != "all" else ():
            named = named & (natural[name] == (self.population == "exposed"))
        rest = tuple(name for name in chosen if name not in known)
        outside = people.stratum(natural[name] for name in known)
        fine = people.stratum(natural[name] for name in (*known, *rest))
        strata, within = 2 ** len(chosen), 2 ** len(rest)
        inside = np.bincount(fine, weight * (named & selected), strata)
        given = inside / np.repeat(np.bincount(outside, weight * (named & selected)), within)
        share = given * np.repeat(shares(outside, weight * named, 2 ** len(known)), within)
        errors = []
        for setting in (0, 1):
            arm = weight * (selected & group & people.where(natural, self.exposure, setting))
            mean = np.bincount(fine, arm * natural[self.outcome], strata)
            world = people.values(**dict.fromkeys(self.exposure, setting))
            truth = np.average(world[self.outcome], weights=weight * named)
            errors.append(abs(float(mean / np.bincount(fine, arm, strata) @ share - truth)))
        return max(errors)


def subsets(names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    listed = tuple(names)
    for size in range(len(listed) + 1):
        yield from combinations(listed, size)


def drawn_case(chance: random.Random, population: str, covariates: int = 3) -> Case:
    """A random diagram in which selection tends to come late, as it does in surveys."""
    before = [f"c{index}" for index in range(chance.randint(1, covariates))]
    exposure = ("x",) if chance.random() < 0.8 else ("w", "x")
    selected = ["s", "t"] if population == "selected" else ["s"]
    names = [*before, *exposure, "y", *selected]
    if chance.random() < 0.4:
        chance.shuffle(names)
    density = chance.choice([0.35, 0.5])
    likely = {("y", name): 0.1 for name in selected} | {(name, "y"): 0.8 for name in exposure}
    edges = [pair for pair in combinations(names, 2) if chance.random() < likely.get(pair, density)]
    hidden = chance.sample(before, chance.choice([0, 0, 1]))
    diagram = Diagram.of(edges, names, hidden, selected)
    group: tuple[str, ...] = ("s",) if population == "selected" else ()
    if population == "group":
        later = diagram.descendants(*exposure)
        group = tuple(name for name in before if name not in later | diagram.latent)[:1]
    return Case(diagram, exposure, "y", population if population in NAMED else "all", group)


@pytest.mark.parametrize("population", ["all", "exposed", "unexposed", "selected", "group"])
def test_a_pair_is_admissible_exactly_when_the_formula_gives_the_truth(population: str):
    chance, rng = random.Random(population), np.random.default_rng(7)
    seen = {(declared, external): 0 for declared in (True, False) for external in (True, False)}
    for _ in range(40):
        case = drawn_case(chance, population)
        people = [Population.random(case.diagram, rng) for _ in range(8)]
        for chosen, known in case.pairs():
            declared = case.declared(chosen, known)
            seen[declared, bool(known)] += 1
            if declared:
                assert all(case.error(them, chosen, known) < 1e-10 for them in people[:2]), case
            else:
                # Random equations may ignore a cause, so the miss may take several of them.
                misses = (case.error(them, chosen, known) > 1e-10 for them in people)
                assert any(misses), (case, chosen, known)
    assert min(seen.values()) >= 15, seen


def by_brute_force(case: Case, available: Iterable[str]) -> tuple[Pair, ...]:
    """Every admissible pair from which nothing can be spared."""
    admissible = [
        (chosen, known)
        for chosen, known in case.pairs()
        if set(known) <= set(available) and case.declared(chosen, known)
    ]
    minimal = [
        pair
        for pair in admissible
        if not any(
            other != pair and set(other[0]) <= set(pair[0]) and set(other[1]) <= set(pair[1])
            for other in admissible
        )
    ]
    ordered = [(tuple(sorted(chosen)), tuple(sorted(known))) for chosen, known in minimal]
    return tuple(sorted(ordered, key=lambda p: (len(p[1]), p[1], len(p[0]), p[0])))


def listed(case: Case, available: Iterable[str]) -> tuple[Pair, ...]:
    try:
        found = identify_with_external(case.diagram, case.question, available)
    except NotIdentified:
        return ()
    assert found.complete
    assert (found.adjustment, found.external) == found.pairs[0]
    return found.pairs


@pytest.mark.parametrize("population", ["all", "exposed", "selected", "group"])
def test_every_minimal_pair_of_random_diagrams_is_listed(population: str):
    chance = random.Random(f"minimal {population}")
    found = {"none": 0, "no external data": 0, "external data": 0, "several": 0}
    for _ in range(250):
        case = drawn_case(chance, population, covariates=4)
        available = tuple(name for name in case.free if chance.random() < 0.8)
        expected = by_brute_force(case, available)
        assert listed(case, available) == expected, (case, available)
        found["none"] += not expected
        found["no external data"] += bool(expected) and not expected[0][1]
        found["external data"] += bool(expected) and bool(expected[0][1])
        found["several"] += len(expected) > 1
    assert min(found.values()) >= 3, found


def test_with_nothing_known_it_agrees_with_adjustment_under_selection(random_diagram):
    chance, identified = random.Random(4), 0
    for _ in range(400):
        diagram, exposure, outcome = random_diagram(
            chance, exposures=chance.choice([1, 2]), selected=chance.choice([1, 2])
        )
        population = chance.choice(["all", "exposed", *sorted(diagram.selected)])
        question = Question.of(exposure, outcome, population=population)
        case = Case(diagram, exposure, outcome, population, ())
        try:
            plain = backdoor_adjustment(diagram, question).minimal_sets
        except NotIdentified:
            plain = ()
        if population in diagram.selected:
            case = Case(diagram, exposure, outcome, "all", (population,))
        assert listed(case, ()) == tuple((chosen, ()) for chosen in plain)
        identified += bool(plain)
    assert 60 < identified < 340


def test_those_asked_about_may_be_selected_on_a_consequence_of_the_exposure():
    """Among s, t tells about w, through the collider s; so those with t do not speak for s."""
    diagram = arrows("x>s x>t w>s w>y x>y", selected="st")
    question = Question.of("x", "y", population="s")
    group = conditioned(diagram, question)
    with pytest.raises(NotIdentified) as caught:
        check_selection(diagram, group, question)
    assert caught.value.path == ("t", "x", "s", "w", "y")
    assert "ask for the effect among s == 1 and t" in str(caught.value)
    assert identify_with_external(diagram, question, "w").external == ("w",)


def test_whoever_passes_the_selection_backdoor_criterion_has_an_admissible_pair(random_diagram):
    chance, passed = random.Random(11), 0
    for _ in range(250):
        diagram, exposure, outcome = random_diagram(
            chance, exposures=chance.choice([1, 1, 2]), selected=1
        )
        case = Case(diagram, exposure, outcome, "all", ())
        for chosen in subsets(case.free):
            try:
                found = selection_backdoor(diagram, case.question, chosen)
            except NotIdentified:
                continue
            assert case.declared(chosen, chosen), (case, chosen)
            assert found.external == found.adjustment == tuple(sorted(chosen))
            passed += 1
    assert passed > 200


def test_the_selection_backdoor_criterion_is_not_necessary():
    """What follows the exposure may tell about the outcome and still do no harm."""
    diagram = arrows("x>w u>w u>y x>y", latent="u", selected=())
    assert check_pair(diagram, XY, [], []).adjustment == ()
    with pytest.raises(NotIdentified) as caught:
        selection_backdoor(arrows("x>w u>w u>y x>y w>s", latent="u"), XY, ["w"])
    assert caught.value.path == ("w", "u", "y")
    assert str(caught.value) == (
        "effect of x on y does not pass the selection-backdoor criterion: w ← u → y stays open "
        "given x"
    )
    with pytest.raises(QuestionError, match="is about the effect in everybody"):
        selection_backdoor(arrows("x>y x>s"), Question.of("x", "y", population="exposed"), [])
    with pytest.raises(QuestionError, match="y is part of the question"):
        selection_backdoor(arrows("x>y x>s"), XY, ["y"])


FORMULAS = {
    "everybody": ("a>x a>y b>y x>y b>s", "all", "ab", "b"),
    "the exposed": ("a>x a>y b>y x>y b>s", "exposed", "ab", "b"),
    "a group": ("a>x a>y b>y x>y b>s", "sex == female and age >= 40", "ab", "b"),
    "nothing from outside": ("a>x a>y x>y", "all", "a", ""),
    "nothing at all": ("x>y", "all", "", ""),
}

WRITTEN = {
    "everybody": "P(y | do(x)) = Σ_{a, b} P(y | x, a, b, s = 1) P(a | b, s = 1) P(b)",
    "the exposed": (
        "P(y | do(x), exposed) = "
        "Σ_{a, b} P(y | x, a, b, s = 1) P(a | b, exposed, s = 1) P(b | exposed)"
    ),
    "a group": (
        "P(y | do(x), sex = female, age >= 40) = "
        "Σ_{a, b} P(y | x, a, b, sex = female, age >= 40, s = 1) "
        "P(a | b, sex = female, age >= 40, s = 1) P(b | sex = female, age >= 40)"
    ),
    "nothing from outside": "P(y | do(x)) = Σ_{a} P(y | x, a) P(a)",
    "nothing at all": "P(y | do(x)) = P(y | x)",
}


@pytest.mark.parametrize("name", FORMULAS)
def test_the_formula_is_written_out(name: str):
    text, population, adjustment, external = FORMULAS[name]
    pairs = [(arrow.split(">")[0], arrow.split(">")[1]) for arrow in text.split()]
    selected = ["s"] if "s" in text else []
    diagram = Diagram.of(pairs, ["sex", "age"], selected=selected)
    question = Question.of("x", "y", population=population)
    assert (
        check_pair(diagram, question, tuple(adjustment), tuple(external)).formula == WRITTEN[name]
    )


def refusal(diagram: Diagram, *sets: Iterable[str], question: Question = XY) -> NotIdentified:
    ask = identify_with_external if len(sets) == 1 else check_pair
    with pytest.raises(NotIdentified) as caught:
        ask(diagram, question, *sets)
    return caught.value


WHOLE = "effect of x on y is not identified by adjustment for the target population"
AMONG = "It is identified for those people: ask for the effect among s"


def test_a_missing_census_is_asked_for():
    found = refusal(arrows("a>b b>y x>y a>s"), [])
    assert str(found) == (
        f"{WHOLE}: s ← a → b → y links who is in the data with y; the data hold only people "
        f"selected on s. Data without selection on a would mend that. {AMONG}"
    )
    assert found.path == ("s", "a", "b", "y")
    assert found.obstacles == ("s",)


def test_where_no_census_can_help_that_is_said():
    found = refusal(arrows("u>y x>y u>s", latent="u"), [])
    assert str(found) == (
        f"{WHOLE}: s ← u → y links who is in the data with y; the data hold only people "
        f"selected on s. No data from outside on the covariates measured here would mend that. "
        f"{AMONG}"
    )


def test_confounding_comes_first():
    found = refusal(arrows("u>x u>y x>y a>y a>s", latent="u"), "a")
    assert "x ← u → y stays open, because u is hidden" in str(found)
    assert "the data are selected on s, which depends on the effect itself" in str(
        refusal(arrows("x>y y>s"), [])
    )


def test_why_a_given_pair_will_not_do():
    diagram = arrows("a>x a>y x>m m>y m>d a>s u>x u>a", latent="u")
    found = refusal(diagram, ["a", "m"], [])
    assert str(found) == (
        "effect of x on y is not identified by adjusting for a and m: m carries the effect "
        "itself, x → m"
    )
    found = refusal(diagram, ["a", "d"], [])
    assert str(found).endswith("d depends on the effect itself, x → m → d")
    assert found.path == ("x", "m", "d")
    found = refusal(diagram, [], [])
    assert str(found) == (
        "effect of x on y is not identified by comparing people as they are: x ← a → y stays open"
    )
    assert "u is hidden, so no data hold" in str(refusal(diagram, ["a", "u"], []))
    assert "s ← a → y links" in str(refusal(diagram, ["a"], []))
    assert check_pair(diagram, XY, ["a"], ["a"]).needs_external


def test_sets_that_make_no_sense():
    diagram = arrows("a>x a>y x>y u>y a>s", latent="u")
    with pytest.raises(QuestionError, match="x is part of the question; name covariates"):
        check_pair(diagram, XY, ["x"])
    with pytest.raises(QuestionError, match="a would have to be adjusted for"):
        check_pair(diagram, XY, [], ["a"])
    with pytest.raises(QuestionError, match="u is hidden, so the strata"):
        identify_with_external(diagram, XY, ["u"])
    with pytest.raises(DiagramError, match='no variable "b"'):
        identify_with_external(diagram, XY, ["b"])
    with pytest.raises(QuestionError, match='no variable "z"'):
        identify_with_external(diagram, Question.of("z", "y"))


def test_every_refusal_names_a_path_of_the_diagram(random_diagram):
    chance, shown = random.Random(8), 0
    while shown < 150:
        diagram, exposure, outcome = random_diagram(chance, selected=1)
        case = Case(diagram, exposure, outcome, "all", ())
        available = tuple(name for name in case.free if chance.random() < 0.5)
        if listed(case, available):
            continue
        shown += 1
        found = refusal(diagram, available, question=case.question)
        assert str(Path.through(diagram, found.path)) in str(found)
        if "Data without selection on" in str(found):
            assert listed(case, case.free)
    assert shown == 150


def many_bridges(routes: int) -> Diagram:
    """Selection and outcome are joined by routes s ← a ← b → y, the exposure by others."""
    steps = [(f"a{i}", "s") for i in range(routes)] + [(f"b{i}", f"a{i}") for i in range(routes)]
    steps += [(f"b{i}", "y") for i in range(routes)]
    steps += [("c", "x"), ("d", "c"), ("d", "y"), ("x", "y")]
    return Diagram.of(steps, selected=["s"])


def test_a_capped_listing_says_so_and_still_asks_for_the_least():
    diagram = many_bridges(5)
    whole = identify_with_external(diagram, XY, diagram.observed, limit=100)
    capped = identify_with_external(diagram, XY, diagram.observed, limit=10)
    assert whole.complete
    assert len(whole.pairs) == 2 * 2**5
    assert not capped.complete
    assert set(capped.pairs) < set(whole.pairs)
    assert (capped.adjustment, capped.external) == whole.pairs[0]
    huge = identify_with_external(many_bridges(25), XY, many_bridges(25).observed)
    assert not huge.complete
    assert len(huge.external) == 25


def test_a_chain_of_ten_thousand_variables_is_as_good_as_one_of_three():
    links = [(f"v{i}", f"v{i + 1}") for i in range(10_000)]
    diagram = Diagram.of([*links, ("v0", "s"), ("v10000", "y"), ("x", "y")], selected=["s"])
    found: SelectionAdjustment = identify_with_external(diagram, XY, ["v4000"])
    assert found.pairs == ((("v4000",), ("v4000",)),)
