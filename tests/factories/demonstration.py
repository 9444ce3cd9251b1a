"""The sample filing of 鹏海证券 and 图澜 in the demonstration: who works on it, and browsers to work in."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client

from tests.desks.accounts.visits import enter
from xianxing.pilot.calls.models import Call
from xianxing.pilot.demo.cast import Cast
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.parties.models import User

NAMES = {
    "chen": "陈砚林", "zhou": "周若岚", "luo": "罗景行", "ning": "宁远航", "wen": "温如玉", "sun": "孙立",
}  # fmt: skip


@dataclass
class Draft:
    """The filing, its call, and browsers in which people have entered."""

    cast: Cast
    call: Call
    filing: Filing

    def person(self, name: str) -> User:
        """Somebody of the cast; `mo` is a stranger without any role."""
        if name == "mo":
            found = User.objects.filter(email="mo@cast.example").first()
            return found or User.objects.create_user("mo@cast.example", name="莫未央")
        return self.cast.people[NAMES[name]]

    def enter(self, name: str) -> Client:
        """A browser of this person."""
        return enter(self.person(name))

    def url(self, rest: str = "") -> str:
        """An address below the filing."""
        return f"/filings/{self.filing.pk}/{rest}"
