"""What a clerk does with the work list of a case, and the units with the notice, in one line each."""

from __future__ import annotations

from tests.pilot.acts.staff import Office
from xianxing.pilot.casework.domain.answers import answer_items
from xianxing.pilot.casework.domain.judgement import Judgement, add_line, keep_judgements
from xianxing.pilot.casework.models import CorrectionItem, FormalityItem
from xianxing.pilot.casework.work_list import WorkList, body_in_check, work_list
from xianxing.pilot.filings.draft.cells import write_cell
from xianxing.pilot.filings.models import Cell
from xianxing.pilot.parties.models import User


def the_list(office: Office) -> WorkList:
    """The list as it stands."""
    body = body_in_check(office.company.filing)
    assert body is not None
    return work_list(body)


def judge(office: Office, said: dict[str, Judgement], by: User | None = None) -> dict[str, str]:
    """The clerk judges lines by key."""
    case, at = office.company.filing.pk, office.company.later()
    return keep_judgements(case=case, said=said, by=by or office.wen, at=at)


def add(office: Office, **said: str) -> FormalityItem:
    """A line in the clerk's own words, about the overview."""
    about = {
        "location": "content.overview", "clause": "4.1.1", "words": "概述没有写明服务对象",
        "remedy": "请写明服务对象及其规模", **said,
    }  # fmt: skip
    return add_line(case=office.company.filing.pk, by=office.wen, at=office.company.later(), **about)


def overrule_all(office: Office) -> None:
    """Every line that must be judged is overruled, but those in own words."""
    lines = the_list(office).unjudged
    judge(office, {line.key: Judgement("overrule", "人名，不是术语") for line in lines})


def ask(office: Office) -> list[CorrectionItem]:
    """A notice with one line in own words goes out."""
    add(office)
    overrule_all(office)
    office.do("request_correction", office.wen)
    return list(CorrectionItem.objects.order_by("number"))


def answer(office: Office, by: User | None = None, **said: str) -> int:
    """Zhou answers by number."""
    answers = {int(number.removeprefix("n")): text for number, text in said.items()}
    return answer_items(
        filing=office.company.filing, answers=answers, by=by or office.company.cast.zhou,
        at=office.company.later(),
    )  # fmt: skip


def write(office: Office, path: str, value: str) -> None:
    """Zhou writes a cell of the form."""
    cell = Cell.objects.get(filing=office.company.filing, path=path, unit=None)
    write_cell(
        filing=office.company.filing, path=path, value=value, based_on=cell.version,
        by=office.company.cast.zhou, at=office.company.later(),
    )  # fmt: skip


def correct(office: Office) -> None:
    """The overview is written anew, everything confirmed and handed in."""
    write(office, "content.overview", "面向本市上市公司董事会办公室，约四百家。")
    company = office.company
    company.filing.refresh_from_db()
    company.freeze()
    company.attest()
    company.file()
