"""The distributions that a world may draw from.

A variable ``x ~ normal(mean, sd)`` is not a box that produces surprises: it is a
fixed, monotone function of one number that belongs to that person and that
variable, the person's noise. Change the mean by an intervention and the same
person, with the same noise, gets the value that person would have had. That is
what makes potential outcomes of a synthetic person real twins, and it is why
every distribution here is written as a quantile function and not as an
algorithm that throws dice until it is satisfied.
"""

from causalkit.nature.distributions.choices import BERNOULLI_EXPIT, CHOICES
from causalkit.nature.distributions.continuous import CONTINUOUS
from causalkit.nature.distributions.counts import COUNTS
from causalkit.nature.distributions.family import Family, Parameter
from causalkit.nature.distributions.questionnaires import (
    LOADING,
    QUESTIONNAIRE_FAMILIES,
    QUESTIONNAIRES,
    Item,
)

FAMILIES: dict[str, Family] = {**CONTINUOUS, **COUNTS, **CHOICES, **QUESTIONNAIRE_FAMILIES}

__all__ = [
    "BERNOULLI_EXPIT",
    "FAMILIES",
    "LOADING",
    "QUESTIONNAIRES",
    "Family",
    "Item",
    "Parameter",
]
