"""Every label and note of a rule has its Chinese text, and no message says more than what was found."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.pofile import read_po

from xianxing.i18n import gettext, language
from xianxing.toolbox.inspection import subscriptions
from xianxing.toolbox.inspection.judge import MANAGER_RULES, PRODUCT_RULES

CATALOGUE = Path(subscriptions.__file__).parent / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
RULES = (*PRODUCT_RULES, *MANAGER_RULES, *(rule for rule, _declared in subscriptions.RULES))


def test_labels_and_notes_have_chinese_texts() -> None:
    messages = {text for rule in RULES for text in (rule.label, rule.note) if text}
    with language("zh-hans"):
        assert [text for text in messages if gettext(text) == text] == []


def test_no_text_says_that_a_law_was_broken() -> None:
    with CATALOGUE.open("rb") as stream:
        said = " ".join(str(entry.string) for entry in read_po(stream, abort_invalid=True) if entry.id)
    assert not re.search("违法|违规|违反", said)
