"""What can be said for and against adjusting for a variable, as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from causalkit.analysis.identify.controls.candidate import Candidate
from causalkit.analysis.identify.phrases import listed
from causalkit.graph.path import Path

Verdict = Literal["good control", "bad control", "neutral control"]
Bias = Literal["removes", "introduces", "amplifies", "none"]
Precision = Literal["helps", "hurts", "none", "not compared"]


@dataclass(frozen=True)
class Control:
    """What adjusting for a variable does to the estimate of an effect.

    Parameters
    ----------
    variable : str
        The variable.
    verdict : {"good control", "bad control", "neutral control"}
        Whether it takes bias away, brings it in, or does neither.
    bias : {"removes", "introduces", "amplifies", "none"}
        What it does to bias. To remove is to block some biasing path; others may remain.
    precision : {"helps", "hurts", "none", "not compared"}
        What it can do to the precision of the estimate in large samples, where it leaves
        bias alone: it never does the opposite.
    reason : str
        Why, in a sentence.
    path : tuple of str
        The variables along the path that it blocks or opens or that leads to it from the
        exposure; empty where the reason is not a path.
    beside : tuple of str
        The variables with which it was judged together, in alphabetical order.
    measured : bool
        Whether anybody could adjust for it. A hidden variable is judged as if it were
        measured.
    """

    variable: str
    verdict: Verdict
    bias: Bias
    precision: Precision
    reason: str
    path: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    measured: bool = True


def findings(candidate: Candidate) -> Iterator[Control]:
    """Yield all that can be said of a variable, the weightiest first.

    Parameters
    ----------
    candidate : Candidate
        The variable.

    Yields
    ------
    Control
        One at least.

    Examples
    --------
    >>> from causalkit.analysis.identify.criterion.criterion import Criterion
    >>> from causalkit.analysis.identify.controls.remedy import Remedy
    >>> from causalkit.graph import Diagram, Question
    >>> diagram = Diagram.of([("z", "x"), ("x", "y")])
    >>> remedy = Remedy(Criterion(diagram, Question.of("x", "y")))
    >>> next(findings(Candidate(remedy, "z"))).precision
    'hurts'
    """
    if candidate.alike:
        yield _neutral(candidate, "none", "everybody in the data is alike in it already")
    yield from _on_the_effect(candidate)
    yield from _blocking(candidate)
    yield from _opening(candidate)
    yield from _amplifying(candidate)
    yield from _precision(candidate)
    yield _neutral(candidate, "not compared", "it blocks no biasing path and opens none")


def _on_the_effect(candidate: Candidate) -> Iterator[Control]:
    for path in candidate.changed():
        carries = candidate.name in candidate.criterion.carriers
        what = "the effect itself runs through it" if carries else "the effect itself changes it"
        yield _bad(candidate, f"{what}, {path}", path)


def _blocking(candidate: Candidate) -> Iterator[Control]:
    for path in candidate.blocked():
        for opened in candidate.opened_for_good():
            why = f"it blocks {path} but opens {opened}, which nothing measured can block"
            yield _bad(candidate, why, opened)
        yield _good(candidate, f"it blocks {path}", path)
    if candidate.name in candidate.remedy.sufficient:
        others = tuple(name for name in candidate.remedy.sufficient if name != candidate.name)
        why = f"together with {listed(others)} it blocks every biasing path"
        yield replace(_good(candidate, why), beside=others)


def _opening(candidate: Candidate) -> Iterator[Control]:
    for path in candidate.opened():
        yield _bad(candidate, f"it opens {path}", path)
    for path in candidate.opened(beside=candidate.remedy.sufficient):
        why = f"beside {listed(candidate.remedy.sufficient)} it opens {path}"
        yield replace(_bad(candidate, why, path), beside=candidate.remedy.sufficient)


def _amplifying(candidate: Candidate) -> Iterator[Control]:
    for path in candidate.amplified():
        why = (
            f"it bears on {listed(candidate.question.exposure)} alone, so adjusting for it "
            f"amplifies the bias along {path}, which nothing measured can block"
        )
        yield replace(_bad(candidate, why, path), bias="amplifies")


def _precision(candidate: Candidate) -> Iterator[Control]:
    if not candidate.remedy.exists:
        return
    exposure, outcome = map(listed, (candidate.question.exposure, candidate.question.outcome))
    beside = candidate.remedy.sufficient
    if candidate.apart_from_exposure and candidate.apart_from_outcome:
        why = f"it tells nothing about {exposure} or {outcome}"
        yield _neutral(candidate, "none", why, beside)
    elif candidate.apart_from_exposure:
        why = f"it tells something about {outcome} and nothing about {exposure}"
        yield _neutral(
            candidate, "helps", f"{why}, so it can make the estimate more precise", beside
        )
    elif candidate.apart_from_outcome:
        why = f"it tells something about {exposure} and nothing else about {outcome}"
        yield _neutral(
            candidate, "hurts", f"{why}, so it can make the estimate less precise", beside
        )


def _good(candidate: Candidate, reason: str, path: Path | None = None) -> Control:
    nodes = path.nodes if path else ()
    return Control(candidate.name, "good control", "removes", "not compared", reason, nodes)


def _bad(candidate: Candidate, reason: str, path: Path) -> Control:
    return Control(candidate.name, "bad control", "introduces", "not compared", reason, path.nodes)


def _neutral(
    candidate: Candidate, precision: Precision, reason: str, beside: tuple[str, ...] = ()
) -> Control:
    if beside:
        reason = f"beside {listed(beside)} {reason}"
    return Control(candidate.name, "neutral control", "none", precision, reason, (), beside)
