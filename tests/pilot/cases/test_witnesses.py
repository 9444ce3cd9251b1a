"""The auditor alone says whose cosignatures count, and the access log says that he did."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.pilot.cast import NOON, Cast
from xianxing.pilot.cases import keys
from xianxing.pilot.cases.domain.witnesses import remove_witness, trust_witness
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import AccessEvent
from xianxing.pilot.refusal import Refused
from xianxing.record.notes import WITNESS, new_key

LINE = new_key("csrc.example/w1", WITNESS).public.vkey


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.XIANXING_KEYS = tmp_path / "keys"


def test_the_auditor_trusts_and_removes_and_the_log_says_so(cast: Cast) -> None:
    key = trust_witness(line=LINE + "\n", by=cast.gao, at=NOON)
    assert keys.ring().witnesses == (key,)
    with pytest.raises(Refused):
        remove_witness(name=key.name, reason=" ", by=cast.gao, at=NOON)
    remove_witness(name=key.name, reason="密钥更换", by=cast.gao, at=NOON)
    assert keys.ring().witnesses == ()
    kinds = (AccessKind.WITNESS_TRUSTED, AccessKind.WITNESS_REMOVED)
    lines = AccessEvent.objects.filter(kind__in=kinds).order_by("pk").values_list("by", "detail")
    assert list(lines) == [(cast.gao.pk, LINE), (cast.gao.pk, "csrc.example/w1 密钥更换")]


@pytest.mark.parametrize("name", ["sun", "li", "wen", "chen", "mo"])
def test_nobody_else_does(cast: Cast, name: str) -> None:
    by = getattr(cast, name)
    with pytest.raises(Refused):
        trust_witness(line=LINE, by=by, at=NOON)
    trust_witness(line=LINE, by=cast.gao, at=NOON)
    with pytest.raises(Refused):
        remove_witness(name="csrc.example/w1", reason="x", by=by, at=NOON)
    assert len(keys.ring().witnesses) == 1


@pytest.mark.parametrize(
    "line",
    ["nonsense", "a+b+c", new_key("log.example/x").public.vkey, LINE],
    ids=["word", "parts", "log's key", "trusted already"],
)
def test_what_is_no_fresh_witness_key_is_refused_and_leaves_no_line(cast: Cast, line: str) -> None:
    trust_witness(line=LINE, by=cast.gao, at=NOON)
    with pytest.raises(Refused) as refusal:
        trust_witness(line=line, by=cast.gao, at=NOON)
    assert refusal.value.code == "key"
    with pytest.raises(Refused):
        remove_witness(name="nobody", reason="x", by=cast.gao, at=NOON)
    assert AccessEvent.objects.filter(kind=AccessKind.WITNESS_TRUSTED).count() == 1
    assert not AccessEvent.objects.filter(kind=AccessKind.WITNESS_REMOVED).exists()
