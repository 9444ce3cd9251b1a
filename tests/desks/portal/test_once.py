"""Drafts begun, taken in and carried over on the pages: wizard, zips, other calls; each form makes one."""

from __future__ import annotations

import html
import io
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests.desks.accounts.visits import enter
from tests.desks.portal.conftest import Draft
from tests.desks.portal.sent_forms import controls, sent_of
from tests.factories.calls import rewriting
from tests.factories.rows import tables
from tests.factories.staging import EXAMPLE
from xianxing.pilot.calls.models import Call
from xianxing.pilot.calls.queries import window_of
from xianxing.pilot.clock import now
from xianxing.pilot.demo.clock import move_to
from xianxing.pilot.filings.draft.cells import rows_of
from xianxing.pilot.filings.draft.opening import invite_unit
from xianxing.pilot.filings.models import Filing, Material, StoredFile, WordProposal
from xianxing.pilot.parties.models import Institution
from xianxing.workdays.clocks import end_of


def zipped(**changes: bytes) -> bytes:
    """The sample's folder as a zip, with files changed or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        files = {path.name: path.read_bytes() for path in EXAMPLE.iterdir()}
        for name, data in {
            **files,
            **{key.replace("__", "."): data for key, data in changes.items()},
        }.items():
            archive.writestr(name, data)
    return target.getvalue()


def take_in(client: Client, call: Call, data: bytes, once: str = "", language: str = "") -> Any:
    sent = {"call": call.pk, "once": once, "folder": SimpleUploadedFile("申报.zip", data)}
    return client.post(f"{language}/filings/take-in/", sent)


def text(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def penghai(draft: Draft) -> Institution:
    found = draft.filing.units.get(lead=True).institution
    assert found is not None
    return found


def next_call(draft: Draft) -> Call:
    """Another call under the same guide, open now."""
    call = Call.objects.get(pk=draft.call.pk)
    call.pk, call.batch = None, "another-batch"
    call.save()
    return call


# the wizard


def test_the_wizard_says_what_a_technology_firm_alone_lacks(draft: Draft) -> None:
    ning = draft.enter("ning")
    tulan = draft.filing.units.get(key="joint").institution
    asked = {"asked": "1", "institution": getattr(tulan, "pk", "")}
    alone = text(ning.get("/filings/start/", asked))
    assert "目前还不可以" in alone and "请邀请一家" in alone
    joined = text(ning.get("/filings/start/", {**asked, "partner_provides": "yes"}))
    assert "目前还不可以" not in joined
    assert "Not as things stand" in text(ning.get("/en/filings/start/", asked))


@pytest.mark.parametrize("name", ["zhou", "chen"])
def test_author_and_account_manager_begin_a_draft_and_only_for_their_own(draft: Draft, name: str) -> None:
    client = draft.enter(name)
    other = Institution.objects.exclude(pk=penghai(draft).pk)[0]
    wrong = client.post(
        "/filings/start/", {"call": draft.call.pk, "institution": other.pk, "once": str(uuid4())}
    )
    assert wrong.status_code == 400 and "机构" in text(wrong)
    done = client.post("/filings/start/", {"call": draft.call.pk, "institution": penghai(draft).pk})
    assert done.status_code == 302
    assert Filing.objects.count() == 2


@pytest.mark.parametrize("odd", ["", "x", "999999999", "9" * 30, "-1", "１", "<script>"])
def test_a_call_or_institution_that_is_none_begins_nothing(draft: Draft, odd: str) -> None:
    zhou, before = draft.enter("zhou"), tables()
    good = {"call": str(draft.call.pk), "institution": str(penghai(draft).pk)}
    answer = zhou.post("/filings/start/", {**good, "institution": odd})
    assert answer.status_code == 400
    assert zhou.get("/filings/start/", {"asked": "1", "call": odd, "institution": odd}).status_code == 200
    assert tables() == before


def test_nothing_begins_once_the_window_has_closed(draft: Draft) -> None:
    good = {"call": str(draft.call.pk), "institution": str(penghai(draft).pk)}
    move_to(end_of(window_of(draft.call, at=now()).last) + timedelta(seconds=2))
    zhou, before = draft.enter("zhou"), tables()
    answer = zhou.post("/filings/start/", good)
    assert answer.status_code == 400 and "批次" in text(answer)
    taken = take_in(zhou, draft.call, zipped())
    assert taken.status_code == 400 and "批次" in text(taken)
    assert "Choose a call" in text(take_in(zhou, draft.call, zipped(), language="/en"))
    assert tables() == before


def test_one_who_only_reads_or_belongs_nowhere_begins_nothing(draft: Draft) -> None:
    before = tables()
    good = {"call": str(draft.call.pk), "institution": str(penghai(draft).pk)}
    assert draft.enter("luo").post("/filings/start/", good).status_code == 400
    refused = take_in(draft.enter("ning"), draft.call, zipped())
    assert refused.status_code == 400 and penghai(draft).uscc in text(refused)
    for name in ("mo", "wen"):
        assert draft.enter(name).post("/filings/start/", good).status_code == 404
        assert take_in(draft.enter(name), draft.call, zipped()).status_code == 404
    assert tables() == before


# the same form twice


def test_a_form_to_begin_that_is_sent_twice_begins_one_draft(draft: Draft) -> None:
    zhou = draft.enter("zhou")
    page = zhou.get("/filings/start/", {"asked": "1"}).content.decode()
    once = page.partition('name="once" value="')[2][:36]
    sent = {"call": draft.call.pk, "institution": penghai(draft).pk, "once": once}
    answers = [zhou.post("/filings/start/", sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"] == f"/filings/{once}/"
    assert Filing.objects.count() == 2
    assert (
        zhou.get("/filings/start/", {"asked": "1"}).content.decode().partition('name="once" value="')[2][:36]
        != once
    )


def test_the_id_of_somebody_elses_draft_opens_nothing(draft: Draft) -> None:
    before, ning = tables(), draft.enter("ning")
    tulan = draft.filing.units.get(key="joint").institution
    sent = {"call": draft.call.pk, "institution": getattr(tulan, "pk", ""), "once": str(draft.filing.pk)}
    answer = ning.post("/filings/start/", sent)
    assert answer.status_code == 400 and "重新打开" in text(answer)
    assert tables() == before


def test_a_zip_sent_twice_is_one_draft_with_its_report(draft: Draft) -> None:
    zhou, once = draft.enter("zhou"), str(uuid4())
    data = zipped(多余__txt=b"x")
    answers = [take_in(zhou, draft.call, data, once) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [f"/filings/{once}/taken/"] * 2
    assert Filing.objects.count() == 2
    for _ in range(2):
        report = text(zhou.get(answers[0]["Location"]))
        assert "多余.txt" in report and "没有" in report
    assert draft.enter("luo").get(answers[0]["Location"]).status_code == 404, "the report is the sender's own"
    assert StoredFile.objects.count() == 2 * draft.filing.materials.filter(version=1).count()


def test_a_listed_file_that_a_folder_lacks_is_named_in_the_report(draft: Draft) -> None:
    zhou, data = draft.enter("zhou"), io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("filing.toml", (EXAMPLE / "filing.toml").read_bytes())
    report = text(zhou.get(take_in(zhou, draft.call, data.getvalue())["Location"]))
    assert "文件夹中没有该文件" in report
    assert "合规评估报告.docx" in report


def test_carrying_over_twice_makes_one_draft(draft: Draft) -> None:
    other, zhou, once = next_call(draft), draft.enter("zhou"), str(uuid4())
    sent = {"call": other.pk, "once": once}
    answers = [zhou.post(draft.url("folder/"), sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert {answer["Location"] for answer in answers} == {f"/filings/{once}/"}
    assert Filing.objects.filter(case__call=other).count() == 1


def test_carrying_over_is_the_leads_and_into_an_open_call(draft: Draft) -> None:
    other, before = next_call(draft), tables()
    for name, call, status in (
        ("ning", other.pk, 400), ("luo", other.pk, 400), ("mo", other.pk, 404), ("zhou", draft.call.pk, 400),
        ("zhou", "x", 400), ("zhou", "", 400), ("zhou", "9" * 30, 400),
    ):  # fmt: skip
        answer = draft.enter(name).post(draft.url("folder/"), {"call": call, "once": str(uuid4())})
        assert answer.status_code == status, (name, call)
    assert tables() == before
    assert draft.enter("chen").post(draft.url("folder/"), {"call": other.pk}).status_code == 302


def test_a_row_added_twice_is_one_row(draft: Draft) -> None:
    zhou, path = draft.enter("zhou"), "content.milestones"
    sent = sent_of(controls(zhou, draft.url("sections/course/")))
    place = next(one for one in sent["row"] if sent[f"based:{one}"] == ["0"])
    before = rows_of(draft.filing, None, path).count()
    for _ in range(2):
        typed = {**sent, f"v:{place}:name": "阶段", "act": f"add:{path}"}
        assert zhou.post(draft.url("sections/course/"), typed).status_code == 302
    assert rows_of(draft.filing, None, path).count() == before + 1


def test_a_file_sent_twice_is_one_file_and_another_one_of_its_name_is_refused(draft: Draft) -> None:
    zhou = draft.enter("zhou")
    before = (Material.objects.count(), StoredFile.objects.count())

    def send(content: bytes, kind: str = "other") -> Any:
        file = SimpleUploadedFile("补充.txt", content)
        return zhou.post(draft.url("files/"), {"kind": kind, "unit": "lead", "file": file})

    first, second = send("甲".encode()), send("甲".encode())
    assert first["Location"] == second["Location"]
    assert (Material.objects.count(), StoredFile.objects.count()) == (before[0] + 1, before[1] + 1)
    for answer in (send("乙".encode()), send("甲".encode(), "supplementary")):
        assert answer.status_code == 400
    assert (Material.objects.count(), StoredFile.objects.count()) == (before[0] + 1, before[1] + 1)


def test_a_comment_or_question_after_a_refusal_keeps_its_words(draft: Draft) -> None:
    long = "很长的问题" * 1_000
    for page, data in (
        ("comments/", {"location": "content.overview"}),
        ("questions/", {"path": "content.overview"}),
    ):
        answer = draft.enter("zhou").post(draft.url(page), {**data, "text": long})
        assert answer.status_code == 400 and long in text(answer)


# taking in


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "zip"),
        (b"PK\x03\x04 cut off", "zip"),
        (zipped(filing__toml=b"[project"), "第1行"),
        (zipped(filing__toml=b"\xff\xfe"), "UTF-8"),
        (zipped(filing__toml=b"a = 1"), "牵头"),
        (zipped()[:-300], "zip"),
    ],
)
def test_a_zip_that_is_no_filing_makes_nothing_and_says_why(draft: Draft, data: bytes, words: str) -> None:
    zhou, before = draft.enter("zhou"), tables()
    answer = take_in(zhou, draft.call, data)
    assert answer.status_code == 400
    assert words in text(answer)
    assert tables() == before


def test_texts_too_long_for_a_files_description_are_left_out_and_told(draft: Draft) -> None:
    form = (EXAMPLE / "filing.toml").read_text("utf-8")
    changed = form.replace('signatory = "顾明谦"', f'signatory = "{"顾" * 300}"', 1)
    assert changed != form
    zhou = draft.enter("zhou")
    answer = take_in(zhou, draft.call, zipped(filing__toml=changed.encode()))
    report = text(zhou.get(answer["Location"]))
    assert "material[0].signatory" in report and "内容过长" in report
    made = Filing.objects.order_by("-created_at")[0]
    assert made.materials.get(position=0).signatory == ""


def test_the_plaintext_of_a_zip_is_gone_afterwards(draft: Draft, settings: Settings, tmp_path: Path) -> None:
    settings.SCRATCH_DIR = tmp_path / "scratch"
    zhou = draft.enter("zhou")
    assert take_in(zhou, draft.call, zipped()).status_code == 302
    assert take_in(zhou, draft.call, b"no zip").status_code == 400
    zhou.get(draft.url("folder/zip/")).close()
    assert list(settings.SCRATCH_DIR.rglob("*")) == []


def test_a_download_is_named_in_chinese_for_every_browser(draft: Draft) -> None:
    answer = draft.enter("zhou").get(draft.url("folder/zip/"))
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%9F%BA%E4%BA%8E")
    assert answer["Content-Disposition"].isascii()
    assert int(answer["Content-Length"]) > 100_000
    answer.close()


# invitations and Word


def test_an_invitation_is_answered_once_by_its_institution(draft: Draft) -> None:
    wen = draft.cast.people["闻亦舟"]
    held = Institution.objects.get(pk=wen.memberships.values_list("institution", flat=True)[0])
    unit = invite_unit(filing=draft.filing, uscc=held.uscc, by=draft.person("zhou"), at=now())
    place = f"/filings/invitations/{unit.pk}/"
    before = tables()
    for name in ("zhou", "ning", "mo"):
        assert draft.enter(name).post(place).status_code == 404
    assert tables() == before
    guest = enter(wen)
    first = guest.post(place)
    assert first.status_code == 302 and "done=joined" in first["Location"]
    assert guest.post(place).status_code == 404
    assert guest.post(f"/filings/invitations/{10**30}/").status_code == 404


def test_who_declines_an_invitation_is_told_so(draft: Draft) -> None:
    wen = draft.cast.people["闻亦舟"]
    held = Institution.objects.get(pk=wen.memberships.values_list("institution", flat=True)[0])
    unit = invite_unit(filing=draft.filing, uscc=held.uscc, by=draft.person("zhou"), at=now())
    guest, place = enter(wen), f"/filings/invitations/{unit.pk}/"
    look = text(guest.post(place, {"decline": ""}))
    assert "再核对一遍" in look and "鹏海证券股份有限公司" in look and held.name in look
    unit.refresh_from_db()
    assert unit.left_at is None
    answer = guest.post(place, {"decline": "sure"}, follow=True)
    assert "已谢绝邀请" in text(answer)
    unit.refresh_from_db()
    assert unit.left_at is not None


def test_what_was_read_from_word_is_its_readers_own_and_not_written_after_the_window(draft: Draft) -> None:
    from tests.factories.word_files import typed
    from tests.factories.word_pages import OVERVIEW, fetched, sent, value

    zhou = draft.enter("zhou")
    place = sent(zhou, draft, typed(fetched(zhou, draft), OVERVIEW, "改写。"))["Location"]
    for name in ("luo", "chen", "ning"):
        other = draft.enter(name).post(place, {"take": [OVERVIEW]})
        assert other.status_code == 400 and "改写" not in text(other)
    assert draft.enter("mo").post(place, {"take": [OVERVIEW]}).status_code == 404
    odd = zhou.post(place, {"take": [OVERVIEW, "content.nothing", "x" * 5_000]})
    assert odd.status_code == 400
    assert value(draft, OVERVIEW) != "改写。"
    assert WordProposal.objects.count() == 1
    last: datetime = end_of(window_of(draft.call, at=now()).last)
    move_to(last - timedelta(minutes=1))
    late = draft.enter("zhou")
    place = sent(late, draft, typed(fetched(late, draft), OVERVIEW, "改写。"))["Location"]
    move_to(last + timedelta(seconds=1))
    told = draft.enter("zhou").post(place, {"take": [OVERVIEW]})
    assert told.status_code == 400 and "窗口" in text(told)
    assert value(draft, OVERVIEW) != "改写。"


def test_the_next_batch_takes_what_the_last_one_did_not(draft: Draft) -> None:
    move_to(end_of(window_of(draft.call, at=now()).last) + timedelta(days=1))
    today = now().date()
    later = next_call(draft)
    with rewriting(Call):
        Call.objects.filter(pk=later.pk).update(opens_on=today, closes_on=today + timedelta(days=30))
    zhou = draft.enter("zhou")
    answer = zhou.post(draft.url("folder/"), {"call": later.pk, "once": str(uuid4())})
    assert answer.status_code == 302
    carried = Filing.objects.get(case__call=later)
    assert carried.materials.count() == draft.filing.materials.count()
    assert carried.units.get(key="joint").joined_at is None
