"""What the audit reads the quick way says the same as what it reads in full."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.adversary.attacks import without_triggers
from tests.pilot.cast import Cast
from tests.pilot.database import a_call, a_case, act
from xianxing.pilot.cases.models import Event, Publication
from xianxing.pilot.cases.sealing import checked_record
from xianxing.pilot.cases.store import DjangoStore
from xianxing.pilot.cases.upkeep.audits import _same, case_faults
from xianxing.pilot.cases.upkeep.side_by_side import _shares
from xianxing.record import audit
from xianxing.record.events import read_event, skeleton_end


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_share_of_seals_reads_every_entry_and_names_the_ones_that_fail(cast: Cast) -> None:
    case = a_case(a_call(cast.wen))
    act(case, "freeze")
    store, record = DjangoStore(), checked_record()
    whole = [(one.case, one.sequence, one.skeleton, one.seal) for one in store.entries()]
    quick = [(one.case, one.sequence, one.skeleton, one.seal) for one in store.sealed(0, store.size())]
    assert quick == whole
    assert {case for case, *_rest in whole} == {str(case.pk), "publications"}
    (share,) = [one for one in _shares(record) if not one.cases]
    assert share.faults() == []
    without_triggers()
    for model in (Event, Publication):
        row = model.objects.order_by("place").first()
        assert row is not None
        model.objects.filter(pk=row.pk).update(seal=bytes(row.seal)[:-1] + bytes([bytes(row.seal)[-1] ^ 1]))
    assert len(share.faults()) == 2
    assert share.faults() == audit(record)


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["step", "role", "at", "procedural"])
def test_a_column_that_repeats_the_skeleton_is_held_against_it(cast: Cast, column: str) -> None:
    case = a_case(a_call(cast.wen))
    act(case, "freeze")
    row = case.events.order_by("sequence")[1]
    other = {
        "step": "freez",
        "role": "group_head",
        "at": datetime(2024, 1, 2, tzinfo=UTC),
        "procedural": {**row.procedural, "answers": {"a": True}},
    }
    assert case_faults([case]) == []
    without_triggers()
    Event.objects.filter(pk=row.pk).update(**{column: other[column]})
    assert any(f"column {column}" in fault for fault in case_faults([case]))


@pytest.mark.django_db
def test_every_skeleton_ends_as_its_own_columns_say(cast: Cast) -> None:
    a_case(a_call(cast.wen))
    for row in Event.objects.all():
        said = read_event(bytes(row.skeleton))
        assert said.encode() == bytes(row.skeleton)
        assert said.encode().endswith(skeleton_end(row.role, row.sequence, row.step, row.at))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"a": 1, "b": ["x", None]}, {"b": ["x", None], "a": 1}, True),
        ({"a": 1}, {"a": True}, False),
        ({"a": 1.5}, {"a": 1.5}, True),
        ({"a": 0.0}, {"a": -0.0}, False),
        ({"a": [1, 2]}, {"a": [2, 1]}, False),
        ({"a": [1]}, {"a": [1, 2]}, False),
        ({"a": None}, {}, False),
        ({"a": "1"}, {"a": 1}, False),
    ],
)
def test_parts_are_the_same_in_kind_and_content(
    one: dict[str, object], other: dict[str, object], same: bool
) -> None:
    assert _same(one, other) is same  # type: ignore[arg-type]
