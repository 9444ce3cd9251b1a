"""Where a guide is read on this site: its own page, or that of the guide that it extends."""

from __future__ import annotations

from django.urls import reverse

from xianxing.law import Guide, known_guides


def guide_shown(guide: Guide) -> str:
    """The name of the guide, or of the one that it extends, where this site shows it; "" where neither is."""
    known = set(known_guides())
    return next((one for one in (guide.name, guide.extends) if one in known), "")


def guide_page(guide: Guide) -> str:
    """The guide's page, or that of the guide that it extends; "" where neither is shown here."""
    name = guide_shown(guide)
    return reverse("public:guide", args=[name]) if name else ""


def clause_address(guide: Guide, clause: str) -> str:
    """Where a clause's words are read; "" where the guide doesn't know it or has no page here."""
    page = guide_page(guide) if clause in guide.clauses else ""
    return f"{page}#clause-{clause}" if page else ""
