"""The inputs of a step's form, from what the procedure asks; and back from what was sent to an entry."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict

from xianxing.desks.acts.items import item_facts
from xianxing.i18n import current_language, gettext
from xianxing.pilot.acts.domain.step_rules import rule_for
from xianxing.pilot.acts.entries import Entry
from xianxing.pilot.acts.offers import Ask, StepOffer
from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.filings.actors import people_of_role
from xianxing.pilot.filings.models import Unit
from xianxing.pilot.words import whole_number
from xianxing.procedure.events import JSON
from xianxing.procedure.meanings import Means

SHORT = {
    "number": "number",
    "whole": "number",
    "text": "text",
    "date": "date",
    "instant": "datetime-local",
    "address": "url",
}


@dataclass(frozen=True)
class ActInput:
    """One input: its name in the form, label, kind of control, options (value, label, chosen), text, hint.

    `when` is JSON of the inputs and answers after which it is asked, for the page's script; "" means always.
    """

    name: str
    label: str
    control: str
    options: tuple[tuple[str, str, bool], ...] = ()
    text: str = ""
    type: str = "text"
    hint: str = ""
    required: bool = True
    when: str = ""


@dataclass(frozen=True)
class ActForm:
    """Everything that a step's form asks, filled with what was sent before."""

    inputs: tuple[ActInput, ...] = ()
    reason: str = ""
    asks_reason: bool = False
    letters: tuple[tuple[UUID, str, bool], ...] = field(default=())


def form_of(
    view: CaseView, offer: StepOffer, sent: QueryDict | None, letters: Sequence[tuple[UUID, str]]
) -> ActForm:
    """The form of a step; `letters` are the person's files that no act has named yet."""
    chosen = sent or _suggested(view, offer)
    inputs = [_of_ask(view, ask, chosen) for ask in offer.asks]
    inputs += [
        _of_invited(view, group, chosen)
        if adds_members(view, offer)
        else _of_group(view, group, chosen, given=sent is not None)
        for group in shown_groups(view, offer)
    ]
    inputs += [_of_fact(view, name, chosen) for name in offer.step.declares]
    ticked = set(chosen.getlist("evidence"))
    return ActForm(
        tuple(inputs), chosen.get("reason", ""), offer.step.reason,
        tuple((pk, name, str(pk) in ticked) for pk, name in letters),
    )  # fmt: skip


def _suggested(view: CaseView, offer: StepOffer) -> QueryDict:
    """What the form begins with, as if it had been sent."""
    begins = QueryDict(mutable=True)
    for name, value in rule_for(view, offer.step).suggested(view).items():
        begins[f"ask.{name}"] = str(value)
    return begins


def entry_of(view: CaseView, offer: StepOffer, sent: QueryDict, evidence: Sequence[UUID]) -> Entry:
    """What was sent, as an entry; an input left empty isn't answered."""
    answers: dict[str, JSON] = {}
    for ask in offer.asks:
        if ask.kind == "checklist":
            ticked = set(sent.getlist(f"ask.{ask.id}"))
            answers[ask.id] = {item: str(place) in ticked for place, item in enumerate(ask.items)}
        elif said := sent.get(f"ask.{ask.id}", "").strip():
            answers[ask.id] = _typed(ask, said)
    members = {group: _members(view, group, sent) for group in shown_groups(view, offer)}
    changed = {
        group: names
        for group, names in members.items()
        if set(names) != (set() if adds_members(view, offer) else set(view.state.members.get(group, ())))
    }
    declares = {name: said for name in offer.step.declares if (said := sent.get(f"declares.{name}", ""))}
    return Entry(
        answers, changed, declares, sent.get("reason", ""), tuple(evidence), offer.actor.unit,
        behalf=offer.actor.behalf,
    )  # fmt: skip


def _typed(ask: Ask, said: str) -> JSON:
    """A number as one, an instant without zone in Asia/Shanghai, anything else as it was typed."""
    if ask.kind in ("number", "whole"):
        return whole_number(said, said)
    if ask.kind == "instant":
        try:
            instant = datetime.fromisoformat(said)
        except ValueError:
            return said
        return said if instant.tzinfo else f"{said}+08:00"
    return said


def _of_ask(view: CaseView, ask: Ask, sent: QueryDict) -> ActInput:
    name, language = f"ask.{ask.id}", current_language()
    about: dict[str, Any] = {
        "label": ask.name(language),
        "hint": _when(view, ask),
        "required": not ask.optional,
        "when": json.dumps({f"ask.{fact}": list(values) for fact, values in ask.when.items()})
        if ask.when
        else "",
    }
    if ask.kind == "choice":
        options = tuple(
            (value, view.procedure.word(value, language), value == sent.get(name)) for value in ask.values
        )
        return ActInput(name, control="radio", options=options, **about)
    if ask.kind == "checklist":
        ticked = set(sent.getlist(name))
        options = tuple((str(n), item, str(n) in ticked) for n, item in enumerate(ask.items))
        return ActInput(name, control="checkbox", options=options, **about)
    if ask.kind == "item" and ask.values:
        options = tuple((value, item_words(view, value), value == sent.get(name)) for value in ask.values)
        return ActInput(name, control="radio", options=options, **about)
    control = "area" if ask.kind == "long_text" else "line"
    return ActInput(name, control=control, text=sent.get(name, ""), type=SHORT.get(ask.kind, "text"), **about)


def item_words(view: CaseView, name: str) -> str:
    """An open item in words: since when, at which stage, of which unit, until when; else its name."""
    item = view.state.items.get(name)
    return " · ".join([name, *item_facts(view, item)]) if item else name


