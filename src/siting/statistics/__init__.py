"""Statistics of runs: plain functions over arrays that know nothing of siting."""
