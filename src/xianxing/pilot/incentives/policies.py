"""Policies of local support as dated data: what ships, with the operator's own file on top."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from xianxing.law.source import home
from xianxing.law.text import NO_TEXT, Text

POLICIES = Path(__file__).with_name("policies.toml")
OWN = "policies.toml"  # in the operator's home


class ConditionKind(StrEnum):
    """What decides whether a condition holds: a kind of data, or a person."""

    UNIT_KIND = "unit_kind"
    TERRITORY = "territory"
    STAGE = "stage"
    EXIT = "exit"
    MONTHS = "months"
    POOL = "pool"
    PERSON = "person"


class Beneficiary(StrEnum):
    """Whom a policy is for."""

    UNIT = "unit"
    PARTICIPANTS = "participants"


@dataclass(frozen=True)
class PolicyCondition:
    """A condition of a policy: what decides it, and by which values or from how many on."""

    id: str
    kind: ConditionKind
    label: Text
    values: tuple[str, ...] = ()
    least: int = 0


@dataclass(frozen=True)
class PolicyVersion:
    """A policy as it reads between two days (`until` None: open); `confirmed`: its text was checked."""

    since: date
    until: date | None
    confirmed: bool
    reference: str
    source: Text
    offers: Text
    conditions: tuple[PolicyCondition, ...]
    digest: str

    def covers(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class SupportPolicy:
    """A policy of local support: its name, who issued it, whom it is for, and its versions."""

    id: str
    title: Text
    issuer: Text
    beneficiary: Beneficiary
    asked: bool
    guides: tuple[str, ...]
    versions: tuple[PolicyVersion, ...]

    def on(self, day: date) -> PolicyVersion | None:
        """The version of a day; None where none is in force."""
        return next((one for one in self.versions if one.covers(day)), None)

    def applies(self, guide: str) -> bool:
        """Whether it goes with a guide."""
        return not self.guides or guide in self.guides


@dataclass(frozen=True)
class PolicyBook:
    """Every policy by its id, the clauses they serve, where the practice comes from."""

    policies: Mapping[str, SupportPolicy]
    serves: tuple[str, ...]
    source: Text

    def in_force(self, guide: str, day: date) -> list[tuple[SupportPolicy, PolicyVersion]]:
        """The policies of a guide with their version of the day; those that the guide asks for come first."""
        found = [
            (one, version)
            for one in self.policies.values()
            if one.applies(guide) and (version := one.on(day)) is not None
        ]
        return sorted(found, key=lambda pair: not pair[0].asked)


def policy_book() -> PolicyBook:
    """What ships, with the policies of the operator's own file on top; both are read again once they change.

    ValueError names the file, the policy and what is wrong there.
    """
    own = home() / OWN
    return _book(own, own.stat().st_mtime_ns if own.is_file() else 0)


def read_policies(path: Path) -> dict[str, SupportPolicy]:
    """The policies of a file; ValueError names the file, the policy and what is wrong there.

    A confirmed version needs its reference; versions of a policy may not overlap.
    """
    data = tomllib.loads(path.read_text("utf-8"))
    found = {}
    for key, row in data.get("policy", {}).items():
        try:
            found[key] = _policy(key, row)
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path.name}, policy {key}: {error}") from None
    return found


@lru_cache(maxsize=4)
def _book(own: Path, stamp: int) -> PolicyBook:
    data = tomllib.loads(POLICIES.read_text("utf-8"))
    more = read_policies(own) if stamp else {}
    return PolicyBook({**read_policies(POLICIES), **more}, tuple(data["serves"]), Text(**data["source"]))


def _policy(key: str, row: Mapping[str, Any]) -> SupportPolicy:
    versions = tuple(sorted((_version(one) for one in row["version"]), key=lambda one: one.since))
    for earlier, later in pairwise(versions):
        if earlier.until is None or earlier.until >= later.since:
            raise ValueError(f"the version from {earlier.since} must end before {later.since}")
    return SupportPolicy(
        key, Text(**row["title"]), Text(**row["issuer"]), Beneficiary(row["for"]), row.get("asked", False),
        tuple(row.get("guides", ())), versions,
    )  # fmt: skip


def _version(row: Mapping[str, Any]) -> PolicyVersion:
    reference, confirmed = row.get("reference", ""), row["confirmed"]
    if confirmed and not reference:
        raise ValueError("a confirmed version names the document: set reference")
    conditions = tuple(_condition(one) for one in row.get("condition", ()))
    plain = json.dumps(row, sort_keys=True, ensure_ascii=True, default=str)
    return PolicyVersion(
        row["since"], row.get("until"), confirmed, reference, Text(**row["source"]),
        Text(**row["offers"]) if "offers" in row else NO_TEXT, conditions,
        hashlib.sha256(plain.encode()).hexdigest(),
    )  # fmt: skip


def _condition(row: Mapping[str, Any]) -> PolicyCondition:
    return PolicyCondition(
        row["id"], ConditionKind(row["kind"]), Text(**row["label"]), tuple(row.get("values", ())),
        row.get("least", 0),
    )  # fmt: skip
