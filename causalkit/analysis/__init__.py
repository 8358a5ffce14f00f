"""A table, a diagram and a question: all that a scientist has.

This wing knows nothing of worlds and their truth. :mod:`~causalkit.analysis.identify`
decides from the diagram whether and how the question can be answered,
:mod:`~causalkit.analysis.estimate` computes the answer from the table, and
:mod:`~causalkit.analysis.second_opinion` asks an independent library.
"""
