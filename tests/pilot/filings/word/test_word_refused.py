"""What a form from Word may not bring: what does not fit, another form, another unit, too late."""

from __future__ import annotations

import io
from uuid import UUID

import docx
import pytest

from tests.pilot.cast import Cast
from tests.pilot.filings.scene import CLOSED, a_joint_draft, value_of
from tests.pilot.filings.word.word_drafts import (
    EVENING,
    LATER,
    a_filled,
    filled_in,
    given,
    only,
    read,
    shape,
    typed,
)
from xianxing.documents.writing import FORMS, Filling, Stamp, write_form_docx
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.models import Cell, Unit, WordProposal
from xianxing.pilot.filings.word.comparing import DifferenceKind
from xianxing.pilot.filings.word.forms import (
    KEPT_FOR,
    accept_proposal,
    discard_proposal,
    keep_proposal,
    kept_proposal,
    sweep_proposals,
)
from xianxing.pilot.filings.word.printing import pdf_form, word_form
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refusal, Refused


def test_what_does_not_fit_is_told_with_its_words(cast: Cast) -> None:
    filing, _rows = a_filled(cast)
    data = given(
        filing,
        cast.zhou,
        filled_in("project.trial_months", "一年左右"),
        filled_in("content.scale[0].item", "客户"),
        filled_in("content.scale[0].cap", "很多"),
        typed("乙段。", "字" * 600),
    )
    months, overview, scale = read(filing, data, cast.zhou).items
    assert (months.kind, months.acceptable, months.texts) == (
        DifferenceKind.PROBLEM,
        False,
        (("", "一年左右"),),
    )
    assert "整数" in months.problems[0][1] or "数字" in months.problems[0][1]
    assert overview.chosen and "500" in overview.problems[0][1]
    assert (scale.new, scale.texts) == ({"item": "客户"}, (("cap", "很多"),))
    with pytest.raises(Refused, match="重新读取"):
        accept_proposal(
            filing=filing,
            unit=None,
            proposal=read(filing, data, cast.zhou),
            chosen={"project.trial_months"},
            by=cast.zhou,
            at=EVENING,
        )


def test_a_wrong_form_is_refused_with_what_is_wrong(cast: Cast) -> None:
    filing, lead, joint = a_joint_draft(cast)
    guide = guide_of(filing.case.call)
    sheet = word_form(filing=filing, unit=joint, by=cast.ning, at=LATER).data

    def code(data: bytes, unit: Unit | None, by: User) -> str:
        with pytest.raises(Refusal) as refused:
            read(filing, data, by, unit=unit)
        return refused.value.code

    assert code(sheet, None, cast.zhou) == "other-form"
    assert code(sheet, lead, cast.zhou) == "other-unit"
    stamp = Stamp("filing", guide.name, guide.digest[:16])
    for changed, wanted in (
        (Stamp("filing", "elsewhere-2024", stamp.guide_digest), "other-guide"),
        (Stamp("filing", guide.name, "0" * 16), "other-version"),
        (Stamp("filing", guide.name, stamp.guide_digest, "b" * 32, "", LATER, "0" * 16), "other-filing"),
    ):
        target = io.BytesIO()
        write_form_docx(guide, FORMS[0], target, LATER.date(), Filling({}, changed))
        assert code(target.getvalue(), None, cast.zhou) == wanted
        with pytest.raises(Refused) as refused:
            read(filing, target.getvalue(), cast.zhou, unit=None)
        assert "下载" in refused.value.message, "what is refused says what would be taken"
    plain = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("请示")
    document.save(plain)
    assert code(plain.getvalue(), None, cast.zhou) == "no-form"
    assert code(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, None, cast.zhou) in (
        "legacy-office",
        "no-form",
    )


