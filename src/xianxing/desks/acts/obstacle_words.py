"""Why a step isn't open, as sentences for the person who looks at it."""

from __future__ import annotations

from xianxing.desks.desk.clauses import marks
from xianxing.i18n import current_language, gettext
from xianxing.pilot.acts.obstacles import held_back, obstacles
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.calls.pinned import guide_of
from xianxing.procedure.model import Named, Step
from xianxing.procedure.reading import function_words
from xianxing.procedure.registry import Guard


def obstacle_words(view: CaseView, step: Step) -> list[str]:
    """One sentence for each thing that stands between the person and the step."""
    found, language = obstacles(view, step), current_language()
    stands = view.procedure.states[view.state.state].name(language)
    said = []
    if found.states:
        said.append(
            gettext("The case stands at “{stands}”; this step is taken at {states}.").format(
                stands=stands, states=_names(found.states)
            )
        )
    if found.roles:
        said.append(gettext("It is taken by {roles}.").format(roles=_names(found.roles)))
    said += [
        gettext("This condition doesn't hold yet: {condition}").format(condition=one)
        for one in _conditions(view, step, found.guards)
    ]
    if found.done:
        said.append(
            gettext("You have done your part of it; it is for the others now.")
            if step.adds
            else gettext("This was done already; nothing is left to do in it.")
        )
    return said


def waits_for(view: CaseView) -> list[tuple[Step, str, list[str]]]:
    """The person's own steps that wait, by name, each with the conditions that don't hold."""
    language = current_language()
    return [(step, step.name(language), _conditions(view, step, unmet)) for step, unmet in held_back(view)]


def _conditions(view: CaseView, step: Step, guards: tuple[Guard, ...]) -> list[str]:
    """The conditions with the clause that asks for each; the step's own where a condition has none."""
    procedure, language = view.procedure, current_language()
    found = []
    for guard in guards:
        own = procedure.cite(guard.clause) if guard.clause else ""
        cited = marks(guide_of(view.case.call), [own] if own else step.basis or step.serves)
        words = function_words(procedure, guard.name, "guard", language)
        named = gettext(", ").join(one.label for one in cited)
        found.append(gettext("{words} ({clauses})").format(words=words, clauses=named) if named else words)
    return found


def _names(parts: tuple[Named, ...]) -> str:
    language = current_language()
    return gettext(", ").join(gettext("“{name}”").format(name=part.name(language)) for part in parts)
