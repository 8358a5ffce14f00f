"""From a diagram and a question to a formula, or to the reason why there is none.

The data are taken to be drawn from everybody. Where people were selected into the data the
observed distribution is that of the selected, and formulas of this kind do not apply,
unless selection has nothing to do with anything that they contain: no variable that matters
has a cause in common with selection, or is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Set

from causalkit.analysis.identify.general.functional import Functional
from causalkit.analysis.identify.general.idc_algorithm import identified_conditional
from causalkit.analysis.identify.general.query import Query
from causalkit.analysis.identify.phrases import effect, listed
from causalkit.analysis.identify.population import check_ends, conditioned, conditions
from causalkit.errors import NotIdentified, QuestionError, did_you_mean
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Condition, Question

Names = str | Iterable[str]


def identify_functional(diagram: Diagram, question: Question) -> Functional:
    """Return a formula for the outcome under every exposure, whatever it takes.

    Adjustment is one way to identify an effect; this finds a formula whenever one exists.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram, with its latent and its selected variables marked.
    question : Question
        The effect that is asked about, in everybody or in a group of people who have certain
        values of variables that the exposure does not change.

    Returns
    -------
    Functional
        For P(outcome | do(exposure)), given the variables that form the group.

    Raises
    ------
    NotIdentifiable
        If no formula exists. It carries the hedge that shows so.
    NotIdentified
        If something in the question is hidden, the exposed or the unexposed or a range are
        asked about, or people were selected by something that matters.
    QuestionError
        If the question does not fit the diagram.

    Examples
    --------
    >>> diagram = Diagram.of(
    ...     [("u", "x"), ("u", "y"), ("x", "m"), ("m", "y")], latent=["u"]
    ... )
    >>> identify_functional(diagram, Question.of("x", "y")).text
    "Σ_{m} P(m | x) Σ_{x'} P(y | x', m) P(x')"
    """
    check_ends(diagram, question)
    conditioned(diagram, question)
    group = _values(question)
    if question.population in ("exposed", "unexposed"):
        raise NotIdentified(
            f"{effect(question)} among the {question.population} is not identified by a general "
            f"formula: that is settled by adjustment only; ask about everybody"
        )
    known = tuple(each for each in group if each.variable not in diagram.selected)
    given = tuple(each.variable for each in known)
    found = identify_distribution(diagram, question.outcome, question.exposure, given)
    return Functional(found.query, found.expression, known)


def identify_distribution(
    diagram: Diagram, outcome: Names, exposure: Names = (), given: Names = ()
) -> Functional:
    """Return a formula for the distribution of outcomes when exposures are set by hand.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram, with its latent and its selected variables marked.
    outcome : str or iterable of str
        The variables whose joint distribution is asked for.
    exposure : str or iterable of str, optional
        The variables that are set by hand, jointly.
    given : str or iterable of str, optional
        Variables that are known once the exposures have been set; the exposures may have
        changed them.

    Returns
    -------
    Functional

    Raises
    ------
    NotIdentifiable
        If no formula exists. It carries the hedge that shows so.
    NotIdentified
        If one of the variables is hidden, or people were selected by something that matters.
    QuestionError
        If the diagram does not have a variable, or one is named twice.

    Notes
    -----
    Complete: Shpitser and Pearl (2006), Identification of conditional interventional
    distributions; Huang and Valtorta (2006), Pearl's calculus of intervention is complete.

    Examples
    --------
    >>> diagram = Diagram.of([("c", "x"), ("c", "y"), ("x", "y")])
    >>> identify_distribution(diagram, "y", "x").text
    'Σ_{c} P(y | x, c) P(c)'
    """
    query = Query(_several(outcome), _several(exposure), _several(given))
    _check(diagram, query)
    _check_unselected(diagram, query)
    return Functional(query, identified_conditional(_relevant(diagram, query), query))


def _several(names: Names) -> tuple[str, ...]:
    if isinstance(names, str):
        return (names,)
    # A set has no order of its own, and the answer must not depend on hashing.
    return tuple(sorted(names)) if isinstance(names, Set) else tuple(names)


def _values(question: Question) -> tuple[Condition, ...]:
    """Return the conditions of a question, one for each variable, each of them a value."""
    value: dict[str, Condition] = {}
    for condition in conditions(question):
        if condition.relation != "==":
            raise NotIdentified(
                f"{effect(question)} among {condition} is not identified by a general formula: "
                f"a range is settled by adjustment only; ask about one value, with =="
            )
        if value.setdefault(condition.variable, condition) != condition:
            raise QuestionError(f"nobody has {value[condition.variable]} and {condition}")
    return tuple(value.values())


def _check(diagram: Diagram, query: Query) -> None:
    if not query.outcome:
        raise QuestionError("a distribution is that of one outcome or more")
    seen: set[str] = set()
    for name in query.variables:
        if name not in diagram.nodes:
            hint = did_you_mean(str(name), diagram.nodes)
            raise QuestionError(f'the diagram has no variable "{name}".{hint}')
        if name in seen:
            raise QuestionError(f'"{name}" is named twice')
        if name in diagram.latent:
            raise NotIdentified(
                f"{query.effect} is not identified: {name} is hidden, so no data hold it",
                obstacles=(name,),
            )
        seen.add(name)


def _check_unselected(diagram: Diagram, query: Query) -> None:
    """Raise if what decided who is in the data has to do with anything that matters."""
    selecting = diagram.ancestors(*diagram.selected)
    for name in diagram.ordered(diagram.ancestors(*query.variables) & selecting):
        selected = diagram.ordered(diagram.selected & diagram.descendants(name))
        about = (
            f"{name} matters here" if name in selected else f"{name} bears on that and matters here"
        )
        raise NotIdentified(
            f"{query.effect} is not identified by a general formula: the data hold only people "
            f"selected on {listed(selected)}, and {about}; such formulas are for data "
            f"without selection, so see whether adjustment identifies it",
            obstacles=selected,
        )


def _relevant(diagram: Diagram, query: Query) -> Diagram:
    """Return the part of the diagram that matters; equal diagrams give equal formulas."""
    kept = diagram.ancestors(*query.variables)
    edges = (edge for edge in diagram.edges if kept.issuperset(edge))
    return Diagram.of(sorted(edges), sorted(kept), diagram.latent & kept)
