"""The named cast of the pilot's tests: every permission case is told by a person.

Chen manages 鹏海证券, Zhou writes there, Luo reviews there; Ning manages 图澜, a technology firm; Mo is a
stranger without any role; Wen and Tang are the secretariat's; Sun, Li and Gao are the three officers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from xianxing.pilot.parties.domain.appointments import appoint_officer, appoint_staff, grant_membership
from xianxing.pilot.parties.domain.institutions import claim_institution, confirm_claim
from xianxing.pilot.parties.enums import MemberRole, OfficerRole, StaffRole
from xianxing.pilot.parties.models import Institution, User

EARLY = datetime(2023, 11, 1, 1, 0, tzinfo=UTC)
NOON = datetime(2024, 1, 15, 4, 0, tzinfo=UTC)
PENGHAI = "91440300MA5HNBR25M"
TULAN = "91440300MA5185LJ3J"


@dataclass(frozen=True)
class Cast:
    """Everybody, by family name."""

    chen: User
    zhou: User
    luo: User
    ning: User
    mo: User
    wen: User
    tang: User
    sun: User
    li: User
    gao: User
    penghai: Institution
    tulan: Institution


def assemble() -> Cast:
    """Bring the cast on stage by the real actions; both institutions are verified."""
    people = {
        name: User.objects.create_user(f"{name}@cast.example", name=name)
        for name in (
            "chen",
            "zhou",
            "luo",
            "ning",
            "mo",
            "wen",
            "tang",
            "sun",
            "li",
            "gao",
        )
    }
    for name in ("wen", "tang"):
        appoint_staff(user=people[name], role=StaffRole.SECRETARIAT, at=EARLY)
    for name, role in (("sun", OfficerRole.SYSTEM), ("li", OfficerRole.SECURITY), ("gao", OfficerRole.AUDIT)):
        appoint_officer(user=people[name], role=role, at=EARLY)
    penghai = _claimed(
        PENGHAI, "鹏海证券股份有限公司", "securities_futures_operator", people["chen"], people["wen"]
    )
    tulan = _claimed(TULAN, "深圳图澜知识工程有限公司", "technology_firm", people["ning"], people["wen"])
    grant_membership(user=people["zhou"], institution=penghai, role=MemberRole.AUTHOR, at=EARLY)
    grant_membership(user=people["luo"], institution=penghai, role=MemberRole.REVIEWER, at=EARLY)
    return Cast(**people, penghai=penghai, tulan=tulan)


def _claimed(uscc: str, name: str, kind: str, manager: User, staff: User) -> Institution:
    claim = claim_institution(
        uscc=uscc, name=name, kind=kind, claimant=manager, letter_name="授权书.pdf", letter=b"ok", at=EARLY
    )
    return confirm_claim(claim=claim, by=staff, evidence="授权书与营业执照原件", at=EARLY)
