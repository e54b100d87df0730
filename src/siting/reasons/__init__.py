"""The parts of an explanation: is there an answer, who is left out, what would do."""
