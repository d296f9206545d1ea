"""French words for what the library names by codes: families, archetypes, reasons, fields, tools."""

from __future__ import annotations

from functools import cache
from typing import Final

from canivet.deliverables.content.scope import SOURCE_LABELS
from canivet.inventory.quality import SURE
from canivet_web.commons import commons

#: Canonical fields of an inventory, as an IT department calls them.
FIELDS: Final = {
    "name": "Nom de l'appareil",
    "inventory_number": "Numéro d'inventaire",
    "serial": "Numéro de série",
    "imei": "IMEI",
    "manufacturer": "Fabricant",
    "model": "Modèle",
    "type": "Type",
    "designation": "Désignation",
    "status": "Statut",
    "quantity": "Quantité",
    "purchase_date": "Date d'achat",
    "in_service_date": "Mise en service",
    "delivery_date": "Date de livraison",
    "bios_date": "Date du BIOS",
    "warranty_date": "Fin de garantie",
    "retired_date": "Date de retrait",
    "lifetime_years": "Durée de vie (ans)",
    "annual_kwh": "Consommation (kWh par an)",
    "pue": "PUE de la salle",
    "power_w": "Puissance (W)",
    "usage_rate": "Taux d'usage",
    "country": "Pays",
    "service": "Service",
    "site": "Site",
    "entity": "Entité",
    "datacenter": "Salle serveur",
    "screen_in": "Taille d'écran (pouces)",
    "operating_system": "Système",
    "memory": "Mémoire",
    "last_seen": "Dernier inventaire",
    "remark": "Remarque",
    "deleted": "Fiche supprimée",
    "template": "Fiche modèle",
    "ownership": "Propriété",
}
#: Under this confidence, the library's guess is weak.
_FAIR: Final = 0.7


def field_label(name: str) -> str:
    """French label of a canonical field."""
    return FIELDS.get(name, name)


def source_label(source: str) -> str:
    """What a table comes from."""
    return SOURCE_LABELS.get(source, source)


@cache
def families() -> dict[str, str]:
    """Identifier of a family → its label."""
    return {row["id"]: row["label_fr"] for row in commons().rows("classification/families")}


@cache
def counted_families() -> frozenset[str]:
    """Families whose devices are counted."""
    return frozenset(row["id"] for row in commons().rows("classification/families") if row["counted"] == "1")


@cache
def family_of_archetype() -> dict[str, str]:
    """Identifier of an archetype → its family."""
    return {row["id"]: row["family"] for row in commons().rows("archetypes/archetypes")}


@cache
def archetypes() -> dict[str, str]:
    """Identifier of an archetype → its label."""
    return {row["id"]: row["label_fr"] for row in commons().rows("archetypes/archetypes")}


@cache
def reasons() -> dict[str, tuple[str, str]]:
    """Code of a reason to set a line aside → its label and its explanation."""
    rows = commons().rows("classification/exclusion_reasons")
    return {row["id"]: (row["label_fr"], row["explanation_fr"]) for row in rows}


def value_label(value: str) -> str:
    """Label of what a correction says: a family, or one of its archetypes."""
    return families().get(value) or archetypes().get(value, value)


def family_of(value: str) -> str:
    """Family of what a correction says."""
    return value if value in families() else family_of_archetype().get(value, value)


def understood(family: str, archetype: str) -> str:
    """What was understood of a model, in words: the archetype where it says more than the family."""
    label, exact = families().get(family, family), archetypes().get(archetype, "")
    return label if not exact or exact == label else f"{label} : {exact[0].lower()}{exact[1:]}"


def confidence_words(confidence: float, family: str) -> str:
    """How sure the recognition is."""
    if family == "unknown":
        return ""
    return "sûr" if confidence >= SURE else "probable" if confidence >= _FAIR else "deviné"


@cache
def choices() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """What a model may be corrected to, by group: families, then the archetypes that are more exact."""
    groups: dict[str, list[tuple[str, str]]] = {}
    group_of: dict[str, str] = {}
    for row in commons().rows("classification/families"):
        if row["id"] != "unknown":
            group_of[row["id"]] = row["group_fr"]
            groups.setdefault(row["group_fr"], []).append((row["id"], row["label_fr"]))
    said = set(families()) | set(families().values())
    for row in commons().rows("archetypes/archetypes"):
        if row["id"] not in said and row["label_fr"] not in said and row["family"] in group_of:
            groups[group_of[row["family"]]].append((row["id"], row["label_fr"]))
    return tuple((group, tuple(options)) for group, options in groups.items())


@cache
def _offered() -> frozenset[str]:
    return frozenset(code for _, options in choices() for code, _ in options)


def closest_choice(family: str, archetype: str) -> str:
    """The choice of the list that says what was understood; blank when nothing was."""
    return next((code for code in (archetype, family) if code in _offered()), "")


@cache
def allowed() -> frozenset[str]:
    """Values that a correction may take."""
    return frozenset(families()) - {"unknown"} | frozenset(archetypes())
