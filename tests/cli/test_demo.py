"""`xianxing demo`: tokens and codes for several of the demonstration's people at once."""

from __future__ import annotations

import pytest

from xianxing.cli import main
from xianxing.pilot.demo.cast import Cast
from xianxing.pilot.parties.domain.second_factor import next_codes
from xianxing.pilot.parties.models import AccessToken


def test_codes_come_one_a_line_person_by_person(demo_cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    wen, zhou = demo_cast.people["温如玉"], demo_cast.people["周若岚"]
    assert main(["demo", "otp", wen.name, zhou.email, "--count", "3"]) == 0
    assert capsys.readouterr().out.split() == [*next_codes(wen, 3), *next_codes(zhou, 3)]


def test_each_person_gets_a_token_and_nobody_does_where_one_is_unknown(
    demo_cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "token", "温如玉", "周若岚"]) == 0
    assert len(set(capsys.readouterr().out.split())) == 2
    made = AccessToken.objects.filter(user__in=demo_cast.people.values())
    assert {token.user.name for token in made} == {"温如玉", "周若岚"}
    assert main(["demo", "token", "温如玉", "谁也不是"]) == 2
    assert "谁也不是" in capsys.readouterr().err
    assert made.count() == 2
