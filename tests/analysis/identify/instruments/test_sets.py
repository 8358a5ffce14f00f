"""Every instrument of random diagrams, against every subset of their variables."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

from brute_force import subsets
from confounded_diagrams import Drawn, asked_of, draw_confounded

from causalkit.analysis.identify.criterion.criterion import Criterion
from causalkit.analysis.identify.instruments.criterion import InstrumentCriterion
from causalkit.analysis.identify.instruments.instruments import instrumental_variables
from causalkit.errors import NotIdentified
from causalkit.graph import Diagram, Question, d_separated

Given = tuple[str, ...]


def conditional(diagram: Diagram, question: Question) -> Iterator[tuple[str, Given]]:
    """Yield every conditional instrument with every set: the definition, subset by subset."""
    criterion = Criterion(diagram, question)
    allowed, cut = criterion.candidates, criterion.backdoor_graph
    for name in allowed:
        others = [other for other in allowed if other != name]
        for given in subsets(others):
            if d_separated(cut, [name], question.outcome, given) and not d_separated(
                diagram, [name], question.exposure, given
            ):
                yield name, given


def is_ancestral(diagram: Diagram, question: Question, name: str, given: Given) -> bool:
    causes = diagram.ancestors(name, *question.outcome, *diagram.selected)
    return causes.issuperset(given)


def listed(diagram: Diagram, question: Question) -> dict[str, Given]:
    try:
        found = instrumental_variables(diagram, question)
    except NotIdentified:
        return {}
    assert found
    return {each.instrument: each.given for each in found}


def sparse(chance: random.Random) -> Drawn:
    """A diagram with some thirty variables, of which a fifth is hidden."""
    names = [f"v{index}" for index in range(chance.randint(15, 40))]
    edges = [tuple(sorted(chance.sample(range(len(names)), 2))) for _ in range(2 * len(names))]
    hidden = chance.sample(names, len(names) // 5)
    exposure, outcome = sorted(chance.sample(sorted({*names} - {*hidden}), 2))
    arrows = [(names[cause], names[effect]) for cause, effect in edges]
    return Diagram.of(arrows, names, hidden), (exposure,), (outcome,)


def test_random_diagrams_against_every_subset():
    """All ancestral instruments are listed, with minimal sets, and one if there is any."""
    chance, outcomes = random.Random(1), Counter[str]()
    for _ in range(2500):
        drawn = draw_confounded(chance, largest=7, outcomes=chance.choice([1, 1, 2]))
        diagram, question = asked_of(chance, drawn)
        possible = set(conditional(diagram, question))
        ancestral = {each for each in possible if is_ancestral(diagram, question, *each)}
        found = listed(diagram, question)
        assert set(found) == {name for name, _ in ancestral}, (diagram, question)
        assert ancestral.issuperset(found.items()), (diagram, question)
        assert bool(possible) == bool(ancestral), (diagram, question)
        for name, given in found.items():
            smaller = [each for each in subsets(given) if each != given]
            assert not any((name, each) in possible for each in smaller), (diagram, question)
        outcomes["some" if found else "none"] += 1
        outcomes["some need a set"] += any(found.values())
        outcomes["another is conditional"] += {name for name, _ in possible} > set(found)
    assert min(outcomes["some"], outcomes["none"]) > 200, outcomes
    assert min(outcomes.values()) > 10, outcomes


def test_all_at_once_is_the_same_as_one_at_a_time():
    chance, outcomes = random.Random(2), Counter[bool]()
    for _ in range(1000):
        diagram, question = asked_of(chance, sparse(chance))
        criterion = InstrumentCriterion(diagram, question)
        named = criterion.graph.named
        alone = {
            criterion.graph.names[node]: named(region.border)
            for node in criterion.allowed
            for region in criterion.region(node)
            if region.open
        }
        assert listed(diagram, question) == alone, (diagram, question)
        outcomes[bool(alone)] += 1
    assert min(outcomes.values()) > 50, outcomes
