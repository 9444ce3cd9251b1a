"""Receiving a complaint: from the public, by staff from paper or telephone, by an institution as its own."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from hmac import compare_digest

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.documents.sniff import real_kind
from xianxing.pilot.cases.models import Case
from xianxing.pilot.cases.queries import stopped_cases
from xianxing.pilot.complaints.domain.telling import tell_received
from xianxing.pilot.complaints.domain.writing import (
    GROUP,
    INSTITUTION,
    LONGEST,
    PUBLIC,
    ComplaintActor,
    ComplaintStand,
    add_act,
    put_into_record,
)
from xianxing.pilot.complaints.limits import last_day
from xianxing.pilot.complaints.models import (
    DISCREET,
    Complaint,
    ComplaintActKind,
    ComplaintFile,
    ComplaintKind,
    ComplaintState,
    ComplaintWay,
)
from xianxing.pilot.complaints.permissions import institutions_for, may_handle
from xianxing.pilot.complaints.queries import institutions_in
from xianxing.pilot.complaints.sealing import (
    MOST_FILE_BYTES,
    ComplaintWords,
    Identity,
    about_file,
    about_identity,
    about_words,
    seal_said,
)
from xianxing.pilot.filings.files.names import safe_name
from xianxing.pilot.notices.domain.commenting import (
    LONGEST_CONTACT,
    LONGEST_NAME,
    NUMBER_LENGTH,
    SECRET_LENGTH,
    CommentReceipt,
    digest_of_secret,
    random_letters,
)
from xianxing.pilot.notices.handed_in import TAKEN, FileContent, seal_file
from xianxing.pilot.parties.models import Institution, User
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.protection.row_seals import seal_of
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.words import cleaned
from xianxing.workdays.clocks import day_of

# Asked of whom: a complaint and a petition want an answer to somebody. The others may come without a name.
NAMED = frozenset({ComplaintKind.COMPLAINT, ComplaintKind.PETITION})
NOBODY = Identity()
EARLIEST_DAYS = 366  # how long after the day of receipt something may still be entered


@dataclass(frozen=True)
class Intake:
    """What is handed in: its kind, the words, who it is, whether the institution may be told that."""

    kind: str
    words: ComplaintWords
    identity: Identity = NOBODY
    anonymous: bool = False
    may_be_named: bool = False
    about: Case | None = None
    file: FileContent | None = None
    earlier_number: str = ""
    earlier_secret: str = ""


@transaction.atomic
def receive_complaint(*, intake: Intake, at: datetime) -> CommentReceipt:
    """Take what somebody hands in on this site; gives number and secret, once.

    A complaint about a project is taken at any time, also after its end, and one about no project, too.
    Refused for an unknown kind, without text, and for a complaint or petition without name and contact. Of
    somebody anonymous, and of who gives no name, neither is kept. What repeats an earlier one and names no
    project is about that one's.
    """
    earlier = _earlier(intake)
    intake = _about_as(earlier, intake)
    complaint, receipt = _entered(intake, way=ComplaintWay.ONLINE, received_on=day_of(at), by=None, at=at)
    _begin(complaint, earlier, ComplaintActor(PUBLIC, None, at))
    return receipt


@transaction.atomic
def enter_complaint(*, intake: Intake, way: str, received_on: date, by: User, at: datetime) -> CommentReceipt:
    """Enter for the group what came on paper, by telephone, e-mail or in person; its day of receipt counts.

    By the secretariat; Stranger for others. Refused as `receive_complaint`, for a day to come or more than a
    year past, and for an unknown way.
    """
    if not may_handle(roles_of(by, at=at)):
        raise Stranger(_("There is no such register."))
    _refuse_way(way, received_on, at)
    earlier = _earlier(intake)
    intake = _about_as(earlier, intake)
    complaint, receipt = _entered(intake, way=way, received_on=received_on, by=by, at=at)
    _begin(complaint, earlier, ComplaintActor(GROUP, by, at))
    return receipt


@transaction.atomic
def enter_own_complaint(
    *, intake: Intake, institution: Institution, way: str, received_on: date, by: User, at: datetime
) -> Complaint:
    """Enter into an institution's ledger a complaint that it received itself; it is to be closed in time.

    By whoever deals with complaints for it; Stranger for others. Refused as `enter_complaint`, and for a
    project in which the institution takes no part.
    """
    if institution.pk not in institutions_for(roles_of(by, at=at)):
        raise Stranger(_("There is no such ledger."))
    _refuse_way(way, received_on, at)
    if intake.about is not None and not _takes_part(institution, intake.about):
        raise Refused("about", _("Choose a project in which the institution takes part, or none."))
    complaint, _receipt = _entered(
        intake, way=way, received_on=received_on, by=by, at=at, institution=institution
    )
    close_due = last_day("close", intake.about, received_on)
    stand = ComplaintStand(ComplaintState.WITH_INSTITUTION, "close", close_due, close_due)
    who = ComplaintActor(INSTITUTION, by, at)
    add_act(complaint, ComplaintActKind.RECEIVE, who, stand=stand)
    put_into_record(complaint, who)
    return complaint


def _begin(complaint: Complaint, earlier: Complaint | None, who: ComplaintActor) -> None:
    """Stand at the beginning, with the limit for the first decision, linked to an earlier one if named."""
    clock = "transfer" if complaint.kind == ComplaintKind.PETITION else "accept"
    due = last_day(clock, complaint.about, complaint.received_on)
    stand = ComplaintStand(ComplaintState.RECEIVED, clock, due, None)
    complaint.predecessor = earlier
    add_act(complaint, ComplaintActKind.RECEIVE, who, stand=stand)
    if complaint.kind not in DISCREET:
        put_into_record(complaint, who)
    tell_received(complaint, by=who.by, at=who.at)


def _entered(
    intake: Intake, *, way: str, received_on: date, by: User | None, at: datetime,
    institution: Institution | None = None,
) -> tuple[Complaint, CommentReceipt]:  # fmt: skip
    words, identity = _cleaned(intake)
    number, secret = f"T{random_letters(NUMBER_LENGTH)}", random_letters(SECRET_LENGTH)
    complaint = Complaint(
        number=number, kind=intake.kind, way=way, received_on=received_on, received_at=at,
        anonymous=not identity.name, may_be_named=intake.may_be_named and bool(identity.name),
        secret=digest_of_secret(secret), ledger=institution, institution=institution, entered_by=by,
        about=intake.about, state=ComplaintState.RECEIVED,
    )  # fmt: skip
    complaint.sealed, complaint.digest = seal_said(about_words(number), asdict(words))
    complaint.identity, complaint.identity_digest = seal_said(about_identity(number), asdict(identity))
    complaint.seal = seal_of(complaint)
    complaint.save()
    if intake.file is not None:
        _keep_file(complaint, intake.file)
    return complaint, CommentReceipt(number, secret)


def _keep_file(complaint: Complaint, file: FileContent) -> None:
    name = safe_name(file.name)
    if not file.content:
        raise Refused("file", _("The file “{name}” is empty.").format(name=name))
    if len(file.content) > MOST_FILE_BYTES:
        most = MOST_FILE_BYTES // 1024**2
        raise Refused("file", _("A file takes at most {most} MB; several go into one zip.").format(most=most))
    if real_kind(file.content, name) not in TAKEN:
        raise Refused(
            "file",
            _(
                "“{name}” is of a type that isn't taken; take .docx, .xlsx, .pptx, .pdf, images, .txt "
                "or .zip."
            ).format(name=name),
        )
    row = ComplaintFile(complaint=complaint, size=len(file.content))
    row.sealed, row.digest = seal_file(about_file(complaint.pk), FileContent(name, file.content))
    row.seal = seal_of(row)
    row.save()


def _cleaned(intake: Intake) -> tuple[ComplaintWords, Identity]:
    if intake.kind not in ComplaintKind.values:
        kinds = ", ".join(ComplaintKind.values)
        raise Refused("kind", _("Say what it is, as “kind”: {kinds}.").format(kinds=kinds))
    words = ComplaintWords(*(cleaned(value) for value in asdict(intake.words).values()))
    identity = Identity(*(cleaned(value) for value in asdict(intake.identity).values()))
    if not words.text:
        raise Refused("text", _("Write what you have to say."))
    if max(len(words.text), len(words.evidence)) > LONGEST or len(words.subject) > LONGEST_NAME:
        raise Refused(
            "too-long",
            _("Text and evidence take at most {limit} characters each, the project's name {name}.").format(
                limit=LONGEST, name=LONGEST_NAME
            ),
        )
    if len(identity.name) > LONGEST_NAME or len(identity.contact) > LONGEST_CONTACT:
        raise Refused(
            "too-long",
            _("A name takes at most {name} characters, a contact {contact}.").format(
                name=LONGEST_NAME, contact=LONGEST_CONTACT
            ),
        )
    if intake.kind not in NAMED and (intake.anonymous or not identity.name):
        return words, Identity()
    if intake.kind in NAMED and not (identity.name and identity.contact):
        raise Refused(
            "name",
            _(
                "A complaint or a petition is made under the real name: give your name and how to reach you. "
                "Both stay sealed. Without a name you can report a wrong, ask or suggest something."
            ),
        )
    return words, identity


def _earlier(intake: Intake) -> Complaint | None:
    """The earlier complaint that number and secret open; Refused where they open none."""
    number = intake.earlier_number.strip().upper()
    if not number:
        return None
    found = Complaint.objects.filter(number=number).first()
    if found is None or not compare_digest(found.secret, digest_of_secret(intake.earlier_secret)):
        raise Refused(
            "earlier", _("No complaint has this number and this secret; look at both again or leave both.")
        )
    return found


def _about_as(earlier: Complaint | None, intake: Intake) -> Intake:
    """The intake about the project of the earlier one that it repeats, where it names nothing itself."""
    if earlier is None or intake.about is not None or cleaned(intake.words.subject):
        return intake
    stopped = earlier.about_id is None or stopped_cases().filter(pk=earlier.about_id).exists()
    return intake if stopped else replace(intake, about=earlier.about)


def _refuse_way(way: str, received_on: date, at: datetime) -> None:
    if way not in ComplaintWay.values or way == ComplaintWay.ONLINE:
        raise Refused("way", _("Choose how it came."))
    if received_on > day_of(at):
        raise Refused("received_on", _("It can't have come later than today."))
    if (day_of(at) - received_on).days > EARLIEST_DAYS:
        raise Refused("received_on", _("It came more than a year ago; look at the date again."))


def _takes_part(institution: Institution, case: Case) -> bool:
    return institution in institutions_in(case)
