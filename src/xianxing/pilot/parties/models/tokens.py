"""Tokens of the programming interface: a person's own key, for some purposes, for some time."""

from __future__ import annotations

from django.db import models

from xianxing.pilot.protection.declarations import WorkingData


class AccessToken(models.Model):
    """A key with which a program acts for its person; only its digest is kept. All times are real time.

    `scopes` say what it is good for (`enums.TokenScope`). It never stands in for the second factor.
    """

    protection = WorkingData(
        "a key, sealed by a key outside the database; making and revoking it are in the access log",
        sealed=("user", "digest", "scopes", "made_at", "expires_at", "revoked_at"),
    )

    user = models.ForeignKey("parties.User", models.CASCADE, related_name="access_tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    seal = models.CharField(max_length=64)
