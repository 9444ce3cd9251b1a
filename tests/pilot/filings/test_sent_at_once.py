"""The same form from several hands or twice from one, at the same instant: one thing is made."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from tests.factories.stores import files_in
from tests.factories.waiting import PATIENCE
from tests.pilot.cast import NOON, Cast, assemble
from tests.pilot.database import a_call
from tests.pilot.filings.scene import a_draft
from xianxing.pilot.filings.draft.cells import add_row, rows_of
from xianxing.pilot.filings.draft.opening import Repeated, open_filing
from xianxing.pilot.filings.files import quota
from xianxing.pilot.filings.files.materials import add_file, files_of, upload_version
from xianxing.pilot.filings.folder.importing import import_folder
from xianxing.pilot.filings.models import Cell, Filing, Material, MaterialVersion, StoredFile
from xianxing.pilot.refusal import Refusal, Refused

pytestmark = pytest.mark.both_databases

SENDERS = 4
EXAMPLE = Path(__file__).parents[3] / "examples" / "related-party-tool"


def at_once(act: Callable[[int], object]) -> list[object]:
    """What each of several threads got, started together; a refusal is what it got."""
    barrier = Barrier(SENDERS)

    def one(number: int) -> object:
        try:
            barrier.wait(PATIENCE)
            return act(number)
        except Refusal as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(SENDERS) as pool:
        return list(pool.map(one, range(SENDERS)))


def upload(cast: Cast, filing: Filing, name: str, data: bytes) -> Material:
    fresh, unit = Filing.objects.get(pk=filing.pk), filing.units.get()
    return add_file(
        filing=fresh, unit=unit, kind="other", stream=io.BytesIO(data), name=name,
        size=len(data), by=cast.zhou, at=NOON,
    )  # fmt: skip


@pytest.mark.usefixtures("own_base")
def test_a_form_to_begin_sent_several_times_begins_one_draft() -> None:
    cast = assemble()
    call, once = a_call(cast.wen), uuid4()
    got = at_once(lambda _n: open_filing(call=call, lead=cast.penghai, by=cast.zhou, at=NOON, once=once))
    assert [filing.pk for filing in Filing.objects.all()] == [once]
    told = [one for one in got if isinstance(one, Repeated)]
    assert [one.filing.pk for one in told] == [once] * (SENDERS - 1)


@pytest.mark.usefixtures("own_base")
def test_a_zip_sent_several_times_is_one_draft_and_leaves_no_bytes_behind(store: Path) -> None:
    cast = assemble()
    call, once = a_call(cast.wen), uuid4()
    got = at_once(lambda _n: import_folder(call=call, path=EXAMPLE, by=cast.zhou, at=NOON, once=once))
    told = ["repeated" if isinstance(one, Repeated) else one.code for one in got if isinstance(one, Refusal)]
    assert len(told) == SENDERS - 1 and set(told) <= {"repeated", "busy"} and "repeated" in told
    assert Filing.objects.count() == 1
    assert len(files_in(store)) == StoredFile.objects.count() == Material.objects.filter(version=1).count()


@pytest.mark.usefixtures("own_base")
def test_files_of_one_name_at_once_are_one_file(store: Path) -> None:
    cast = assemble()
    filing = a_draft(cast)
    got = at_once(lambda number: upload(cast, filing, "同名.txt", f"{number}".encode()))
    refused = [one.code for one in got if isinstance(one, Refused)]
    assert refused == ["same-name"] * (SENDERS - 1)
    assert [one.file_name for one in files_of(filing)] == ["同名.txt"]
    assert len(files_in(store)) == StoredFile.objects.count() == Material.objects.count() == 1


@pytest.mark.usefixtures("own_base")
def test_versions_at_once_get_numbers_of_their_own(store: Path) -> None:
    cast = assemble()
    filing = a_draft(cast)
    material = upload(cast, filing, "报告.txt", b"first")

    def again(number: int) -> MaterialVersion:
        return upload_version(
            material=Material.objects.get(pk=material.pk), stream=io.BytesIO(f"{number}".encode()),
            name="报告.txt", size=1, by=cast.zhou, at=NOON,
        )  # fmt: skip

    at_once(again)
    assert sorted(material.versions.values_list("number", flat=True)) == list(range(1, SENDERS + 2))
    material.refresh_from_db()
    assert material.version == SENDERS + 1
    assert len(files_in(store)) == SENDERS + 1


@pytest.mark.usefixtures("own_base")
def test_uploads_at_once_never_go_over_the_quota(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    day = NOON.date()
    limits = {"file_mb": [(day, 80)], "quota_mb": [(day, 100)], "reserve_mb": [(day, 0)]}
    monkeypatch.setattr(quota, "MEGABYTE", 1)
    monkeypatch.setattr(quota, "_limits", lambda: limits)
    cast = assemble()
    filing = a_draft(cast)
    got = at_once(lambda number: upload(cast, filing, f"{number}.txt", bytes([65 + number]) * 60))
    assert [one.code for one in got if isinstance(one, Refused)] == ["quota"] * (SENDERS - 1)
    assert sum(StoredFile.objects.values_list("size", flat=True)) == 60
    assert len(files_in(store)) == Material.objects.count() == 1


@pytest.mark.usefixtures("own_base")
def test_a_row_sent_several_times_is_one_row() -> None:
    cast = assemble()
    filing, row, path = a_draft(cast), uuid4(), "content.glossary"
    at_once(
        lambda _n: add_row(filing=filing, path=path, value={"term": "甲"}, by=cast.zhou, at=NOON, row=row)
    )
    assert [(one.row, one.version) for one in rows_of(filing, None, path)] == [(row, 1)]
    assert Cell.objects.filter(filing=filing, path=path).count() == 1
