"""`xianxing push`: an institution's client that sends values to a project's monitoring, safe to repeat.

It needs no database and no server of its own. What can't be sent for want of a line is kept in a folder and
goes first the next time; a batch goes under a key made of its content, so that it is never taken in twice.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import sys
import urllib.error
import urllib.request
from http import HTTPStatus
from pathlib import Path

from xianxing.i18n import current_language, gettext

HELP = "Send values to a project's monitoring, again where the line was down"
COLUMNS = ("indicator", "period", "value")
TOKEN = "XIANXING_TOKEN"  # noqa: S105 — the name of the variable
SECONDS = 30
REFUSED, WAITING = 1, 3
LATER = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE,
                   HTTPStatus.GATEWAY_TIMEOUT, HTTPStatus.INTERNAL_SERVER_ERROR})  # fmt: skip


class _LineDown(Exception):
    """The server wasn't reached, or asks to come again."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help=gettext(
        "CSV with the columns indicator, period, value and, if you like, unit; without it only what waits"
    ))  # fmt: skip
    parser.add_argument("--url", required=True, help=gettext("Address of the site, such as https://…"))
    parser.add_argument("--case", required=True, help=gettext("Id of the project's case"))
    parser.add_argument("--reason", default="", help=gettext("Why, where it corrects earlier values"))
    parser.add_argument("--spool", type=Path, default=Path("xianxing-spool"), help=gettext(
        "Folder for batches that wait for the line"
    ))  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Send what waits, then the file; 1 where a batch is refused, 2 for a bad file, 3 where one waits."""
    token = os.environ.get(TOKEN, "")
    if not token or not options.url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        message = gettext("Put the token into {variable}, and send it to an https:// address only.")
        print(message.format(variable=TOKEN), file=sys.stderr)
        return 2
    spool: Path = options.spool
    if options.file is not None:
        try:
            batch = {"values": _read(options.file), "reason": options.reason}
        except (OSError, ValueError) as problem:
            print(problem, file=sys.stderr)
            return 2
        _keep(spool, batch)
    status = 0
    for waiting in sorted(spool.glob("*.json")):
        try:
            status = max(status, _send(options.url, options.case, token, waiting))
        except _LineDown as problem:
            left = len(list(spool.glob("*.json")))
            message = gettext("The site wasn't reached ({problem}); {count} batches wait in {folder}.")
            print(message.format(problem=problem, count=left, folder=spool), file=sys.stderr)
            return WAITING
    return status


def _read(path: Path) -> list[dict[str, str]]:
    """The file's values; ValueError naming the first line that isn't one."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            message = gettext("{file} lacks the column {columns}.")
            raise ValueError(message.format(file=path.name, columns="、".join(missing)))
        values = []
        for number, row in enumerate(rows, 2):
            if not all(row.get(name) for name in COLUMNS):
                message = gettext("{file}, line {number}: indicator, period and value are needed.")
                raise ValueError(message.format(file=path.name, number=number))
            values.append({name: str(row.get(name) or "").strip() for name in (*COLUMNS, "unit")})
    if not values:
        raise ValueError(gettext("{file} holds no value.").format(file=path.name))
    return values


def _keep(spool: Path, batch: dict[str, object]) -> None:
    """Write a batch into the folder, whole or not at all; the names keep the order in which they came."""
    spool.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = json.dumps(batch, ensure_ascii=False, sort_keys=True)
    key = hashlib.sha256(text.encode()).hexdigest()
    if any(path.name.endswith(f"-{key}.json") for path in spool.glob("*.json")):
        return
    last = max((int(path.name.partition("-")[0]) for path in spool.glob("*-*.json")), default=0)
    target = spool / f"{last + 1:06d}-{key}.json"
    part = target.with_suffix(".part")
    part.write_text(text, "utf-8")
    part.replace(target)


def _send(url: str, case: str, token: str, path: Path) -> int:
    """Send a batch and take it out of the folder; a refused one is put aside, with why."""
    key = path.stem.partition("-")[2]
    request = urllib.request.Request(  # noqa: S310 — the scheme was asked for above
        f"{url.rstrip('/')}/api/v1/cases/{case}/indicator-values",
        data=path.read_bytes(),
        headers={
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
            "Accept-Language": current_language(),
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            done = json.load(answer)
    except urllib.error.HTTPError as refused:
        if refused.code in LATER:
            raise _LineDown(refused.code) from None
        said = refused.read().decode("utf-8", "replace")
        path.replace(path.with_suffix(".refused"))
        path.with_suffix(".why").write_text(said, "utf-8")
        print(_words(said), file=sys.stderr)
        return REFUSED
    except (urllib.error.URLError, TimeoutError, ConnectionError) as problem:
        raise _LineDown(getattr(problem, "reason", problem)) from None
    path.unlink()
    message = gettext("Batch {number}: {count} values were taken in.")
    print(message.format(number=done["batch"], count=len(done["values"])))
    return 0


def _words(said: str) -> str:
    try:
        found = json.loads(said)
    except ValueError:
        return said
    return str(found.get("message", said)) if isinstance(found, dict) else said
