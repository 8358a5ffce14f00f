"""Everything that a diagram can tell: general identification.

Adjusting for confounders is the best-known way from data to an effect, and not the only
one. If everything runs through a mediator that is not confounded itself, the effect can be
put together from two steps (the front door). Other diagrams need stranger formulas. Is
there an end to the tricks? There is: one algorithm, ID, finds a formula whenever the diagram
allows one, and where it stops, no other method can go on. It takes the distribution apart
into *districts*, variables that hidden causes tie together, and asks of each whether
its part can be had from the data.

If not, :class:`NotIdentifiable` names a *hedge*: two sets of variables that hidden causes
tie together in such a way that two models can agree on everything observed and differ in
the effect. That is a proof, not a failure to find something.

A formula says nothing of how to estimate it well; :meth:`Functional.evaluate` puts the
observed probabilities in, which is right for discrete variables and plenty of data.
"""

from __future__ import annotations

from causalkit.analysis.identify.general.functional import Functional
from causalkit.analysis.identify.general.hedge import Hedge, NotIdentifiable
from causalkit.analysis.identify.general.identification import (
    identify_distribution,
    identify_functional,
)
from causalkit.analysis.identify.general.query import Query

__all__ = [
    "Functional",
    "Hedge",
    "NotIdentifiable",
    "Query",
    "identify_distribution",
    "identify_functional",
]
