"""Identification by something that moves the exposure and nothing else: instruments.

Suppose that nobody knows what confounds exposure and outcome, but that something moves
the exposure like a lottery would: a price, a rule, a distance to the clinic. It has no
effect on the outcome but by way of the exposure and shares no cause with it. Then
whatever association it has with the outcome came through the exposure. Divided by its
association with the exposure, that is the effect. What disturbs this may be conditioned
on; the instrument is then *conditional*.

The diagram alone does not suffice. The division is right if a unit more of the exposure
does the same to everybody. If that is too much to assume, it is still right for those
whom the instrument moves, provided that it moves nobody the other way.

Source: Angrist, Imbens and Rubin (1996), Identification of causal effects using
instrumental variables; Brito and Pearl (2002), Generalized instrumental variables; van
der Zander, Textor and Liśkiewicz (2015), Efficiently finding conditional instruments
for causal inference.
"""

from __future__ import annotations

from dataclasses import dataclass

from causalkit.analysis.identify.instruments.criterion import InstrumentCriterion
from causalkit.analysis.identify.instruments.obstacles import (
    changed_by_effect,
    no_instrument,
    one_exposure_only,
)
from causalkit.analysis.identify.instruments.regions import Regions
from causalkit.analysis.identify.population import check_ends, conditioned
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question

ASSUMPTION = (
    "a unit more of the exposure changes the outcome by the same amount in everybody "
    "(linearity); or the instrument moves a binary exposure, unconfounded with it and in the "
    "same direction in everybody whom it moves (monotonicity), and the answer is the effect "
    "in those people (LATE)"
)


@dataclass(frozen=True)
class Instrument:
    """The finding that an effect is identified by an instrument.

    Parameters
    ----------
    instrument : str
        What moves the exposure.
    given : tuple of str
        What to condition on, in alphabetical order: a minimal set. The empty tuple says
        that nothing needs to be conditioned on.
    question : Question
        The effect that was asked about.
    assumption : str
        What has to be assumed besides the diagram.
    """

    instrument: str
    given: tuple[str, ...]
    question: Question
    assumption: str = ASSUMPTION

    def __str__(self) -> str:
        given = f" given {', '.join(self.given)}" if self.given else ""
        return f"{self.instrument}{given}"


def instrumental_variables(diagram: Diagram, question: Question) -> tuple[Instrument, ...]:
    """Return the ancestral instruments for an effect, each with one minimal set.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram, with its latent and its selected variables marked.
    question : Question
        The effect of one exposure that is asked about. What the data are selected on
        and what forms a group is conditioned on. The effect is taken to be the same for
        everybody, so that whose effect is asked about makes no difference otherwise.

    Returns
    -------
    tuple of Instrument
        Those that need fewest variables first, then in alphabetical order; never empty.

    Raises
    ------
    NotIdentified
        If there is no instrument, with the reason. Also if there are several exposures,
        or if the data are selected on a consequence of the effect.
    QuestionError
        If the question does not fit the diagram.

    Notes
    -----
    A variable z is a *conditional instrument* given a set w if z and w are measured and
    not changed by the effect, z and exposure are associated given w, and w separates z
    from the outcome in the diagram without the first arrow of each causal path. It is
    *ancestral* if w holds only causes of z, of the outcome and of what is conditioned on
    anyway. What is complete: every ancestral instrument is listed; and if there is any
    conditional instrument, there is an ancestral one. So none is overlooked as far as
    identification goes. But a listed variable may have other sets too, and a variable
    that is not listed may be a conditional instrument given something that it affects;
    to tell that of a single variable is NP-complete.

    What is linear is the step from exposure to outcome. Within people alike in ``given``
    the covariance of instrument and outcome, divided by that of instrument and exposure,
    is then the effect of one unit. An instrument need not cause the exposure: it may share
    a cause with it, or even descend from it if nothing confounds. For the second assumption
    it must cause it, be unconfounded with it given ``given``, and affect none of these.

    Examples
    --------
    >>> diagram = Diagram.of(
    ...     [("income", "price"), ("income", "phq9"), ("price", "kratom"), ("kratom", "phq9"),
    ...      ("pain", "kratom"), ("pain", "phq9")],
    ...     latent=["pain"],
    ... )
    >>> [(found.instrument, found.given) for found in
    ...     instrumental_variables(diagram, Question.of("kratom", "phq9"))]
    [('price', ('income',))]
    """
    check_ends(diagram, question)
    if len(question.exposure) > 1:
        raise one_exposure_only(question)
    group = conditioned(diagram, question)
    criterion = InstrumentCriterion(group, question)
    for name in group.ordered(group.selected & criterion.adjustment.forbidden):
        raise changed_by_effect(criterion, name)
    graph, regions = criterion.graph, Regions(criterion)
    found = [
        Instrument(graph.names[node], graph.named(given), question)
        for node, given in regions.instruments()
    ]
    if not found:
        raise no_instrument(regions)
    return tuple(sorted(found, key=lambda each: (len(each.given), each.instrument)))
