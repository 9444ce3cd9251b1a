"""One story with different secrets: who objected, who judges, what is scored, what is being written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from tests.desks.secrecy.chance import Chance
from tests.factories.house import House
from tests.factories.notices import StageClock, said
from tests.pilot.cast import Cast
from xianxing.pilot.complaints.domain.handling import accept_complaint, forward_complaint
from xianxing.pilot.complaints.domain.receiving import Intake, receive_complaint
from xianxing.pilot.complaints.models import Complaint
from xianxing.pilot.complaints.sealing import ComplaintWords, Identity
from xianxing.pilot.filings.draft.cells import write_cell
from xianxing.pilot.filings.models import Cell
from xianxing.pilot.notices.models import PublicComment


@dataclass(frozen=True)
class Secrets:
    """What only some may know."""

    objector: str = "钟离默"
    objection: str = "数据来源存疑，请核实。"
    expert: str = "xu"
    score: int = 2
    opinion: str = "技术路线可行。"
    overview: str = "本项目在研发环境中试用大模型辅助编程。"
    contribution: str = "提供知识工程平台与标注人员。"
    complainant: str = "郑小满"
    complaint: str = "费用说明不清，客服不予回复。"


# By person and address: status, headers and every byte.
Seen = dict[tuple[str, str], bytes]
ONE = Secrets()
OTHER = Secrets(
    objector="上官清", objection="<b>资金池</b>" * 50, expert="qin", score=4, opinion="指标缺乏依据。" * 9,
    complainant="诸葛明", complaint="<i>承诺保本</i>" * 40,
    overview="另一种写法：本项目为客户提供投资建议。" * 3, contribution="只出资。",
)  # fmt: skip


class _Undone(Exception):
    """Takes a world back."""


class Worlds:
    """Tells the story, has somebody look, and takes it back."""

    def __init__(self, house: House, patch: pytest.MonkeyPatch) -> None:
        self.house, self.chance = house, Chance(patch)
        self.began = house.company.at, house.panel.office.company.at

    def seen(self, secrets: Secrets, look: Callable[[Chance], Seen]) -> Seen:
        """What `look` sees in the world of these secrets."""
        house, found = self.house, Seen()
        house.company.at, house.panel.office.company.at = self.began
        cache.clear()
        self.chance.again("story")
        try:
            with transaction.atomic():
                tell(house, secrets)
                StageClock.instant = house.company.later()
                with override_settings(XIANXING_CLOCK=f"{StageClock.__module__}.StageClock"):
                    found = look(self.chance)
                raise _Undone
        except _Undone:
            for filing in (house.company.filing, house.panel.office.company.filing):
                filing.case.refresh_from_db()
            house.noticed.notice.case.refresh_from_db()
        return found


def but_for(known: tuple[str, ...]) -> Secrets:
    """The other world, in which whoever knows these things finds them as they were."""
    return replace(OTHER, **{name: getattr(ONE, name) for name in known})


def tell(house: House, secrets: Secrets) -> None:
    """Somebody objects, somebody is invited and gives an opinion, two units write their parts of a draft."""
    company, panel, cast = house.company, house.panel, house.company.cast
    said(
        company, house.noticed.notice, "objection", text=secrets.objection, name=secrets.objector,
        contact=f"{secrets.objector}@public.example",
    )  # fmt: skip
    panel.office.company.at = company.at
    expert = getattr(panel, secrets.expert)
    panel.invite(panel.yan, expert)
    panel.sign(expert)
    panel.sign(panel.yan)
    panel.give(expert, secrets.score, secrets.opinion, secrets.opinion)
    company.at = panel.office.company.at
    _write(house, cast, secrets)
    _complain(house, secrets)
    assert PublicComment.objects.count() == 1


def _complain(house: House, secrets: Secrets) -> None:
    """Somebody reports a wrong about the noticed project, and complains about it; the group forwards that."""
    cast, at, case = house.company.cast, house.company.later, house.company.filing.case
    words = ComplaintWords(secrets.complaint)
    named = Identity(secrets.complainant, f"{secrets.complainant}@complainant.example")
    receive_complaint(intake=Intake("report", words, named, about=case), at=at())
    given = receive_complaint(intake=Intake("complaint", words, named, about=case), at=at())
    made = Complaint.objects.get(number=given.number)
    accept_complaint(complaint=made.pk, by=cast.wen, at=at())
    forward_complaint(
        complaint=made.pk, institution=cast.penghai.pk, extract="请核实处理。", by=cast.wen, at=at()
    )


def _write(house: House, cast: Cast, secrets: Secrets) -> None:
    overview = house.draft.cells.get(unit=None, path="content.overview")
    joint = house.draft.units.get(key="joint")
    own = Cell.objects.filter(filing=house.draft, unit=joint, path="unit.contribution").first()
    write_cell(
        filing=house.draft, path="content.overview", value=secrets.overview, based_on=overview.version,
        by=cast.zhou, at=house.company.later(),
    )  # fmt: skip
    write_cell(
        filing=house.draft, unit=joint, path="unit.contribution", value=secrets.contribution,
        based_on=own.version if own else 0, by=cast.ning, at=house.company.later(),
    )  # fmt: skip
