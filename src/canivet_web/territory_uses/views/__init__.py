"""Pages of the uses of the territory."""
