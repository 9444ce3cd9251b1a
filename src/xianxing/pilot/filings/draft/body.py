"""The body of a filing in the database; `xianxing.checker.body` recomputes it from a folder."""

from __future__ import annotations

from xianxing.checker.body import Value
from xianxing.pilot.filings.draft.form import load_form
from xianxing.pilot.filings.models import Filing


def body_of(filing: Filing) -> dict[str, Value]:
    """The body as it is now; units invited and not yet joined stand in it too."""
    return load_form(filing).body()


def content_digest(filing: Filing) -> str:
    """SHA-256 of the canonical bytes, in hex."""
    return load_form(filing).digest()
