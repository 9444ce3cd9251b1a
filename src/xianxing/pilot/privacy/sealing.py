"""What lies sealed of a request and its answer, for the pages, key rotation and the audit."""

from __future__ import annotations

from django.utils.translation import gettext as _

from xianxing.pilot.complaints.sealing import MOST_SEALED
from xianxing.pilot.notices.handed_in import digest_of
from xianxing.pilot.privacy.models import DataRequest, DataRequestAnswer
from xianxing.pilot.refusal import Refused
from xianxing.pilot.storage.keys import KeyFileError, master_keys
from xianxing.pilot.storage.sealed_values import SealedValues
from xianxing.pilot.storage.sealing import DamagedError, open_value
from xianxing.record.canonical import parse


def about_request(number: str) -> bytes:
    """What the words of a request are bound to, so that they can't be put to another one."""
    return f"words of personal data request {number}".encode()


def about_answer(answer: object) -> bytes:
    """The same of an answer."""
    return f"answer {answer} to a personal data request".encode()


def words_of_request(row: DataRequest) -> str:
    """What is asked for. Refused where it can't be opened."""
    return _opened(about_request(row.number), row.sealed, row.digest)


def words_of_answer(row: DataRequestAnswer) -> str:
    """What was answered. Refused where it can't be opened."""
    return _opened(about_answer(row.pk), row.sealed, row.digest)


def _opened(about: bytes, sealed: bytes | memoryview, digest: str) -> str:
    try:
        plain = open_value(master_keys(), about, bytes(sealed), most=MOST_SEALED)
    except (DamagedError, KeyFileError):
        raise Refused("unreadable", _("This can't be opened; ask the operator for the file keys.")) from None
    if digest_of(plain) != digest:
        raise Refused("unreadable", _("This is not what the record knows."))
    said = parse(plain)
    return str(said.get("words", "")) if isinstance(said, dict) else ""


SEALED = (
    SealedValues(
        "privacy.DataRequest", "sealed", lambda row: about_request(row.number),
        lambda row, plain: digest_of(plain) == row.digest,
    ),
    SealedValues(
        "privacy.DataRequestAnswer", "sealed", lambda row: about_answer(row.pk),
        lambda row, plain: digest_of(plain) == row.digest,
    ),
)  # fmt: skip
