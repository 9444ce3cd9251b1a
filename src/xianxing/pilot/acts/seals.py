"""The seal over a file that a person brought and no event names yet, by the secret of the site.

Whoever can write the database alone can't call another's file the own one.
"""

from __future__ import annotations

from django.utils.crypto import constant_time_compare

from xianxing.pilot.acts.models import Evidence
from xianxing.pilot.protection.row_seals import seal_over


def seal_of_evidence(row: Evidence) -> str:
    """The seal of a file that was brought: which file, by whom."""
    return seal_over("evidence", [str(row.pk), row.file_id, row.brought_by_id, row.brought_at.timestamp()])


def holds(row: Evidence) -> bool:
    """Whether the row is as it was sealed when somebody brought the file."""
    return constant_time_compare(row.seal, seal_of_evidence(row))
