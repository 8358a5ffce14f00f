"""Can the data answer the question? Identification.

An estimate is a number computed from data; an effect is a statement about what would
happen. *Identification* is the bridge: an argument, from a causal diagram, that some
quantity of the data equals the effect. It comes before any estimating and needs no
data at all. Where no argument exists, :func:`identify` does not return an empty
answer: it raises :class:`~causalkit.errors.NotIdentified`, which names the path that
nobody can block and what stands in the way.
"""

from __future__ import annotations

from causalkit.analysis.identify.adjustment import is_adjustment_set, minimal_adjustment
from causalkit.analysis.identify.backdoor import Backdoor, adjustment_sets, backdoor_adjustment
from causalkit.analysis.identify.backdoor_criterion import backdoor_sets, satisfies_backdoor
from causalkit.analysis.identify.direct import direct_effect_sets, is_direct_adjustment_set
from causalkit.analysis.identify.explanation import Explanation, NoRepair, explain
from causalkit.analysis.identify.frontdoor import Frontdoor, frontdoor
from causalkit.analysis.identify.general import Functional, Hedge, identify_functional
from causalkit.analysis.identify.identification import Identification, identify
from causalkit.analysis.identify.minimum_cost import minimum_cost_adjustment
from causalkit.analysis.identify.no_confounding import NoConfounding
from causalkit.analysis.identify.optimal import optimal_adjustment
from causalkit.analysis.identify.reasons import Reason
from causalkit.analysis.identify.repair import Repair

__all__ = [
    "Backdoor",
    "Explanation",
    "Frontdoor",
    "Functional",
    "Hedge",
    "Identification",
    "NoConfounding",
    "NoRepair",
    "Reason",
    "Repair",
    "adjustment_sets",
    "backdoor_adjustment",
    "backdoor_sets",
    "direct_effect_sets",
    "explain",
    "frontdoor",
    "identify",
    "identify_functional",
    "is_adjustment_set",
    "is_direct_adjustment_set",
    "minimal_adjustment",
    "minimum_cost_adjustment",
    "optimal_adjustment",
    "satisfies_backdoor",
]
