"""Everything that an applicant can send, by the wrong person, at the wrong time, and as nonsense.

What is refused leaves every table of the filing as it was, says why, and never breaks the page.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client

from tests.desks.accounts.visits import enter
from tests.desks.portal.conftest import Draft
from tests.factories.rows import tables
from xianxing.pilot.calls.queries import window_of
from xianxing.pilot.clock import now
from xianxing.pilot.demo.clock import move_to
from xianxing.pilot.filings.attest.freezing import freeze
from xianxing.pilot.filings.draft.cells import rows_of
from xianxing.pilot.filings.draft.comments import comment
from xianxing.pilot.filings.models import Cell, Comment
from xianxing.workdays.clocks import end_of

OVERVIEW, MILESTONES = "content.overview", "content.milestones"


@dataclass(frozen=True)
class Sent:
    """One form or request as the page sends it; `reads` marks what one who doesn't write may send too."""

    name: str
    address: str
    data: dict[str, Any] = field(default_factory=dict)
    file: str = ""
    as_json: bool = False
    reads: bool = False

    def by(self, client: Client, draft: Draft) -> HttpResponseBase:
        """Send it."""
        data = dict(self.data)
        if self.as_json:
            return client.post(
                draft.url(self.address), json.dumps(data), content_type="application/json",
                headers={"Accept": "application/json"},
            )  # fmt: skip
        if self.file:
            data[self.file] = SimpleUploadedFile(f"补充{uuid4().hex[:6]}.txt", f"补充说明 {uuid4()}".encode())
        return client.post(draft.url(self.address), data)


def everything(draft: Draft) -> list[Sent]:
    """Each act of the applicant's pages on a draft, with what makes it go through."""
    filing = draft.filing
    cell = Cell.objects.get(filing=filing, path=OVERVIEW)
    row = rows_of(filing, None, MILESTONES)[0]
    other = filing.materials.filter(removed_at=None).exclude(kind="compliance_report").order_by("pk")[0]
    new = f"新{uuid4().hex[:6]}"
    place, fresh = f"{MILESTONES}|{row.row}", f"{MILESTONES}|{uuid4()}"
    rowed = {"row": [place], f"based:{place}": row.version, f"v:{place}:name": new}
    kind = filing.materials.get(pk=other.pk).kind
    return [
        Sent("cell", "cells/save/", {"unit": "", "path": OVERVIEW, "value": new, "based": str(cell.version)},
             as_json=True),
        Sent("section", "sections/purpose/", {f"v:{OVERVIEW}": new, f"based:{OVERVIEW}": cell.version}),
        Sent("sheet", "units/lead/identity/", {"v:unit.name": new, "based:unit.name": _version(draft)}),
        Sent("row", "sections/course/", rowed),
        Sent("row added", "sections/course/", {"row": [fresh], f"based:{fresh}": 0, f"v:{fresh}:name": new}),
        Sent("row by the script", "cells/save/", {
            "unit": "", "path": MILESTONES, "row": str(uuid4()), "value": {"name": new}, "based": "0",
        }, as_json=True),
        Sent("row removed", "sections/course/", {"act": f"remove:{place}"}),
        Sent("row moved", "sections/course/", {"act": f"down:{place}"}),
        Sent("decision", "cells/decide/", {
            "place": f"|{OVERVIEW}|", f"choice:|{OVERVIEW}|": "yours", f"yours:|{OVERVIEW}|": new,
            f"version:|{OVERVIEW}|": cell.version,
        }),
        Sent("file", "files/", {"kind": kind, "unit": "lead", "signatory": "顾明谦"}, file="file"),
        Sent("version", f"files/{other.pk}/upload/", {"note": "第二版"}, file="file"),
        Sent("description", f"files/{other.pk}/", {"act": "describe", "issuers": ["lead"], "signatory": new}),
        Sent("file removed", f"files/{other.pk}/", {"act": "remove"}),
        Sent("explanation", "findings/", {"finding": f"field-filled|{OVERVIEW}", "text": "说明"}),
        Sent("lead", "units/", {"act": "lead", "unit": "joint"}),
        Sent("provider", "units/", {"act": "provides-not", "unit": "lead"}),
        Sent("unit removed", "units/", {"act": "remove", "unit": "joint"}),
        Sent("invitation", "units/", {"act": "invite", "uscc": "91440300MA5856DN8G"}),
        Sent("comment", "comments/", {"location": OVERVIEW, "text": "请核对"}, reads=True),
        Sent("question", "questions/", {"path": OVERVIEW, "text": "是否需要？"}, reads=True),
    ]  # fmt: skip


def _version(draft: Draft) -> int:
    return Cell.objects.get(filing=draft.filing, unit__key="lead", path="unit.name").version


def words(answer: HttpResponseBase) -> str:
    """The answer's text, \\u escapes of JSON resolved."""
    content = getattr(answer, "content", b"").decode()
    kind = answer.headers.get("Content-Type", "")
    return str(json.loads(content)) if kind.startswith("application/json") else content


def names(draft: Draft) -> Iterator[int]:
    yield from range(len(everything(draft)))


