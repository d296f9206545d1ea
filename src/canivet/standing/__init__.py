"""Where an authority stands: published references that compare or not, and peers of its stratum."""
