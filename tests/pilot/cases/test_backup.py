"""Backup and restore: all there and proven, or nothing; never a key; never over another site."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from tests.pilot.cast import assemble
from tests.pilot.database import a_call, a_case, act, attest
from tests.pilot.own_database import own_database
from xianxing.pilot.cases import keys
from xianxing.pilot.cases.domain import erase_payload, issue_receipt, sign_head
from xianxing.pilot.cases.models import Case, Event, SignedHead
from xianxing.pilot.cases.upkeep import manifest, tables
from xianxing.pilot.cases.upkeep.backup import make_backup
from xianxing.pilot.cases.upkeep.manifest import BackupError
from xianxing.pilot.cases.upkeep.restore import restore_backup
from xianxing.pilot.filings.models import StoredFile
from xianxing.pilot.filings.storage.vault import pieces
from xianxing.pilot.parties.models import User
from xianxing.pilot.storage.keys import master_keys
from xianxing.pilot.storage.sealing import new_data_key, seal_pieces
from xianxing.record.heads import Head, read_head
from xianxing.record.notes import new_key

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
FILE = "cd" * 20
PLAIN = b"\x00plain"


@dataclass(frozen=True)
class Made:
    """A backup, what the site held that it was made of, and a head that was published then."""

    folder: Path
    content: dict[str, list[str]]
    head: str


@pytest.fixture
def place(settings: Settings, tmp_path: Path) -> Path:
    settings.XIANXING_KEYS = tmp_path / "keys"
    settings.XIANXING_FILES = tmp_path / "files"
    settings.XIANXING_FILE_KEYS = tmp_path / "keys" / "files.toml"
    return tmp_path


@pytest.fixture
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker, place: Path) -> Iterator[Made]:
    """The backup of a site with two cases, a receipt, an erased payload and a file; that site is gone."""
    with django_db_blocker.unblock():
        with own_database(place):
            fill(place)
            make_backup(folder=place / "backup", real_now=NOW + timedelta(hours=1))
            kept = Made(place / "backup", content(), SignedHead.objects.latest("pk").note)
        shutil.move(place / "files", place / "old-files")
        yield kept


@pytest.fixture
def site(made: Made, place: Path) -> Iterator[Path]:
    """An empty site under the same keys."""
    with own_database(place):
        yield place


def fill(place: Path) -> None:
    case = a_case(a_call(assemble().wen))
    attest(case)
    act(case, "file")
    issue_receipt(case=case, sequence=case.sequence, signed_at=NOW)
    later = Event.objects.latest("place").at + timedelta(minutes=1)
    erase_payload(case=case, sequence=3, reason="保存期满", role="security", clause="", person="li", at=later)
    a_case(case.call, at=later + timedelta(minutes=1))
    key = new_data_key()
    key_id, wrapped = master_keys().wrap(key, FILE.encode())
    StoredFile.objects.create(
        sha256=hashlib.sha256(PLAIN).hexdigest(), size=len(PLAIN), name=FILE, key_id=key_id,
        wrapped_key=wrapped, stored_at=NOW,
    )  # fmt: skip
    stored(place).parent.mkdir(parents=True)
    stored(place).write_bytes(b"".join(seal_pieces(key, FILE.encode(), [PLAIN])))


def stored(place: Path) -> Path:
    return place / "files" / "objects" / FILE[:2] / FILE


def content() -> dict[str, list[str]]:
    return {
        model._meta.label_lower: [str(row) for row in model._base_manager.order_by("pk").values_list()]
        for model in tables.tables()
    }


def nothing_there(place: Path) -> bool:
    return not Event.objects.exists() and not User.objects.exists() and not stored(place).exists()


def test_everything_is_back_and_the_record_goes_on(site: Path, made: Made) -> None:
    restore_backup(folder=made.folder, head=made.head)
    assert content() == made.content
    assert b"".join(pieces(StoredFile.objects.get())) == PLAIN
    case = Case.objects.get(sequence=1)
    act(case, "freeze", at=Event.objects.latest("place").at + timedelta(minutes=1))
    sign_head(at=NOW + timedelta(hours=2))
    fresh = User.objects.create_user("new@cast.example", name="new")
    assert fresh.pk > max(User.objects.exclude(pk=fresh.pk).values_list("pk", flat=True))


def test_the_triggers_are_back(site: Path, made: Made) -> None:
    restore_backup(folder=made.folder, head=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.update(state="running")
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.all()._raw_delete("default")


@pytest.mark.parametrize(
    ("trigger", "table"),
    [("parties_accessevent_update", "parties_accessevent"), ("calls_extension_delete", "calls_extension")],
)
def test_a_database_without_its_triggers_takes_no_backup_in(
    site: Path, made: Made, trigger: str, table: str
) -> None:
    lose(trigger, table)
    with pytest.raises(BackupError, match=trigger):
        restore_backup(folder=made.folder, head=None)
    assert nothing_there(site)


def test_a_backup_of_a_database_without_its_triggers_says_so(site: Path, made: Made) -> None:
    restore_backup(folder=made.folder, head=None)
    lose("filings_filedfindings_update", "filings_filedfindings")
    said: list[str] = []
    make_backup(folder=site / "second", real_now=NOW + timedelta(hours=3), say=said.append)
    assert "filings_filedfindings_update" in said[0]
    assert (site / "second").exists()


def lose(trigger: str, table: str) -> None:
    on = "" if connection.vendor == "sqlite" else f" ON {table}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger}{on}")


def test_no_key_is_in_a_backup(made: Made, place: Path) -> None:
    secrets = [path.read_bytes().strip() for path in (place / "keys").glob("*.key")]
    held = b"".join(path.read_bytes() for path in made.folder.rglob("*") if path.is_file())
    assert secrets
    for secret in secrets:
        assert secret not in held
        assert secret.split(b"+", 4)[-1] not in held
    assert "sessions.session" not in {path.stem for path in (made.folder / "tables").iterdir()}


def test_a_site_with_content_is_refused(site: Path, made: Made) -> None:
    User.objects.create_user("somebody@cast.example", name="somebody")
    with pytest.raises(BackupError, match=r"parties\.user 已有数据"):
        restore_backup(folder=made.folder, head=None)
    assert User.objects.count() == 1


def test_files_that_are_there_already_are_refused(site: Path, made: Made) -> None:
    stored(site).parent.mkdir(parents=True)
    stored(site).write_bytes(b"another's")
    with pytest.raises(BackupError, match="不是空的"):
        restore_backup(folder=made.folder, head=None)
    assert stored(site).read_bytes() == b"another's"


@pytest.mark.parametrize("name", ["tables/cases.event.jsonl", f"files/{FILE}", "head.txt", "manifest.txt"])
def test_a_changed_backup_is_refused_and_leaves_nothing(site: Path, made: Made, name: str) -> None:
    changed = bytearray((made.folder / name).read_bytes())
    changed[len(changed) // 2] ^= 1
    (made.folder / name).write_bytes(changed)
    with pytest.raises(BackupError):
        restore_backup(folder=made.folder, head=None)
    assert nothing_there(site)


@pytest.mark.parametrize("name", ["tables/cases.event.jsonl", f"files/{FILE}"])
def test_a_backup_that_lacks_a_file_is_refused(site: Path, made: Made, name: str) -> None:
    (made.folder / name).unlink()
    with pytest.raises(BackupError, match="缺少"):
        restore_backup(folder=made.folder, head=None)
    assert nothing_there(site)


def test_a_forged_row_under_a_list_signed_anew_is_refused_and_leaves_nothing(site: Path, made: Made) -> None:
    """Whoever holds the key can sign a list over changed rows; the record still contradicts them."""
    path = made.folder / "tables" / "cases.case.jsonl"
    forged = path.read_text("utf-8").replace('"filed"', '"running"')
    assert forged != path.read_text("utf-8")
    path.write_text(forged, "utf-8")
    sign_anew(made.folder)
    with pytest.raises(BackupError, match="the row says"):
        restore_backup(folder=made.folder, head=None)
    assert nothing_there(site)


def sign_anew(folder: Path) -> None:
    lines = {path.stem: path.read_bytes().count(b"\n") - 1 for path in (folder / "tables").iterdir()}
    (folder / "manifest.txt").unlink()
    listed = manifest.list_contents(
        folder,
        origin=site_settings.XIANXING_LOG_ORIGIN,
        at=NOW,
        size=1,
        rows=lines,
        migrations=tables.migrations(),
    )
    manifest.write(listed, folder, keys.signing_key())


def test_a_backup_older_than_the_published_head_needs_the_loss_accepted(site: Path, made: Made) -> None:
    seen, _note = read_head(made.head)
    longer = Head(seen.origin, seen.size + 3, b"\x01" * 32, seen.time, seen.hash).sign(keys.signing_key())
    with pytest.raises(BackupError, match="多 3 条"):
        restore_backup(folder=made.folder, head=longer.encode())
    assert nothing_there(site)
    restore_backup(folder=made.folder, head=longer.encode(), accept_loss=True)
    assert content() == made.content


def test_a_published_head_of_another_record_is_refused(site: Path, made: Made) -> None:
    seen, _note = read_head(made.head)
    other = Head(seen.origin, seen.size, b"\x01" * 32, seen.time, seen.hash).sign(keys.signing_key())
    with pytest.raises(BackupError, match="与公布的日志头不符"):
        restore_backup(folder=made.folder, head=other.encode())
    stranger = Head(seen.origin, seen.size, seen.root, seen.time, seen.hash).sign(new_key(seen.origin))
    with pytest.raises(BackupError, match="不可用"):
        restore_backup(folder=made.folder, head=stranger.encode())
    assert nothing_there(site)


def test_another_site_s_keys_restore_nothing(site: Path, made: Made) -> None:
    (site / "keys").rename(site / "old-keys")
    with pytest.raises(BackupError, match="不是由本站密钥签名"):
        restore_backup(folder=made.folder, head=None)
    assert nothing_there(site)


def test_what_a_revoked_key_signed_is_restored_only_by_whoever_knows_it(site: Path, made: Made) -> None:
    old = keys.signing_key().public
    keys.rotate(NOW + timedelta(hours=2))
    keys.revoke(old, NOW + timedelta(days=30), "被盗")
    said = read_head(made.head)[0]
    fresh = Head(said.origin, said.size, said.root, NOW + timedelta(hours=3), said.hash)
    head = fresh.sign(keys.signing_key()).encode()
    with pytest.raises(BackupError, match="已撤销"):
        restore_backup(folder=made.folder, head=head)
    assert nothing_there(site)
    restore_backup(folder=made.folder, head=head, accept_revoked=True)
    assert content() == made.content


def test_a_database_of_another_version_is_refused(site: Path, made: Made) -> None:
    MigrationRecorder(connection).record_unapplied("filings", "0001_initial")
    with pytest.raises(BackupError, match=r"版本不同：filings\.0001_initial"):
        restore_backup(folder=made.folder, head=None)


def test_a_backup_is_whole_or_absent(made: Made, site: Path) -> None:
    with pytest.raises(BackupError, match="不是空的"):
        make_backup(folder=made.folder, real_now=NOW)
    restore_backup(folder=made.folder, head=None)
    stored(site).unlink()
    with pytest.raises(BackupError, match="缺少已存文件"):
        make_backup(folder=site / "second", real_now=NOW + timedelta(hours=3))
    assert not (site / "second").exists() and not (site / "second.part").exists()


def test_keys_among_the_files_are_refused(made: Made, site: Path, settings: Settings) -> None:
    settings.XIANXING_KEYS = Path(settings.XIANXING_FILES) / "keys"
    with pytest.raises(BackupError, match="密钥须另行存放"):
        make_backup(folder=site / "second", real_now=NOW)