def test_each_of_them_goes_through_by_the_leads_author(draft: Draft) -> None:
    zhou = draft.enter("zhou")
    for number in names(draft):
        sent = everything(draft)[number]
        if sent.name in ("lead", "unit removed"):
            continue
        before = tables()
        answer = sent.by(zhou, draft)
        assert answer.status_code in (200, 302), (sent.name, words(answer)[:2000])
        assert tables() != before, sent.name


def test_strangers_find_nothing_and_change_nothing(draft: Draft) -> None:
    clients = [draft.enter(name) for name in ("mo", "wen", "sun")] + [
        enter(draft.cast.people["闻亦舟"]),
        Client(),
    ]
    before = tables()
    for client in clients:
        for sent in everything(draft):
            answer = sent.by(client, draft)
            assert answer.status_code == 404 or "/accounts/login" in answer.headers["Location"], sent.name
    assert tables() == before


@pytest.mark.parametrize("name", ["luo", "chen"])
def test_who_reads_but_does_not_write_is_told_so(draft: Draft, name: str) -> None:
    client, before = draft.enter(name), tables()
    steering = {"lead", "provider", "unit removed", "invitation"} if name == "chen" else set()
    for sent in everything(draft):
        if sent.reads or sent.name in steering:
            continue
        answer = sent.by(client, draft)
        assert answer.status_code in (400, 409, 422), sent.name
        assert any(word in words(answer) for word in ("他人", "牵头", "填报人", "负责填")), (
            sent.name,
            words(answer),
        )
    assert tables() == before


def test_an_author_of_another_unit_writes_only_what_is_that_units(draft: Draft) -> None:
    ning, before = draft.enter("ning"), tables()
    for sent in everything(draft):
        if sent.reads:
            continue
        answer = sent.by(ning, draft)
        assert answer.status_code in (400, 404, 409, 422), sent.name
    assert tables() == before


def test_nothing_is_written_into_a_frozen_filing_and_why_is_said(draft: Draft) -> None:
    zhou = draft.enter("zhou")
    sends = everything(draft)
    freeze(filing=draft.filing, by=draft.person("zhou"), at=now())
    before = tables()
    for sent in sends:
        if sent.reads:
            continue
        answer = sent.by(zhou, draft)
        assert answer.status_code in (400, 409, 422), sent.name
        assert "冻结" in words(answer), sent.name
    assert tables() == before


def test_nothing_is_written_after_the_window_and_why_is_said(draft: Draft) -> None:
    sends = everything(draft)
    move_to(end_of(window_of(draft.call, at=now()).last) + timedelta(seconds=2))
    zhou, before = draft.enter("zhou"), tables()
    for sent in sends:
        if sent.reads:
            continue
        answer = sent.by(zhou, draft)
        assert answer.status_code in (400, 409, 422), sent.name
        assert "窗口" in words(answer), sent.name
    english = zhou.post("/en" + draft.url("units/"), {"act": "lead", "unit": "joint"})
    assert "The window of this call is closed" in words(english)
    assert tables() == before


ODD = (
    "", "\x00", " \n\x07\x1b[31m\u202e\u2066\ufeff", "甲" * 30_000, "9" * 6_000, "-1", "１", "[]",
    "../../etc/passwd", "<script>alert(1)</script>😀", "content.nothing", f"material[{'9' * 5_000}].kind",
    "unit[joint].name",
)  # fmt: skip
KEEPS = {"lead", "unit removed", "file removed", "row removed"}  # would leave nothing to go on with


def test_no_nonsense_in_any_field_breaks_a_page_or_writes_half(draft: Draft) -> None:
    """Each field of each form in turn holds a third of the oddities; what is refused changes nothing."""
    zhou, before = draft.enter("zhou"), tables()
    for number in names(draft):
        sent = everything(draft)[number]
        fields = [key for key in (*sent.data, sent.file) if key and (sent.name not in KEEPS or key != "act")]
        for key, odd in ((key, odd) for turn, key in enumerate(fields, number) for odd in ODD[turn % 3 :: 3]):
            fresh = everything(draft)[number]
            changed = replace(
                fresh, data={**fresh.data, key: odd}, file="" if key == sent.file else sent.file
            )
            answer, place = changed.by(zhou, draft), (sent.name, key, odd[:30])
            assert answer.status_code in (200, 302, 400, 404, 409, 422), place
            after = tables()
            if answer.status_code >= 400:
                assert after == before, place
                assert len(words(answer)) > 20, place
            if answer.headers["Content-Type"].startswith("text/html"):
                assert "<script>alert(1)" not in words(answer), place
            before = after
    for page in ("", "files/", "findings/", "comments/", "questions/", "units/", "sections/course/"):
        assert zhou.get(draft.url(page)).status_code == 200, "nothing that was taken breaks a page"


