"""Good and bad controls: what adjusting for one more variable does.

"Control for everything you have" is bad advice, and so is "leave out whatever comes
after the exposure". What a variable does depends on where it stands. It is a *good
control* if it blocks a path that biases the comparison. It is a *bad control* if it
carries the effect or is changed by it, if it opens a path that was blocked, or if it
merely amplifies a bias that nobody can remove. Else it is *neutral* for bias, and the
only question is whether the estimate becomes more precise (the variable explains some
of the outcome) or less (it explains away some of the exposure).

The verdict is on the variable alone, as if nothing else were adjusted for but what
people were selected on. A confounder is a good control even if there are others that
have to be adjusted for too. Precision is judged beside a set that removes all bias,
where there is one, because the precision of a wrong answer is no merit.

Source: Cinelli, Forney and Pearl (2022), A crash course in good and bad controls; for
precision Henckel, Perković and Maathuis (2022), Graphical criteria for efficient total
effect estimation via adjustment in causal linear models; for amplification Pearl (2010),
On a class of bias-amplifying variables that endanger effect estimates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from causalkit.analysis.identify.candidate import Candidate
from causalkit.analysis.identify.phrases import listed
from causalkit.analysis.identify.population import check_ends
from causalkit.errors import QuestionError, did_you_mean
from causalkit.graph.diagram import Diagram
from causalkit.graph.path import Path
from causalkit.graph.question import Question

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


def control(diagram: Diagram, question: Question, variable: str) -> Control:
    """Return whether a variable is a good, a bad or a neutral control, and why.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram, with its latent and its selected variables marked.
    question : Question
        The effect that is asked about.
    variable : str
        A variable of the diagram other than exposure and outcome.

    Returns
    -------
    Control

    Raises
    ------
    QuestionError
        If the question does not fit the diagram, or asks about the variable itself.
    NotIdentified
        If exposure or outcome are hidden or do not vary in the data, or the group asked
        about is formed by something that is hidden or that the exposure changes.

    Examples
    --------
    >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9")])
    >>> found = control(diagram, Question.of("kratom", "phq9"), "pain")
    >>> print(found.verdict, "–", found.reason)
    good control – it blocks kratom ← pain → phq9
    """
    check_ends(diagram, question)
    _check_variable(diagram, question, variable)
    hidden = variable in diagram.latent
    latent = diagram.latent - {variable}
    measured = Diagram(diagram.nodes, diagram.edges, latent, diagram.selected)
    found = next(_findings(Candidate.of(measured, question, variable)))
    if not hidden:
        return found
    reason = f"{variable} is hidden, so nobody can adjust for it; if it were measured: "
    return replace(found, measured=False, reason=reason + found.reason)


def _check_variable(diagram: Diagram, question: Question, variable: str) -> None:
    if variable not in diagram.nodes:
        hint = did_you_mean(variable, diagram.nodes)
        raise QuestionError(f'the diagram has no variable "{variable}".{hint}')
    if variable in (*question.exposure, *question.outcome):
        raise QuestionError(
            f"{variable} is what the question is about; ask about a variable to adjust for"
        )


def _findings(candidate: Candidate) -> Iterator[Control]:
    """Yield all that can be said, the weightiest first."""
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
    if candidate.name in candidate.sufficient:
        others = tuple(name for name in candidate.sufficient if name != candidate.name)
        why = f"together with {listed(others)} it blocks every biasing path"
        yield replace(_good(candidate, why), beside=others)


def _opening(candidate: Candidate) -> Iterator[Control]:
    for path in candidate.opened():
        yield _bad(candidate, f"it opens {path}", path)
    for path in candidate.opened(beside=candidate.sufficient):
        why = f"beside {listed(candidate.sufficient)} it opens {path}"
        yield replace(_bad(candidate, why, path), beside=candidate.sufficient)


def _amplifying(candidate: Candidate) -> Iterator[Control]:
    for path in candidate.amplified():
        why = (
            f"it bears on {listed(candidate.question.exposure)} alone, so adjusting for it "
            f"amplifies the bias along {path}, which nothing measured can block"
        )
        yield replace(_bad(candidate, why, path), bias="amplifies")


def _precision(candidate: Candidate) -> Iterator[Control]:
    if not candidate.removable:
        return
    exposure, outcome = map(listed, (candidate.question.exposure, candidate.question.outcome))
    if candidate.apart_from_exposure and candidate.apart_from_outcome:
        yield _neutral(candidate, "none", f"it tells nothing about {exposure} or {outcome}")
    elif candidate.apart_from_exposure:
        why = f"it tells something about {outcome} and nothing about {exposure}"
        yield _neutral(candidate, "helps", f"{why}, so it can make the estimate more precise")
    elif candidate.apart_from_outcome:
        why = f"it tells something about {exposure} and nothing else about {outcome}"
        yield _neutral(candidate, "hurts", f"{why}, so it can make the estimate less precise")


def _good(candidate: Candidate, reason: str, path: Path | None = None) -> Control:
    nodes = path.nodes if path else ()
    return Control(candidate.name, "good control", "removes", "not compared", reason, nodes)


def _bad(candidate: Candidate, reason: str, path: Path) -> Control:
    return Control(candidate.name, "bad control", "introduces", "not compared", reason, path.nodes)


def _neutral(candidate: Candidate, precision: Precision, reason: str) -> Control:
    beside = candidate.sufficient
    if beside:
        reason = f"beside {listed(beside)} {reason}"
    return Control(candidate.name, "neutral control", "none", precision, reason, (), beside)
