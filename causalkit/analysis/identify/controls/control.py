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

from dataclasses import replace

from causalkit.analysis.identify.controls.candidate import Candidate
from causalkit.analysis.identify.controls.remedy import Remedy
from causalkit.analysis.identify.controls.verdict import Control, findings
from causalkit.analysis.identify.criterion.criterion import Criterion
from causalkit.analysis.identify.population import check_ends, conditioned
from causalkit.errors import QuestionError, did_you_mean
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question

__all__ = ["Control", "all_controls", "control"]


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
    if variable in diagram.latent:
        return _as_if_measured(diagram, question, variable)
    return _judged(_remedy(diagram, question), variable)


def all_controls(diagram: Diagram, question: Question) -> tuple[Control, ...]:
    """Return the verdict on every variable, see :func:`control`.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram, with its latent and its selected variables marked.
    question : Question
        The effect that is asked about.

    Returns
    -------
    tuple of Control
        One for each variable other than exposure and outcome, in alphabetical order.

    Raises
    ------
    QuestionError, NotIdentified
        As for one variable.

    Examples
    --------
    >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9"), ("age", "phq9")])
    >>> for found in all_controls(diagram, Question.of("kratom", "phq9")):
    ...     print(found.variable, found.verdict)
    age neutral control
    pain good control
    """
    check_ends(diagram, question)
    remedy = _remedy(diagram, question)
    names = sorted(set(diagram.nodes) - {*question.exposure, *question.outcome})
    return tuple(
        _as_if_measured(diagram, question, name)
        if name in diagram.latent
        else _judged(remedy, name)
        for name in names
    )


def _remedy(diagram: Diagram, question: Question) -> Remedy:
    return Remedy(Criterion(conditioned(diagram, question), question))


def _judged(remedy: Remedy, name: str) -> Control:
    return next(findings(Candidate(remedy, name)))


def _as_if_measured(diagram: Diagram, question: Question, name: str) -> Control:
    latent = diagram.latent - {name}
    measured = Diagram(diagram.nodes, diagram.edges, latent, diagram.selected)
    found = _judged(_remedy(measured, question), name)
    reason = f"{name} is hidden, so nobody can adjust for it; if it were measured: {found.reason}"
    return replace(found, measured=False, reason=reason)


def _check_variable(diagram: Diagram, question: Question, variable: str) -> None:
    if variable not in diagram.nodes:
        hint = did_you_mean(variable, diagram.nodes)
        raise QuestionError(f'the diagram has no variable "{variable}".{hint}')
    if variable in (*question.exposure, *question.outcome):
        raise QuestionError(
            f"{variable} is what the question is about; ask about a variable to adjust for"
        )
