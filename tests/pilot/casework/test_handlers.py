"""A project is given to a handler of the working group, handed over, and given back."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.pilot.acts.staff import Office
from xianxing.pilot.casework.domain.handlers import give_cases, group_people
from xianxing.pilot.casework.models import CaseHandler
from xianxing.pilot.parties.models import User
from xianxing.pilot.refusal import Refused

pytestmark = pytest.mark.django_db


def give(office: Office, to: User | None, by: User) -> int:
    return give_cases(cases=[office.company.filing.pk], to=to, by=by, at=office.company.later())


def test_the_secretariat_gives_and_the_handler_hands_over(office: Office) -> None:
    assert give(office, office.ren, office.wen) == 1
    assert give(office, office.tang, office.ren) == 1
    assert CaseHandler.objects.get().user == office.tang
    with pytest.raises(Refused, match="承办人由"):
        give(office, office.ren, office.ren)
    assert give(office, None, office.fang) == 1
    assert not CaseHandler.objects.exists()


def test_only_people_of_the_group_handle(office: Office) -> None:
    for other in (office.xu, office.bai, office.company.cast.zhou):
        with pytest.raises(Refused, match="不是专项工作组成员"):
            give(office, other, office.wen)
    names = [user.name for user in group_people(at=office.company.at)]
    assert names == sorted(["wen", "tang", "fang", "ren"])


def test_what_was_not_filed_is_given_to_nobody_and_then_nothing_is(office: Office) -> None:
    with pytest.raises(Refused):
        give_cases(
            cases=[office.company.filing.pk, uuid4()], to=office.wen, by=office.wen, at=office.company.later()
        )
    with pytest.raises(Refused):
        give(office, office.wen, office.company.cast.zhou)
    assert not CaseHandler.objects.exists()
