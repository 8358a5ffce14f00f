"""Whose effect, and who is in the data.

An effect belongs to a population, and data hold those who were selected. Here a group
becomes part of the diagram (`population`), and it is decided whether the selected speak
for those asked about (`transport`), with the help of outside data where there are some.
"""
