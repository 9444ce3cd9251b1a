"""What lies sealed in these tables, for key rotation and the audit: each column, and what it answers to."""

from __future__ import annotations

from xianxing.pilot.complaints.sealing import about_act, about_file, about_identity, about_words
from xianxing.pilot.notices.handed_in import digest_of
from xianxing.pilot.storage.sealed_values import SealedValues

SEALED = (
    SealedValues(
        "complaints.Complaint", "sealed", lambda row: about_words(row.number),
        lambda row, plain: digest_of(plain) == row.digest,
    ),
    SealedValues(
        "complaints.Complaint", "identity", lambda row: about_identity(row.number),
        lambda row, plain: digest_of(plain) == row.identity_digest,
    ),
    SealedValues(
        "complaints.ComplaintAct", "sealed", lambda row: about_act(row.pk),
        lambda row, plain: digest_of(plain) == row.digest,
    ),
    SealedValues(
        "complaints.ComplaintFile", "sealed", lambda row: about_file(row.complaint_id),
        lambda row, plain: digest_of(plain) == row.digest,
    ),
)  # fmt: skip
