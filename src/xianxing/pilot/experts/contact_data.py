"""How to reach an expert: a telephone and an e-mail address, sealed, for staff and the check of conflicts."""

from __future__ import annotations

from dataclasses import dataclass

from xianxing.pilot.experts.models import ExpertProfile
from xianxing.pilot.storage.keys import master_keys
from xianxing.pilot.storage.sealing import open_value, seal_value
from xianxing.record.canonical import canonical, parse


@dataclass(frozen=True)
class ExpertContact:
    """What is known to reach an expert by; empty where nothing is."""

    phone: str = ""
    email: str = ""


def seal_contact(expert: int, contact: ExpertContact) -> bytes:
    """The contact data under the master key; nothing for nothing."""
    if contact == ExpertContact():
        return b""
    held = canonical({"email": contact.email, "phone": contact.phone})
    return seal_value(master_keys(), about_contact(expert), held)


def contact_of(profile: ExpertProfile | None) -> ExpertContact:
    """The contact data of a profile; DamagedError where the sealed bytes were changed or belong elsewhere."""
    sealed = bytes(profile.contact) if profile else b""
    if profile is None or not sealed:
        return ExpertContact()
    held = parse(open_value(master_keys(), about_contact(profile.pk), sealed))
    if not isinstance(held, dict):
        raise TypeError("what was sealed is no contact data")
    return ExpertContact(str(held["phone"]), str(held["email"]))


def about_contact(expert: int) -> bytes:
    """What sealed contact data are bound to: nobody can put them under another name."""
    return f"contact of expert {expert}".encode()
