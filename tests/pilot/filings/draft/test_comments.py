"""Comments among units, questions to the working group, and the FAQ that names nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.pilot.cast import NOON, Cast
from tests.pilot.filings.scene import CLOSED, a_draft, a_joint_draft
from xianxing.pilot.cases.domain import stop_for_secrecy
from xianxing.pilot.filings.draft.cells import write_cell
from xianxing.pilot.filings.draft.comments import comment, comments_of, settle_comment
from xianxing.pilot.filings.draft.opening import leave_filing
from xianxing.pilot.filings.draft.questions import (
    answer_question,
    ask_question,
    faq,
    publish_answer,
    questions_for_staff,
    questions_of,
)
from xianxing.pilot.filings.models import Question
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refusal

pytestmark = pytest.mark.django_db


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def test_a_comment_reaches_its_person_and_is_settled(cast: Cast) -> None:
    filing, _lead, _joint = a_joint_draft(cast)
    made = comment(
        filing=filing, location="content.overview", text="请补充规模", by=cast.ning, to=cast.zhou, at=CLOSED
    )
    assert list(comments_of(filing, by=cast.luo, at=NOON)) == [made]
    assert code_of(lambda: settle_comment(comment=made, by=cast.luo, at=NOON)) == "not-yours"
    settle_comment(comment=made, by=cast.zhou, at=NOON)
    assert (made.settled_by, made.settled_at) == (cast.zhou, NOON)


def test_a_comment_goes_to_people_of_the_filing_who_see_the_place(cast: Cast) -> None:
    filing, _lead, _joint = a_joint_draft(cast)

    def say(location: str, to: object) -> Callable[[], object]:
        return lambda: comment(filing=filing, location=location, text="x", by=cast.ning, to=to, at=NOON)  # type: ignore[arg-type]

    assert code_of(say("content.overview", cast.mo)) == "addressee"
    assert code_of(say("content.overview", cast.wen)) == "addressee"
    assert code_of(say("unit[joint].staff", cast.zhou)) == "stranger"
    assert code_of(say("unit[lead].staff", None)) == "stranger"
    own = comment(filing=filing, location="unit[joint].staff", text="人数待核", by=cast.ning, at=NOON)
    assert own not in comments_of(filing, by=cast.zhou, at=NOON)
    for outsider in (cast.mo, cast.wen, cast.gao):
        assert code_of(lambda o=outsider: comments_of(filing, by=o, at=NOON)) == "stranger"  # type: ignore[misc]


def test_what_a_unit_said_on_its_own_sheet_does_not_come_to_light_when_it_leaves(cast: Cast) -> None:
    filing, _lead, joint = a_joint_draft(cast)
    comment(filing=filing, location="unit[joint].staff", text="人手只够三个月", by=cast.ning, at=NOON)
    leave_filing(unit=joint, by=cast.ning, at=NOON)
    assert not comments_of(filing, by=cast.zhou, at=NOON).exists()


def test_a_question_of_a_stopped_filing_is_put_aside(cast: Cast) -> None:
    filing = a_draft(cast)
    question = ask_question(filing=filing, path="content.scale", text="涉密？", by=cast.zhou, at=NOON)
    stop_for_secrecy(case=filing.case, by=cast.wen, ground="疑似涉密", at=NOON)
    assert questions_for_staff(by=cast.tang, at=NOON) == []
    assert code_of(lambda: answer_question(question=question, text="x", by=cast.wen, at=NOON)) == "stopped"


def test_twenty_questions_of_a_person_may_be_open_and_an_answer_makes_room(cast: Cast) -> None:
    filing, _lead, _joint = a_joint_draft(cast)

    def ask(by: User) -> Question:
        return ask_question(filing=filing, path="content.scale", text="上限？", by=by, at=NOON)

    asked = [ask(cast.zhou) for _number in range(20)]
    assert code_of(lambda: ask(cast.zhou)) == "questions"
    ask(cast.ning)
    answer_question(question=asked[0], text="按户。", by=cast.wen, at=NOON)
    ask(cast.zhou)
    assert code_of(lambda: ask(cast.zhou)) == "questions"


def test_a_question_is_answered_in_writing_and_tells_nothing_of_the_draft(cast: Cast) -> None:
    filing = a_draft(cast)
    question = ask_question(
        filing=filing, path="content.scale", text="上限按户还是按笔？", by=cast.zhou, at=NOON
    )
    assert code_of(lambda: questions_for_staff(by=cast.zhou, at=NOON)) == "secretariat"
    (asked,) = questions_for_staff(by=cast.wen, at=NOON)
    assert (asked.path, asked.text, asked.answer) == ("content.scale", "上限按户还是按笔？", "")
    assert not hasattr(asked, "filing")
    assert (
        code_of(lambda: answer_question(question=question, text="按笔", by=cast.zhou, at=NOON))
        == "secretariat"
    )
    answer_question(question=question, text="按项目实际选择。", by=cast.wen, at=NOON)
    assert (
        code_of(lambda: answer_question(question=question, text="再答", by=cast.tang, at=NOON)) == "answered"
    )
    assert questions_of(filing, by=cast.luo, at=NOON)[0].answer == "按项目实际选择。"
    assert code_of(lambda: questions_of(filing, by=cast.ning, at=NOON)) == "stranger"


def test_the_faq_names_no_project_and_no_unit(cast: Cast) -> None:
    filing = a_draft(cast)
    write_cell(
        filing=filing, path="project.name", value="关联交易核查工具", based_on=0, by=cast.zhou, at=NOON
    )
    question = ask_question(filing=filing, path="content.scale", text="问", by=cast.zhou, at=NOON)

    def publish(words: str) -> None:
        publish_answer(question=question, general_question=words, general_answer="答", by=cast.wen, at=NOON)

    assert code_of(lambda: publish("规模上限怎么写？")) == "unanswered"
    answer_question(question=question, text="答", by=cast.wen, at=NOON)
    for named in (
        "鹏海证券 股份有限公司问",
        "鹏海证券的规模上限",
        "关于“关联交易核查工具”",
        "91440300ma5hnbr25m 的问题",
    ):
        assert code_of(lambda n=named: publish(n)) == "named"  # type: ignore[misc]
    assert faq() == []
    publish("规模上限怎么写？")
    (entry,) = faq()
    assert (entry.path, entry.question, entry.answer) == ("content.scale", "规模上限怎么写？", "答")
