"""A whole filing of 鹏海证券 and 图澜 with everybody who attests it, made by the real actions.

At 鹏海: Zhou writes, Luo reviews, Gu (顾明谦) heads compliance, He signs.
At 图澜: Ning writes, Tao reviews, Shi signs.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from tests.factories.calls import rewriting
from tests.pilot.cast import EARLY, NOON, Cast
from tests.pilot.database import a_call
from xianxing.pilot.calls.models import Call
from xianxing.pilot.filings.actors import StepUp
from xianxing.pilot.filings.attest.attesting import (
    give_consent,
    pledge_truth,
    review_as_lead,
    review_unit,
    sign_compliance,
)
from xianxing.pilot.filings.attest.freezing import freeze
from xianxing.pilot.filings.attest.requirements import content_of
from xianxing.pilot.filings.draft.opening import accept_unit
from xianxing.pilot.filings.folder.importing import import_folder
from xianxing.pilot.filings.models import Attestation, Body, Filing, Unit
from xianxing.pilot.filings.storage.vault import keep, stage
from xianxing.pilot.filings.submit.filing import Filed, PlatformReceipt, export_package, file_filing
from xianxing.pilot.filings.submit.withdrawing import join_withdrawal, propose_withdrawal, withdraw
from xianxing.pilot.parties.domain.appointments import grant_membership
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Institution, User

EXAMPLE = Path(__file__).parents[3] / "examples" / "related-party-tool"
TITLES = {
    MemberRole.COMPLIANCE_HEAD: "合规总监",
    MemberRole.SIGNATORY: "总经理",
    MemberRole.REVIEWER: "稽核部经理",
}


def just(user: User) -> StepUp:
    """The second factor, given this moment."""
    return StepUp.just_given(user)


def a_person(name: str, institution: Institution | None, role: MemberRole) -> User:
    """Somebody of an institution in one role."""
    assert institution is not None
    user = User.objects.create_user(f"{name}@company.example", name=name)
    grant_membership(user=user, institution=institution, role=role, at=EARLY, title=TITLES[role])
    return user


@dataclass
class Company:
    """The filing, its units and people; a minute passes with every act."""

    cast: Cast
    filing: Filing
    lead: Unit
    joint: Unit
    gu: User
    he: User
    tao: User
    shi: User
    at: datetime = field(default=NOON)

    def later(self) -> datetime:
        """The next minute."""
        self.at += timedelta(minutes=1)
        return self.at

    @property
    def body(self) -> Body:
        """The body in force."""
        return self.filing.bodies.get(voided_at__isnull=True)

    @property
    def digest(self) -> str:
        """Its digest."""
        return self.body.digest

    @property
    def report(self) -> str:
        """The digest of the compliance report in the body."""
        files = content_of(self.body)["files"]
        assert isinstance(files, list)
        return next(
            str(file["sha256"]) for file in files if str(file["kind"]).startswith("compliance_report")
        )

    def freeze(self) -> Body:
        """Zhou freezes."""
        return freeze(filing=self.filing, by=self.cast.zhou, at=self.later())

    def acts(self) -> Iterator[Callable[[], Attestation]]:
        """Everything between freezing and filing, by the right people and in order."""
        yield partial(self.review, self.lead, self.cast.luo)
        yield partial(self.review, self.joint, self.tao)
        yield self.review_joint
        yield partial(self.pledge, self.lead, self.he)
        yield partial(self.pledge, self.joint, self.shi)
        yield self.sign
        yield partial(self.consent, self.lead, self.he)
        yield partial(self.consent, self.joint, self.shi)

    def review(self, unit: Unit, by: User) -> Attestation:
        """A unit's own review."""
        return review_unit(
            filing=self.filing, unit=unit, opinion="已审查", digest=self.digest, by=by, at=self.later()
        )

    def review_joint(self) -> Attestation:
        """Luo reviews the joint unit's material for the lead."""
        return review_as_lead(
            filing=self.filing, about=self.joint, opinion="已审查", digest=self.digest, by=self.cast.luo,
            at=self.later(),
        )  # fmt: skip

    def pledge(self, unit: Unit, by: User) -> Attestation:
        """A unit's pledge of truth."""
        return pledge_truth(filing=self.filing, unit=unit, digest=self.digest, by=by, at=self.later())

    def attest(self) -> None:
        """All of it."""
        for act in self.acts():
            act()

    def sign(self) -> Attestation:
        """Gu signs the compliance report off."""
        return sign_compliance(
            filing=self.filing, unit=self.lead, digest=self.digest, report_digest=self.report, by=self.gu,
            at=self.later(), step_up=just(self.gu),
        )  # fmt: skip

    def consent(self, unit: Unit, by: User) -> Attestation:
        """A unit's consent, recognising the other one."""
        other = self.joint if unit == self.lead else self.lead
        return give_consent(
            filing=self.filing, unit=unit, digest=self.digest, recognises=[other.key], by=by, at=self.later(),
            step_up=just(by),
        )  # fmt: skip

    def outside(self, folder: Path) -> PlatformReceipt:
        """Frozen, attested, the package exported; the platform's receipt a minute later with its picture."""
        self.freeze()
        self.attest()
        target = folder / "package.zip"
        by, at = self.cast.zhou, self.later()
        export_package(filing=self.filing, digest=self.digest, target=target, by=by, at=at)
        evidence = keep(stage(io.BytesIO(b"screenshot"), limit=100), charged_to=None, at=self.at)
        return PlatformReceipt("ZJH-2024-0042", self.later(), evidence)

    def file(self, at: datetime | None = None, platform: PlatformReceipt | None = None) -> Filed:
        """Zhou files."""
        zhou = self.cast.zhou
        return file_filing(
            filing=self.filing, digest=self.digest, by=zhou, at=at or self.later(), step_up=just(zhou),
            platform=platform,
        )  # fmt: skip

    def withdraw(self) -> None:
        """Zhou proposes it, He joins for the only pilot institution, Zhou withdraws: the case has ended."""
        own, zhou = {"filing": self.filing}, self.cast.zhou
        propose_withdrawal(**own, reason="技术路线调整", by=zhou, at=self.later(), step_up=just(zhou))
        join_withdrawal(**own, unit=self.lead, by=self.he, at=self.later(), step_up=just(self.he))
        withdraw(**own, by=zhou, at=self.later(), step_up=just(zhou))


def a_company(
    cast: Cast,
    *,
    external: bool = False,
    call: Call | None = None,
    folder: Path = EXAMPLE,
    at: datetime = NOON,
) -> Company:
    """The example filing, imported; 图澜 has joined. The call's channel is ours unless said otherwise."""
    if call is None:
        call = a_call(cast.wen)
        with rewriting(Call):
            Call.objects.filter(pk=call.pk).update(external_channel=external)
        call.refresh_from_db()
    filing = import_folder(call=call, path=folder, by=cast.zhou, at=at).filing
    grant_membership(user=cast.ning, institution=cast.tulan, role=MemberRole.AUTHOR, at=EARLY)
    joint = accept_unit(unit=filing.units.get(key="joint"), by=cast.ning, at=at)
    return Company(
        cast, filing, filing.units.get(lead=True), joint,
        a_person("顾明谦", cast.penghai, MemberRole.COMPLIANCE_HEAD),
        a_person("he", cast.penghai, MemberRole.SIGNATORY),
        a_person("tao", cast.tulan, MemberRole.REVIEWER),
        a_person("shi", cast.tulan, MemberRole.SIGNATORY), at,
    )  # fmt: skip
