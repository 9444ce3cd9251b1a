"""Roles and states of parties, with English labels whose Chinese stands in the catalogue."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MemberRole(TextChoices):
    """What a person does for an institution; several at once, but never author and internal reviewer."""

    MANAGER = "manager", _("Account manager")
    CONTACT = "contact", _("Contact")
    AUTHOR = "author", _("Author")
    REVIEWER = "reviewer", _("Internal reviewer")
    COMPLIANCE_HEAD = "compliance_head", _("Head of compliance")
    SIGNATORY = "signatory", _("Signatory")


class StaffRole(TextChoices):
    """What a person does for the working group and the bodies beside it."""

    SECRETARIAT = "secretariat", _("Secretariat")
    RISK_REVIEWER = "risk_reviewer", _("Risk reviewer")
    GROUP_HEAD = "group_head", _("Head of the working group")
    SUPERVISION_BUREAU = "supervision_bureau", _("Technology supervision bureau")
    EXPERT = "expert", _("Expert")


class OfficerRole(TextChoices):
    """The three separate officers; none of them sees filings."""

    SYSTEM = "system", _("System administrator")
    SECURITY = "security", _("Security administrator")
    AUDIT = "audit", _("Auditor")


class InstitutionStatus(TextChoices):
    """An unverified institution drafts, but neither consents nor files."""

    UNVERIFIED = "unverified", _("Unverified")
    VERIFIED = "verified", _("Verified")


# The two roles whose acts must come from different people.
SEPARATED = frozenset({MemberRole.AUTHOR, MemberRole.REVIEWER})
