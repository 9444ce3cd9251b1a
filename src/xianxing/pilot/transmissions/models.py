"""What this app stores: each package that was made for CSRC, with the list of what is in it."""

from __future__ import annotations

import uuid

from django.db import models

from xianxing.pilot.protection.declarations import Bound


class TransmissionPackage(models.Model):
    """A zip for CSRC under a signed list. `number` names it for people, `digest` is that of the signed list.

    `state` is where the case stood, `contents` each file with part, name, SHA-256 and size.
    """

    protection = Bound(
        fixed=("case", "ordinal", "number", "digest", "state", "contents", "file", "made_by", "made_at"),
        erasable=("contents",),
        case="case",
        message="a package stays as it was made",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="packages")
    ordinal = models.PositiveIntegerField()
    number = models.CharField(max_length=60, unique=True)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=50)
    contents = models.JSONField()
    file = models.ForeignKey("filings.StoredFile", models.PROTECT, related_name="+")
    made_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_package_an_ordinal", fields=("case", "ordinal")),)
