"""A call for filings, what it is pinned to, extensions of its window, and sign-offs of procedures."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from xianxing.i18n import current_language
from xianxing.pilot.protection.declarations import AppendOnly

PUBLISHED = (
    "batch", "title_zh", "title_en", "guide", "procedure_version", "calendar_version", "calendar", "settings",
    "opens_on", "closes_on", "external_channel", "published_at", "published_by",
)  # fmt: skip


class PinnedGuide(models.Model):
    """A guide package as it was when a call was published: its files' text. Never changed."""

    protection = AppendOnly(
        "a pinned guide stays as it is",
        recomputed=("name", "files", "pinned_at", "retired_at"),
        once=("retired_at",),
    )

    digest = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=50)
    files = models.JSONField()
    pinned_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)


class Call(models.Model):
    """A published batch. `settings` are this batch's values of what the guide leaves open."""

    protection = AppendOnly("a published call stays as it is", recomputed=PUBLISHED)

    batch = models.CharField(max_length=50, unique=True)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    guide = models.ForeignKey(PinnedGuide, models.PROTECT, related_name="calls")
    procedure_version = models.CharField(max_length=80)
    calendar_version = models.CharField(max_length=64)
    calendar = models.BinaryField()
    settings = models.JSONField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    external_channel = models.BooleanField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="call_closes_on_or_after_it_opens", condition=Q(closes_on__gte=F("opens_on"))
            ),
        )

    def __str__(self) -> str:
        return self.batch

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_en if current_language() == "en" else self.title_zh


class Extension(models.Model):
    """A published extension of a call's window; the first window stays readable."""

    protection = AppendOnly(
        "a published extension stays as it is",
        recomputed=("call", "closes_on", "reason", "announced_at", "announced_by"),
    )

    call = models.ForeignKey(Call, models.PROTECT, related_name="extensions")
    closes_on = models.DateField()
    reason = models.TextField()
    announced_at = models.DateTimeField()
    announced_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")


class ProcedureSignOff(models.Model):
    """That the legal reviewer read a version of a guide's procedure as a text, and signed it off.

    `text` are the Chinese sentences as they were read (`ProcedureText.rows`), `text_digest` is theirs.
    """

    protection = AppendOnly(
        "a sign-off stays as it is",
        recomputed=(
            "publication",
            "guide",
            "version",
            "text",
            "text_digest",
            "statement",
            "signed_at",
            "signed_by",
        ),
    )

    publication = models.OneToOneField("cases.Publication", models.PROTECT, related_name="sign_off")
    guide = models.CharField(max_length=50)
    version = models.CharField(max_length=80)
    text = models.JSONField()
    text_digest = models.CharField(max_length=64)
    statement = models.TextField()
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="a_text_is_signed_off_once", fields=("version", "text_digest")),
        )
