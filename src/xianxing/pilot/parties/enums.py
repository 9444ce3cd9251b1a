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
    LEGAL_REVIEWER = "legal_reviewer", _("Legal reviewer")
    SUPERVISION_BUREAU = "supervision_bureau", _("Technology supervision bureau")
    EVALUATION_PANEL = "evaluation_panel", _("Professional evaluation panel")
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


class AccessKind(TextChoices):
    """What the access log tells apart."""

    LOGGED_IN = "logged_in", _("Logged in")
    LOGGED_OUT = "logged_out", _("Logged out")
    LOGIN_FAILED = "login_failed", _("Log-in failed")
    LOCKED_OUT = "locked_out", _("Locked out for a while")
    SESSION_ENDED = "session_ended", _("Session ended")
    STEPPED_UP = "stepped_up", _("Second factor given for an act")
    STEP_UP_FAILED = "step_up_failed", _("Second factor refused")
    SECOND_FACTOR_SET = "second_factor_set", _("Second factor set up")
    SECOND_FACTOR_RESET = "second_factor_reset", _("Second factor reset")
    RESET_REQUESTED = "reset_requested", _("Reset of the second factor requested")
    RECOVERY_USED = "recovery_used", _("Recovery code used")
    RECOVERY_MADE = "recovery_made", _("Recovery codes made anew")
    PASSWORD_SET = "password_set", _("Password set")
    PASSWORD_MAILED = "password_mailed", _("Link to set a password sent")
    ACCOUNT_MADE = "account_made", _("Account made")
    ACTIVATED = "activated", _("Account activated")
    DEACTIVATED = "deactivated", _("Account deactivated")
    INVITED = "invited", _("Invited")
    CLAIMED = "claimed", _("Institution claimed")
    LETTER_READ = "letter_read", _("Authorisation letter read")
    COMMENT_READ = "comment_read", _("Comment on a public notice read")
    COMPLAINT_READ = "complaint_read", _("Complaint read")
    COMPLAINANT_READ = "complainant_read", _("Who made a complaint read")
    CLAIM_CONFIRMED = "claim_confirmed", _("Claim confirmed")
    CLAIM_REFUSED = "claim_refused", _("Claim refused")
    ROLE_GRANTED = "role_granted", _("Role granted")
    ROLE_ENDED = "role_ended", _("Role ended")
    WITNESS_TRUSTED = "witness_trusted", _("Witness of the log trusted")
    WITNESS_REMOVED = "witness_removed", _("Witness of the log removed")
    ERASED = "erased", _("Erased after its time")
    TOKEN_MADE = "token_made", _("Token of the programming interface made")
    TOKEN_REVOKED = "token_revoked", _("Token of the programming interface revoked")
    IDENTITY_LINKED = "identity_linked", _("Account linked to the log-in provider")
    IDENTITY_UNLINKED = "identity_unlinked", _("Link to the log-in provider removed")
    GUEST_INVITED = "guest_invited", _("Expert invited to enter without an account")
    GUEST_CODE_MADE = "guest_code_made", _("Code for an expert without an account made")
    GUEST_ENTERED = "guest_entered", _("Expert entered by link and code")
    GUEST_CODE_GIVEN = "guest_code_given", _("Expert gave the code again for an act")
    GUEST_CODE_REFUSED = "guest_code_refused", _("Code of an expert's invitation refused")
    GUEST_CODE_LOCKED = "guest_code_locked", _("Code of an expert's invitation locked")
    GUEST_EXTENDED = "guest_extended", _("Expert's invitation extended")
    GUEST_ENDED = "guest_ended", _("Expert's invitation ended")
    DEMO_LOGIN = "demo_login", _("Entered the demonstration as")


class TokenScope(TextChoices):
    """What a token of the programming interface is good for."""

    READ = "read", _("Reading cases")
    ACT = "act", _("Acting in cases")
    FILE = "file", _("Handing in filings and files")


# The two roles whose acts must come from different people.
SEPARATED = frozenset({MemberRole.AUTHOR, MemberRole.REVIEWER})
