"""What this app stores: the pool of experts with their ties; what is signed, sealed, revealed in a case."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xianxing.pilot.filings.models.attestations import kept
from xianxing.pilot.protection.declarations import Bound, WorkingData, sealed_stays

KEPT_BY_STAFF = "the pool as staff keep it; what an invitation was decided on stands in its events"


class ExpertProfile(models.Model):
    """An expert of the pool: fields of knowledge in the words of the filing form, and sealed contact data.

    `contact_data` alone seals and opens `contact`: a telephone and an e-mail address.
    """

    protection = WorkingData(KEPT_BY_STAFF)

    user = models.OneToOneField(
        "parties.User", models.CASCADE, primary_key=True, related_name="expert_profile"
    )
    fields = models.JSONField(default=list)
    contact = models.BinaryField(default=b"")


class Employment(models.Model):
    """Whom an expert works or worked for; `until` is empty while it lasts."""

    protection = WorkingData(KEPT_BY_STAFF)

    expert = models.ForeignKey("parties.User", models.CASCADE, related_name="employments")
    organisation = models.CharField(max_length=100)
    uscc = models.CharField(max_length=18, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="employment_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        )


class TieKind(models.TextChoices):
    """What ties an expert to an organisation besides employment."""

    FAMILY = "family", _("A close relative works there")
    INVESTMENT = "investment", _("Shares or an investment")
    PARTNER = "partner", _("Partner, adviser or supplier")
    DISPUTE = "dispute", _("A past dispute")
    OTHER = "other", _("Something else")


class DeclaredTie(models.Model):
    """A tie that an expert declared, with the expert's own words."""

    protection = WorkingData(KEPT_BY_STAFF)

    expert = models.ForeignKey("parties.User", models.CASCADE, related_name="declared_ties")
    kind = models.CharField(max_length=20, choices=TieKind)
    organisation = models.CharField(max_length=100)
    uscc = models.CharField(max_length=18, blank=True)
    words = models.CharField(max_length=300, blank=True)


class RelationKind(models.TextChoices):
    """How one organisation is related to another."""

    PARENT = "parent", _("parent of")
    CUSTODIAN = "custodian", _("custodian of")


class OrganisationTie(models.Model):
    """That one organisation is another's parent or custodian; read in both directions."""

    protection = WorkingData(KEPT_BY_STAFF)

    organisation = models.CharField(max_length=100)
    uscc = models.CharField(max_length=18, blank=True)
    kind = models.CharField(max_length=20, choices=RelationKind)
    other = models.CharField(max_length=100)
    other_uscc = models.CharField(max_length=18, blank=True)


class Engagement(models.Model):
    """That an expert was invited into a case, until the expert stepped aside; for lists and for load."""

    protection = WorkingData("follows the case's events, which hold who is engaged; kept for lists")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="engagements")
    expert = models.ForeignKey("parties.User", models.PROTECT, related_name="engagements")
    invited_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_open_engagement_a_case",
                fields=("case", "expert"),
                condition=Q(ended_at__isnull=True),
            ),
        )


class Overruling(models.Model):
    """That the head of the group lets an expert be invited despite these conflicts, with the reason."""

    protection = Bound(
        fixed=("case", "expert", "conflicts", "reason", "by", "at"),
        erasable=("conflicts", "reason"),
        case="case",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    expert = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    conflicts = models.JSONField()
    reason = models.TextField()
    by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Undertaking(models.Model):
    """The promise of secrecy and of no conflict that an expert signed before reading a case.

    `digest` is that of the text that was on the screen; its words are data of this app (`undertaking.toml`).
    """

    protection = Bound(fixed=("case", "expert", "version", "digest", "signed_at"), case="case")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    expert = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_undertaking_a_case", fields=("case", "expert")),)


class OpinionDraft(models.Model):
    """What an expert has written so far, sealed for the own eyes; it goes when the opinion is given."""

    protection = WorkingData("a draft; the opinion that was given is committed to by its event")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    expert = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_draft_an_expert", fields=("case", "expert")),)


class Opinion(models.Model):
    """An opinion that was given: a salted commitment in the record, the text and the salt sealed beside it.

    `round` is the place in the case at which the round of opinions began.
    """

    protection = Bound(
        fixed=("case", "expert", "round", "commitment", "given_at"),
        sealed=("sealed",),
        case="case",
        rules=(sealed_stays("opinion_sealed", "sealed", kept("case_id")),),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="opinions")
    expert = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    round = models.PositiveIntegerField()
    commitment = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_opinion_a_round", fields=("case", "expert", "round")),
        )


class RevealedOpinion(models.Model):
    """An opinion's text with its salt, once the round is over: who reads both can check the commitment."""

    protection = Bound(
        fixed=("opinion", "text", "salt", "revealed_at"),
        erasable=("text", "salt"),
        case="opinion__case",
    )

    opinion = models.OneToOneField(Opinion, models.PROTECT, related_name="revealed")
    text = models.JSONField()
    salt = models.CharField(max_length=64)
    revealed_at = models.DateTimeField()


class CodeWay(models.TextChoices):
    """How a code is told to a person; never the way by which the link comes."""

    TELEPHONE = "telephone_code", _("told by telephone")
    LETTER = "letter_code", _("sent by letter")


class GuestInvitation(models.Model):
    """That an expert may enter without an account: by a link, and a code that comes another way.

    Of the link only the digest is kept, of the code a salted and keyed one. `issue` counts the codes; a
    session that began with an earlier one is over. `entered_at` says that the present code was used.
    """

    protection = WorkingData("made, entered and ended by acts that the access log keeps")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    expert = models.ForeignKey("parties.User", models.PROTECT, related_name="guest_invitations")
    token_digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    extended_because = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    issue = models.PositiveIntegerField(default=0)
    code_digest = models.CharField(max_length=200, blank=True)
    code_way = models.CharField(max_length=20, choices=CodeWay, blank=True)
    code_made_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    entered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_open_guest_invitation_an_expert",
                fields=("expert",),
                condition=Q(ended_at__isnull=True),
            ),
        )


class GuestCase(models.Model):
    """A case that an invitation opens: the expert's engagement in it, in one round of opinions."""

    protection = WorkingData("which cases an invitation opens; who is engaged stands in the events")

    invitation = models.ForeignKey(GuestInvitation, models.CASCADE, related_name="cases")
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="+")
    round = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_guest_case_an_engagement", fields=("invitation", "engagement", "round")
            ),
        )
