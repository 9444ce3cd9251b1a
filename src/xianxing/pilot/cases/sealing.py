"""The sealing key of the site: a file beside the log's key; which key seals which places stands in the ring.

Every writer of the record goes through `site_record`, so that nothing is recorded without a seal and no head
is signed over an act that bears none.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from xianxing.pilot.cases import keys
from xianxing.pilot.cases.store import DjangoStore
from xianxing.pilot.clock import now
from xianxing.record.heads import read_head
from xianxing.record.keyring import KeyRing
from xianxing.record.log import Record
from xianxing.record.notes import SEAL, PublicKey, SignedNote, SigningKey, load_key, new_key, save_key

SEALING = "seal.key"


def site_record(store: DjangoStore | None = None) -> Record:
    """The site's record, for whoever records or signs: with the key that seals and the ring that checks.

    KeyMissingError where a site has no sealing key; the demonstration makes its own.
    """
    held = store or DjangoStore()
    key = sealing_key()
    return Record(held, keys.ring(), key)


def checked_record() -> Record:
    """The site's record for an audit: seals and heads are checked; nothing can be recorded."""
    return Record(DjangoStore(), keys.ring())


def sealing_key() -> SigningKey:
    """The sealing key in use. KeyMissingError where there is none, with what to do."""
    path = keys.folder() / SEALING
    if settings.DEMO and not path.exists():
        begin_seals(datetime.now(UTC))
    if not path.exists():
        message = _(
            "{path} is missing; acts are sealed with it. Put its copy back, or run: xianxing keys new"
        )
        raise keys.KeyMissingError(message.format(path=path))
    return load_key(path)


def begin_seals(at: datetime) -> PublicKey | None:
    """The first sealing key of a site, from the log's next place on; None where the ring has one.

    On a site that recorded acts before, a head is signed over them now and put into the ring: they were
    performed before seals were made, and nothing seals them afterwards. Every case that was opened by then
    names its rows (`adopt_rows`). `at` is real time.
    """
    if not _has_log():  # the keys of a new site are made before its database
        return _enter(None)
    store = DjangoStore()
    with store.writing():
        if keys.ring().seals.keys:
            return None
        made, acts = _enter(_sign_over(Record(store), at)), store.size()
        if made is not None and acts:
            from xianxing.pilot.cases.domain.adopting import adopt_rows

            adopt_rows(at=now())
        return made


def rotate_seals() -> SigningKey:
    """Put a fresh sealing key into use from the log's next place on; what the old one sealed stays good.

    A rotation that broke off after the ring was written is finished instead.
    """
    store = DjangoStore()
    with store.writing(), keys.changing():
        old, held = sealing_key(), keys.ring()
        waiting = _file_of(held.seals.keys[-1].key)
        if held.seals.keys[-1].key != old.public and waiting.exists():
            waiting.replace(keys.folder() / SEALING)
            return sealing_key()
        fresh = new_key(settings.XIANXING_LOG_ORIGIN, SEAL)
        save_key(fresh, _file_of(fresh.public))
        keys.write_ring(replace(held, seals=held.seals.rotate(fresh.public, store.size())))
        _file_of(fresh.public).replace(keys.folder() / SEALING)
        return fresh


def revoke_seals(key: PublicKey, since: int, reason: str) -> KeyRing:
    """Publish that nothing under a sealing key is believed from a place on; rotate first if it is in use.

    ValueError where no signed head covers what stands before that place: then nothing would anchor it.
    """
    store = DjangoStore()
    with store.writing(), keys.changing():
        kept = store.last_head()
        if since > (read_head(kept)[0].size if kept else 0):
            raise ValueError(_("No signed head covers the acts before place {place}.").format(place=since))
        held = keys.ring()
        held = replace(held, seals=held.seals.revoke(key, since, reason))
        keys.write_ring(held)
        return held


def _sign_over(record: Record, at: datetime) -> SignedNote | None:
    if not record.size:
        return None
    kept = record.store.last_head()
    last = read_head(kept)[0].time if kept else at
    return record.sign_head(keys.signing_key(), max(at, last))


def _enter(head: SignedNote | None) -> PublicKey | None:
    with keys.changing():
        held = keys.ring()
        if held.seals.keys:
            return None
        path = keys.folder() / SEALING
        laid = path.exists()
        key = load_key(path) if laid else new_key(settings.XIANXING_LOG_ORIGIN, SEAL)
        keys.write_ring(replace(held, seals=held.seals.begin(key.public, head)))
        if not laid:
            save_key(key, path)
        return key.public


def _has_log() -> bool:
    return "cases_log" in connection.introspection.table_names()


def _file_of(key: PublicKey) -> Path:
    return keys.folder() / f"seal-{key.id.hex()}.key"
