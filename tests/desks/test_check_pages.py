"""The checker on a page, with the real checker behind it: hand in, wait, read, nothing stays."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.factories.calls import published, rewriting
from tests.factories.waiting import PATIENCE
from tests.pilot.cast import assemble
from xianxing.desks.public.checks import jobs
from xianxing.desks.public.jobs import Job
from xianxing.pilot.calls import pinned as pinned_guides
from xianxing.pilot.calls.models import PinnedGuide
from xianxing.pilot.calls.pinned import guides_only_pinned
from xianxing.pilot.demo.acts import GUIDES

PUBLISHED = datetime(2024, 1, 2, 2, 0, tzinfo=UTC)
EXAMPLES = Path(django_settings.EXAMPLES_DIR)


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Whatever the check writes goes below here, the checker's own temporary folders included."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    settings.SCRATCH_DIR = folder
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    jobs.cache_clear()
    yield folder
    jobs.cache_clear()


def zipped(folder: Path, **changed: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.writestr(path.name, changed.get(path.stem, path.read_bytes()))
    return stream.getvalue()


def hand_in(client: Client, content: bytes, as_of: str = "2024-01-20") -> str:
    upload = SimpleUploadedFile("我的申报.zip", content, "application/zip")
    response = client.post("/check/", {"filing": upload, "as_of": as_of})
    assert response.status_code == 302, response.content.decode()
    return str(response.headers["Location"])


def job_at(address: str) -> Job:
    job = jobs().get(address.rstrip("/").rpartition("/")[2])
    assert job is not None
    assert job.finished.wait(PATIENCE)
    return job


def left_in(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


@pytest.mark.clause("4.3.4")
def test_a_filing_is_checked_and_nothing_of_it_is_kept(client: Client, scratch: Path) -> None:
    address = hand_in(client, zipped(EXAMPLES / "defective-example"))
    job_at(address)
    assert left_in(scratch) == []
    page = client.get(address).content.decode()
    assert "创新性说明" in page
    assert "填写了520字，超过500字" in page
    assert "/guides/shenzhen-2023/#clause-4.3.4" in page
    assert "依指南原文判断" in page
    assert "不成其为申报" in page
    answer = client.get(address + "?format=json").json()
    assert answer["summary"]["unmet"] == 12
    assert {"guide", "ruleset", "as_of", "findings", "summary"} <= set(answer)
    assert "attachment" in client.get(address + "?format=json&download=1").headers["Content-Disposition"]


@pytest.fixture
def own_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demonstration's call: its guide was there when the call was published, and is only pinned now."""
    monkeypatch.setenv("XIANXING_GUIDES", str(GUIDES))
    published(guide="demonstration-2024", batch="demonstration-2024-1", by=assemble().wen, at=PUBLISHED)
    monkeypatch.delenv("XIANXING_GUIDES")


def under_its_guide() -> bytes:
    text = (EXAMPLES / "defective-example" / "filing.toml").read_text("utf-8")
    assert text.count('"shenzhen-2023"') == 1
    changed = text.replace('"shenzhen-2023"', '"demonstration-2024"')
    return zipped(EXAMPLES / "defective-example", filing=changed.encode())


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_filing_under_a_guide_that_only_a_call_is_pinned_to_is_checked(
    client: Client, own_call: None, language: str
) -> None:
    upload = SimpleUploadedFile("我的申报.zip", under_its_guide(), "application/zip")
    sent = client.post(language + "/check/", {"filing": upload, "as_of": "2024-01-20"})
    address = str(sent.headers["Location"])
    job_at(address)
    page = client.get(address).content.decode()
    for word in {"": ("演示用指南", "创新性说明", "填写了520字"), "/en": ("Demonstration guide", "520")}[
        language
    ]:
        assert word in page, word
    assert "/guides/shenzhen-2023/#clause-4.3.4" in page, "the guide that it extends has a page"
    assert "/guides/demonstration-2024/" not in page
    assert client.get(address + "?format=json").json()["guide"] == "demonstration-2024"


def test_without_such_a_call_the_same_filing_is_refused(client: Client) -> None:
    address = hand_in(client, under_its_guide())
    job_at(address)
    assert "不在本系统中" in client.get(address).content.decode()


def test_a_pin_that_was_tampered_with_is_no_guide(client: Client, own_call: None) -> None:
    pinned = PinnedGuide.objects.get()
    pinned.files = {name: text + "\n" for name, text in pinned.files.items()}
    with rewriting(PinnedGuide):
        pinned.save()
    pinned_guides._load.cache_clear()
    address = hand_in(client, under_its_guide())
    job_at(address)
    assert "不在本系统中" in client.get(address).content.decode()


