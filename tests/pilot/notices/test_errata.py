"""A slip of the pen is put right beside what was published, by the secretariat, and never changed again."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from pytest_django import Settings

from tests.factories.notices import Noticed, at_the_time_of, published
from tests.pilot.notices.faults import faults
from xianxing.i18n import language
from xianxing.pilot.cases.models import Event
from xianxing.pilot.notices.domain.errata import put_right
from xianxing.pilot.notices.models import Erratum, RegisterEntry
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused, Stranger

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def righted(scene: Noticed, by: User | None = None, **said: Any) -> Erratum:
    """Wen puts the notice right, unless something else is said."""
    usual = {
        "about": scene.notice.number,
        "words": "“二期”应为“一期”。",
        "reason": "笔误",
        "substance": False,
    }
    company = scene.company
    return put_right(
        case=company.filing.pk,
        by=by or company.cast.wen,
        at=company.later(),
        **{"substance": False, **usual, **said},
    )  # fmt: skip


def test_it_stands_beside_notice_and_entry_in_both_languages_and_in_the_data(
    under_notice: Noticed, client: Client, settings: Settings
) -> None:
    company, number = under_notice.company, under_notice.notice.number
    made = righted(under_notice)
    at_the_time_of(company, settings)
    page = client.get(f"/notices/{number}/").content.decode()
    assert "更正" in page and made.words in page and "笔误" in page
    assert "Errata" in client.get(f"/en/notices/{number}/").content.decode()
    (told,) = client.get(f"/notices/{number}/?format=json").json()["errata"]
    assert (told["text"], told["reason"]) == (made.words, "笔误")
    updated = re.findall("<updated>(.*?)</updated>", client.get("/notices/feed.atom").content.decode())
    assert {datetime.fromisoformat(one) for one in updated} == {made.made_at.replace(microsecond=0)}
    published(company, under_notice.notice)
    entry = RegisterEntry.objects.get().number
    righted(under_notice, about=entry, words="“甲”应为“乙”。")
    at_the_time_of(company, settings)
    assert "“甲”应为“乙”。" in client.get(f"/register/{entry}/").content.decode()
    (project,) = client.get("/register/projects.json").json()["projects"]
    assert [one["text"] for one in project["errata"]] == ["“甲”应为“乙”。"]
    assert Event.objects.filter(case=company.filing.pk, step="put_on_record", role="secretariat").exists()
    assert faults() == []


def test_what_changes_the_substance_is_refused_with_the_step_that_gives_new_days(
    under_notice: Noticed,
) -> None:
    with pytest.raises(Refused, match="实质变更，重新确认") as refused:
        righted(under_notice, substance=True)
    assert refused.value.code == "substance"
    with language("en"), pytest.raises(Refused):
        righted(under_notice, substance=None)
    assert not Erratum.objects.exists()


@pytest.mark.parametrize(
    ("said", "code"),
    [({"words": " "}, "words"), ({"reason": ""}, "reason"), ({"words": "字" * 1001}, "words"),
     ({"about": "N2000-999"}, "about"), ({"about": ""}, "about")],
)  # fmt: skip
def test_bad_input_is_refused_and_leaves_nothing(
    under_notice: Noticed, said: dict[str, Any], code: str
) -> None:
    before = Event.objects.count()
    with pytest.raises(Refused) as refused:
        righted(under_notice, **said)
    assert refused.value.code == code
    assert (Erratum.objects.count(), Event.objects.count()) == (0, before)


def test_neither_a_unit_nor_a_stranger_puts_anything_right(under_notice: Noticed) -> None:
    for person in (under_notice.company.cast.zhou, under_notice.company.he, under_notice.company.cast.chen):
        with pytest.raises(Stranger):
            righted(under_notice, by=person)


def test_the_database_lets_nobody_change_or_remove_it(under_notice: Noticed) -> None:
    made = righted(under_notice)
    for change in (
        lambda: Erratum.objects.update(about="P1"),
        lambda: Erratum.objects.update(words="另一句"),
        lambda: Erratum.objects.filter(pk=made.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
