"""The parts of exact coverage, in the order in which it uses them.

reduction (what of the groups and sites is left), dual (a certified bound that decides
sites), compact (the matrix of what is left then).
"""
