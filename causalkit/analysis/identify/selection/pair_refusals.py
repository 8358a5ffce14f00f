"""Why data from outside do not help, or not these, as a sentence.

If anything that is known from outside separates selection from the outcome, then so do
all the known causes of the two together. When even these leave a path open, the path is
the reason; and what would block it, if it were known too, is the remedy.
"""

from __future__ import annotations

from collections.abc import Iterable

from causalkit.analysis.identify.criterion.moral import named_separation_graph
from causalkit.analysis.identify.criterion.separators import minimal_separators
from causalkit.analysis.identify.phrases import being, listed
from causalkit.analysis.identify.selection.pair_criterion import PairCriterion
from causalkit.analysis.identify.selection.transport import links, not_representative
from causalkit.errors import NotIdentified, QuestionError
from causalkit.graph.diagram import Diagram
from causalkit.graph.separation import open_path


def check_external(diagram: Diagram, external: Iterable[str]) -> frozenset[str]:
    """Return the variables known from outside, or raise if the data do not have them.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    external : iterable of str
        Their names; a single string is one name.

    Returns
    -------
    frozenset of str

    Raises
    ------
    DiagramError
        If there is no such variable.
    QuestionError
        If one of them is hidden: what is known from outside is of use only where it can
        be linked to the data.

    Examples
    --------
    >>> sorted(check_external(Diagram.of([("age", "phq9")]), ["age"]))
    ['age']
    """
    known = diagram.ordered(external)
    hidden = [name for name in known if name in diagram.latent]
    if hidden:
        raise QuestionError(
            f"{being(hidden, 'hidden')}, so the strata that are known from outside cannot be "
            f"found in the data; name variables that the data have too"
        )
    return frozenset(known)


def none_bridges(pair: PairCriterion, known: frozenset[str]) -> NotIdentified:
    """Return the finding that nothing known from outside mends the selection.

    Parameters
    ----------
    pair : PairCriterion
        The criterion, of which no set of known variables meets the last condition.
    known : frozenset of str
        The variables whose distribution in the target population is known.

    Returns
    -------
    NotIdentified

    Examples
    --------
    >>> from causalkit.graph.question import Question
    >>> diagram = Diagram.of([("pain", "y"), ("x", "y"), ("pain", "s")], selected=["s"])
    >>> pair = PairCriterion.of(diagram, Question.of("x", "y"))
    >>> print(str(none_bridges(pair, frozenset())).partition(". ")[2])
    Data without selection on pain would mend that. It is identified for those people: ...
    """
    graph = pair.target_graph
    causes = graph.ancestors(*pair.selection, *pair.question.outcome, *graph.selected)
    return not_bridged(pair, causes & known.intersection(pair.criterion.candidates))


def not_bridged(pair: PairCriterion, known: frozenset[str]) -> NotIdentified:
    """Return the finding that one set known from outside does not mend the selection.

    Parameters
    ----------
    pair : PairCriterion
        The criterion, whose last condition the set does not meet.
    known : frozenset of str
        The set.

    Returns
    -------
    NotIdentified

    Examples
    --------
    >>> from causalkit.graph.question import Question
    >>> diagram = Diagram.of([("x", "y"), ("y", "s")], selected=["s"])
    >>> not_bridged(PairCriterion.of(diagram, Question.of("x", "y")), frozenset()).path
    ('s', 'y')
    """
    path = open_path(pair.target_graph, pair.selection, pair.question.outcome, known)
    why = links(path, pair.question)
    return not_representative(pair.question, pair.selection, path, why, _remedy(pair))


def _remedy(pair: PairCriterion) -> str:
    candidates = pair.criterion.candidates
    graph = named_separation_graph(
        pair.target_graph, pair.selection, pair.question.outcome, candidates
    )
    for names in map(graph.named, minimal_separators(graph.neighbours)):
        if not names:
            return "Nothing from outside is needed: leave it out"
        return f"Data without selection on {listed(names)} would mend that"
    return "No data from outside on the covariates measured here would mend that"
