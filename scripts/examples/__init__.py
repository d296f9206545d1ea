"""Makers of the fictional authorities of ``commons/examples``; run by ``scripts/build_examples.py``."""
