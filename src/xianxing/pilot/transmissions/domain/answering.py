"""A return of CSRC names the package that it answers; one for another case is refused."""

from __future__ import annotations

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from xianxing.pilot.acts.domain.step_rules import StepContent, StepRule, StepTaking
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.acts.permissions import CaseView, case_to_read
from xianxing.pilot.filings.submit.case_numbers import case_number
from xianxing.pilot.papers.values import chinese_day, project_name
from xianxing.pilot.protection.namings import NamedRow
from xianxing.pilot.refusal import Refused, Stranger
from xianxing.pilot.transmissions.models import TransmissionPackage
from xianxing.pilot.transmissions.queries import package_called
from xianxing.pilot.words import cleaned
from xianxing.procedure.events import JSON
from xianxing.procedure.meanings import Means, ParticularMeans
from xianxing.procedure.model import Procedure, Step
from xianxing.workdays.clocks import day_of

# The words of CSRC that answer what was sent: recognition or not, the evaluation passed or failed.
ANSWERS = (Means.RECOGNISE, Means.DECLINE_RECOGNITION, Means.PASS_EVALUATION, Means.FAIL_EVALUATION)
SHOWN = 12  # characters of a digest
BETWEEN = re.compile(r"[\s,，、;；]+")  # what stands between the packages that a letter names


class AnsweringPackage(StepRule):
    """Asked wherever CSRC's answer is taken or entered, by a page, a program or a second person."""

    def before(self, taking: StepTaking) -> StepContent:
        """The package that is answered, by its number, with its row for the event.

        A letter that staff enter must name one, where any was made; who acts for CSRC on this site answers
        the newest, unless another is named. A letter that answers several projects may name all their
        packages, one after another: each case takes its own. Refused for a package of another case, saying
        whose it is as far as the person may know, for one that is none, for two of one case, and for an older
        one without a word why.
        """
        procedure, step = taking.view.procedure, taking.offer.step
        asked = particular_of(procedure, step, ParticularMeans.PACKAGE_ANSWERED)
        if asked is None:
            return StepContent(taking.entry)
        made, said = packages_of(taking.view), cleaned(str(taking.entry.answers.get(asked, "")))
        if not said:
            if not made:
                return StepContent(taking.entry)
            if taking.offer.entered:
                raise Refused("package", _name_one(made[0]))
            return _with(taking.entry, asked, made[0])
        said = _own_of(said, taking.view)
        found = package_called(said)
        if found is None or found.case_id != taking.view.case.pk:
            raise Refused("package-elsewhere", _elsewhere(found, said, made, taking))
        if found.pk != made[0].pk:
            why = particular_of(procedure, step, ParticularMeans.OLDER_PACKAGE)
            if not cleaned(str(taking.entry.answers.get(why or "", ""))):
                raise Refused("package-older", _older(found, made[0], procedure, why))
        return _with(taking.entry, asked, found)

    def said(self, view: CaseView) -> tuple[str, ...]:
        """Which packages went out, the newest first, for who is about to enter an answer."""
        return tuple(
            _("Package {number}, made on {day}, digest {digest}…").format(
                number=one.number, day=chinese_day(day_of(one.made_at)), digest=one.digest[:SHOWN]
            )
            for one in (packages_of(view) if view.is_group else ())
        )


def packages_of(view: CaseView) -> list[TransmissionPackage]:
    """The packages of a case, the newest first."""
    return list(TransmissionPackage.objects.filter(case=view.case).order_by("-ordinal"))


def particular_of(procedure: Procedure, step: Step, means: ParticularMeans) -> str | None:
    """The name under which a step records something of this meaning; None where it doesn't."""
    return next((one.id for one in procedure.particulars_of(step) if one.means == means), None)


def _own_of(said: str, view: CaseView) -> str:
    """Of the packages that a letter names that of this case; all of the words where it names one or none.

    Refused where it names two of this case: a return answers one.
    """
    named = list(dict.fromkeys(one for one in BETWEEN.split(said) if one))
    if len(named) < 2:
        return said
    found = {word: package_called(word) for word in named}
    own = {one.pk: word for word, one in found.items() if one is not None and one.case_id == view.case.pk}
    if len(own) > 1:
        words = _("The letter names several packages of this case: {names}. A return answers one of them.")
        raise Refused("packages", words.format(names="、".join(own.values())))
    return next(iter(own.values()), said)


def _with(entry: Entry, asked: str, package: TransmissionPackage) -> StepContent:
    answers: dict[str, JSON] = {**entry.answers, asked: package.number}
    return StepContent(replace(entry, answers=answers), (NamedRow(package),))


def _name_one(newest: TransmissionPackage) -> str:
    return _(
        "Name the package that this letter answers, by its number or digest. The newest is {number} "
        "(digest {digest}…)."
    ).format(number=newest.number, digest=newest.digest[:SHOWN])


def _elsewhere(
    found: TransmissionPackage | None, said: str, made: list[TransmissionPackage], taking: StepTaking
) -> str:
    """That it isn't this case's package; whose it is where the person reads that case too."""
    own = "、".join(one.number for one in made) or "—"
    if found is not None:
        try:
            other = case_to_read(found.case_id, taking.by, at=taking.at)
        except Stranger:
            pass
        else:
            return _(
                "“{said}” is a package of another case: {number}, {project}. This return can't be entered "
                "here; enter it there. Packages of this case: {own}."
            ).format(said=said, number=case_number(other.filing), project=project_name(other.filing), own=own)
    return _("No package of this case is called “{said}”. Its packages: {own}.").format(said=said, own=own)


def _older(
    found: TransmissionPackage, newest: TransmissionPackage, procedure: Procedure, why: str | None
) -> str:
    label = procedure.particulars[why].zh if why else ""
    return _(
        "This return answers {older}, and a newer package was made after it: {newest}, on {day}. If the "
        "letter does mean {older}, confirm it by saying why under “{label}”."
    ).format(older=found.number, newest=newest.number, day=chinese_day(day_of(newest.made_at)), label=label)
