"""What the API takes from the public on a notice."""

from __future__ import annotations

from ninja import Field, Schema


class CommentIn(Schema):
    """What somebody of the public says to a notice. Name and contact are asked for an objection only."""

    kind: str = Field(description="comment, objection (under the real name) or clue (anonymous)")
    text: str = Field(description="at most 5,000 characters")
    name: str = ""
    contact: str = ""
    evidence: str = Field("", description="what it rests on, in words; at most 5,000 characters")


class CommentOut(Schema):
    """The number, and the secret with which the answer is read; nobody can tell the secret again."""

    number: str
    secret: str
