"""A meeting from its invitation to its minutes; nothing is resolved without a quorum."""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.evidence import bring_evidence
from xianxing.pilot.acts.models import Evidence
from xianxing.pilot.calls.models import Call
from xianxing.pilot.filings.permissions import filed_bodies
from xianxing.pilot.meetings.minutes import minutes_docx
from xianxing.pilot.meetings.models import AgendaItem, Meeting, MeetingMember, MeetingRecusal
from xianxing.pilot.meetings.permissions import may_attend, may_convene
from xianxing.pilot.meetings.quorum import quorum_of
from xianxing.pilot.parties.models import User
from xianxing.pilot.parties.queries import roles_of
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.words import cleaned
from xianxing.workdays.clocks import CHINA_TIME, day_of

MOST = 200  # projects on one agenda, as many as one resolution takes
LONGEST_WORDS = 4_000


@transaction.atomic
def convene_meeting(
    *,
    call: Call,
    subject: str,
    place: str,
    starts_at: datetime,
    cases: Sequence[UUID],
    members: Collection[User],
    by: User,
    at: datetime,
) -> Meeting:
    """Put filed projects of a call on the agenda and invite people of the working group.

    Refused for who may not convene, without subject, place, project or member, for more than two hundred
    projects, for projects that weren't filed under the call, and for who isn't of the working group.
    """
    _require(by, at)
    said, where = cleaned(subject), cleaned(place)
    if not said or not where or len(said) > 100 or len(where) > 100:
        raise Refused("subject", _("Give the subject and the place, in at most 100 characters each."))
    chosen = list(dict.fromkeys(cases))
    if not chosen or len(chosen) > MOST:
        raise Refused("cases", _("Put one to {most} projects on the agenda.").format(most=MOST))
    filed = filed_bodies(by, at=at).filter(filing__in=chosen, filing__case__call=call)
    if set(filed.values_list("filing", flat=True)) != set(chosen):
        raise Refused("cases", _("Only projects that were filed under this call stand on its agenda."))
    if not members or not all(may_attend(roles_of(one, at=at)) for one in members):
        raise Refused("members", _("Invite people of the working group."))
    made = Meeting.objects.create(
        call=call, subject=said, place=where, starts_at=starts_at, convened_by=by, convened_at=at
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=made, case_id=case, number=number) for number, case in enumerate(chosen, 1)
    )
    MeetingMember.objects.bulk_create(MeetingMember(meeting=made, user=one) for one in set(members))
    return made


@transaction.atomic
def note_attendance(*, meeting: UUID, present: Collection[int], by: User, at: datetime) -> Meeting:
    """Note which of the invited are there; Refused once something was resolved."""
    found = _open(meeting, by, at)
    if found.agenda.filter(adopted__isnull=False).exists():
        raise Refused("resolved", _("Something was resolved already; who was there stays as it was noted."))
    if set(present) - set(found.members.values_list("user", flat=True)):
        raise Refused("members", _("Only who was invited is noted as present."))
    for member in found.members.all():
        member.present = member.user_id in set(present)
        member.save(update_fields=["present"])
    return found


@transaction.atomic
def recuse_member(
    *, meeting: UUID, case: UUID, member: int, reason: str, by: User, at: datetime
) -> MeetingRecusal:
    """Record that a member keeps out of a project; Refused once it was resolved on, and without a reason."""
    item = _item(_open(meeting, by, at), case)
    why = cleaned(reason)
    if not why or len(why) > 300:
        raise Refused("reason", _("Say why the member keeps out, in at most 300 characters."))
    if item.adopted is not None:
        raise Refused("resolved", _("This project was resolved on already."))
    if not item.meeting.members.filter(user=member).exists():
        raise Refused("members", _("Only who was invited keeps out of a project."))
    made, _new = MeetingRecusal.objects.update_or_create(item=item, user_id=member, defaults={"reason": why})
    return made


