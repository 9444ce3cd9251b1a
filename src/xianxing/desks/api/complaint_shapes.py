"""What the API takes and says of complaints."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Field, Schema


class ComplaintIn(Schema):
    """What somebody hands in. A complaint and a petition ask for name and contact; files go by the page."""

    kind: str = Field(description="complaint, report, inquiry, suggestion or petition")
    text: str = Field(description="at most 5,000 characters")
    evidence: str = ""
    subject: str = Field("", description="whom or what it is about, where no project is named")
    project: str = Field("", description="the number of a published project, or empty")
    name: str = ""
    contact: str = ""
    anonymous: bool = Field(False, description="keep neither name nor contact, where the kind allows it")
    may_be_named: bool = Field(False, description="the institution may learn who it is")
    earlier_number: str = ""
    earlier_secret: str = ""


class StatusIn(Schema):
    """Number and secret, as they were given once."""

    number: str
    secret: str


class ComplaintActOut(Schema):
    """An act on a complaint; `words` are empty where they aren't for the reader."""

    kind: str
    name: str
    at: datetime
    words: str


class ComplaintStatusOut(Schema):
    """Where it stands, for who holds the secret; `due` is the day until which the group is heard of."""

    number: str
    kind: str
    state: str
    name: str
    received_on: date
    due: date | None
    acts: list[ComplaintActOut]


class ComplaintOut(Schema):
    """A complaint as staff and institutions list it: no word of it, nobody's name."""

    number: str
    kind: str
    way: str
    state: str
    name: str
    received_on: date
    clock: str
    due: date | None
    close_due: date | None
    overdue: bool
    project: str
    institution: str
    repeats: str
    own_ledger: bool


class ComplaintPage(Schema):
    """A page of complaints, and how many there are in all."""

    complaints: list[ComplaintOut]
    all: int


class ComplaintOpenOut(ComplaintOut):
    """A complaint with its acts, and its text where the reader may read it (else null)."""

    text: str | None
    acts: list[ComplaintActOut]
