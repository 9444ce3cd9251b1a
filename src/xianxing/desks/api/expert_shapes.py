"""What the API takes from an expert: undertakings and opinions."""

from __future__ import annotations

from ninja import Schema


class UndertakingOut(Schema):
    """What an expert signs: the text and its digest."""

    digest: str
    text: str


class SignIn(Schema):
    """The digest of what was read, and a code of the second factor."""

    digest: str
    otp: str = ""


class OpinionIn(Schema):
    """An opinion in words, with a score and a sentence of reason for each criterion."""

    words: str = ""
    scores: dict[str, int] = {}
    reasons: dict[str, str] = {}
