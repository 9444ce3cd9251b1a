"""What is typed to deceive: asked about as it will be kept, and refused without a word on what others did."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.pilot.cast import NOON, Cast
from tests.pilot.filings.scene import a_joint_draft
from xianxing.pilot.filings.check.findings import explain_finding
from xianxing.pilot.filings.draft.comments import comment, comments_of
from xianxing.pilot.filings.draft.questions import MOST_OPEN, ask_question
from xianxing.pilot.filings.models import Comment, Question
from xianxing.pilot.filings.public_sheet.acts import mask
from xianxing.pilot.parties.domain.accounts import create_account
from xianxing.pilot.refusal import Refusal
from xianxing.pilot.words import cleaned

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
BEFORE = [" ", "\u3000", "\t", "\n", "\x00", "\x07", "\ufeff", "\u2028"]
UNSEEN = ["", " ", "\u3000", "\x07", "\u200b", "\u2060\u200b", "\ufeff", "\u202e"]


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


@pytest.mark.parametrize("before", BEFORE)
def test_no_comment_gets_onto_another_unit_s_sheet(cast: Cast, before: str) -> None:
    filing, _lead, _joint = a_joint_draft(cast)
    for place in ("unit[lead].staff", "unit[lead]"):
        said = code_of(
            lambda place=place: comment(  # type: ignore[misc]
                filing=filing, location=before + place, text="x", by=cast.ning, at=NOON
            )
        )
        assert said == "stranger"
    assert not Comment.objects.exists()


@pytest.mark.parametrize("before", BEFORE)
def test_a_place_is_kept_as_it_was_asked_about(cast: Cast, before: str) -> None:
    filing, _lead, _joint = a_joint_draft(cast)
    made = comment(filing=filing, location=f"{before}unit[joint].staff", text="x", by=cast.ning, at=NOON)
    assert made.location == "unit[joint].staff"
    assert made not in comments_of(filing, by=cast.zhou, at=NOON)


@pytest.mark.parametrize("before", BEFORE)
def test_no_explanation_gets_onto_another_unit_s_sheet(cast: Cast, before: str) -> None:
    filing, _lead, _joint = a_joint_draft(cast)
    said = code_of(
        lambda: explain_finding(
            filing=filing, rule="field-filled", location=f"{before}unit[lead].staff", text="x",
            by=cast.ning, at=NOON,
        )
    )  # fmt: skip
    assert said == "not-yours"


@pytest.mark.parametrize("text", UNSEEN)
def test_words_of_which_nothing_is_seen_are_none(cast: Cast, text: str) -> None:
    filing, _lead, _joint = a_joint_draft(cast)
    assert cleaned(text) == ""
    attempts: list[Callable[[], object]] = [
        lambda: comment(filing=filing, location="content.overview", text=text, by=cast.ning, at=NOON),
        lambda: ask_question(filing=filing, path="content.overview", text=text, by=cast.ning, at=NOON),
        lambda: mask(filing=filing, location="content.overview", reason=text, by=cast.zhou, at=NOON),
        lambda: create_account(email="a@b.example", name=text, at=NOON),
    ]
    assert [code_of(attempt) for attempt in attempts] == ["text", "text", "reason", "name"]


def test_a_refusal_says_nothing_of_how_much_others_have_asked(cast: Cast) -> None:
    filing, _lead, _joint = a_joint_draft(cast)
    for number in range(MOST_OPEN):
        ask_question(filing=filing, path="unit.name", text=f"问题{number}", by=cast.zhou, at=NOON)
    ask_question(filing=filing, path="content.overview", text="另一家的问题", by=cast.ning, at=NOON)
    assert Question.objects.filter(asked_by=cast.ning).count() == 1
    assert code_of(
        lambda: ask_question(filing=filing, path="unit.name", text="再一个", by=cast.zhou, at=NOON)
    ) == "questions"  # fmt: skip
