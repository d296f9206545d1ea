"""The flash path: twelve questions to a commune without an IT department, and a first estimate.

answers → an estate of estimated lots → the engine of any dossier → five actions, three duties, two pages.
Questions, choices, defaults and the two decision tables live in ``commons/flash``.
"""
