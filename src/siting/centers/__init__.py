"""Parts of the methods for centers: a few clients, what covers them, who refutes it."""
