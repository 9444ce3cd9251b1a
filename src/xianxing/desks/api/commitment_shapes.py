"""What the API says and takes of commitments: promises, limits and conditions, and their signatures."""

from __future__ import annotations

from datetime import datetime

from ninja import Field, Schema

from xianxing.desks.api.common_shapes import OTP


class CommitmentOut(Schema):
    """What institutions are held to: where it comes from, its place there, its clause, its words."""

    source: str
    place: str
    label: str
    clause: str
    words: str
    digest: str


class CommitmentSignatureOut(Schema):
    """A signature: of which institution, under which version and digest of the list, when."""

    unit: str
    version: int
    digest: str
    signed_at: datetime


class CommitmentsOut(Schema):
    """The list as it stands now; `unsigned` are the institutions that have yet to sign this very list."""

    version: int
    digest: str
    items: list[CommitmentOut]
    unsigned: list[str]
    signatures: list[CommitmentSignatureOut]


class CommitmentSignatureIn(Schema):
    """A signature of the list that was read: its digest, and for which of the project's institutions."""

    unit: str = Field(max_length=60)
    digest: str = Field(max_length=64, description="of the list, as it was read")
    otp: str = Field("", description=OTP)
