"""Pages of the self-assessments."""
