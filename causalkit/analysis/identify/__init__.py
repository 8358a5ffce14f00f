"""Can the data answer the question? Identification.

An estimate is a number computed from data; an effect is a statement about what would
happen. *Identification* is the bridge: an argument, from a causal diagram, that some
quantity of the data equals the effect. It comes before any estimating and needs no
data at all. Where no argument exists, :func:`identify` does not return an empty
answer: it raises :class:`~causalkit.errors.NotIdentified`, which names the path that
nobody can block and what stands in the way.
"""

from __future__ import annotations

from causalkit.analysis.identify.adjustment.backdoor import (
    Backdoor,
    adjustment_sets,
    backdoor_adjustment,
)
from causalkit.analysis.identify.adjustment.backdoor_criterion import (
    backdoor_sets,
    satisfies_backdoor,
)
from causalkit.analysis.identify.adjustment.direct import (
    direct_effect_sets,
    is_direct_adjustment_set,
)
from causalkit.analysis.identify.adjustment.exchangeability import ConditionalExchangeability
from causalkit.analysis.identify.adjustment.minimal import is_adjustment_set, minimal_adjustment
from causalkit.analysis.identify.adjustment.minimum_cost import minimum_cost_adjustment
from causalkit.analysis.identify.adjustment.no_confounding import NoConfounding
from causalkit.analysis.identify.adjustment.optimal import optimal_adjustment
from causalkit.analysis.identify.controls.control import all_controls, control
from causalkit.analysis.identify.controls.verdict import Control
from causalkit.analysis.identify.explanation.explanation import Explanation, NoRepair, explain
from causalkit.analysis.identify.explanation.reasons import Reason
from causalkit.analysis.identify.explanation.repair import Repair
from causalkit.analysis.identify.frontdoor.frontdoor import Frontdoor, frontdoor_adjustment
from causalkit.analysis.identify.general import (
    Functional,
    Hedge,
    NotIdentifiable,
    identify_distribution,
    identify_functional,
)
from causalkit.analysis.identify.identification import Identification, identify
from causalkit.analysis.identify.implied.equivalence import EquivalenceClass, equivalence_class
from causalkit.analysis.identify.implied.independences import (
    Independence,
    Independences,
    implied_independences,
)
from causalkit.analysis.identify.instruments.instruments import (
    Instrument,
    instrumental_variables,
)
from causalkit.analysis.identify.mediation.mediation import Mediation, identify_mediation
from causalkit.analysis.identify.missingness import Recoverability, missing_values
from causalkit.analysis.identify.parallel_trends.parallel_trends import ParallelTrends
from causalkit.analysis.identify.roles.roles import variable_roles
from causalkit.analysis.identify.selection.conditional_recovery import ConditionalRecovery
from causalkit.analysis.identify.selection.external import (
    SelectionAdjustment,
    identify_with_external,
)
from causalkit.analysis.identify.selection.pair_check import check_pair
from causalkit.analysis.identify.selection.recoverability import recover_conditional

__all__ = [
    "Backdoor",
    "ConditionalExchangeability",
    "ConditionalRecovery",
    "Control",
    "EquivalenceClass",
    "Explanation",
    "Frontdoor",
    "Functional",
    "Hedge",
    "Identification",
    "Independence",
    "Independences",
    "Instrument",
    "Mediation",
    "NoConfounding",
    "NoRepair",
    "NotIdentifiable",
    "ParallelTrends",
    "Reason",
    "Recoverability",
    "Repair",
    "SelectionAdjustment",
    "adjustment_sets",
    "all_controls",
    "backdoor_adjustment",
    "backdoor_sets",
    "check_pair",
    "control",
    "direct_effect_sets",
    "equivalence_class",
    "explain",
    "frontdoor_adjustment",
    "identify",
    "identify_distribution",
    "identify_functional",
    "identify_mediation",
    "identify_with_external",
    "implied_independences",
    "instrumental_variables",
    "is_adjustment_set",
    "is_direct_adjustment_set",
    "minimal_adjustment",
    "minimum_cost_adjustment",
    "missing_values",
    "optimal_adjustment",
    "recover_conditional",
    "satisfies_backdoor",
    "variable_roles",
]