def test_odd_json_is_told_so(draft: Draft) -> None:
    zhou, before = draft.enter("zhou"), tables()
    version = str(Cell.objects.get(filing=draft.filing, path=OVERVIEW).version)
    good: dict[str, Any] = {"unit": "", "path": OVERVIEW, "value": "x", "based": version}
    oddities = ("\ud800", {"a": 1}, [[1]], [None], 1e308, True, "甲" * 21_000)
    for key, odd in [("value", one) for one in oddities] + [
        ("path", "\ud800"), ("path", {}), ("unit", "nobody"), ("unit", []), ("based", {}), ("based", -1),
    ]:  # fmt: skip
        answer = Sent("cell", "cells/save/", {**good, key: odd}, as_json=True).by(zhou, draft)
        assert answer.status_code in (404, 409, 422), (key, repr(odd)[:30])
    deep = zhou.post(draft.url("cells/save/"), "[" * 150_000, content_type="application/json")
    assert deep.status_code == 400
    assert zhou.post(draft.url("cells/save/"), {"path": OVERVIEW, "value": "x"}).status_code == 400
    assert tables() == before


def test_a_text_longer_than_a_form_is_told_how_much_is_taken(draft: Draft) -> None:
    zhou = draft.enter("zhou")
    form = {f"v:{OVERVIEW}": "甲" * 400_000, f"based:{OVERVIEW}": 1}
    for language, said in (("", "512 KB"), ("/en", "512 KB of text")):
        answer = zhou.post(language + draft.url("sections/purpose/"), form)
        assert answer.status_code == 413
        assert said in answer.content.decode()


def test_settling_is_for_those_concerned_and_twice_changes_nothing(draft: Draft) -> None:
    kept = comment(filing=draft.filing, location=OVERVIEW, text="请核对", by=draft.person("zhou"), at=now())
    place = draft.url(f"comments/{kept.pk}/settle/")
    told = draft.enter("ning").post(place)
    assert told.status_code == 400
    assert "作者" in told.content.decode() or "提出" in told.content.decode()
    assert Comment.objects.get().settled_at is None
    zhou = draft.enter("zhou")
    assert zhou.post(place).status_code == 302
    first = Comment.objects.get().settled_at
    assert zhou.post(place).status_code == 302
    assert Comment.objects.get().settled_at == first
    assert zhou.post(draft.url("comments/999999999/settle/")).status_code == 404


def test_a_decision_that_no_longer_fits_keeps_the_text_on_the_screen(draft: Draft) -> None:
    zhou, path, long = draft.enter("zhou"), OVERVIEW, "很长" * 10_001
    place = f"|{path}|"
    held = Cell.objects.get(filing=draft.filing, path=path)
    sent = {
        "place": [place, place],
        f"choice:{place}": "merged",
        f"merged:{place}": long,
        f"version:{place}": held.version,
    }
    answer = zhou.post(draft.url("cells/decide/"), sent)
    assert answer.status_code == 409
    assert "20000" in answer.content.decode() and long in answer.content.decode()
    assert Cell.objects.get(pk=held.pk).version == held.version
    again = zhou.post(draft.url("cells/decide/"), {**sent, f"merged:{place}": "短"})
    assert again.status_code == 302
    assert Cell.objects.get(pk=held.pk).version == held.version + 1


def test_a_refused_file_costs_nothing_of_what_was_typed_about_it(draft: Draft) -> None:
    zhou, other = draft.enter("zhou"), draft.filing.materials.order_by("pk")[0]
    typed = {
        "kind": "other", "unit": "lead", "issuers": ["joint"], "signatory": "顾明谦",
        "signed_on": "2024-01-09",
    }  # fmt: skip
    refused = zhou.post(draft.url("files/"), {**typed, "file": SimpleUploadedFile("程序.exe", b"MZ\x90\x00")})
    described = zhou.post(
        draft.url(f"files/{other.pk}/"), {**typed, "act": "describe", "third_party": "长" * 101}
    )
    for answer in (refused, described):
        assert answer.status_code == 400
        page = words(answer)
        assert 'value="顾明谦"' in page and 'value="2024-01-09"' in page
        assert re.search(r'name="issuers" value="joint" checked', page)
        assert not re.search(r'name="issuers" value="lead" checked', page)
    assert "“第三方专业机构名称”" in words(described) or "100" in words(described)


def test_an_act_that_there_is_none_of_does_nothing(draft: Draft) -> None:
    zhou, before = draft.enter("zhou"), tables()
    other = draft.filing.materials.order_by("pk")[0]
    for page in (f"files/{other.pk}/", "units/"):
        assert zhou.post(draft.url(page), {"act": "nonsense", "unit": "joint"}).status_code == 404
    assert tables() == before


def test_what_arrives_as_no_file_is_refused(draft: Draft) -> None:
    zhou, before = draft.enter("zhou"), tables()
    other = draft.filing.materials.order_by("pk")[0]
    for rest in ("files/", f"files/{other.pk}/upload/", "word/upload/"):
        for data in ({}, {"file": "text"}, {"file": SimpleUploadedFile("空.txt", b"")}):
            answer = zhou.post(draft.url(rest), data)
            assert answer.status_code == 400, rest
    assert (
        zhou.post("/filings/take-in/", {"call": draft.call.pk, "folder": io.BytesIO(b"no zip")}).status_code
        == 400
    )
    assert tables() == before
