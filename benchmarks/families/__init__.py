"""What the benchmarks ask: a file for each kind of problem."""
