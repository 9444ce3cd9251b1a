"""Webhooks: events go out signed and in order, once they are recorded and until they are taken."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from tests.factories.complaints import accepted
from tests.factories.exits import opened
from tests.factories.monitoring import agreed, signed
from tests.factories.notices import Noticed, at_the_time_of
from tests.factories.programs import webhook_of
from tests.factories.receivers import Receiver, receiving
from tests.pilot.acts.staff import Office
from xianxing.cli.worker import Turns
from xianxing.pilot.cases.domain.secrecy import lift_stop, report_secret, stop_for_secrecy
from xianxing.pilot.cases.models import Case, Event
from xianxing.pilot.messages.models import Message
from xianxing.pilot.parties.domain.appointments import end_membership
from xianxing.pilot.parties.enums import AccessKind
from xianxing.pilot.parties.models import AccessEvent
from xianxing.pilot.programs.domain.hooks import end_webhook, resume_webhook
from xianxing.pilot.programs.domain.sending import EventsSent, send_events
from xianxing.pilot.programs.models import Webhook
from xianxing.pilot.programs.posting import post_event
from xianxing.pilot.protection.row_seals import row_faults
from xianxing.pilot.refusal import Refused, Stranger

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def office(on_trial: Office, settings: Settings) -> Office:
    settings.XIANXING_WEBHOOKS_PRIVATE = True
    return on_trial


def sent(office: Office, real_now: datetime | None = None) -> EventsSent:
    return send_events(at=office.company.at, real_now=real_now or timezone.now())


def bodies(receiver: Receiver) -> list[dict[str, Any]]:
    return [json.loads(body) for _headers, body in receiver.came]


def test_an_event_goes_out_signed_without_person_or_content(office: Office) -> None:
    with receiving() as receiver:
        _hook, secret = webhook_of(office.company, receiver.url)
        assert sent(office) == EventsSent(0, 0)
        signed(office)
        opened(office)
        assert sent(office) == EventsSent(2, 0)
        assert sent(office) == EventsSent(0, 0)
    first, second = bodies(receiver)
    events = list(Event.objects.filter(case=office.company.filing.pk).order_by("sequence"))[-2:]
    assert [first["seq"], second["seq"]] == [one.sequence for one in events]
    assert (first["kind"], second["kind"]) == ("put_on_record", "open_exit_by_institution")
    assert set(second) == {"id", "kind", "case", "seq", "step", "role", "state", "at", "place"}
    assert second["id"] == f"{office.company.filing.pk}.{second['seq']}"
    headers, body = receiver.came[0]
    moment, given = (part.partition("=")[2] for part in headers["Xianxing-Signature"].split(","))
    mac = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256)
    assert given == mac.hexdigest()
    assert abs(int(moment) - timezone.now().timestamp()) < 60
    assert headers["Xianxing-Event"] == first["id"]


def test_nothing_goes_out_of_what_was_rolled_back(office: Office) -> None:
    with receiving() as receiver:
        webhook_of(office.company, receiver.url)
        with pytest.raises(RuntimeError), transaction.atomic():
            signed(office)
            raise RuntimeError
        assert sent(office) == EventsSent(0, 0)
    assert receiver.came == []


def test_what_a_crash_interrupted_goes_out_again_under_its_id(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiving() as receiver:
        hook, _secret = webhook_of(office.company, receiver.url)
        agreed(office)
        posted: list[str] = []

        def dies_after_the_first(*args: Any, **said: Any) -> None:
            post_event(*args, **said)
            posted.append(said["event"])
            if len(posted) == 1:
                raise SystemExit

        monkeypatch.setattr("xianxing.pilot.programs.domain.sending.post_event", dies_after_the_first)
        with pytest.raises(SystemExit):
            sent(office)
        assert sent(office) == EventsSent(0, 0), "it is held by who died, for a while"
        assert sent(office, timezone.now() + timedelta(minutes=11)) == EventsSent(2, 0)
    ids = [one["id"] for one in bodies(receiver)]
    assert (len(ids), ids[0]) == (3, ids[1])
    hook.refresh_from_db()
    assert hook.next_at is None


def test_one_that_is_not_taken_is_tried_again_later_and_nothing_overtakes_it(office: Office) -> None:
    now = timezone.now()
    with receiving(500, 302, 200) as receiver:
        hook, _secret = webhook_of(office.company, receiver.url)
        agreed(office)
        assert sent(office, now) == EventsSent(0, 1)
        assert sent(office, now + timedelta(seconds=50)) == EventsSent(0, 0)
        assert sent(office, now + timedelta(seconds=61)) == EventsSent(0, 1)
        hook.refresh_from_db()
        assert (hook.failures, hook.last_error) == (2, "HTTP 302")
        assert sent(office, now + timedelta(minutes=5)) == EventsSent(0, 0)
        assert sent(office, now + timedelta(minutes=7)) == EventsSent(2, 0)
    ids = [one["id"] for one in bodies(receiver)]
    assert ids[0] == ids[1] == ids[2] != ids[3]
    hook.refresh_from_db()
    assert (hook.failures, hook.last_error) == (0, "")


def test_after_so_many_failures_it_is_switched_off_told_and_goes_on_where_it_stood(office: Office) -> None:
    now, zhou = timezone.now(), office.company.cast.zhou
    with receiving(503) as receiver:
        hook, _secret = webhook_of(office.company, receiver.url)
        signed(office)
        for turn in range(10):
            sent(office, now + timedelta(days=2 * turn))
        assert len(receiver.came) == 8
    hook.refresh_from_db()
    assert hook.disabled_at is not None
    assert Message.objects.filter(kind="webhook_disabled").get().recipient == zhou
    with receiving() as receiver:
        Webhook.objects.filter(pk=hook.pk).update(url=receiver.url)
        resume_webhook(hook=hook.pk, by=office.company.he, at=office.company.later())
        assert sent(office) == EventsSent(0, 1), "another address than was sealed is told of nothing"
        assert receiver.came == []


def test_it_goes_on_from_where_it_stood(office: Office) -> None:
    now = timezone.now()
    with receiving(*[503] * 8, 200) as receiver:
        hook, _secret = webhook_of(office.company, receiver.url)
        signed(office)
        for turn in range(9):
            sent(office, now + timedelta(days=2 * turn))
        resume_webhook(hook=hook.pk, by=office.company.he, at=office.company.later())
        assert sent(office) == EventsSent(1, 0)
    assert len({one["id"] for one in bodies(receiver)}) == 1


def test_the_secretariat_is_told_of_every_project_and_of_no_stopped_one(office: Office) -> None:
    wen, case = office.wen, Case.objects.get(pk=office.company.filing.pk)
    with receiving() as receiver:
        webhook_of(office.company, receiver.url, wen, case=None)
        own, _secret = webhook_of(office.company, receiver.url + "&own")
        signed(office)
        stop_for_secrecy(case=case, by=wen, ground="疑似涉密", at=office.company.later())
        assert sent(office) == EventsSent(0, 0)
        report_secret(case=case, by=wen, to="保密行政管理部门", reference="1", at=office.company.later())
        lift_stop(
            case=case, by=office.company.cast.li, second=wen, reason="查明不涉密", at=office.company.later()
        )
        assert sent(office).sent >= 1
        own.refresh_from_db()
        assert own.place == Event.objects.latest("place").place
    assert {one["case"] for one in bodies(receiver)} == {str(case.pk)}


@pytest.mark.parametrize(
    "url",
    [
        "http://receiver.example/x", "https://u:p@receiver.example/", "https://receiver.example/#x",
        "ftp://receiver.example/", "https://", "receiver.example", "https://127.0.0.1/", "https://10.0.0.8/x",
        "https://[::1]/", "https://[::ffff:10.0.0.8]/", "https://169.254.169.254/latest", "https://0.0.0.0/",
        "https://[64:ff9b::a00:8]/", "https://receiver.example/ x", "https://receiver.example/\nx",
        "https://receiver.example:99999/", "https://receiver.example/" + "x" * 500, "https://[::1",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_https_is_refused(office: Office, settings: Settings, url: str) -> None:
    settings.XIANXING_WEBHOOKS_PRIVATE = False
    with pytest.raises(Refused) as said:
        webhook_of(office.company, url)
    assert said.value.code == "url"
    assert not Webhook.objects.exists()


def test_a_name_that_leads_into_the_own_network_is_never_connected(
    office: Office, settings: Settings
) -> None:
    with receiving() as receiver:
        webhook_of(office.company, f"https://localhost:{receiver.port}/")
        settings.XIANXING_WEBHOOKS_PRIVATE = False
        signed(office)
        assert sent(office) == EventsSent(0, 1)
    assert receiver.came == []
    assert Webhook.objects.get().last_error == "AddressClosed"


def test_who_may_make_and_end_one(office: Office) -> None:
    company = office.company
    for stranger, case in ((company.cast.mo, company.filing.pk), (company.cast.zhou, None)):
        with pytest.raises(Stranger):
            webhook_of(company, "https://receiver.example/", stranger, case=case)
    with pytest.raises(Refused) as said:
        webhook_of(company, "https://receiver.example/", office.wen)
    assert said.value.code == "role"
    hook, _secret = webhook_of(company, "https://receiver.example/")
    group, _secret = webhook_of(company, "https://receiver.example/", office.wen, case=None)
    now = timezone.now()
    for stranger, row in ((company.cast.mo, hook), (company.he, group), (office.bai, hook)):
        with pytest.raises(Stranger):
            end_webhook(hook=row.pk, by=stranger, at=company.later(), real_now=now)
    for colleague, row in ((company.he, hook), (office.tang, group)):
        assert end_webhook(hook=row.pk, by=colleague, at=company.later(), real_now=now).ended_at == now
    with pytest.raises(Refused):
        resume_webhook(hook=hook.pk, by=company.he, at=company.later())
    assert AccessEvent.objects.filter(kind=AccessKind.TOKEN_REVOKED).count() == 2
    assert list(row_faults()) == []


def test_the_access_log_names_the_receiver_and_no_key_in_its_address(office: Office) -> None:
    hook, secret = webhook_of(office.company, "https://receiver.example/send/k-1?access_token=k-2")
    line = AccessEvent.objects.filter(kind=AccessKind.TOKEN_MADE).get()
    assert line.detail == f"xw_{hook.pk} 接收程序 receiver.example"
    assert secret not in line.detail


def test_one_whose_person_left_is_told_of_nothing(office: Office) -> None:
    company = office.company
    with receiving() as receiver:
        webhook_of(company, receiver.url)
        for held in company.cast.zhou.memberships.filter(until=None):
            end_membership(membership=held, at=company.later())
        signed(office)
        assert sent(office) == EventsSent(0, 1)
    assert receiver.came == []


def test_an_institution_takes_so_many(office: Office) -> None:
    for _one in range(10):
        webhook_of(office.company, "https://receiver.example/")
    with pytest.raises(Refused) as said:
        webhook_of(office.company, "https://receiver.example/")
    assert said.value.code == "hooks"


def test_a_draft_of_others_is_told_to_nobody(office: Office, in_trial: Noticed) -> None:
    with receiving() as receiver:
        webhook_of(office.company, receiver.url, office.wen, case=None)
        accepted(in_trial)
        done = sent(office)
    assert done.sent == len(receiver.came)
    assert all("zheng" not in body.decode() for _headers, body in receiver.came)


def test_the_worker_tells_them_at_its_next_turn(office: Office, settings: Settings) -> None:
    with receiving() as receiver:
        webhook_of(office.company, receiver.url)
        signed(office)
        at_the_time_of(office.company, settings)
        Turns().events()
    assert [one["kind"] for one in bodies(receiver)] == ["put_on_record"]
