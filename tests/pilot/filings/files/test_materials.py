"""Files of a filing: who brings them, versions, quota and reserve, names, types, erasure."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.factories.stores import Breaking, files_in
from tests.pilot.cast import NOON, Cast
from tests.pilot.filings.scene import CLOSED, LAST_EVENING, a_draft, a_joint_draft
from xianxing.pilot.filings.draft.opening import open_filing, set_scenario_provider
from xianxing.pilot.filings.files import quota
from xianxing.pilot.filings.files.changes import what_changed
from xianxing.pilot.filings.files.looking import download
from xianxing.pilot.filings.files.materials import (
    add_file,
    add_material,
    describe_material,
    erase_material,
    files_of,
    remove_material,
    restore_material,
    upload_version,
)
from xianxing.pilot.filings.files.names import safe_name, safe_path
from xianxing.pilot.filings.files.reading import read_pending
from xianxing.pilot.filings.models import Body, Filing, Material, ReadDocument, StoredFile, Unit
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refusal, Refused

pytestmark = pytest.mark.django_db
OTHER = "other"


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def put(
    filing: Filing, unit: Unit, by: User, data: bytes = b"some text", *, name: str = "说明.txt",
    kind: str = OTHER, at: datetime = NOON, size: int | None = None,
) -> Material:  # fmt: skip
    return add_file(
        filing=filing, unit=unit, kind=kind, stream=io.BytesIO(data), name=name, size=size, by=by, at=at
    )


def test_a_file_is_kept_in_versions_and_sent_under_its_chinese_name(cast: Cast) -> None:
    filing = a_draft(cast)
    material = put(
        filing, filing.units.get(), cast.zhou, name="C:\\文档\\合规 评估.txt", kind="compliance_report"
    )
    second = upload_version(
        material=material,
        stream=io.BytesIO(b"two"),
        name="合规评估二.txt",
        size=3,
        by=cast.zhou,
        at=NOON,
        note="改第二节",
    )
    assert [(v.number, v.name) for v in material.versions.order_by("number")] == [
        (1, "合规 评估.txt"), (2, "合规评估二.txt"),
    ]  # fmt: skip
    sent = download(version=second, by=cast.luo, at=NOON)
    assert b"".join(sent.pieces) == b"two"
    assert sent.disposition == (
        "attachment; filename*=utf-8''%E5%90%88%E8%A7%84%E8%AF%84%E4%BC%B0%E4%BA%8C.txt"
    )


def test_the_same_bytes_again_are_no_version(cast: Cast, store: Path) -> None:
    filing = a_draft(cast)
    material = put(filing, filing.units.get(), cast.zhou, b"same")
    again = upload_version(
        material=material, stream=io.BytesIO(b"same"), name="说明.txt", size=4, by=cast.zhou, at=NOON
    )
    assert (again.number, len(files_in(store))) == (1, 1)


def test_strangers_readers_and_the_working_group_bring_and_get_nothing(cast: Cast) -> None:
    filing = a_draft(cast)
    lead = filing.units.get()
    material = put(filing, lead, cast.zhou)
    version = material.versions.get()
    for stranger in (cast.mo, cast.ning, cast.wen, cast.sun):
        assert code_of(lambda s=stranger: put(filing, lead, s)) == "stranger"  # type: ignore[misc]
        assert code_of(lambda s=stranger: download(version=version, by=s, at=NOON)) == "stranger"  # type: ignore[misc]
    assert code_of(lambda: put(filing, lead, cast.luo)) == "not-yours"


def test_a_joint_unit_brings_what_the_guide_lets_it_issue(cast: Cast) -> None:
    filing, lead, joint = a_joint_draft(cast)
    put(filing, joint, cast.ning, kind="intellectual_property")
    for kind in ("business_risk_report", "compliance_report"):
        assert code_of(lambda k=kind: put(filing, joint, cast.ning, kind=k, name="x.txt")) == "not-yours"  # type: ignore[misc]
    assert code_of(lambda: put(filing, lead, cast.ning)) == "not-yours"
    set_scenario_provider(unit=lead, provides=True, by=cast.zhou, at=NOON)
    put(filing, joint, cast.zhou, kind="business_risk_report", name="由牵头代传.txt")


def test_a_broken_upload_leaves_neither_file_nor_entry(cast: Cast, store: Path) -> None:
    filing = a_draft(cast)
    lead = filing.units.get()
    with pytest.raises(ConnectionResetError):
        add_file(
            filing=filing,
            unit=lead,
            kind=OTHER,
            stream=Breaking(2),
            name="断.txt",
            size=None,
            by=cast.zhou,
            at=NOON,
        )
    assert files_in(store) == []
    assert (Material.objects.count(), StoredFile.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "空.docx", "empty-file"),
        (b"MZ\x90\x00\x00\x00", "报告.pdf", "type"),
        (b"\x7fELF\x00\x01", "报告.docx", "type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "报告.doc", "legacy"),
    ],
)
def test_the_type_is_judged_by_content(cast: Cast, store: Path, data: bytes, name: str, code: str) -> None:
    filing = a_draft(cast)
    assert code_of(lambda: put(filing, filing.units.get(), cast.zhou, data, name=name)) == code
    assert files_in(store) == []
    assert not Material.objects.exists()


def test_a_declared_size_is_refused_before_a_byte_is_read(cast: Cast) -> None:
    filing = a_draft(cast)

    class Untouchable:
        def read(self, size: int = -1, /) -> bytes:
            raise AssertionError(f"{size} bytes were read")

    assert (
        code_of(
            lambda: add_file(
                filing=filing,
                unit=filing.units.get(),
                kind=OTHER,
                stream=Untouchable(),
                name="大.pdf",
                size=10**10,
                by=cast.zhou,
                at=NOON,
            )
        )
        == "too-large"
    )


def test_the_reserve_opens_on_the_last_day_and_erasing_frees_the_quota(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = date(2023, 1, 1)
    monkeypatch.setattr(quota, "MEGABYTE", 1)
    monkeypatch.setattr(
        quota,
        "_limits",
        lambda: {"file_mb": [(day, 80)], "quota_mb": [(day, 100)], "reserve_mb": [(day, 50)]},
    )
    filing = a_draft(cast)
    lead = filing.units.get()
    first = put(filing, lead, cast.zhou, b"a" * 80, name="一.txt")
    with pytest.raises(Refused, match="最后一天") as refused:
        put(filing, lead, cast.zhou, b"b" * 40, name="二.txt")
    assert refused.value.code == "quota"
    put(filing, lead, cast.zhou, b"b" * 40, name="二.txt", at=LAST_EVENING)
    assert (
        code_of(lambda: put(filing, lead, cast.zhou, b"c" * 81, name="三.txt", size=81, at=LAST_EVENING))
        == "too-large"
    )
    assert code_of(lambda: put(filing, lead, cast.zhou, b"c" * 40, name="三.txt", at=LAST_EVENING)) == "quota"
    remove_material(material=first, by=cast.zhou, at=LAST_EVENING)
    erase_material(material=first, by=cast.zhou, at=LAST_EVENING)
    put(filing, lead, cast.zhou, b"c" * 40, name="三.txt", at=LAST_EVENING)


def test_a_quota_is_one_institutions_over_all_its_filings_and_nobody_elses(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = date(2023, 1, 1)
    limits = {"file_mb": [(day, 80)], "quota_mb": [(day, 100)], "reserve_mb": [(day, 50)]}
    monkeypatch.setattr(quota, "MEGABYTE", 1)
    monkeypatch.setattr(quota, "_limits", lambda: limits)
    filing, lead, joint = a_joint_draft(cast)
    other = open_filing(call=filing.case.call, lead=cast.penghai, by=cast.zhou, at=NOON)
    put(filing, lead, cast.zhou, b"a" * 60, name="一.txt")
    assert code_of(lambda: put(other, other.units.get(), cast.zhou, b"b" * 60)) == "quota"
    put(filing, joint, cast.ning, b"c" * 80, name="二.txt")
    assert code_of(lambda: put(filing, joint, cast.ning, b"d" * 30, name="三.txt")) == "quota"
    second_before = LAST_EVENING - timedelta(days=1)
    assert (
        code_of(lambda: put(filing, lead, cast.zhou, b"e" * 60, name="四.txt", at=second_before)) == "quota"
    )
    put(filing, lead, cast.zhou, b"e" * 60, name="四.txt", at=LAST_EVENING)
    assert quota.quota_of(cast.penghai, filing.case.call, at=LAST_EVENING).left == 30
    assert quota.quota_of(cast.tulan, filing.case.call, at=LAST_EVENING).left == 70
    assert code_of(lambda: put(filing, lead, cast.zhou, b"f", name="五.txt", at=CLOSED)) == "window"


def test_more_than_fits_into_a_description_is_refused_and_names_the_field(cast: Cast) -> None:
    filing = a_draft(cast)
    material = put(filing, filing.units.get(), cast.zhou)
    for key, most in (
        ("third_party", 100),
        ("signatory", 50),
        ("signatory_title", 50),
        ("translation_of", 200),
    ):
        with pytest.raises(Refused, match=str(most)) as refused:
            describe_material(material=material, about={key: "长" * (most + 1)}, by=cast.zhou, at=NOON)
        assert refused.value.code == "too-long"
        describe_material(material=material, about={key: "长" * most}, by=cast.zhou, at=NOON)
        material.refresh_from_db()
        assert getattr(material, key) == "长" * most


def test_what_was_frozen_once_is_not_erased_by_the_applicant(cast: Cast) -> None:
    filing = a_draft(cast)
    material = put(filing, filing.units.get(), cast.zhou)
    Body.objects.create(
        filing=filing, number=1, digest="0" * 64, canonical=b"{}", frozen_by=cast.zhou,
        frozen_at=NOON + timedelta(hours=1), voided_at=NOON + timedelta(hours=2),
    )  # fmt: skip
    assert code_of(lambda: erase_material(material=material, by=cast.zhou, at=NOON)) == "present"
    remove_material(material=material, by=cast.zhou, at=NOON)
    assert code_of(lambda: erase_material(material=material, by=cast.zhou, at=NOON)) == "frozen-once"
    restore_material(material=material, by=cast.zhou, at=NOON)
    assert list(files_of(filing)) == [material]


def test_two_files_of_a_filing_never_share_a_name(cast: Cast) -> None:
    filing = a_draft(cast)
    lead = filing.units.get()
    put(filing, lead, cast.zhou, b"one", name="Plan.txt")
    assert code_of(lambda: put(filing, lead, cast.zhou, b"two", name="ＰＬＡＮ.TXT")) == "same-name"
    Material.objects.update(file_name="附件/Plan.txt")
    assert code_of(lambda: put(filing, lead, cast.zhou, b"two", name="附件")) == "same-name"


def test_who_issued_and_signed_is_described_in_the_forms_terms(cast: Cast) -> None:
    filing, lead, _joint = a_joint_draft(cast)
    material = add_material(filing=filing, unit=lead, kind="compliance_report", by=cast.zhou, at=NOON)
    about = {"issuers": ["lead"], "signatory": "顾明谦", "signed_on": "2024-01-10"}
    describe_material(material=material, about=about, by=cast.zhou, at=NOON)
    material.refresh_from_db()
    assert (material.issuers, material.signed_on) == (["lead"], date(2024, 1, 10))
    for wrong, code in (
        ({"issuers": ["nobody"]}, "issuers"),
        ({"version": 9}, "field"),
        ({"signed_on": "?"}, "date"),
    ):
        assert (
            code_of(partial(describe_material, material=material, about=wrong, by=cast.zhou, at=NOON)) == code
        )


def test_what_changed_between_two_versions_is_read_from_both(cast: Cast) -> None:
    filing = a_draft(cast)
    material = put(filing, filing.units.get(), cast.zhou, "第一段\n第二段\n第三段".encode())
    later = "第一段\n第二节\n第三段\n第四段".encode()
    newer = upload_version(
        material=material, stream=io.BytesIO(later), name="说明.txt", size=None,
        by=cast.zhou, at=NOON,
    )  # fmt: skip
    change = what_changed(material.versions.get(number=1), newer, by=cast.zhou, at=NOON)
    assert (change.readable, change.rewritten, change.added, change.removed) == (True, 1, 1, 0)
    assert [part.text for part in change.passages[0].segments] == ["第二", "段", "节"]


def test_what_was_read_is_kept_encrypted_and_read_once(cast: Cast) -> None:
    filing = a_draft(cast)
    put(filing, filing.units.get(), cast.zhou, "只此一处的内容".encode() * 9)
    assert read_pending(filing=filing, at=NOON).read == 1
    assert read_pending(filing=filing, at=NOON).read == 0
    kept = bytes(ReadDocument.objects.get().document)
    assert "只此一处".encode() not in kept


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("报告\u202efdp.exe", "报告fdp.exe"),
        ("a" * 300 + ".docx", "a" * 115 + ".docx"),
        ("CON.txt", "_CON.txt"),
        ("Filing.TOML", "_Filing.TOML"),
        ('方案"<终>".docx', "方案__终__.docx"),
        ("\n\r", "未命名"),
        (" . ", "未命名"),
        ("附件\\二\\图.png", "图.png"),
    ],
)
def test_names_are_made_safe_and_stay_theirs(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_a_name_with_folders_stays_below_its_folder() -> None:
    assert safe_path("附件/../../图.png") == "附件/图.png"
    assert safe_path("/etc/passwd") == "etc/passwd"
    assert datetime(2024, 1, 31, 15, 59, 59, tzinfo=UTC) == LAST_EVENING
