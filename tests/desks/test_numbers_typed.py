"""Numbers in forms and addresses: thousands of digits are no number, and break no page."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from tests.factories.logged_in import browser, with_code
from tests.factories.notices import StageClock, at_the_time_of
from tests.pilot.acts.staff import Office
from xianxing.pilot.words import MOST_DIGITS, whole_number

LONG = "9" * 5000
# Of each page a field that holds a number.
FIELDS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("wen", "/desk/lessons/talent/", "contribution", {"act": "accept"}),
    ("wen", "/cases/{case}/inspections/plan/", "inspector", {}),
    ("wen", "/cases/{case}/steps/monitor/", "sequence", {}),
    ("wen", "/cases/{case}/lessons/", "evidence", {}),
    ("he", "/talent/", "contribution", {"act": "delete"}),
    ("zhou", "/cases/{case}/monitoring/programs/", "days", {"name": "程序", "scopes": "read"}),
    ("zhou", "/accounts/me/tokens/", "days", {"name": "程序", "scopes": "read"}),
)
# Pages that ask for rows by a number of their address, beside the case's.
ADDRESSES = (
    ("wen", f"/desk/resolutions/{LONG[:30]}/running/"),
    ("wen", f"/cases/{{case}}/reports/{LONG[:30]}/"),
    ("zhou", f"/filings/{{case}}/files/{LONG[:30]}/1/"),
    ("zhou", f"/filings/{{case}}/files/{LONG[:30]}/1/changes/"),
    ("zhou", f"/filings/{{case}}/files/1/{LONG}/picture/"),
)


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("１２", 12), ("9" * MOST_DIGITS, 10**MOST_DIGITS - 1), ("9" * 19, 0), (LONG, 0)]
    + [(text, 0) for text in ("", "-1", "1.5", "²", "x")],
)
def test_a_number_is_read_or_is_none(text: str, number: int) -> None:
    assert whole_number(text, 0) == number


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "path", "field", "beside"), FIELDS)
def test_a_number_without_end_breaks_no_page(
    on_trial: Office, settings: Settings, who: str, path: str, field: str, beside: dict[str, str]
) -> None:
    at_the_time_of(on_trial.company, settings)
    company = on_trial.company
    user = {"wen": on_trial.wen, "he": company.he, "zhou": company.cast.zhou}[who]
    StageClock.instant = company.later()
    client = browser(user)
    said = with_code(user, **beside)
    for text in (LONG, f"project:{LONG}") if field == "evidence" else (LONG,):
        answer = client.post(path.format(case=company.filing.pk), {**said, field: text})
        assert answer.status_code < 500


@pytest.mark.django_db
def test_what_was_done_is_not_found_under_a_number_without_end(on_trial: Office, settings: Settings) -> None:
    at_the_time_of(on_trial.company, settings)
    StageClock.instant = on_trial.company.later()
    page = browser(on_trial.wen).get(f"/cases/{on_trial.company.filing.pk}/", {"done": LONG})
    assert page.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "address"), ADDRESSES)
def test_an_address_with_a_number_without_end_leads_nowhere(
    on_trial: Office, settings: Settings, who: str, address: str
) -> None:
    at_the_time_of(on_trial.company, settings)
    user = {"wen": on_trial.wen, "zhou": on_trial.company.cast.zhou}[who]
    StageClock.instant = on_trial.company.later()
    assert browser(user).get(address.format(case=on_trial.company.filing.pk)).status_code == 404
