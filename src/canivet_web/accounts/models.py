"""Who works here: users, their roles in authorities, invitations, and the links sent by e-mail."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from canivet_web.roles import ROLE_LABELS, Role


def hashed(token: str) -> str:
    """What is stored of a secret link: whoever reads the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """A secret for a link: 256 bits."""
    return secrets.token_urlsafe(32)


class UserManager(BaseUserManager["User"]):
    """Users are known by their e-mail address, in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A new user; without a password, one who signs in by link only."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def by_email(self, email: str) -> User | None:
        """The user of an address, whatever its case."""
        return self.filter(email=email.strip().lower()).first()


class User(AbstractBaseUser):
    """A person. ``email_confirmed_at`` is set when the link sent to the address has been followed."""

    email = models.EmailField("Adresse électronique", max_length=254, unique=True)
    name = models.CharField("Nom affiché", max_length=120, blank=True)
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    is_instance_admin = models.BooleanField(default=False)
    is_programme_manager = models.BooleanField(default=False)
    provider = models.CharField(max_length=200, blank=True)
    """Issuer of the identity provider that knows this person, if any."""
    subject = models.CharField(max_length=255, blank=True)
    """``sub`` given by that provider: the only key people are reconciled on."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    warned_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When the person was told that the unused account would be deleted (see ``retention``)."""

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("email"), name="one_user_per_email"),
            models.UniqueConstraint(
                fields=["provider", "subject"],
                condition=~models.Q(subject=""),
                name="one_user_per_subject",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships."""

    def in_force(self, today: date) -> Self:
        """Those of active users that have not expired, in authorities that are not deleted."""
        current = models.Q(expires_on=None) | models.Q(expires_on__gte=today)
        return self.filter(current, user__is_active=True, authority__deleted_at=None)


class Membership(models.Model):
    """The role of a person in an authority; a contributor has a service."""

    authority = models.ForeignKey(
        "authorities.Authority", on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField("Rôle", max_length=20, choices=[(r.value, ROLE_LABELS[r]) for r in Role])
    service = models.ForeignKey(
        "authorities.Service", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    expires_on = models.DateField("Fin de l'accès", null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["authority", "user"], name="one_role_per_member")
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"

    def is_in_force(self) -> bool:
        """Whether the access has not ended."""
        return self.expires_on is None or self.expires_on >= timezone.localdate()


class Invitation(models.Model):
    """A role offered to an e-mail address, by a link that can be used once."""

    authority = models.ForeignKey(
        "authorities.Authority", on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField("Adresse électronique")
    role = models.CharField("Rôle", max_length=20, choices=[(r.value, ROLE_LABELS[r]) for r in Role])
    service = models.ForeignKey(
        "authorities.Service", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    access_expires_on = models.DateField("Fin de l'accès", null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["authority", "email"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_per_email",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} ({self.get_role_display()})"


class SignInLink(models.Model):
    """A link sent by e-mail that signs in once, for a few minutes."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=20)
    """``sign_in`` or ``confirm``."""
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class Attempt(models.Model):
    """One try at something that is limited (sign-in, link by e-mail), kept one day and hashed."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["key", "at"], name="attempt_key_at")]
