"""A word that doesn't fit is told of before one goes on, however it was saved, and once is enough."""

from __future__ import annotations

import json

import pytest
from django.http import HttpResponse

from tests.desks.portal.conftest import Draft
from xianxing.desks.portal.sections import section_for
from xianxing.pilot.calls.pinned import guide_of
from xianxing.pilot.filings.models import Cell

PATH = "project.trial_months"
SPOT = "i-c-project-trial_months"


@pytest.fixture
def misfit(draft: Draft) -> Draft:
    """A number that the script has saved as words."""
    version = Cell.objects.get(filing=draft.filing, path=PATH).version
    sent = {"unit": "", "path": PATH, "value": "一年半", "based": str(version)}
    saved = draft.enter("zhou").post(
        draft.url("cells/save/"), json.dumps(sent), content_type="application/json"
    )
    assert saved.status_code == 200
    return draft


def press(draft: Draft, act: str, **more: str) -> HttpResponse:
    """Press a button of the page, with nothing changed since."""
    section = section_for(guide_of(draft.call), PATH)
    assert section is not None
    version = Cell.objects.get(filing=draft.filing, path=PATH).version
    sent = {f"based:{PATH}": f"{version}", f"v:{PATH}": "一年半", "act": act, **more}
    answer = draft.enter("zhou").post(draft.url(f"sections/{section.id}/"), sent)
    assert isinstance(answer, HttpResponse)
    return answer


@pytest.mark.parametrize("act", ["to:after", "to:findings", "save", ""])
def test_buttons_that_save_tell_of_it_first(misfit: Draft, act: str) -> None:
    page = press(misfit, act)
    assert page.status_code == 400
    text = page.content.decode()
    assert f'href="#{SPOT}"' in text.partition("error-summary")[2]
    assert f'name="warned" value="{SPOT}"' in text


def test_who_was_told_goes_on(misfit: Draft) -> None:
    assert press(misfit, "to:after", warned=SPOT).status_code == 302


@pytest.mark.parametrize("act", ["to:before", "to:home"])
def test_going_back_asks_for_nothing(misfit: Draft, act: str) -> None:
    assert press(misfit, act).status_code == 302
