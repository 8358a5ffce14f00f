"""Bounds: what the data say when nothing identifies the effect.

Where exposed and unexposed people may differ in ways that nobody measured, no number can be
defended. But the data still rule something out. Nobody knows what the exposed would have
been without exposure, yet for a yes or no it was a yes or a no. So the effect lies between two
bounds, which the data give without any assumption; each assumption that one is willing to
make draws them closer. Reading them in this order shows what an answer owes to the data and
what to the assumptions.

Source: Manski (2003), Partial identification of probability distributions.
"""
