"""An act that was never performed: inserted by SQL with correct hashes, with a copied seal, by other keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from pytest_django.fixtures import Settings

from tests.adversary.attacks import insert_act, said_of_everything, without_triggers
from tests.pilot.cast import Cast
from tests.pilot.database import a_call, a_case, act
from xianxing.pilot.cases import keys
from xianxing.pilot.cases.domain import export_dossier, issue_receipt, sign_daily_head, sign_head
from xianxing.pilot.cases.models import Case, Event, Payload, Publication, SignedHead
from xianxing.pilot.cases.sealing import (
    begin_seals,
    checked_record,
    revoke_seals,
    rotate_seals,
    sealing_key,
)
from xianxing.pilot.cases.store import DjangoStore
from xianxing.pilot.cases.upkeep import doctor
from xianxing.pilot.filings.actors import real_time
from xianxing.record import SEAL, Record, RecordError, SealError, new_key
from xianxing.record.events import chained_digest
from xianxing.record.seals import seal_act

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def case(cast: Cast, settings: Settings, tmp_path: Path) -> Case:
    """A case with two acts, under keys of this test's own."""
    settings.XIANXING_KEYS = tmp_path / "keys"
    made = a_case(a_call(cast.wen))
    act(made, "freeze")
    return made


def bad_words() -> str:
    """What the doctor calls bad in a full examination."""
    found = doctor.examine(real_now=real_time(), full=True)
    return " ".join(each.what for each in found if each.level == doctor.BAD)


def test_with_triggers_in_place_an_act_without_a_seal_is_refused(case: Case) -> None:
    with pytest.raises(DatabaseError, match="bears a seal"), transaction.atomic():
        insert_act(case, "edit")
    assert Event.objects.filter(case=case).count() == 2


COPIED: dict[str, Callable[[Case], bytes]] = {
    "of the act before": lambda case: bytes(Event.objects.get(case=case, sequence=2).seal),
    "of another case": lambda case: bytes(_other(case).seal),
    "of bytes that look like one": lambda _case: b"\7" * 68,
    "by a key of the thief's own": lambda case: _by(new_key(DjangoStore().origin, SEAL), case),
}


def _other(case: Case) -> Event:
    other = a_case(case.call, at=Event.objects.latest("place").at)
    return Event.objects.get(case=other, sequence=1)


def _by(key: object, case: Case) -> bytes:
    """A seal that holds for the place, over another digest, under a key that the ring doesn't know."""
    chained = chained_digest(DjangoStore().hash, bytes(Event.objects.get(case=case, sequence=2).skeleton))
    return seal_act(key, DjangoStore().origin, 3, chained)  # type: ignore[arg-type]


@pytest.mark.parametrize("which", COPIED)
def test_an_inserted_act_with_a_seal_from_elsewhere_is_never_signed_and_is_named(
    case: Case, which: str, tmp_path: Path
) -> None:
    sign_head(at=real_time())
    seal = COPIED[which](case)
    place = insert_act(case, "edit", seal=seal).index
    heads = SignedHead.objects.count()
    for attempt in (
        lambda: sign_head(at=real_time()),
        lambda: issue_receipt(case=case, sequence=3, signed_at=real_time()),
    ):
        with pytest.raises(SealError, match=f"entry {place} "), transaction.atomic():
            attempt()
    with pytest.raises(RecordError), transaction.atomic():
        export_dossier(case=case, folder=tmp_path / "d", at=real_time())
    assert SignedHead.objects.count() == heads and not (tmp_path / "d").exists()
    assert any(f"entry {place} " in fault and "seal" in fault for fault in said_of_everything())
    assert f"entry {place}" in bad_words()


def test_without_triggers_an_inserted_act_is_named_too(case: Case) -> None:
    without_triggers()
    entry = insert_act(case, "edit")
    with pytest.raises(SealError, match="it bears no seal"):
        sign_daily_head(at=real_time())
    assert any(f"entry {entry.index} " in fault for fault in said_of_everything())


def test_a_head_signed_by_the_thief_hides_the_act_from_nobody(case: Case) -> None:
    without_triggers()
    insert_act(case, "edit")
    Record(DjangoStore()).sign_head(new_key(DjangoStore().origin), real_time())
    with pytest.raises(SealError, match="it bears no seal"):
        sign_head(at=real_time())
    found = said_of_everything()
    assert any("no key of the ring signed this head" in fault for fault in found)
    assert any("it bears no seal" in fault for fault in found)


def test_the_last_acts_taken_away_contradict_the_head_over_them(case: Case) -> None:
    act(case, "edit")
    sign_head(at=real_time())
    without_triggers()
    last = Event.objects.get(case=case, sequence=3)
    Payload.objects.filter(pk=last.pk)._raw_delete("default")
    Event.objects.filter(pk=last.pk)._raw_delete("default")
    Case.objects.filter(pk=case.pk).update(sequence=2, state="attesting")
    with pytest.raises(ValueError, match="contradicts its last signed head"):
        sign_head(at=real_time())
    assert any("the log is shorter" in fault for fault in said_of_everything())


def test_what_a_rotated_key_seals_afterwards_is_refused(case: Case) -> None:
    old = sealing_key()
    rotate_seals()
    with pytest.raises(SealError, match="wasn't in use at this place"):
        _performed_under(old, case)


def test_what_a_revoked_key_sealed_is_believed_up_to_its_place_alone(case: Case) -> None:
    old = sealing_key()
    sign_head(at=real_time())
    size = checked_record().size
    rotate_seals()
    revoke_seals(old.public, size, "密钥外泄")
    assert said_of_everything() == []
    with pytest.raises(SealError):
        _performed_under(old, case)


def test_a_revocation_needs_a_head_over_what_stays_believed(case: Case) -> None:
    old = sealing_key()
    rotate_seals()
    with pytest.raises(ValueError, match=r"place|位"):
        revoke_seals(old.public, 3, "密钥外泄")


def _performed_under(key: object, case: Case) -> None:
    """An act sealed at its place by a key that isn't in use, and the next head."""
    store = DjangoStore()
    last = Event.objects.filter(case=case).latest("sequence")
    chained = chained_digest(store.hash, bytes(last.skeleton))
    with transaction.atomic():
        without_triggers()
        entry = insert_act(case, "edit", seal=b"\7" * 68)
        seal = seal_act(key, store.origin, entry.index, chained_digest(store.hash, entry.skeleton))  # type: ignore[arg-type]
        Event.objects.filter(pk=entry.index).update(seal=seal)
        assert chained
        sign_head(at=real_time())


def test_acts_from_before_seals_are_bounded_and_told_apart(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    settings.XIANXING_KEYS = tmp_path / "keys"
    made = a_case(a_call(cast.wen))
    act(made, "freeze")
    without_triggers()
    Event.objects.update(seal=b"")
    Publication.objects.update(seal=b"")
    held = keys.ring()
    keys.write_ring(replace(held, seals=type(held.seals)()))
    (tmp_path / "keys" / "seal.key").unlink()
    assert begin_seals(real_time()) is not None
    before = keys.ring().seals.head_before
    assert before is not None and before.size == 4
    sign_head(at=real_time())
    assert said_of_everything() == []
    assert [len(bytes(row.seal)) for row in Event.objects.order_by("place")] == [0, 0, 68]
    assert Event.objects.latest("place").step == "put_on_record"
