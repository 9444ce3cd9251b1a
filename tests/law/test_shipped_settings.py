"""What the shipped guides call the choices that the working group has made."""

from __future__ import annotations

import pytest

from xianxing.law import known_guides, load_guide


@pytest.mark.parametrize("name", known_guides())
def test_every_choice_that_is_a_word_of_ours_has_a_name_in_both_languages(name: str) -> None:
    for setting in load_guide(name).parameters.values():
        for item in setting.values:
            if isinstance(item.value, (str, tuple)):
                assert item.name.zh and item.name.en, setting.key
