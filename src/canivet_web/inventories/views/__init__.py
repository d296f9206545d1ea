"""The inventory: import, review of models, exclusions, differences with the batch in force."""

from canivet_web.inventories.views.batches import accept, batch, delete, index
from canivet_web.inventories.views.importing import import_
from canivet_web.inventories.views.lists import differences, exclusions, export
from canivet_web.inventories.views.review import correct, models

__all__ = [
    "accept",
    "batch",
    "correct",
    "delete",
    "differences",
    "exclusions",
    "export",
    "import_",
    "index",
    "models",
]
