"""The few turns of phrase that every explanation needs."""

from __future__ import annotations

from collections.abc import Iterable

from causalkit.graph.question import Question


def effect(question: Question) -> str:
    """Return what is asked about, as the subject of a sentence.

    Parameters
    ----------
    question : Question
        The effect that is asked about.

    Returns
    -------
    str

    Examples
    --------
    >>> effect(Question.of(["kratom", "opioids"], "phq9"))
    'effect of kratom and opioids on phq9'
    """
    return f"effect of {listed(question.exposure)} on {listed(question.outcome)}"


def listed(names: Iterable[str]) -> str:
    """Return names as a sentence lists them.

    Parameters
    ----------
    names : iterable of str
        One name or more.

    Returns
    -------
    str

    Examples
    --------
    >>> listed(["age"]), listed(["age", "sex", "pain"])
    ('age', 'age, sex and pain')
    """
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def being(names: Iterable[str], what: str) -> str:
    """Return a clause that says the same of one variable or of several.

    Parameters
    ----------
    names : iterable of str
        One name or more.
    what : str
        What they are.

    Returns
    -------
    str

    Examples
    --------
    >>> being(["pain"], "hidden"), being(["pain", "age"], "hidden")
    ('pain is hidden', 'pain and age are hidden')
    """
    several = tuple(names)
    return f"{listed(several)} {'is' if len(several) == 1 else 'are'} {what}"
