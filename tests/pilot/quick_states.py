"""Migrations without most of the models of the past that Django makes on the way.

After each operation Django makes the class of every model anew that hangs together with the changed one, and
here nearly all do. Inside `quick_states` the changed one alone is made anew, and all of them for code that
asks for them; a field is copied, not taken apart and put together. `endure` migrates as the site does, and
so does `test_upgrade.py` always.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db.migrations import RunPython
from django.db.migrations.state import ProjectState, StateApps
from django.db.models import Field
from django.utils.functional import SimpleLazyObject


@contextmanager
def quick_states() -> Iterator[None]:
    """Everything inside migrates the quick way, but for `endure`."""
    if os.environ.get("HYPOTHESIS_PROFILE") == "endure":
        yield
        return
    with (
        patch.object(ProjectState, "_find_reload_model", _itself),
        patch.object(RunPython, "database_forwards", _forwards),
        patch.object(RunPython, "database_backwards", _backwards),
        patch.object(Field, "clone", copy.deepcopy),
    ):
        yield


def _itself(
    state: ProjectState, app_label: str, model_name: str, delay: bool = False
) -> set[tuple[str, str]]:
    return {(app_label, model_name)}


def _all_models(state: ProjectState) -> Any:
    return SimpleLazyObject(lambda: StateApps(list(state.real_apps), state.models))


def _forwards(step: RunPython, _app: str, editor: Any, before: ProjectState, _after: ProjectState) -> None:
    step.code(_all_models(before), editor)


def _backwards(step: RunPython, _app: str, editor: Any, before: ProjectState, _after: ProjectState) -> None:
    if step.reverse_code is None:
        raise NotImplementedError("You cannot reverse this operation")
    step.reverse_code(_all_models(before), editor)
