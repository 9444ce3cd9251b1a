"""The kinds of messages and their sentences, made when they are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.models import Case
from xianxing.pilot.messages.limits import day_words, limit_words
from xianxing.pilot.messages.models import Message
from xianxing.procedure.model import Procedure, Step
from xianxing.procedure.next_steps import steps_ahead

# Every kind that may be told, with its sentence; {step} and {state} are named by the case's procedure.
SENTENCES = {
    "turn": gettext_lazy("It is your turn: {next}. The project now stands at “{state}”.{limit}"),
    "done": gettext_lazy("“{step}” was done; the project now stands at “{state}”.{limit}"),
    "passed": gettext_lazy("{step}; the project stands at “{state}”.{limit}"),
    "item": gettext_lazy("{step}. To be done: {next}.{limit}"),
    "late": gettext_lazy(
        "A limit has passed while the project stands at “{state}”; to be done: {next}.{limit}"
    ),
    "due": gettext_lazy("Reminder: {next} is still to be done at “{state}”.{limit}"),
    "secrecy": gettext_lazy("The project was stopped and its files were put aside; the group will explain."),
    "secrecy_over": gettext_lazy("The stop of the project was lifted."),
    "confirm": gettext_lazy("Please give “{confirmation}” for {unit_name}.{also}"),
    "again": gettext_lazy(
        "Your “{confirmation}” for {unit_name} is void: {reason}. See what changed and confirm again.{also}"
    ),
    "voided": gettext_lazy(
        "Your “{confirmation}” for {unit_name} is void: {by} opened the content to change it. Nothing to do "
        "now; you will be told what changed once it is frozen again."
    ),
    "refused": gettext_lazy(
        "{by} refused “{confirmation}”; the reasons stand on the page of confirmations."
    ),
    "ready": gettext_lazy("All have confirmed; you can file now."),
    "act_waits": gettext_lazy("{by} entered “{step}”; it waits for a second person: confirm or return it."),
    "act_confirmed": gettext_lazy("{by} confirmed “{step}”, which you had entered; it is done."),
    "act_returned": gettext_lazy("{by} returned “{step}”, which you had entered; see why and enter it anew."),
    "comment": gettext_lazy("{by} addressed a comment in the filing to you."),
    "question": gettext_lazy("An applicant asks the working group a question."),
    "answer": gettext_lazy("The working group has answered your question."),
    "joined": gettext_lazy("{unit_name} has joined the filing."),
    "declined": gettext_lazy("{unit_name} declined to take part in the filing."),
    "left": gettext_lazy("{unit_name} no longer takes part in the filing."),
    "taken_out": gettext_lazy(
        "The lead took {unit_name} out of the filing, or withdrew its invitation; nothing to do."
    ),
    "invited": gettext_lazy(
        "{by} invites your institution to take part in a filing; please accept or decline."
    ),
    "contacts": gettext_lazy("Your institution has fewer contacts than the guide asks for; name others."),
    "expert_invited": gettext_lazy(
        "The working group asks for your opinion on a project; read the undertaking, sign it or step aside."
    ),
    "claim": gettext_lazy("An institution was claimed and waits to be confirmed."),
    "claim_decided": gettext_lazy("The claim of your institution was decided."),
    "extended": gettext_lazy("The window of the call was extended."),
    "complaint_received": gettext_lazy("Complaint {number} came in; decide about it.{limit}"),
    "complaint_forwarded": gettext_lazy(
        "The working group asks your institution to answer complaint {number}.{limit}"
    ),
    "complaint_answered": gettext_lazy(
        "The institution answered complaint {number}; review the answer.{limit}"
    ),
    "complaint_mediation": gettext_lazy(
        "A mediation is offered for complaint {number}; say whether you agree."
    ),
    "complaint_extended": gettext_lazy("The limit for closing complaint {number} was put off.{limit}"),
    "complaint_closed": gettext_lazy("Complaint {number} was closed."),
    "complaint_late": gettext_lazy("A limit of complaint {number} has passed.{limit}"),
    "complaint_late_own": gettext_lazy(
        "A limit of complaint {number}, with which your institution deals, has passed.{limit}"
    ),
    "commitments_to_sign": gettext_lazy(
        "The list of what your institution is held to in the trial waits for your signature."
    ),
    "plan_signed": gettext_lazy("A plan of indicators was signed; agree to it or return it."),
    "plan_agreed": gettext_lazy("The working group agreed to the plan of indicators."),
    "plan_returned": gettext_lazy(
        "The working group returned the plan of indicators; see why and sign anew."
    ),
    "value_red": gettext_lazy("A reported value reaches its red line; please explain it.{limit}"),
    "value_red_group": gettext_lazy("A reported value of the project reaches its red line."),
    "report_question": gettext_lazy("The working group asks about a report of your institution.{limit}"),
    "report_answer": gettext_lazy("The institution answered a question about its report."),
    "report_closed": gettext_lazy("The working group closed its review of a report."),
    "change_to_approve": gettext_lazy(
        "A change of the project needs your agreement before it goes live.{limit}"
    ),
    "change_told": gettext_lazy(
        "An institution tells a change of the project; take note of it, or say no.{limit}"
    ),
    "change_decided": gettext_lazy("The working group decided about a change of the project."),
    "inspection_planned": gettext_lazy(
        "The working group inspects the project from {first} to {last}; the notice says what to keep ready."
    ),
    "inspection_assigned": gettext_lazy("You inspect the project from {first} to {last}."),
    "inspection_called_off": gettext_lazy("An inspection of the project was called off."),
    "inspection_findings": gettext_lazy(
        "The inspection found something that concerns your institution; please answer.{limit}"
    ),
    "finding_near": gettext_lazy(
        "Reminder: your institution has yet to answer what an inspection found.{limit}"
    ),
    "finding_late": gettext_lazy(
        "The limit for answering what an inspection found has passed; answer now.{limit}"
    ),
    "finding_late_group": gettext_lazy(
        "The limit for answering what an inspection found has passed without an answer.{limit}"
    ),
    "rectification_near": gettext_lazy(
        "Reminder: your institution has yet to report what it put right.{limit}"
    ),
    "rectification_late": gettext_lazy(
        "The limit of a rectification has passed; report what was put right now.{limit}"
    ),
    "rectification_late_group": gettext_lazy(
        "The limit of a rectification has passed without a report.{limit}"
    ),
    "finding_answered": gettext_lazy("The institution answered a finding of an inspection."),
    "rectification_reported": gettext_lazy("The institution reports what it put right; please re-check it."),
    "rectification_returned": gettext_lazy(
        "What your institution put right was re-checked and is not enough; see why and report again."
    ),
    "rectification_accepted": gettext_lazy(
        "What the institution put right was re-checked and accepted; confirm the rectification."
    ),
    "incident_followed": gettext_lazy("A further report came in on incident {number}."),
    "incident_regraded": gettext_lazy("The grade of incident {number} changed; see which limits run."),
    "incident_returned": gettext_lazy(
        "The working group returned a report on incident {number}; complete it and hand it in again."
    ),
    "incident_limit": gettext_lazy("The working group set a limit for a report on incident {number}.{limit}"),
    "incident_closed": gettext_lazy("The working group closed incident {number}."),
    "incident_overdue": gettext_lazy(
        "A limit for reporting on incident {number} has passed; report at once.{limit}"
    ),
    "incident_overdue_group": gettext_lazy(
        "A limit for reporting on incident {number} has passed without a report.{limit}"
    ),
    "webhook_disabled": gettext_lazy(
        "An address of yours that is told of events didn't answer several times and was switched off."
    ),
    "exit_assessed": gettext_lazy("An institution handed in its assessment of the exit."),
    "exit_proof": gettext_lazy("A measure of the exit was proved; accept the proof or return it."),
    "exit_proof_accepted": gettext_lazy("The secretariat accepted a proof of the exit."),
    "exit_proof_returned": gettext_lazy(
        "The secretariat returned a proof of the exit; see why and bring it anew."
    ),
    "lesson_proposed": gettext_lazy("A lesson for the guide was proposed; take it up or not."),
    "lesson_decided": gettext_lazy("The working group decided about a lesson that you proposed."),
    "library_to_confirm": gettext_lazy(
        "The project is to stand in the public case library; read the entry and answer for your institution."
    ),
    "library_answered": gettext_lazy(
        "An institution answered about the project's entry in the case library."
    ),
    "talent_decided": gettext_lazy(
        "The secretariat looked at what you did for a project; see the talent pool."
    ),
    "archive_volume": gettext_lazy("A volume for the archive was prepared; please check it."),
    "archive_returned": gettext_lazy("The volume for the archive was returned; see why and prepare it anew."),
    "archive_receipt": gettext_lazy("The archive's receipt was entered; please confirm it against the scan."),
    "archive_receipt_rejected": gettext_lazy(
        "The receipt that you entered wasn't confirmed; see why and enter it anew."
    ),
    "data_request": gettext_lazy("Somebody asks about his or her personal information: {number}."),
    "data_answered": gettext_lazy("Your request {number} about your personal information was answered."),
    "delegation_offered": gettext_lazy("{by} asks you to be deputy from {first} to {last}; please answer."),
    "delegation_accepted": gettext_lazy("{by} accepted your delegation from {first} to {last}."),
    "delegation_declined": gettext_lazy("{by} declined your delegation from {first} to {last}."),
    "delegation_revoked": gettext_lazy("{by} revoked the delegation to you from {first} to {last}."),
    "delegation_laid_down": gettext_lazy("{by} laid down your delegation from {first} to {last}."),
}  # fmt: skip

# Kinds that ask for an act, with the act as a letter names it: no name, nothing of a filing. Letters about
# the other kinds say that there is news.
ASKING = {
    "turn": gettext_lazy("{next}"),
    "item": gettext_lazy("{next}"),
    "late": gettext_lazy("{next}"),
    "due": gettext_lazy("{next}"),
    "confirm": gettext_lazy("Give “{confirmation}”"),
    "again": gettext_lazy("Give “{confirmation}” again"),
    "ready": gettext_lazy("File the application"),
    "act_waits": gettext_lazy("Confirm as second person, or return, what a colleague entered"),
    "act_returned": gettext_lazy("Enter anew what the second person returned"),
    "invited": gettext_lazy("Accept or decline an invitation to a filing"),
    "expert_invited": gettext_lazy("Answer an invitation to give an opinion"),
    "question": gettext_lazy("Answer an applicant's question"),
    "claim": gettext_lazy("Decide about a claimed institution"),
    "contacts": gettext_lazy("Name further contacts of the institution"),
    "delegation_offered": gettext_lazy("Accept or decline a delegation"),
    "commitments_to_sign": gettext_lazy("Sign the list of commitments of a project"),
    "plan_signed": gettext_lazy("Agree to a plan of indicators, or return it"),
    "plan_returned": gettext_lazy("Sign a plan of indicators anew"),
    "value_red": gettext_lazy("Explain a reported value"),
    "report_question": gettext_lazy("Answer a question about a report"),
    "change_to_approve": gettext_lazy("Agree to a change of a project, or say no"),
    "change_told": gettext_lazy("Take note of a change of a project, or say no"),
    "inspection_assigned": gettext_lazy("Inspect a project"),
    "inspection_findings": gettext_lazy("Answer what an inspection found"),
    "finding_near": gettext_lazy("Answer what an inspection found"),
    "finding_late": gettext_lazy("Answer what an inspection found; the limit has passed"),
    "rectification_near": gettext_lazy("Report what was put right"),
    "rectification_late": gettext_lazy("Report what was put right; the limit has passed"),
    "rectification_reported": gettext_lazy("Re-check what was put right"),
    "rectification_returned": gettext_lazy("Report again what was put right"),
    "rectification_accepted": gettext_lazy("Confirm a rectification"),
    "incident_returned": gettext_lazy("Complete a report on an incident"),
    "incident_limit": gettext_lazy("Report on an incident within a limit"),
    "incident_overdue": gettext_lazy("Report on an incident whose limit has passed"),
    "exit_proof": gettext_lazy("Accept a proof of an exit, or return it"),
    "exit_proof_returned": gettext_lazy("Bring a proof of an exit anew"),
    "lesson_proposed": gettext_lazy("Decide about a lesson for the guide"),
    "library_to_confirm": gettext_lazy("Confirm an entry of the case library"),
    "archive_volume": gettext_lazy("Check a volume for the archive"),
    "archive_returned": gettext_lazy("Prepare a volume for the archive anew"),
    "archive_receipt": gettext_lazy("Confirm the archive's receipt"),
    "archive_receipt_rejected": gettext_lazy("Enter the archive's receipt anew"),
    "data_request": gettext_lazy("Answer a request about personal information"),
    "complaint_received": gettext_lazy("Decide about a complaint"),
    "complaint_forwarded": gettext_lazy("Answer a complaint"),
    "complaint_answered": gettext_lazy("Review the answer to a complaint"),
    "complaint_mediation": gettext_lazy("Say whether your institution agrees to a mediation"),
    "complaint_late": gettext_lazy("Deal with a complaint whose limit has passed"),
    "complaint_late_own": gettext_lazy("Deal with a complaint whose limit has passed"),
}

# What a message keeps as a date, and says as people write one.
DAYS = ("first", "last")

# What other apps know to say of a message's params, by the placeholder of its sentence.
Words = Callable[[Message], Mapping[str, str]]
_words: list[Words] = []

# What another app calls a case in a letter, where it has a number that tells nothing of it; "" for none.
Reference = Callable[[Case], str]
_references: list[Reference] = []

# Every kind of letter with a link: its subject, and what stands above the link.
LINKS = {
    "password": (
        gettext_lazy("Set your password"),
        gettext_lazy("Set your password here. The link works once and for one day:"),
    ),
    "claim": (
        gettext_lazy("Claim an institution"),
        gettext_lazy("Claim your institution here. The link works for one day:"),
    ),
    "account_exists": (
        gettext_lazy("Claim an institution"),
        gettext_lazy("You have an account already. Log in, then claim the institution from your account:"),
    ),
    "invitation": (
        gettext_lazy("Invitation"),
        gettext_lazy("You are invited to work for an institution. The link works once and for seven days:"),
    ),
}


def register_words(words: Words) -> None:
    """Ask this function, too, for the words of a message about a case; called once from `AppConfig.ready`."""
    if words not in _words:
        _words.append(words)


def register_reference(reference: Reference) -> None:
    """Have letters call a case by what this function says; called once from an `AppConfig.ready`."""
    if reference not in _references:
        _references.append(reference)


def sentence(message: Message) -> str:
    """What a message says, in the language active now; the case must come with its call and guide loaded.

    What asks for an act names it, with the limit as it was counted when the message was written.
    """
    return str(SENTENCES[message.kind]).format_map(_words_of(message))


def action(message: Message) -> str:
    """The act that a message asks for, as a letter may name it; "" for news. Loaded as for `sentence`."""
    if message.kind not in ASKING:
        return ""
    return str(ASKING[message.kind]).format_map(_words_of(message))


def reference(case: Case) -> str:
    """What a letter calls a case: its number; "" while it has none."""
    return next((found for each in _references if (found := each(case))), "")


def _words_of(message: Message) -> _Placeholders:
    words = _Placeholders({key: _written(key, str(value)) for key, value in message.params.items()})
    limit = limit_words(message.params)
    words["limit"] = _(" {limit}").format(limit=limit) if limit else ""
    if message.case is not None:
        words |= _named(procedure_of(message.case.call), message.params)
        for known in _words:
            words |= known(message)
    return words


def _written(key: str, value: str) -> str:
    return day_words(date.fromisoformat(value)) if key in DAYS else value


class _Placeholders(dict[str, str]):
    """Placeholders with their words; a message that was written without one shows a dash there.

    `also`, what is asked beside, is left out where nothing is.
    """

    def __missing__(self, key: str) -> str:
        return "" if key == "also" else "—"


def _named(procedure: Procedure, params: Mapping[str, object]) -> dict[str, str]:
    """Step and state under their names, and what comes next; one that isn't known keeps its id."""
    language = get_language() or "zh-hans"
    found: dict[str, str] = {}
    for key, known in (("step", procedure.steps), ("state", procedure.states)):
        identifier = str(params.get(key, ""))
        found[key] = known[identifier].name(language) if identifier in known else identifier
    steps = _ahead(procedure, params)
    found["next"] = _(" or ").join(step.name(language) for step in steps) or found["state"]
    return found


def _ahead(procedure: Procedure, params: Mapping[str, object]) -> Sequence[Step]:
    """The steps that came next when the message was written; of an older message all that the state has."""
    named = params.get("ahead")
    if isinstance(named, list):
        return [procedure.steps[one] for one in named if one in procedure.steps]
    state = str(params.get("state"))
    return steps_ahead(procedure, state, {}) if state in procedure.states else ()


def unknown_kind(kind: str) -> str:
    """The sentence for a caller who names a kind that doesn't exist."""
    return _("There is no kind of message “{kind}”.").format(kind=kind)
