"""`xianxing push`: an institution's client that sends values to a project's monitoring, safe to repeat.

It needs no database and no server of its own. What can't be sent for want of a line is kept in a folder and
goes first the next time; its key is made of content and address, so that it is never taken in twice. Points
of a supervisory tool (`xianxing tool NAME indicators`) are sent as the indicators that they stand for.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import os
import re
import sys
import urllib.error
import urllib.request
from decimal import Decimal
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from xianxing.i18n import current_language, gettext
from xianxing.pilot.supervision.catalogue import catalogue
from xianxing.pilot.supervision.points import values_of_points

HELP = "Send values to a project's monitoring, again where the line was down"
COLUMNS = ("indicator", "period", "value")
POINTS = ".json"  # how the name of a file with a tool's points ends
NAME = re.compile(r"(?P<number>\d{6})-(?P<key>[0-9a-f]{64})\.json")
TOKEN = "XIANXING_TOKEN"  # noqa: S105 — the name of the variable
SECONDS = 30
REFUSED, BAD, WAITING = 1, 2, 3
# The site has read the batch and won't have it; whatever else it answers, the batch waits.
NOT_TAKEN = frozenset({HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.REQUEST_ENTITY_TOO_LARGE})
NOT_GOOD = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})
ENCODINGS = ("utf-8-sig", "gb18030")
LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


class _LineDown(Exception):
    """The site wasn't reached, or didn't say that it has the batch."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer like another: the token goes to the address that was given, nowhere else."""

    def redirect_request(self, *_said: object, **_more: object) -> None:
        """Follow none."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help=gettext(
        "CSV with the columns indicator, period, value and, if you like, unit, or a tool's points as JSON; "
        "without it only what waits"
    ))  # fmt: skip
    parser.add_argument("--url", required=True, help=gettext("Address of the site, such as https://…"))
    parser.add_argument("--case", required=True, help=gettext("Id of the project's case"))
    parser.add_argument("--period", default="", help=gettext(
        "Of a tool's points, such as 2024-03; without it the one in which the points were made"
    ))  # fmt: skip
    parser.add_argument("--reason", default="", help=gettext("Why, where it corrects earlier values"))
    parser.add_argument("--spool", type=Path, default=Path("xianxing-spool"), help=gettext(
        "Folder for batches that wait for the line"
    ))  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Send what waits for this project, then the file; 1 where a batch is refused, 2 for a bad file, 3 where
    one waits.
    """
    token = os.environ.get(TOKEN, "")
    if not token or not _safe(options.url):
        message = gettext("Put the token into {variable}, and send it to an https:// address only.")
        print(message.format(variable=TOKEN), file=sys.stderr)
        return BAD
    target = f"{options.url.rstrip('/')}/api/v1/cases/{options.case}/indicator-values"
    if options.file is not None:
        try:
            batch = _batch(options.file, options.period, options.reason)
        except (OSError, ValueError, csv.Error) as problem:
            print(problem, file=sys.stderr)
            return BAD
        _keep(options.spool, {"target": target, "batch": batch})
    return _send_waiting(options.spool, target, token)


def _safe(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)


def _batch(path: Path, period: str, reason: str) -> dict[str, object]:
    """What is sent of a file; of a tool's points only those that the project's plan asks for are taken in."""
    if path.suffix == POINTS:
        return {"values": _read_points(path, period), "reason": reason, "only_planned": True}
    if period:
        raise ValueError(gettext("A period is named for a tool's points only; a CSV has a column of it."))
    return {"values": _read(path), "reason": reason}


def _read_points(path: Path, period: str) -> list[dict[str, str]]:
    """The values of a tool's points; ValueError naming the file and all that is wrong."""
    try:
        return values_of_points(json.loads(path.read_text("utf-8"), parse_float=Decimal), period)
    except (ValueError, RecursionError) as wrong:
        raise ValueError(f"{path.name}: {wrong}") from wrong


def _read(path: Path) -> list[dict[str, str]]:
    """The file's values; ValueError naming the first line that isn't one."""
    rows = csv.DictReader(io.StringIO(_text(path), newline=""))
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        message = gettext("{file} lacks the column {columns}.")
        raise ValueError(message.format(file=path.name, columns="、".join(missing)))
    values = []
    for number, row in enumerate(rows, 2):
        if not all(row.get(name) for name in COLUMNS):
            message = gettext("{file}, line {number}: indicator, period and value are needed.")
            raise ValueError(message.format(file=path.name, number=number))
        value = {name: str(row.get(name) or "").strip() for name in (*COLUMNS, "unit")}
        values.append({**value, "indicator": catalogue().id_named(value["indicator"])})
    if not values:
        raise ValueError(gettext("{file} holds no value.").format(file=path.name))
    return values


