"""What several models say in the same words: coverage, service, scenarios, phases."""
