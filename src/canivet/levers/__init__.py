"""Levers: what an action would change in the footprint of an authority, on its own estate."""
