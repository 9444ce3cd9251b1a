"""What a rule says depends on the filing alone: both languages come from one look at it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from xianxing.checker import check_in_languages
from xianxing.checker.engine import guide_of
from xianxing.checker.folder import opened, read_files, read_form
from xianxing.i18n import LANGUAGES, language

SAMPLES = sorted(path.parent for path in (Path(__file__).parents[2] / "examples").glob("*/filing.toml"))
AS_OF = date(2024, 1, 20)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
@pytest.mark.parametrize("spoken", LANGUAGES)
def test_reports_are_the_same_whichever_language_is_spoken_when_the_rules_look(
    sample: Path, spoken: str
) -> None:
    with opened(sample) as (folder, problems):
        filing = read_files(read_form(folder, problems), folder, lambda _paths: {})
    with language(spoken):
        both = dict(
            zip(LANGUAGES, check_in_languages(LANGUAGES, filing, guide_of(filing), AS_OF), strict=True)
        )
    for code in LANGUAGES:
        with language(code):
            (alone,) = check_in_languages([code], filing, guide_of(filing), AS_OF)
        assert alone.findings == both[code].findings
    assert both["en"].findings != both["zh-hans"].findings
