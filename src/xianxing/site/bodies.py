"""The body of a request: whole, or an error. Servers differ in what they do when the line is lost."""

from __future__ import annotations

from typing import BinaryIO


class WholeBody:
    """A stream of a declared length, in which an early end is an error.

    Without it a form or file that arrived in half would be read as if it ended there: Django takes the end of
    the stream for the end of the body.
    """

    def __init__(self, stream: BinaryIO, length: int) -> None:
        self._stream, self._left = stream, length

    def read(self, size: int = -1, /) -> bytes:
        """Exactly `size` bytes, or all that are left; ConnectionResetError when fewer came."""
        wanted = self._left if size < 0 else min(size, self._left)
        pieces: list[bytes] = []
        while wanted:
            piece = self._stream.read(wanted)
            self._count(piece)
            wanted -= len(piece)
            pieces.append(piece)
        return b"".join(pieces)

    def readline(self, size: int = -1, /) -> bytes:
        """A line; ConnectionResetError when the stream ended before its time."""
        if not self._left or size == 0:
            return b""
        line = self._stream.readline(self._left if size < 0 else min(size, self._left))
        self._count(line)
        return line

    def _count(self, piece: bytes) -> None:
        if not piece:
            raise ConnectionResetError("the request broke off")
        self._left -= len(piece)
