"""A new master key for everything that lies sealed; the old one goes only when nothing needs it any more."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from xianxing.i18n import gettext
from xianxing.pilot.storage.keys import DEMO_KEY, MasterKeys, add_key, master_keys, retire_keys
from xianxing.pilot.storage.sealed_values import Kept, all_kept

BATCH = 200
Say = Callable[[str, int, int], None]


class RotationError(RuntimeError):
    """Something doesn't open under the new key; the old one stays. The message says what, not why."""


@dataclass(frozen=True)
class Rotated:
    """What a rotation did: the active key's id, how much was wrapped anew, where the old keys went."""

    active: str
    changed: int
    retired: tuple[Path, ...]


def rotate_master_key(*, at: datetime, say: Say = lambda _what, _done, _all: None) -> Rotated:
    """Make a new master key, wrap everything under it, verify, and take the old key out of the key file.

    A rotation that broke off is gone on with instead: then the file holds more than one key. Contents are not
    touched, only the keys that they lie under; whoever uploads or reads meanwhile notices nothing. The old
    key stays in a file of its own, for the backups that were made under it. RotationError, and the old key
    stays in use, where something doesn't open.
    """
    path = Path(settings.XIANXING_FILE_KEYS)
    if len(master_keys().keys) == 1:
        add_key(path, fresh_id(at))
    keys = master_keys()
    changed = sum(_rewrap(kept, keys, say) for kept in all_kept())
    with transaction.atomic():
        _hold_writers()
        changed += sum(_rewrap(kept, keys, say) for kept in all_kept())  # what came in meanwhile
        _verify(MasterKeys(keys.active, {keys.active: keys.keys[keys.active]}))
    retired = retire_keys(path)
    return Rotated(keys.active, changed, tuple(retired))


def _rewrap(kept: Kept, keys: MasterKeys, say: Say) -> int:
    left = sum(count for key, count in kept.under().items() if key != keys.active)
    done = 0
    while batch := kept.rewrap(keys, most=BATCH):
        done += batch
        say(kept.model, done, max(left, done))
    return done


def _verify(only: MasterKeys) -> None:
    for kept in all_kept():
        others = set(kept.under()) - {only.active}
        unopened = next(kept.unopened(only), None)
        if others or unopened is not None:
            which = unopened or ", ".join(sorted(others))
            message = gettext("{what} {which} doesn't open under the new key; the old key stays")
            raise RotationError(message.format(what=kept.model, which=which))


def _hold_writers() -> None:
    """Wait for whoever is writing, and let nobody else begin; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for kept in all_kept():
                table = connection.ops.quote_name(apps.get_model(kept.model)._meta.db_table)
                cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def fresh_id(at: datetime) -> str:
    """A name for a key that is made now; the demonstration's keys keep theirs in front."""
    return f"{DEMO_KEY + '-' if settings.DEMO else ''}{at:%y%m%d}-{secrets.token_hex(2)}"