def test_a_sheet_is_its_units_alone(cast: Cast) -> None:
    """Ning fills 图澜's sheet; Zhou of 鹏海 neither gets nor reads it in, Mo nothing at all."""
    filing, _lead, joint = a_joint_draft(cast)
    data = given(filing, cast.ning, filled_in("unit.contribution", "负责建模"), unit=joint)
    proposal = read(filing, data, cast.ning, unit=joint)
    assert shape(proposal) == [("unit.contribution", DifferenceKind.CHANGED, False, True)]
    for person in (cast.zhou, cast.mo):
        with pytest.raises(Refusal):
            word_form(filing=filing, unit=joint, by=person, at=LATER)
        with pytest.raises(Refusal):
            pdf_form(filing=filing, unit=joint, by=person, at=LATER)
        with pytest.raises(Refusal):
            read(filing, data, person, unit=joint)
        with pytest.raises(Refusal):
            accept_proposal(
                filing=filing, unit=joint, proposal=proposal, chosen=proposal.chosen, by=cast.mo, at=EVENING
            )
    with pytest.raises(Refused, match="其他"):
        read(filing, given(filing, cast.ning), cast.ning)
    accept_proposal(
        filing=filing, unit=joint, proposal=proposal, chosen=proposal.chosen, by=cast.ning, at=EVENING
    )
    assert Cell.objects.get(filing=filing, unit=joint, path="unit.contribution").value == "负责建模"


def test_facts_kept_elsewhere_are_not_changed_in_word(cast: Cast) -> None:
    filing, lead, _joint = a_joint_draft(cast)
    data = given(filing, cast.zhou, typed(lead.uscc, "91440300MA5HNBR25X"), unit=lead)
    item = only(read(filing, data, cast.zhou, unit=lead))
    assert (item.path, item.kind, item.acceptable) == ("unit.uscc", DifferenceKind.PROBLEM, False)


def test_after_the_window_nothing_is_read_in(cast: Cast) -> None:
    filing, _rows = a_filled(cast)
    data = given(filing, cast.zhou, typed("乙段。", "丙段。"))
    proposal = read(filing, data, cast.zhou)
    with pytest.raises(Refusal) as refused:
        read(filing, data, cast.zhou, at=CLOSED)
    assert refused.value.code == "window"
    with pytest.raises(Refusal):
        accept_proposal(
            filing=filing, unit=None, proposal=proposal, chosen=proposal.chosen, by=cast.zhou, at=CLOSED
        )
    assert value_of(filing, "content.overview") == "甲段，\n乙段。"
    assert pdf_form(filing=filing, unit=None, by=cast.zhou, at=CLOSED).data.startswith(b"%PDF")


def test_a_kept_proposal_is_its_readers_own_and_short_lived(cast: Cast) -> None:
    filing, _rows = a_filled(cast)
    proposal = read(filing, given(filing, cast.zhou, typed("乙段。", "绝密丙段。")), cast.zhou)
    kept = keep_proposal(filing=filing, unit=None, proposal=proposal, by=cast.zhou, at=EVENING)
    assert kept_proposal(filing=filing, kept=kept.pk, by=cast.zhou, at=EVENING)[1] == proposal
    assert "绝密".encode() not in bytes(WordProposal.objects.get().sealed)
    for person, at in ((cast.luo, EVENING), (cast.mo, EVENING), (cast.zhou, EVENING + KEPT_FOR)):
        with pytest.raises(Refusal):
            kept_proposal(filing=filing, kept=kept.pk, by=person, at=at)
    with pytest.raises(Refusal):
        kept_proposal(filing=filing, kept=UUID(int=0), by=cast.zhou, at=EVENING)
    again = keep_proposal(filing=filing, unit=None, proposal=proposal, by=cast.zhou, at=EVENING)
    assert [row.pk for row in WordProposal.objects.all()] == [again.pk]
    assert sweep_proposals(at=EVENING) == 0
    discard_proposal(filing=filing, kept=again.pk, by=cast.zhou, at=EVENING)
    assert not WordProposal.objects.exists()
    keep_proposal(filing=filing, unit=None, proposal=proposal, by=cast.zhou, at=EVENING)
    assert sweep_proposals(at=EVENING + KEPT_FOR) == 1