def _text(path: Path) -> str:
    """The text of a table; spreadsheets on a Chinese Windows write GB 18030 unless told otherwise.

    ValueError for what is neither.
    """
    held = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            return held.decode(encoding)
        except UnicodeDecodeError:
            continue
    message = gettext("{file} can't be read as text; save the table as CSV (UTF-8).")
    raise ValueError(message.format(file=path.name))


def _keep(spool: Path, kept: dict[str, object]) -> None:
    """Write a batch and where it goes into the folder, whole or not at all; names keep the order."""
    spool.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True)
    key = hashlib.sha256(text.encode()).hexdigest()
    held = [found for path in spool.glob("*.json") if (found := NAME.fullmatch(path.name))]
    if any(found["key"] == key for found in held):
        return
    last = max((int(found["number"]) for found in held), default=0)
    target = spool / f"{last + 1:06d}-{key}.json"
    part = target.with_suffix(".part")
    part.write_text(text, "utf-8")
    part.replace(target)


def _send_waiting(spool: Path, target: str, token: str) -> int:
    """Send every batch that waits for this address, in order, up to the first that doesn't get there."""
    status = 0
    kept = {
        path: json.loads(path.read_text("utf-8"))
        for path in sorted(spool.glob("*.json"))
        if NAME.fullmatch(path.name)
    }
    waiting = [path for path, held in kept.items() if held["target"] == target]
    if len(waiting) < len(kept):
        message = gettext("{count} batches in {folder} wait for another project or address.")
        print(message.format(count=len(kept) - len(waiting), folder=spool), file=sys.stderr)
    if not waiting:
        print(gettext("No batch waits for this project."))
    for sent, path in enumerate(waiting):
        try:
            status = max(status, _send(target, token, path, kept[path]["batch"]))
        except _LineDown as problem:
            message = gettext("The site didn't take it in ({problem}); {count} batches wait in {folder}.")
            print(message.format(problem=problem, count=len(waiting) - sent, folder=spool), file=sys.stderr)
            return WAITING
    return status


def _send(target: str, token: str, path: Path, batch: dict[str, object]) -> int:
    """Send a batch and take it out of the folder; one that the site refuses is put aside, with why."""
    found = NAME.fullmatch(path.name)
    request = urllib.request.Request(  # noqa: S310 — the scheme was asked for before
        target,
        data=json.dumps(batch, ensure_ascii=False).encode(),
        headers={
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Idempotency-Key": found["key"] if found else "",
            "Accept-Language": current_language(),
        },
    )
    try:
        with urllib.request.build_opener(_NoRedirects).open(request, timeout=SECONDS) as answer:
            done = json.load(answer)
            said = gettext("Batch {number}: {count} values were taken in.").format(
                number=done["batch"], count=done["values"]
            )
        if done.get("left_out"):
            more = gettext("{count} values that the plan doesn't ask for were left out.")
            said = f"{said} {more.format(count=done['left_out'])}"
    except urllib.error.HTTPError as refused:
        if refused.code not in NOT_TAKEN:
            raise _LineDown(_said(refused.code)) from None
        why = refused.read().decode("utf-8", "replace")
        path.replace(path.with_suffix(".refused"))
        path.with_suffix(".why").write_text(why, "utf-8")
        print(_words(why), file=sys.stderr)
        return REFUSED
    except (urllib.error.URLError, HTTPException, OSError, ValueError, KeyError, TypeError) as problem:
        raise _LineDown(getattr(problem, "reason", None) or type(problem).__name__) from None
    path.unlink()
    print(said)
    return 0


def _said(code: int) -> str:
    """What a status means to whoever sends: the token, where it is that; else the number."""
    if code in NOT_GOOD:
        return gettext("{code}: the token is not good for this project, or no longer").format(code=code)
    return str(code)


def _words(said: str) -> str:
    try:
        found = json.loads(said)
    except ValueError:
        return said
    return str(found.get("message", said)) if isinstance(found, dict) else said
