"""A `filing.toml` made to harm: refused in words by every way in, parsed in the limited process alone."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.adversary.bombs import FORMS, HEAD
from tests.pilot.cast import NOON, Cast
from tests.pilot.database import a_call
from xianxing.checker.apart import CheckLimits, check_apart
from xianxing.checker.folder import FolderError, read_form
from xianxing.documents.apart import TomlError, toml_apart
from xianxing.i18n import language
from xianxing.pilot.filings.folder.importing import import_folder
from xianxing.pilot.filings.models import Filing
from xianxing.pilot.refusal import Refused


def laid(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "filing.toml").write_text(HEAD + text + "\n", "utf-8")
    return folder


def peak() -> int:
    """The most memory that this process ever held, in kilobytes."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.parametrize("name", FORMS)
def test_each_form_is_refused_in_words_and_costs_the_caller_nothing(tmp_path: Path, name: str) -> None:
    folder, before = laid(tmp_path / "filing", FORMS[name]), peak()
    with pytest.raises(FolderError, match=r"filing\.toml"):
        read_form(folder)
    assert peak() - before < 60_000


@pytest.mark.parametrize("name", ["a dotted key", "closed lists in lists"])
def test_the_refusal_is_said_in_both_languages(tmp_path: Path, name: str) -> None:
    folder = laid(tmp_path / "filing", FORMS[name])
    with language("en"), pytest.raises(FolderError, match="write it as the template does"):
        read_form(folder)
    with pytest.raises(FolderError, match="请按模板的写法填写"):
        read_form(folder)


def test_what_kind_of_harm_it_was_is_told_apart(tmp_path: Path) -> None:
    kinds = {}
    for name in ("lists in lists", "a long number", "many values", "more than four megabytes"):
        with pytest.raises(TomlError) as refused:
            toml_apart(laid(tmp_path / "filing", FORMS[name]) / "filing.toml")
        kinds[name] = refused.value.kind
    assert list(kinds.values()) == ["deep", "number", "many", "size"]


def test_an_honest_form_has_its_days_and_numbers_as_toml_has_them(tmp_path: Path) -> None:

    text = (
        'day = 2024-01-20\nat = 2024-01-20T08:00:00+08:00\nhour = 08:00:00\nlist = [["list"], 1, 1.5, true]\n'
    )
    folder = laid(tmp_path / "filing", text + '[a."b.c"]\n"" = "x"')
    assert toml_apart(folder / "filing.toml") == tomllib.loads(HEAD + text + '[a."b.c"]\n"" = "x"')


def test_a_check_apart_gives_the_reason_instead_of_a_report(tmp_path: Path) -> None:
    checked = check_apart(laid(tmp_path / "filing", FORMS["closed lists in lists"]))
    assert not checked.report
    assert "filing.toml" in checked.reason


def test_a_check_that_takes_too_long_is_stopped_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xianxing.documents.child._GRACE", 0.0)
    checked = check_apart(laid(tmp_path / "filing", ""), limits=CheckLimits(wall_seconds=0.001))
    assert "too-slow" in checked.reason


def test_the_command_refuses_it_and_ends_as_for_any_unreadable_filing(tmp_path: Path) -> None:
    command = "import sys; from xianxing.cli import main; sys.exit(main(sys.argv[1:]))"
    folder = laid(tmp_path / "filing", FORMS["a dotted table"])
    done = subprocess.run(
        [sys.executable, "-c", command, "check", str(folder)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "filing.toml" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.django_db
def test_an_import_of_it_makes_nothing(cast: Cast, tmp_path: Path) -> None:
    folder = laid(tmp_path / "filing", FORMS["inline tables"])
    with pytest.raises(Refused) as refused:
        import_folder(call=a_call(cast.wen), path=folder, by=cast.zhou, at=NOON)
    assert refused.value.code == "folder"
    assert not Filing.objects.exists()
