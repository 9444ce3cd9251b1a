"""The steps that are open to a person now, and what each asks for: read from the procedure's data alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from xianxing.pilot.acts.entries import named_by_item
from xianxing.pilot.acts.permissions import CaseView
from xianxing.procedure.events import JSON
from xianxing.procedure.meanings import Means
from xianxing.procedure.model import Fact, Procedure, Role, Step
from xianxing.procedure.outcomes import is_spent
from xianxing.procedure.runner import Actor, open_steps, role_for

# Acts for which the second factor is asked though the procedure lets one person take them alone and decides
# nothing with them: what is signed, handed in and taken back in a unit's name.
SIGNED = frozenset(
    (
        Means.SIGN_COMPLIANCE_AS_LEAD, Means.SIGN_COMPLIANCE_AS_PARTNER, Means.GIVE_CONSENT,
        Means.TAKE_BACK_CONSENT, Means.FILE, Means.ENTER_PLATFORM_FILING, Means.REFILE_CORE,
        Means.REFILE_LOCAL,
        Means.CONFIRM_PUBLIC_SHEET, Means.ABANDON_DRAFT, Means.PROPOSE_WITHDRAWAL, Means.JOIN_WITHDRAWAL,
        Means.DROP_WITHDRAWAL, Means.WITHDRAW,
    )
)  # fmt: skip


HANDED_IN = (Means.FILE, Means.ENTER_PLATFORM_FILING, Means.REFILE_CORE, Means.REFILE_LOCAL)
# What the outside platform said of a filing that was handed in there (clause 4); the receipt is the evidence.
PLATFORM_NUMBER, PLATFORM_INSTANT = "platform_number", "platform_received_at"
PLATFORM = frozenset((PLATFORM_NUMBER, PLATFORM_INSTANT))


@dataclass(frozen=True)
class Ask:
    """One thing that a step asks for. `values` are the choices, `items` those of a checklist, to be ticked.

    `kind` is choice, checklist, number, item (of a list of open ones, `values`), or a particular's own kind.
    `when` names the answers given with the same step for which it is asked; empty means always.
    """

    id: str
    zh: str
    en: str
    kind: str
    values: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    optional: bool = False
    when: Mapping[str, tuple[str, ...]] | None = None

    def name(self, language: str) -> str:
        """Its name in a language."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True)
class StepOffer:
    """A step that is open to a person: in which capacity, what it asks, whether a second person confirms."""

    step: Step
    actor: Actor
    role: str
    asks: tuple[Ask, ...]
    entered: bool
    four_eyes: bool
    second_factor: bool
    after_end: bool = False
    filed: bool = False

    @property
    def evidence(self) -> bool:
        """Whether the paper or page that is entered, or that is the act itself, must be handed in."""
        return (
            self.entered
            or self.after_end
            or self.filed
            or any(ask.kind == "address" or ask.id in PLATFORM for ask in self.asks)
        )


_after_end: dict[str, Callable[[CaseView], bool]] = {}


def register_after_end(means: Means, still: Callable[[CaseView], bool]) -> None:
    """Let steps of a meaning be taken in a case that has ended, while `still` holds; called from `ready`."""
    _after_end[means] = still


_filed: set[str] = set()


def register_filed(means: Means) -> None:
    """Ask steps of a meaning for a file, which is what the act hands in; called from `ready`."""
    _filed.add(means)


_turns: dict[str, Callable[[CaseView], bool]] = {}


def register_turn(means: Means, still: Callable[[CaseView], bool]) -> None:
    """Offer steps of a meaning only while `still` finds something left to do; called from `ready`."""
    _turns[means] = still


_known_answers: dict[str, Callable[[CaseView], Mapping[str, JSON]]] = {}


def register_known_answers(means: Means, known: Callable[[CaseView], Mapping[str, JSON]]) -> None:
    """Have nothing asked of a step of a meaning that `known` reads from the record; called from `ready`."""
    _known_answers[means] = known


def steps_after_end(view: CaseView) -> tuple[Step, ...]:
    """What may still be done in a case that has ended, beside its procedure; nothing in one that goes on."""
    procedure = view.procedure
    if not procedure.states[view.state.state].final:
        return ()
    found = []
    for step in procedure.steps.values():
        still = _after_end.get(procedure.meaning(step.act))
        if still is not None and not step.target and not step.by_time and still(view):
            found.append(step)
    return tuple(found)


