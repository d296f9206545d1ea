"""Readers of actors: from a file to actors, one folder per source."""
