"""Reading a folder or zip: tolerant of files, strict about filing.toml itself."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from tests.checker.factory import AS_OF, joint
from tests.checker.oddities import decomposed
from xianxing.checker import CheckReport, FolderError, check
from xianxing.documents.limits import OcrMode
from xianxing.law import Result, UnknownGuideError


def checked(path: Path) -> CheckReport:
    return check(path, as_of=AS_OF, ocr=OcrMode.NEVER)


def loud(report: CheckReport) -> set[tuple[str, str, str]]:
    return {
        (one.rule, one.result.value, one.location)
        for one in report.findings
        if one.result not in (Result.MET, Result.NOT_APPLICABLE)
    }


def test_a_folder_on_disk_is_judged_as_the_filing_in_memory(tmp_path: Path) -> None:
    draft = joint()
    draft.unit("joint")["agreement"] = ""
    report = checked(draft.write(tmp_path / "filing"))
    assert report.as_json() == draft.report().as_json()


def test_a_zip_is_judged_as_its_folder(tmp_path: Path) -> None:
    folder = joint().write(tmp_path / "filing")
    archive = tmp_path / "filing.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for path in folder.iterdir():
            target.write(path, f"申报材料/{path.name}")
    assert checked(archive).as_json() == checked(folder).as_json()


def test_an_odd_entry_of_a_zip_is_told(tmp_path: Path) -> None:
    folder = joint().write(tmp_path / "filing")
    archive = tmp_path / "filing.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for path in folder.iterdir():
            target.write(path, path.name)
        target.writestr("../outside.txt", "x")
    assert ("archive-clean", "manual_review", "") in loud(checked(archive))


def test_names_in_nfd_and_other_case_are_found(tmp_path: Path) -> None:
    assert loud(checked(decomposed(joint(), tmp_path / "nfd"))) == set()
    draft = joint()
    draft.entry("business_risk_report")["file"] = "业务风险防控报告.DOCX"
    draft.papers["业务风险防控报告.DOCX"] = draft.papers.pop("业务风险防控报告.docx")
    folder = draft.write(tmp_path / "case")
    (folder / "业务风险防控报告.DOCX").rename(folder / "业务风险防控报告.docx")
    assert loud(checked(folder)) == set()


def test_a_file_that_no_entry_names_is_told_once(tmp_path: Path) -> None:
    folder = joint().write(tmp_path / "filing")
    (folder / "备用.docx").write_bytes(b"x")
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "~$合规评估报告.docx").write_bytes(b"x")
    assert loud(checked(folder)) == {("files-listed", "manual_review", "")}


def test_a_path_out_of_the_folder_is_never_opened(tmp_path: Path) -> None:
    (tmp_path / "secret.docx").write_bytes(b"x")
    draft = joint()
    draft.entry("business_risk_report")["file"] = "../secret.docx"
    draft.papers.pop("业务风险防控报告.docx")
    assert ("file-present", "unmet", "material[2].file") in loud(checked(draft.write(tmp_path / "filing")))


def test_a_link_out_of_the_folder_is_never_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.docx").write_bytes(b"x")
    folder = joint().write(tmp_path / "filing")
    (folder / "业务风险防控报告.docx").unlink()
    (folder / "业务风险防控报告.docx").symlink_to(tmp_path / "secret.docx")
    assert ("file-present", "unmet", "material[2].file") in loud(checked(folder))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('guide = "shenzhen-2023"\n[project\nname = "x"', "第2行"),
        ("guide = shenzhen", "第1行"),
        ('a = "x"\na = "y"\n', "第2行"),
        ('guide = "shenzhen-2023', "引号"),
    ],
)
def test_broken_toml_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "filing.toml").write_text(text, "utf-8")
    with pytest.raises(FolderError, match=said):
        checked(tmp_path)


def test_other_encodings_are_refused_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "filing.toml").write_bytes('guide = "shenzhen-2023"\n# 中文\n'.encode("gbk"))
    with pytest.raises(FolderError, match="第2行"):
        checked(tmp_path)


def test_no_form_no_folder_no_zip(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match=r"没有 filing\.toml"):
        checked(tmp_path)
    with pytest.raises(FolderError, match="不存在"):
        checked(tmp_path / "nowhere")
    (tmp_path / "x.zip").write_bytes(b"no zip at all")
    with pytest.raises(FolderError, match="不是 zip 压缩包"):
        checked(tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "y.zip", "w") as other:
        other.writestr("a/说明.txt", "没有申报表")
    with pytest.raises(FolderError, match=r"压缩包的最外层和其中唯一的文件夹里都没有 filing\.toml"):
        checked(tmp_path / "y.zip")


def test_an_unknown_guide_names_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "filing.toml").write_text('guide = "atlantis-1999"\n', "utf-8")
    with pytest.raises(UnknownGuideError, match="shenzhen-2023"):
        checked(tmp_path)
    (tmp_path / "filing.toml").write_text('batch = "x"\n', "utf-8")
    with pytest.raises(FolderError, match="guide"):
        checked(tmp_path)


def test_an_empty_filing_is_judged_not_refused(tmp_path: Path) -> None:
    (tmp_path / "filing.toml").write_text(
        'guide = "shenzhen-2023"\nproject = 3\nunit = "x"\nmaterial = [1]\n', "utf-8"
    )
    found = {rule for rule, _, _ in loud(checked(tmp_path))}
    assert {
        "units-present",
        "one-lead",
        "compliance-report-present",
        "exit-prepared",
        "field-filled",
    } <= found


def test_strange_numbers_are_judged_not_fatal(tmp_path: Path) -> None:
    folder = joint().write(tmp_path / "filing")
    form = folder / "filing.toml"
    text = (
        form.read_text("utf-8")
        .replace("trial_months = 12", "trial_months = nan")
        .replace("staff = 9", "staff = 1e400")
    )
    form.write_text(text.replace("cap = 3000", f"cap = {10**400}"), "utf-8")
    places = {place for rule, _, place in loud(checked(folder)) if rule == "field-type"}
    assert {"project.trial_months", "unit[lead].staff", "content.scale[0].cap"} <= places


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2024-02-30", "日历上没有2024-02-30这一天"),
        ("2024/02/30", "应为日期"),
        ("明年", "应为日期"),
    ],
)
def test_a_day_that_the_calendar_does_not_have_is_told_from_what_is_no_day(written: str, said: str) -> None:
    draft = joint()
    draft.form["project"]["planned_start"] = written
    (finding,) = [one for one in draft.said_by("field-type") if one.result is Result.UNMET]
    assert said in finding.message


def test_the_day_defaults_to_today_in_china(tmp_path: Path) -> None:
    report = check(joint().write(tmp_path / "filing"), ocr=OcrMode.NEVER)
    assert report.as_of > date(2024, 1, 31)
    assert ("filing-window", "unmet", "") in loud(report)


@pytest.mark.ocr
@pytest.mark.clause("4.3.5")
def test_an_english_certificate_is_read_where_no_report_is_a_scan(tmp_path: Path) -> None:
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (1000, 420), "white")
    said = (
        "CERTIFICATE OF REGISTRATION",
        "This is to certify that the management system",
        "has been audited",
    )
    for number, line in enumerate(said):
        ImageDraw.Draw(image).text(
            (40, 40 + number * 110), line, fill="black", font=ImageFont.load_default(40)
        )
    drawn = BytesIO()
    image.save(drawn, "PNG")
    draft = joint()
    draft.add("intellectual_property", "管理体系证书.png", drawn.getvalue(), issuers=["joint"])
    report = check(draft.write(tmp_path / "filing"), as_of=AS_OF)
    assert "english-translated" in {one.rule for one in report.findings if one.result is Result.UNMET}