@transaction.atomic
def resolve_item(
    *,
    meeting: UUID,
    case: UUID,
    words: str,
    in_favour: int,
    against: int,
    abstained: int,
    by: User,
    at: datetime,
) -> AgendaItem:
    """Record what was resolved on a project, adopted where more than half of those present agreed.

    Refused before the meeting began, without the quorum, saying how many are there and how many must be,
    without words, and where the votes aren't as many as those present who don't keep out.
    """
    item = _item(_open(meeting, by, at), case)
    if at < item.meeting.starts_at:
        begins = item.meeting.starts_at.astimezone(CHINA_TIME).strftime("%Y-%m-%d %H:%M")
        message = _("The meeting begins at {instant}; nothing can be resolved before.")
        raise Refused("early", message.format(instant=begins))
    quorum = quorum_of(item)
    if not quorum.met:
        raise Refused(
            "quorum",
            _(
                "There is no quorum for this project: {present} of {invited} are there who don't keep out of "
                "it, and {needed} are needed. Nothing can be resolved; note who came, or convene anew."
            ).format(present=quorum.present, invited=quorum.invited, needed=quorum.needed),
        )
    said = cleaned(words)
    if not said or len(said) > LONGEST_WORDS:
        message = _("Write down what was resolved, in at most {limit} characters.")
        raise Refused("words", message.format(limit=LONGEST_WORDS))
    votes = (in_favour, against, abstained)
    if min(votes) < 0 or sum(votes) != quorum.present:
        message = _("The votes must be as many as those present who don't keep out: {present}.")
        raise Refused("votes", message.format(present=quorum.present))
    item.words, item.in_favour, item.against, item.abstained = said, in_favour, against, abstained
    item.adopted = in_favour * 2 > quorum.present
    item.save(update_fields=["words", "in_favour", "against", "abstained", "adopted"])
    return item


def close_meeting(*, meeting: UUID, by: User, at: datetime) -> Evidence:
    """Close the meeting: its minutes are made and kept as the person's evidence for the acts that follow.

    Refused while a project wasn't resolved on though there is a quorum for it, and twice.
    """
    with transaction.atomic():
        found = _open(meeting, by, at)
        left = [item for item in found.agenda.all() if item.adopted is None and quorum_of(item).met]
        if left:
            numbers = "、".join(str(item.number) for item in left)
            raise Refused("left", _("Not resolved on yet: item {numbers}.").format(numbers=numbers))
        found.closed_by, found.closed_at = by, at
        found.save(update_fields=["closed_by", "closed_at"])
        name = f"会议纪要-{day_of(found.starts_at).isoformat()}.docx"
        return bring_evidence(name=name, content=io.BytesIO(minutes_docx(found)), by=by, at=at)


def meeting_to_read(meeting: UUID, user: User, *, at: datetime) -> Meeting:
    """A meeting for one of the working group; Stranger for others."""
    found = Meeting.objects.select_related("call__guide", "convened_by").filter(pk=meeting).first()
    if found is None or not may_attend(roles_of(user, at=at)):
        raise Stranger(_("There is no such meeting."))
    return found


def _open(meeting: UUID, by: User, at: datetime) -> Meeting:
    """The meeting while it is open, locked until the transaction ends, for who keeps its minutes."""
    _require(by, at)
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("call__guide")
    found = rows.filter(pk=meeting).first()
    if found is None:
        raise Stranger(_("There is no such meeting."))
    if found.closed_at is not None:
        raise Refused("closed", _("The meeting is closed; its minutes stand."))
    return found


def _item(meeting: Meeting, case: UUID) -> AgendaItem:
    found = meeting.agenda.filter(case=case).first()
    if found is None:
        raise Stranger(_("There is no such project on the agenda."))
    return found


def _require(by: User, at: datetime) -> None:
    if not may_convene(roles_of(by, at=at)):
        raise Refused("role", _("Only the secretariat and the head of the group hold meetings."))
