"""What a reader of an estimate with instruments has to know, in sentences."""

from __future__ import annotations

from causalkit.analysis.estimate.instruments.confidence_set import ConfidenceSet
from causalkit.analysis.estimate.instruments.reduced_form import ReducedForm
from causalkit.analysis.estimate.instruments.strength import strength
from causalkit.analysis.identify.instruments.instruments import Instrument


def assumed(instruments: tuple[Instrument, ...]) -> str:
    """Return what has to be assumed, and whose effect it is.

    Parameters
    ----------
    instruments : tuple of Instrument
        What is used.

    Returns
    -------
    str

    Examples
    --------
    >>> from causalkit.graph.question import Question
    >>> assumed((Instrument("price", (), Question.of("kratom", "phq9"), "linearity"),))
    'What is estimated rests on more than the diagram: linearity.'
    """
    what = f"What is estimated rests on more than the diagram: {instruments[0].assumption}."
    if len(instruments) == 1:
        return what
    return f"{what} With several instruments it is a weighted mean of what each would give."


def on_interval(form: ReducedForm, accepted: ConfidenceSet | None, robust: str) -> tuple[str, ...]:
    """Return what has to be known of the interval.

    Parameters
    ----------
    form : ReducedForm
        What the instruments do to outcome and exposure.
    accepted : ConfidenceSet, optional
        The interval, if it is one that holds however weak the instrument.
    robust : str
        What to ask for to get such an interval.

    Returns
    -------
    tuple of str
    """
    if accepted is None:
        return strength(form).notes(robust)
    if accepted.is_interval:
        return ()
    sentence = (
        f"The instrument is too weak to bound the effect from both sides: the effects that the "
        f"data do not reject are {accepted}."
    )
    return (sentence,)
