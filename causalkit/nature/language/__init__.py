"""The world language: a story, its equations and its question on one page.

A student can read a world file aloud. Each line says how one thing comes about:
``pain ~ bernoulli(0.2)`` is drawn, ``worse = before + pain`` is computed, and a
name with nothing but a number, ``relief = -1.5``, is a knob that may be turned.
The causal diagram is not drawn beside the equations, it is read off them: the
names on the right cause the name on the left. ``latent``, ``select`` and
``missing … when`` put the survey's own doings into the same picture. This folder
turns the text into statements and knows nothing of what they compute; a file is
read with Python's grammar and is never run as Python.
"""

from causalkit.nature.language.expression import Call, Expression, Label, Name, Number
from causalkit.nature.language.parser import parse_equation, parse_script
from causalkit.nature.language.syntax import Equation, Knob, Preset, Remark, Script

__all__ = [
    "Call",
    "Equation",
    "Expression",
    "Knob",
    "Label",
    "Name",
    "Number",
    "Preset",
    "Remark",
    "Script",
    "parse_equation",
    "parse_script",
]
