"""The part that each variable plays for a question.

The same variable is a confounder for one question, a mediator for another and of no
interest for a third: a role belongs to a variable *and* a question. The roles are read
off the arrows. A variable often has several, and a variable that is a confounder on one
path and a collider on another is neither safe to adjust for nor safe to leave alone.
Roles describe; what to do about a variable is said by
:func:`~causalkit.analysis.identify.controls.control.control`.

Hidden and selected variables have the roles that their arrows give them, and a role that
says what they are. Only an instrument has to be more than arrows: it has to be measured,
and selection must not have spoilt it.

Source: Hernán and Robins (2020), Causal Inference: What If, chapters 6 to 9, 16 and 18;
Cinelli, Forney and Pearl (2022), A crash course in good and bad controls; Pearl (2009),
Causality, definition 7.4.1, for instruments.
"""

from __future__ import annotations

from collections.abc import Mapping

from causalkit.analysis.identify.criterion.criterion import Criterion
from causalkit.analysis.identify.roles.relations import Relations
from causalkit.analysis.identify.roles.role_names import ROLES, Role
from causalkit.errors import QuestionError, did_you_mean
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question

__all__ = ["ROLES", "Role", "variable_roles"]

ORDER = {role: index for index, role in enumerate(ROLES)}


def variable_roles(diagram: Diagram, question: Question) -> Mapping[str, tuple[Role, ...]]:
    """Return the roles of each variable for a question.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram, with its latent and its selected variables marked.
    question : Question
        The effect that is asked about. Several exposures are taken to be set jointly;
        whom it is asked among does not matter.

    Returns
    -------
    mapping of str to tuple of str
        For each variable, in alphabetical order, at least one of the roles of `ROLES`:

        - ``exposure``, ``outcome``: what is asked about; besides, they only have marks;
        - ``confounder``: a common cause, which causes the exposure, and the outcome by a
          way that avoids the exposure;
        - ``on a back-door path``: stands on a path without a collider that begins with an
          arrow into the exposure, and is not changed by the exposure;
        - ``proxy of a confounder``: measured, caused by a confounder by a way that avoids
          exposure and outcome, not changed by the exposure, no confounder itself;
        - ``proxy of a hidden confounder``: in addition, where that confounder is hidden;
        - ``mediator``: stands on a causal path from exposure to outcome;
        - ``collider``: two arrows meet in it on some path between exposure and outcome;
        - ``instrument``: measured, related to the exposure, not changed by it, related to
          the outcome by way of the exposure's effect only, given only what people were
          selected on;
        - ``cause of the exposure only``: causes the exposure, and the outcome in no other
          way; unless it is on a back-door path, adjusting for it can amplify bias;
        - ``precision variable``: causes the outcome by a way that avoids the exposure, to
          which it is not related;
        - ``descendant of a mediator``, ``of a collider``, ``of the outcome``: caused by it
          and not one itself, a mediator's descendant not only by way of the outcome;
        - ``descendant of the exposure``: caused by it, and not by what carries the effect;
        - ``other``: none of the above, though related to exposure or outcome;
        - ``unrelated``: none of the above, and related to neither;
        - ``latent``, ``selected``: the marks of the diagram;
        - ``missingness indicator``: named ``missing_`` and the name of another variable.

    Raises
    ------
    QuestionError
        If the diagram lacks an exposure or outcome.

    Examples
    --------
    >>> diagram = Diagram.of(
    ...     [("pain", "kratom"), ("pain", "phq9"), ("kratom", "sleep"), ("sleep", "phq9")]
    ... )
    >>> for name, found in variable_roles(diagram, Question.of("kratom", "phq9")).items():
    ...     print(name, found)
    kratom ('exposure',)
    pain ('confounder', 'on a back-door path')
    phq9 ('outcome',)
    sleep ('mediator',)
    """
    relations = Relations(Criterion(diagram, _checked(diagram, question)))
    found: dict[str, list[Role]] = {name: [] for name in sorted(diagram.nodes)}
    for role, names in relations.by_role().items():
        for name in names:
            found[name].append(role)
    return {name: tuple(sorted(several, key=ORDER.__getitem__)) for name, several in found.items()}


def _checked(diagram: Diagram, question: Question) -> Question:
    for name in (*question.exposure, *question.outcome):
        if name not in diagram.nodes:
            hint = did_you_mean(name, diagram.nodes)
            raise QuestionError(f'the diagram has no variable "{name}".{hint}')
    return question
