"""What this app stores: complaints, every act on them, and what was handed in beside them."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from xianxing.pilot.filings.models.attestations import kept
from xianxing.pilot.protection.declarations import Bound, TriggerRule, WorkingData, sealed_stays

# A complaint about no case is emptied once it has ended; one about a case with the case, or after an act that
# erases what has been kept for its time.
NOT_ERASED = (
    "NOT EXISTS (SELECT 1 FROM complaints_complaintact AS erasing"
    " WHERE erasing.complaint_id = OLD.id AND erasing.kind = 'erase')"
)
WORDS_STAY = (
    "((OLD.about_id IS NULL AND OLD.state NOT IN ('closed', 'refused', 'directed'))"
    f" OR (OLD.about_id IS NOT NULL AND {kept('about_id')} AND {NOT_ERASED}))"
)
WHILE_COMPLAINT_STAYS = (
    "EXISTS (SELECT 1 FROM complaints_complaint AS whole"
    " WHERE whole.id = OLD.complaint_id AND length(whole.sealed) > 0)"
)


class ComplaintKind(models.TextChoices):
    """The four ways of the investors' service, and the petition, which has a way of its own."""

    COMPLAINT = "complaint", _("Complaint")
    REPORT = "report", _("Report of a wrong")
    INQUIRY = "inquiry", _("Inquiry")
    SUGGESTION = "suggestion", _("Suggestion")
    PETITION = "petition", _("Petition")


# Of these the institution learns only by being told: its people see the skeleton of the case's record.
DISCREET = frozenset({ComplaintKind.REPORT, ComplaintKind.PETITION})


class ComplaintWay(models.TextChoices):
    """How it came."""

    ONLINE = "online", _("on this site")
    PAPER = "paper", _("on paper")
    TELEPHONE = "telephone", _("by telephone")
    EMAIL = "email", _("by e-mail")
    VISIT = "visit", _("in person")


class ComplaintState(models.TextChoices):
    """Where a complaint stands."""

    RECEIVED = "received", _("Received")
    ACCEPTED = "accepted", _("Accepted")
    WITH_INSTITUTION = "with_institution", _("With the institution")
    ANSWERED = "answered", _("Answered by the institution")
    CLOSED = "closed", _("Complaint closed")
    REFUSED = "refused", _("Not accepted")
    DIRECTED = "directed", _("Directed elsewhere")


ENDED = frozenset({ComplaintState.CLOSED, ComplaintState.REFUSED, ComplaintState.DIRECTED})


class ComplaintActKind(models.TextChoices):
    """What was done with a complaint."""

    RECEIVE = "receive", _("Received")
    ACCEPT = "accept", _("Accepted")
    REFUSE = "refuse", _("Not accepted")
    DIRECT = "direct", _("Directed elsewhere")
    FORWARD = "forward", _("Forwarded to the institution")
    ANSWER = "answer", _("Answered by the institution")
    ASK_AGAIN = "ask_again", _("Sent back to the institution")
    EXTEND = "extend", _("Limit extended")
    CLOSE = "close", _("Complaint closed")
    OFFER_MEDIATION = "offer_mediation", _("Mediation offered")
    COMPLAINANT_AGREES = "complainant_agrees", _("Complainant agrees to mediation")
    COMPLAINANT_DECLINES = "complainant_declines", _("Complainant declines mediation")
    INSTITUTION_AGREES = "institution_agrees", _("Institution agrees to mediation")
    INSTITUTION_DECLINES = "institution_declines", _("Institution declines mediation")
    MEDIATION_SETTLED = "mediation_settled", _("Mediation led to an agreement")
    MEDIATION_FAILED = "mediation_failed", _("Mediation led to no agreement")
    NAME_PROJECT = "name_project", _("Project found that it is about")
    LINK = "link", _("Linked to an earlier complaint")
    ERASE = "erase", _("Words erased after their time")