def test_looking_among_the_calls_takes_one_query(
    client: Client, own_call: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert set(guides_only_pinned()) == {"demonstration-2024"}
    with django_assert_num_queries(1):
        guides_only_pinned()


def test_a_result_is_nobody_elses_and_in_no_cache(client: Client) -> None:
    address = hand_in(client, zipped(EXAMPLES / "defective-example"))
    job_at(address)
    response = client.get(address)
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert client.get(address[:-2] + "/").status_code == 404


def test_filters_show_their_part(client: Client) -> None:
    address = hand_in(client, zipped(EXAMPLES / "defective-example"))
    job_at(address)
    blocking = client.get(address + "?show=blocking").content.decode()
    assert "技术安全评估报告.docx" in blocking
    assert "填写了520字" not in blocking
    met = client.get(address + "?format=json").json()["summary"]["met"]
    assert met > 50
    assert client.get(address + "?show=met").content.decode().count('class="finding ') == met


def test_deleting_drops_the_result_at_once(client: Client) -> None:
    address = hand_in(client, zipped(EXAMPLES / "defective-example"))
    job_at(address)
    assert "已删除" in client.post(address + "forget/").content.decode()
    assert client.get(address).status_code == 404
    assert client.get(address + "?format=json").json() == {"state": "gone"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (zipped(EXAMPLES / "defective-example", filing=b"this is = no TOML"), "filing.toml"),
        (zipped(EXAMPLES / "defective-example", filing=b'guide = "atlantis-2050"'), "不在本系统中"),
        (b"PK\x03\x04 and then nothing of use", ""),
        (b"PK\x05\x06" + bytes(18), "filing.toml"),
    ],
)
def test_an_unreadable_filing_says_why_and_leaves_nothing(
    client: Client, scratch: Path, content: bytes, reason: str
) -> None:
    address = hand_in(client, content)
    job_at(address)
    page = client.get(address).content.decode()
    assert "无法读取申报材料" in page
    assert reason in page
    assert client.get(address + "?format=json").json()["state"] == "failed"
    assert left_in(scratch) == []


def test_what_is_no_zip_is_refused_before_a_check_begins(client: Client, scratch: Path) -> None:
    response = client.post("/check/", {"filing": SimpleUploadedFile("a.zip", b"MZ\x90\x00")})
    assert response.status_code == 400
    assert "这不是 zip 压缩包" in response.content.decode()
    assert left_in(scratch) == []


def test_no_file_and_a_wrong_day_are_pointed_out_together(client: Client) -> None:
    response = client.post("/check/", {"as_of": "2024-02-30"})
    page = response.content.decode()
    assert response.status_code == 400
    assert "请选择申报材料的 zip 压缩包" in page
    assert "请输入日期" in page
    assert 'value="2024-02-30"' in page
    assert "请输入日期" in client.post("/check/", {"as_of": "0001-01-01"}).content.decode()
    answer = client.post("/check/", {"as_of": "x"}, headers={"Accept": "application/json"})
    assert "请选择申报材料的 zip 压缩包" in answer.json()["advice"]


def test_a_file_over_the_limit_is_refused(client: Client, settings: Settings, scratch: Path) -> None:
    settings.MAX_UPLOAD_BYTES = 1000
    upload = SimpleUploadedFile("a.zip", b"PK\x03\x04" + bytes(2000))
    assert "文件过大" in client.post("/check/", {"filing": upload}).content.decode()
    settings.MAX_BODY_BYTES = 1500
    upload = SimpleUploadedFile("a.zip", b"PK\x03\x04" + bytes(2000))
    assert client.post("/check/", {"filing": upload}).status_code == 413
    assert left_in(scratch) == []


def test_two_files_in_one_form_are_refused(client: Client) -> None:
    files = {
        "filing": SimpleUploadedFile("a.zip", b"PK\x03\x04"),
        "other": SimpleUploadedFile("b.zip", b"PK\x03\x04"),
    }
    assert client.post("/check/", files).status_code == 400


def test_one_address_may_ask_only_so_often(client: Client, settings: Settings) -> None:
    settings.CHECK_RATE = "2/10m"
    statuses = [client.post("/check/samples/defective-example/").status_code for _ in range(3)]
    assert statuses == [302, 302, 429]
    refused = client.post("/check/")
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "600"
    assert "检查过于频繁" in refused.content.decode()
    other = client.post("/check/samples/defective-example/", REMOTE_ADDR="10.0.0.9")
    assert other.status_code == 302


def test_a_sample_is_checked_as_of_its_own_day(client: Client) -> None:
    address = str(client.post("/check/samples/defective-example/").headers["Location"])
    job_at(address)
    page = client.get(address).content.decode()
    assert "债券舆情自动研判与报告生成系统" in page
    assert "2024年1月20日" in page
    assert (EXAMPLES / "defective-example" / "filing.toml").is_file()


def test_an_unknown_sample_is_not_found(client: Client) -> None:
    assert client.post("/check/samples/none/").status_code == 404
    assert client.get("/check/samples/defective-example/").status_code == 405


def test_the_form_warns_and_offers_the_samples(client: Client) -> None:
    page = client.get("/check/").content.decode()
    assert "请勿上传真实材料和涉密材料" in page
    assert page.count('action="/check/samples/') == 3
    assert "不超过 50 MB" in page


def test_a_server_without_samples_says_so(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.EXAMPLES_DIR = tmp_path / "nowhere"
    assert "本服务器上没有示例" in client.get("/check/").content.decode()


def test_english_in_english_out(client: Client) -> None:
    address = str(client.post("/en/check/samples/defective-example/").headers["Location"])
    assert address.startswith("/en/")
    job_at(address)
    page = client.get(address).content.decode()
    assert "shorten it" in page
    assert "开始检查时所用的语言" in client.get(address.removeprefix("/en")).content.decode()


def test_the_page_that_waits_can_be_followed_without_a_script(client: Client) -> None:
    response = client.post("/check/samples/related-party-tool/")
    page = client.get(response.headers["Location"]).content.decode()
    if "data-wait" in page:
        assert "看看是否已经结束" in page
    job_at(str(response.headers["Location"]))
    assert "未发现不符合规则之处" in client.get(response.headers["Location"]).content.decode()
