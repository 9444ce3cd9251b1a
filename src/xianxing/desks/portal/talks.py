"""What is said about a cell, beside the cell: open comments of the units, questions to the working group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xianxing.desks.portal.scene import FilingContext
from xianxing.i18n import gettext
from xianxing.pilot.filings.draft.comments import comments_of
from xianxing.pilot.filings.draft.form import FilingForm
from xianxing.pilot.filings.draft.locations import located, unit_of
from xianxing.pilot.filings.draft.questions import readable_questions
from xianxing.pilot.filings.models import Comment, Question
from xianxing.pilot.parties.models import Membership, User


@dataclass
class Addressee:
    """Somebody of the filing's units whom a comment can be addressed to."""

    user: User
    units: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Remark:
    """An open comment; `spot` says which row it is on, `mine` whether the person may settle it."""

    comment: Comment
    spot: str
    mine: bool


@dataclass(frozen=True)
class Talk:
    """Everything that is said about one cell, and whom a new comment can be for.

    `said` and `asking` are a comment and a question that the reader has typed and not sent.
    """

    location: str
    path: str
    anchor: str
    label: str
    remarks: tuple[Remark, ...]
    questions: tuple[Question, ...]
    people: tuple[Addressee, ...]
    said: str = ""
    asking: str = ""

    @property
    def answered(self) -> int:
        """How many of the questions have an answer."""
        return sum(bool(one.answer) for one in self.questions)


class Talks:
    """The talks of one filing, read in a number of queries that doesn't grow with what was said."""

    def __init__(
        self, scene: FilingContext, form: FilingForm, unsent: Mapping[str, str] | None = None
    ) -> None:
        """Read the open comments that the person may see, the filing's questions, and its people.

        `unsent` are texts of the page's own form that weren't sent, by the input's name.
        """
        self.scene, self.unsent = scene, unsent or {}
        self.remarks: dict[str, list[Remark]] = {}
        seen = comments_of(scene.filing, by=scene.user, at=scene.at, who=scene.who)
        for one in seen.filter(settled_at__isnull=True):
            here = located(form, one.location) or ""
            self.remarks.setdefault(base_of(here), []).append(
                Remark(one, row_of(here), may_settle(scene, one))
            )
        self.questions: dict[str, list[Question]] = {}
        for asked in readable_questions(scene.who):
            self.questions.setdefault(asked.path, []).append(asked)
        self.people = people(scene)

    def of(self, location: str, path: str, anchor: str, label: str) -> Talk:
        """The talk of a cell."""
        return Talk(
            location=location,
            path=path,
            anchor=anchor,
            label=label,
            remarks=tuple(self.remarks.get(location, ())),
            questions=tuple(self.questions.get(path, ())),
            people=readers(self.scene, self.people, location),
            said=self.unsent.get(f"say:{location}", ""),
            asking=self.unsent.get(f"ask:{location}", ""),
        )


def people(scene: FilingContext) -> dict[str, Addressee]:
    """The people of the filing's units, by id, in order of name; without the reader."""
    units = {unit.institution_id: unit.key for unit in scene.who.units}
    held = Membership.objects.active(scene.at).filter(institution__in=units)
    found: dict[str, Addressee] = {}
    for one in held.exclude(user=scene.user).select_related("user").order_by("user__name", "pk"):
        found.setdefault(str(one.user_id), Addressee(one.user)).units.add(units[one.institution_id])
    return found


def readers(scene: FilingContext, found: dict[str, Addressee], location: str) -> tuple[Addressee, ...]:
    """Those of them who may see a place: until the freeze a unit's sheet is its own people's."""
    key = unit_of(location)
    closed = key and not scene.who.frozen
    return tuple(one for one in found.values() if not closed or key in one.units)


def may_settle(scene: FilingContext, comment: Comment) -> bool:
    """Whether the person may settle a comment: its author, its addressee, an author of the lead."""
    return (
        scene.user.pk in (comment.author_id, comment.addressee_id) or scene.who.lead in scene.who.writes_for
    )


def base_of(location: str) -> str:
    """The cell that a place belongs to: without row, heading or page."""
    head, bracket, rest = location.partition("#")[0].partition("].")
    if bracket and head.startswith("unit["):
        return f"{head}].{rest.partition('[')[0]}"
    return location.partition("#")[0].partition("[")[0]


def row_of(location: str) -> str:
    """The row that a place names, in words; "" where it names none."""
    rest = location.removeprefix(base_of(location))
    number = rest[1:].partition("]")[0]
    return gettext("Row {n}").format(n=int(number) + 1) if number.isdecimal() and len(number) < 7 else ""
