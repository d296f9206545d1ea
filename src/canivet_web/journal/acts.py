"""Acts of the trail in the words of people: their families, and what changed, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from canivet_web.accounts.models import Membership
from canivet_web.actors.models import Actor
from canivet_web.authorities.models import Authority, Service, Site
from canivet_web.flash.models import FlashSheet
from canivet_web.journal import bridge, recoverable
from canivet_web.journal.models import Event
from canivet_web.journal.trail import ACTS
from canivet_web.law.models import DeclaredFact, Disposal, Initiative
from canivet_web.maturity.models import MaturityAnswer
from canivet_web.publications.models import ShareLink
from canivet_web.registers.models import Entry
from canivet_web.rgesn.models import CriterionAnswer
from canivet_web.territory_uses.models import LocalFigure

#: Family in a query string → its French name and the first words of its acts.
FAMILIES: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "profil": ("Collectivité et profil", ("authority",)),
    "organisation": ("Services et sites", ("service", "site")),
    "equipe": ("Équipe", ("member", "invitation", "account")),
    "inventaire": ("Inventaire", ("inventory", "model")),
    "usages": ("Usages et registres", ("entry", "entries")),
    "diagnostics": ("Diagnostics", ("result",)),
    "flash": ("Parcours flash", ("flash",)),
    "maturite": ("Maturité", ("maturity",)),
    "ecoconception": ("Écoconception des services", ("rgesn",)),
    "territoire": ("Usages du territoire", ("territory",)),
    "acteurs": ("Acteurs du territoire", ("actor",)),
    "loi": ("Obligations et initiatives", ("law", "disposal", "initiative")),
    "sorties": ("Partages et dossiers", ("share", "dossier")),
    "corbeille": ("Corbeille", ("undone",)),
}
#: Its acts name equipment: it is for those who may read the inventory.
SENSITIVE: Final = "inventaire"
NOBODY: Final = "Compte effacé, ou tâche automatique"
WITHHELD: Final = "(réservé à ceux qui lisent l'inventaire)"

_MODELS: Final[dict[str, type[models.Model]]] = {
    "authority": Authority,
    "service": Service,
    "site": Site,
    "member": Membership,
    "entry": Entry,
    "maturity": MaturityAnswer,
    "rgesn": CriterionAnswer,
    "territory": LocalFigure,
    "flash": FlashSheet,
    "law": DeclaredFact,
    "disposal": Disposal,
    "initiative": Initiative,
    "actor": Actor,
    "share": ShareLink,
}
#: Words of details that are not fields of a record.
_WORDS: Final = {
    "file": "Fichier",
    "files": "Fichiers",
    "kind": "Type",
    "lines": "Lignes",
    "name": "Nom",
    "number": "Numéro",
    "label": "Intitulé",
    "role": "Rôle",
    "service": "Service",
    "value": "Valeur",
    "year": "Année",
    "count": "Nombre",
    "sha256": "Empreinte SHA-256",
    "batch": "Import",
    "central": "Empreinte climatique (kg éq. CO₂)",
    "corrections": "Corrections",
    "uses": "Lignes d'usages",
    "registers_kept": "Registres gardés",
    "result": "Diagnostic",
    "until": "Jusqu'au",
    "expires_on": "Jusqu'au",
}
#: Marks that are for machines alone.
_HIDDEN: Final = frozenset({"aperçu"})
#: Lists of things, even when there are two: not a before and an after.
_LISTS: Final = frozenset({"fichiers", "files"})
#: A date or a decimal that a form wrote as JSON.
_QUOTED: Final = re.compile(r'"[0-9.:T+-]+"')
_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Change:
    """One detail: what it is about, what it was, what it is now."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One act as it is read."""

    event: Event
    who: str
    words: str
    target: str
    changes: tuple[Change, ...]


def family_of(act: str) -> str:
    """The family of an act; blank for an act that no family claims.

    >>> family_of("service.created"), family_of("undone")
    ('organisation', 'corbeille')
    """
    first = act.partition(".")[0]
    return next((name for name, (_, firsts) in FAMILIES.items() if first in firsts), "")


def acts_of_family(name: str) -> list[str]:
    """Codes of the acts of a family."""
    return [act for act in ACTS if family_of(act) == name]


def read(events: Iterable[Event], services: Mapping[int, str], *, inventory: bool) -> list[Line]:
    """Events as lines; ``services`` names those of the authority, ``inventory`` says if it may be read."""
    return [_line(event, services, inventory) for event in events]


def _line(event: Event, services: Mapping[int, str], inventory: bool) -> Line:
    open_to_reader = inventory or not _is_sensitive(event)
    model = _MODELS.get(event.act.partition(".")[0])
    changes = _changes(model, event.details, services) if open_to_reader else ()
    return Line(
        event,
        event.actor_name or NOBODY,
        ACTS.get(event.act, event.act),
        event.target if open_to_reader else WITHHELD,
        # PostgreSQL does not keep the order in which details were written.
        tuple(sorted(changes, key=lambda change: change.label)),
    )


def _is_sensitive(event: Event) -> bool:
    """Whether an act names equipment: of the inventory, or a correction of a model brought back."""
    brought_back = event.act == "undone" and event.target.startswith(recoverable.KINDS["correction"].label)
    return brought_back or family_of(event.act) == SENSITIVE


def _changes(
    model: type[models.Model] | None, details: Mapping[str, Any], services: Mapping[int, str]
) -> Iterator[Change]:
    for name, value in details.items():
        if name == "profile" and isinstance(value, dict):  # a dossier that was taken in
            yield from _changes(Authority, value, services)
        elif name not in _HIDDEN:
            yield _change(model, name, value, services)


def _change(model: type[models.Model] | None, name: str, value: Any, services: Mapping[int, str]) -> Change:
    field = _field(model, name)
    label = str(field.verbose_name) if field is not None else ""
    # Without a French name of its own, Django calls a field by its code.
    if not label or label == name.replace("_", " "):
        label = _WORDS.get(name, name.replace("_", " ").capitalize())
    changed = isinstance(value, list) and len(value) == 2 and name not in _LISTS
    before, after = value if changed else ("", value)
    return Change(label, _said(field, before, services), _said(field, after, services))


def _field(model: type[models.Model] | None, name: str) -> models.Field[Any, Any] | None:
    if model is None:
        return None
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None


def _said(field: models.Field[Any, Any] | None, value: Any, services: Mapping[int, str]) -> str:
    """A value in words: those of its choices, of the service it points to, or as it is written."""
    plain = _plain(value, isinstance(field, models.BooleanField))
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(plain, plain))
    # Forms write the key of a service; teams write its name.
    if field is not None and field.model is Entry and field.related_model is Service and plain.isdigit():
        return services.get(int(plain), f"service supprimé (n° {plain})")
    return plain


def _plain(value: Any, boolean: bool = False) -> str:
    """A value as it is read: forms write booleans, dates and decimals as JSON (see ``merging``)."""
    if boolean and value in ("true", "false"):
        value = value == "true"
    if value is None or value == "null":
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return bridge.number(value)
    if isinstance(value, list):
        return ", ".join(_plain(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} : {_plain(item)}" for name, item in value.items())
    text = value[1:-1] if isinstance(value, str) and _QUOTED.fullmatch(value) else str(value)
    dated = _DAY.fullmatch(text)
    return "/".join(dated.group(3, 2, 1)) if dated else text
