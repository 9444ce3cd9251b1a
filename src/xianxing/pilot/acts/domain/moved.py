"""An act on a state that has moved on meanwhile is refused, and says what happened."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xianxing.pilot.calls.pinned import procedure_of
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.refusal import Refused
from xianxing.procedure.meanings import Means


class Moved(Refused):
    """The case has moved on since the person looked; `sequence` is where it stands now."""

    def __init__(self, sequence: int, happened: tuple[str, ...]) -> None:
        self.sequence, self.happened = sequence, happened
        shown = "；".join(happened) if (get_language() or "").startswith("zh") else "; ".join(happened)
        super().__init__(
            "moved",
            _("The case has moved on since you opened it: {happened}. Look again before you act.").format(
                happened=shown or "—"
            ),
        )


def refuse_moved(case: Case, sequence: int) -> None:
    """Moved where the case has other events than those that the person saw.

    What the public says meanwhile isn't one of them: it stands for itself, and would hold up every act.
    """
    if case.sequence == sequence:
        return
    procedure, language = procedure_of(case.call), get_language() or ""
    said = [step.id for step in procedure.steps_meaning(Means.COMMENT, Means.OBJECT_BY_NAME)]
    since = Event.objects.filter(case=case, sequence__gt=sequence).exclude(step__in=said)
    if 0 <= sequence < case.sequence and not since.exists():
        return
    names = [
        procedure.steps[step].name(language) if step in procedure.steps else step
        for step in since.order_by("sequence").values_list("step", flat=True)[:10]
    ]
    raise Moved(case.sequence, tuple(names))
