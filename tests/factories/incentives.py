"""Local support and the talent pool by the real acts, and a policy whose text was confirmed (fictional)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.pilot.acts.staff import Office
from tests.pilot.filings.company import just
from xianxing.pilot.incentives.consent_text import consent_text
from xianxing.pilot.incentives.domain.pooling import (
    decide_contribution,
    give_consent_to_pool,
    state_contribution,
)
from xianxing.pilot.incentives.domain.supporting import (
    PersonJudgement,
    SupportAnswer,
    enter_support,
    recommend_support,
)
from xianxing.pilot.incentives.models import SupportStep, TalentConsent, TalentContribution
from xianxing.pilot.parties.models import User
from xianxing.workdays.clocks import day_of

CONFIRMED = """
[policy.fictional_grant]
title = { zh = "虚构的试点奖励", en = "A fictional grant" }
issuer = { zh = "虚构市金融局", en = "a fictional bureau" }
for = "unit"

[[policy.fictional_grant.version]]
since = 2023-01-01
until = 2023-12-31
confirmed = false
source = { zh = "旧版", en = "the old one" }

[[policy.fictional_grant.version]]
since = 2024-01-01
confirmed = true
reference = "虚构〔2023〕12号"
source = { zh = "虚构文件第三条", en = "article 3 of a fictional document" }
offers = { zh = "一次性奖励", en = "a single grant" }

[[policy.fictional_grant.version.condition]]
id = "running"
kind = "stage"
values = ["running"]
label = { zh = "试点中", en = "on trial" }

[[policy.fictional_grant.version.condition]]
id = "subsidiary"
kind = "person"
label = { zh = "设立了信息科技子公司", en = "founded an IT subsidiary" }
"""
JUDGED = {"subsidiary": PersonJudgement(True, "营业执照载明，见附件")}


def with_policy(home: Path, text: str = CONFIRMED) -> None:
    """Write the operator's own policies below `home`, which XIANXING_HOME names."""
    home.mkdir(exist_ok=True)
    (home / "policies.toml").write_text(text, "utf-8")


def recommended(office: Office, *, by: User | None = None, **instead: Any) -> SupportStep:
    """温 recommends 鹏海 under the confirmed policy."""
    person = by or office.wen
    said = {
        "policy": "fictional_grant", "unit": "lead", "judged": JUDGED, "words": "成效明显", **instead,
    }  # fmt: skip
    return recommend_support(
        case=office.company.filing.pk, by=person, at=office.company.later(), step_up=just(person), **said
    )


def answered(office: Office, stage: str, *, by: User | None = None, **instead: Any) -> SupportStep:
    """周 enters what was applied for, 温 what was answered, each with its paper."""
    person = by or (office.company.cast.zhou if stage == "applied" else office.wen)
    letter = office.letter(person, "材料.pdf")
    said = {
        "happened_on": day_of(office.company.at), "words": "申请一次性奖励", "organ": "虚构市金融局",
        "document": "虚构函〔2024〕1号", "evidence": (letter,), **instead,
    }  # fmt: skip
    return enter_support(
        case=office.company.filing.pk, policy="fictional_grant", unit="lead",
        answer=SupportAnswer(stage, **said), by=person, at=office.company.later(),
    )  # fmt: skip


def agreed(office: Office, person: User) -> TalentConsent:
    """Somebody agrees to stand in the pool."""
    text = consent_text(day_of(office.company.at))
    return give_consent_to_pool(
        digest=text.digest, expertise="关联交易识别", by=person, at=office.company.later()
    )


def stated(office: Office, person: User, *, words: str = "搭建了名录") -> TalentContribution:
    """Somebody says what he or she did for the project."""
    return state_contribution(
        case=office.company.filing.pk, role="项目经办人", words=words, by=person, at=office.company.later()
    )


def in_pool(office: Office, person: User, *, words: str = "搭建了名录") -> TalentContribution:
    """Agreed, stated, and found large by 温."""
    agreed(office, person)
    row = stated(office, person, words=words)
    return decide_contribution(
        contribution=row.pk, accept=True, reason="贡献较大", by=office.wen, at=office.company.later()
    )
