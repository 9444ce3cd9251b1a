"""What an applicant waits for on a database of many cases: pages through the whole stack, and filing itself.

Pages are asked of the site in this process, middleware and templates included, network not. The applicant's
institution leads nearly as many filings as one may under a call; the rest belong to another institution.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.desks.accounts.visits import enter
from tests.factories.calls import rewriting
from tests.pilot.cast import EARLY, NOON, Cast
from tests.pilot.filings.company import EXAMPLE, Company, a_person

from benchmarks import over_http
from benchmarks.figure import spread
from xianxing.pilot.calls.models import Call
from xianxing.pilot.cases.domain import issue_receipt
from xianxing.pilot.cases.models import Case, Duty, Event
from xianxing.pilot.clock import now
from xianxing.pilot.demo.clock import move_to
from xianxing.pilot.filings.draft.opening import accept_unit
from xianxing.pilot.filings.files.reading import read_pending
from xianxing.pilot.filings.folder.importing import import_folder
from xianxing.pilot.filings.models import Body, Cell, CellVersion, DocketEntry, Filing, Submission, Unit
from xianxing.pilot.filings.submit.docket import turn_of_duties
from xianxing.pilot.parties.domain.appointments import grant_membership
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Institution
from xianxing.record.canonical import Plain, canonical

OWN = 80
VISITS, FILINGS = 100, 10
VISITED = datetime(2024, 1, 20, 1, 30, tzinfo=UTC)
OVERVIEW = "content.overview"
Told = list[tuple[str, float, str]]


def measure(cast: Cast, call: Call, cases: Sequence[Case]) -> Told:
    """Figures of pages, of saving a cell and of filing; the cases become filings first."""
    as_filings(cast, cases)
    move_to(VISITED)
    companies = _companies(cast, call)
    filing = companies[0].filing
    read_pending(filing=filing, at=now(), recognise=False)
    zhou = enter(cast.zhou)
    place = f"/filings/{filing.pk}/"
    told: Told = []
    for what, address in (
        (f"applicant's list of {OWN} filings", "/filings/"),
        ("filing page", place),
        ("section page", f"{place}sections/risks/"),
        ("findings page", f"{place}findings/"),
    ):
        told += _page(what, zhou, address)
    told += _page("desk with every case filed", enter(cast.wen), "/desk/")
    told += _over_http(enter(cast.wen), zhou, place, cases[0])
    return [*told, *_saving(zhou, filing), *_filing(companies)]


def _over_http(wen: Client, zhou: Client, place: str, case: Case) -> Told:
    """What staff and applicants look at most, asked of the real server."""
    staff, applicant = (one.cookies["sessionid"].value for one in (wen, zhou))
    with over_http.serving() as server:
        return over_http.measure(
            server,
            {
                "what is due today": ("/desk/", staff),
                "case page": (f"/cases/{case.pk}/", staff),
                "filing on the desk": (f"/desk/filings/{case.pk}/", staff),
                "comparison of a batch": (f"/desk/comparison/{case.call_id}/", staff),
                "search for two characters": ("/desk/search/?q=%E9%A1%B9%E7%9B%AE", staff),
                "register": ("/register/", staff),
                "section page": (f"{place}sections/risks/", applicant),
            },
        )


@transaction.atomic
def as_filings(cast: Cast, cases: Sequence[Case], own: int = OWN, key: str = "lead") -> None:
    """Give loaded cases a filing with a lead and a name; the first ones belong to Zhou's institution."""
    other = Institution.objects.create(uscc="91440300MA5FAKE0X0", name="别家证券", kind=cast.penghai.kind)
    common = {"created_by": cast.zhou, "created_at": NOON}
    Filing.objects.bulk_create([Filing(case=case, **common) for case in cases], batch_size=500)
    units = []
    for number, case in enumerate(cases):
        leader = cast.penghai if number < own else other
        units.append(
            Unit(
                filing_id=case.pk, institution=leader, uscc=leader.uscc, key=key, lead=True, position=0,
                invited_by=cast.zhou, invited_at=NOON, accepted_by=cast.zhou, joined_at=NOON,
            )
        )  # fmt: skip
    Unit.objects.bulk_create(units, batch_size=500)
    cells = [
        Cell(
            filing_id=case.pk, path="project.name", place="project.name", value=f"第{number}号项目",
            updated_by=cast.zhou, updated_at=NOON,
        )
        for number, case in enumerate(cases, start=1)
    ]  # fmt: skip
    made = Cell.objects.bulk_create(cells, batch_size=500)
    CellVersion.objects.bulk_create(
        [CellVersion(cell=cell, version=1, value=cell.value, by=cast.zhou, at=NOON) for cell in made],
        batch_size=500,
    )
    _as_filed(cast, cases)


