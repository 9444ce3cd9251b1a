"""Programs of an institution: a token for one project and an address, made as people make them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from tests.pilot.filings.company import Company, just
from xianxing.pilot.parties.models import User
from xianxing.pilot.programs.domain.hooks import make_webhook
from xianxing.pilot.programs.domain.tokens import make_project_token
from xianxing.pilot.programs.models import ProjectToken, Webhook
from xianxing.pilot.programs.practice import practice

ALL_SCOPES: tuple[str, ...] = tuple(practice().scopes)


def project_token_of(
    company: Company, by: User | None = None, scopes: Sequence[str] = ALL_SCOPES, **changes: Any
) -> tuple[ProjectToken, str]:
    """A token that 周, or another, makes for the company's project; with its text."""
    person = by or company.cast.zhou
    asked = {"name": "报送程序", "days": 30, "real_now": timezone.now(), **changes}
    return make_project_token(
        case=company.filing.pk, scopes=scopes, by=person, step_up=just(person), at=company.later(), **asked
    )


def webhook_of(company: Company, url: str, by: User | None = None, **changes: Any) -> tuple[Webhook, str]:
    """An address that 周, or another, makes for the company's project; with its secret."""
    person = by or company.cast.zhou
    asked = {"case": company.filing.pk, "name": "接收程序", "real_now": timezone.now(), **changes}
    return make_webhook(url=url, by=person, step_up=just(person), at=company.later(), **asked)
