"""What this app stores: tokens for one project, addresses that are told of events."""

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


class Webhook(models.Model):
    """An address that is told of each event: of one project for its institution, of all for the secretariat.

    `place` is that of the last event which it was told of, or that it isn't told of: what comes behind it in
    the log is still to be sent, so that nothing waits anywhere else. `sealed` is the secret for signatures.
    `next_at` holds it back after a failure, and while a worker sends. All times are real time.
    """

    protection = WorkingData(
        "an address, sealed by a key outside the database; making and ending it are in the access log",
        sealed=("case", "unit", "user", "url", "made_at", "ended_at"),
    )

    case = models.ForeignKey("cases.Case", models.CASCADE, null=True, blank=True, related_name="webhooks")
    unit = models.CharField(max_length=60, blank=True)
    user = models.ForeignKey("parties.User", models.CASCADE, related_name="webhooks")
    name = models.CharField(max_length=100)
    url = models.CharField(max_length=500)
    sealed = models.BinaryField()
    place = models.BigIntegerField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=100, blank=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    seal = models.CharField(max_length=64)
