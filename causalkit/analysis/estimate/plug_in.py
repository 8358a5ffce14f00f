"""The plug-in estimator: put observed shares into whatever formula identifies the effect.

Sometimes neither adjustment nor a mediator will do, and still a formula gives the effect from
what is observed. It may be long, but it consists of probabilities only, and where all variables
take few values, each is estimated by counting. The formula's value at the counted shares is the
estimate.

How far chance may have moved it is told cell by cell. A person more in one cell changes all the
shares a little, and the formula's value with them; the rate of change is the *influence* of
everybody in the cell. It is had by moving the shares by a hair, for each cell in turn.

The outcome may be any number. Whoever has one buys a lottery ticket that wins with a
probability in proportion to it. The chance of winning under an exposure is the mean outcome, on
the scale from the smallest to the largest; so only the winning has to be followed through the
formula, and nobody has to draw the lots.

Source: Shpitser and Pearl (2006), Identification of joint interventional distributions, for the
formulas; Bickel, Klaassen, Ritov and Wellner (1993), Efficient and adaptive estimation for
semiparametric models, section 2.1, for the influence.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from causalkit.analysis.estimate.data.argument import Argument
from causalkit.analysis.estimate.data.rows import Rows, prepare
from causalkit.analysis.estimate.effect.contrast import check_level, contrast
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.estimate import Estimate
from causalkit.analysis.estimate.formulas.cells import Cells, cells
from causalkit.analysis.estimate.formulas.directions import mean_and_influence
from causalkit.analysis.estimate.formulas.held import held
from causalkit.analysis.estimate.formulas.mentioned import check_lottery, mentioned
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.estimate.suitability import check_suits
from causalkit.analysis.identify.general.functional import Functional
from causalkit.errors import EstimationError
from causalkit.graph.question import Question


def plug_in(
    data: pd.DataFrame,
    identification: Functional,
    *,
    question: Question | None = None,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
) -> Estimate:
    """Return the effect by putting observed shares into a formula.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Functional
        The formula.
    question : Question, optional
        The question that it answers, with its contrast and scale, as a formula serves every
        contrast. By default 1 is compared with 0, by their difference.
    level : float, optional
        Level of confidence, between 0 and 1.
    sampling : Sampling, optional
        Survey weights and clusters.

    Returns
    -------
    Estimate

    Raises
    ------
    EstimationError
        If the formula answers another question, a variable other than the outcome is
        continuous, or the formula needs to know of people who do not occur, which it names.

    Notes
    -----
    Where a variable may be held at any value, it is held at the most frequent one for which
    the formula needs nobody who does not occur. The interval is that of the delta method.

    Examples
    --------
    >>> import numpy as np
    >>> from causalkit.analysis.identify.general import identify_distribution
    >>> from causalkit.graph import Diagram
    >>> pain = np.repeat([0, 1], 40)
    >>> kratom = np.tile([0, 0, 0, 1], 20) ^ pain
    >>> phq9 = 4 + 5 * pain - 2 * kratom + np.tile([-1, 1], 40)
    >>> frame = pd.DataFrame({"pain": pain, "kratom": kratom, "phq9": phq9})
    >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9")])
    >>> formula = identify_distribution(diagram, "phq9", "kratom")
    >>> round(plug_in(frame, formula).value, 2)
    -2.0
    """
    check_level(level)
    check_suits("plug_in", identification, (Functional,))
    asked = _checked(question or _default(identification), identification)
    rows = _rows(data, identification, asked, sampling)
    check_lottery(identification, rows)
    with quiet():
        found = cells(rows)
        rows.check_arms()
        formulas = held(rows, found, identification)
        treated, reference = (_mean(rows, found, each) for each in formulas)
    return contrast("plug_in", rows, treated, reference, level)


def _default(functional: Functional) -> Question:
    query = functional.query
    return Question(
        query.exposure,
        query.outcome,
        treated=(1,) * len(query.exposure),
        reference=(0,) * len(query.exposure),
        population=functional.group or "all",
    )


def _checked(question: Question, functional: Functional) -> Question:
    """Return the question, checked to be one that the formula answers."""
    query = functional.query
    population = question.population if isinstance(question.population, tuple) else ()
    same = set(question.exposure) == set(query.exposure) and question.outcome == query.outcome
    if not same or question.population in ("exposed", "unexposed"):
        raise EstimationError(f"the formula is for {query}, which does not answer the {question}")
    if not set(functional.group) <= set(population) or len(query.given) > len(functional.group):
        given = ", ".join(map(str, functional.group)) or ", ".join(query.given)
        raise EstimationError(
            f"the formula is for people with a value of {given}; ask a question among them, and "
            f"identify that"
        )
    return question


def _rows(
    data: pd.DataFrame, functional: Functional, question: Question, sampling: Sampling
) -> Rows:
    """Return everybody in the data, as the formula itself looks at the group asked about."""
    conditions = question.population if isinstance(question.population, tuple) else ()
    rest = tuple(each for each in conditions if each not in functional.group)
    wider = replace(question, population=rest or "all")
    # Conditions that are not in the formula are those by which people came into the data.
    argument = Argument(wider, selected=frozenset(each.variable for each in rest))
    others = mentioned(functional)
    rows = prepare(data, argument, sampling=sampling, others=others)
    return replace(rows, question=question)


def _mean(rows: Rows, found: Cells, formula: Functional) -> Mean:
    """Return the mean outcome under one setting, and the influence of each row on it."""
    chance, influence = mean_and_influence(found, formula)
    # A ticket that wins with some probability is a part winning and the rest losing.
    won, lost = influence[found.row, 1], influence[found.row, 0]
    of_row = found.winning * won + (1 - found.winning) * lost
    low, high = rows.outcome.levels[[0, -1]]
    value = float(low + (high - low) * chance)
    return Mean(value, (high - low) * rows.weights * of_row)
