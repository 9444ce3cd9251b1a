"""What this app stores: tokens for one project."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from xianxing.pilot.protection.declarations import WorkingData


class ProjectToken(models.Model):
    """A key with which a program acts for its person in one project; only its digest is kept.

    `scopes` are keys of `scopes.toml`, `unit` is the institution for which the person reports. All times are
    real time. It never stands in for the second factor.
    """

    protection = WorkingData(
        "a key, sealed by a key outside the database; making and revoking it are in the access log",
        sealed=("case", "unit", "user", "digest", "scopes", "made_at", "expires_at", "revoked_at"),
    )

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="tokens")
    unit = models.CharField(max_length=60)
    user = models.ForeignKey("parties.User", models.CASCADE, related_name="project_tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)
    seal = models.CharField(max_length=64)

    def is_good(self, real_now: datetime) -> bool:
        """Whether it is neither revoked nor over at an instant of real time."""
        return self.revoked_at is None and self.expires_at > real_now