def _of_group(view: CaseView, group: str, sent: QueryDict, *, given: bool) -> ActInput:
    """The members of a group to choose from: the filing's units, or the people who hold the role."""
    name = f"members.{group}"
    if free(view, group):
        named = sent.get(name, "") if given else "\n".join(sorted(view.state.members.get(group, ())))
        hint = gettext("One a line, by its full name.")
        return ActInput(name, group_name(view, group), "area", text=named, hint=hint)
    chosen = set(sent.getlist(name)) if given else set(view.state.members.get(group, ()))
    options = tuple((key, label, key in chosen) for key, label in candidates(view, group))
    return ActInput(name, group_name(view, group), "checkbox", options, required=False)


def _of_invited(view: CaseView, group: str, sent: QueryDict) -> ActInput:
    """Whom to ask besides those who were asked: by name, one a line."""
    name, asked = f"members.{group}", "、".join(sorted(view.state.members.get(group, ())))
    hint = gettext("One a line, by its full name.")
    if asked:
        hint += gettext(" Asked already, and still asked: {names}.").format(names=asked)
    return ActInput(name, group_name(view, group), "area", text=sent.get(name, ""), hint=hint)


def _members(view: CaseView, group: str, sent: QueryDict) -> list[str]:
    """The members that were chosen, or named one a line."""
    if free(view, group):
        lines = (line.strip() for line in sent.get(f"members.{group}", "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))
    return sent.getlist(f"members.{group}")


def free(view: CaseView, group: str) -> bool:
    """Whether the group holds whoever is named, such as departments, and not units or people known here."""
    return any(fact.over == group and fact.by_item for fact in view.procedure.facts.values())


def _of_fact(view: CaseView, name: str, sent: QueryDict) -> ActInput:
    fact, language = view.procedure.facts[name], current_language()
    held = sent.get(f"declares.{name}") or str(view.state.facts.get(name, ""))
    options = tuple((str(v), view.procedure.word(v, language), str(v) == held) for v in fact.domain)
    return ActInput(f"declares.{name}", fact.name(language), "radio", options, required=False)


def adds_members(view: CaseView, offer: StepOffer) -> bool:
    """Whether those named are asked besides whoever was asked before."""
    return offer.step.invites or view.procedure.meaning(offer.step.act) == Means.INVITE_DEPARTMENTS


def shown_groups(view: CaseView, offer: StepOffer) -> list[str]:
    """The groups that the person chooses: those of units, and those of people for the working group alone."""
    units = {role.of for role in view.procedure.roles.values() if role.of}
    return [group for group in offer.step.members if view.is_group or group in units]


def candidates(view: CaseView, group: str) -> list[tuple[str, str]]:
    """Who may belong to a group, as key and name."""
    if group in {role.of for role in view.procedure.roles.values() if role.of}:
        units = Unit.objects.filter(filing=view.filing, left_at=None).select_related("institution")
        return [(unit.key, unit.institution.name if unit.institution else unit.uscc) for unit in units]
    roles = {role for fact in view.procedure.facts.values() if fact.over == group for role in fact.set_by}
    people = {user.pk: user for role in roles for user in people_of_role(role, at=view.at)}
    return [(str(user.pk), user.name) for user in people.values()]


def group_name(view: CaseView, group: str) -> str:
    """What a group is called: after the role whose units it holds, or those over whom a fact counts."""
    language, roles = current_language(), view.procedure.roles
    for role in roles.values():
        if role.of == group:
            return role.name(language)
    for fact in view.procedure.facts.values():
        if fact.over == group:
            whose = next((roles[one] for one in fact.set_by if one in roles), None)
            return whose.name(language) if whose else fact.name(language)
    return group


def _when(view: CaseView, ask: Ask) -> str:
    """For which answers it is asked, in words; "" for always."""
    language, parts = current_language(), []
    for fact, values in (ask.when or {}).items():
        named = gettext(", or ").join(view.procedure.word(value, language) for value in values)
        name = view.procedure.facts[fact].name(language)
        parts.append(gettext("“{fact}” is “{values}”").format(fact=name, values=named))
    said = gettext(" and ").join(parts)
    return gettext("Asked where {conditions}.").format(conditions=said) if parts else ""


def said_back(view: CaseView, kept: Mapping[str, object]) -> list[tuple[str, str]]:
    """What a first person entered, in words, for the second one to read."""
    language, procedure = current_language(), view.procedure
    lines: list[tuple[str, str]] = []
    answers = kept.get("answers")
    for name, value in answers.items() if isinstance(answers, dict) else ():
        known = procedure.facts.get(name) or procedure.particulars.get(name) or procedure.item_kinds.get(name)
        if name in procedure.item_kinds:
            value = item_words(view, str(value))
        if isinstance(value, dict):
            ticked = "；".join(f"{'☑' if given else '☐'} {item}" for item, given in value.items())
            lines.append((known.name(language) if known else name, ticked))
        else:
            lines.append((known.name(language) if known else name, procedure.word(str(value), language)))
    members = kept.get("members")
    for group, names in members.items() if isinstance(members, dict) else ():
        there = dict(candidates(view, group))
        lines.append((group_name(view, group), "、".join(there.get(one, one) for one in names) or "—"))
    declares = kept.get("declares")
    for name, value in declares.items() if isinstance(declares, dict) else ():
        lines.append((procedure.facts[name].name(language), procedure.word(value, language)))
    return lines
