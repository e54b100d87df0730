"""The parts of generic Benders decomposition, in the order in which it uses them.

split (which variables and rows go where), recourse (the reply to a master's point),
cuts (what multipliers prove), master, rounds (the linear relaxation), work. They know
the arrays of a model and nothing else of it.
"""
