"""What this app stores: public notices, what was said to them, and the register of published projects."""

from __future__ import annotations

import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _

from xianxing.pilot.filings.models.attestations import kept
from xianxing.pilot.protection.declarations import AppendOnly, Bound, sealed_stays

STAYS = "what was published stays as it was published"
WHILE_COMMENT_STAYS = (
    "EXISTS (SELECT 1 FROM notices_publiccomment AS whole"
    " WHERE whole.id = OLD.comment_id AND length(whole.sealed) > 0)"
)


class Notice(models.Model):
    """A project's public notice for comment (5.1.3), with the public sheet as every unit confirmed it.

    Made with the act that opens it, and named by an entry of the log that everybody can read. Another notice
    of the same case takes its place: then the days run anew.
    """

    protection = AppendOnly(
        message=STAYS,
        kept=kept("case_id"),
        recomputed=("case", "number", "event", "canonical", "opened_at", "last_day"),
    )

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="notices")
    number = models.CharField(max_length=20, unique=True)
    event = models.OneToOneField("cases.Event", models.PROTECT, related_name="+")
    canonical = models.BinaryField()
    opened_at = models.DateTimeField()
    last_day = models.DateField()

    @property
    def digest(self) -> str:
        """SHA-256 of the sheet's canonical form, which the units confirmed."""
        return hashlib.sha256(bytes(self.canonical)).hexdigest()


class NoticeExtension(models.Model):
    """A later last day of an open notice: it may be lengthened, never shortened."""

    protection = AppendOnly(
        message=STAYS,
        kept=kept("case_id"),
        recomputed=("case", "notice", "event", "last_day"),
    )

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="extensions")
    event = models.OneToOneField("cases.Event", models.PROTECT, related_name="+")
    last_day = models.DateField()


class CommentKind(models.TextChoices):
    """What somebody of the public hands in: each has its own rules (`domain.commenting`)."""

    COMMENT = "comment", _("Comment")
    OBJECTION = "objection", _("Objection under real name")
    CLUE = "clue", _("Clue, anonymous")


class PublicComment(models.Model):
    """What somebody said to a notice. The words, name and contact lie sealed; the row tells nobody anything.

    `digest` is that of the sealed content, which holds 32 random bytes, so that nobody can guess at it. Who
    holds the secret of which `secret` is the digest reads the answer.
    """

    protection = Bound(
        fixed=("case", "notice_number", "number", "kind", "digest", "secret", "received_at"),
        sealed=("sealed",),
        case="case",
        rules=(sealed_stays("comment_sealed", "sealed", kept("case_id")),),
    )

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="public_comments")
    notice_number = models.CharField(max_length=20)
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=CommentKind)
    digest = models.CharField(max_length=64)
    secret = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    sealed = models.BinaryField()


class CommentFile(models.Model):
    """A file handed in with what somebody said to a notice: name and bytes lie sealed, never read here."""

    protection = Bound(
        fixed=("comment", "place", "size", "digest"),
        sealed=("sealed",),
        case="comment__case",
        rules=(sealed_stays("comment_file_sealed", "sealed", WHILE_COMMENT_STAYS),),
    )

    comment = models.ForeignKey(PublicComment, models.PROTECT, related_name="files")
    place = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_file_a_place", fields=("comment", "place")),)


class RegisterEntry(models.Model):
    """A project that was formally published (5.1.3), under the one number by which it can be cited.

    What it says is the sheet of the case's last notice; nothing else of the filing.
    """

    protection = AppendOnly(
        message=STAYS,
        kept=kept("case_id"),
        recomputed=("case", "number", "event", "notice", "published_at"),
    )

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="register_entry")
    number = models.CharField(max_length=20, unique=True)
    event = models.OneToOneField("cases.Event", models.PROTECT, related_name="+")
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()


class TakeDown(models.Model):
    """That what was published about a case before an act isn't shown any more, and the kind of ground.

    Its address stays and says so; the log's entries about it stay. What is published after it isn't meant.
    """

    protection = AppendOnly(
        message=STAYS,
        kept=kept("case_id"),
        recomputed=("case", "event", "ground", "taken_down_at"),
    )

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="take_downs")
    event = models.OneToOneField("cases.Event", models.PROTECT, related_name="+")
    ground = models.CharField(max_length=50)
    taken_down_at = models.DateTimeField()


class Erratum(models.Model):
    """A slip of the pen in a notice or an entry of the register, put right beside it: both stay to be read.

    `about` is the number of the notice or entry. What changes the project in substance is no erratum.
    """

    protection = Bound(
        fixed=("case", "about", "words", "reason", "made_by", "made_at"),
        erasable=("words", "reason"),
        case="case",
    )

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="errata")
    about = models.CharField(max_length=20)
    words = models.TextField()
    reason = models.TextField()
    made_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
