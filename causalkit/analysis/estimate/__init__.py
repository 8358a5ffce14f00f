"""How large is the effect? Estimation.

An estimator takes a table and an argument for why its answer would be the effect, and
returns a number with an interval. The methods here rest on different models. The
*difference* of means has none and believes that the groups are alike; *stratification* has
none either and needs people of every kind in both groups; *regression* models the outcome;
*weighting* and *matching* model who was exposed; *augmented weighting* and *targeted maximum
likelihood* model both and are right if either model is. Instruments, the front door, other
formulas, parallel trends and mediators have estimators of their own, and where no argument
gives a number there are *bounds*. Where methods disagree by more than chance, a model or the
argument is wrong.

All are called alike, ``method(data, identification, level=0.95, sampling=…)``, return an
:class:`Estimate`, refuse an argument that does not license them, and leave the table as it was.
"""

from __future__ import annotations

from causalkit.analysis.estimate.augmented_weighting import augmented_weighting
from causalkit.analysis.estimate.bounds.bounds import Bounds
from causalkit.analysis.estimate.bounds.instrument import instrument_bounds
from causalkit.analysis.estimate.bounds.monotone_response import monotone_response_bounds
from causalkit.analysis.estimate.bounds.monotone_selection import monotone_selection_bounds
from causalkit.analysis.estimate.bounds.no_assumption import no_assumption_bounds
from causalkit.analysis.estimate.contrasts import each_contrast
from causalkit.analysis.estimate.difference import difference
from causalkit.analysis.estimate.estimate import Estimate, Identification
from causalkit.analysis.estimate.front_door import front_door
from causalkit.analysis.estimate.g_estimation import g_estimation
from causalkit.analysis.estimate.matched.matching import matching
from causalkit.analysis.estimate.matched.pairs import matched_pairs, matching_weights
from causalkit.analysis.estimate.mediation.controlled import controlled_direct_effect
from causalkit.analysis.estimate.mediation.mediation import MediationEstimates, mediation
from causalkit.analysis.estimate.mediation.natural import (
    natural_direct_effect,
    natural_indirect_effect,
)
from causalkit.analysis.estimate.panel.difference_in_differences import difference_in_differences
from causalkit.analysis.estimate.panel.event_study import EventStudy, event_study
from causalkit.analysis.estimate.plug_in import plug_in
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.estimate.regression import regression
from causalkit.analysis.estimate.resampling.bootstrap import bootstrap
from causalkit.analysis.estimate.stratification import stratification
from causalkit.analysis.estimate.subgroups import SubgroupEffects, subgroup_effects
from causalkit.analysis.estimate.targeted_maximum_likelihood import targeted_maximum_likelihood
from causalkit.analysis.estimate.two_stage_least_squares import two_stage_least_squares
from causalkit.analysis.estimate.wald import wald
from causalkit.analysis.estimate.weighting import weighting

__all__ = [
    "Bounds",
    "Estimate",
    "EventStudy",
    "Identification",
    "MediationEstimates",
    "Sampling",
    "SubgroupEffects",
    "augmented_weighting",
    "bootstrap",
    "controlled_direct_effect",
    "difference",
    "difference_in_differences",
    "each_contrast",
    "event_study",
    "front_door",
    "g_estimation",
    "instrument_bounds",
    "matched_pairs",
    "matching",
    "matching_weights",
    "mediation",
    "monotone_response_bounds",
    "monotone_selection_bounds",
    "natural_direct_effect",
    "natural_indirect_effect",
    "no_assumption_bounds",
    "plug_in",
    "regression",
    "stratification",
    "subgroup_effects",
    "targeted_maximum_likelihood",
    "two_stage_least_squares",
    "wald",
    "weighting",
]
