"""Pages of the flash path."""
