"""What a person is, read once for a request that only reads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.pilot.cast import NOON, Cast
from xianxing.pilot.parties.enums import StaffRole
from xianxing.pilot.parties.models import StaffAppointment
from xianxing.pilot.parties.queries import one_reading_of_roles, roles_of

pytestmark = pytest.mark.django_db


def staff(cast: Cast, seconds: float = 0) -> frozenset[StaffRole]:
    return roles_of(cast.wen, at=NOON + timedelta(seconds=seconds)).staff


def test_a_role_is_read_once_within_a_reading_and_anew_after_it(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with one_reading_of_roles(), django_assert_num_queries(1):
        assert staff(cast) == staff(cast, 2) == {StaffRole.SECRETARIAT}
    StaffAppointment.objects.filter(user=cast.wen).update(until=NOON)
    assert staff(cast, 2) == set()


def test_an_earlier_instant_and_one_after_a_minute_are_asked_for_themselves(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    StaffAppointment.objects.filter(user=cast.wen).update(until=NOON + timedelta(seconds=61))
    with one_reading_of_roles(), django_assert_num_queries(3):
        assert staff(cast)
        assert staff(cast, -1)
        assert not staff(cast, 61)


def test_an_account_that_is_switched_off_keeps_no_role_of_a_reading(cast: Cast) -> None:
    with one_reading_of_roles():
        assert staff(cast)
        cast.wen.is_active = False
        assert not staff(cast)
