"""Self-assessments of digital services against the RGESN: states, score, plan, declaration."""