def offers(view: CaseView) -> tuple[StepOffer, ...]:
    """Every step open to the person, in the order of the procedure; each once, for the first unit that may.

    Guards on facts are tried, those on answers are not: `domain.taking` asks everything again.
    """
    found: dict[str, StepOffer] = {}
    ended = steps_after_end(view)
    for actor in view.actors:
        beside = [s for s in ended if role_for(view.procedure, s, view.state, actor)]
        for step in (*open_steps(view.procedure, view.state, actor), *beside):
            if step.id not in found and has_turn(view, step, actor):
                found[step.id] = offer_of(view, step, actor)
    order = {name: place for place, name in enumerate(view.procedure.steps)}
    return tuple(sorted(found.values(), key=lambda offer: order[offer.step.id]))


def offer_of(view: CaseView, step: Step, actor: Actor) -> StepOffer:
    """What a step asks of this person, whether or not it is open."""
    role = role_for(view.procedure, step, view.state, actor)
    entered = role in step.entered_by and role not in step.actors
    four_eyes = step.four_eyes or entered
    return StepOffer(
        step,
        actor,
        role,
        _asks(view, step),
        entered,
        four_eyes,
        needs_second_factor(view.procedure, step, four_eyes),
        after_end=bool(role) and step in steps_after_end(view),
        filed=view.procedure.meaning(step.act) in _filed,
    )


def needs_second_factor(procedure: Procedure, step: Step, four_eyes: bool) -> bool:
    """Whether a fresh code is asked: for what decides, needs two people, or is signed in a unit's name."""
    return four_eyes or procedure.acts[step.act].decides or procedure.meaning(step.act) in SIGNED


def has_turn(view: CaseView, step: Step, actor: Actor) -> bool:
    """Whether the person has something left to do in the step's tallies, lists and items, and on record."""
    still = _turns.get(view.procedure.meaning(step.act))
    if is_spent(view.procedure, step, view.state.facts) or (still is not None and not still(view)):
        return False
    if step.item_from and not view.state.items_of(step):
        return False
    for fact in (*step.adds, *step.removes):
        declared, acted = view.procedure.facts[fact], view.state.acted.get(fact, frozenset())
        members = view.state.members.get(declared.over, frozenset())
        if named_by_item(declared):
            if not _items(view, step, fact) and (fact in step.removes or declared.by_item):
                return False
            continue
        name = actor.unit if _of_units(view.procedure, declared) else actor.person
        if name not in members or (name in acted) == (fact in step.adds):
            return False
    return True


def _items(view: CaseView, step: Step, name: str) -> tuple[str, ...]:
    """What the act can name: what is in the list, or the members for whom nothing was entered yet."""
    fact, acted = view.procedure.facts[name], view.state.acted.get(name, frozenset())
    if name in step.removes:
        return tuple(sorted(acted))
    return tuple(sorted(view.state.members.get(fact.over, frozenset()) - acted)) if fact.by_item else ()


def _of_units(procedure: Procedure, fact: Fact) -> bool:
    return fact.over in {role.of for role in procedure.roles.values() if role.of}


def _spoken_for(procedure: Procedure, fact: Fact) -> Fact | Role:
    """Under whose name an act asks for what it adds: those for whom others enter, else the fact's own."""
    roles = (procedure.roles[name] for name in fact.set_by if name in procedure.roles)
    return next(roles, fact) if fact.by_item else fact


def _asks(view: CaseView, step: Step) -> tuple[Ask, ...]:
    found = []
    if step.item_from:
        about = view.procedure.item_kinds[step.item]
        open_now = tuple(item.id for item in view.state.items_of(step))
        found.append(Ask(about.id, about.zh, about.en, "item", open_now))
    means = view.procedure.meaning(step.act)
    known = _known_answers[means](view) if means in _known_answers else {}
    for name in step.asks:
        fact = view.procedure.facts[name]
        if fact.setting or fact.from_clock or name in known:
            continue  # worked out, never asked
        kind = "number" if fact.threshold else "checklist" if fact.items else "choice"
        values = () if kind != "choice" else tuple(str(value) for value in fact.domain)
        found.append(Ask(name, fact.zh, fact.en, kind, values, fact.items))
    for name in (*step.adds, *step.removes):
        fact = view.procedure.facts[name]
        if named_by_item(fact):
            optional = name in step.adds and not fact.by_item
            whose = _spoken_for(view.procedure, fact)
            found.append(Ask(name, whose.zh, whose.en, "item", _items(view, step, name), optional=optional))
    for name in step.particulars:
        one = view.procedure.particulars[name]
        found.append(Ask(name, one.zh, one.en, one.kind, optional=one.optional, when=dict(one.when)))
    if view.case.call.external_channel and view.procedure.meaning(step.act) in HANDED_IN:
        found.append(Ask(PLATFORM_NUMBER, "平台回执编号", "Number of the platform's receipt", "text"))
        found.append(Ask(PLATFORM_INSTANT, "平台接收时刻", "When the platform received it", "instant"))
    return tuple(found)
