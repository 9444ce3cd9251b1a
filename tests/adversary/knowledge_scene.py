"""What that trial leaves behind: lesson, library, proposed rule, local support, somebody in the pool."""

from __future__ import annotations

from tests.factories.incentives import in_pool
from tests.factories.lessons import insight, lesson, made_public, taken_up
from tests.pilot.acts.staff import Office
from tests.pilot.filings.company import Company
from xianxing.pilot.cases.domain.performing import put_on_record
from xianxing.pilot.incentives.models import SupportStep
from xianxing.pilot.lessons.models import LibraryConfirmation, LibraryEntry
from xianxing.pilot.parties.models import User
from xianxing.pilot.protection.namings import NamedRow
from xianxing.workdays.clocks import day_of


def leave_behind(company: Company) -> None:
    """Everything that rows of lessons and incentives come from, once."""
    people = {name: User.objects.get(email=f"{name}@office.example") for name in ("fang", "ren", "xu", "bai")}
    office = Office(company, **people)
    taken_up(office, lesson(office))
    made_public(office, insight(office))
    _entry(office)
    in_pool(office, company.cast.zhou)
    _support(office)


def _support(office: Office) -> None:
    """No policy that ships is confirmed, so the row is written as the verb does."""
    case, at = office.company.filing.case, office.company.later()
    step = SupportStep.objects.create(
        case=case, number=1, policy="fictional", policy_since=day_of(at), policy_digest="0" * 64, unit="lead",
        stage="recommended", findings=[{"condition": "place"}], words="推荐", organ="某局", document="1号",
        happened_on=day_of(at), evidence=[{"name": "函.pdf"}], entered_by=office.wen, entered_at=at,
    )  # fmt: skip
    put_on_record(
        case=case,
        rests_on=[NamedRow(step)],
        role="secretariat",
        person=str(office.wen.pk),
        clause="6.1",
        at=at,
    )


def _entry(office: Office) -> None:
    """Of a project that was taken down the library takes no entry: the rows are written as the verbs do."""
    case, he, at = office.company.filing.case, office.company.he, office.company.later()
    entry = LibraryEntry.objects.create(
        case=case, number=1, reference="A2024-001", content={"learnt": {"worked": "有效"}}, digest="0" * 64,
        written_by=office.wen, written_at=at,
    )  # fmt: skip
    given = LibraryConfirmation.objects.create(
        case=case, entry=entry, unit="lead", agrees=True, words="同意", digest="0" * 64, by=he, at=at
    )
    put_on_record(
        case=case, rests_on=[NamedRow(entry), NamedRow(given)], role="secretariat", person=str(office.wen.pk),
        clause="6.1", at=at,
    )  # fmt: skip
