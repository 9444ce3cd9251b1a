"""What this app stores: runs of tools, their findings and lists under seal, reviews, anchors in the log."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from xianxing.pilot.protection.declarations import AppendOnly, WorkingData

AGAIN = "follows from the sealed input by running the tool again; the run holds the digest of its answer"


class ToolOwner(models.TextChoices):
    """Whose a run is: who asked for it did so for this organ, whose people read it."""

    GROUP = "group", _("the pilot's working group")
    CSRC = "csrc", _("CSRC")
    INSTITUTION = "institution", _("the institution")


class ToolRunState(models.TextChoices):
    """How a run stands; only an ended one has its state in the row."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("run in progress")
    DONE = "done", _("done")
    REFUSED = "refused", _("input refused")
    FAILED = "failed", _("failed")


class ToolRun(models.Model):
    """One run of a tool over one folder: how it was asked, and once it has ended what came of it.

    `earlier` is the attempt before it over a folder that was refused; `input` the folder's zip, sealed.
    `ruleset`, `output` and `inputs` are digests: of the packs, of the answer without metrics, of the tables.
    """

    protection = AppendOnly(
        "a run stays as it was asked and as it ended",
        once=(
            "input", "state", "ended_at", "failure", "judged_as_of", "ruleset", "output", "inputs", "summary",
            "metrics", "tool_version", "found",
        ),
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tool = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    attempt = models.PositiveIntegerField(default=1)
    earlier = models.OneToOneField("self", models.PROTECT, null=True, related_name="mended")
    example = models.BooleanField()
    language = models.CharField(max_length=10)
    as_of = models.DateField(null=True)
    lenient = models.BooleanField()
    rules_as_of = models.DateField(null=True)
    owner = models.CharField(max_length=12, choices=ToolOwner)
    institution = models.ForeignKey("parties.Institution", models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    input = models.ForeignKey("filings.StoredFile", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=ToolRunState, null=True)
    ended_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=40, null=True)
    judged_as_of = models.DateField(null=True)
    ruleset = models.CharField(max_length=80, null=True)
    output = models.CharField(max_length=64, null=True)
    inputs = models.JSONField(null=True)
    summary = models.JSONField(null=True)
    metrics = models.JSONField(null=True)
    tool_version = models.CharField(max_length=20, null=True)
    found = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = (models.Index(fields=("tool", "asked_at"), name="tool_runs_by_time"),)

    def __str__(self) -> str:
        return self.title

    @property
    def standing(self) -> ToolRunState:
        """How the run stands now."""
        if self.state:
            return ToolRunState(self.state)
        return ToolRunState.RUNNING if hasattr(self, "progress") else ToolRunState.WAITING


class ToolProgress(models.Model):
    """That a worker has begun a run, and how far it is."""

    protection = WorkingData("how far a run is; nobody needs it once the run has ended")

    run = models.OneToOneField(ToolRun, models.CASCADE, primary_key=True, related_name="progress")
    step = models.CharField(max_length=20)
    begun_at = models.DateTimeField()


class RunFinding(models.Model):
    """One finding of a run by its place in the answer: what filters ask in plain, the rest under seal.

    `same` tells the same statement in another run (rule, subject, day), `content` what it says; both are
    keyed by the site's secret, so that neither can be guessed from.
    """

    protection = WorkingData(AGAIN)

    run = models.ForeignKey(ToolRun, models.PROTECT, related_name="findings")
    place = models.PositiveIntegerField()
    rule = models.CharField(max_length=80)
    result = models.CharField(max_length=20)
    basis = models.CharField(max_length=20)
    incomplete = models.BooleanField()
    confirmed = models.BooleanField(null=True)
    same = models.CharField(max_length=64)
    content = models.CharField(max_length=64)
    sealed = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_finding_a_place", fields=("run", "place")),)
        indexes = (models.Index(fields=("run", "same"), name="tool_findings_by_statement"),)


class RunPartKind(models.TextChoices):
    """What of an answer is kept beside its findings."""

    PROBLEMS = "problems", _("problems of the input")
    TABLE = "table", _("list of the answer")
    VALUES = "values", _("values of the answer")
    CHART = "chart", _("chart")
    DRAWING = "drawing", _("drawing of a chart")
    UNWRITTEN = "unwritten", _("files that couldn't be written")


class RunPart(models.Model):
    """A piece of an answer under seal: so many problems, so many rows of a list, a chart with its drawing."""

    protection = WorkingData(AGAIN)

    run = models.ForeignKey(ToolRun, models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=10, choices=RunPartKind)
    name = models.CharField(max_length=80)
    place = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_part_a_place", fields=("run", "kind", "name", "place")),
        )


class RunFile(models.Model):
    """A file that the tool wrote of its answer, sealed: JSON, tables, charts, reports."""

    protection = WorkingData(AGAIN)

    run = models.ForeignKey(ToolRun, models.PROTECT, related_name="files")
    name = models.CharField(max_length=150)
    file = models.ForeignKey("filings.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(name="one_file_a_name", fields=("run", "name")),)


class FindingReview(models.Model):
    """That a person upheld or overruled a finding, and why; a later one counts, the earlier ones stay."""

    protection = AppendOnly("a review stays as it was given")

    finding = models.ForeignKey(RunFinding, models.PROTECT, related_name="reviews")
    number = models.PositiveIntegerField()
    upheld = models.BooleanField()
    reason = models.TextField()
    by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_review_a_number", fields=("finding", "number")),)


class RunAnchor(models.Model):
    """That a run stands in the log: the salt, and the commitment that the entry holds."""

    protection = AppendOnly("an anchor stays as it was set")

    run = models.OneToOneField(ToolRun, models.PROTECT, primary_key=True, related_name="anchor")
    publication = models.OneToOneField("cases.Publication", models.PROTECT, related_name="+")
    salt = models.BinaryField()
    commitment = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()


class RunErasure(models.Model):
    """That what a run read and wrote was erased: by whom, when, why. Its digests and reviews stay."""

    protection = AppendOnly("that a run was erased stays")

    run = models.OneToOneField(ToolRun, models.PROTECT, primary_key=True, related_name="erasure")
    reason = models.TextField()
    by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
