"""Cases brought to CSRC by the real acts of the working group: over the selection, and on the direct path."""

from __future__ import annotations

from tests.pilot.acts.staff import Office, an_office
from tests.pilot.cast import EARLY, Cast
from tests.pilot.experts.panel import an_opinion_given
from tests.pilot.filings.company import a_company
from xianxing.pilot.filings.draft.cells import write_cell
from xianxing.pilot.filings.models import Cell
from xianxing.pilot.parties.domain.appointments import appoint_staff
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import User
from xianxing.procedure.events import JSON

ELIGIBLE: dict[str, JSON] = {
    "eligibility": "eligible", "innovation_basis": "none", "parallel_approval": "not_needed"
}  # fmt: skip


def of_the_panel(name: str = "lu") -> User:
    """Somebody of the professional evaluation's panel."""
    user = User.objects.create_user(f"{name}@office.example", name=name)
    appoint_staff(user=user, role=StaffRole.EVALUATION_PANEL, at=EARLY)
    return user


def selected(office: Office, **answers: JSON) -> None:
    """From the registration to the selection; the head answers what is asked as given."""
    wen, tang = office.wen, office.tang
    if office.state == "filed":
        office.do("register_local", wen)
    office.do("pass_formality", wen, answers={"completeness": "complete"})
    office.do("complete_risk_assessment", office.ren)
    office.do("invite_experts", wen, members={"experts": [str(office.xu.pk)]})
    an_opinion_given(office, office.xu)
    office.do("close_opinions", wen)
    office.do("invite_departments", wen, members={"departments": ["金融局"]})
    view = {"department_views": "金融局", "department_view": "supports", "department_opinion": "支持"}
    office.both("give_department_view", wen, tang, evidence=True, answers=view)
    office.do("evaluate_additionally", wen, answers={"departments": "took_part"})
    office.do("select", office.fang, answers={**ELIGIBLE, **answers}, reason="研究同意入选。")


def a_core_office(cast: Cast) -> Office:
    """鹏海 as a core institution: filed, and the working group's people are there."""
    cast.penghai.kind = "core_institution"
    cast.penghai.save()
    company = a_company(cast)
    cell = Cell.objects.get(filing=company.filing, path="unit.kind", unit=company.lead)
    write_cell(
        filing=company.filing, path="unit.kind", unit=company.lead, value="core_institution",
        based_on=cell.version, by=cast.zhou, at=company.later(),
    )  # fmt: skip
    company.freeze()
    company.attest()
    company.file()
    return an_office(company)


def reported(office: Office, **answers: JSON) -> None:
    """A core institution's case, read first and reported to the bureau."""
    office.do("register_core", office.wen)
    office.do("report_to_bureau", office.fang, answers={**ELIGIBLE, **answers}, reason="初步审阅未见问题。")
