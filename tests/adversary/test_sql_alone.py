"""What SQL alone can try on rows that people rely on: refused by a trigger, or named once those are gone."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from tests.adversary.attacks import for_a_moment, said_of_everything, without_triggers
from tests.adversary.record_scene import Stage
from xianxing.pilot.acts.domain.evidence import bring_evidence
from xianxing.pilot.acts.models import Evidence
from xianxing.pilot.casework.domain.risks import notes_of
from xianxing.pilot.casework.models import FormalityItem, Resolution, ResolutionCase, RiskNote
from xianxing.pilot.casework.work_list import work_list
from xianxing.pilot.experts.models import Opinion
from xianxing.pilot.filings.models import Filing, MaterialVersion, Question, StoredFile, Unit
from xianxing.pilot.notices.models import PublicComment

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def earlier(at: datetime | None) -> datetime | None:
    return at - timedelta(days=400) if at else None


def a_stored_file() -> StoredFile:
    found = MaterialVersion.objects.order_by("pk").first()
    assert found is not None
    return found.file


def evidence_in_the_case(stage: Stage) -> object:
    letter = bring_evidence(
        name="伪证.pdf", content=io.BytesIO(b"%PDF-1.4"), by=stage.company.cast.wen, at=stage.company.later()
    )
    row = Evidence(file=letter.file, name="伪证.pdf", brought_by=letter.brought_by, case=stage.case)
    row.brought_at, row.seal = letter.brought_at, letter.seal
    row.save(force_insert=True)
    return row


def a_file_of_another_act(stage: Stage) -> object:
    letter = bring_evidence(
        name="伪证.pdf", content=io.BytesIO(b"%PDF-1.4"), by=stage.company.cast.wen, at=stage.company.later()
    )
    return Evidence.objects.filter(pk=letter.pk).update(case=stage.case)


def swapped(stage: Stage) -> object:
    """An opinion under the words of a comment: both were sealed here."""
    other = bytes(PublicComment.objects.earliest("pk").sealed)
    return Opinion.objects.update(sealed=other)


REFUSED: dict[str, Callable[[Stage], object]] = {
    "a file marked as erased": lambda _s: StoredFile.objects.filter(pk=a_stored_file().pk).update(
        erased_at=datetime.fromisoformat("2024-03-01T00:00:00+00:00"), wrapped_key=b""
    ),
    "a file's key emptied": lambda _s: StoredFile.objects.update(wrapped_key=b""),
    "a filed case discarded": lambda s: Filing.objects.update(
        discarded_at=s.company.at, discarded_by=s.company.cast.zhou
    ),
    "a comment emptied": lambda _s: PublicComment.objects.update(sealed=b""),
    "a comment swapped": lambda _s: PublicComment.objects.update(sealed=b"\x04\x3c" + b"x" * 200),
    "an opinion emptied": lambda _s: Opinion.objects.update(sealed=b""),
    "an opinion swapped": swapped,
    "an answer rewritten": lambda _s: Question.objects.update(answer="不可以。"),
    "an answer emptied": lambda _s: Question.objects.update(answer=""),
    "an answer by another": lambda s: Question.objects.update(answered_by=s.company.cast.tang),
    "an answer of another day": lambda _s: Question.objects.update(answered_at=None),
    "evidence put into a case": evidence_in_the_case,
    "evidence moved to no case": lambda _s: Evidence.objects.exclude(case=None).update(case=None),
    "a filing removed": lambda _s: Filing.objects.all()._raw_delete("default"),
}
NAMED: dict[str, tuple[str, Callable[[Stage], object]]] = {
    "a file marked as erased": ("filings_storedfile", REFUSED["a file marked as erased"]),
    "a filed case discarded": ("filings_filing", REFUSED["a filed case discarded"]),
    "a comment emptied": ("notices_publiccomment", REFUSED["a comment emptied"]),
    "a comment swapped": ("notices_publiccomment", REFUSED["a comment swapped"]),
    "an opinion emptied": ("experts_opinion", REFUSED["an opinion emptied"]),
    "an opinion swapped": ("experts_opinion", swapped),
    "an answer rewritten": ("filings_question", REFUSED["an answer rewritten"]),
    "evidence put into a case": ("acts_evidence", evidence_in_the_case),
    "evidence of no act": ("acts_evidence", a_file_of_another_act),
    "a unit that left": (
        "filings_unit", lambda s: Unit.objects.filter(pk=s.company.joint.pk).update(left_at=s.company.at)
    ),
    "another lead": (
        "filings_unit",
        lambda s: [
            Unit.objects.filter(pk=s.company.lead.pk).update(lead=False),
            Unit.objects.filter(pk=s.company.joint.pk).update(lead=True),
        ],
    ),
    "a unit that joined earlier": (
        "filings_unit",
        lambda s: Unit.objects.filter(pk=s.company.joint.pk).update(
            joined_at=earlier(s.company.joint.joined_at)
        ),
    ),
    "a unit that nobody invited": (
        "filings_unit",
        lambda s: Unit.objects.create(
            filing=s.company.filing, uscc="91440300MA5FAKE00X", key="thief", position=9,
            institution=s.company.cast.penghai, invited_by=s.company.cast.zhou, invited_at=s.company.at,
            accepted_by=s.company.cast.zhou, joined_at=s.company.at,
        ),
    ),
    "a line of the work list": (
        "casework_formalityitem",
        lambda s: FormalityItem.objects.create(
            body=s.company.body, key="own-forged", clause="4.1.1", words="从未说过", remedy="无",
            decision="ask", by=s.company.cast.wen, at=s.company.at,
        ),
    ),
    "a judgement rewritten": (
        "casework_formalityitem",
        lambda _s: FormalityItem.objects.update(reason="从未说过", decision="overrule"),
    ),
    "a risk put in": (
        "casework_risknote",
        lambda s: RiskNote.objects.create(
            body=s.company.body, topic="forged", level="none", finding="无", by=s.company.cast.wen,
            at=s.company.at,
        ),
    ),
    "a risk rewritten": ("casework_risknote", lambda _s: RiskNote.objects.update(level="high")),
    "a resolution rewritten": ("casework_resolution", lambda _s: Resolution.objects.update(step="withdraw")),
    "a case put on a list": (
        "casework_resolutioncase", lambda _s: ResolutionCase.objects.update(sequence=1)
    ),
}  # fmt: skip


@pytest.fixture
def stage(recorded: Stage) -> Stage:
    """The filing that went through all that events bind."""
    return recorded


def test_while_the_triggers_stand_they_refuse(stage: Stage) -> None:
    done = []
    for name, attack in REFUSED.items():
        try:
            with transaction.atomic():
                attack(stage)
                done.append(name)
                transaction.set_rollback(True)
        except DatabaseError:
            pass
    assert done == []


def test_what_no_trigger_refuses_or_none_is_left_to_refuse_is_named(stage: Stage) -> None:
    assert said_of_everything() == []
    without_triggers()
    unnoticed = {}
    for name, (table, attack) in NAMED.items():
        with for_a_moment():
            attack(stage)
            found = said_of_everything()
            if not any(table in fault for fault in found):
                unnoticed[name] = found
    assert unnoticed == {}


def test_what_sql_put_into_a_list_or_a_sheet_counts_for_nothing(stage: Stage) -> None:
    body = stage.company.body
    lines, notes = len(work_list(body).lines), notes_of(body)
    with for_a_moment():
        NAMED["a line of the work list"][1](stage)
        NAMED["a risk put in"][1](stage)
        assert (len(work_list(body).lines), notes_of(body)) == (lines, notes)
        NAMED["a risk rewritten"][1](stage)
        assert notes_of(body) == {}
