"""What it takes to answer a problem through the whole matrix of its model.

start (a design, and a point of the matrix for it), completion and plain_start (where
that is hard), dear (costs too far apart), outcome (what a solver found, on our axes).
They know matrices and forms, and no model.
"""
