"""Places of digital mediation: the national standard 1.0.2, CSV or JSON."""
