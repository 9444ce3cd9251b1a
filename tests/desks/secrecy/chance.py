"""The same chance twice: random bytes from a row that begins anew, commitments of the salt alone."""

from __future__ import annotations

import hashlib
import os
import random
import sys

import pytest
from django.urls import get_resolver

from xianxing.pilot.complaints import sealing as complaints
from xianxing.pilot.experts import sealing as opinions
from xianxing.pilot.filings.actors import real_time
from xianxing.pilot.notices import handed_in
from xianxing.pilot.notices.domain import sealing as comments
from xianxing.record.canonical import parse
from xianxing.record.events import Contents


class Chance:
    """Random bytes that are the same ones after each `again`."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.row, self.place = "", 0
        patch.setattr(os, "urandom", self.bytes)
        patch.setattr(random, "_urandom", self.bytes)
        _say_nothing(patch)

        _stand_still(patch)

    def again(self, row: str) -> None:
        """Begin a row of that name."""
        self.row, self.place = row, 0

    def bytes(self, count: int) -> bytes:
        """The next bytes of the row."""
        found = b""
        while len(found) < count:
            self.place += 1
            found += hashlib.sha256(f"{self.row} {self.place}".encode()).digest()
        return found[:count]


def _stand_still(patch: pytest.MonkeyPatch) -> None:
    """Real time stands still, so that two heads of the same log are the same."""
    assert get_resolver().url_patterns, "what is loaded later would stand still for good"
    instant, known = real_time(), real_time
    for name, module in list(sys.modules.items()):
        if name.startswith("xianxing.") and getattr(module, "real_time", None) is known:
            patch.setattr(module, "real_time", lambda: instant)


def _say_nothing(patch: pytest.MonkeyPatch) -> None:
    """Commitments of the salt alone: with 32 random bytes each is as good as random, and differs by words.

    A digest without salt stays what it is, and shows.
    """
    patch.setattr(Contents, "commitment", lambda held, _algorithm: hashlib.sha256(held.salt).hexdigest())
    patch.setattr(
        opinions, "commitment_of", lambda _text, salt: hashlib.sha256(bytes.fromhex(salt)).hexdigest()
    )
    real = comments.sealed

    def sealed(number: str, words: comments.CommentWords) -> tuple[bytes, str]:
        return real(number, words)[0], hashlib.sha256(number.encode()).hexdigest()

    patch.setattr("xianxing.pilot.notices.domain.commenting.sealed", sealed)
    for module in (complaints, handed_in):
        patch.setattr(module, "digest_of", _of_salt)


def _of_salt(plain: bytes) -> str:
    """A digest of the salt that stands in the sealed words, or before a sealed file."""
    said = parse(plain.partition(handed_in.HEAD_ENDS)[0])
    assert isinstance(said, dict)
    return hashlib.sha256(str(said["salt"]).encode()).hexdigest()
