"""What the API answers where something is refused."""

from __future__ import annotations

from ninja import Schema


class ProblemOut(Schema):
    """Why it was not done: a stable code, a sentence in the reader's language, conditions, clause."""

    code: str
    message: str
    guards: list[str] = []
    clause: str = ""


class MovedOut(ProblemOut):
    """The case has moved on: where it stands now, and what happened meanwhile."""

    seq: int
    happened: list[str]
