"""From a long table to a panel: one row a unit, one column a period.

A long table has one row for each unit in each period. For changes to mean anything, each
unit has to be there in each period, once; and the exposure has to come and stay, because an
effect may outlast it. What matters of the exposure is then a single number a unit: the period
in which it *starts*. Units that start together form a group. Those that were exposed when the
data begin have no past to compare with, and are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from causalkit.analysis.estimate.data.rows import Rows, prepare
from causalkit.analysis.estimate.panel import faults
from causalkit.analysis.estimate.reading.columns import Column, Mask, Numbers
from causalkit.analysis.estimate.reading.sampling import Groups, Sampling
from causalkit.analysis.identify.parallel_trends.parallel_trends import ParallelTrends
from causalkit.errors import EstimationError

Starts = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Panel:
    """Units in periods, each there in each.

    Parameters
    ----------
    rows : Rows
        The rows it was made of.
    units, periods : tuple of str
        Names of the units and of the periods, in order.
    outcome : ndarray of float of shape (u, t)
        The outcome of each unit in each period.
    starts : ndarray of int of shape (u,)
        Position of the first period in which the unit is exposed; t for the never exposed.
    weights : ndarray of float of shape (u,)
        How much each unit counts; their mean is 1.
    anticipation : int
        For how many periods before it the exposure may already work.
    clusters : ndarray of int of shape (u,), optional
        Which units were drawn or assigned together; None where each was alone.
    covariates : tuple of Column
        For each covariate u * t values, unit by unit.
    """

    rows: Rows
    units: tuple[str, ...]
    periods: tuple[str, ...]
    outcome: Numbers
    starts: Starts
    weights: Numbers
    anticipation: int
    clusters: Groups | None
    covariates: tuple[Column, ...]

    @property
    def never(self) -> Mask:
        """The units that are never exposed."""
        return np.asarray(self.starts == len(self.periods))

    @property
    def groups(self) -> tuple[int, ...]:
        """The periods in which exposure starts for some unit, in order."""
        return tuple(int(start) for start in np.unique(self.starts[~self.never]))

    @property
    def staggered(self) -> bool:
        """Whether exposure starts at different times."""
        return len(self.groups) > 1

    def covariates_in(self, period: int) -> tuple[Column, ...]:
        """Return the covariates of all units in one period.

        Parameters
        ----------
        period : int
            Position of the period.

        Returns
        -------
        tuple of Column
        """
        return tuple(
            replace(column, values=column.values[period :: len(self.periods)])
            for column in self.covariates
        )


def read_panel(
    method: str, data: pd.DataFrame, identification: ParallelTrends, sampling: Sampling
) -> Panel:
    """Return a long table as a panel.

    Parameters
    ----------
    method : str
        Name of the estimator, for the messages.
    data : pandas.DataFrame
        One row for each unit in each period. It is not changed.
    identification : ParallelTrends
        The question, and which columns say unit and time.
    sampling : Sampling
        Survey weights and clusters, the same for a unit in all periods.

    Returns
    -------
    Panel
        Without the units that were exposed from the first period on.

    Raises
    ------
    EstimationError
        If the question asks for anything but a difference in the exposed, or the table is
        no panel; the message names the unit.

    Examples
    --------
    >>> from causalkit.graph.question import Question
    >>> frame = pd.DataFrame({"state": [1, 1, 2, 2], "year": [8, 9, 8, 9]})
    >>> frame["law"], frame["deaths"] = [0, 1, 0, 0], [5.0, 3.0, 4.0, 4.5]
    >>> asked = Question.of("law", "deaths", population="exposed")
    >>> read_panel("event_study", frame, ParallelTrends(asked, "state", "year"), Sampling()).starts
    array([1, 2])
    """
    faults.check_question(method, identification.question)
    names = (identification.unit, identification.time)
    rows = prepare(
        _dated(data, identification.time), identification, sampling=sampling, others=names
    )
    faults.check_periods(rows)
    faults.check_once(rows)
    faults.check_gaps(rows)
    faults.check_exposure(rows)
    return _arranged(_with_a_past(rows, identification.anticipation), identification.anticipation)


def _dated(data: pd.DataFrame, time: str) -> pd.DataFrame:
    """Return the table with dates as ordered labels; raise where time has no order."""
    column = data[time] if isinstance(data, pd.DataFrame) and time in data.columns else None
    if not isinstance(column, pd.Series) or pd.api.types.is_numeric_dtype(column.dtype):
        return data
    kind = column.dtype
    if isinstance(kind, pd.CategoricalDtype) and kind.ordered:
        return data
    if pd.api.types.is_datetime64_any_dtype(kind) or isinstance(kind, pd.PeriodDtype):
        labels = pd.Categorical(column, categories=np.sort(column.dropna().unique()), ordered=True)
        return data.assign(**{time: labels.rename_categories(_day)})
    raise EstimationError(
        f'the periods "{time}" are {kind} values, which have no order in time; give numbers, '
        f"dates or an ordered category"
    )


def _day(date: object) -> str:
    return str(date).removesuffix(" 00:00:00")


def _with_a_past(rows: Rows, anticipation: int) -> Rows:
    """Return the rows without the units that are exposed from the first period on."""
    unit, period = faults.positions(rows)
    late = np.full(unit.max() + 1, False)
    early = (period <= anticipation) & rows.treated
    late[unit[early]] = True
    gone = int(np.count_nonzero(late))
    if not gone:
        return rows
    if set(unit[rows.treated]) <= set(np.flatnonzero(late)):
        raise EstimationError(
            "every exposed unit is exposed when the data begin (or within the anticipation "
            "after that), so there is no before; add earlier periods"
        )
    what = "1 unit was" if gone == 1 else f"{gone} units were"
    note = f"{what} exposed when the data begin and left out, having no past to compare with."
    kept = rows.chosen(~late[unit])
    return replace(kept, notes=(*kept.notes, note))


def _arranged(rows: Rows, anticipation: int) -> Panel:
    unit, period = faults.positions(rows)
    order, shape = np.lexsort((period, unit)), (unit.max() + 1, period.max() + 1)
    exposed = rows.treated[order].reshape(shape)
    units, periods = (faults.names(column) for column in rows.others)
    weights = rows.weights[order].reshape(shape)
    clusters = None if rows.clusters is None else rows.clusters[order].reshape(shape)
    faults.check_constant("weights", weights, units)
    faults.check_constant("clusters", clusters, units)
    return Panel(
        rows=rows,
        units=units,
        periods=periods,
        outcome=rows.outcome.values[order].reshape(shape),
        starts=np.where(exposed.any(axis=1), exposed.argmax(axis=1), shape[1]),
        weights=weights[:, 0],
        anticipation=anticipation,
        clusters=None if clusters is None else clusters[:, 0],
        covariates=tuple(replace(each, values=each.values[order]) for each in rows.covariates),
    )
