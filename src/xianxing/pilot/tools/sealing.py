"""What of a run lies under the master key: findings with their rows, lists, charts."""

from __future__ import annotations

import json
from uuid import UUID

from django.utils.crypto import salted_hmac

from xianxing.law.findings import JSON
from xianxing.pilot.storage.keys import master_keys
from xianxing.pilot.storage.sealed_values import SealedValues
from xianxing.pilot.storage.sealing import open_value, seal_value
from xianxing.pilot.tools.models import RunFinding, RunPart


def about_finding(run: UUID, place: int) -> bytes:
    """What a sealed finding is bound to."""
    return f"tools/finding/{run}/{place}".encode()


def about_part(run: UUID, kind: str, name: str, place: int) -> bytes:
    """What a sealed piece of an answer is bound to."""
    return f"tools/part/{run}/{kind}/{name}/{place}".encode()


def seal_json(about: bytes, value: JSON) -> bytes:
    """A value under the active master key."""
    return seal_value(master_keys(), about, json.dumps(value, ensure_ascii=False).encode())


def open_finding(row: RunFinding) -> dict[str, JSON]:
    """A finding with the cells of its rows; DamagedError where it isn't what was sealed."""
    return _open(about_finding(row.run_id, row.place), bytes(row.sealed))


def open_part(row: RunPart) -> dict[str, JSON]:
    """A piece of an answer; DamagedError where it isn't what was sealed."""
    return _open(about_part(row.run_id, row.kind, row.name, row.place), bytes(row.sealed))


def keyed(what: str, *said: object) -> str:
    """A digest by the site's secret, by which two rows are compared and from which nothing is guessed."""
    text = json.dumps([str(one) for one in said], ensure_ascii=False)
    return salted_hmac(f"xianxing.tools.{what}", text, algorithm="sha256").hexdigest()


def _open(about: bytes, sealed: bytes) -> dict[str, JSON]:
    found: dict[str, JSON] = json.loads(open_value(master_keys(), about, sealed))
    return found


SEALED = (
    SealedValues("tools.RunFinding", "sealed", lambda row: about_finding(row.run_id, row.place)),
    SealedValues(
        "tools.RunPart", "sealed", lambda row: about_part(row.run_id, row.kind, row.name, row.place)
    ),
)
