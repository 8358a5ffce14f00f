"""The truth: what an effect is, computed from the equations and not from data.

No survey shows what would have happened to a smoker who had not smoked. A world
knows: its equations say what each person's outcome becomes when the exposure is
set, and the person's noise stays the same. Averaged over the people whom the
question is about, that is the effect. Where the equations are linear, or have few
values, it is computed exactly; elsewhere people are simulated until the
Monte-Carlo error is as small as asked.
"""

from causalkit.graph import Question
from causalkit.nature.model import Model
from causalkit.nature.truth.enumeration import enumerated_truth
from causalkit.nature.truth.linear import linear_truth
from causalkit.nature.truth.simulation import simulated_truth
from causalkit.nature.truth.truth import NotExact, Truth

__all__ = ["NotExact", "Truth", "true_effect"]


def true_effect(
    model: Model, question: Question, *, precision: float | None = None, seed: int = 0
) -> Truth:
    """Return the effect that a question asks for.

    Parameters
    ----------
    model : Model
        The equations.
    question : Question
        What is asked.
    precision : float, optional
        Largest Monte-Carlo standard error accepted, in units of the effect; a
        thousandth of the outcome's standard deviation when left out.
    seed : int, optional
        Seed of the simulated people, if simulation is needed.

    Returns
    -------
    Truth
        Exact where the model allows it.

    Raises
    ------
    TruthError
        If the population is empty or the precision out of reach.
    """
    for exact in (linear_truth, enumerated_truth):
        try:
            return exact(model, question)
        except NotExact:
            continue
    return simulated_truth(model, question, precision=precision, seed=seed)
