"""Folders in and out: the three examples, the round trip that keeps the digest, and hostile folders."""

from __future__ import annotations

import io
import os
import shutil
import tomllib
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.stores import files_in
from tests.pilot.cast import EARLY, NOON, Cast
from tests.pilot.database import a_call
from tests.pilot.filings.scene import CLOSED
from xianxing.checker import check
from xianxing.checker.body import digest_of_body, folder_body
from xianxing.law import FieldKind, Result, load_guide
from xianxing.pilot.calls.models import Call
from xianxing.pilot.filings.draft.body import content_digest
from xianxing.pilot.filings.draft.cells import write_cell
from xianxing.pilot.filings.draft.opening import accept_unit, decline_unit, invite_unit, open_filing
from xianxing.pilot.filings.files import quota
from xianxing.pilot.filings.files.materials import add_file
from xianxing.pilot.filings.folder.exporting import export_filing, pack_filing
from xianxing.pilot.filings.folder.importing import FolderImport, import_folder
from xianxing.pilot.filings.folder.writing import filing_toml
from xianxing.pilot.filings.models import Cell, Filing, Material
from xianxing.pilot.filings.permissions import readable_filings
from xianxing.pilot.parties.domain.appointments import grant_membership
from xianxing.pilot.parties.enums import MemberRole
from xianxing.pilot.parties.models import Institution, User
from xianxing.pilot.refusal import Refusal

EXAMPLES = Path(__file__).parents[4] / "examples"
NAMES = ("related-party-tool", "sme-archive-chain", "defective-example")


@pytest.fixture
def call(cast: Cast) -> Call:
    return a_call(cast.wen)


def writer_of(folder: Path) -> User:
    """Somebody who writes for the institution that leads in the folder."""
    data = tomllib.loads((folder / "filing.toml").read_text("utf-8"))
    lead = next(unit for unit in data["unit"] if unit["lead"])
    known = {"name": lead["name"], "kind": lead["kind"]}
    institution, _made = Institution.objects.get_or_create(uscc=lead["uscc"], defaults=known)
    user = User.objects.create_user(f"writer-{lead['uscc']}@cast.example", name="填报人")
    grant_membership(user=user, institution=institution, role=MemberRole.AUTHOR, at=EARLY)
    return user


def taken(call: Call, folder: Path) -> FolderImport:
    return import_folder(call=call, path=folder, by=writer_of(folder), at=NOON)


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_an_example_comes_in_whole_and_goes_out_with_the_same_body(
    call: Call, tmp_path: Path, name: str
) -> None:
    imported = taken(call, EXAMPLES / name)
    assert {left.location.partition("]")[2] for left in imported.left} <= {
        ".internal_review", ".lead_review", ".truth_pledge",
    }  # fmt: skip
    out = tmp_path / "out"
    export_filing(filing=imported.filing, folder=out, by=None, at=NOON)
    digest = digest_of_body(folder_body(EXAMPLES / name))
    assert digest == content_digest(imported.filing) == digest_of_body(folder_body(out))
    for file in (EXAMPLES / name).iterdir():
        if file.name != "filing.toml":
            assert (out / file.name).read_bytes() == file.read_bytes()


@pytest.mark.django_db
def test_the_exported_folder_is_checked_as_the_original_but_for_what_is_an_act(
    call: Call, tmp_path: Path
) -> None:
    folder = EXAMPLES / "defective-example"
    out = tmp_path / "out"
    export_filing(filing=taken(call, folder).filing, folder=out, by=None, at=NOON)

    def unmet(path: Path) -> set[tuple[str, str]]:
        report = check(path, as_of=date(2024, 1, 20))
        found = {(f.rule, f.location) for f in report.findings if f.result is Result.UNMET}
        return {place for place in found if not any(word in place[1] for word in ("review", "pledge"))}

    assert unmet(out) == unmet(folder) != set()


@pytest.mark.django_db
def test_a_zip_comes_in_as_its_folder_does(call: Call, tmp_path: Path) -> None:
    folder = EXAMPLES / "sme-archive-chain"
    packed = Path(shutil.make_archive(str(tmp_path / "filing"), "zip", folder))
    by = writer_of(folder)
    one = import_folder(call=call, path=folder, by=by, at=NOON)
    other = import_folder(call=call, path=packed, by=by, at=NOON)
    assert content_digest(one.filing) == content_digest(other.filing)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["a/b", "x|y", "a?b", "%2e", "<b>"])
