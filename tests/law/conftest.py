"""Guides for the tests: the built-in ones, and an invented city that is nothing but data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from xianxing.i18n import language
from xianxing.law import Guide, GuideError, load_guide

INVENTED = Path(__file__).parent / "guides"
MINIMAL = {
    "guide": """
        name = { zh = "小镇", en = "Small town" }
        status = "complete"
        [channel]
        label = { zh = "窗口", en = "counter" }
        external = false
        clause = "1"
    """,
    "clauses": """
        [clause.1]
        display = "一"
        text = { zh = "甲", en = "A" }
        status = "implemented"
        [clause.2]
        display = "二"
        text = { zh = "乙", en = "B" }
        status = "declaratory"
    """,
}
Write = Callable[..., Path]


def failure(root: Path, name: str = "small_town") -> GuideError:
    """What is wrong, in English, with a guide that can't be read."""
    with language("en"), pytest.raises(GuideError) as caught:
        load_guide(name, [root])
    return caught.value


@pytest.fixture
def reference() -> Guide:
    return load_guide("shenzhen-2023")


@pytest.fixture
def invented() -> Guide:
    return load_guide("cloudport-2025", [INVENTED])


@pytest.fixture
def write_guide(tmp_path: Path) -> Write:
    """Write a guide package below the test's own root; keywords add to or replace whole files."""

    def write(name: str = "small_town", *, bare: bool = False, **files: str) -> Path:
        folder = tmp_path / name
        folder.mkdir(parents=True, exist_ok=True)
        base = {} if bare else dict(MINIMAL)
        for file, text in (base | files).items():
            (folder / f"{file}.toml").write_text(
                "\n".join(line.strip() for line in text.splitlines()), "utf-8"
            )
        return tmp_path

    return write
