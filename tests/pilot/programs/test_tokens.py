"""Tokens for one project: by whom they are made, what ends them, what is kept of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.factories.exits import ended
from tests.factories.programs import ALL_SCOPES, project_token_of, webhook_of
from tests.pilot.acts.staff import Office
from tests.pilot.filings.company import just
from xianxing.pilot.acts.permissions import case_to_read
from xianxing.pilot.identities.models import LinkedIdentity
from xianxing.pilot.parties.domain.accounts import confirm_reset, request_reset
from xianxing.pilot.parties.domain.appointments import end_membership
from xianxing.pilot.parties.domain.tokens import make_token, token_holder
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import AccessEvent, User
from xianxing.pilot.programs.domain.tokens import (
    TokenFault,
    make_project_token,
    project_token,
    revoke_project_token,
)
from xianxing.pilot.programs.models import ProjectToken, Webhook
from xianxing.pilot.programs.queries import tokens_of
from xianxing.pilot.programs.secrecy import HOLDER
from xianxing.pilot.protection.row_seals import row_faults
from xianxing.pilot.refusal import Refused, Stranger

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def fault(office: Office, text: str, days: int = 0) -> TokenFault | None:
    found = project_token(text, at=office.company.at, real_now=timezone.now() + timedelta(days=days))
    assert found is not None
    return found.fault


def revoked(office: Office, row: ProjectToken, by: User) -> None:
    here = office.company
    revoke_project_token(case=here.filing.pk, token=row.pk, by=by, at=here.later(), real_now=timezone.now())


def test_its_text_is_nowhere_and_its_making_is_in_the_access_log(on_trial: Office) -> None:
    row, text = project_token_of(on_trial.company, scopes=("values", "read"))
    held = [str(value) for value in ProjectToken.objects.values_list().get()]
    assert not any(text in value or text.removeprefix("xp_") in value for value in held)
    assert row.scopes == ["read", "values"]
    line = AccessEvent.objects.filter(kind=AccessKind.TOKEN_MADE).get()
    assert (line.by, line.detail) == (on_trial.company.cast.zhou, f"xp_{row.pk} 报送程序 read values")
    assert fault(on_trial, text) is None


def test_its_use_is_noted_once_a_minute(on_trial: Office) -> None:
    row, text = project_token_of(on_trial.company)
    used = []
    for seconds in (0, 30, 90):
        project_token(text, at=on_trial.company.at, real_now=row.made_at + timedelta(seconds=seconds))
        row.refresh_from_db()
        assert row.used_at is not None
        used.append((row.used_at - row.made_at).total_seconds())
    assert used == [0, 0, 90]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": " "}, "name"),
        ({"scopes": ()}, "scope"),
        ({"scopes": ("read", "everything")}, "scope"),
        ({"days": 0}, "days"),
        ({"days": 181}, "days"),
    ],
)
def test_what_is_badly_asked_makes_none(on_trial: Office, change: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as said:
        project_token_of(on_trial.company, **change)
    assert said.value.code == code
    assert not ProjectToken.objects.exists()


def test_only_who_may_report_values_makes_one_and_strangers_learn_nothing(on_trial: Office) -> None:
    company = on_trial.company
    with pytest.raises(Refused) as said:
        project_token_of(company, on_trial.wen)
    assert said.value.code == "role"
    for stranger in (company.cast.mo, on_trial.xu):
        with pytest.raises(Stranger):
            project_token_of(company, stranger)
    with pytest.raises(Refused) as said:
        make_project_token(
            case=company.filing.pk, name="程序", scopes=("read",), days=1, by=company.cast.zhou,
            step_up=just(on_trial.wen), at=company.later(), real_now=timezone.now(),
        )  # fmt: skip
    assert said.value.code == "step-up"


def test_an_institution_has_so_many_good_ones_at_once(on_trial: Office) -> None:
    rows = [project_token_of(on_trial.company)[0] for _one in range(20)]
    with pytest.raises(Refused) as said:
        project_token_of(on_trial.company)
    assert said.value.code == "tokens"
    revoked(on_trial, rows[0], on_trial.company.cast.zhou)
    project_token_of(on_trial.company)


def test_colleagues_and_the_secretariat_revoke_it_and_others_do_not(on_trial: Office) -> None:
    company = on_trial.company
    row, text = project_token_of(company)
    for stranger in (company.cast.mo, on_trial.xu, on_trial.bai):
        with pytest.raises(Stranger):
            revoked(on_trial, row, stranger)
    assert fault(on_trial, text) is None
    revoked(on_trial, row, company.he)
    assert fault(on_trial, text) is TokenFault.REVOKED
    other, again = project_token_of(company)
    revoked(on_trial, other, on_trial.wen)
    revoked(on_trial, other, on_trial.wen)
    assert fault(on_trial, again) is TokenFault.REVOKED
    assert AccessEvent.objects.filter(kind=AccessKind.TOKEN_REVOKED).count() == 2
    assert [one.pk for one in tokens_of(case_to_read(company.filing.pk, on_trial.wen, at=company.at))] == [
        other.pk, row.pk,
    ]  # fmt: skip


def test_time_ends_it(on_trial: Office) -> None:
    _row, text = project_token_of(on_trial.company)
    assert fault(on_trial, text, days=29) is None
    assert fault(on_trial, text, days=30) is TokenFault.EXPIRED


def test_the_end_of_the_project_ends_it(on_trial: Office) -> None:
    company = on_trial.company
    _row, text = project_token_of(company)
    ended(on_trial)
    assert fault(on_trial, text) is TokenFault.ENDED


def test_a_reset_of_the_second_factor_ends_what_it_made(on_trial: Office) -> None:
    cast, now = on_trial.company.cast, timezone.now()
    _row, text = project_token_of(on_trial.company)
    webhook_of(on_trial.company, "https://receiver.example/")
    _own, personal = make_token(user=cast.zhou, name="程序", scopes=["read"], days=9, real_now=now)
    LinkedIdentity.objects.create(user=cast.zhou, issuer="https://p.example", subject="u", linked_at=now)
    reset = request_reset(user=cast.zhou, by=cast.sun, reason="手机遗失", at=on_trial.company.later())
    assert fault(on_trial, text) is None
    confirm_reset(reset=reset, by=cast.li, at=on_trial.company.later())
    assert fault(on_trial, text) is TokenFault.REVOKED
    assert token_holder(personal, real_now=timezone.now()) is None
    assert not Webhook.objects.filter(ended_at=None).exists()
    assert not LinkedIdentity.objects.exists()
    assert list(row_faults()) == []


def test_a_person_who_leaves_takes_it_along(on_trial: Office) -> None:
    company = on_trial.company
    _row, text = project_token_of(company)
    for held in company.cast.zhou.memberships.filter(until=None):
        end_membership(membership=held, at=company.at)
    company.later()
    assert fault(on_trial, text) is TokenFault.LEFT
    User.objects.filter(pk=company.cast.zhou.pk).update(is_active=False)
    assert project_token(text, at=company.at, real_now=timezone.now()) is None


def test_a_row_of_sql_alone_is_no_token_and_the_audit_names_it(on_trial: Office) -> None:
    row, text = project_token_of(on_trial.company, scopes=("read",))
    ProjectToken.objects.filter(pk=row.pk).update(scopes=list(ALL_SCOPES))
    assert project_token(text, at=on_trial.company.at, real_now=timezone.now()) is None
    assert list(row_faults()) == [f"programs_projecttoken {row.pk}, column seal: not as a person entered it"]


def test_an_erasure_takes_them_away(on_trial: Office) -> None:
    project_token_of(on_trial.company)
    assert HOLDER.erase(on_trial.company.filing.case, on_trial.company.at) == 1
    assert not ProjectToken.objects.exists()
