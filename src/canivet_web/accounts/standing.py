"""What the administrator of the instance gives to an account, or takes away."""

from __future__ import annotations

from django.db import transaction

from canivet_web.accounts.models import User
from canivet_web.journal.trail import record

#: What a button asks → field, its new value, act of the trail, and what is told once done.
CHANGES = {
    "activer": ("is_active", True, "account.activated", "Le compte est activé."),
    "desactiver": ("is_active", False, "account.deactivated", "Le compte est désactivé."),
    "nommer-programme": (
        "is_programme_manager", True, "account.programme_given",
        "Cette personne est responsable du programme.",
    ),
    "retirer-programme": (
        "is_programme_manager", False, "account.programme_taken",
        "Cette personne n'est plus responsable du programme.",
    ),
    "nommer-admin": (
        "is_instance_admin", True, "account.admin_given", "Cette personne administre l'instance.",
    ),
    "retirer-admin": (
        "is_instance_admin", False, "account.admin_taken", "Cette personne n'administre plus l'instance.",
    ),
}  # fmt: skip
LAST_ADMIN = "C'est le seul administrateur de l'instance : nommez d'abord quelqu'un d'autre."


@transaction.atomic
def change(pk: int, by: User, asked: str) -> tuple[bool, str]:
    """Make one change to an account: whether it is so now, and what to tell. Asking twice changes nothing."""
    name, value, act, told = CHANGES[asked]
    admins = User.objects.select_for_update().filter(is_instance_admin=True, is_active=True).order_by("pk")
    last = list(admins.values_list("pk", flat=True)) == [pk]
    if last and not value and name in ("is_active", "is_instance_admin"):
        return False, LAST_ADMIN
    user = User.objects.select_for_update().get(pk=pk)
    if getattr(user, name) != value:
        setattr(user, name, value)
        user.save(update_fields=[name])
        record(act, actor=by, target=user.email)
    return True, told
