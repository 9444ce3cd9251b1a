"""The sealed words of the public: bound to their number, opened only by `domain.reading`."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from xianxing.pilot.notices.handed_in import FileContent, file_in
from xianxing.pilot.notices.models import CommentFile, PublicComment
from xianxing.pilot.refusal import Refused
from xianxing.pilot.storage.keys import KeyFileError, master_keys
from xianxing.pilot.storage.sealing import DamagedError, open_value, seal_value
from xianxing.record.canonical import canonical, parse

SALT_BYTES = 32
MOST_SEALED = 256 * 1024
SHORTEST_NAME = 2


@dataclass(frozen=True)
class CommentWords:
    """What somebody handed in: the text, what is offered as proof, and who it is where that was said."""

    text: str
    evidence: str = ""
    name: str = ""
    contact: str = ""


def sealed(number: str, words: CommentWords) -> tuple[bytes, str]:
    """The words under the master key, and the digest that the record keeps of them with 32 random bytes."""
    plain = canonical({**asdict(words), "salt": secrets.token_hex(SALT_BYTES)})
    return seal_value(master_keys(), about_comment(number), plain), hashlib.sha256(plain).hexdigest()


def opened(comment: PublicComment) -> CommentWords:
    """The words again. Refused where they were erased, can't be opened, or aren't those of the record."""
    said = parse(_plain(comment, about_comment(comment.number), MOST_SEALED))
    kept = said if isinstance(said, dict) else {}
    return CommentWords(*(str(kept.get(name, "")) for name in ("text", "evidence", "name", "contact")))


def file_of_comment(file: CommentFile) -> FileContent:
    """The file that was handed in. Refused as `opened`."""
    about = about_comment_file(file.comment.number, file.place)
    return file_in(_plain(file, about, file.size + MOST_SEALED))


def _plain(row: PublicComment | CommentFile, about: bytes, most: int) -> bytes:
    if not bytes(row.sealed):
        raise Refused("erased", _("The text of this comment was erased."))
    try:
        plain = open_value(master_keys(), about, bytes(row.sealed), most=most)
    except (DamagedError, KeyFileError):
        raise Refused(
            "unreadable", _("The text can't be opened; ask the operator for the file keys.")
        ) from None
    if not answers(row, plain):
        raise Refused("unreadable", _("The text is not the one that the record knows."))
    return plain


def answers(row: PublicComment | CommentFile, plain: bytes) -> bool:
    """Whether this is what the digest of a comment, or of a file with one, is of."""
    return hashlib.sha256(plain).hexdigest() == row.digest


def names_who_said(comment: PublicComment, words: str) -> bool:
    """Whether words hold the name or the contact that a comment was handed in with, however spaced.

    False where the comment can't be opened any more: nobody knows then. One letter is no name.
    """
    try:
        said = opened(comment)
    except Refused:
        return False
    found, held = _joined(words), [_joined(said.name), _joined(said.contact)]
    return any(len(one) >= SHORTEST_NAME and one in found for one in held)


def _joined(words: str) -> str:
    return "".join(words.split()).replace("-", "").casefold()


def about_comment(number: str) -> bytes:
    """What sealed words are bound to, so that they can't be put to another number."""
    return f"words of comment {number}".encode()


def about_comment_file(number: str, place: int) -> bytes:
    """The same of a file with a comment, by its place."""
    return f"file {place} of comment {number}".encode()
