"""The names of the parts that a variable can play for a question, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Role = Literal[
    "exposure",
    "outcome",
    "confounder",
    "on a back-door path",
    "proxy of a confounder",
    "proxy of a hidden confounder",
    "mediator",
    "collider",
    "instrument",
    "cause of the exposure only",
    "precision variable",
    "descendant of a mediator",
    "descendant of a collider",
    "descendant of the outcome",
    "descendant of the exposure",
    "other",
    "unrelated",
    "latent",
    "selected",
    "missingness indicator",
]

ROLES: Mapping[Role, str] = {
    "exposure": "its effect is asked about",
    "outcome": "the effect on it is asked about",
    "confounder": "causes the exposure, and the outcome by a way that avoids the exposure",
    "on a back-door path": (
        "stands between exposure and outcome on a path without a collider that enters the "
        "exposure, and is not changed by the exposure"
    ),
    "proxy of a confounder": (
        "measured, not a confounder itself, but caused by one, and not changed by the exposure"
    ),
    "proxy of a hidden confounder": (
        "measured, not a confounder itself, but caused by a hidden one, and not changed by the "
        "exposure"
    ),
    "mediator": "stands on the way by which the exposure causes the outcome",
    "collider": "stands on a path between exposure and outcome where two arrows meet",
    "instrument": (
        "measured, related to the exposure, not changed by it, and related to the outcome by "
        "way of the exposure's effect only"
    ),
    "cause of the exposure only": "causes the exposure, and the outcome in no other way",
    "precision variable": (
        "causes the outcome by a way that avoids the exposure, and is not related to the exposure"
    ),
    "descendant of a mediator": "caused by a mediator, and not by way of the outcome alone",
    "descendant of a collider": "caused by a collider",
    "descendant of the outcome": "caused by the outcome",
    "descendant of the exposure": "caused by the exposure, and by none of what carries the effect",
    "other": "none of the above, though related to exposure or outcome",
    "unrelated": "none of the above, and related to neither exposure nor outcome",
    "latent": "nobody measured it",
    "selected": "it decided who is in the data",
    "missingness indicator": "it says whether another variable is missing: missing_NAME",
}
"""Every role, with what it means; in the order in which the roles of a variable are listed."""
