"""Where the work of an authority stands: its steps, told from a few counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from canivet_web.authorities.models import Authority
from canivet_web.diagnostics.models import Result
from canivet_web.inventories.bridge import batch_in_force
from canivet_web.inventories.overlay import to_review
from canivet_web.publications.models import ShareLink
from canivet_web.registers.models import COUNTS
from canivet_web.roles import Act


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the path."""

    title: str
    state: str
    """What is there, in one sentence."""
    done: bool
    act: Act
    """What a role must be allowed, for the link to be shown."""
    link: str
    """Blank while it cannot be done yet."""
    label: str
    """Text of the link: makes sense alone."""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts that the steps are told from."""

    services: int
    waiting: Any
    """The last batch read, without its lines, accepted or not; None when nothing was imported."""
    batch: Any
    """The batch in force, without its lines; None when none is accepted."""
    to_review: int
    entries: int
    counted: int
    result: Any
    """The last result, without its document; its ``freeze`` may be absent."""
    frozen: Any
    """The last freeze."""
    shares: int


def facts(authority: Authority) -> Facts:
    """Counts of an authority, in eight queries."""
    entries = authority.entries.kept().aggregate(all=Count("pk"), counted=Count("pk", filter=COUNTS))
    batch = batch_in_force(authority)
    waiting = authority.batches.kept().defer("dossier").first()
    read = batch or waiting
    results = Result.objects.filter(authority=authority, deleted_at=None).defer("document", "evidence")
    result = results.select_related("freeze").first()
    frozen = results.filter(freeze__isnull=False).select_related("freeze").first()
    shares = ShareLink.objects.filter(
        authority=authority, revoked_at=None, expires_on__gte=timezone.localdate()
    )
    return Facts(
        services=authority.services.kept().count(),
        waiting=waiting,
        batch=batch,
        to_review=to_review(authority, read.pk).count() if read else 0,
        entries=entries["all"],
        counted=entries["counted"],
        result=result,
        frozen=frozen,
        shares=shares.count() if frozen else 0,
    )


def steps(authority: Authority, known: Facts) -> list[Step]:
    """The path of the work, in order."""
    return [
        _profile(authority),
        _services(authority, known),
        _inventory(authority, known),
        _review(authority, known),
        _uses(authority, known.counted, known.entries),
        _diagnosis(authority, known),
        _freeze(authority, known),
        _share(authority, known),
    ]


def steps_of_contributor(authority: Authority, service: Any) -> list[Step]:
    """The one step of whoever keeps the registers of one service."""
    entries = authority.entries.kept().filter(service=service) if service else authority.entries.none()
    found = entries.aggregate(all=Count("pk"), counted=Count("pk", filter=COUNTS))
    return [_uses(authority, found["counted"], found["all"])]


def next_step(path: Iterable[Step], acts: frozenset[Act]) -> Step | None:
    """The first thing left to do that this role can do."""
    left = [step for step in path if not step.done and step.link and step.act in acts]
    return next((step for step in left if not step.optional), left[0] if left else None)


def plural(count: int, one: str, many: str) -> str:
    """``1 service``, ``3 services``, ``Aucun service``."""
    return f"Aucun {one}" if count == 0 else f"{count} {one if count == 1 else many}"


def _profile(authority: Authority) -> Step:
    lacking = [
        word
        for word, value in (("le nombre d'agents", authority.agents), ("la population", authority.population))
        if value is None
    ]
    state = f"Il manque {' et '.join(lacking)}." if lacking else f"Complet, pour l'année {authority.year}."
    link = reverse("authorities:profile_edit", args=[authority.siren])
    return Step(
        "Compléter le profil",
        state,
        not lacking,
        Act.EDIT_PROFILE,
        link,
        "Compléter le profil" if lacking else "Modifier le profil",
    )


def _services(authority: Authority, known: Facts) -> Step:
    state = f"{plural(known.services, 'service', 'services')} dans la liste."
    link = reverse("authorities:services", args=[authority.siren])
    return Step("Nommer les services", state, known.services > 0, Act.READ, link, "Voir les services")


def _inventory(authority: Authority, known: Facts) -> Step:
    if known.batch:
        state = f"L'import n° {known.batch.number} est accepté : c'est lui qui compte."
        link, label = reverse("inventories:index", args=[authority.siren]), "Voir l'inventaire"
    elif known.waiting:
        state = f"L'import n° {known.waiting.number} est lu, mais pas encore accepté : rien ne compte."
        link = reverse("inventories:batch", args=[authority.siren, known.waiting.number])
        label = "Relire et accepter l'inventaire"
    else:
        state = "Aucun fichier importé."
        link, label = reverse("inventories:import", args=[authority.siren]), "Importer l'inventaire"
    return Step("Importer l'inventaire", state, bool(known.batch), Act.IMPORT, link, label)


def _review(authority: Authority, known: Facts) -> Step:
    read = known.batch or known.waiting
    if not read:
        state = "Après l'import d'un inventaire."
        return Step("Relire les modèles non reconnus", state, False, Act.IMPORT, "", "", True)
    link = reverse("inventories:models", args=[authority.siren, read.number])
    count = known.to_review
    state = "Tous les modèles sont reconnus ou relus."
    if count:
        state = f"{count} modèle{'s' if count > 1 else ''} à relire, du plus lourd au plus léger."
    label = "Relire les modèles" if count else "Voir les modèles"
    return Step("Relire les modèles non reconnus", state, not count, Act.IMPORT, link, label, True)


def _uses(authority: Authority, counted: int, entries: int) -> Step:
    link = reverse("registers:index", args=[authority.siren])
    state = "Applications, hébergement, sites web, lignes télécom : rien n'est saisi."
    if entries:
        counts = f"{counted} compte{'nt' if counted > 1 else ''}" if counted else "aucune ne compte encore"
        state = f"{entries} ligne{'s' if entries > 1 else ''}, dont {counts} dans le diagnostic."
        if counted == entries:
            state = f"{entries} ligne{'s' if entries > 1 else ''} dans les registres."
    title = "Dire ce qui est utilisé sans être possédé"
    return Step(title, state, counted > 0, Act.OWN_REGISTERS, link, "Remplir les registres d'usages")


def _diagnosis(authority: Authority, known: Facts) -> Step:
    if known.result:
        day = timezone.localtime(known.result.created_at).strftime("%d/%m/%Y")
        state = f"Diagnostic n° {known.result.number}, calculé le {day}."
        link, label = reverse("diagnostics:latest", args=[authority.siren]), "Voir le diagnostic"
        return Step("Calculer le diagnostic", state, True, Act.READ, link, label)
    state = "Pas encore calculé." if known.batch else "Après l'acceptation d'un inventaire."
    link = reverse("diagnostics:compute", args=[authority.siren]) if known.batch else ""
    return Step("Calculer le diagnostic", state, False, Act.COMPUTE, link, "Calculer le diagnostic")


def _freeze(authority: Authority, known: Facts) -> Step:
    link, state, label = "", "Après le calcul d'un diagnostic.", "Voir l'historique des diagnostics"
    if known.frozen:
        link = reverse("diagnostics:history", args=[authority.siren])
        day = timezone.localtime(known.frozen.freeze.frozen_at).strftime("%d/%m/%Y")
        state = f"« {known.frozen.freeze.label} », figé le {day}."
    elif known.result:
        link = reverse("diagnostics:freeze", args=[authority.siren, known.result.number])
        state, label = "Le diagnostic calculé n'est pas encore figé.", "Figer le diagnostic"
    act = Act.READ if known.frozen else Act.FREEZE
    return Step("Figer le diagnostic", state, bool(known.frozen), act, link, label)


def _share(authority: Authority, known: Facts) -> Step:
    link = reverse("publications:deliverables", args=[authority.siren]) if known.frozen else ""
    state = "Après le gel d'un diagnostic : un lien en lecture seule, à durée limitée."
    if known.frozen:
        state = "Aucun lien de partage ouvert."
    if known.shares:
        state = f"{known.shares} lien{'s' if known.shares > 1 else ''} de partage ouvert"
        state += "s." if known.shares > 1 else "."
    act = Act.READ if known.shares else Act.SHARE
    return Step(
        "Montrer le résultat", state, known.shares > 0, act, link, "Voir les documents et les liens", True
    )
