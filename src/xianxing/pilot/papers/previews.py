"""The papers that a step would make, to be looked at before it is taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from xianxing.pilot.acts.permissions import CaseView
from xianxing.pilot.papers.texts import PaperText, paper_text
from xianxing.pilot.papers.values import ActSaid, PaperScene
from xianxing.procedure.events import JSON
from xianxing.procedure.model import Step


def previews(
    view: CaseView, step: Step, *, at: datetime, reason: str = "", said: Mapping[str, JSON] | None = None
) -> list[PaperText]:
    """Each paper as it would be if the step were taken now, with a sign where something isn't known yet."""
    if not step.documents:
        return []
    scene = PaperScene.of(view.filing, view.procedure)
    unit = next((actor.unit for actor in view.actors if actor.unit), "")
    act = ActSaid(step, view.state.state, at, unit, reason, said or {}, stands=view.state)
    found = [paper_text(scene, act, kind, view.state.members, whole=True) for kind in step.documents]
    return [text for text in found if text is not None]
