"""Every message for people has a Chinese text."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import xianxing
from xianxing import i18n
from xianxing.i18n import _catalogue, catalogue_files, compile_catalogues, gettext, language

SOURCE = Path(xianxing.__file__).parent
CALLS = {"gettext", "ngettext", "_", "gettext_lazy", "pgettext"}


def python_messages() -> set[str]:
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS:
                found |= {
                    a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
                }
            if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "HELP" for t in node.targets):
                found.add(ast.literal_eval(node.value))
    return found


def translated() -> dict[str, str]:
    merged: dict[str, str] = {}
    for path in catalogue_files():
        with path.open("rb") as stream:
            for entry in read_po(stream, locale="zh_Hans", abort_invalid=True):
                ids = entry.id if isinstance(entry.id, (list, tuple)) else [entry.id]
                text = entry.string if isinstance(entry.string, str) else "".join(entry.string or ())
                if text and not entry.fuzzy:
                    merged |= dict.fromkeys(filter(None, ids), text)
    return merged


@pytest.mark.always
def test_every_python_message_has_chinese_text() -> None:
    missing = python_messages() - set(translated())
    assert not missing, f"no Chinese text for: {sorted(missing)}"


def test_chinese_is_the_default_and_english_the_message_itself() -> None:
    compile_catalogues()
    message = "Language of the output"
    assert gettext(message) == "输出语言"
    with language("en"):
        assert gettext(message) == message


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="known: zh-hans, en"), language("fr"):
        pass


def test_catalogues_compiled_after_the_first_message_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compile_catalogues()
    read = _catalogue()
    assert compile_catalogues() == 0 and _catalogue() is read
    copied = tmp_path / "django.po"
    copied.write_bytes(catalogue_files()[0].read_bytes())
    monkeypatch.setattr(i18n, "catalogue_files", lambda ending="po": [copied.with_suffix(f".{ending}")])
    assert compile_catalogues() == 1
    assert 0 < len(_catalogue()) < len(read)
    _catalogue.cache_clear()
