"""The answer of identification: a formula for the effect in terms of what is observed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from causalkit.analysis.identify.general.expression import Expression
from causalkit.analysis.identify.general.notation import LATEX, TEXT
from causalkit.analysis.identify.general.query import Query
from causalkit.analysis.identify.general.writing import formula
from causalkit.graph.question import Condition

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Functional:
    """A formula that gives an interventional distribution from observed probabilities.

    Parameters
    ----------
    query : Query
        Which distribution it gives.
    expression : Expression
        The formula as a tree.
    group : tuple of Condition
        The values of given variables to which `evaluate` keeps; empty for all values.

    Examples
    --------
    >>> from causalkit.analysis.identify.general import identify_distribution
    >>> from causalkit.graph import Diagram
    >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9")])
    >>> print(identify_distribution(diagram, "phq9", "kratom"))
    P(phq9 | do(kratom)) = Σ_{pain} P(phq9 | kratom, pain) P(pain)
    """

    query: Query
    # The tree may share parts, and its repr would write each out every time.
    expression: Expression = field(repr=False)
    group: tuple[Condition, ...] = ()

    def __str__(self) -> str:
        return f"{self.query} = {self.text}"

    @property
    def text(self) -> str:
        """The formula in one line, such as ``Σ_{pain} P(phq9 | kratom, pain) P(pain)``.

        A prime marks a sum's variable that is not the one outside of the sum.
        """
        return formula(self.expression, TEXT, self.query.exposure, self.query.variables)

    @property
    def latex(self) -> str:
        """The formula for typesetting, in the mathematics mode of LaTeX."""
        return formula(self.expression, LATEX, self.query.exposure, self.query.variables)

    @property
    def arbitrary(self) -> tuple[str, ...]:
        """Variables that the formula holds at some value, whichever: it makes no difference.

        That the value makes none follows from the diagram, and data can contradict it. In
        alphabetical order.
        """
        return tuple(sorted(self.expression.free.difference(self.query.variables)))

    def evaluate(self, distribution: pandas.Series[float]) -> pandas.DataFrame:
        """Return the distribution of the outcomes for every setting of the exposures.

        Parameters
        ----------
        distribution : pandas.Series
            The observed joint distribution: for each setting of the variables its
            probability, or how many people have it. The levels of the index are named by the
            variables. ``frame.value_counts(["pain", "kratom", "phq9"])`` is such a series.
            Whole numbers are counts; others must add up to one. Settings that are not listed
            have probability zero, and variables that the formula does not need may be there.

        Returns
        -------
        pandas.DataFrame
            One row for each setting of the exposures, and of the given variables unless the
            question gives them values; one column for each value of the outcome. Rows add up
            to one. An arbitrary variable is held at its most frequent value for which
            nothing is undefined.

        Raises
        ------
        EstimationError
            If the series cannot be read as a distribution, lacks a variable, or has nobody in
            a group whose outcomes the formula needs, which it names.

        Examples
        --------
        >>> import pandas as pd
        >>> from causalkit.analysis.identify.general import identify_distribution
        >>> from causalkit.graph import Diagram
        >>> functional = identify_distribution(Diagram.of([("x", "y")]), "y", "x")
        >>> frame = pd.DataFrame({"x": [0, 0, 1, 1], "y": [0, 1, 1, 1]})
        >>> functional.evaluate(frame.value_counts(["x", "y"])).loc[1, 1].item()
        1.0
        """
        # numpy and pandas take longer to load than all the rest, and most formulas are only read.
        from causalkit.analysis.identify.general.evaluation import evaluated

        return evaluated(self, distribution)
