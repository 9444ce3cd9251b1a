"""Whom each of the applicants' routes is for, and example objects, for the tests of all routes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tests.factories.calls import published
from xianxing.pilot.clock import now
from xianxing.pilot.demo.cast import Cast
from xianxing.pilot.filings.draft.opening import open_filing
from xianxing.pilot.filings.models import Filing
from xianxing.workdays.clocks import CHINA_TIME

OPENED = datetime(2023, 11, 29, 9, 0, tzinfo=CHINA_TIME)
OF_A_FILING = (
    "home", "section", "unit", "save", "decide", "row", "beside", "versions", "table", "files", "material",
    "upload", "fetch", "preview", "picture", "file-changes", "units", "findings", "comments", "settle",
    "questions", "folder", "export", "taken", "confirm", "freeze", "again", "take-back", "act", "act-about",
    "file", "receipt", "receipt-text", "as-filed", "dossier", "sheet", "sheet-read", "sheet-several",
    "package", "hand-in", "signature-page",
    "signed", "refuse", "refuse-about",
    "withdraw", "receipt-pdf", "word", "word-file", "word-upload", "word-proposal",
    "discard", "unit-part", "correction", "earlier",
)  # fmt: skip
EXPECTED = {
    "portal:filings": "member",
    "portal:start": "member",
    "portal:take-in": "member",
    "portal:invitation": "member",
    "portal:discarded": "member",
    "portal:counting": "public",
    "portal:inbox": "anyone_logged_in",
    "portal:read-all": "anyone_logged_in",
    "portal:message": "anyone_logged_in",
    **{f"portal:{name}": "unit" for name in OF_A_FILING},
}
# A filing is its units' own: of all visitors only the member of 鹏海证券 gets in.
OWN = {f"portal:{name}": {"member"} for name in OF_A_FILING}
EXAMPLES: dict[str, object] = {
    "section": "basics", "unit": "lead", "invited": 1, "material": 1, "comment": 1, "attestation": 1,
    "kind": "unit_review", "about": "joint", "message": 1, "part": "identity",
    "kept": UUID(int=0),
}  # fmt: skip
# With these objects there is nothing to see in a fresh draft; tests/desks/portal tries them with real ones.
ABSENT = frozenset(
    f"portal:{name}"
    for name in (
        "invitation", "message", "row", "beside", "versions", "table", "material", "upload", "fetch",
        "preview", "picture", "file-changes", "settle", "again", "take-back", "act", "act-about", "refuse",
        "refuse-about", "receipt",
        "receipt-text", "receipt-pdf", "as-filed", "dossier", "signature-page", "signed", "word-file",
        "taken",
    )
)  # fmt: skip


def draft_of(cast: Cast, uscc: str) -> Filing:
    """The institution's draft under the open call; begun by its account manager when there is none."""
    found = Filing.objects.first()
    if found is None:
        call = published(guide="shenzhen-2023", batch="shenzhen-2023-2", by=cast.people["温如玉"], at=OPENED)
        lead = cast.institutions[uscc]
        found = open_filing(call=call, lead=lead, by=cast.people["陈砚林"], at=now())
    return found
