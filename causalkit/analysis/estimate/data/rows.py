"""From a table to the rows that an estimator uses.

Three things happen to a table before anything is estimated. The columns that the
question and the argument for it name are picked and read as numbers. The rows outside
the group asked about are set aside. And rows in which something needed is missing are
dealt with as the sampling says, never without a word, because a silent gap is a silent
assumption. The table itself is never changed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from causalkit.analysis.estimate.data.gaps import TableGaps
from causalkit.analysis.estimate.data.membership import known_conditions, membership
from causalkit.analysis.estimate.data.missing import handle_missing
from causalkit.analysis.estimate.data.outcome import measured
from causalkit.analysis.estimate.estimate import Identification
from causalkit.analysis.estimate.reading.columns import Column, Mask, Numbers, read_column
from causalkit.analysis.estimate.reading.sampling import (
    SIMPLE,
    Groups,
    Sampling,
    read_clusters,
    read_weights,
)
from causalkit.errors import EstimationError
from causalkit.graph.question import Question

MOST_GROUPS = 6
"""A number with more different values than this is continuous, not a set of groups."""


@dataclass(frozen=True, eq=False)
class Rows:
    """The complete rows of the group asked about, read as numbers.

    Parameters
    ----------
    question : Question
        The effect that is asked about.
    exposures : tuple of Column
        One column for each exposure.
    outcome : Column
        The outcome, as numbers.
    covariates : tuple of Column
        The variables adjusted for, in the order of the adjustment set.
    dropped : int
        Number of rows left out because a value that was needed is missing.
    weights : ndarray of float of shape (n,)
        How much each row counts; their mean is 1.
    clusters : ndarray of int of shape (n,), optional
        Who was drawn or assigned together; None where everybody was alone.
    others : tuple of Column
        Further columns that the method needs, such as mediators or instruments.
    notes : tuple of str
        What a reader of the estimate has to know of these rows.
    positions : ndarray of int of shape (n,), optional
        Where the rows stand in the table, counted from 0; None where they come from none.
    """

    question: Question
    exposures: tuple[Column, ...]
    outcome: Column
    covariates: tuple[Column, ...]
    dropped: int
    weights: Numbers
    clusters: Groups | None = None
    others: tuple[Column, ...] = ()
    notes: tuple[str, ...] = ()
    positions: npt.NDArray[np.intp] | None = None

    @property
    def n(self) -> int:
        """Number of rows."""
        return len(self.outcome.values)

    @property
    def weighted(self) -> bool:
        """Whether some rows count for more than others."""
        return bool((self.weights != 1).any())

    @cached_property
    def treated(self) -> Mask:
        """The rows in which each exposure has its treated value."""
        return self._having(self.question.treated)

    @cached_property
    def reference(self) -> Mask:
        """The rows in which each exposure has its reference value."""
        return self._having(self.question.reference)

    @property
    def target(self) -> Mask:
        """The rows over which the effect is averaged."""
        named = {"exposed": self.treated, "unexposed": self.reference}
        population = self.question.population
        everybody = np.ones(self.n, dtype=bool)
        return named.get(population, everybody) if isinstance(population, str) else everybody

    @cached_property
    def is_binary(self) -> bool:
        """Whether the outcome takes the values 0 and 1 only."""
        return bool(np.isin(self.outcome.values, (0.0, 1.0)).all())

    @property
    def continuous(self) -> tuple[Column, ...]:
        """The exposures that take too many values to be groups."""
        return tuple(
            column
            for column in self.exposures
            if not column.labels and column.has_more_levels_than(MOST_GROUPS)
        )

    def chosen(self, rows: Mask) -> Rows:
        """Return some of the rows.

        Parameters
        ----------
        rows : ndarray of bool of shape (n,)
            Which rows.

        Returns
        -------
        Rows
            With weights whose mean is 1 again.
        """
        return replace(
            self,
            exposures=tuple(column.chosen(rows) for column in self.exposures),
            outcome=self.outcome.chosen(rows),
            covariates=tuple(column.chosen(rows) for column in self.covariates),
            weights=self.weights[rows] / self.weights[rows].mean(),
            clusters=None if self.clusters is None else self.clusters[rows],
            others=tuple(column.chosen(rows) for column in self.others),
            positions=None if self.positions is None else self.positions[rows],
        )

    def check_arms(self) -> None:
        """Raise unless both settings of the exposure occur, as groups.

        Raises
        ------
        EstimationError
            If an exposure is continuous, or one of the two groups has fewer than two people.
        """
        for column in self.continuous:
            raise EstimationError(
                f'"{column.name}" takes {len(column.levels)} different values, so the two that '
                f"are compared are not groups; use regression for a continuous exposure"
            )
        for group, values in (
            (self.treated, self.question.treated),
            (self.reference, self.question.reference),
        ):
            if not group.any():
                raise EstimationError(self._nobody(values))
            if np.count_nonzero(group) == 1:
                raise EstimationError(
                    f"only one complete row has {self._setting(values)}; a mean with an error "
                    f"needs two"
                )

    def _having(self, values: tuple[float | str, ...]) -> Mask:
        matches = np.ones(self.n, dtype=bool)
        for column, value in zip(self.exposures, values, strict=True):
            matches &= column.values == column.position(value)
        return matches

    def _setting(self, values: tuple[float | str, ...]) -> str:
        pairs = zip(self.exposures, values, strict=True)
        return " and ".join(f'"{column.name}" = {value}' for column, value in pairs)

    def _nobody(self, values: tuple[float | str, ...]) -> str:
        occurring = "; ".join(
            f"{column.name} takes {', '.join(map(column.shown, column.levels))}"
            for column in self.exposures
        )
        return (
            f"no complete row has {self._setting(values)} ({occurring}); to contrast "
            f"other values, ask the question with treated=… and reference=…"
        )


def prepare(
    data: pd.DataFrame,
    identification: Identification,
    *,
    sampling: Sampling = SIMPLE,
    others: tuple[str, ...] = (),
) -> Rows:
    """Return the rows and columns that an estimator needs.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Backdoor or NoConfounding
        The question, and what is adjusted for.
    sampling : Sampling, optional
        How people came into the table. Rows of weight zero are outside of it.
    others : tuple of str, optional
        Further columns that the method needs.

    Returns
    -------
    Rows

    Raises
    ------
    EstimationError
        If a column is missing or cannot be used, or no complete row is left.

    Examples
    --------
    >>> from causalkit.analysis.identify import NoConfounding
    >>> frame = pd.DataFrame({"kratom": [1, 0, 1], "phq9": [9, 4, None]})
    >>> rows = prepare(frame, NoConfounding(Question.of("kratom", "phq9")))
    >>> rows.n, rows.dropped
    (2, 1)
    """
    _check_table(data, identification.question)
    question = identification.question
    names = (*question.exposure, *question.outcome, *identification.adjustment, *others)
    columns = [read_column(data, name) for name in names]
    weights, clusters = read_weights(data, sampling), read_clusters(data, sampling)
    found = _gaps(data, identification, columns, sampling)
    handled = handle_missing(data, identification, found, weights, sampling.missing)
    kept, weights = handled.gaps.kept, handled.weights
    if not kept.any():
        raise EstimationError(_why_empty(handled.gaps, question))
    chosen = [column.chosen(kept) for column in columns]
    first, last = len(question.exposure), len(columns) - len(others)
    return Rows(
        question=question,
        exposures=tuple(chosen[:first]),
        outcome=measured(chosen[first]),
        covariates=tuple(chosen[first + 1 : last]),
        dropped=handled.gaps.dropped,
        weights=weights[kept] / weights[kept].mean(),
        clusters=None if clusters is None else clusters[kept],
        others=tuple(chosen[last:]),
        notes=handled.notes,
        positions=np.flatnonzero(kept),
    )


def _check_table(data: pd.DataFrame, question: Question) -> None:
    if not isinstance(data, pd.DataFrame):
        raise EstimationError(f"the data are a pandas DataFrame, not {type(data).__name__}")
    if data.empty:
        raise EstimationError("the data have no rows")
    if len(question.outcome) > 1:
        raise EstimationError("an estimator takes one outcome; ask about each on its own")


def _gaps(
    data: pd.DataFrame, identification: Identification, columns: list[Column], sampling: Sampling
) -> TableGaps:
    """Return what is missing, in the rows that count for something."""
    named = {c.variable for c in known_conditions(data, identification)}
    needed = [*columns, *(read_column(data, name) for name in (*sorted(named), *sampling.columns))]
    inside, unknown = membership(data, identification)
    counts = read_weights(data, sampling) != 0
    missing = {column.name: column.missing for column in needed}
    return TableGaps(missing, inside & counts, unknown & counts)


def _why_empty(gaps: TableGaps, question: Question) -> str:
    inside = np.count_nonzero(gaps.inside)
    if not inside:
        return f"no row belongs to the population of the {question}"
    worst = max(gaps.missing, key=lambda name: np.count_nonzero(gaps.missing[name] & gaps.inside))
    number = np.count_nonzero(gaps.missing[worst] & gaps.inside)
    return f'no row is complete: "{worst}" is missing in {number} of {inside} rows'
