"""Readers: from a file on disk to the tables of an inventory, one module per source."""
