"""A case: where it stands. Only `perform` writes it, and triggers in the database hold everybody to that."""

from __future__ import annotations

import uuid

from django.db import models

from xianxing.pilot.protection.declarations import Bound, Recomputed, TriggerRule, WorkingData

NO_SUCH_EVENT = (
    "NEW.id <> OLD.id OR NEW.call_id <> OLD.call_id OR NEW.sequence <> OLD.sequence + 1 OR NOT EXISTS ("
    "SELECT 1 FROM cases_event AS e WHERE e.case_id = NEW.id AND e.sequence = NEW.sequence"
    " AND e.target_state = NEW.state)"
)
NOT_LIFTED = (
    "NEW.case_id <> OLD.case_id OR OLD.lifted_at IS NOT NULL OR (NEW.lifted_at IS NOT NULL AND EXISTS ("
    "SELECT 1 FROM cases_case AS c WHERE c.id = NEW.case_id AND c.sequence > 0 AND NOT EXISTS ("
    "SELECT 1 FROM cases_event AS e WHERE e.case_id = c.id AND e.sequence = c.sequence"
    " AND e.step = 'secrecy.lift')))"
)


class Case(models.Model):
    """A filing's life under one version of the procedure.

    `state` and `sequence` repeat what the events say, so that lists need no replay; the database refuses any
    change of the row that doesn't name a new event of this case with that target state and the next number.
    """

    protection = Bound(
        fixed=("call", "opened_at"),
        recomputed=("state", "sequence", "procedure_version"),
        message="cases are never removed",
        rules=(
            TriggerRule("case_opens_empty", "INSERT", "NEW.sequence <> 0", "a case opens without events"),
            TriggerRule(
                "case_follows_event", "UPDATE", NO_SUCH_EVENT, "a case changes only with its next event"
            ),
        ),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey("calls.Call", models.PROTECT, related_name="cases")
    procedure_version = models.CharField(max_length=80)
    state = models.CharField(max_length=50)
    sequence = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("call", "state")),)

    def __str__(self) -> str:
        return str(self.id)


class Duty(models.Model):
    """Who must act in a case now, and until when; rewritten with every event, so that a desk can list by day.

    `due` is empty where the guide sets no limit and practice none either; `provisional` where the calendar of
    that year isn't announced. `facts` are the case's own by which a list tells what can follow; None in a
    row written before they were kept, until the case's next event.
    """

    protection = Recomputed(
        how="cases/upkeep/audits.py: duties follow from the reduction of the case's events",
        columns=("role", "state", "clock", "due", "overdue", "facts"),
    )

    case = models.ForeignKey(Case, models.PROTECT, related_name="duties")
    role = models.CharField(max_length=50)
    state = models.CharField(max_length=50)
    clock = models.CharField(max_length=50, blank=True)
    due = models.DateField(null=True, blank=True)
    provisional = models.BooleanField(default=False)
    overdue = models.BooleanField(default=False)
    facts = models.JSONField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("due", "role")),
            models.Index(fields=("case", "due"), name="duties_by_case"),
        )


class ReducedState(models.Model):
    """Where the events have brought a case, kept with each event so that nobody has to reduce them all again.

    `plain` is the whole state, `next_day` the first day on which time brings something about. `seal` is by
    the site's secret: a row that was written into the database alone counts for nothing.
    """

    protection = Recomputed(
        how="cases/upkeep/audits.py: the state and its next day follow from the case's events",
        columns=("sequence", "plain", "next_day"),
    )

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="reduced")
    sequence = models.PositiveIntegerField()
    plain = models.JSONField()
    next_day = models.DateField(null=True, db_index=True)
    seal = models.CharField(max_length=64)


class SecrecyStop(models.Model):
    """A case stopped because a state secret was found in it; nothing goes on until it is lifted.

    `ground` says why without repeating what was found. Files are put aside; erasing them is a further act.
    """

    protection = Bound(
        fixed=("case", "ground", "stopped_at", "stopped_by"),
        later=("reported_to", "reported_at", "reported_by", "lifted_at", "lifted_by"),
        case="case",
        message="a stop ends by a recorded lifting",
        rules=(TriggerRule("stop_lifted", "UPDATE", NOT_LIFTED, "a stop ends by a recorded lifting"),),
    )

    case = models.ForeignKey(Case, models.PROTECT, related_name="stops")
    ground = models.TextField()
    stopped_at = models.DateTimeField()
    stopped_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    reported_to = models.CharField(max_length=200, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    reported_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey("parties.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_open_stop_a_case", fields=("case",), condition=models.Q(lifted_at__isnull=True)
            ),
        )


class LiftRequest(models.Model):
    """A stop that one side wants lifted, until the other side confirms; it lapses with its author's role."""

    protection = WorkingData("a request that lapses; the lifting itself is an event that names both people")

    stop = models.OneToOneField(SecrecyStop, models.PROTECT, primary_key=True, related_name="lift_request")
    reason = models.TextField()
    asked_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()


class Erasure(models.Model):
    """What was erased of a case after its time, under which rule; the record's own events say it too."""

    protection = Bound(
        fixed=("case", "rule", "reason", "acts", "files", "erased_by", "erased_at"), case="case"
    )

    case = models.ForeignKey(Case, models.PROTECT, related_name="erasures")
    rule = models.CharField(max_length=30)
    reason = models.TextField()
    acts = models.PositiveIntegerField()
    files = models.PositiveIntegerField()
    erased_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    erased_at = models.DateTimeField()
