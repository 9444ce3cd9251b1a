"""Whether the site runs and can do its work, for a machine that asks."""

from __future__ import annotations

import logging
from importlib.metadata import version

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django_ratelimit.core import is_ratelimited

from xianxing.desks.audience import audience
from xianxing.law import known_guides
from xianxing.pilot.cases import keys
from xianxing.pilot.cases.sealing import sealing_key
from xianxing.pilot.protection.schema import unknown_migrations
from xianxing.pilot.storage.keys import KeyFileError, master_keys
from xianxing.record.notes import NoteError

logger = logging.getLogger("xianxing.health")


@audience("public")
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 with version and guides found; 503 when no guide package can be found. Tells nothing else."""
    del request
    guides = list(known_guides())
    return JsonResponse(
        {"ok": bool(guides), "version": version("xianxing"), "guides": guides}, status=200 if guides else 503
    )


@audience("public")
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when this process can perform acts, 503 otherwise; only the log says what is missing.

    Asked are the database, its migrations, the keys for acts and heads, and the master keys. 429 to an
    address that asks too often, since each answer costs the database some work.
    """
    if _asks_too_often(request):
        return JsonResponse({"code": "too-often"}, status=429, headers={"Retry-After": "60"})
    lacking = [name for name, works in _NEEDED.items() if not works()]
    if lacking:
        logger.error("not ready: %s", ", ".join(lacking))
    return JsonResponse({"ok": not lacking}, status=503 if lacking else 200)


def _asks_too_often(request: HttpRequest) -> bool:
    """Whether this address has used up its questions; nobody is counted while the database is away."""
    try:
        return bool(
            is_ratelimited(request, group="readyz", key="ip", rate=settings.READY_RATE, increment=True)
        )
    except DatabaseError:
        return False


def _database() -> bool:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        return not waiting and not unknown_migrations()
    except DatabaseError:
        return False


def _keys() -> bool:
    try:
        return bool(keys.signing_key() and sealing_key())
    except (keys.KeyMissingError, NoteError, OSError):
        return False


def _master_keys() -> bool:
    try:
        return bool(master_keys().active)
    except (KeyFileError, OSError):
        return False


_NEEDED = {"database": _database, "keys of the record": _keys, "master keys": _master_keys}
