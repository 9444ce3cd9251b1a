"""What the pages of an exit show, in words: figures and their rows, the five steps, the parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.urls import reverse

from xianxing.desks.acts.case_pages import homes
from xianxing.desks.acts.consequences import step_marks
from xianxing.desks.desk.clauses import ClauseMark
from xianxing.desks.look.context import Link
from xianxing.i18n import current_language, gettext
from xianxing.pilot.acts.offers import StepOffer, offers
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.cases.models import Duty
from xianxing.pilot.exits.course import ACTS, ExitPlace, PlaceStatus, done_at, places_of_exit
from xianxing.pilot.exits.models import ExitAssessment
from xianxing.pilot.exits.permissions import signer_in, units_of
from xianxing.pilot.exits.queries import (
    MeasureStanding,
    lacking_parts,
    latest_assessments,
    measures_in,
    pilot_units,
    unit_name,
)
from xianxing.pilot.exits.sources import FIGURE_NAMES, SOURCE_NAMES, AssessmentFigure


@dataclass(frozen=True)
class AssessmentLine:
    """A figure in words, with the page on which its rows stand; "" where the person has none."""

    figure: AssessmentFigure
    name: str
    url: str


@dataclass(frozen=True)
class FigureGroup:
    """The figures of one source."""

    name: str
    url: str
    lines: Sequence[AssessmentLine]


@dataclass(frozen=True)
class OfferLine:
    """A step that the person can take now."""

    offer: StepOffer
    name: str
    marks: tuple[ClauseMark, ...]


@dataclass(frozen=True)
class PlaceLine:
    """One of the five steps: its names, how far it is, whose turn it is, limits that run, what I can do."""

    names: str
    place: ExitPlace
    owner: str
    done_at: datetime | None
    duties: Sequence[tuple[Duty, str]]
    offers: Sequence[OfferLine]

    @property
    def now(self) -> bool:
        """Whether the case stands here."""
        return self.place.status is PlaceStatus.NOW

    @property
    def done(self) -> bool:
        """Whether it is over."""
        return self.place.status is PlaceStatus.DONE


@dataclass(frozen=True)
class PartLine:
    """A pilot institution in the exit: its assessment, its measures, whether its part is proved."""

    unit: str
    name: str
    own: bool
    signs: bool
    assessment: ExitAssessment | None
    measures: Sequence[MeasureStanding]
    lacking: bool

    @property
    def accepted(self) -> int:
        """How many of the measures are proved."""
        return sum(one.proved for one in self.measures)

    @property
    def ready(self) -> bool:
        """Whether every measure is proved, so that the part can be declared carried out."""
        return bool(self.measures) and self.accepted == len(self.measures)


def figure_groups(view: CaseView, figures: Iterable[AssessmentFigure]) -> list[FigureGroup]:
    """The figures by their source, in words, each with where its rows stand."""
    found = []
    for source, held in groupby(figures, lambda one: one.source):
        url = source_url(view, source)
        lines = [AssessmentLine(one, figure_name(one.key), url) for one in held]
        found.append(FigureGroup(str(SOURCE_NAMES[source]), url, lines))
    return found


def figure_name(key: str) -> str:
    """What a figure is called."""
    return str(FIGURE_NAMES[key]) if key in FIGURE_NAMES else key


def source_url(view: CaseView, source: str) -> str:
    """Where the rows of a source stand for this person."""
    if source == "indicators":
        return reverse("supervision:case", args=[view.case.pk])
    if source == "complaints":
        return reverse("complaints:ledger" if view.is_authority else "complaints:own")
    if source in ("inspections", "findings"):
        return reverse("inspections:case", args=[view.case.pk])
    if source == "incidents":
        return reverse("incidents:case", args=[view.case.pk])
    if source == "reports":
        return reverse("reports:case", args=[view.case.pk])
    if source == "referrals":
        return reverse("exits:referrals", args=[view.case.pk])
    return reverse("acts:case", args=[view.case.pk])


def place_lines(view: CaseView) -> list[PlaceLine]:
    """The five steps in order, with what the person can do where the case stands."""
    language, procedure = current_language(), view.procedure
    own = [offer for offer in offers(view) if procedure.meaning(offer.step.act) in ACTS]
    duties = [
        (duty, procedure.roles[duty.role].name(language))
        for duty in Duty.objects.filter(case=view.case).order_by("due", "role")
        if not (duty.clock in procedure.clocks and procedure.clocks[duty.clock].item)
    ]
    ended = done_at(view)
    return [
        PlaceLine(
            gettext(" / ").join(procedure.states[state].name(language) for state in place.states),
            place,
            _owner(view, place),
            ended.get(place.states),
            duties if place.status is PlaceStatus.NOW else [],
            offer_lines(view, own) if place.status is PlaceStatus.NOW else [],
        )
        for place in places_of_exit(view)
    ]


def offer_lines(view: CaseView, found: Iterable[StepOffer]) -> list[OfferLine]:
    """Steps in words, with their clauses."""
    language = current_language()
    return [OfferLine(one, one.step.name(language), step_marks(view, one.step)) for one in found]


def part_lines(view: CaseView) -> list[PartLine]:
    """The project's pilot institutions with how far each has come."""
    assessed, lacking, own = latest_assessments(view), lacking_parts(view), units_of(view)
    return [
        PartLine(
            unit.key,
            unit_name(view, unit.key),
            unit.key in own,
            signer_in(view, unit.key) is not None,
            assessed.get(unit.key),
            measures_in(view, unit.key),
            unit.key in lacking,
        )
        for unit in pilot_units(view)
    ]


def exit_crumbs(view: CaseView, *links: Link) -> list[Link]:
    """From the person's home by the room of the exit to a page."""
    return [*homes(view), Link(gettext("Exit"), reverse("exits:room", args=[view.case.pk])), *links]


def _owner(view: CaseView, place: ExitPlace) -> str:
    roles, states = view.procedure.roles, view.procedure.states
    owners = dict.fromkeys(states[state].owner for state in place.states)
    return gettext(", ").join(roles[one].name(current_language()) for one in owners if one in roles)
