"""The sample filing of 鹏海证券 and 图澜 in draft, with the demonstration's cast and clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from tests.desks.accounts.visits import enter
from xianxing.pilot.calls.domain.publishing import publish_call
from xianxing.pilot.calls.models import Call
from xianxing.pilot.clock import now
from xianxing.pilot.demo.cast import Cast, seed_cast
from xianxing.pilot.filings.draft.opening import accept_unit
from xianxing.pilot.filings.folder.importing import import_folder
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.parties.models import Institution, User
from xianxing.workdays.clocks import CHINA_TIME

EXAMPLE = Path(__file__).parents[3] / "examples" / "related-party-tool"
OPENED = datetime(2023, 11, 29, 9, 0, tzinfo=CHINA_TIME)
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


@pytest.fixture
def call(db: None) -> Call:
    """The second batch of 2023, published on its first day, with the cast on stage."""
    cast = seed_cast()
    return publish_call(
        guide_name="shenzhen-2023", batch="shenzhen-2023-2", by=cast.people["温如玉"], at=OPENED
    )


@pytest.fixture
def draft(call: Call) -> Draft:
    """The sample, imported by Zhou; 图澜 has joined through Ning."""
    users = {user.name: user for user in User.objects.all()}
    cast = Cast(users, {one.uscc: one for one in Institution.objects.all()})
    filing = import_folder(call=call, path=EXAMPLE, by=users["周若岚"], at=now()).filing
    accept_unit(unit=filing.units.get(key="joint"), by=users["宁远航"], at=now())
    return Draft(cast, call, filing)
