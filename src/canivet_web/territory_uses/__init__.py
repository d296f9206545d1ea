"""Uses of digital technology on the territory: local figures, the review of uses, the footprint."""
