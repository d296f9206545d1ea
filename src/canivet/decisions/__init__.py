"""Decisions: choosing among actions, under what an authority can spend and do."""
