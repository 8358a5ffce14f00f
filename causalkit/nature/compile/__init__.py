"""From equations to numbers: each expression becomes a closure over numpy calls.

Everything that can be known without people is settled here, once: which names
exist, what kind each value has, how many arguments a function takes, whether a
constant parameter lies in its domain. What is left computes one block of people
at a time and reuses its temporaries, which keeps a block inside the processor's
cache.
"""

from causalkit.nature.compile.compiled import Compiled, constant
from causalkit.nature.compile.draws import CompiledDraw, compile_draw
from causalkit.nature.compile.expressions import ExpressionCompiler

__all__ = ["Compiled", "CompiledDraw", "ExpressionCompiler", "compile_draw", "constant"]
