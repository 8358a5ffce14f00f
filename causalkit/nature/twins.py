"""Twins: each person together with the outcome of either life (Neyman, 1923; Rubin, 1974)."""

from __future__ import annotations

from causalkit.graph import Question
from causalkit.nature.model import Model
from causalkit.nature.truth.population import Setting, arm


def potential_outcomes(model: Model, question: Question) -> dict[str, tuple[Model, str]]:
    """Return, for each potential outcome, the model and the variable it is read from.

    Parameters
    ----------
    model : Model
        The equations.
    question : Question
        Names exposures, outcomes and the two settings.

    Returns
    -------
    dict of str to (Model, str)
        Keys like ``phq9_if_kratom_1``; reference before treated.
    """
    found = {}
    for setting in (question.reference, question.treated):
        intervened = arm(model, question, setting)
        for outcome in question.outcome:
            found[f"{outcome}_if_{_words(question, setting)}"] = (intervened, outcome)
    return found


def _words(question: Question, setting: Setting) -> str:
    pairs = zip(question.exposure, setting, strict=True)
    return "_and_".join(f"{name}_{value}" for name, value in pairs)
