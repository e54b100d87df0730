"""Branch and bound over which sites are open, on any relaxation that can be asked."""
