"""What people who were selected tell about everybody, before anybody asks for an effect.

Among the people in the data the outcome has some distribution in each stratum of other
variables. That this is also its distribution in the target population is an assumption,
and the diagram says when it holds: exactly when those variables separate the outcome
from selection. Then every stratum is a fair sample of itself, although the strata may be
met in the wrong proportions. Where they do not separate the two, further variables may,
if somebody knows how these are distributed in the target population: the strata become
finer, and what is known from outside puts them together again.

There is an end to that. If the outcome itself decides who is in the data, or shares a
hidden cause with selection, no measured variable comes between them. Two populations
with different outcomes then leave the same data behind.

Source: Bareinboim, Tian and Pearl (2014), Recovering from selection bias in causal and
statistical inference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from causalkit.analysis.identify.criterion.moral import named_separation_graph
from causalkit.analysis.identify.criterion.separators import minimal_separators
from causalkit.analysis.identify.criterion.smallest_separator import smallest_separator
from causalkit.analysis.identify.phrases import listed
from causalkit.analysis.identify.selection.conditional_recovery import ConditionalRecovery, Verdict
from causalkit.analysis.identify.selection.pair_formula import probability
from causalkit.analysis.identify.selection.pair_refusals import check_external
from causalkit.analysis.identify.selection.ties import are_neighbours, neighbourly_path
from causalkit.errors import QuestionError
from causalkit.graph.diagram import Diagram
from causalkit.graph.path import Path
from causalkit.graph.separation import d_separated, open_path
from causalkit.graph.wording import written


def recover_conditional(
    diagram: Diagram,
    outcome: Iterable[str],
    given: Iterable[str] = (),
    external: Iterable[str] = (),
) -> ConditionalRecovery:
    """Return whether a distribution in everybody follows from people who were selected.

    No intervention is meant: it is P(outcome | given), the mere association.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram, with its latent and its selected variables marked.
    outcome : iterable of str
        The variables whose distribution is asked about.
    given : iterable of str, optional
        The variables in whose strata it is asked about.
    external : iterable of str, optional
        The measured variables whose joint distribution in everybody is known.

    Returns
    -------
    ConditionalRecovery

    Raises
    ------
    DiagramError, QuestionError
        If a variable is unknown, hidden, selected on, or named on both sides.

    Notes
    -----
    (1) Without external data: recoverable if and only if outcome and selection are
    separated given the strata (theorem 1 of the paper). (2) What is known from outside
    altogether is read off it. (3) With external data on the strata and on variables C
    that separate outcome and selection within them: the sum over C. (4) Not recoverable
    from whatever other variables, if outcome and selection are neighbours.

    Examples
    --------
    >>> diagram = Diagram.of(
    ...     [("kratom", "phq9"), ("pain", "phq9"), ("pain", "responds")], selected=["responds"]
    ... )
    >>> recover_conditional(diagram, ["phq9"], ["kratom"]).verdict
    'not recoverable'
    >>> found = recover_conditional(diagram, ["phq9"], ["kratom"], ["kratom", "pain"])
    >>> print(found.formula)
    P(phq9 | kratom) = Σ_{pain} P(phq9 | kratom, pain, responds = 1) P(pain | kratom)
    """
    asked = _Asked.of(diagram, outcome, given)
    known = check_external(diagram, external)
    if asked.is_separated:
        return asked.as_it_is()
    if known.issuperset(asked.outcome + asked.given):
        return asked.read_off()
    for separator in asked.separators(known) if known.issuperset(asked.given) else ():
        return asked.put_together(separator)
    return _not_recovered(asked, known)


@dataclass(frozen=True)
class _Asked:
    """A conditional distribution, and who decided who is in the data."""

    diagram: Diagram
    outcome: tuple[str, ...]
    given: tuple[str, ...]
    selection: tuple[str, ...]

    @classmethod
    def of(cls, diagram: Diagram, outcome: Iterable[str], given: Iterable[str]) -> _Asked:
        free = Diagram(diagram.nodes, diagram.edges, diagram.latent)
        sides = diagram.ordered(outcome), diagram.ordered(given)
        _check_sides(diagram, *sides)
        return cls(free, *sides, diagram.ordered(diagram.selected))

    @property
    def text(self) -> str:
        return probability(self.outcome, self.given)

    def inside(self, further: tuple[str, ...] = ()) -> str:
        facts = [f"{written(name)} = 1" for name in self.selection]
        return probability(self.outcome, self.given + further, facts)

    @property
    def is_separated(self) -> bool:
        sides = self.selection, self.outcome
        return not self.selection or d_separated(self.diagram, *sides, self.given)

    def separators(self, candidates: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """Yield a smallest set that separates outcome and selection, if there is one."""
        strata = replace(self.diagram, selected=frozenset(self.given))
        free = frozenset(candidates).difference(self.outcome, self.given, self.selection)
        graph = named_separation_graph(strata, self.selection, self.outcome, free)
        for _ in islice(minimal_separators(graph.neighbours), 1):
            yield graph.named(smallest_separator(graph.neighbours))

    def as_it_is(self) -> ConditionalRecovery:
        reason = f"nobody was selected into the data, so they show {self.text}"
        if not self.selection:
            return self.finding("as it is", reason, formula=self.text)
        strata = f" given {listed(self.given)}" if self.given else ""
        reason = (
            f"{listed(self.outcome)} and {listed(self.selection)} are separated{strata}, so "
            f"{self.text} is the same among the people in the data"
        )
        return self.finding("as it is", reason, formula=f"{self.text} = {self.inside()}")

    def read_off(self) -> ConditionalRecovery:
        names = tuple(sorted(self.outcome + self.given))
        reason = f"the data from outside hold {listed(names)}, so they show {self.text} alone"
        return self.finding("external data", reason, external=names, formula=self.text)

    def put_together(self, separator: tuple[str, ...]) -> ConditionalRecovery:
        formula = (
            f"{self.text} = Σ_{{{', '.join(map(written, separator))}}} {self.inside(separator)} "
            f"{probability(separator, self.given)}"
        )
        reason = (
            f"among people alike in {listed(self.given + separator)} it is of no account for "
            f"{listed(self.outcome)} who is in the data, and the data from outside say how "
            f"often each kind of people occurs"
        )
        names = tuple(sorted(self.given + separator))
        return self.finding("external data", reason, external=names, formula=formula)

    def finding(
        self,
        verdict: Verdict,
        reason: str,
        *,
        external: tuple[str, ...] = (),
        formula: str = "",
        path: tuple[str, ...] = (),
    ) -> ConditionalRecovery:
        return ConditionalRecovery(
            self.outcome, self.given, verdict, external, formula, reason, path
        )


def _check_sides(diagram: Diagram, outcome: tuple[str, ...], given: tuple[str, ...]) -> None:
    if not outcome:
        raise QuestionError("name at least one variable whose distribution is asked about")
    asked = outcome + given
    for names, what in (
        (frozenset(outcome).intersection(given), "on both sides"),
        (diagram.latent.intersection(asked), "hidden, so no data hold it"),
        (diagram.selected.intersection(asked), "the same for everybody in the data"),
    ):
        for name in diagram.ordered(names):
            raise QuestionError(f"{name} is {what}; ask about other variables")


def _not_recovered(asked: _Asked, known: frozenset[str]) -> ConditionalRecovery:
    """Return that different populations leave the same data behind, or that none can say."""
    same = f"so populations that differ in {asked.text} leave the same data behind"
    for path in _neighbourly(asked, known):
        reason = (
            f"{path}: nothing measured comes between {path.nodes[-1]} and who is in the data, "
            f"{same}. Only data without selection on {path.nodes[-1]} would tell"
        )
        return asked.finding("not recoverable", reason, path=path.nodes)
    path = open_path(asked.diagram, asked.selection, asked.outcome, asked.given)
    link = f"{path} links who is in the data with {listed(asked.outcome)}"
    if not known:
        reason = f"{link} and nothing is known from outside, {same}. {_remedy(asked)}"
        return asked.finding("not recoverable", reason, path=path.nodes)
    reason = (
        f"{link}. What is known from outside, {listed(sorted(known))}, does not separate them; "
        f"whether it helps in another way the theorems used here do not say. {_remedy(asked)}"
    )
    return asked.finding("not settled", reason, path=path.nodes)


def _neighbourly(asked: _Asked, known: frozenset[str]) -> Iterator[Path]:
    """Yield the ways by which selection is a neighbour of an outcome not known from outside."""
    for name in asked.outcome:
        for chosen in asked.selection if name not in known else ():
            if are_neighbours(asked.diagram, chosen, name):
                yield neighbourly_path(asked.diagram, chosen, name)


def _remedy(asked: _Asked) -> str:
    observed = (name for name in asked.diagram.nodes if name not in asked.diagram.latent)
    for separator in asked.separators(observed):
        return f"Data without selection on {listed(asked.given + separator)} would do"
    return f"Data without selection on {listed(asked.given + asked.outcome)} would do"
