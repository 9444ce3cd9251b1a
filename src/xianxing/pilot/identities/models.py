"""What this app stores: which identity of a provider stands for which account."""

from __future__ import annotations

from django.db import models

from xianxing.pilot.protection.declarations import WorkingData


class LinkedIdentity(models.Model):
    """An identity, by the provider's address and its name for the person, that logs in to an account.

    Made by the account's owner alone, who was logged in and gave the second factor; a row that was written by
    SQL logs nobody in.
    """

    protection = WorkingData(
        "a way to log in, which its owner adds and takes away; the access log keeps both and each log-in",
        sealed=("user", "issuer", "subject", "linked_at"),
    )

    user = models.ForeignKey("parties.User", models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_account_an_identity", fields=("issuer", "subject")),
            models.UniqueConstraint(name="one_identity_a_provider", fields=("user", "issuer")),
        )
