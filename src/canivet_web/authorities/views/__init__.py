"""The authority: its home page, profile, services, sites, communes; the programme manager's view."""
