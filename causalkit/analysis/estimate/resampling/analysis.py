"""An estimator with all that it is given but the data, so that it can be asked again."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from causalkit.analysis.estimate.estimate import Estimate, Identification
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.analysis.estimate.resampling.vectorised import VECTORISED
from causalkit.analysis.identify.missingness import Recoverability

Estimator = Callable[..., Estimate]


@dataclass(frozen=True, eq=False)
class Analysis:
    """An estimator with all that it is given but the data.

    Parameters
    ----------
    method : callable
        The estimator.
    identification : Backdoor or other
        What it is given besides the data.
    sampling : Sampling
        How people came into the table.
    level : float
        Level of confidence.
    options : mapping of str to object
        The estimator's own options.
    """

    method: Estimator
    identification: Identification
    sampling: Sampling
    level: float
    options: Mapping[str, Any]

    def estimate(self, data: pd.DataFrame) -> Estimate:
        """Return what the estimator says of some data.

        Parameters
        ----------
        data : pandas.DataFrame
            One row a person. It is not changed.

        Returns
        -------
        Estimate
        """
        given = {"level": self.level, "sampling": self.sampling, **self.options}
        return self.method(data, self.identification, **given)

    @property
    def is_vectorised(self) -> bool:
        """Whether samples can be counts: not where each one needs weights of its own."""
        policy = self.sampling.missing
        if isinstance(policy, Recoverability) and policy.verdict == "weighting":
            return False
        return self.method in VECTORISED and self.options.keys() <= VECTORISED[self.method][1]


def normal(estimate: Estimate) -> float:
    """Return an estimate on the scale on which it is normal: of a ratio the logarithm.

    Parameters
    ----------
    estimate : Estimate
        The estimate.

    Returns
    -------
    float
    """
    difference = estimate.question.scale == "difference"
    return estimate.value if difference else math.log(estimate.value)