def _as_filed(cast: Cast, cases: Sequence[Case]) -> None:
    bodies = []
    for number, case in enumerate(cases, start=1):
        said: Plain = {
            "project": {"name": f"第{number}号项目"},
            "units": [{"lead": True, "name": cast.penghai.name}],
        }
        content = canonical(said)
        bodies.append(
            Body(
                filing_id=case.pk, number=1, digest=hashlib.sha256(content).hexdigest(), canonical=content,
                frozen_by=cast.zhou, frozen_at=NOON, filed_at=NOON,
            )
        )  # fmt: skip
    made = Body.objects.bulk_create(bodies, batch_size=500)
    filing = Event.objects.filter(step="file", case__in=[cases[0].pk]).values("sequence")[:1]
    places = dict(Event.objects.filter(sequence=filing).values_list("case", "place"))
    Submission.objects.bulk_create(
        [Submission(body=body, external=False, own_place=places[body.filing_id]) for body in made],
        batch_size=500,
    )
    _in_docket(made)
    issue_receipt(case=cases[0], sequence=filing.get()["sequence"], signed_at=datetime.now(UTC))


def _in_docket(bodies: Sequence[Body]) -> None:
    """Every loaded case is in the docket with its number, as the act of filing would have entered it."""
    call, rows = Case.objects.get(pk=bodies[0].filing_id).call, []
    for ordinal, body in enumerate(bodies, start=1):
        turn, due, roles = turn_of_duties(Duty.objects.filter(case=body.filing_id))
        rows.append(
            DocketEntry(
                filing_id=body.filing_id, call=call, ordinal=ordinal, body=body, filed_at=NOON,
                turn=turn, due=due, roles=roles,
            )
        )  # fmt: skip
    DocketEntry.objects.bulk_create(rows, batch_size=500)


def _companies(cast: Cast, call: Call) -> list[Company]:
    grant_membership(user=cast.ning, institution=cast.tulan, role=MemberRole.AUTHOR, at=EARLY)
    people = (
        a_person("顾明谦", cast.penghai, MemberRole.COMPLIANCE_HEAD),
        a_person("he", cast.penghai, MemberRole.SIGNATORY),
        a_person("tao", cast.tulan, MemberRole.REVIEWER),
        a_person("shi", cast.tulan, MemberRole.SIGNATORY),
    )
    with rewriting(Call):
        Call.objects.filter(pk=call.pk).update(external_channel=False)
    found = []
    for _each in range(FILINGS):
        filing = import_folder(call=call, path=EXAMPLE, by=cast.zhou, at=now()).filing
        joint = accept_unit(unit=filing.units.get(key="joint"), by=cast.ning, at=now())
        found.append(Company(cast, filing, filing.units.get(lead=True), joint, *people, at=now()))
    return found


def _page(what: str, browser: Client, address: str) -> Told:
    def visit() -> None:
        answer = browser.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        answer.content  # noqa: B018 — renders what is lazy

    visit()
    with CaptureQueriesContext(connection) as asked:
        visit()
    queries = float(len(asked))
    return [
        *spread(what, [_timed(visit) for _each in range(VISITS)]),
        (f"{what}, queries", queries, ""),
    ]


def _saving(browser: Client, filing: Filing) -> Told:
    def save(number: int) -> None:
        based = Cell.objects.get(filing=filing, path=OVERVIEW).version
        sent = json.dumps({"unit": "", "path": OVERVIEW, "value": f"第{number}稿", "based": str(based)})
        answer = browser.post(f"/filings/{filing.pk}/cells/save/", sent, content_type="application/json")
        assert answer.status_code == 200, answer.content

    save(0)
    return spread("save of a cell", [_timed(partial(save, number)) for number in range(1, VISITS)])


def _filing(companies: Sequence[Company]) -> Told:
    taken = []
    for company in companies[1:]:
        read_pending(filing=company.filing, at=now(), recognise=False)
        company.at = max(Event.objects.latest("place").at, now()) + timedelta(minutes=1)
        company.freeze()
        company.attest()
        taken.append(_timed(company.file))
    return spread("filing a whole filing, receipt included", taken)


def _timed(work: object) -> float:
    start = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - start
