"""A request is made, by who proves with number and secret, or by log-in, that the data are his or her own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.complaints.domain.following import complaint_status
from xianxing.pilot.complaints.sealing import seal_said
from xianxing.pilot.filings.actors import people_of_role
from xianxing.pilot.incentives.pool import pool_record_of
from xianxing.pilot.messages.domain.delivery import tell
from xianxing.pilot.notices.domain.commenting import random_letters
from xianxing.pilot.notices.domain.reading import answer_to
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.privacy.models import DataOrigin, DataRequest, DataRequestKind
from xianxing.pilot.privacy.notices import limit_on
from xianxing.pilot.privacy.permissions import may_ask
from xianxing.pilot.privacy.sealing import about_request, words_of_answer
from xianxing.pilot.protection.row_seals import is_sealed, seal_of
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.words import cleaned
from xianxing.workdays.clocks import day_of

LONGEST_WORDS = 2_000
NUMBER_LENGTH = 8
ROLE = "secretariat"


@dataclass(frozen=True)
class HeldUnder:
    """Under which number and secret a complaint or a comment was given."""

    origin: str
    number: str
    secret: str


@dataclass(frozen=True)
class RequestStatus:
    """A request as the person reads it: the row, the answer's outcome and words once there is one."""

    row: DataRequest
    outcome: str
    words: str


@transaction.atomic
def ask_with_secret(*, held: HeldUnder, kind: str, words: str, at: datetime) -> DataRequest:
    """Ask about what was given under a number, without an account.

    Refused in the same words for an unknown number and a wrong secret, for an unknown kind, without words
    where something is to be corrected, and while an earlier request of the same kind waits.
    """
    return _kept(kind, words, held.origin, _proven(held), None, at)


@transaction.atomic
def ask_with_account(*, by: User, kind: str, words: str, at: datetime) -> DataRequest:
    """Ask about the own data by log-in: an expert, or who agreed to stand in the talent pool; Stranger for
    everybody else.
    """
    origin = origin_of(by, at=at)
    if origin is None:
        raise Stranger(_("There is no such list of requests."))
    return _kept(kind, words, origin, "", by, at)


def origin_of(person: User, *, at: datetime) -> DataOrigin | None:
    """Which data of the own account the person asks about here; None for who has none."""
    if may_ask(roles_of(person, at=at)):
        return DataOrigin.EXPERT
    return DataOrigin.TALENT if pool_record_of(person) is not None else None


def requests_under(held: HeldUnder) -> list[RequestStatus]:
    """What was asked for under a number and what was answered, the latest first; Refused as above."""
    rows = DataRequest.objects.filter(origin=held.origin, reference=_proven(held))
    return _told(list(rows.select_related("answer").order_by("-received_at")))


def requests_of(user: User) -> list[RequestStatus]:
    """The person's own requests by log-in and their answers, the latest first."""
    rows = DataRequest.objects.filter(origin__in=(DataOrigin.EXPERT, DataOrigin.TALENT), person=user)
    return _told(list(rows.select_related("answer").order_by("-received_at")))


def _told(rows: list[DataRequest]) -> list[RequestStatus]:
    """Each as the person reads it; what SQL alone wrote counts for nothing."""
    found = []
    for row in rows:
        answer = getattr(row, "answer", None)
        if not is_sealed(row) or (answer and not is_sealed(answer)):
            continue
        outcome = answer.get_outcome_display() if answer else ""
        found.append(RequestStatus(row, outcome, words_of_answer(answer) if answer else ""))
    return found


def _proven(held: HeldUnder) -> str:
    """The number, once its secret was given; Refused in one way for everything that doesn't fit."""
    number, secret = held.number.strip().upper(), held.secret.strip()
    try:
        if held.origin == DataOrigin.COMPLAINT:
            return complaint_status(number=number, secret=secret).complaint.number
        if held.origin == DataOrigin.COMMENT:
            answer_to(number=number, secret=secret)
            return number
    except Refused:
        pass
    raise Refused("secret", _("Nothing is kept under this number with this secret. Check both."))


def _kept(
    kind: str, words: str, origin: str, reference: str, person: User | None, at: datetime
) -> DataRequest:
    words = cleaned(words)
    if kind not in DataRequestKind:
        raise Refused("kind", _("Choose what you ask for."))
    if kind == DataRequestKind.CORRECTION and not words:
        raise Refused("words", _("Write down what is wrong and what is right."))
    if len(words) > LONGEST_WORDS:
        raise Refused("words", _("Say it in at most {limit} characters.").format(limit=LONGEST_WORDS))
    same = DataRequest.objects.filter(origin=origin, reference=reference, person=person, kind=kind)
    if same.filter(answer=None).exists():
        raise Refused("waits", _("You asked for this already; the answer is on its way."))
    number, day = f"G{random_letters(NUMBER_LENGTH)}", day_of(at)
    row = DataRequest(
        number=number, kind=kind, origin=origin, reference=reference, person=person, received_at=at,
        due=limit_on(day).last_day(day),
    )  # fmt: skip
    row.sealed, row.digest = seal_said(about_request(number), {"words": words})
    row.seal = seal_of(row)
    row.save()
    tell(recipients=people_of_role(ROLE, at=at), kind="data_request", at=at, params={"number": number})
    return row
