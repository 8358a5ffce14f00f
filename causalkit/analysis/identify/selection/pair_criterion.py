"""Which covariates bridge the gap from the people in the data to everybody.

A survey that holds only the people who responded can go wrong twice. Among respondents
the exposed may differ from the unexposed: that is confounding, and adjusting mends it.
And the respondents may differ from everybody in what bears on the outcome: that is
selection, and adjusting alone does not mend it, because the respondents are averaged
in the wrong proportions. Somebody must say in which proportions the people of each
kind live in the target population: a census, a register, a random sample that asked
only for age and sex. So two sets of covariates are wanted, one inside the other: a set
Z to adjust for, and a part Zᵀ of it whose distribution is known from outside.

Three conditions make such a pair admissible. Nothing in Z carries the effect or is
changed by what does. Z blocks every path that is not the effect, among those selected.
And Zᵀ separates selection from the outcome in the diagram without the first arrow of
each causal path, where the outcome is the one that people would have if exposed.

Source: Correa, Tian and Bareinboim (2018), Generalized adjustment under confounding and
selection biases: the generalised adjustment criterion, type 3. With nothing known from
outside it is the type 1 of :mod:`~causalkit.analysis.identify.selection.transport`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from causalkit.analysis.identify.criterion.criterion import Criterion
from causalkit.analysis.identify.population import conditioned, conditions
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question
from causalkit.graph.separation import d_separated


@dataclass(frozen=True)
class PairCriterion:
    """The criterion for an adjustment set and the part of it that is known from outside.

    Parameters
    ----------
    criterion : Criterion
        What the adjustment set has to do among the people in the data.
    selection : tuple of str
        The variables that decided who is in the data and are not part of the question.

    Examples
    --------
    >>> diagram = Diagram.of(
    ...     [("pain", "phq9"), ("kratom", "phq9"), ("pain", "responds")], selected=["responds"]
    ... )
    >>> pair = PairCriterion.of(diagram, Question.of("kratom", "phq9"))
    >>> pair.bridges([]), pair.bridges(["pain"])
    (False, True)
    """

    criterion: Criterion
    selection: tuple[str, ...]

    @classmethod
    def of(cls, diagram: Diagram, question: Question) -> PairCriterion:
        """Return the criterion for a question about people who need not be in the data.

        Parameters
        ----------
        diagram : Diagram
            The causal diagram.
        question : Question
            The effect that is asked about.

        Returns
        -------
        PairCriterion

        Raises
        ------
        QuestionError, NotIdentified
            As for :func:`~causalkit.analysis.identify.population.conditioned`.

        Examples
        --------
        >>> diagram = Diagram.of([("x", "y"), ("x", "s")], selected=["s"])
        >>> PairCriterion.of(diagram, Question.of("x", "y", population="s")).selection
        ()
        """
        asked = {condition.variable for condition in conditions(question)}
        group = conditioned(diagram, question)
        return cls(Criterion(group, question), diagram.ordered(diagram.selected - asked))

    @property
    def question(self) -> Question:
        """The effect that is asked about."""
        return self.criterion.question

    @cached_property
    def target_graph(self) -> Diagram:
        """The diagram of the target population, without the first arrow of each causal path.

        Nobody is selected in it. The group asked about is held fixed; so is the exposure,
        as it was found, if the exposed or the unexposed are asked about.
        """
        graph = self.criterion.backdoor_graph
        fixed = graph.selected.difference(self.selection)
        if self.question.population in ("exposed", "unexposed"):
            fixed = fixed.union(self.question.exposure)
        return Diagram(graph.nodes, graph.edges, graph.latent, fixed)

    def blocks(self, adjustment: Iterable[str]) -> bool:
        """Return whether a set removes the confounding among the people in the data.

        Parameters
        ----------
        adjustment : iterable of str
            The variables adjusted for, each one a candidate of the criterion.

        Returns
        -------
        bool

        Examples
        --------
        >>> diagram = Diagram.of([("pain", "x"), ("pain", "y"), ("x", "y")])
        >>> PairCriterion.of(diagram, Question.of("x", "y")).blocks(["pain"])
        True
        """
        graph, question = self.criterion.backdoor_graph, self.question
        return d_separated(graph, question.exposure, question.outcome, adjustment)

    def bridges(self, external: Iterable[str]) -> bool:
        """Return whether people alike in a set have the same outcomes, selected or not.

        Parameters
        ----------
        external : iterable of str
            The variables whose distribution in the target population is known.

        Returns
        -------
        bool

        Examples
        --------
        >>> diagram = Diagram.of([("x", "y"), ("luck", "s")], selected=["s"])
        >>> PairCriterion.of(diagram, Question.of("x", "y")).bridges([])
        True
        """
        outcome = self.question.outcome
        if not self.selection:
            return True
        return d_separated(self.target_graph, self.selection, outcome, external)
