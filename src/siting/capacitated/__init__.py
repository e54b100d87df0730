"""The parts of the exact method for sites of limited capacity, in the order of use.

pairs, then dual (Lagrangian), incumbent, and the trees. They know the form of a flow
and no model.
"""
