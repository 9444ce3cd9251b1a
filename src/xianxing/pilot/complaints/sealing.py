"""What lies sealed of a complaint: its words, who made it, what was said with each act, and the file."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from xianxing.pilot.complaints.models import Complaint, ComplaintAct, ComplaintFile
from xianxing.pilot.notices.handed_in import FileContent, digest_of, file_in
from xianxing.pilot.refusal import Refused
from xianxing.pilot.storage.keys import KeyFileError, master_keys
from xianxing.pilot.storage.sealing import DamagedError, open_value, seal_value
from xianxing.record.canonical import canonical, parse

SALT_BYTES = 32
MOST_SEALED = 256 * 1024
MOST_FILE_BYTES = 5 * 1024**2


@dataclass(frozen=True)
class ComplaintWords:
    """What somebody handed in: the text, what it rests on, whom it is about where no project is named."""

    text: str
    evidence: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Identity:
    """Who complains, and how to reach the person; both empty for somebody anonymous."""

    name: str = ""
    contact: str = ""


def seal_said(about: bytes, said: Mapping[str, str]) -> tuple[bytes, str]:
    """Words under the master key, and the digest that the record keeps of them with 32 random bytes."""
    plain = canonical({**said, "salt": secrets.token_hex(SALT_BYTES)})
    return seal_value(master_keys(), about, plain), digest_of(plain)


def words_of(complaint: Complaint) -> ComplaintWords:
    """What was handed in. Refused where it was erased, or can't be opened."""
    said = _opened(about_words(complaint.number), complaint.sealed, complaint.digest)
    return ComplaintWords(*(said.get(name, "") for name in asdict(ComplaintWords(""))))


def identity_of(complaint: Complaint) -> Identity:
    """Who complains. Refused as `words_of`."""
    said = _opened(about_identity(complaint.number), complaint.identity, complaint.identity_digest)
    return Identity(said.get("name", ""), said.get("contact", ""))


def said_with(act: ComplaintAct) -> str:
    """What was said with an act. Refused as `words_of`."""
    return _opened(about_act(act.pk), act.sealed, act.digest).get("words", "")


def file_of(file: ComplaintFile) -> FileContent:
    """The file that was handed in. Refused as `words_of`."""
    plain = _plain(about_file(file.complaint_id), file.sealed, file.digest, MOST_FILE_BYTES + MOST_SEALED)
    return file_in(plain)


def about_words(number: str) -> bytes:
    """What sealed words are bound to, so that they can't be put to another complaint."""
    return f"words of complaint {number}".encode()


def about_identity(number: str) -> bytes:
    """The same of who made it."""
    return f"identity in complaint {number}".encode()


def about_act(act: object) -> bytes:
    """The same of what was said with an act."""
    return f"words of act {act} on a complaint".encode()


def about_file(complaint: object) -> bytes:
    """The same of a file."""
    return f"file of complaint {complaint}".encode()


def _opened(about: bytes, sealed: bytes | memoryview, digest: str) -> dict[str, str]:
    said = parse(_plain(about, sealed, digest, MOST_SEALED))
    return {key: str(value) for key, value in said.items()} if isinstance(said, dict) else {}


def _plain(about: bytes, sealed: bytes | memoryview, digest: str, most: int) -> bytes:
    if not bytes(sealed):
        raise Refused("erased", _("This was erased."))
    try:
        plain = open_value(master_keys(), about, bytes(sealed), most=most)
    except (DamagedError, KeyFileError):
        raise Refused("unreadable", _("This can't be opened; ask the operator for the file keys.")) from None
    if digest_of(plain) != digest:
        raise Refused("unreadable", _("This is not what the record knows."))
    return plain
