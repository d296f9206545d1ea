"""Writing the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from canivet_web.journal.models import Event

#: Code of an act → its French words, completed by the target.
ACTS = {
    "authority.created": "a créé la collectivité",
    "authority.changed": "a changé le profil",
    "authority.deleted": "a supprimé la collectivité",
    "service.created": "a ajouté le service",
    "service.changed": "a changé le service",
    "service.deleted": "a supprimé le service",
    "site.created": "a ajouté le site",
    "site.changed": "a changé le site",
    "site.deleted": "a supprimé le site",
    "member.invited": "a invité",
    "member.joined": "a rejoint l'équipe",
    "member.changed": "a changé le rôle de",
    "member.removed": "a retiré de l'équipe",
    "invitation.withdrawn": "a annulé l'invitation de",
    "account.linked": "a rattaché son compte à",
    "account.closed": "Une personne a supprimé son compte",
    "account.expired": "Un compte inutilisé a été supprimé",
    "account.activated": "a activé le compte de",
    "account.deactivated": "a désactivé le compte de",
    "account.programme_given": "a nommé responsable du programme",
    "account.programme_taken": "a retiré le rôle de responsable du programme à",
    "account.admin_given": "a nommé administrateur de l'instance",
    "account.admin_taken": "a retiré le rôle d'administrateur de l'instance à",
    "inventory.imported": "a importé",
    "inventory.accepted": "a accepté",
    "inventory.deleted": "a supprimé",
    "model.corrected": "a corrigé le modèle",
    "model.uncorrected": "a retiré la correction du modèle",
    "entry.created": "a ajouté au registre",
    "entry.changed": "a changé dans le registre",
    "entry.deleted": "a supprimé du registre",
    "entries.imported": "a importé dans les registres",
    "result.computed": "a calculé",
    "result.frozen": "a figé",
    "result.deleted": "a supprimé",
    "flash.answered": "a répondu au parcours flash :",
    "flash.estimated": "a calculé",
    "flash.taken": "a pris pour inventaire",
    "law.fact": "a déclaré",
    "law.facts": "a déclaré les faits :",
    "law.imported": "a repris d'un dossier",
    "disposal.created": "a ajouté au registre des réformes",
    "disposal.changed": "a changé dans le registre des réformes",
    "disposal.deleted": "a supprimé du registre des réformes",
    "initiative.created": "a ajouté l'initiative",
    "initiative.changed": "a changé l'initiative",
    "initiative.deleted": "a supprimé l'initiative",
    "initiative.nil": "a motivé l'absence d'initiative",
    "actor.created": "a ajouté l'acteur",
    "actor.changed": "a changé la fiche de l'acteur",
    "actor.decided": "a décidé de l'acteur",
    "actor.validated": "a validé les acteurs",
    "actor.deleted": "a supprimé l'acteur",
    "actor.imported": "a importé des acteurs :",
    "actor.import_undone": "a défait l'import d'acteurs :",
    "actor.merged": "a réuni les acteurs",
    "actor.distinct": "a distingué les acteurs",
    "actor.separated": "a séparé les acteurs",
    "share.created": "a partagé",
    "share.revoked": "a fermé le lien de partage",
    "dossier.exported": "a sorti le dossier",
    "dossier.imported": "a repris un dossier",
    "maturity.answered": "a répondu à la question",
    "maturity.facts": "a précisé les faits de la grille de maturité",
    "maturity.proof_added": "a ajouté une preuve à la question",
    "maturity.proof_deleted": "a supprimé une preuve de la question",
    "maturity.frozen": "a figé",
    "maturity.imported": "a repris",
    "rgesn.created": "a ajouté aux services évalués",
    "rgesn.changed": "a changé l'évaluation de",
    "rgesn.facts": "a décrit le service évalué",
    "rgesn.answered": "a répondu au RGESN pour",
    "rgesn.frozen": "a figé",
    "rgesn.deleted": "a supprimé l'évaluation de",
    "rgesn.imported": "a repris",
    "territory.created": "a donné le chiffre local",
    "territory.changed": "a changé le chiffre local",
    "territory.deleted": "a supprimé le chiffre local",
    "territory.review": "a changé le bilan des usages",
    "territory.imported": "a repris",
    "undone": "a rétabli",
}


def record(
    act: str,
    *,
    actor: Any,
    authority: Any = None,
    target: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add an act to the trail; call it in the transaction of the act itself."""
    if act not in ACTS:
        raise KeyError(act)
    Event.objects.create(
        authority=authority,
        actor=actor,
        actor_name=str(actor) if actor else "",
        act=act,
        target=target[:200],
        details=dict(details or {}),
    )


def times(act: str, authority: Any) -> int:
    """How often an act was done in an authority, whatever became of its fruit: the trail is never purged."""
    return Event.objects.filter(authority=authority, act=act).count()
