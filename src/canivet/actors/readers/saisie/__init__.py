"""Our own table, filled by hand."""
