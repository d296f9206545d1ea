"""Duplicates among actors: same identifier, else same name at the same place; asked when it is not sure."""
