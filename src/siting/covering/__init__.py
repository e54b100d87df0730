"""The parts of exact coverage, in the order in which it uses them.

reduction (what of the groups and sites is left); then, where one cover is all that
counts and only the number of sites rules: incumbent (the best design and bound), dual
(a certified bound that decides sites), program (a linear program and its cuts),
relaxation and work (branch and cut); else compact (the matrix of what is left).
"""
