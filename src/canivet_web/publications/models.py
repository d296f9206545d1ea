"""Links that show a frozen diagnosis to whoever has them, until a date."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone


class ShareLink(models.Model):
    """A read-only link to one frozen result. Its secret is shown once and only its hash is kept."""

    authority = models.ForeignKey(
        "authorities.Authority", on_delete=models.CASCADE, related_name="share_links"
    )
    result = models.ForeignKey("diagnostics.Result", on_delete=models.CASCADE, related_name="share_links")
    label = models.CharField("Pour qui", max_length=120)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_on = models.DateField("Valable jusqu'au")
    revoked_at = models.DateTimeField(null=True, blank=True)
    views = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]

    def is_open(self) -> bool:
        """Whether the link still shows something."""
        return self.revoked_at is None and self.expires_on >= timezone.localdate()
