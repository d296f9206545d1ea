"""Signing in by an OpenID Connect provider such as ProConnect: an extra, off by default."""
