"""What adjusting has to do, and how to tell whether a set does it: blocking paths.

The *criterion* says which variables must be left alone and which paths must be blocked.
To block paths is to cut a graph in two, so undirected graphs, their separators and flows
through them live here too; and so do the sentences that say why no set will do
(`obstacles`). Nothing here decides which of the good sets to take.
"""