def test_a_unit_is_called_so_that_its_pages_have_an_address(call: Call, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "filing"
    shutil.copytree(EXAMPLES / "related-party-tool", folder)
    form = folder / "filing.toml"
    form.write_text(form.read_text("utf-8").replace('"joint"', f'"{name}"'), "utf-8")
    made = taken(call, folder)
    assert made.filing.units.get(lead=False).key == "joint"
    assert f"unit[{name}]" in {left.location for left in made.left}


@pytest.mark.django_db
def test_a_file_with_the_form_s_own_name_is_not_written_over(cast: Cast, call: Call, tmp_path: Path) -> None:
    filing = taken(call, EXAMPLES / "related-party-tool").filing
    add_file(
        filing=filing, unit=filing.units.get(lead=True), kind="other", stream=io.BytesIO(b"a = 1\n"),
        name="filing.toml", size=6, by=cast.zhou, at=NOON,
    )  # fmt: skip
    export_filing(filing=filing, folder=tmp_path / "out", by=None, at=NOON)
    assert content_digest(filing) == digest_of_body(folder_body(tmp_path / "out"))


@pytest.mark.django_db
def test_the_zip_that_goes_out_holds_the_same_as_the_folder_and_comes_in_again(
    cast: Cast, call: Call, tmp_path: Path
) -> None:
    filing = import_folder(call=call, path=EXAMPLES / NAMES[0], by=cast.zhou, at=NOON).filing
    export_filing(filing=filing, folder=tmp_path / "out", by=cast.zhou, at=NOON)
    packed = tmp_path / "out.zip"
    with packed.open("wb") as target:
        pack_filing(filing=filing, target=target, by=cast.zhou, at=NOON)
    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None
        inside = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    assert inside == {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    again = import_folder(call=call, path=packed, by=cast.zhou, at=NOON).filing
    export_filing(filing=again, folder=tmp_path / "again", by=cast.zhou, at=NOON)
    assert digest_of_body(folder_body(tmp_path / "again")) == digest_of_body(folder_body(tmp_path / "out"))
    with pytest.raises(Refusal, match="没有"), (tmp_path / "no.zip").open("wb") as target:
        pack_filing(filing=filing, target=target, by=cast.mo, at=NOON)


@pytest.mark.django_db
def test_who_declined_and_is_invited_again_still_has_its_imported_sheet_and_files(
    cast: Cast, call: Call, tmp_path: Path
) -> None:
    filing = import_folder(call=call, path=EXAMPLES / NAMES[0], by=cast.zhou, at=NOON).filing
    before = content_digest(filing)
    joint = filing.units.get(key="joint")
    decline_unit(unit=joint, by=cast.ning, at=NOON)
    assert content_digest(filing) != before
    again = invite_unit(filing=filing, uscc=joint.uscc, by=cast.zhou, at=NOON)
    accept_unit(unit=again, by=cast.ning, at=NOON)
    assert content_digest(filing) == before
    assert any("joint" in material.issuers for material in filing.materials.all())


@pytest.mark.django_db
def test_a_large_filing_passes_through_in_pieces(cast: Cast, call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "large"
    folder.mkdir()
    rows = "".join(f'[[material]]\nkind = "other"\nfile = "{n}.pdf"\n' for n in range(3))
    lead = f'[[unit]]\nid = "lead"\nuscc = "{cast.penghai.uscc}"\nlead = true\n'
    (folder / "filing.toml").write_text(
        f'guide = "{GUIDE.name}"\nbatch = "{call.batch}"\n{lead}{rows}', "utf-8"
    )
    for number in range(3):
        (folder / f"{number}.pdf").write_bytes(b"%PDF-" + os.urandom(12_000_000))
    packed = Path(shutil.make_archive(str(tmp_path / "large"), "zip", folder))
    tracemalloc.start()
    filing = import_folder(call=call, path=packed, by=cast.zhou, at=NOON).filing
    with (tmp_path / "out.zip").open("wb") as target:
        pack_filing(filing=filing, target=target, by=cast.zhou, at=NOON)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (tmp_path / "out.zip").stat().st_size > 36_000_000
    assert peak < 12_000_000, "less than one of the files"


@pytest.mark.django_db
def test_a_partner_takes_its_imported_sheet_over(cast: Cast, call: Call, tmp_path: Path) -> None:
    folder = EXAMPLES / "related-party-tool"
    filing = import_folder(call=call, path=folder, by=cast.zhou, at=NOON).filing
    joint = filing.units.get(key="joint")
    assert joint.institution is None
    assert not readable_filings(cast.ning, at=NOON).exists()
    before = content_digest(filing)
    accept_unit(unit=joint, by=cast.ning, at=NOON)
    assert content_digest(filing) == before
    export_filing(filing=filing, folder=tmp_path / "after", by=cast.zhou, at=NOON)
    units = tomllib.loads((tmp_path / "after" / "filing.toml").read_text("utf-8"))["unit"]
    assert set(units[1]) == {"id", "uscc", "lead", "scenario_provider"}
    assert "contacts" in units[0]


@pytest.mark.django_db
def test_a_stranger_imports_for_nobody_and_exports_nothing(cast: Cast, call: Call, tmp_path: Path) -> None:
    filing = open_filing(call=call, lead=cast.penghai, by=cast.zhou, at=NOON)
    for act in (
        lambda: import_folder(call=call, path=EXAMPLES / NAMES[0], by=cast.mo, at=NOON),
        lambda: import_folder(call=call, path=EXAMPLES / NAMES[0], by=cast.ning, at=NOON),
        lambda: export_filing(filing=filing, folder=tmp_path / "x", by=cast.wen, at=NOON),
        lambda: import_folder(call=call, path=EXAMPLES / NAMES[0], by=cast.zhou, at=CLOSED),
    ):
        with pytest.raises(Refusal):
            act()
    assert Filing.objects.count() == 1


HOSTILE = """
guide = "another-guide"
surprise = 1
[project]
name = 7
type = "gambling"
directions = [99]
unknown = "x"
[content]
overview = "\\u0000\\u202e正常内容"
exit_plan = ["no row", { trigger = "甲", bomb = "x" }]
state_secrets = "也许"
[[unit]]
id = "lead"
uscc = "91440300MA5HNBR25M"
lead = true
name = "鹏海证券股份有限公司"
[[unit]]
id = "a]b.c"
uscc = "91440300MA5185LJ3J"
[[unit]]
id = "copy"
uscc = "91440300MA5185LJ3J"
[[unit]]
id = "nobody"
[[material]]
kind = "other"
file = "../../secret.txt"
issuers = ["ghost", "a]b.c"]
[[material]]
kind = "other"
file = "link.txt"
[[material]]
kind = "other"
file = "run.pdf"
[[material]]
kind = "weapon"
file = "w.txt"
"""


@pytest.mark.django_db
def test_a_hostile_folder_comes_in_without_what_does_not_fit(
    cast: Cast, call: Call, tmp_path: Path, store: Path
) -> None:
    folder = tmp_path / "hostile"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    (folder / "filing.toml").write_text(HOSTILE, "utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "run.pdf").write_bytes(b"MZ\x90\x00")
    (folder / "stray.txt").write_text("x", "utf-8")
    imported = import_folder(call=call, path=folder, by=cast.zhou, at=NOON)
    places = {left.location for left in imported.left}
    assert places >= {
        "guide", "batch", "surprise", "project.name", "project.type", "project.directions", "project.unknown",
        "content.exit_plan[0]", "content.exit_plan[1].bomb", "content.state_secrets", "unit[a]b.c]",
        "unit[copy]", "unit[nobody]", "material[0]", "material[0].file", "material[0].issuers", "material[1]",
        "material[2]", "material[3]", "stray.txt",
    }  # fmt: skip
    assert Cell.objects.get(filing=imported.filing, path="content.overview").value == "\u202e正常内容"
    assert [unit.key for unit in imported.filing.units.order_by("position")] == ["lead", "joint"]
    assert not imported.filing.materials.filter(version=1).exists()
    assert files_in(store) == []
    out = tmp_path / "out"
    export_filing(filing=imported.filing, folder=out, by=cast.zhou, at=NOON)
    assert digest_of_body(folder_body(out)) == content_digest(imported.filing)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["[project", "a = 1", ""])
def test_what_is_no_filing_makes_nothing(cast: Cast, call: Call, tmp_path: Path, text: str) -> None:
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "filing.toml").write_text(text, "utf-8")
    with pytest.raises(Refusal):
        import_folder(call=call, path=tmp_path / "f", by=cast.zhou, at=NOON)
    with zipfile.ZipFile(tmp_path / "slip.zip", "w") as archive:
        archive.writestr("../filing.toml", HOSTILE)
    with pytest.raises(Refusal) as refused:
        import_folder(call=call, path=tmp_path / "slip.zip", by=cast.zhou, at=NOON)
    assert refused.value.code == "folder"
    assert not Filing.objects.exists()


@pytest.mark.django_db
def test_a_folder_over_the_quota_makes_nothing_and_names_the_file(
    cast: Cast, call: Call, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = date(2023, 1, 1)
    limits = {"file_mb": [(day, 40_000)], "quota_mb": [(day, 100_000)], "reserve_mb": [(day, 0)]}
    monkeypatch.setattr(quota, "MEGABYTE", 1)
    monkeypatch.setattr(quota, "_limits", lambda: limits)
    with pytest.raises(Refusal, match=r"“.+\.(docx|pdf|pptx)”：单个文件不超过 40000 MB") as refused:
        import_folder(call=call, path=EXAMPLES / NAMES[0], by=cast.zhou, at=NOON)
    assert refused.value.code == "too-large"
    limits["file_mb"] = [(day, 10**9)]
    with pytest.raises(Refusal) as refused:
        import_folder(call=call, path=EXAMPLES / NAMES[0], by=cast.zhou, at=NOON)
    assert refused.value.code == "quota"
    assert not Filing.objects.exists() and files_in(store) == []


@pytest.mark.django_db
def test_a_folder_is_never_written_into_another(cast: Cast, call: Call, tmp_path: Path) -> None:
    filing = import_folder(call=call, path=EXAMPLES / NAMES[0], by=cast.zhou, at=NOON).filing
    (tmp_path / "there").write_text("x", "utf-8")
    with pytest.raises(FileExistsError):
        export_filing(filing=filing, folder=tmp_path, by=cast.zhou, at=NOON)
    assert not (tmp_path / "filing.toml").exists()


GUIDE = load_guide("shenzhen-2023")
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)
VALUES = {
    FieldKind.TEXT: WORDS,
    FieldKind.SHORT_TEXT: WORDS,
    FieldKind.STRINGS: st.lists(WORDS, max_size=3),
    FieldKind.INTEGER: st.integers(-(2**53) + 1, 2**53 - 1),
    FieldKind.NUMBER: st.integers(-(10**9), 10**9) | st.floats(-1e12, 1e12),
    FieldKind.DATE: st.dates(),
    FieldKind.BOOLEAN: st.booleans(),
}
GROUPS = st.fixed_dictionaries(
    {
        group: st.fixed_dictionaries(
            {},
            optional={
                field.key: VALUES[field.kind]
                if field.kind in VALUES
                else st.lists(
                    st.fixed_dictionaries(
                        {}, optional={c.key: VALUES[c.kind] for c in field.columns if c.kind in VALUES}
                    ),
                    max_size=3,
                )
                for field in GUIDE.fields_of(group)
                if field.kind in VALUES or field.kind is FieldKind.TABLE
            },
        )
        for group in ("project", "content")
    }
)


@pytest.mark.django_db
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(groups=GROUPS)
def test_whatever_stands_in_a_filing_survives_export_and_import(
    groups: dict[str, dict[str, object]], cast: Cast, call: Call, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("round")
    data: dict[str, object] = {"guide": "shenzhen-2023", "batch": "shenzhen-2023-2", **groups}
    data["unit"] = [{"id": "lead", "uscc": cast.penghai.uscc, "lead": True, "scenario_provider": False}]
    (folder / "filing.toml").write_text(filing_toml(data, GUIDE), "utf-8")
    first = import_folder(call=call, path=folder, by=cast.zhou, at=NOON).filing
    export_filing(filing=first, folder=folder / "out", by=cast.zhou, at=NOON)
    assert digest_of_body(folder_body(folder / "out")) == content_digest(first)
    second = import_folder(call=call, path=folder / "out", by=cast.zhou, at=NOON)
    assert second.left == []
    assert content_digest(second.filing) == content_digest(first)


@pytest.mark.django_db
def test_any_change_of_content_changes_the_digest(cast: Cast, call: Call) -> None:
    filing = import_folder(call=call, path=EXAMPLES / NAMES[0], by=cast.zhou, at=NOON).filing
    digests = {content_digest(filing)}
    cell = Cell.objects.get(filing=filing, path="content.overview")
    write_cell(filing=filing, path=cell.path, value="另一段", based_on=1, by=cast.zhou, at=NOON)
    digests.add(content_digest(filing))
    Material.objects.filter(filing=filing, kind="presentation").update(removed_at=NOON)
    digests.add(content_digest(filing))
    filing.units.filter(key="lead").update(scenario_provider=False)
    digests.add(content_digest(filing))
    assert len(digests) == 4
