"""Weights that make groups alike.

A weight says for how many others somebody stands. Whom a group is made to resemble decides
the population: everybody, one of the groups, or the people who could have been in any. A
dose, which makes no groups, is weighted by densities in place of chances. This room has a
file for each kind of weights, one each for capping them and for looking at them, and what
the estimators share that have an outcome regression besides.
"""
