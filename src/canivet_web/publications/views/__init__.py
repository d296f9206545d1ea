"""What is shown outside: deliverables, share links, the platform's own declarations."""