class Complaint(models.Model):
    """A complaint: what was handed in lies sealed, who handed it in under a seal of its own.

    `about` is the case that it concerns, `case` the one in whose record its rows are named: a report stays
    out of it until the institution is told. `ledger` is the institution that entered it as its own;
    `received_on` the day that counts, `received_at` the instant of entry. `clock` names the limit that runs,
    which ends with the day `due`; `close_due` is the last day for the whole.
    """

    protection = Bound(
        fixed=(
            "number", "kind", "way", "received_on", "received_at", "anonymous", "may_be_named", "digest",
            "identity_digest", "secret", "ledger", "entered_by",
        ),
        later=("about", "case", "institution", "predecessor", "state", "clock", "due", "close_due"),
        sealed=("sealed", "identity"),
        emptied_by=("acts__kind", "erase"),
        case="case",
        row_seal=(
            "number", "kind", "way", "received_on", "received_at", "anonymous", "may_be_named", "digest",
            "identity_digest", "secret", "ledger", "entered_by", "about", "case", "institution",
            "predecessor", "state", "clock", "due", "close_due",
        ),
        rules=(
            sealed_stays("complaint_words", "sealed", WORDS_STAY),
            sealed_stays("complaint_identity", "identity", WORDS_STAY),
            *(
                TriggerRule(
                    f"complaint_{name}_once",
                    "UPDATE",
                    f"OLD.{name}_id IS NOT NULL AND (NEW.{name}_id IS NULL"
                    f" OR NEW.{name}_id <> OLD.{name}_id)",
                    "what a complaint is about is said once",
                )
                for name in ("about", "case")
            ),
        ),
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=12, choices=ComplaintKind)
    way = models.CharField(max_length=10, choices=ComplaintWay)
    received_on = models.DateField()
    received_at = models.DateTimeField()
    anonymous = models.BooleanField()
    may_be_named = models.BooleanField()
    digest = models.CharField(max_length=64)
    identity_digest = models.CharField(max_length=64)
    secret = models.CharField(max_length=64)
    ledger = models.ForeignKey("parties.Institution", models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey("parties.User", models.PROTECT, null=True, related_name="+")
    about = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="complaints")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    institution = models.ForeignKey("parties.Institution", models.PROTECT, null=True, related_name="+")
    predecessor = models.ForeignKey("self", models.PROTECT, null=True, related_name="successors")
    state = models.CharField(max_length=20, choices=ComplaintState)
    clock = models.CharField(max_length=20, blank=True)
    due = models.DateField(null=True)
    close_due = models.DateField(null=True)
    sealed = models.BinaryField()
    identity = models.BinaryField()
    seal = models.CharField(max_length=64)

    class Meta:
        indexes = (
            models.Index(fields=("state", "due"), name="complaints_by_limit"),
            models.Index(fields=("received_on",), name="complaints_by_day"),
        )

    def __str__(self) -> str:
        return self.number


class ComplaintAct(models.Model):
    """One act on a complaint, in order; its words lie sealed. `state`, `clock` and days are those after it.

    `side` says who acted: the public, the group or the institution. `detail` names what was chosen.
    """

    protection = Bound(
        fixed=(
            "complaint", "sequence", "kind", "side", "by", "at", "state", "clock", "due", "close_due",
            "detail", "digest",
        ),
        sealed=("sealed",),
        emptied_by=("complaint__acts__kind", "erase"),
        case="complaint__case",
        row_seal=(
            "complaint", "sequence", "kind", "side", "by", "at", "state", "clock", "due", "close_due",
            "detail", "digest",
        ),
        rules=(sealed_stays("complaint_act_words", "sealed", WHILE_COMPLAINT_STAYS),),
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="acts")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=24, choices=ComplaintActKind)
    side = models.CharField(max_length=20)
    by = models.ForeignKey("parties.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=ComplaintState)
    clock = models.CharField(max_length=20, blank=True)
    due = models.DateField(null=True)
    close_due = models.DateField(null=True)
    detail = models.CharField(max_length=50, blank=True)
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField()
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_act_a_place", fields=("complaint", "sequence")),)


class ComplaintFile(models.Model):
    """A file handed in with a complaint: name and bytes lie sealed, never read here."""

    protection = Bound(
        fixed=("complaint", "size", "digest"),
        sealed=("sealed",),
        emptied_by=("complaint__acts__kind", "erase"),
        case="complaint__case",
        row_seal=("complaint", "size", "digest"),
        rules=(sealed_stays("complaint_file", "sealed", WHILE_COMPLAINT_STAYS),),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="file")
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField()
    seal = models.CharField(max_length=64)


class ComplaintReminder(models.Model):
    """That people were told that a limit of a complaint has passed: once a limit."""

    protection = WorkingData("what was told; the limit itself stands in the acts")

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="+")
    clock = models.CharField(max_length=20)
    due = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_reminder_a_limit", fields=("complaint", "clock", "due")),
        )
