"""Registers of what is used without being owned."""
