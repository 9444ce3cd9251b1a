"""How a domain action says no: a message for people, with what would satisfy it."""

from __future__ import annotations


class Refused(Exception):
    """It can't be done and nothing was changed. `code` is stable, the message is in the user's language."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
