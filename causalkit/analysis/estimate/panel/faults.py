"""What makes a long table no panel, each with the unit in which it is seen."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.reading.columns import Column, Numbers
from causalkit.analysis.estimate.reading.sampling import Groups
from causalkit.errors import EstimationError
from causalkit.graph.question import Question
from causalkit.graph.wording import plain

Positions = npt.NDArray[np.intp]


def positions(rows: Rows) -> tuple[Positions, Positions]:
    """Return for each row the positions of its unit and of its period, in order.

    Parameters
    ----------
    rows : Rows
        Rows whose further columns are unit and time.

    Returns
    -------
    (ndarray of int of shape (n,), ndarray of int of shape (n,))
    """
    unit, period = (np.searchsorted(column.levels, column.values) for column in rows.others)
    return unit, period


def names(column: Column) -> tuple[str, ...]:
    """Return the values that occur in a column, in order, as text.

    Parameters
    ----------
    column : Column
        Units or periods.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> names(Column("year", np.array([2007.0, 2006.0, 2007.0])))
    ('2006', '2007')
    """
    return tuple(
        str(column.labels[int(level)]) if column.labels else plain(float(level))
        for level in column.levels
    )


def check_question(method: str, question: Question) -> None:
    """Raise unless the question asks for a difference in the exposed.

    Parameters
    ----------
    method : str
        Name of the estimator.
    question : Question
        What is asked.

    Raises
    ------
    EstimationError
        If it asks for something else. The message says what to ask instead.

    Examples
    --------
    >>> check_question("event_study", Question.of("law", "deaths"))
    Traceback (most recent call last):
    causalkit.errors.EstimationError: event_study gives the effect in the exposed (ATT), not the \
ATE: parallel trends say what would have become of the exposed only; ask with \
population="exposed"
    """
    if question.population != "exposed":
        raise EstimationError(
            f"{method} gives the effect in the exposed (ATT), not the {question.estimand}: "
            f"parallel trends say what would have become of the exposed only; ask with "
            f'population="exposed"'
        )
    if question.scale != "difference":
        raise EstimationError(
            f"{method} gives a difference, not the {question.scale}: trends that are parallel on "
            f"one scale are not on another; ask for the difference, or take the logarithm of "
            f"the outcome and believe in parallel trends of that"
        )


def check_periods(rows: Rows) -> None:
    """Raise unless there are two periods or more.

    Parameters
    ----------
    rows : Rows
        The rows.

    Raises
    ------
    EstimationError
        If there is one.
    """
    unit, time = rows.others
    if len(time.levels) < 2:
        raise EstimationError(
            f'the only period is "{time.name}" = {names(time)[0]}; a change needs a period before '
            f"exposure and one after"
        )
    if len(unit.levels) < 2:
        raise EstimationError(
            f'the only unit is "{unit.name}" = {names(unit)[0]}; its change needs others to be '
            f"compared with"
        )


def check_once(rows: Rows) -> None:
    """Raise unless each unit has at most one row in each period.

    Parameters
    ----------
    rows : Rows
        The rows.

    Raises
    ------
    EstimationError
        If a unit has two. The message names it.
    """
    count = _count(rows)
    if count.max() > 1:
        unit, period = np.unravel_index(count.argmax(), count.shape)
        raise EstimationError(
            f"{_place(rows, int(unit), int(period))} stands in {count[unit, period]:.0f} rows; a "
            f"panel has one row for each unit in each period"
        )


def check_gaps(rows: Rows) -> None:
    """Raise unless each unit has a row in each period.

    Parameters
    ----------
    rows : Rows
        The rows.

    Raises
    ------
    EstimationError
        If a row is absent. The message names unit and period.
    """
    empty = _count(rows) == 0
    if not empty.any():
        return
    unit, period = np.unravel_index(empty.argmax(), empty.shape)
    units = np.count_nonzero(empty.any(axis=1))
    missing = f" ({rows.dropped} rows have a missing value)" if rows.dropped else ""
    raise EstimationError(
        f"{_place(rows, int(unit), int(period))} has no complete row{missing}, and so for "
        f"{units} of {len(empty)} units; who comes and goes changes the mean without any effect, "
        f"so keep the units or the periods without gaps"
    )


def check_exposure(rows: Rows) -> None:
    """Raise unless the exposure comes and stays, and does not come to everybody at once.

    Parameters
    ----------
    rows : Rows
        The rows of a panel.

    Raises
    ------
    EstimationError
        If it has a third value or switches back, in the unit that is named; or if nobody is
        exposed, or no unit is ever unexposed while another is exposed.
    """
    exposure = " and ".join(f'"{column.name}"' for column in rows.exposures)
    others = np.count_nonzero(~(rows.treated | rows.reference))
    if others:
        raise EstimationError(
            f"in {others} of {rows.n} rows {exposure} has another value than the two compared; "
            f"a change of two groups needs an exposure that is there or not"
        )
    exposed = _grid(rows, rows.treated.astype(np.float64)) == 1
    back = exposed[:, :-1] & ~exposed[:, 1:]
    if back.any():
        unit, period = np.unravel_index(back.argmax(), back.shape)
        raise EstimationError(
            f"{exposure} switches back: {_place(rows, int(unit), int(period) + 1)} is unexposed "
            f"again; what an exposure leaves behind cannot be told from no exposure, so end the "
            f"data of such units before, or leave them out"
        )
    _check_comparison(exposed, exposure)


def check_constant(what: str, values: Numbers | Groups | None, units: tuple[str, ...]) -> None:
    """Raise unless something is the same for a unit in all periods.

    Parameters
    ----------
    what : str
        What it is, in the plural.
    values : ndarray of shape (u, t) or None
        Its values.
    units : tuple of str
        Names of the units.

    Raises
    ------
    EstimationError
        If it varies. The message names the unit.

    Examples
    --------
    >>> check_constant("weights", np.array([[1.0, 2.0]]), ("Texas",))
    Traceback (most recent call last):
    causalkit.errors.EstimationError: the weights of unit Texas vary over time; a panel has one \
for each unit, such as that of the first period
    """
    if values is None:
        return
    varying = ~np.isclose(values, values[:, :1]).all(axis=1)
    if varying.any():
        raise EstimationError(
            f"the {what} of unit {units[varying.argmax()]} vary over time; a panel has one for "
            f"each unit, such as that of the first period"
        )


def _check_comparison(exposed: npt.NDArray[np.bool_], exposure: str) -> None:
    if not exposed.any():
        raise EstimationError(f"no unit is ever exposed by {exposure}, so there is no change to it")
    if (exposed == exposed[:1]).all():
        raise EstimationError(
            f"all units are exposed by {exposure} from the same period on, so nothing says how "
            f"they would have changed; add units that are never or not yet exposed"
        )


def _count(rows: Rows) -> Numbers:
    return _grid(rows, np.ones(rows.n))


def _grid(rows: Rows, values: Numbers) -> Numbers:
    """Return the sum of some values for each unit in each period."""
    unit, period = positions(rows)
    size = len(rows.others[1].levels)
    flat = np.bincount(
        unit * size + period, weights=values, minlength=len(rows.others[0].levels) * size
    )
    return np.asarray(flat.reshape(-1, size))


def _place(rows: Rows, unit: int, period: int) -> str:
    units, time = rows.others
    return f"unit {names(units)[unit]} in period {names(time)[period]}"
