"""Uses of the territory and its footprint: national ratios until local figures come."""
