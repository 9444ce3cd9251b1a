"""An opinion is sealed when given, read by nobody before the round is over, and can be checked afterwards."""

from __future__ import annotations

import hashlib

import pytest

from tests.pilot.experts.panel import Panel, an_opinion, another_expert
from xianxing.pilot.cases.models import Event
from xianxing.pilot.experts.domain.engaging import step_aside
from xianxing.pilot.experts.domain.opinions import draft_of, give_opinion, save_draft
from xianxing.pilot.experts.models import Opinion, OpinionDraft, RevealedOpinion
from xianxing.pilot.experts.opinion_texts import OpinionText
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.storage.sealing import TAG
from xianxing.record.canonical import canonical

pytestmark = pytest.mark.django_db
WORDS = "模型漂移的处置没有写明。"


def all_bytes(panel: Panel) -> bytes:
    """Every payload and every row of opinions, as somebody with the database would read them."""
    payloads = [
        bytes(event.payload.body) for event in Event.objects.filter(case=panel.office.company.filing.case)
    ]
    opinions = [bytes(row.sealed) for row in Opinion.objects.all()]
    drafts = [bytes(row.sealed) for row in OpinionDraft.objects.all()]
    return b"".join([*payloads, *opinions, *drafts])


def test_a_draft_is_kept_for_its_author_and_lies_sealed(panel: Panel) -> None:
    panel.invite(panel.xu)
    panel.sign(panel.xu)
    company = panel.office.company
    half = OpinionText(WORDS, {"technical_risk": 2}, {})
    save_draft(case=company.filing.pk, text=half, by=panel.xu, at=company.later())
    assert draft_of(company.filing.case, panel.xu) == half
    assert draft_of(company.filing.case, panel.qin) == OpinionText()
    assert WORDS.encode() not in all_bytes(panel)


def test_what_is_missing_is_named_all_at_once_and_nothing_is_given(panel: Panel) -> None:
    panel.invite(panel.xu)
    panel.sign(panel.xu)
    company = panel.office.company
    before = panel.office.sequence
    with pytest.raises(Refused) as refusal:
        give_opinion(
            case=company.filing.pk,
            text=OpinionText("", {"technical_risk": 6}),
            by=panel.xu,
            at=company.later(),
        )
    for part in ("意见", "1至5分", "理由"):
        assert part in refusal.value.message
    assert panel.office.sequence == before
    assert not Opinion.objects.exists()


def test_the_record_holds_a_commitment_and_not_a_word(panel: Panel) -> None:
    panel.invite(panel.xu, panel.qin, panel.yan)
    panel.sign(panel.xu)
    done = panel.give(panel.xu, 2, WORDS, "没有阈值。")
    row = Opinion.objects.get()
    payload = bytes(done.event.payload.body).decode()
    assert row.commitment in payload
    for word in (WORDS, "没有阈值"):
        assert word.encode() not in all_bytes(panel)
        assert word not in payload
    assert not RevealedOpinion.objects.exists()
    assert not OpinionDraft.objects.exists()
    assert panel.faults() == []


def test_what_is_typed_as_a_reason_with_the_general_step_is_not_recorded(panel: Panel) -> None:
    panel.invite(panel.xu)
    panel.sign(panel.xu)
    company = panel.office.company
    save_draft(case=company.filing.pk, text=an_opinion(), by=panel.xu, at=company.later())
    done = panel.office.do("give_opinion", panel.xu, reason=WORDS)
    assert WORDS not in bytes(done.event.payload.body).decode()


def test_an_opinion_is_given_once_and_not_changed_after_the_seal(panel: Panel) -> None:
    panel.invite(panel.xu, panel.qin, panel.yan)
    panel.sign(panel.xu)
    panel.give(panel.xu)
    company = panel.office.company
    for again in (give_opinion, save_draft):
        with pytest.raises(Refused) as refusal:
            again(case=company.filing.pk, text=an_opinion(5), by=panel.xu, at=company.later())
        assert refusal.value.code == "sealed"
    with pytest.raises(Refused):
        step_aside(case=company.filing.pk, reason="晚了", by=panel.xu, at=company.later())
    assert Opinion.objects.count() == 1


