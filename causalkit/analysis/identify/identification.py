"""The first argument that identifies an effect, the simplest ones tried first.

Adjustment is tried before anything else, because it needs the fewest words and has the
most estimators. Where no set can be adjusted for, mediators may do instead (the
front-door criterion). Where they do not either, the general algorithm decides whether
any formula at all gives the effect from what is observed. It is complete: where it
fails, nothing but further assumptions or other data will help. Instruments are such
a further assumption, so they are never the answer here; see
:func:`~causalkit.analysis.identify.instruments.instruments`.

Source: Shpitser and Pearl (2006), Identification of joint interventional distributions
in recursive semi-Markovian causal models; the order is that of Pearl (2009), Causality,
chapter 3.
"""

from __future__ import annotations

from causalkit.analysis.identify.adjustment.backdoor import Backdoor, backdoor_adjustment
from causalkit.analysis.identify.frontdoor.frontdoor import Frontdoor, frontdoor_adjustment
from causalkit.analysis.identify.general import Functional, identify_functional
from causalkit.errors import NotIdentified
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question

Identification = Backdoor | Frontdoor | Functional
"""An argument that identifies an effect."""


def identify(diagram: Diagram, question: Question, *, limit: int = 100) -> Identification:
    """Return the simplest argument that identifies an effect.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram, with its latent and its selected variables marked.
    question : Question
        The effect that is asked about.
    limit : int, optional
        At most so many minimal sets are listed.

    Returns
    -------
    Backdoor or Frontdoor or Functional

    Raises
    ------
    NotIdentified
        If there is none. The message says why adjustment fails, with the path, and why
        everything else does.
    QuestionError
        If the question does not fit the diagram.

    Examples
    --------
    >>> triangle = Diagram.of([("pain", "x"), ("pain", "y"), ("x", "y")])
    >>> identify(triangle, Question.of("x", "y")).adjustment
    ('pain',)
    >>> hidden = Diagram.of([("u", "x"), ("u", "y"), ("x", "m"), ("m", "y")], latent=["u"])
    >>> identify(hidden, Question.of("x", "y")).mediators
    ('m',)
    """
    try:
        return backdoor_adjustment(diagram, question, limit=limit)
    except NotIdentified as finding:
        by_adjustment = finding
    try:
        return frontdoor_adjustment(diagram, question, limit=limit)
    except NotIdentified:
        pass
    try:
        return identify_functional(diagram, question)
    except NotIdentified as finding:
        raise NotIdentified(
            f"{by_adjustment.message}. Nor is it by any other formula: {finding.message}",
            path=by_adjustment.path,
            obstacles=by_adjustment.obstacles,
        ) from finding
