"""What people do with a public sheet: take, confirm, and bring the case to where it is asked for."""

from __future__ import annotations

import pytest

from tests.pilot.filings.company import Company, just
from xianxing.pilot.cases.domain.performing import Actor, perform
from xianxing.pilot.cases.procedural import CaseStore
from xianxing.pilot.filings.models import Attestation, Cell, Filing, PublicCell, Unit
from xianxing.pilot.filings.public_sheet.acts import (
    consent_to_sheet,
    take_from_cell,
    take_from_cells,
)
from xianxing.pilot.filings.public_sheet.sheet import (
    preview,
)
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refusal
from xianxing.procedure.events import JSON
from xianxing.procedure.runner import current

CORE = "content.core_technology"
SOURCES = "content.data_sources"


def text_of(filing: Filing, path: str) -> str:
    value = Cell.objects.get(filing=filing, unit=None, path=path).value
    assert isinstance(value, str)
    return value


def take(company: Company, location: str, based_on: int = 0, by: User | None = None) -> None:
    take_from_cell(
        filing=company.filing,
        location=location,
        based_on=based_on,
        by=by or company.cast.zhou,
        at=company.later(),
    )


def code_of_taking(company: Company, location: str, by: User | None = None) -> str:
    with pytest.raises(Refusal) as refused:
        take(company, location, by=by)
    return refused.value.code


def consent(company: Company, unit: Unit, by: User, digest: str | None = None) -> Attestation:
    return consent_to_sheet(
        filing=company.filing, unit=unit, sheet_digest=digest or preview(company.filing).digest, by=by,
        at=company.later(), step_up=just(by),
    )  # fmt: skip


def asked(company: Company) -> Filing:
    """The filing where the procedure asks for the confirmation; the name stands on its sheet."""
    take(company, "project.name")
    company.freeze()
    company.attest()
    company.file()
    to_confirmation(company)
    return company.filing


def confirmed(filing: Filing) -> frozenset[str]:
    """The units whose confirmation the procedure has."""
    state = current(CaseStore(filing.case), str(filing.pk))
    return state.acted.get("sheet_consents", frozenset())


def take_all(company: Company, based_on: dict[str, int], by: User | None = None) -> tuple[PublicCell, ...]:
    return take_from_cells(
        filing=company.filing, based_on=based_on, by=by or company.cast.zhou, at=company.later()
    )


def entries_of(company: Company) -> set[str]:
    return {entry.location for entry in preview(company.filing).entries}


def to_confirmation(company: Company) -> None:
    """The working group's part, from registration to a passed evaluation."""
    case = company.filing.case
    staff = frozenset({"secretariat", "risk_reviewer", "group_head", "technology_bureau", "evaluation_panel"})
    wen, tang = (Actor(str(user.pk), staff) for user in (company.cast.wen, company.cast.tang))
    expert = Actor("e1", frozenset({"expert"}))
    chosen: dict[str, JSON] = {"eligibility": "eligible", "innovation_basis": "none"}
    chosen["parallel_approval"] = "not_needed"
    way: list[tuple[str, Actor, dict[str, JSON]]] = [
        ("register_local", wen, {}),
        ("pass_formality", wen, {"completeness": "complete"}),
        ("complete_risk_assessment", wen, {}),
        ("invite_experts", wen, {"members": {"experts": ["e1"]}}),
        ("give_opinion", expert, {}),
        ("close_opinions", wen, {}),
        ("invite_departments", wen, {"members": {"departments": ["金融局"]}}),
        (
            "give_department_view",
            wen,
            {
                "department_view": "supports",
                "particulars": {"department_opinion": "支持"},
                "item": "金融局",
                "evidence": "来函1号",
            },
        ),
        ("evaluate_additionally", wen, {"departments": "took_part"}),
        (
            "select",
            wen,
            {"eligibility": "eligible", "innovation_basis": "none", "parallel_approval": "not_needed"},
        ),
        ("pass_evaluation", wen, {}),
    ]
    for step, actor, payload in way:
        perform(case=case, step=step, actor=actor, payload=payload, at=company.later(), second=tang)
    company.filing.refresh_from_db()
