"""What is typed as a day or an instant and isn't one is refused with what one looks like."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from xianxing.cli import main
from xianxing.cli.times import an_instant
from xianxing.i18n import compile_catalogues


@pytest.mark.parametrize(
    ("words", "like"),
    [
        (["check", "folder", "--as-of", "2024-02-30"], "2024-01-20"),
        (["case", "show", "0", "--as-of", "2024-13-01"], "2024-01-20"),
        (["keys", "revoke-log", "k", "--reason", "r", "--since", "yesterday"], "2026-11-24T09:00+08:00"),
        (
            ["keys", "revoke-log", "k", "--reason", "r", "--since", "2026-01-01T00:00"],
            "2026-11-24T09:00+08:00",
        ),
    ],
    ids=["check", "case", "no-instant", "no-offset"],
)
def test_a_wrong_day_or_instant_is_told_what_one_looks_like(
    words: list[str], like: str, capsys: pytest.CaptureFixture[str]
) -> None:
    compile_catalogues()
    with pytest.raises(SystemExit, match="2"):
        main(words)
    assert like in capsys.readouterr().err


def test_an_instant_is_kept_in_utc() -> None:
    assert an_instant("2026-11-24T09:00+08:00") == datetime(2026, 11, 24, 1, tzinfo=UTC)
