"""What is shown outside: deliverables, share links, the platform's own declarations."""

from canivet_web.publications.views.declared import accessibility, ecodesign, privacy
from canivet_web.publications.views.deliverables import deliverables, file
from canivet_web.publications.views.links import revoke, share, shared, shared_file

__all__ = [
    "accessibility",
    "deliverables",
    "ecodesign",
    "file",
    "privacy",
    "revoke",
    "share",
    "shared",
    "shared_file",
]
