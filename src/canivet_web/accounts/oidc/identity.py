"""What the provider says of a person, checked; and what the session keeps of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from canivet_web.accounts.oidc.options import option
from canivet_web.accounts.oidc.refusals import Refusal

#: Keys of the session: what to go out with, and the SIREN that the page of a new authority offers.
SESSION: Final = "oidc"
SIREN: Final = "provider_siren"
_SIRET: Final = re.compile(r"[0-9]{14}")
_SIREN_LENGTH: Final = 9


@dataclass(frozen=True, slots=True)
class Identity:
    """A person at the provider; ``subject`` alone says who it is."""

    issuer: str
    subject: str
    email: str
    name: str
    siret: str
    organisation: str

    @property
    def siren(self) -> str:
        """The legal body of the establishment."""
        return self.siret[:_SIREN_LENGTH]


def identity_of(claims: Mapping[str, Any]) -> Identity:
    """The identity that verified claims describe; refused when this instance cannot accept it."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject or len(subject) > 255:
        raise Refusal("proof")
    email = _text(claims, "email").lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refusal("email") from error
    siret = _text(claims, "siret").replace(" ", "")
    if not _SIRET.fullmatch(siret):
        raise Refusal("siret")
    if option("OIDC_ROLES") and not option("OIDC_ROLES") & _roles(claims):
        raise Refusal("roles")
    family = _text(claims, "usual_name") or _text(claims, "family_name")
    name = f"{_text(claims, 'given_name')} {family}"
    return Identity(
        option("OIDC_ISSUER"),
        subject,
        email,
        name.strip()[:120],
        siret,
        _text(claims, "organization_label")[:200],
    )


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value.strip() if isinstance(value, str) else ""


def _roles(claims: Mapping[str, Any]) -> frozenset[str]:
    """Roles, given as a list or as one text."""
    given = claims.get("roles") or []
    return frozenset(given.replace(",", " ").split() if isinstance(given, str) else map(str, given))
