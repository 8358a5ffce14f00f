"""One repetition of one of dowhy's refuters, on its own random numbers."""

from __future__ import annotations

from typing import Any, Literal, get_args

import numpy as np

from causalkit.analysis.second_opinion.asking import Asked
from causalkit.analysis.second_opinion.guard import seeded
from causalkit.errors import EstimationError

Refuter = Literal["placebo treatment", "random common cause", "data subset", "bootstrap"]
"""A way of spoiling the data of which the outcome is known."""

REFUTERS: tuple[Refuter, ...] = get_args(Refuter)

Seeds = tuple[int, int]
"""The seed of the generator that a refuter is given, and of those that it takes unasked."""


def repeated(refuter: Refuter, asked: Asked, estimate: Any, seeds: Seeds) -> float:  # noqa: ANN401  # dowhy has no types
    """Return the effect that one repetition of a refuter finds.

    Parameters
    ----------
    refuter : str
        Its name.
    asked : Asked
        The question.
    estimate : dowhy's CausalEstimate
        The estimate from the data as they are.
    seeds : (int, int)
        Of the generator that the refuter is given, and of those that it takes unasked.

    Returns
    -------
    float

    Raises
    ------
    EstimationError
        If there is none.
    """
    call = {
        "placebo treatment": _placebo,
        "random common cause": _common_cause,
        "data subset": _subset,
        "bootstrap": _bootstrap,
    }[refuter]
    with seeded(seeds[1]):
        generator = np.random.RandomState(seeds[0])  # dowhy takes no other
        found = call(asked, estimate, num_simulations=1, random_state=generator)
    effect = float(found.new_effect)
    if not np.isfinite(effect):
        raise EstimationError(f"dowhy's refuter {refuter} found no effect in one of its samples")
    return effect


def _placebo(asked: Asked, estimate: Any, **options: Any) -> Any:  # noqa: ANN401  # as above
    from dowhy.causal_refuters.placebo_treatment_refuter import (
        PlaceboType,
        refute_placebo_treatment,
    )

    return refute_placebo_treatment(
        asked.table,
        asked.estimand,
        estimate,
        treatment_names=list(asked.rows.question.exposure),
        placebo_type=PlaceboType.PERMUTE,
        **options,
    )


def _common_cause(asked: Asked, estimate: Any, **options: Any) -> Any:  # noqa: ANN401  # as above
    from dowhy.causal_refuters.random_common_cause import refute_random_common_cause

    return refute_random_common_cause(asked.table, asked.estimand, estimate, **options)


def _subset(asked: Asked, estimate: Any, **options: Any) -> Any:  # noqa: ANN401  # as above
    from dowhy.causal_refuters.data_subset_refuter import refute_data_subset

    return refute_data_subset(asked.table, asked.estimand, estimate, **options)


def _bootstrap(asked: Asked, estimate: Any, **options: Any) -> Any:  # noqa: ANN401  # as above
    from dowhy.causal_refuters.bootstrap_refuter import refute_bootstrap

    # dowhy fails on labels, so only numbers are measured with error.
    numbers = [column.name for column in asked.rows.covariates if not column.labels]
    return refute_bootstrap(
        asked.table, asked.estimand, estimate, required_variables=numbers or False, **options
    )
