"""Every front-door set of random diagrams, against every subset of their variables."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import product

from brute_force import Sets, subsets
from confounded_diagrams import Drawn, draw_confounded

from causalkit.analysis.identify.frontdoor.frontdoor import frontdoor_adjustment
from causalkit.errors import NotIdentified
from causalkit.graph import Diagram, Path, Question, d_separated, paths

Meets = Callable[[tuple[str, ...]], bool]


def meets_by_paths(diagram: Diagram, question: Question) -> Meets:
    """The three conditions word by word, a path at a time."""
    exposure, outcome = question.exposure, question.outcome
    inner = [name for name in diagram.observed if name not in {*exposure, *outcome}]

    def between(starts: Iterable[str], ends: Iterable[str]) -> Iterator[Path]:
        for start, end in product(starts, ends):
            yield from paths(diagram, start, end, limit=None)

    directed = [{*path.nodes} for path in between(exposure, outcome) if path.is_causal]
    to_members = [
        path.nodes[-1]
        for path in between(exposure, inner)
        if path.is_backdoor and path.is_open(diagram) and not {*path.nodes[1:]} & {*exposure}
    ]
    to_outcome = [
        path.nodes
        for path in between(inner, outcome)
        if path.is_backdoor and path.is_open(diagram, exposure)
    ]

    def meets(chosen: tuple[str, ...]) -> bool:
        members = set(chosen)
        open_behind = (path for path in to_outcome if {*path} & members == {path[0]})
        return (
            all(members & path for path in directed)
            and members.isdisjoint(to_members)
            and not any(open_behind)
        )

    return meets


def meets_by_separation(diagram: Diagram, question: Question) -> Meets:
    """The same by d-separation, where the arrows out of exposure or set are cut."""
    exposure, outcome = question.exposure, question.outcome
    behind = diagram.without_outgoing(*exposure)

    def meets(chosen: tuple[str, ...]) -> bool:
        rest = diagram.restricted_to({*diagram.nodes} - {*chosen})
        return (
            rest.descendants(*exposure).isdisjoint(outcome)
            and d_separated(behind, exposure, chosen)
            and d_separated(diagram.without_outgoing(*chosen), chosen, outcome, exposure)
        )

    return meets


def by_brute_force(diagram: Diagram, question: Question, meets: Meets) -> Sets:
    fixed = {*question.exposure, *question.outcome, *diagram.latent}
    free = {*diagram.nodes} - fixed - diagram.ancestors(*diagram.selected)
    found: list[tuple[str, ...]] = []
    for chosen in subsets(free):
        if not any({*smaller} <= {*chosen} for smaller in found) and meets(chosen):
            found.append(chosen)
    return tuple(found)


def listed(diagram: Diagram, question: Question) -> Sets:
    try:
        found = frontdoor_adjustment(diagram, question)
    except NotIdentified:
        return ()
    assert found.complete
    assert found.mediators == found.minimal_sets[0]
    return found.minimal_sets


def asked(drawn: Drawn) -> Question:
    diagram, exposure, outcome = drawn
    return Question.of(exposure, outcome, population=" and ".join(diagram.selected) or "all")


def test_every_minimal_set_of_random_diagrams_is_listed():
    chance, sizes = random.Random(1), Counter[int]()
    for _ in range(2500):
        drawn = draw_confounded(
            chance,
            exposures=chance.choice([1, 1, 2]),
            outcomes=chance.choice([1, 1, 2]),
            selected=chance.choice([0, 0, 1]),
        )
        question = asked(drawn)
        expected = by_brute_force(drawn[0], question, meets_by_separation(drawn[0], question))
        assert listed(drawn[0], question) == expected, drawn
        sizes[len(expected[0]) if expected else -1] += 1
    assert sizes[-1] > 250
    assert sum(sizes[size] for size in (1, 2, 3, 4)) > 250


def test_the_listing_agrees_with_the_definition_path_by_path():
    chance, outcomes = random.Random(2), Counter[bool]()
    for _ in range(600):
        drawn = draw_confounded(
            chance, exposures=chance.choice([1, 2]), selected=chance.choice([0, 0, 1])
        )
        question = asked(drawn)
        expected = by_brute_force(drawn[0], question, meets_by_paths(drawn[0], question))
        assert listed(drawn[0], question) == expected, drawn
        outcomes[bool(expected)] += 1
    assert min(outcomes.values()) > 60
