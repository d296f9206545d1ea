"""SIRENE: the stock of establishments (INSEE), a CSV of the whole country or an extract of it."""