def test_the_last_opinion_of_all_reveals_the_round_and_anybody_can_check_it(panel: Panel) -> None:
    experts = (panel.xu, panel.qin, panel.yan)
    panel.invite(*experts)
    panel.sign(*experts)
    for score, expert in zip((1, 3, 5), experts, strict=True):
        assert not RevealedOpinion.objects.exists()
        panel.give(expert, score)
    assert RevealedOpinion.objects.count() == 3
    for row in RevealedOpinion.objects.select_related("opinion"):
        known = bytes.fromhex(row.salt) + canonical(row.text)
        assert hashlib.sha256(known).hexdigest() == row.opinion.commitment
    last = Event.objects.filter(case=panel.office.company.filing.case).latest("sequence")
    assert "experts_revealedopinion" in bytes(last.payload.body).decode()
    assert panel.faults() == []


def test_two_of_two_reveal_nothing_while_practice_asks_for_three(panel: Panel) -> None:
    panel.invite(panel.xu, panel.qin)
    panel.sign(panel.xu, panel.qin)
    panel.give(panel.xu)
    panel.give(panel.qin)
    assert not RevealedOpinion.objects.exists()


def test_closing_reveals_what_is_there_and_ends_writing(panel: Panel) -> None:
    panel.invite(panel.xu, panel.qin)
    panel.sign(panel.xu, panel.qin)
    panel.give(panel.xu)
    company = panel.office.company
    save_draft(case=company.filing.pk, text=an_opinion(), by=panel.qin, at=company.later())
    with pytest.raises(Refused, match="全部收齐"):
        panel.office.do("close_opinions", panel.office.wen)
    panel.invite(panel.xu)
    assert not RevealedOpinion.objects.exists()
    panel.office.do("close_opinions", panel.office.wen)
    assert [row.opinion.expert for row in RevealedOpinion.objects.all()] == [panel.xu]
    for expert, refused in ((panel.xu, Refused), (panel.qin, Stranger)):
        with pytest.raises(refused):
            give_opinion(case=company.filing.pk, text=an_opinion(), by=expert, at=company.later())


def test_the_round_is_revealed_when_only_the_missing_one_steps_aside(panel: Panel) -> None:
    zuo = another_expert("zuo")
    experts = (panel.xu, panel.qin, panel.yan)
    panel.invite(*experts, zuo)
    panel.sign(*experts)
    for expert in experts:
        panel.give(expert)
    assert not RevealedOpinion.objects.exists()
    company = panel.office.company
    step_aside(case=company.filing.pk, reason="时间冲突", by=zuo, at=company.later())
    assert RevealedOpinion.objects.count() == 3
    assert panel.faults() == []


def test_a_changed_seal_reveals_nothing_and_says_so(panel: Panel) -> None:
    panel.invite(panel.xu)
    panel.sign(panel.xu)
    panel.give(panel.xu)
    kept = bytes(Opinion.objects.get().sealed)
    place = -TAG - 1  # the trigger asks for the tag behind it
    Opinion.objects.update(sealed=kept[:place] + bytes([kept[place] ^ 1]) + kept[place + 1 :])
    with pytest.raises(Refused) as refusal:
        panel.office.do("close_opinions", panel.office.wen)
    assert refusal.value.code == "damaged"
    assert panel.office.state == "expert_opinions"


def test_who_has_given_an_opinion_is_not_left_out_any_more(panel: Panel) -> None:
    panel.invite(panel.xu, panel.qin)
    panel.sign(panel.xu)
    panel.give(panel.xu)
    with pytest.raises(Refused) as refusal:
        panel.invite(panel.qin)
    assert refusal.value.code == "given"
    panel.invite(panel.xu)
