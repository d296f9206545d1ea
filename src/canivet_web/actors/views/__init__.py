"""Pages of the actors of the territory."""
