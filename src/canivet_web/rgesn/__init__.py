"""Self-assessments of digital services against the RGESN, their scores and declarations."""
