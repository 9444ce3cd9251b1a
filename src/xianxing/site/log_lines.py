"""The site's log as lines of JSON: what happened, in which request; never what people wrote or who they are.

A line says what our own code says. Of what libraries say it holds the template without what they put into
it, of an exception its kind and where it arose, never its words: those repeat values, addresses and links.
"""

from __future__ import annotations

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path

from django.utils.crypto import salted_hmac

OURS = "xianxing"
PLACES = 8  # of a traceback, the innermost last
PSEUDONYM = 16
# The request that this thread answers, by an id that nothing else has; "" outside of any.
request_id: ContextVar[str] = ContextVar("request_id", default="")


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as such a line."""
        ours = record.name.split(".")[0] == OURS
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {
            "at": at,
            "level": record.levelname.lower(),
            "logger": record.name,
            "said": record.getMessage() if ours else str(record.msg),
        }
        if request_id.get():
            line["request"] = request_id.get()
        line.update(getattr(record, "fields", {}))
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = _error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def pseudonym_of(user: object) -> str:
    """What stands in the log for a person: the same for all lines, and nobody's without the site's secret."""
    return salted_hmac("xianxing log", str(user), algorithm="sha256").hexdigest()[:PSEUDONYM]


def _error(error: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(error.__traceback__)[-PLACES:]
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return {"kind": type(error).__name__, "at": places}
