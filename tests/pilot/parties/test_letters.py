"""Letters of authority lie sealed, are opened for the secretariat alone, and earlier ones were sealed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from pytest_django.fixtures import Settings

from tests.pilot.cast import NOON, Cast, assemble
from xianxing.pilot.parties.domain.institutions import claim_institution
from xianxing.pilot.parties.domain.letters import read_letter
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import AccessEvent, Claim, Letter
from xianxing.pilot.refusal import Refused

pytestmark = pytest.mark.both_databases

LETTER = "兹授权莫某办理先行先试申报事宜".encode() * 50
FREE = "91440300MA5EQXL178"


def claimed(cast: Cast, letter: bytes = LETTER) -> Claim:
    return claim_institution(
        uscc=FREE, name="九洲期货有限公司", kind="securities_futures_operator", claimant=cast.mo,
        letter_name="授权书.pdf", letter=letter, at=NOON,
    )  # fmt: skip


def raw(claim: Claim) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM parties_letter WHERE claim_id = %s", [claim.pk])
        return bytes(cursor.fetchone()[0])


def test_the_database_holds_nothing_of_a_letter_that_can_be_read(cast: Cast) -> None:
    lying = raw(claimed(cast))
    assert LETTER[:30] not in lying and "莫某".encode() not in lying


def test_the_secretariat_reads_it_and_the_access_log_says_who(cast: Cast) -> None:
    claim = claimed(cast)
    opened = read_letter(claim=claim, by=cast.wen, at=NOON)
    assert (opened.media_type, opened.content) == ("application/pdf", LETTER)
    line = AccessEvent.objects.get(kind=AccessKind.LETTER_READ)
    assert (line.by, line.user, line.detail) == (cast.wen, cast.mo, "九洲期货有限公司")


@pytest.mark.parametrize("name", ["mo", "chen", "ning", "sun", "li", "gao"])
def test_nobody_else_reads_it(cast: Cast, name: str) -> None:
    claim = claimed(cast)
    with pytest.raises(Refused) as refusal:
        read_letter(claim=claim, by=getattr(cast, name), at=NOON)
    assert refusal.value.code == "secretariat"
    assert not AccessEvent.objects.filter(kind=AccessKind.LETTER_READ).exists()


def test_a_letter_put_to_another_claim_does_not_open(cast: Cast) -> None:
    claim = claimed(cast)
    other = Letter.objects.exclude(claim=claim).latest("pk")
    Letter.objects.filter(pk=claim.pk).update(sealed=bytes(other.sealed))
    with pytest.raises(Refused) as refusal:
        read_letter(claim=claim, by=cast.wen, at=NOON)
    assert refusal.value.code == "unreadable"


def test_a_letter_longer_than_the_site_takes_is_refused_and_never_comes_into_memory(
    cast: Cast, settings: Settings
) -> None:
    claim = claimed(cast)
    settings.MOST_LETTER_BYTES = len(LETTER) - 1
    with pytest.raises(Refused) as refusal:
        read_letter(claim=claim, by=cast.wen, at=NOON)
    assert refusal.value.code == "unreadable"
    with pytest.raises(Refused) as refusal:
        claimed(cast)
    assert refusal.value.code == "letter"


def test_letters_from_before_are_sealed_by_the_migration_and_laid_open_by_its_way_back(
    migrated_base: None,
) -> None:
    """A database of its own: a migration ends the transaction that other tests live in."""
    cast = assemble()
    claim = claimed(cast)
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes("parties")
    MigrationExecutor(connection).migrate([("parties", "0004_access_log_not_replaced")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM parties_letter WHERE claim_id = %s", [claim.pk])
        assert bytes(cursor.fetchone()[0]) == LETTER
    MigrationExecutor(connection).migrate(latest)
    assert LETTER[:30] not in raw(claim)
    assert read_letter(claim=claim, by=cast.wen, at=NOON).content == LETTER
