"""Nature: the wing of the house that knows the truth.

A world is a set of equations, one for each variable, each with noise of its own.
From it come the survey that a student analyses, the diagram that the student may
be shown, and the truth that the student's estimate is held against. Nothing in
this wing looks at how data are analysed, and the wing that analyses never looks
in here: it gets a table, a diagram and a question, as every scientist does.
"""

from causalkit.nature.model import Model
from causalkit.nature.survey import Codebook, Provenance, SurveyData, Variable
from causalkit.nature.truth import Truth
from causalkit.nature.world import World, shipped_names, shipped_worlds, world

__all__ = [
    "Codebook",
    "Model",
    "Provenance",
    "SurveyData",
    "Truth",
    "Variable",
    "World",
    "shipped_names",
    "shipped_worlds",
    "world",
]
