"""The demonstration's people and institutions, made by the real actions from `cast.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from xianxing.pilot.demo.clock import move_to
from xianxing.pilot.demo.models import ClockOffset
from xianxing.pilot.experts.domain.pool import keep_profile
from xianxing.pilot.parties.domain import second_factor
from xianxing.pilot.parties.domain.accounts import create_account
from xianxing.pilot.parties.domain.appointments import appoint_officer, appoint_staff, grant_membership
from xianxing.pilot.parties.domain.institutions import (
    add_licence,
    claim_institution,
    confirm_claim,
    state_territory,
)
from xianxing.pilot.parties.domain.invitations import accept_invitation, invite
from xianxing.pilot.parties.enums import MemberRole, OfficerRole, StaffRole
from xianxing.pilot.parties.models import Claim, Institution, Membership, User
from xianxing.workdays.clocks import CHINA_TIME, day_of

# Inside the window of the batch that the samples belong to; the roles were given before it opened.
START = datetime(2024, 1, 20, 9, 30, tzinfo=CHINA_TIME)
ENROLLED = datetime(2023, 11, 20, 9, 0, tzinfo=CHINA_TIME)
SHOWN = "授权委托书原件、营业执照副本及业务牌照"
LETTER = b"%PDF-1.4\n% demonstration letter of authority, no content\n%%EOF\n"


@dataclass
class Cast:
    """Everybody: people by name, institutions by unified social credit code."""

    people: dict[str, User] = field(default_factory=dict)
    institutions: dict[str, Institution] = field(default_factory=dict)


@transaction.atomic
def seed_cast(*, at: datetime = ENROLLED) -> Cast:
    """Bring all on stage at `at`, each with a second factor; nobody has a password.

    Sets the clock to `START` when it was never set. Refused (a taken address) when the cast is there already.
    """
    data = tomllib.loads(Path(__file__).with_name("cast.toml").read_text("utf-8"))
    cast = Cast()
    for entry in data["staff"]:
        _staff(cast, entry, at)
    secretary = next(user for user in cast.people.values() if user.appointments.exists())
    _pool(cast, data["staff"], secretary, at)
    for entry in data["institution"]:
        _institution(cast, entry, secretary, at)
    if not ClockOffset.objects.exists():
        move_to(START)
    return cast


@transaction.atomic
def join_cast(cast: Cast, data: Mapping[str, Any], *, secretary: User, at: datetime) -> None:
    """Bring more institutions on stage, and more people into those that are there; `secretary` confirms."""
    for entry in data["institution"]:
        _institution(cast, entry, secretary, at)
    for entry in data["joiner"]:
        institution = cast.institutions[entry["uscc"]]
        held = Membership.objects.active(at).get(institution=institution, role=MemberRole.MANAGER)
        for person in entry["people"]:
            _join(cast, institution, person, held.user, at)
        if entry.get("verified"):
            claim = Claim.objects.get(institution=institution, decided_at=None)
            confirm_claim(claim=claim, by=secretary, evidence=SHOWN, at=at)


def is_cast(user: User) -> bool:
    """Whether the person is one of the demonstration's: addresses below `.example` only."""
    return user.email.endswith(".example")


def _staff(cast: Cast, entry: dict[str, Any], at: datetime) -> None:
    user = _person(cast, entry, at)
    for role in entry.get("roles", ()):
        appoint_staff(user=user, role=StaffRole(role), at=at)
    if "officer" in entry:
        appoint_officer(user=user, role=OfficerRole(entry["officer"]), at=at)


def _pool(cast: Cast, entries: Sequence[Mapping[str, Any]], secretary: User, at: datetime) -> None:
    """The secretariat writes down what the experts know, and where to call them."""
    for entry in entries:
        if "knows" in entry:
            keep_profile(
                expert=cast.people[entry["name"]], fields=entry["knows"], phone=entry["phone"], by=secretary,
                at=at,
            )  # fmt: skip


def _institution(cast: Cast, entry: dict[str, Any], secretary: User, at: datetime) -> None:
    people = entry["people"]
    manager = _person(cast, people[0], at)
    letter_name = "授权委托书.pdf"
    claim = claim_institution(
        uscc=entry["uscc"],
        name=entry["name"],
        kind=entry["kind"],
        claimant=manager,
        letter_name=letter_name,
        letter=LETTER,
        at=at,
    )
    institution = claim.institution
    cast.institutions[entry["uscc"]] = institution
    _facts(institution, entry, manager, at + timedelta(hours=1))
    _members(cast, institution, people, manager, at + timedelta(hours=2))
    if entry.get("verified", True):
        confirm_claim(claim=claim, by=secretary, evidence=SHOWN, at=at + timedelta(days=1))


def _facts(institution: Institution, entry: dict[str, Any], manager: User, at: datetime) -> None:
    state_territory(
        institution=institution,
        by=manager,
        registered_in=entry["registered_in"],
        jurisdiction=entry["jurisdiction"],
        evidence="营业执照副本",
        as_of=day_of(at),
        at=at,
    )
    for licence in entry.get("licences", ()):
        dates = {"valid_from": licence.get("valid_from"), "valid_to": licence.get("valid_to")}
        named = {key: licence[key] for key in ("name", "number", "authority")}
        add_licence(institution=institution, by=manager, **named, **dates, at=at)


def _members(
    cast: Cast, institution: Institution, people: list[dict[str, Any]], manager: User, at: datetime
) -> None:
    first, *others = people
    for role in map(MemberRole, first["roles"]):
        grant_membership(user=manager, institution=institution, role=role, at=at, **_place(first))
    for entry in others:
        _join(cast, institution, entry, manager, at)


def _join(cast: Cast, institution: Institution, entry: dict[str, Any], manager: User, at: datetime) -> None:
    """A person is invited for each role and accepts."""
    user = cast.people.get(entry["name"]) or _person(cast, entry, at)
    for role in map(MemberRole, entry["roles"]):
        _, token = invite(
            institution=institution, email=user.email, role=role, by=manager, at=at, **_place(entry)
        )
        accept_invitation(token=token, user=user, at=at + timedelta(minutes=30))


def _place(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "department": entry["department"],
        "title": entry["title"],
        "department_head": entry.get("head", False),
        "power_of_attorney": "授权委托书.pdf",
    }


def _person(cast: Cast, entry: dict[str, Any], at: datetime) -> User:
    user = create_account(email=entry["email"], name=entry["name"], at=at)
    second_factor.enrol(user=user, secret=second_factor.new_secret())
    cast.people[user.name] = user
    return user
