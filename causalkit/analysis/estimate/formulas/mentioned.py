"""The variables that a formula needs, and the one that it must not condition on."""

from __future__ import annotations

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.identify.general.expression import Probability, inside_out
from causalkit.analysis.identify.general.functional import Functional
from causalkit.errors import EstimationError


def mentioned(functional: Functional) -> tuple[str, ...]:
    """Return the variables of a formula besides exposures and outcome.

    Parameters
    ----------
    functional : Functional
        The formula.

    Returns
    -------
    tuple of str
        In alphabetical order.

    Examples
    --------
    >>> from causalkit.analysis.identify.general import identify_distribution
    >>> from causalkit.graph import Diagram
    >>> diagram = Diagram.of([("pain", "x"), ("pain", "y"), ("x", "y")])
    >>> mentioned(identify_distribution(diagram, "y", "x"))
    ('pain',)
    """
    query = functional.query
    named = {name for part in _probabilities(functional) for name in part.free}
    return tuple(sorted((named | set(query.given)) - {*query.exposure, *query.outcome}))


def check_lottery(functional: Functional, rows: Rows) -> None:
    """Raise unless the outcome may be replaced by a lottery ticket.

    It may where the formula is linear in its distribution: where nothing is conditioned on it.

    Parameters
    ----------
    functional : Functional
        The formula.
    rows : Rows
        What is used.

    Raises
    ------
    EstimationError
        If the outcome is not of zeros and ones, and the formula conditions on it.
    """
    name = rows.outcome.name
    if not rows.is_binary and any(name in part.given for part in _probabilities(functional)):
        raise EstimationError(
            f'the formula conditions on "{name}", so plug_in needs it to be of zeros and ones; '
            f"ask about the probability that it exceeds some value"
        )


def _probabilities(functional: Functional) -> list[Probability]:
    return [each for each in inside_out(functional.expression) if isinstance(each, Probability)]
