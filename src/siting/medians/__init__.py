"""The parts of the exact method for medians, in the order in which it uses them.

lists, then ascent (Lagrangian), fixing, master (Benders), tree. They know the form of a
median and no model.
"""
