"""Files: their encrypted bytes, the materials that they are versions of, and what was found in them."""

from __future__ import annotations

from django.db import models

from xianxing.pilot.filings.models.attestations import kept
from xianxing.pilot.protection.declarations import Bound, TriggerRule, WorkingData

# The cases that hold a file: as an upload that was there when a body was frozen, a page that came back, a
# platform's receipt, evidence, a paper, a package for CSRC.
HOLDING = (
    "SELECT m.filing_id AS case_id FROM filings_materialversion AS v"
    " JOIN filings_material AS m ON m.id = v.material_id WHERE v.file_id = NEW.id"
    " AND EXISTS (SELECT 1 FROM filings_body AS f"
    " WHERE f.filing_id = m.filing_id AND f.frozen_at >= v.uploaded_at)"
    " UNION ALL SELECT b.filing_id FROM filings_attestation AS a"
    " JOIN filings_body AS b ON b.id = a.body_id WHERE a.returned_id = NEW.id"
    " UNION ALL SELECT b.filing_id FROM filings_submission AS s"
    " JOIN filings_body AS b ON b.id = s.body_id WHERE s.evidence_id = NEW.id"
    " UNION ALL SELECT e.case_id FROM acts_evidence AS e WHERE e.file_id = NEW.id"
    " UNION ALL SELECT p.case_id FROM papers_returnedpaper AS r"
    " JOIN papers_casepaper AS p ON p.id = r.paper_id WHERE r.file_id = NEW.id"
    " UNION ALL SELECT t.case_id FROM transmissions_transmissionpackage AS t WHERE t.file_id = NEW.id"
)
NOT_KEPT = f"NOT ({kept('case_id').replace('OLD.', 'holding.')})"
# A draft that was stopped as secret and shares the file: it takes the file along wherever it lies.
STOPPED_BESIDE = (
    "SELECT 1 FROM filings_materialversion AS w JOIN filings_material AS n ON n.id = w.material_id"
    " JOIN cases_secrecystop AS s ON s.case_id = n.filing_id"
    " WHERE w.file_id = NEW.id AND s.lifted_at IS NULL"
)
TAKEN_AWAY = (
    (
        "(OLD.erased_at IS NOT NULL AND (NEW.erased_at IS NULL OR NEW.erased_at <> OLD.erased_at))"
        " OR ((length(NEW.wrapped_key) = 0 OR NEW.erased_at IS NOT NULL) AND OLD.erased_at IS NULL"
        " AND EXISTS (HOLDING) AND NOT EXISTS (SELECT 1 FROM (HOLDING) AS holding WHERE NOT_KEPT)"
        " AND NOT EXISTS (STOPPED_BESIDE))"
    )
    .replace("STOPPED_BESIDE", STOPPED_BESIDE)
    .replace("NOT_KEPT", NOT_KEPT)
    .replace("HOLDING", HOLDING)
)


class StoredFile(models.Model):
    """Bytes at rest, encrypted under a data key of their own; `name` is the file below the store.

    The data key is kept here, wrapped by the master key `key_id`, which lies outside the database; erasing
    the bytes takes it away too. `charged_to` is the institution whose quota they count in.
    """

    protection = Bound(
        fixed=("sha256", "size", "name"),
        later=("erased_at",),
        gone="erased_at",
        rules=(TriggerRule("file_stays", "UPDATE", TAKEN_AWAY, "a file goes with an erasure of its case"),),
    )

    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    name = models.CharField(max_length=80, unique=True)
    key_id = models.CharField(max_length=20)
    wrapped_key = models.BinaryField()
    charged_to = models.ForeignKey(
        "parties.Institution", models.PROTECT, null=True, blank=True, related_name="+"
    )
    stored_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)


class Material(models.Model):
    """A file that the filing names, with who issued and signed it; its bytes are its latest version's.

    `version` is the number of that version, 0 for an entry whose file is still to come; `unit` added it.
    """

    protection = WorkingData("the draft's list of files; what is attested and filed is the frozen body")

    filing = models.ForeignKey("filings.Filing", models.PROTECT, related_name="materials")
    unit = models.ForeignKey("filings.Unit", models.PROTECT, related_name="materials")
    kind = models.CharField(max_length=50)
    file_name = models.CharField(max_length=200)
    issuers = models.JSONField(default=list)
    third_party = models.CharField(max_length=100, blank=True)
    signatory = models.CharField(max_length=50, blank=True)
    signatory_title = models.CharField(max_length=50, blank=True)
    signatory_unit = models.CharField(max_length=30, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    translation_of = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()


class MaterialVersion(models.Model):
    """One upload of a material: its bytes, the name it came under, its type by content."""

    protection = WorkingData("the draft's uploads; the frozen body names the bytes by digest")

    material = models.ForeignKey(Material, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="versions")
    name = models.CharField(max_length=200)
    content = models.CharField(max_length=20)
    note = models.CharField(max_length=200, blank=True)
    uploaded_by = models.ForeignKey("parties.User", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_upload_a_number", fields=("material", "number")),)


class CheckResult(models.Model):
    """The checker's findings for one content, ruleset, day and window, so that they are computed once.

    `window` is the call's window that they were judged by, in one word.
    """

    protection = WorkingData("can be computed again; what was filed with is in the findings as filed")

    filing = models.ForeignKey("filings.Filing", models.CASCADE, related_name="check_results")
    content_digest = models.CharField(max_length=64)
    ruleset = models.CharField(max_length=64)
    as_of = models.DateField()
    window = models.CharField(max_length=60, default="")
    report = models.JSONField()
    ocr_pending = models.BooleanField(default=False)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_result_a_content",
                fields=("filing", "content_digest", "ruleset", "as_of", "window"),
            ),
        )


class ReadDocument(models.Model):
    """A file's text as read once, by its digest and the reader's version; encrypted as the files are.

    `ocr_pending` is true where pages are pictures that nobody has read yet.
    """

    protection = WorkingData("can be read again from the file")

    sha256 = models.CharField(max_length=64)
    reader = models.CharField(max_length=40)
    document = models.BinaryField()
    ocr_pending = models.BooleanField(default=False)
    read_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_reading_a_file", fields=("sha256", "reader")),)
