"""A page of what was taken down stays at its address and says so; nothing of the content is left anywhere."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from tests.desks.accounts.visits import enter
from tests.factories.notices import Noticed, at_the_time_of, published, taken_down
from xianxing.pilot.notices.models import RegisterEntry
from xianxing.pilot.notices.queries import project_of, sheet_of

pytestmark = pytest.mark.django_db
PLACES = (
    "/notices/", "/notices/?format=json", "/notices/feed.atom", "/register/", "/register/?format=json",
    "/register/projects.csv", "/register/projects.json",
)  # fmt: skip


@pytest.fixture
def gone(under_notice: Noticed, settings: Settings) -> Noticed:
    published(under_notice.company, under_notice.notice)
    at_the_time_of(under_notice.company, settings)
    return under_notice


def everything(noticed: Noticed) -> dict[str, str]:
    """Every public page about the project, by its address."""
    number, entry = noticed.notice.number, RegisterEntry.objects.get().number
    own = [f"/notices/{number}/", f"/register/{entry}/"]
    name = project_of(noticed.notice)
    places = [*PLACES, *own, *(f"{place}?format=json" for place in own), f"/notices/?q={name}"]
    found = {place: Client().get(place) for place in places}
    assert {answer.status_code for answer in found.values()} == {200}
    return {place: answer.content.decode() for place, answer in found.items()}


def test_the_address_stays_and_says_when_by_whom_and_on_what_kind_of_ground(gone: Noticed) -> None:
    words = {str(line.value) for line in sheet_of(gone.notice)}
    before = everything(gone)
    assert all(any(word in page for word in words) for page in before.values())
    taken_down(gone.company)
    at = gone.company.at
    after = everything(gone)
    asked = [place for place in after if "?q=" in place]
    for place, page in after.items():
        if place not in asked:  # the page says what was asked for
            assert not any(word in page for word in words), place
    for place in (f"/notices/{gone.notice.number}/", f"/register/{RegisterEntry.objects.get().number}/"):
        page = after[place]
        assert "已撤下" in page and "工作组秘书处" in page and "涉及个人信息" in page
        assert f"{at:%H:%M}" in page
        assert "误将" not in page and gone.notice.digest not in page
        assert "公开日志" in page
        assert "公示期逐日计算" not in page, "its days count for nothing any more"
        assert "Taken down" in Client().get(f"/en{place}").content.decode()
    assert "撤下于" in after["/notices/"] and "截止于" not in after["/notices/"]
    assert "已撤下" in after["/notices/"] and "已撤下" in after["/register/"]
    assert "已撤下" in after["/notices/feed.atom"]


def test_programs_are_told_too_and_the_log_keeps_its_entries(gone: Noticed) -> None:
    taken_down(gone.company)
    number = gone.notice.number
    told = Client().get(f"/notices/{number}/?format=json").json()
    assert (told["project"], told["sheet"], told["sheet_sha256"], told["errata"]) == (number, [], None, [])
    assert (told["taken_down"]["by"], told["taken_down"]["ground"]) == ("工作组秘书处", "涉及个人信息")
    assert Client().get(f"/log/publications/{told['log_place']}.json").status_code == 200
    [project] = Client().get("/register/projects.json").json()["projects"]
    assert project["taken_down_ground"] == "涉及个人信息"
    assert (project["sheet"], project["units"], project["sheet_sha256"]) == ([], [], None)
    assert "taken_down_ground" in Client().get("/register/projects.csv").content.decode().splitlines()[0]
    assert number in Client().get("/log/").content.decode()


def test_the_desk_leads_to_the_step_and_to_the_stop_for_secrecy(gone: Noticed) -> None:
    company = gone.company
    place = f"/desk/cases/{company.filing.pk}/errata/"
    page = enter(company.cast.wen).get(place).content.decode()
    step = f"/desk/cases/{company.filing.pk}/steps/take_down_publication/"
    link = next(part for part in page.split('href="') if "take_down_publication" in part).partition('"')[0]
    assert link.endswith("steps/take_down_publication/"), step
    assert 'href="/secrecy/"' in page
    asked = enter(company.cast.wen).get(link).content.decode()
    assert "撤下事由" in asked and "泄露秘密" in asked and "有关机关要求" in asked and "误发" in asked
